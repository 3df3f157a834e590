"""A file that cannot be read is one clear finding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from onespec.engine.findings import STOP, Findings, Stopped

AGAIN = "Get the file again from its source."


def stop(path: Path, rule: str, message: str, fix: str = AGAIN, **where: object) -> NoReturn:
    findings = Findings()
    findings.add(rule, STOP, message, fix, file=str(path), **where)
    raise Stopped(findings)


def unreadable(path: Path) -> str:
    """Why a file cannot be read, in the system's words; blank where it can."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def decode(path: Path, data: bytes, encoding: str = "utf-8") -> str:
    """Text of the encoding, without its byte order mark."""
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            stop(path, "FILE-ENCODING", f"Byte {error.start} is not {encoding}.", "Name the file's own encoding.")
        fix = "Save the file as UTF-8, or name its encoding."
        stop(path, "FILE-ENCODING", f"Byte {error.start} is not UTF-8{_guess(data)}.", fix)


def _guess(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "; the file is UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "; the file reads as GB18030"


def names(path: Path, given: Sequence[object]) -> list[str]:
    """Variable names in upper case, as SAS takes them; a missing or repeated one is a finding."""
    out: list[str] = []
    for position, name in enumerate(given, start=1):
        name = str(name).strip().upper()
        if not name:
            stop(path, "FILE-COLUMN", f"Column {position} has no name.", "Name it in the first row.")
        if name in out:
            stop(path, "FILE-COLUMN", f"Two columns are named {name}.", "Keep one of them.", column=name)
        out.append(name)
    if not out:
        stop(path, "FILE-COLUMN", "The file has no columns.")
    return out
