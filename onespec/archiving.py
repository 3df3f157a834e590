# pyright: standard
"""The archive of a study: everything that its outputs came from, and all that was said of them, in one file."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from onespec.engine.build.freshness import OWN, cache_folder, code_files, read_inputs
from onespec.engine.languages import LANGUAGES
from onespec.packages import build_packages, operation_packages
from onespec.places import NotBuilt, carried, stated_language
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.engine.build.freshness import Inputs
    from onespec.kept import Kept
    from onespec.submission.archive.sources import Edition, Sources
    from onespec.submission.archive.write import Written

KINDS = {"qc": "double programming", "conformance": "conformance", "report": "report of displays"}  # that are archived
MADE_BY = {"package": "make package", "qc": "make qc", "conformance": "make validate", "report": "make report"}
PROGRAM = ("pyproject.toml", "setup.py", "LICENSE", "requirements.lock")  # beside the package of a clone


@dataclass(frozen=True)
class Archived(Told):
    """The archive of a study.

    written  where it stands, and its digest
    parts    bytes of each part
    absent   what there was not: part -> how it is made
    """

    written: Written
    parts: dict[str, int]
    absent: dict[str, str]

    @property
    def path(self) -> Path:
        return self.written.path

    def text(self) -> str:
        width = max(map(len, self.parts))
        lines = [f"{part:<{width}}  {size / 1e6:9,.1f} MB" for part, size in sorted(self.parts.items())]
        lines += [
            f"Not in it, as there is none: {part}{f' ({how})' if how else ''}" for part, how in self.absent.items()
        ]
        w = self.written
        state = "" if w.fresh else ", which stood there already"
        lines.append(f"Archive of {w.files:,} files, {w.size / 1e6:,.1f} MB: {w.path}{state}")
        return "\n".join([*lines, f"SHA-256 {w.sha256}"])

    def facts(self) -> dict[str, Any]:
        w = self.written
        told = {"archive": str(w.path), "sha256": w.sha256, "fresh": w.fresh, "files": w.files, "bytes": w.size}
        return told | {"parts": self.parts, "absent": sorted(self.absent)}


def archive(study: Kept, wheels: bool = False) -> Archived:
    """Write the archive of a study beside its outputs; see `Study.archive`."""
    from onespec.engine.build.stage import locked
    from onespec.submission.archive.make import make_archive

    editions = _editions(study)
    if not editions:
        raise NotBuilt(f"there are no outputs in {study.out}; build them first (make all).")
    sources = _sources(study, tuple(edition for _, edition in editions))

    def inputs(edition: Edition) -> Inputs:
        (of,) = (each for each, known in editions if known is edition)
        return read_inputs(of.folder, of.raw, build_packages(), {}, of.tried)

    with ExitStack() as held:
        if wheels:
            place = Path(held.enter_context(TemporaryDirectory(prefix="onespec-wheels-")))
            sources = replace(sources, wheels=_wheels(sources, place / "wheels"))
        for each, _ in editions:
            held.enter_context(locked(each.out, cache_folder(each.out)))
        written, parts = make_archive(sources, inputs, study.archives)
    absent = {
        f"{said}, edition {e.language}": MADE_BY[kind]
        for _, e in editions
        for kind, said in KINDS.items()
        if kind not in e.reports
    }
    if not sources.packages:
        absent = {"package": MADE_BY["package"]} | absent
    if not any(name == "requirements.lock" for name in sources.program):
        absent["lock file of the libraries"] = ""
    return Archived(written, parts, absent)


def _editions(study: Kept) -> list[tuple[Kept, Edition]]:
    """The editions that are built, the study's own first."""
    from onespec.submission.archive.sources import Edition

    own = stated_language(study.folder)
    out = []
    for language in sorted(LANGUAGES, key=lambda name: name != own):
        each = study if language == own else study.edition(language)
        if each.built:
            reports = {kind: place for kind in KINDS if (place := each.beside(kind)).is_dir()}
            out.append((each, Edition(language, language == own, each.out, reports)))
    return out


def _sources(study: Kept, editions: tuple[Edition, ...]) -> Sources:
    from onespec.submission.archive.sources import Sources

    place = study.out.with_name(f"{study.out.name}.package")
    packages = {f.name: f for f in sorted(place.iterdir()) if (f / "package.json").is_file()} if place.is_dir() else {}
    where = study.folder, study.raw, editions, packages, program_files(), version(OWN)
    return Sources(study.id, study.name, *where)


def _wheels(sources: Sources, to: Path) -> dict[str, Path]:
    """The libraries of the lock file that is archived, fetched: name -> file."""
    from onespec.submission.archive.index import LOCK
    from onespec.submission.archive.wheels import download_wheels

    return {path.name: path for path in download_wheels(sources.program.get(LOCK, Path(LOCK)), to)}


def program_files() -> dict[str, Path]:
    """The source of the program: the same files whether it runs from a clone or is installed.

    Name below the program's folder -> file.  Packages of operations that other distributions offer lie beside it.
    """
    from onespec.submission.archive.sources import SOURCE, code_name

    spec = find_spec(OWN)
    (home,) = [Path(place) for place in (spec.submodule_search_locations if spec else None) or ()][:1]
    files = {path.name: path for path in sorted(home.iterdir()) if path.is_file()}
    for room in sorted(p.name for p in home.iterdir() if (p / "__init__.py").is_file()):
        for path in sorted((home / room).resolve().rglob("*")):
            files[f"{room}/{path.relative_to((home / room).resolve()).as_posix()}"] = path
    out = {code_name(name): path for name, path in files.items() if _is_source(Path(name), path, SOURCE)}
    foreign = [package for package in operation_packages() if package.partition(".")[0] != OWN]
    return out | code_files(foreign) | _beside(home)


def _is_source(name: Path, path: Path, endings: tuple[str, ...]) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
    return path.is_file() and not hidden and name.suffix in endings


def _beside(home: Path) -> dict[str, Path]:
    """How it is installed: of a clone beside the package, of an installed program where its wheel put it."""
    root = carried()
    place = root / "program" if root else home.parent
    return {name: place / name for name in PROGRAM if (place / name).is_file()}
