# pyright: standard
"""Where a study's specification, raw export and outputs lie."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from onespec.engine.languages import ENGLISH

SPECIFICATIONS, EXPORTS, OUTPUTS = "specs", "raw_samples", "build"  # where a study's folders are looked for
STUDY = "study.yaml"
CARRIED = ("share", "onespec")  # where the wheel puts the studies that ship; setup.py
_LONGEST = 80  # characters of a text in a file's name

Folder = str | os.PathLike[str]


class NoStudy(OSError):
    """The study that was asked for cannot be found."""


class NotBuilt(OSError):
    """What was asked for looks at built datasets, and there are none."""


class WrongPlace(OSError):
    """The outputs' folder would lie inside the specification, or the other way round."""


def find_study(name: Folder | None = None) -> Path:
    """The folder of a study.

    name   a folder that holds study.yaml, the name of a folder of specs/, or the id of a study there; of specs/ where
           the program was started, or of the studies that the installed program carries
           None: the only study of specs/

    Raises `NoStudy`.
    """
    if name is None:
        found = _known()
        if len(found) != 1:
            raise NoStudy(
                f"specs/ in {Path.cwd()} holds {len(found)} studies; name one with --study{_that_ship('; ')}."
            )
        return found[0]
    if (Path(name) / STUDY).exists():
        return Path(name)
    for root in (root for root in (Path(), carried()) if root):
        if (root / SPECIFICATIONS / name / STUDY).exists():
            return root / SPECIFICATIONS / name
        for folder in _known(root):
            if study_id(folder) == str(name):
                return folder
    known = ", ".join(known_studies())
    raise NoStudy(
        f"there is no study '{name}'. Name a folder that holds study.yaml"
        + (f"; specs/ has {known}" if known else "")
        + f"{_that_ship('; ')}."
    )


def known_studies() -> list[str]:
    """The names of the folders of specs/ that hold a study."""
    return [folder.name for folder in _known()]


def _known(root: Path = Path()) -> list[Path]:
    return sorted(path.parent for path in (root / SPECIFICATIONS).glob(f"*/{STUDY}"))


def _that_ship(before: str) -> str:
    """The studies that the installed program carries, and where they lie."""
    root = carried()
    return f"{before}{', '.join(f.name for f in _known(root))} ships with the program, in {root}" if root else ""


@cache
def carried() -> Path | None:
    """The folder with the studies that the installed program carries, in folders as a clone has them.

    None in a clone, where they lie as they are.
    """
    try:
        installed = files("onespec") or ()
    except PackageNotFoundError:
        return None
    inside = (*CARRIED, SPECIFICATIONS)
    found = (f for f in installed if f.name == STUDY and f.parts[-len(inside) - 2 : -2] == inside)
    return next((Path(str(f.locate())).resolve().parents[2] for f in found), None)


def study_id(folder: Path) -> str:
    """What study.yaml calls the study; the folder's name where study.yaml does not say (a build stops at that)."""
    return _stated(folder, "study") or folder.resolve().name


def other_language(folder: Path, language: str) -> str:
    """The language of an edition; blank where it is the one that study.yaml states."""
    return "" if language == stated_language(folder) else language


def stated_language(folder: Path) -> str:
    """The language of the study's own edition."""
    return _stated(folder, "language") or ENGLISH


def _stated(folder: Path, key: str) -> str:
    from onespec.engine.findings import Findings
    from onespec.engine.spec.yamltext import load_yaml

    said = load_yaml(folder / STUDY, STUDY, Findings()).get(key, "")
    return said if isinstance(said, str) else ""


def study_name(folder: Path) -> str:
    """The name of a study's folders: its id, written as its specification's folder is where only capitals differ."""
    here, declared = folder.resolve().name, study_id(folder)
    name = here if here.casefold() == declared.casefold() else declared
    return _plain(name).lstrip(".") or here


def file_name(text: str) -> str:
    """A part of a file's name, of any text; another text gives another name."""
    plain = _plain(text)[:_LONGEST]
    return plain if plain == text else f"{plain}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _plain(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in text)


def require_apart(raw: Path, out: Path) -> None:
    """Raises `WrongPlace` where outputs and raw export would lie in one another."""
    if _inside(raw, out) or _inside(out, raw):
        raise WrongPlace(
            f"the outputs {out} and the raw export {raw} would lie in one another. Name another folder with --out."
        )


def default_place(study: Path, *parts: str) -> Path:
    """A folder under the current one; where that is the specification's own, under the folder that holds it."""
    place = Path(*parts)
    return study.resolve().parent / place if _inside(place, study) else place


def out_place(out: Folder, study: Path) -> Path:
    """The folder of outputs that was named; raises `WrongPlace`."""
    place = Path(out)
    place = place if place.name not in ("", "..") else place.resolve()
    if _inside(place, study):
        raise WrongPlace(
            f"the outputs {place} would lie inside the specification {study.resolve()}. "
            "Name a folder outside it with --out."
        )
    if _inside(study, place):
        raise WrongPlace(
            f"the outputs {place} would replace the specification {study.resolve()}. Name another folder with --out."
        )
    return place


def _inside(place: Path, folder: Path) -> bool:
    return place.resolve().is_relative_to(folder.resolve())
