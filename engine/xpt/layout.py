# pyright: standard
"""SAS transport files, version 5: what stands before the data, and which declarations it allows.

A file is a sequence of 80-byte records: three of the library, four of the member (dataset), one
140-byte *namestr* a variable, padded with blanks to a whole record, and one that opens the data.

Source: SAS technical note TS-140, "Record Layout of a SAS Version 5 or 6 Data Set in SAS
Transport (XPORT) Format".  The limits on names, labels and texts are those of that version, as
the FDA Study Data Technical Conformance Guide repeats them.
"""

from __future__ import annotations

import datetime
import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onespec.engine.days import MONTHS
from onespec.engine.encodings import ASCII, UTF_8, lacking, size_in
from onespec.engine.findings import STOP, Findings
from onespec.engine.limits import MAX_LABEL, MAX_TEXT, MAX_VARIABLES, NAME

RECORD = 80
NAMESTR = struct.Struct(">4h8s40s8s3h2x8s2hl52x")

# A format's name does not end in a digit: what follows the name is the width.
_FORMAT = re.compile(r"(\$?(?:[A-Z_][A-Z0-9_]*[A-Z_]|[A-Z_])?)(\d{0,4})(?:\.(\d{0,2}))?")
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_Fault = tuple[str, str, str, str]  # rule, value, message, fix


@dataclass(frozen=True)
class XptVariable:
    """One variable of a transport file.

    name     1 to 8 of A-Z, 0-9 and _, not beginning with a digit
    label    at most 40 bytes
    type     ``Char`` or ``Num``
    length   bytes: 1 to 200 for ``Char``, 8 for ``Num``
    format   SAS display format: ``DATE9.``, ``8.2``, ``$20.``; none when empty
    """

    name: str
    label: str
    type: str
    length: int
    format: str = ""

    @property
    def format_parts(self) -> tuple[str, int, int] | None:
        """Name, width and decimals (0 where not given) of the format; None when it is illegal."""
        parts = _FORMAT.fullmatch(self.format.upper())
        if parts is None:
            return None
        name, width, decimals = parts[1], int(parts[2] or 0), int(parts[3] or 0)
        text = self.type == "Char"
        if text and decimals or len(name) > 8 or (name or width) and name.startswith("$") != text:
            return None
        return (name, width, decimals) if name or width or not self.format else None


# Declarations -----------------------------------------------------------------------------


def check_variables(name: str, label: str, variables: Sequence[XptVariable], *, encoding: str = ASCII) -> Findings:
    """Every fault of the dataset's name and label and of its variables' declarations.

    Rules: XPT-NAME, XPT-DUPLICATE, XPT-LABEL (too long), XPT-ASCII, XPT-ENCODING, XPT-CONTROL,
    XPT-TYPE, XPT-LENGTH, XPT-FORMAT, XPT-VARIABLES (none, or more than 9999); all of them stops.
    """
    findings = Findings()
    faults = [("", *fault) for fault in (*_name_faults(name), *_label_faults(label, encoding))]
    if not 1 <= len(variables) <= MAX_VARIABLES:
        faults.append(
            (
                "",
                "XPT-VARIABLES",
                str(len(variables)),
                f"The dataset has {len(variables)} variables.",
                f"A transport file holds 1 to {MAX_VARIABLES}.",
            )
        )
    for duplicate, count in Counter(v.name for v in variables).items():
        if count > 1:
            faults.append(
                (duplicate, "XPT-DUPLICATE", duplicate, f"{count} variables have this name.", "Keep one of them.")
            )
    for v in variables:
        own = (*_name_faults(v.name), *_label_faults(v.label, encoding), *_storage_faults(v))
        faults += [(v.name, *fault) for fault in own]
    for column, rule, value, message, fix in faults:
        findings.add(rule, STOP, message, fix, dataset=name, column=column, value=value)
    return findings


def _name_faults(name: str) -> Iterator[_Fault]:
    if not NAME.fullmatch(name):
        yield (
            "XPT-NAME",
            name,
            f"The name {name!r} cannot be written.",
            "Use 1 to 8 of A-Z, 0-9 and _, not beginning with a digit.",
        )


