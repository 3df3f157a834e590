"""What a build has left in its folder, and what stands there besides: that is never removed or replaced."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from onespec.engine.build.freshness import NEXT, RECORD, STATE, cache_folder, is_left, read_state
from onespec.engine.disk import bytes_of, entries, sha256, stamp
from onespec.engine.encodings import ASCII, UTF_8

DOCUMENTS = "documents"  # of run.json, that were put beside the outputs: name -> SHA-256
TOTALS = "totals"  # of run.json, over all subjects: name -> value
_DIGEST = 64  # hexadecimal digits of a SHA-256; earlier versions remembered none
_NAMED = 5  # of strange files; more are counted
Left = dict[str, list[list]]  # file -> entries of stamp and digest, any of which may be its own


class CannotBuild(OSError):
    """The outputs' folder is not this build's to replace."""


def left_as(path: Path, copied: list | None = None) -> list:
    """What is remembered of a file that is left: its stamp, and its digest, which a copy shares with what was left."""
    digest = str(copied[-1]) if copied and len(str(copied[-1])) == _DIGEST else sha256(path)
    return [*stamp(path), digest]


def record_of(out: Path) -> dict[str, Any]:
    """What run.json says; empty when a build has not written it."""
    said = _json(out / RECORD)
    return said if isinstance(said, dict) and {"study", "inputs", "datasets"} <= said.keys() else {}


def totals_in(out: Path) -> dict[str, str]:
    """What the last build found over all subjects; none where it has not written that."""
    said = record_of(out).get(TOTALS)
    return {str(name): str(value) for name, value in said.items()} if isinstance(said, dict) else {}


def encoding_of(out: Path) -> str:
    """The encoding of the datasets in a folder of outputs, as run.json says; UTF-8 holds plain ASCII, too."""
    said = str(record_of(out).get("encoding", UTF_8))
    return UTF_8 if said == ASCII else said


def strange_outputs(out: Path) -> list[str]:
    """What stands in a folder of outputs and is not as a build has left it; changed files are named as such."""
    known: Left = {}
    last, next_ = read_state(out), read_state(out, NEXT)
    for state in (last, next_):  # a build that was killed after the exchange left its outputs, and not yet its state
        for name, entry in state.get("outputs", {}).items():
            known.setdefault(name, []).append(entry)
    record = record_of(out)
    for name, digest in (record.get("outputs", {}) | record.get(DOCUMENTS, {})).items():
        known.setdefault(name, []).append(["", digest])
    if record and not last:
        known[RECORD] = [left_as(out / RECORD)]
    return _strange(out, known)


def strange_reports(folder: Path) -> list[str]:
    """The same of a folder of reports."""
    known: Left = {}
    for line in _sums(folder).splitlines():
        digest, _, name = line.partition("  ")
        known.setdefault(name, []).append(["", digest])
    return _strange(folder, known)


def sums_file(folder: Path) -> Path:
    """The file beside a folder of reports that tells what the program has left there, as `sha256sum` writes it."""
    return folder.with_name(f".{folder.name}")


def write_sums(folder: Path, fresh: Path, before: bool) -> None:
    """Say what a folder of reports holds: that of ``fresh``; ``before`` these take its place what it holds now, too."""
    lines = "".join(f"{sha256(path)}  {name}\n" for name, path in entries(fresh))
    said = lines + (_sums(folder) if before else "")
    sums_file(folder).unlink(missing_ok=True)  # never through a link
    with sums_file(folder).open("x", encoding="utf-8", newline="\n") as file:
        file.write(said)


def _sums(folder: Path) -> str:
    try:
        return bytes_of(sums_file(folder)).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _strange(folder: Path, known: Left) -> list[str]:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return [folder.name]
    if not folder.exists():
        return []
    found = {n: path for n, path in entries(folder) if path.is_symlink() or not is_left(path, known.get(n, ()))}
    return sorted(f"{n} (changed since)" if n in known else n for n in found)


def named(names: list[str]) -> str:
    """The first of some files, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def check_outputs(out: Path) -> None:
    """Raises `CannotBuild` where a build may not, or cannot, put a new folder in the place of ``out``."""
    if out.is_symlink():
        raise CannotBuild(
            f"{out} is a link to {os.readlink(out)}; a build would replace the link. Name the folder itself with --out."
        )
    if out.exists() and not out.is_dir():
        raise CannotBuild(f"{out} is a file; name a folder with --out.")
    if os.path.ismount(out):
        raise CannotBuild(f"{out} is a mount point, which cannot be replaced; name a folder below it with --out.")
    for folder in _folders(out):
        if not os.access(folder, os.W_OK | os.X_OK):
            raise CannotBuild(f"{folder} is write-protected. Permit writing, or name another folder with --out.")
    strange = strange_outputs(out)
    if strange:
        raise CannotBuild(
            f"{out} holds files that no build has written, and a build would remove them: {named(strange)}. "
            "Move them elsewhere, or name another folder with --out."
        )


def settle(out: Path) -> None:
    """The state of a build whose outputs stand in their place takes its own."""
    left = read_state(out, NEXT).get("outputs", {}).get(RECORD)
    if left and is_left(out / RECORD, [left]):
        (cache_folder(out) / NEXT).replace(cache_folder(out) / STATE)


def check_study(out: Path, study: str) -> None:
    """Raises `CannotBuild` where the outputs are those of another study."""
    other = record_of(out).get("study", study)
    if other != study:
        raise CannotBuild(
            f"{out} holds the outputs of study {other}, and this is {study}. "
            "Name another folder with --out, or remove that one."
        )


def check_reports(folder: Path) -> None:
    """Raises `CannotBuild` where a folder of reports holds anything else."""
    strange = strange_reports(folder)
    if strange:
        raise CannotBuild(
            f"{folder} holds files that no report has left there, and a new one would remove them: {named(strange)}. "
            "Move them elsewhere."
        )


def is_cache(folder: Path) -> bool:
    """Has a build left this folder of kept parts?"""
    return not folder.is_symlink() and any((folder / name).is_file() for name in (STATE, NEXT, "lock"))


def _folders(out: Path) -> Iterator[Path]:
    """The folder, those below it, and the one that it lies in, as far as they exist."""
    above = out.absolute().parent
    while not above.exists():
        above = above.parent
    yield above
    if out.exists():
        yield out
        for path, folders, _ in os.walk(out):
            yield from (Path(path, name) for name in folders)


def _json(path: Path) -> Mapping[str, Any] | None:
    try:
        return json.loads(bytes_of(path))
    except (OSError, ValueError):
        return None
