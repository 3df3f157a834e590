# pyright: standard
"""SAS transport files, versions 5 and 8: what stands before the data, read and checked.

Source: SAS technical note TS-140, as for `onespec.engine.xpt.layout`; for version 8, "Record Layout of a SAS Version 8
or 9 Data Set in SAS Transport Format".  Version 8 has longer names and labels, and states the number of rows.
"""

from __future__ import annotations

import datetime
import os
import re
import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from onespec.engine.days import MONTHS
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.limits import MAX_VARIABLES
from onespec.engine.xpt.layout import NAMESTR, RECORD, XptVariable, header_record

_MOST_HEADER = 8 * RECORD + (MAX_VARIABLES + 1) * NAMESTR.size
_KIND = 48  # bytes of a header record that say which one it is
_AGAIN = "Get the file again from its source."
ENCODING = "Export the dataset in UTF-8, or say in which encoding it is."
_VERSION_8 = {"LIBRARY": "LIBV8", "MEMBER": "MEMBV8", "DSCRPTR": "DSCPTV8", "NAMESTR": "NAMSTV8", "OBS": "OBSV8"}
_LABELS = struct.Struct(">3h")
_LONG = struct.Struct(">32sh18x")  # the end of a description of version 8: long name, and bytes of the label
_STAMP = re.compile(r"(\d\d)([A-Z]{3})(\d\d):(\d\d):(\d\d):(\d\d)")


@dataclass(frozen=True)
class XptHeader:
    """What stands before the data.

    created  None where the file leaves it blank; its two-digit year is taken as 1960 to 2059
    rows     how many the file says that it has; None where it does not
    version  5 or 8
    """

    name: str
    label: str
    variables: tuple[XptVariable, ...]
    created: datetime.datetime | None
    rows: int | None = None
    version: int = 5


@dataclass(frozen=True)
class XptFile:
    """A file that is read, and the ways to say what is wrong with it.

    data      its beginning, uint8: at least the whole header
    size      bytes of the whole file
    encoding  of its texts, by Python's name
    v8        whether it is of version 8
    start     the byte at which the rows begin; ``rows`` how many the file says that it has
    before    how many rows come before the part that is read, so that the row of a fault is that of the file
    """

    path: Path
    data: np.ndarray
    size: int
    encoding: str = "utf-8"
    v8: bool = False
    start: int = 0
    rows: int | None = None
    before: int = 0

    def stop(self, rule: str, message: str, fix: str, row: int | None = None, **where: object) -> NoReturn:
        findings = Findings()
        if row is not None:
            where["row"] = self.before + row
        findings.add(rule, STOP, message, fix, file=str(self.path), **where)
        raise Stopped(findings)

    def damaged(self, message: str, **where: Any) -> NoReturn:
        self.stop("XPT-FILE", message, _AGAIN, **where)

    def truncated(self, message: str, **where: Any) -> NoReturn:
        self.stop("XPT-TRUNCATED", message, _AGAIN, **where)

    def bytes(self, start: int, size: int) -> bytes:
        if start + size > len(self.data):
            self.truncated(f"The file ends at byte {self.size}, in its header.")
        return self.data[start : start + size].tobytes()

    def text(self, raw: bytes) -> str:
        try:
            return raw.decode(self.encoding).rstrip(" \0")
        except UnicodeDecodeError:
            self.stop(
                "XPT-ENCODING", f"The header has the bytes {raw!r}, which are not {self.encoding.upper()}.", ENCODING
            )

    def record(self, kind: str) -> bytes:
        """What a header record of this kind begins with, in the file's version."""
        return header_record(_VERSION_8.get(kind, kind) if self.v8 else kind)[:_KIND]


def opened(path: str | os.PathLike, encoding: str = "utf-8") -> tuple[XptFile, XptHeader, int]:
    """The file, its header, and the byte at which the rows begin; ``encoding`` is that of its texts."""
    path = Path(path)
    data = np.fromfile(path, np.uint8, _MOST_HEADER)
    v8 = data[:_KIND].tobytes() == header_record("LIBV8")[:_KIND]
    if v8:  # labels follow, of any number and length
        data = np.fromfile(path, np.uint8, _MOST_HEADER + MAX_VARIABLES * 512)
    file = XptFile(path, data, os.path.getsize(path), encoding, v8)
    _check_kind(file)
    header, start = _header(file)
    return replace(file, start=start, rows=header.rows), header, start