def _label_faults(label: str, encoding: str) -> Iterator[_Fault]:
    size = size_in(UTF_8 if encoding == ASCII else encoding, label)
    if size > MAX_LABEL:
        yield ("XPT-LABEL", label, f"The label {label!r} has {size} bytes.", f"Shorten it to {MAX_LABEL}.")
    if encoding == ASCII and not label.isascii():
        yield "XPT-ASCII", label, f"The label {not_ascii(label)}.", "Write it in ASCII."
    elif not _UNWRITABLE.search(label) and lacking(encoding, label):
        yield "XPT-ENCODING", label, f"The label {not_in(encoding, label)}.", "Write it otherwise, or in UTF-8."
    if _UNWRITABLE.search(label):
        yield "XPT-CONTROL", label, f"The label {label!r} has a control character.", "Take it out."


def _storage_faults(variable: XptVariable) -> Iterator[_Fault]:
    kind, length = variable.type, variable.length
    if kind not in ("Char", "Num"):
        yield "XPT-TYPE", kind, f"There is no type {kind!r}.", "Use Char or Num."
        return
    if not (1 <= length <= MAX_TEXT if kind == "Char" else length == 8):
        yield (
            "XPT-LENGTH",
            str(length),
            f"The declared length of the {kind} variable is {length}.",
            f"A text has 1 to {MAX_TEXT} bytes." if kind == "Char" else "A number has 8 bytes.",
        )
    if variable.format_parts is None:
        yield (
            "XPT-FORMAT",
            variable.format,
            f"{variable.format!r} is not a display format for a {kind} variable.",
            "Write it as $20." if kind == "Char" else "Write it as DATE9. or 8.2.",
        )


def not_ascii(text: str) -> str:
    """Half a sentence on the first character of a text that is not ASCII."""
    first = next(c for c in text if not c.isascii())
    return f"{short(text)} has {first!r} (U+{ord(first):04X}), which is not ASCII"


def not_in(encoding: str, text: str) -> str:
    """Half a sentence on the first character of a text that an encoding lacks."""
    first = lacking(encoding, text)
    return f"{short(text)} has {first!r} (U+{ord(first):04X}), which {encoding} lacks"


def short(text: str) -> str:
    """A text quoted for a message: its beginning, when it is long."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


# Records ----------------------------------------------------------------------------------


def header_record(kind: str, numbers: str = "0" * 30) -> bytes:
    """A header record of 80 bytes; ``kind`` is LIBRARY, MEMBER, DSCRPTR, NAMESTR or OBS."""
    return f"HEADER RECORD*******{kind:<8}HEADER RECORD!!!!!!!{numbers}  ".encode("ascii")


def headers(
    name: str, label: str, variables: Sequence[XptVariable], created: datetime.datetime, encoding: str = UTF_8
) -> bytes:
    """Everything before the first observation; the declarations have no finding."""
    stamp = f"{created:%d}{MONTHS[created.month - 1]}{created:%y:%H:%M:%S}".encode("ascii")
    # The version is that of the layout which TS-140 describes; the system is this writer.
    origin = b"6.06    " + b"ONESPEC " + b" " * 24 + stamp
    namestrs, position = b"", 0
    for number, variable in enumerate(variables, start=1):
        namestrs += _namestr(variable, number, position, encoding)
        position += variable.length
    return b"".join(
        [
            header_record("LIBRARY"),
            b"SAS     SAS     SASLIB  " + origin,
            stamp.ljust(RECORD),
            header_record("MEMBER", "000000000000000001600000000140"),
            header_record("DSCRPTR"),
            b"SAS     " + _field(name, 8) + b"SASDATA " + origin,
            stamp + b" " * 16 + _field(label, 40, encoding) + b" " * 8,
            header_record("NAMESTR", f"000000{len(variables):04d}{'0' * 20}"),
            namestrs + b" " * (-len(namestrs) % RECORD),
            header_record("OBS"),
        ]
    )


def _namestr(variable: XptVariable, number: int, position: int, encoding: str) -> bytes:
    parts = variable.format_parts
    assert parts is not None  # an illegal format is a finding of check_variables
    name, width, decimals = parts
    return NAMESTR.pack(
        1 if variable.type == "Num" else 2,
        0,
        variable.length,
        number,
        _field(variable.name, 8),
        _field(variable.label, 40, encoding),
        _field(name, 8),
        width,
        decimals,
        0,  # 0: left justified
        b" " * 8,
        0,
        0,  # no informat
        position,
    )


def _field(text: str, size: int, encoding: str = ASCII) -> bytes:
    return text.encode(encoding).ljust(size)
