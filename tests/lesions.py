"""Lesions as tests write them.

``T1 30`` (longest diameter, mm), ``L1 15`` (short axis of a node), ``N1 PRESENT``, ``X1 UNEQUIVOCAL`` for target, nodal
target, non-target and new lesions; ``?`` is not assessed, ``T1 30@LPERP`` another test than that.
Day 0 is the day of the first dose.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from onespec.adam.records._axes import Identified
from onespec.adam.records._lesions import LesionColumns, Terms
from onespec.engine.columns import number, text
from onespec.engine.contract import PerSubject, Selection
from onespec.engine.frames import Frame

KINDS = {"T": ("TARGET", "LDIAM"), "L": ("TARGET", "LPERP"), "N": ("NON-TARGET", "TUMSTATE"), "X": ("NEW", "TUMSTATE")}


def when(day):
    """ISO 8601 of a day since the first dose, 1962-09-27 (day 1000 of the calendar); a month (1962-09); or blank."""
    if day in ("unknown", ""):
        return ""
    return day if re.fullmatch(r"\d{4}-\d\d", day) else str(date(1962, 9, 27) + timedelta(days=int(day)))


COLUMNS, TERMS = LesionColumns(evaluator=[]), Terms()


def first_doses(subjects=("A",)):
    """The first dose of each subject, on day 0."""
    return PerSubject(text(subjects), number(1000, len(subjects)))


def lesions_of(*visits, subjects=("A",), shuffled=False, located=None, evaluator=None):
    """The lesions of visits such as ``"42: T1 30, N1 PRESENT"``, the same for each subject, and their columns.

    located    where each lesion is, for lesions that are identified
    evaluator  who assessed each visit, where there are several
    """
    rows = []
    for subject in subjects:
        for i, line in enumerate(visits):
            day, _, seen = line.partition(":")
            for part in seen.split(","):
                lesion, value = part.split(maxsplit=1)
                kind, test = KINDS[lesion[0]]
                value, _, other = value.partition("@")
                test = other or test
                measured = lesion[0] in "TL"
                size = float(value) if measured and value != "?" else np.nan
                state = "" if value == "?" or measured else value
                rows.append((subject, float(i), when(day), float(len(rows) + 1), lesion, kind, test, size, state))
    columns = ["SUBJECT", "VISITNUM", "TRDTC", "TRSEQ", "TRLNKID", "TRGRPID", "TRTESTCD", "TRSTRESN", "TRSTRESC"]
    frame = Frame(
        {
            c: number(list(v)) if c in ("VISITNUM", "TRSEQ", "TRSTRESN") else text(list(v))
            for c, v in zip(columns, zip(*rows, strict=True), strict=True)
        }
    )
    columns = COLUMNS
    if evaluator:
        frame = Frame({**dict(frame.items()), "TREVAL": text([evaluator[int(v)] for v in frame["VISITNUM"]])})
        columns = replace(columns, evaluator=["TREVAL"])
    if located:
        cells = [(s, lesion, place) for s in subjects for lesion, place in located]
        names = ["SUBJECT", "TULNKID", "TULOC"]
        found = Frame({n: text(list(c)) for n, c in zip(names, zip(*cells, strict=True), strict=True)})
        columns = replace(columns, identified=Identified("TU", found, np.arange(len(cells)), identifier=[]))
    if shuffled:
        frame = frame.take(np.arange(len(frame))[::-1])
    return Selection("TR", frame, np.arange(len(frame))), columns
