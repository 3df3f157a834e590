"""The folder of a specification: its files by name, and those that nobody would read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from onespec.engine.disk import listed
from onespec.engine.findings import STOP, Finding, Findings, finding_order

_FOLDERS = {
    "": ".yaml",
    "sdtm": ".yaml",
    "adam": ".yaml",
    "displays": ".yaml",
    "tables": ".csv",
}  # and the ending of what is read there
_OWN = {"study", "crf", "codelists", "checks", "common"}  # names of files of the folder itself
_FIRST = ("study.yaml", "crf.yaml", "codelists.yaml", "common.yaml")
_DATASETS = ("sdtm/dm.yaml", "sdtm", "adam/adsl.yaml", "adam")
_MEANT = {".yaml": (".yaml", ".yml"), ".csv": (".csv",)}  # however they are written


def writing_order(file: str) -> int:
    """The place of a file among those that a person writes one after the other; what is beside them comes last.

    The study, its contract with the export and its codelists; SDTM before ADaM, subjects before all others.  The file
    may be one of a folder that the study extends.
    """
    *_, folder, name = ("", "", *file.split("/"))
    if name in _FIRST and not folder:
        return _FIRST.index(name)
    known = (*_FIRST, *_DATASETS)
    return next((known.index(each) for each in (f"{folder}/{name}", folder, name) if each in known), len(known))


def in_writing_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order in which a person mends them: by `writing_order` of their files, then by their places."""
    return sorted(findings, key=lambda f: (writing_order(f.file), finding_order(f)))


def files_of(folder: Path, ending: str, findings: Findings) -> list[Path]:
    """The files of a folder of the specification, in order; none when there is no such folder.

    A folder that cannot be looked into is a stop: it is not an empty one.
    """
    try:
        return listed(folder, ending)
    except OSError as error:
        unreadable(folder.name, error, findings, "folder")
        return []


def misnamed(folder: Path, findings: Findings) -> None:
    """A stop for each file that is written as one of the specification, and whose name nobody looks for."""
    for name, ending in _FOLDERS.items():
        try:
            paths = listed(folder / name, "")
        except OSError:
            continue  # who reads the folder says so
        for path in paths:
            meant = path.suffix.lower() in _MEANT[ending] and path.suffix != ending
            if meant and (name or path.stem.lower() in _OWN):
                findings.add(
                    "SPEC-FILE",
                    STOP,
                    f"The file is not read: its name does not end in {ending}.",
                    f"Rename it to {path.stem}{ending}, or remove it.",
                    file=path.relative_to(folder).as_posix(),
                )


def unreadable(name: str, error: OSError, findings: Findings, what: str = "file") -> None:
    findings.add(
        "SPEC-FILE",
        STOP,
        f"The {what} cannot be read: {error.strerror}.",
        f"Correct or remove the {what}, or permit reading it.",
        file=name,
    )
