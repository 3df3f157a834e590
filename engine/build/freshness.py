# pyright: standard
"""Is there anything to do?  Answered from hashes alone, without opening a dataset.

This module imports neither pandas nor anything that does: the answer must come at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

STATE = "state.json"
RECORD = "run.json"
STANDARDS = ("sdtm", "adam")  # that a build makes, in this order
# What of a study's folder is its specification.  Everything else there (second programs, registers, notes) is no input.
SPECIFICATION = (
    "study.yaml",
    "crf.yaml",
    "codelists.yaml",
    "checks.yaml",
    "methods.py",
    "tables/*.csv",
    "sdtm/*.yaml",
    "adam/*.yaml",
)
CODE = (".py", ".csv")  # of a package: what it does, and the facts that it carries
OWN = __name__.partition(".")[0]

State = dict[str, Any]  # what the last build left, as JSON holds it
Files = dict[str, dict[str, Path]]  # group (specification, raw, code) -> name -> file
Digests = dict[str, dict[str, str]]  # group -> name -> SHA-256


class NoPackage(OSError):
    """A package that a build is made with is not there."""


@dataclass(frozen=True)
class Inputs:
    """Everything that a build depends on: specification, raw export, code; by names without the machine's paths."""

    files: Files
    digests: Digests

    def stamps(self) -> dict[str, list]:
        """Size, time and digest of each file as they are now, to be known next time."""
        return stamps((self.files[group], self.digests[group]) for group in self.files)

    def differing(self, known: Digests) -> list[str]:
        """The files that are new, gone or not the same as the known ones: ``specification/sdtm/ae.yaml``."""
        return sorted(
            f"{group}/{name}"
            for group, here in self.digests.items()
            for name in here.keys() | known.get(group, {}).keys()
            if here.get(name) != known.get(group, {}).get(name)
        )


def cache_folder(out: Path) -> Path:
    """Where a build keeps its parts: beside the outputs, never in them."""
    return out.with_name(f".{out.name}.cache")


def read_inputs(study: Path, raw: Path, packages: Iterable[str], state: State) -> Inputs:
    """The inputs as they are now; ``state`` saves reading what has not changed since.  Raises `NoPackage`."""
    files = input_files(study, raw, code_files(packages))
    known = state.get("stamps", {})
    return Inputs(files, {group: digests(paths, known) for group, paths in files.items()})


def code_files(packages: Iterable[str]) -> dict[str, Path]:
    """The files of packages; the names of this program's own begin without its name: ``engine/build/build.py``."""
    out = {}
    for package in packages:
        name = package.removeprefix(f"{OWN}.").replace(".", "/")
        for folder in _folders(package):
            paths = (p for p in sorted(folder.rglob("*")) if p.suffix in CODE)
            out |= {f"{name}/{p.relative_to(folder).as_posix()}": p for p in paths}
    return out


def _folders(package: str) -> Iterator[Path]:
    try:
        spec = find_spec(package)
    except ModuleNotFoundError:  # the package above it is not there
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise NoPackage(f"there is no package '{package}'; install it, or remove what names it as operations.")
    return (Path(folder).resolve() for folder in spec.submodule_search_locations)


def input_files(study: Path, raw: Path, code: dict[str, Path]) -> Files:
    """The files that a build depends on."""
    spec = {p.relative_to(study).as_posix(): p for kind in SPECIFICATION for p in study.glob(kind) if p.is_file()}
    export = {p.name: p for p in sorted(raw.iterdir()) if p.is_file()} if raw.is_dir() else {}
    return {"specification": dict(sorted(spec.items())), "raw": export, "code": code}


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(files: dict[str, Path], known: dict[str, list]) -> dict[str, str]:
    """SHA-256 of each file; a file whose size and time have not changed keeps the ``known`` one."""
    out = {}
    for name, path in files.items():
        entry = known.get(str(path.resolve()))
        out[name] = entry[2] if entry and entry[:2] == stamp(path) else sha256(path)
    return out


def versions() -> dict[str, str]:
    """Versions of the libraries that outputs are made with."""
    packages = ("numpy", "pandas", "pyarrow", "lxml", "pyyaml", "python-calamine", "openpyxl", "pyreadstat", "onespec")
    return {p: metadata.version(p) for p in packages}


def stamps(groups: Iterable[tuple[dict[str, Path], dict[str, str]]]) -> dict[str, list]:
    """Size, time and digest of files, to be known next time."""
    out = {}
    for files, hashes in groups:
        for name, path in files.items():
            out[str(path.resolve())] = [*stamp(path), hashes[name]]
    return out


def read_state(out: Path) -> State:
    """What the last complete build left; empty when there is none."""
    path = cache_folder(out) / STATE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_state(out: Path, state: State) -> None:
    path = cache_folder(out) / STATE
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(state, sort_keys=True), encoding="utf-8")
    temporary.replace(path)


def up_to_date(out: Path, inputs: Digests, standards: tuple[str, ...], state: State) -> bool:
    """True when the inputs are those of the last build and every output stands as it was left."""
    if not state or state.get("inputs") != inputs or not set(standards) <= set(state.get("standards", ())):
        return False
    return bool(state["outputs"]) and state["versions"] == versions() and not touched(out, state)


def touched(out: Path, state: State) -> list[str]:
    """Outputs of the last build that are no more as it left them."""
    return [name for name, left in state.get("outputs", {}).items() if stamp(out / name) != left]


def stamp(path: Path) -> list[int]:
    """Size and time of a file; nothing when it is not there."""
    return [path.stat().st_size, path.stat().st_mtime_ns] if path.is_file() else []