def _check_kind(file: XptFile) -> None:
    """Stop at anything but a transport file."""
    begin = file.data[:_KIND].tobytes()
    fix = "Export the dataset with the XPORT engine."
    if not begin:
        file.damaged("The file is empty.")
    if begin.startswith(b"**COMPRESSED**"):
        file.stop("XPT-FILE", "The file was written by PROC CPORT.", fix)
    if begin != file.record("LIBRARY")[: len(begin)]:
        file.stop("XPT-FILE", "The file is not a SAS transport file.", fix)


def _header(file: XptFile) -> tuple[XptHeader, int]:
    """The header, and the byte at which the data begin."""
    for kind, line in (("LIBRARY", 0), ("MEMBER", 3), ("DSCRPTR", 4), ("NAMESTR", 7)):
        _expect(file, kind, line * RECORD)
    member, label = file.bytes(5 * RECORD, RECORD), file.bytes(6 * RECORD, RECORD)
    size, count = file.bytes(3 * RECORD + 74, 4), file.bytes(7 * RECORD + (53 if file.v8 else 54), 5 if file.v8 else 4)
    if size != b"%04d" % NAMESTR.size:
        file.damaged(f"The descriptions of its variables have {size!r} bytes, not {NAMESTR.size}.")
    if not count.isdigit() or int(count) == 0:
        file.damaged(f"The number of its variables is {count!r}.")
    length = int(count) * NAMESTR.size
    variables = _variables(file, file.bytes(8 * RECORD, length))
    start = 8 * RECORD + length + -length % RECORD
    rows = None
    if file.v8:
        variables, start = _with_labels(file, variables, start)
        stated = file.bytes(start, RECORD)[_KIND : _KIND + 15].strip()
        rows = int(stated) or None if stated.isdigit() else None  # writers that do not know it leave zeros
    _expect(file, "OBS", start)
    created = _stamp(file, member[64:80].decode("latin-1").strip(" \0"))
    name = file.text(member[8 : 40 if file.v8 else 16])
    header = XptHeader(name, file.text(label[32:72]), variables, created, rows, 8 if file.v8 else 5)
    return header, start + RECORD


def _with_labels(file: XptFile, variables: tuple[XptVariable, ...], start: int) -> tuple[tuple[XptVariable, ...], int]:
    """The variables with their labels of more than 40 bytes, and the byte at which these end."""
    record = file.bytes(start, RECORD)
    kind = record[20:28].strip()
    if kind not in (b"LABELV8", b"LABELV9"):
        return variables, start
    count, place, out = record[_KIND:].split(b" ")[0], start + RECORD, list(variables)
    if not count.isdigit():
        file.damaged(f"The number of its long labels is {count!r}.")
    for _ in range(int(count)):
        number, *sizes = _LABELS.unpack(file.bytes(place, _LABELS.size))
        place += _LABELS.size
        if kind == b"LABELV9":  # the bytes of format and informat, which follow the label
            sizes += struct.unpack(">2h", file.bytes(place, 4))
            place += 4
        if not 1 <= number <= len(out) or min(sizes) < 0:
            file.damaged(f"There is a label for variable {number}, of {len(out)}.")
        parts = []
        for size in sizes:
            parts.append(file.text(file.bytes(place, size)))
            place += size
        long = replace(out[number - 1], label=parts[1])
        out[number - 1] = replace(long, format=parts[2]) if parts[2:] and parts[2] else long
    return tuple(out), place + -(place - start) % RECORD


def _expect(file: XptFile, kind: str, start: int) -> None:
    if file.bytes(start, RECORD)[:_KIND] != file.record(kind):
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
    for place, fields in enumerate(NAMESTR.iter_unpack(namestrs), start=1):
        kind, _, length, number, name, label, form, width, decimals, *_, begin = fields
        if file.v8:
            long, size = _LONG.unpack(namestrs[place * NAMESTR.size - _LONG.size : place * NAMESTR.size])
            name, label = long.strip(b" \0") and long or name, label[: size or None]
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
