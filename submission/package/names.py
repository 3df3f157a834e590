"""Names and paths of a package, held against what the profile takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from onespec.engine.findings import STOP, Finding
from onespec.submission.profiles import Profile

TOP = "m5"
DATASET = ".xpt"
_DATASET = re.compile(r"[a-z][a-z0-9]*\.xpt")
_FILE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9]+")
_FOLDER = re.compile(r"[A-Za-z0-9_-]+")
_Fault = tuple[str, str, str]  # rule, message, fix


def name_faults(profile: Profile, paths: Iterable[str]) -> Iterator[Finding]:
    """What is wrong with the names of files, each path below the folder of the profile, and of their folders.

    A dataset's file is called in lower case and begins with a letter; all names are of letters, digits, _ and -.
    """
    folders: dict[str, None] = {}
    for path in paths:
        place = PurePosixPath(path)
        if place.parts[0] == TOP:
            folders |= dict.fromkeys(place.parts[:-1])
        for rule, message, fix in (*_file_faults(profile, place), *_path_faults(profile, place)):
            yield Finding(rule, STOP, message, fix, file=path)
    for folder in folders:
        if not _FOLDER.fullmatch(folder) or len(folder) > profile.name["file"]:
            message = f"The folder '{folder}' has a name that the profile {profile.key} does not take."
            fix = f"Use at most {profile.name['file']} letters, digits, _ and -."
            yield Finding("PACKAGE-NAME", STOP, message, fix, file=folder)


def _file_faults(profile: Profile, place: PurePosixPath) -> Iterator[_Fault]:
    name, is_dataset = place.name, place.suffix.lower() == DATASET
    most = profile.name["file" if is_dataset else "other"]
    letters = "lower-case letters and digits, a letter first" if is_dataset else "letters, digits, _ and -"
    if not (_DATASET if is_dataset else _FILE).fullmatch(name):
        yield "PACKAGE-NAME", f"The profile {profile.key} does not take the name '{name}'.", f"Use {letters}."
    if is_dataset and len(place.stem) > profile.name["dataset"]:
        most_letters = f"Use at most {profile.name['dataset']} letters."
        yield "PACKAGE-NAME", f"The name of the dataset has {len(place.stem)} letters.", most_letters
    elif len(name) > most:
        yield "PACKAGE-NAME", f"The name has {len(name)} letters.", f"Use at most {most}."
    if place.parts[0] == TOP and place.suffix.lower().lstrip(".") not in profile.formats:
        taken = ", ".join(profile.formats)
        yield "PACKAGE-FORMAT", f"The profile {profile.key} does not take files of this kind.", f"It takes: {taken}."


def _path_faults(profile: Profile, place: PurePosixPath) -> Iterator[_Fault]:
    length = len(place.as_posix())
    if profile.path is not None and place.parts[0] == TOP and length > profile.path:
        message = f"The path has {length} characters from {TOP} on; the profile {profile.key} takes {profile.path}."
        yield "PACKAGE-PATH", message, "Shorten the name of the study or of the file."
