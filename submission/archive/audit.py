"""The audit trail: who ran which command when, on which inputs, with which outputs; each entry holds the one before.

One line of JSON an entry.  ``hash`` is the SHA-256 of the entry without it, ``previous`` that of the whole line before.
A file beside the trail, its head, says which entry is the last, so that an end that was cut is seen.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from onespec.engine.disk import bytes_of

try:
    import fcntl
except ImportError:  # not on Windows: there two commands at once are the user's own care
    fcntl = None

TRAIL, HEAD = ".audit.jsonl", ".audit.head"
FIRST = "0" * 64  # in the place of a line before the first
Entry = dict[str, object]
_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0)


def trail_of(out: Path) -> Path:
    """The trail of a folder of outputs, which lies beside it."""
    return out.with_name(out.name + TRAIL)


def head_of(trail: Path) -> Path:
    return trail.with_name(trail.name.removesuffix(TRAIL) + HEAD)


def append(
    trail: Path, said: Mapping[str, object], now: datetime, unless: Callable[[Iterator[Entry]], bool] | None = None
) -> str:
    """Write an entry at the end of a trail; returns what is amiss with the trail, "" where nothing is.

    said    what the entry says besides its number, time and hashes
    now     with a time zone; it is written in UTC, to the second
    unless  asked with the entries, the last one first: True when there is nothing to write

    Two processes wait for one another.  An entry is one write, on disk before the head names it.  Where the end of the
    trail is not the one that the head names, the entry says so for good: ``lost`` names the end that was there.
    Raises `OSError` where the trail cannot be written.
    """
    with _held(trail) as file:
        lines = file.read().split(b"\n")
        torn = bool(lines[-1])  # a process was ended while it wrote: what there is of its line stays, and is told
        lines = [line for line in lines if line]
        last = lines[-1] if lines else b""
        if unless and unless(entry for line in reversed(lines) if (entry := read_entry(line))):
            return ""
        lost = _lost(trail, lines)
        number = _number(last, len(lines)) + 1
        new: Entry = {"number": number, "when": _utc(now), **said}
        new |= {"lost": lost} if lost else {}
        new["previous"] = sha(last) if lines else FIRST
        line = written(new | {"hash": sha(written(new))})
        file.write((b"\n" if torn else b"") + line + b"\n")
        file.flush()
        os.fsync(file.fileno())
        _write_head(trail, number, line)
    return _amiss(trail, lost, torn)


def read_entry(line: bytes) -> Entry | None:
    """The entry in a line; None where it is none."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("number"), int) else None


def read_head(trail: Path) -> Mapping[str, object] | None:
    """``number`` and ``hash`` of the last line; None without a head that can be read."""
    try:
        head = json.loads(bytes_of(head_of(trail)))
    except (OSError, ValueError):
        return None
    return head if isinstance(head, dict) and set(head) == {"number", "hash"} else None


def written(entry: Mapping[str, object]) -> bytes:
    """An entry as its line."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(entry: Mapping[str, object]) -> str:
    """The hash that an entry should have."""
    return sha(written({name: value for name, value in entry.items() if name != "hash"}))


def _utc(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _held(trail: Path) -> Iterator[BinaryIO]:
    """The trail, open to read and to append, and held by this process alone; a link is not followed."""
    with open(trail, "a+b", opener=lambda name, flags: os.open(name, flags | _AS_IT_IS, 0o644)) as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield file


def _number(last: bytes, lines: int) -> int:
    entry = read_entry(last)
    number = entry["number"] if entry else lines
    return number if isinstance(number, int) else lines


def _lost(trail: Path, lines: list[bytes]) -> Mapping[str, object] | None:
    """The end that the head names, where the trail has another; of None where there should be a head."""
    head = read_head(trail)
    if head is None:
        return {"number": None, "hash": None} if lines else None
    if lines and head["hash"] == sha(lines[-1]):
        return None
    # A process that was ended between its line and its head: the head is that of the line before.
    return None if len(lines) > 1 and head["hash"] == sha(lines[-2]) else head


def _write_head(trail: Path, number: int, line: bytes) -> None:
    head = head_of(trail)
    part = head.with_name(f".{head.name}.{os.getpid()}.part")
    try:
        part.write_bytes(written({"number": number, "hash": sha(line)}) + b"\n")
        os.replace(part, head)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _amiss(trail: Path, lost: Mapping[str, object] | None, torn: bool) -> str:
    if lost and lost["number"] is None:
        return f"{trail}: its head {head_of(trail).name} is not there; an end that was cut would not be seen."
    if lost:
        return f"{trail}: its end is not entry {lost['number']}, which its head names; entries were cut or rewritten."
    return f"{trail}: its last line was not complete; it is left as it is." if torn else ""
