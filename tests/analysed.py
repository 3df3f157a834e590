"""Sources for tests of analyses: subjects in two groups and their records, and the texts that an analysis prints."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.frames import Frame
from onespec.results.contract import Facts, Group, Result, Source, Words

NAN = math.nan


def made_source(
    of: Sequence[int], arms: Sequence[str] = ("A", "A", "A", "B", "B", "B"), facts: Facts | None = None, **columns
) -> Source:
    """A source with a subject an arm (S1, S2, ...); ``of`` is the subject of each record, from 1.

    ``columns`` are the values: lists of floats, or of texts.
    """
    subjects = np.array([f"S{n}" for n in range(1, len(arms) + 1)], object)
    frame = Frame(
        {
            "USUBJID": text([f"S{n}" for n in of]),
            **{n: number(v) if all(isinstance(x, float) for x in v) else text(v) for n, v in columns.items()},
        }
    )
    names = list(dict.fromkeys(arms))
    members = [np.array([arm == name for arm in arms]) for name in names]
    groups = tuple(Group(n, Words(f"Arm {n}"), m) for n, m in zip(names, members, strict=True))
    adsl = Frame({"USUBJID": text(list(subjects))})
    rows = np.arange(1, len(of) + 1)
    who = np.array(of, int) - 1
    return Source(
        "DS", frame, rows, who, subjects, adsl, np.arange(101, 101 + len(arms)), "ADSL", groups, facts or Facts()
    )


def printed(result: Result) -> list[list[str]]:
    """Each line as its label, indented, and the texts of its cells."""
    return [["  " * line.indent + line.label.en, *(cell.text for cell in line.cells)] for line in result.lines]


def cell(result: Result, line: int, column: int):
    return result.lines[line].cells[column]


def in_chinese(result: Result) -> list[str]:
    return [line.label["zh"] for line in result.lines]
