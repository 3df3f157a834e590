# pyright: standard
"""Is there anything to do?  Answered from hashes alone, without opening a dataset.

This module imports neither pandas nor anything that does: the answer must come at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from os.path import abspath
from pathlib import Path
from typing import Any

from onespec.engine.disk import digest_of, export_digest, export_files, read_known, sha256, stamp, write_known
from onespec.engine.program import versions
from onespec.engine.spec.extends import layers
from onespec.engine.tried import AS_STATED, Tried

STATE = "state.json"
NEXT = "state.next"  # the state that a build is about to leave: from before its outputs take their place
RECORD = "run.json"
STANDARDS = ("sdtm", "adam")  # that a build makes, in this order
# What of a study's folder is its specification.  Everything else there (second programs, registers, notes) is no input.
SPECIFICATION = (
    "study.yaml",
    "crf.yaml",
    "codelists.yaml",
    "checks.yaml",
    "common.yaml",
    "methods.py",
    "displays/*.yaml",
    "tables/*.csv",
    "sdtm/*.yaml",
    "adam/*.yaml",
)
REGISTERS = ("queries.yaml",)  # and what reports show, and no dataset: a group of its own
CODE = (".py", ".csv", ".gz")  # of a package: what it does, and the facts that it carries
OWN = __name__.partition(".")[0]

State = dict[str, Any]  # what the last build left, as JSON holds it
Files = dict[str, dict[str, Path]]  # group (specification, raw, code, registers) -> name -> file
Digests = dict[str, dict[str, str]]  # group -> name -> SHA-256
_YOUNG = 2_000_000_000  # nanoseconds: a file that was changed so lately may change again without another time


class NoPackage(OSError):
    """A package that a build is made with is not there."""


@dataclass(frozen=True)
class Inputs:
    """Everything that a build depends on: specification, raw export, code, registers; by names without the machine's
    paths.
    """

    files: Files
    digests: Digests
    taken: dict[str, dict[str, list[int]]]  # group -> name -> stamp of the file when its digest was made

    @property
    def export(self) -> str:
        """The digest of the raw export as a whole."""
        return export_digest(self.digests["raw"])

    def stamps(self) -> dict[str, list]:
        """Stamp and digest of each file, to be known next time; of none that is so young that its time may lie."""
        now = time.time_ns()
        return {
            abspath(path): [*self.taken[group][name], self.digests[group][name]]
            for group, paths in self.files.items()
            for name, path in paths.items()
            if not _young(self.taken[group][name], now)
        }

    def changed(self, now: Files) -> list[str]:
        """The files of some groups that are not, or no more, those whose digests are told."""
        return sorted(
            f"{group}/{name}"
            for group, paths in now.items()
            for name in paths.keys() | self.files[group].keys()
            if name not in paths or name not in self.files[group] or not self._as_digested(group, name)
        )

    def _as_digested(self, group: str, name: str) -> bool:
        path, taken = self.files[group][name], self.taken[group][name]
        if stamp(path) != taken:
            return False
        return not _young(taken, time.time_ns()) or digest_of(path) == self.digests[group][name]

    def differing(self, known: Digests) -> list[str]:
        """The files that are new, gone or not the same as the known ones: ``specification/sdtm/ae.yaml``.

        Without the registers, on which no dataset depends.
        """
        return sorted(
            f"{group}/{name}"
            for group, here in self.digests.items()
            if group != "registers"
            for name in here.keys() | known.get(group, {}).keys()
            if here.get(name) != known.get(group, {}).get(name)
        )


def cache_folder(out: Path) -> Path:
    """Where a build keeps its parts: beside the outputs, never in them."""
    return out.with_name(f".{out.name}.cache")


def read_inputs(study: Path, raw: Path, packages: Iterable[str], state: State, tried: Tried = AS_STATED) -> Inputs:
    """The inputs as they are now; ``state`` saves reading what has not changed since.  Raises `NoPackage`.

    ``tried``: what is tried in the place of what the study states.
    """
    files = input_files(study, raw, code_files(packages))
    known = state.get("stamps", {})
    taken = {group: {name: stamp(path) for name, path in paths.items()} for group, paths in files.items()}
    made = {group: digests(paths, known, taken[group]) for group, paths in files.items()}
    made["specification"] |= tried.named
    return Inputs(files, made, taken)


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
    export = {name: path for name, path in export_files(raw).items() if path.is_file()}
    registers = {name: path for name in REGISTERS if (path := study / name).is_file()}
    return {"specification": specification_files(study), "raw": export, "code": code, "registers": registers}


def specification_files(study: Path) -> dict[str, Path]:
    """The files of a study's specification, those of folders that it extends too (``../sponsor/study.yaml``)."""
    found = {
        layer.prefix + p.relative_to(layer.folder).as_posix(): p
        for layer in layers(study)
        for kind in SPECIFICATION
        for p in layer.folder.glob(kind)
        if p.is_file()
    }
    return dict(sorted(found.items()))


def digests(files: Mapping[str, Path], known: Mapping[str, list], taken: Mapping[str, list[int]]) -> dict[str, str]:
    """SHA-256 of each file; a file whose stamp, as it was ``taken``, has not changed keeps the ``known`` one.

    That of a file that cannot be read is blank.
    """
    out = {}
    for name, path in files.items():
        entry = known.get(abspath(path))
        out[name] = entry[-1] if entry and entry[:-1] == taken[name] else digest_of(path)
    return out


def read_state(out: Path, name: str = STATE) -> State:
    """What the last complete build left; empty when there is none, or when it is not as it was written."""
    state = read_known(cache_folder(out) / name)
    return state if isinstance(state, dict) else {}


def write_state(out: Path, state: State, name: str = STATE) -> None:
    write_known(cache_folder(out) / name, state)


def up_to_date(out: Path, inputs: Digests, standards: tuple[str, ...], state: State) -> bool:
    """True when the inputs are those of the last build and every output stands as it was left."""
    if not state or state.get("inputs") != inputs or not set(standards) <= set(state.get("standards", ())):
        return False
    return bool(state["outputs"]) and state["versions"] == versions() and not touched(out, state)


def touched(out: Path, state: State) -> list[str]:
    """Outputs of the last build that are no more as it left them."""
    return [name for name, left in state.get("outputs", {}).items() if not is_left(out / name, [left])]


def is_left(path: Path, left: Iterable[list]) -> bool:
    """Is a file one of those that were ``left``, told by stamp and digest?  Times are lost where files are copied."""
    left, now = list(left), stamp(path)
    if not now or any(now in (entry[:-1], [*entry, *now[2:]]) for entry in left):  # earlier: size and time alone
        return bool(now)
    digest = sha256(path) if any(entry[0] in (now[0], "") for entry in left) else ""
    return any(entry[-1] == digest for entry in left)


def _young(taken: list[int], now: int) -> bool:
    return not taken or max(taken[1:3]) > now - _YOUNG
