"""SAS files: transport files by the program's own reader, sas7bdat by pyreadstat; every cell as text.

A number is its shortest text; one whose display format counts days or seconds is the ISO 8601 date, date-time or time
of day that it counts.  A special missing value is ``.A`` to ``.Z`` or ``._``: somebody has said something with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import combinations, number_text, text
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.frames import Frame
from onespec.engine.kinds import Number, Text
from onespec.engine.raw.header import columns_agree
from onespec.engine.spec.forms import Form
from onespec.engine.xpt.formats import DATE, DATETIME, TIME, unit_of_format
from onespec.engine.xpt.ibm import SPECIAL, missing_codes, special_missing
from onespec.engine.xpt.reader import read_columns

_EPOCH, _DAY = date(1960, 1, 1), 86400
_FIRST, _LAST = date(1582, 10, 15), date(9999, 12, 31)  # of the calendar that SAS counts by
_MINUTES = re.compile(r"(HHMM|TIME[0-6])\d*\.?", re.IGNORECASE)  # formats that show no seconds


def read_xpt(path: Path, form: Form, findings: Findings) -> Frame | None:
    try:
        header, frame = read_columns(path, encoding=form.encoding or "utf-8")
    except Stopped as stopped:
        for fault in stopped.findings:
            rule = "RAW-ENCODING" if fault.rule == "XPT-ENCODING" else "RAW-FILE"
            where = {"file": form.file, "row": fault.row, "column": fault.column, "value": fault.value}
            findings.add(rule, STOP, fault.message, fault.fix, **where)
        return None
    formats = {v.name: v.format for v in header.variables}
    return _frame(form, {n: (frame[n], formats[n]) for n in formats}, len(frame), findings)


def read_sas7bdat(path: Path, form: Form, findings: Findings) -> Frame | None:
    import pyreadstat

    options: dict[str, Any] = {"encoding": form.encoding} if form.encoding else {}
    try:
        frame, stated = pyreadstat.read_sas7bdat(
            str(path), disable_datetime_conversion=True, user_missing=True, **options
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        findings.add("RAW-FILE", STOP, f"The file cannot be read: {error}.", "Export it again.", file=form.file)
        return None
    if stated.number_rows != len(frame):
        message = f"The file says that it has {stated.number_rows} rows; {len(frame)} can be read."
        findings.add("RAW-FILE", STOP, message, "Export it again.", file=form.file)
        return None
    columns: dict[str, tuple[Column, str]] = {}
    for place, name in enumerate(stated.column_names):
        values = frame.iloc[:, place].to_numpy()
        if stated.readstat_variable_types[name] == "string":
            columns[name] = text(["" if v is None or v != v else v for v in values]), ""
        else:
            columns[name] = _numbers(values), stated.original_variable_types[name] or ""
    return _frame(form, columns, len(frame), findings)


def _numbers(values: np.ndarray) -> Number:
    """Special missing values come as letters among the numbers."""
    if values.dtype != object:
        return Number(values.astype(np.float64))
    given = [special_missing(v) if isinstance(v, str) and v in SPECIAL else v for v in values]
    return Number(np.array([np.nan if v is None or isinstance(v, str) else float(v) for v in given], np.float64))


def _frame(form: Form, columns: dict[str, tuple[Column, str]], rows: int, findings: Findings) -> Frame | None:
    """All cells as text, under the names of crf.yaml: SAS takes capitals and small letters alike."""
    known = [name for field in form.fields.values() for name in (*field.was, field.name)]
    declared = {name.upper(): name for name in known}
    names = [name if name in known else declared.get(name.upper(), name) for name in columns]
    if len(set(names)) < len(names):
        columns_agree(form, names, findings)
        return None
    cells, of = {}, {name: field for field in form.fields.values() for name in (*field.was, field.name)}
    for name, (column, format_) in zip(names, columns.values(), strict=True):
        field = of.get(name)
        cells[name] = _texts(column, format_, bool(field and field.is_date and not field.has_time))
    return Frame(cells, rows)


def _texts(column: Column, format_: str, for_date: bool) -> Text:
    """The cells of a variable as text, each different value once; ``for_date``: a midnight is a day."""
    if isinstance(column, Text):
        return column
    codes, first = combinations([column])
    values = np.ascontiguousarray(column.take(first).to_numpy(), np.float64)
    unit, short = unit_of_format(format_), bool(_MINUTES.fullmatch(format_.strip()))
    return text(list(_each(values, unit, short, for_date))).take(codes)


def _each(values: np.ndarray, unit: str, short: bool, for_date: bool) -> Iterable[str]:
    for value, code in zip(values.tolist(), missing_codes(values).tolist(), strict=True):
        if code:
            yield "" if code == "." else f".{code}"
            continue
        found = ""
        if unit == DATE:
            found = _day(value)
        elif unit == DATETIME:
            days, seconds = divmod(value, _DAY)
            time = "" if for_date and not seconds else f"T{_time(seconds, False)}"
            found = _day(days) and _day(days) + time
        elif unit == TIME and 0 <= value < _DAY:
            found = _time(value, short)
        yield found or number_text(value)


def _day(days: float) -> str:
    """ISO 8601; blank where it is no whole day of the calendar."""
    if not days.is_integer() or not (_FIRST - _EPOCH).days <= days <= (_LAST - _EPOCH).days:
        return ""
    return (_EPOCH + timedelta(days=int(days))).isoformat()


def _time(seconds: float, short: bool) -> str:
    """HH:MM:SS, with as much of the fraction as there is; HH:MM where the format shows no more and there is no more."""
    whole, rest = divmod(seconds, 1)
    minutes, second = divmod(int(whole), 60)
    shown = f"{minutes // 60:02}:{minutes % 60:02}"
    if short and not second and not rest:
        return shown
    fraction = f"{rest:.6f}".rstrip("0").removeprefix("0").rstrip(".") if rest and not math.isclose(rest, 1) else ""
    return f"{shown}:{second:02}{fraction}"
