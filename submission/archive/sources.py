"""What an archive is made of: where it lies, and under which name it stands in the bag."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onespec.engine.build.freshness import OWN
from onespec.engine.disk import entries, export_files
from onespec.engine.findings import STOP, Findings
from onespec.engine.spec.extends import layers
from onespec.submission.archive.names import clashes, fault
from onespec.submission.archive.write import Content

DATA, INDEX, REBUILD = "data", "data/archive.json", "data/program/REBUILD.txt"
PROGRAM, SPECIFICATION, RAW = f"{DATA}/program", f"{DATA}/specification", f"{DATA}/raw"
WHEELS = f"{DATA}/wheels"
# What of the program's own packages is its source; of anything else that lies there an installed program has nothing.
SOURCE = (".py", ".yaml", ".csv", ".gz", ".html", ".css", ".js", ".xsl", ".typ", ".txt", ".typed")


@dataclass(frozen=True)
class Edition:
    """The outputs in one language, and what was said of them.

    own      the study's own language
    reports  kind (qc, conformance, report) -> folder; only those that are there
    """

    language: str
    own: bool
    out: Path
    reports: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Sources:
    """Where all of an archive lies.

    study, name  its id, and what its folders are called
    packages     profile -> folder
    program      name below the program's folder -> file
    version      of the program
    wheels       of its libraries: name -> file, where the archive carries them
    """

    study: str
    name: str
    folder: Path
    raw: Path
    editions: tuple[Edition, ...]
    packages: Mapping[str, Path]
    program: Mapping[str, Path]
    version: str
    wheels: Mapping[str, Path] = field(default_factory=dict)


def outputs_of(edition: Edition) -> str:
    return f"{DATA}/outputs/{edition.language}"


def reports_of(edition: Edition, kind: str) -> str:
    return f"{DATA}/reports/{edition.language}/{kind}"


def package_of(profile: str) -> str:
    return f"{DATA}/package/{profile}"


def payload(sources: Sources, findings: Findings) -> dict[str, Content]:
    """Every file of the payload by its name in the bag, without the index; what cannot be archived is a finding."""
    out: dict[str, Content] = {}
    for profile, folder in sources.packages.items():
        out |= _below(package_of(profile), dict(entries(folder)))
    for edition in sources.editions:
        out |= _below(outputs_of(edition), dict(entries(edition.out)))
        for kind, folder in edition.reports.items():
            out |= _below(reports_of(edition, kind), dict(entries(folder)))
    out |= _below(RAW, export_files(sources.raw))
    out |= specification(sources)
    out |= _below(PROGRAM, sources.program)
    out |= _below(WHEELS, sources.wheels)
    _check(out, findings)
    return dict(sorted(out.items()))


def _below(place: str, files: Mapping[str, Path]) -> dict[str, Content]:
    return {f"{place}/{name}": path for name, path in files.items()}


def specification(sources: Sources) -> dict[str, Content]:
    """The study's folder and those that it extends, as they lie to one another."""
    out: dict[str, Content] = {}
    for place, folder in specification_places(sources).items():
        files = {name: path for name, path in entries(folder) if _is_specification(Path(name))}
        out |= _below(place, files)
    return out


def specification_places(sources: Sources) -> dict[str, Path]:
    """Name in the bag -> folder; the study's own last."""
    folders = [Path(os.path.abspath(layer.folder)) for layer in layers(sources.folder)]
    if len(folders) == 1:
        return {f"{SPECIFICATION}/{sources.name}": folders[0]}
    above = os.path.commonpath(folders)
    return {f"{SPECIFICATION}/{folder.relative_to(above).as_posix()}": folder for folder in folders}


def _is_specification(name: Path) -> bool:
    return name.suffix != ".pyc" and not any(part.startswith(".") or part == "__pycache__" for part in name.parts)


def code_name(name: str) -> str:
    """Where a file of code lies below the program's folder, of which the run's record says the name."""
    return f"{OWN}/{name}"


def _check(files: Mapping[str, Content], findings: Findings) -> None:
    """Names that not every system can hold, and what is no file."""
    for name, content in files.items():
        if why := fault(name):
            fix = "Give the file another name, and name it so where it is named."
            findings.add("ARCHIVE-NAME", STOP, f"The file cannot be archived under its name: {why}.", fix, file=name)
        if isinstance(content, Path) and not content.is_file():
            fix = "Put the file itself there, or take it away."
            findings.add("ARCHIVE-FILE", STOP, "This is no file that can be read.", fix, file=name)
    for name, other in clashes(files):
        message = f"The name is one with '{other}' where capitals do not count."
        findings.add("ARCHIVE-NAME", STOP, message, "Give one of them another name.", file=name)
