# pyright: standard
"""SAS transport files, version 5: what stands before the data, read and checked.

Source: SAS technical note TS-140, as for `onespec.engine.xpt.layout`.
"""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np

from onespec.engine.days import MONTHS
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.limits import MAX_VARIABLES
from onespec.engine.xpt.layout import NAMESTR, RECORD, XptVariable, header_record

_MOST_HEADER = 8 * RECORD + (MAX_VARIABLES + 1) * NAMESTR.size
_KIND = 48  # bytes of a header record that say which one it is
_AGAIN = "Get the file again from its source."
_STAMP = re.compile(r"(\d\d)([A-Z]{3})(\d\d):(\d\d):(\d\d):(\d\d)")


@dataclass(frozen=True)
class XptHeader:
    """What stands before the data.

    created  None where the file leaves it blank; its two-digit year is taken as 1960 to 2059
    """

    name: str
    label: str
    variables: tuple[XptVariable, ...]
    created: datetime.datetime | None


@dataclass(frozen=True)
class XptFile:
    """A file that is read, and the ways to say what is wrong with it.

    data   its beginning, uint8: at least the whole header
    size   bytes of the whole file
    """

    path: Path
    data: np.ndarray
    size: int

    def stop(self, rule: str, message: str, fix: str, **where: object) -> NoReturn:
        findings = Findings()
        findings.add(rule, STOP, message, fix, file=str(self.path), **where)
        raise Stopped(findings)

    def damaged(self, message: str, **where: object) -> NoReturn:
        self.stop("XPT-FILE", message, _AGAIN, **where)

    def truncated(self, message: str, **where: object) -> NoReturn:
        self.stop("XPT-TRUNCATED", message, _AGAIN, **where)

    def bytes(self, start: int, size: int) -> bytes:
        if start + size > len(self.data):
            self.truncated(f"The file ends at byte {self.size}, in its header.")
        return self.data[start : start + size].tobytes()

    def text(self, raw: bytes) -> str:
        try:
            return raw.decode("utf-8").rstrip(" \0")
        except UnicodeDecodeError:
            self.stop(
                "XPT-ENCODING",
                f"The header has the bytes {raw!r}, which are not UTF-8.",
                "Export the dataset in UTF-8.",
            )


def opened(path: str | os.PathLike) -> tuple[XptFile, XptHeader, int]:
    """The file, its header, and the byte at which the rows begin."""
    path = Path(path)
    file = XptFile(path, np.fromfile(path, np.uint8, _MOST_HEADER), os.path.getsize(path))
    _check_kind(file)
    return file, *_header(file)


def _check_kind(file: XptFile) -> None:
    """Stop at anything but a transport file of version 5."""
    begin = file.data[:_KIND].tobytes()
    fix = "Export the dataset with the XPORT engine, version 5."
    if not begin:
        file.damaged("The file is empty.")
    if begin.startswith(b"**COMPRESSED**"):
        file.stop("XPT-FILE", "The file was written by PROC CPORT.", fix)
    if begin.startswith(b"HEADER RECORD*******LIBV8"):
        file.stop("XPT-FILE", "The file is a transport file of version 8.", fix)
    if begin != header_record("LIBRARY")[: len(begin)]:
        file.stop("XPT-FILE", "The file is not a SAS transport file.", fix)


def _header(file: XptFile) -> tuple[XptHeader, int]:
    """The header, and the byte at which the data begin."""
    for kind, line in (("LIBRARY", 0), ("MEMBER", 3), ("DSCRPTR", 4), ("NAMESTR", 7)):
        _expect(file, kind, line * RECORD)
    member, label = file.bytes(5 * RECORD, RECORD), file.bytes(6 * RECORD, RECORD)
    size, count = file.bytes(3 * RECORD + 74, 4), file.bytes(7 * RECORD + 54, 4)
    if size != b"%04d" % NAMESTR.size:
        file.damaged(f"The descriptions of its variables have {size!r} bytes, not {NAMESTR.size}.")
    if not count.isdigit() or int(count) == 0:
        file.damaged(f"The number of its variables is {count!r}.")
    length = int(count) * NAMESTR.size
    variables = _variables(file, file.bytes(8 * RECORD, length))
    start = 8 * RECORD + length + -length % RECORD
    _expect(file, "OBS", start)
    created = _stamp(file, member[64:80].decode("latin-1").strip(" \0"))
    header = XptHeader(file.text(member[8:16]), file.text(label[32:72]), variables, created)
    return header, start + RECORD


def _expect(file: XptFile, kind: str, start: int) -> None:
    if file.bytes(start, RECORD)[:_KIND] != header_record(kind)[:_KIND]:
        file.damaged(f"There is no {kind} header record at byte {start}.")


def _stamp(file: XptFile, text: str) -> datetime.datetime | None:
    parts = _STAMP.fullmatch(text.upper())
    if parts is None and text:
        file.damaged(f"The time stamp {text!r} cannot be read.")
    if parts is None:
        return None
    day, year, hour, minute, second = (int(parts[i]) for i in (1, 3, 4, 5, 6))
    try:
        return datetime.datetime(
            year + (1900 if year >= 60 else 2000), MONTHS.index(parts[2]) + 1, day, hour, minute, second
        )
    except ValueError:
        file.damaged(f"The time stamp {text!r} is no date and time.")


def _variables(file: XptFile, namestrs: bytes) -> tuple[XptVariable, ...]:
    variables, position = {}, 0
    for fields in NAMESTR.iter_unpack(namestrs):
        kind, _, length, number, name, label, form, width, decimals, *_, begin = fields
        name, label, form = file.text(name), file.text(label), file.text(form)
        legal = {1: 2 <= length <= 8, 2: 1 <= length}.get(kind, False)
        if not legal or begin != position or name in variables or not name:
            file.damaged(
                f"The description of variable {number} cannot be right: name {name!r}, "
                f"type {kind}, {length} bytes from byte {begin}.",
                column=name,
            )
        if form or width:
            form = f"{form}{width or ''}.{decimals or ''}"
        variables[name] = XptVariable(name, label, "Num" if kind == 1 else "Char", length, form)
        position += length
    return tuple(variables.values())
