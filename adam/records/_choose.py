"""Which record decides for a subject: whole-column choices that record operations share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from onespec.adam.methods._flags import yes_no
from onespec.engine.column import Column
from onespec.engine.columns import blanks, number, position_in, repeated, text
from onespec.engine.contract import Carries, NumberName, Reason, Rows, Selection, TextName
from onespec.engine.frames import Frame
from onespec.engine.groups import first_of, last_of
from onespec.engine.kinds import Number

NONE = -1  # position of a subject for whom no record decides

_OF_SOURCE = "SRCDOM", "SRCVAR", "SRCSEQ"
SOURCE = {
    "ADTF": "Imputation flag of the date in ADT.",
    "SRCDOM": "Dataset that the record that decides names as its own source; "
    "the dataset of that record when it names none.",
    "SRCVAR": "Variable that the record that decides names as its own source; "
    "the variable of its date when it names none.",
    "SRCSEQ": "Sequence number that the record that decides names as its own source; missing when it names none.",
}


@dataclass(kw_only=True)
class Dated(Selection):
    """Records with a date; ``carry`` names what the deciding record hands on as it stands."""

    date: NumberName
    imputed: TextName = ""  # variable that flags an imputed date
    carry: list[Annotated[str, "name", Carries(_OF_SOURCE)]] = field(default_factory=list)

    @property
    def dates(self) -> Number:
        return self.frame[self.date]


def owner(subjects: Selection, selection: Selection) -> np.ndarray:
    """For each row of ``selection`` the position of its subject in ``subjects``, or NONE.

    Raises ValueError when a subject stands in ``subjects`` more than once.
    """
    if repeated(subjects.subject).any():
        raise ValueError(f"a subject has more than one record of {subjects.name}; choose one with 'where'")
    return position_in(selection.subject, subjects.subject)


def first(who: np.ndarray, date: object, n: int, keep: np.ndarray | bool = True) -> np.ndarray:
    """For each of ``n`` subjects the position of the kept row with the earliest date; of several the first."""
    date = np.asarray(date, float)
    return first_of(who, n, date, keep=(who != NONE) & ~np.isnan(date) & keep)


def last(who: np.ndarray, date: object, n: int, keep: np.ndarray | bool = True) -> np.ndarray:
    """For each of ``n`` subjects the position of the kept row with the latest date; of several the last."""
    date = np.asarray(date, float)
    return last_of(who, n, date, keep=(who != NONE) & ~np.isnan(date) & keep)


def one_each(
    subjects: Selection, of: Sequence[Dated], decides: Sequence[np.ndarray], values: dict[str, Column]
) -> Rows:
    """One record a subject: ``values``, the deciding record's date as ADT, where it stands, and what it carries.

    ``decides`` has the position of that record for each selection of ``of``; NONE for the selections in which a subject
    has no deciding record.
    """
    n = len(subjects.frame)
    columns: dict[str, Column] = {}
    for selection, position in zip(of, decides, strict=True):
        rows = np.flatnonzero(position != NONE)
        for name, column in _there(selection).items():
            known = columns.setdefault(name, blanks(n, like_number=column.is_number))
            columns[name] = known.put(rows, column.take(position[rows]))
    return Rows(
        subjects.subject,
        Frame({**values, **columns}),
        subjects.name,
        np.arange(n),
        decision=Considered(subjects, of, decides),
    )


def _there(of: Dated) -> dict[str, Column]:
    """What each record of a selection gives when it decides."""
    n = len(of.frame)
    return {
        "ADT": of.dates,
        "SRCDOM": text(of.name, n),
        "SRCVAR": text(of.date, n),
        "SRCSEQ": number(np.nan, n),
        "ADTF": of.frame[of.imputed] if of.imputed else blanks(n),
        **{name: of.frame[name] for name in of.carry},
    }


def one_of(dates: Sequence[np.ndarray], latest: bool = False) -> list[np.ndarray]:
    """True for the selection whose date is the earliest (or latest), of each subject; of the same date the first.

    ``dates``: one array a selection, a date a subject, missing without one.
    """
    known = np.array(dates) * (-1 if latest else 1)
    chosen = np.where(np.isnan(known), np.inf, known).argmin(axis=0)
    return [(chosen == i) & ~np.isnan(date) for i, date in enumerate(dates)]


def earliest_or_latest(subjects: Selection, of: Sequence[Dated], latest: bool) -> Rows:
    """One record a subject: has it one of ``of``, and which is its first (or last)?"""
    n = len(subjects.frame)
    found = [(last if latest else first)(owner(subjects, each), each.dates, n) for each in of]
    dates = [np.append(each.dates.to_numpy(), np.nan)[at] for each, at in zip(of, found, strict=True)]
    decides = [np.where(own, at, NONE) for own, at in zip(one_of(dates, latest), found, strict=True)]
    return one_each(subjects, of, decides, answer(np.max(decides, axis=0)))


@dataclass(frozen=True)
class Considered:
    """The decision between a subject's records: those that were looked at, and the position of the one that decides."""

    subjects: Selection
    of: Sequence[Dated]
    decides: Sequence[np.ndarray]

    def reasons(self, record: int) -> list[Reason]:
        each = [self._of(of, record, decides[record]) for of, decides in zip(self.of, self.decides, strict=True)]
        none = " and ".join(dict.fromkeys(of.name for of in self.of))
        return [line for lines in each for line in lines] or [Reason(f"Considered: no record of {none}")]

    def _of(self, of: Dated, record: int, decides: int) -> list[Reason]:
        rows = np.flatnonzero(owner(self.subjects, of) == record)
        rows = rows[np.argsort(of.dates.to_numpy()[rows], kind="stable")]
        return [
            Reason(
                f"Considered: {_told(of, row)}{'; it decides' if row == decides else ''}",
                of.name,
                int(of.position[row]),
                of.date,
                bool(row == decides),
            )
            for row in rows
        ]


def _told(of: Dated, row: int) -> str:
    response = getattr(of, "response", "")
    return f"{of.date} {day(of.dates[row])}" + (f", {response} {of.frame[response][row]}" if response else "")


def day(date: float) -> str:
    """A SAS date as ISO 8601."""
    return "no date" if np.isnan(date) else str(np.datetime64("1960-01-01") + np.timedelta64(int(date), "D"))


def answer(decides: np.ndarray) -> dict[str, Column]:
    """AVALC and AVAL of a question: Y and 1 where a record decides, N and 0 elsewhere."""
    return {"AVALC": yes_no(decides != NONE), "AVAL": number(decides != NONE)}
