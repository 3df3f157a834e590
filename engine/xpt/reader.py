# pyright: standard
"""SAS transport files, version 5: a reader of whole columns, for one dataset a file.

Source: SAS technical note TS-140, as for the writer (`onespec.engine.xpt.writer`).

The file does not say how many observations it has.  Blank observations at its end are dropped
where they may be padding, that is, as long as fewer than 80 bytes go with them.  A file that was
cut exactly between two observations and at a whole record is not seen to be cut.
"""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from onespec.engine.days import MONTHS
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.series import TEXT
from onespec.engine.xpt.ibm import from_ibm, malformed
from onespec.engine.xpt.layout import NAMESTR, RECORD, XptVariable, header_record

_KIND = 48  # bytes of a header record that say which one it is
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


def read_xpt(path: str | os.PathLike) -> tuple[XptHeader, pd.DataFrame]:
    """The header and the rows; ``Char`` columns are ``str``, ``Num`` columns float64.

    Texts lose their trailing blanks, and a blank text is empty.  Missing numbers are NaN, special
    ones as `onespec.engine.xpt.ibm.special_missing` makes them.  Texts are ASCII or UTF-8.

    Raises `Stopped` with one finding that names the file: XPT-FILE (not a transport file of
    version 5, or a damaged header), XPT-TRUNCATED, XPT-MEMBERS (several datasets), XPT-ENCODING,
    XPT-NUMBER.  Raises OSError where the file cannot be opened.
    """
    file = _File(Path(path), np.fromfile(path, np.uint8))
    _check_kind(file)
    header, start = _header(file)
    records = _records(file, start, header.variables)
    columns = {
        v.name: _numbers(file, v, records[v.name]) if v.type == "Num" else _texts(file, v, records[v.name])
        for v in header.variables
    }
    return header, pd.DataFrame(columns, index=pd.RangeIndex(len(records)))


@dataclass(frozen=True)
class _File:
    path: Path
    data: np.ndarray  # uint8, the whole file

    def stop(self, rule: str, message: str, fix: str, **where: object) -> NoReturn:
        findings = Findings()
        findings.add(rule, STOP, message, fix, file=str(self.path), **where)
        raise Stopped(findings)

    def damaged(self, message: str, **where: object) -> NoReturn:
        self.stop("XPT-FILE", message, "Get the file again from its source.", **where)

    def bytes(self, start: int, size: int) -> bytes:
        if start + size > len(self.data):
            self.stop(
                "XPT-TRUNCATED",
                f"The file ends at byte {len(self.data)}, in its header.",
                "Get the file again from its source.",
            )
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


def _check_kind(file: _File) -> None:
    """Stop at anything but a transport file of version 5."""
    begin = file.data[:_KIND].tobytes()
    fix = "Export the dataset with the XPORT engine, version 5."
    if not begin:
        file.stop("XPT-FILE", "The file is empty.", "Get the file again from its source.")
    if begin.startswith(b"**COMPRESSED**"):
        file.stop("XPT-FILE", "The file was written by PROC CPORT.", fix)
    if begin.startswith(b"HEADER RECORD*******LIBV8"):
        file.stop("XPT-FILE", "The file is a transport file of version 8.", fix)
    if begin != header_record("LIBRARY")[: len(begin)]:
        file.stop("XPT-FILE", "The file is not a SAS transport file.", fix)


def _header(file: _File) -> tuple[XptHeader, int]:
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


def _expect(file: _File, kind: str, start: int) -> None:
    if file.bytes(start, RECORD)[:_KIND] != header_record(kind)[:_KIND]:
        file.damaged(f"There is no {kind} header record at byte {start}.")


def _stamp(file: _File, text: str) -> datetime.datetime | None:
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


def _variables(file: _File, namestrs: bytes) -> tuple[XptVariable, ...]:
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


def _records(file: _File, start: int, variables: tuple[XptVariable, ...]) -> np.ndarray:
    """The observations, shape (rows,): one field of bytes a variable, named like it."""
    body = file.data[start:]
    kind = np.dtype([(v.name, f"V{v.length}") for v in variables])
    again = "Get the file again from its source."
    if len(body) % RECORD:
        file.stop(
            "XPT-TRUNCATED",
            f"The file has {len(file.data)} bytes, which is no multiple of {RECORD}: its end is missing.",
            again,
        )
    lines = body.reshape(-1, RECORD)
    headers = lines[np.flatnonzero(lines[:, 0] == ord("H")), :_KIND]
    if (headers == np.frombuffer(header_record("MEMBER"), np.uint8)[:_KIND]).all(axis=1).any():
        file.stop("XPT-MEMBERS", "The file holds more than one dataset.", "Export each one alone.")
    rows = len(body) // kind.itemsize
    rest = body[rows * kind.itemsize :]
    if len(rest) >= RECORD or (rest != ord(" ")).any():
        file.stop("XPT-TRUNCATED", f"The file ends within row {rows + 1}.", again, row=rows + 1)
    # Fewer than 80 bytes are padding: the last rows that lie in them are dropped when blank.
    certain = -(-(len(body) - RECORD + 1) // kind.itemsize) if len(body) else 0
    doubtful = body[certain * kind.itemsize : rows * kind.itemsize].reshape(-1, kind.itemsize)
    filled = np.flatnonzero((doubtful != ord(" ")).any(axis=1))
    rows = certain + (int(filled[-1]) + 1 if len(filled) else 0)
    return body[: rows * kind.itemsize].view(kind)


def _numbers(file: _File, variable: XptVariable, items: np.ndarray) -> np.ndarray:
    whole = np.zeros(len(items), dtype="V8")
    # Numbers of fewer than 8 bytes leave out the last bytes of the fraction.
    short = whole.view([("kept", f"V{variable.length}"), ("zero", f"V{8 - variable.length}")])
    short["kept"] = items
    words = whole.view(">u8").astype(np.uint64)
    bad = np.flatnonzero(malformed(words))
    if len(bad):
        file.stop(
            "XPT-NUMBER",
            f"The bytes {items[bad[0]].tobytes().hex(' ')} are no number ({len(bad)} rows).",
            "Get the file again from its source.",
            column=variable.name,
            row=int(bad[0]) + 1,
        )
    return from_ibm(words)


def _texts(file: _File, variable: XptVariable, items: np.ndarray) -> pd.api.extensions.ExtensionArray:
    data = np.ascontiguousarray(items).view(np.uint8)
    ends = np.arange(len(items) + 1, dtype=np.int64) * variable.length
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(data)]
    texts = pa.Array.from_buffers(pa.large_string(), len(items), buffers)
    if len(data) and data.max() > 0x7F:
        try:
            texts.validate(full=True)
        except pa.ArrowInvalid:
            row = next(i for i, item in enumerate(items.tolist()) if not _is_utf8(item))
            file.stop(
                "XPT-ENCODING",
                f"The bytes {items[row].tobytes()!r} are not UTF-8.",
                "Export the dataset in UTF-8.",
                column=variable.name,
                row=row + 1,
            )
    trimmed = pc.call_function("ascii_rtrim", [texts], pc.TrimOptions(" "))
    return pd.array(trimmed, dtype=TEXT)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
