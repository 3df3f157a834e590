"""Is there anything to do?  Answered from hashes alone, without opening a dataset.

This module imports neither pandas nor anything that does: the answer must come at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

STATE = "state.json"
RECORD = "run.json"
REGISTERS = (
    "waivers.yaml",
    "conformance.yaml",
)  # of what is explained: they stand in the study's folder, and no build reads them


def cache_folder(out: Path) -> Path:
    """Where a build keeps its parts: beside the outputs, never in them."""
    return out.with_name(f".{out.name}.cache")


def code_files(root: Path) -> dict[str, Path]:
    """The program's own files, by room; the facts of the standards are a part of it."""
    rooms = {"engine": "*.py", "sdtm": "*.py", "adam": "*.py", "define": "*.py", "cli": "*.py"}
    out = {
        f"{room}/{p.relative_to(root / room).as_posix()}": p
        for room, pattern in rooms.items()
        for p in sorted((root / room).rglob(pattern))
    }
    facts = next(f for f in (root / "specs" / "standards", root / "standards") if f.is_dir())  # in the clone; installed
    return out | {f"standards/{p.name}": p for p in sorted(facts.glob("*.csv"))}


def input_files(study: Path, raw: Path, code: dict[str, Path]) -> dict[str, dict[str, Path]]:
    """Everything that a build depends on: specification, raw export, code; by a name without the machine's paths."""
    suffixes = {".yaml", ".csv", ".py"}
    spec = {
        p.relative_to(study).as_posix(): p
        for p in sorted(study.rglob("*"))
        if p.is_file() and p.suffix in suffixes and "__pycache__" not in p.parts
    }
    spec = {name: path for name, path in spec.items() if name not in REGISTERS}
    export = {p.name: p for p in sorted(raw.iterdir()) if p.is_file()} if raw.is_dir() else {}
    return {"specification": spec, "raw": export, "code": code}


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


def read_state(out: Path) -> dict:
    """What the last complete build left; empty when there is none."""
    path = cache_folder(out) / STATE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_state(out: Path, state: dict) -> None:
    path = cache_folder(out) / STATE
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(state, sort_keys=True), encoding="utf-8")
    temporary.replace(path)


def up_to_date(out: Path, inputs: dict[str, dict[str, str]], standards: tuple[str, ...], state: dict) -> bool:
    """True when the inputs are those of the last build and every output stands as it was left."""
    if not state or state.get("inputs") != inputs or not set(standards) <= set(state.get("standards", ())):
        return False
    return bool(state["outputs"]) and state["versions"] == versions() and not touched(out, state)


def touched(out: Path, state: dict) -> list[str]:
    """Outputs of the last build that are no more as it left them."""
    return [name for name, left in state.get("outputs", {}).items() if stamp(out / name) != left]


def stamp(path: Path) -> list[int]:
    """Size and time of a file; nothing when it is not there."""
    return [path.stat().st_size, path.stat().st_mtime_ns] if path.is_file() else []
