"""Which record decides for a subject: whole-column choices that record operations share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from onespec.adam.methods._flags import yes_no
from onespec.engine.column import Column
from onespec.engine.columns import blanks, number, position_in, repeated, text
from onespec.engine.contract import Name, Reason, Rows, Selection
from onespec.engine.frames import Frame
from onespec.engine.groups import first_of, last_of
from onespec.engine.kinds import Number

NONE = -1  # position of a subject for whom no record decides

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

    date: Name
    imputed: Name = ""  # variable that flags an imputed date
    carry: list[Name] = field(default_factory=list)

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


def one_each(subjects: Selection, of: Dated, decides: np.ndarray, values: dict[str, Column]) -> Rows:
    """One record a subject: ``values``, the deciding record's date as ADT, where it stands, and what it carries."""
    n = len(of.frame)
    there = {
        "ADT": of.dates,
        "SRCDOM": text(of.name, n),
        "SRCVAR": text(of.date, n),
        "SRCSEQ": number(np.nan, n),
        "ADTF": of.frame[of.imputed] if of.imputed else blanks(n),
        **{name: of.frame[name] for name in of.carry},
    }
    columns = {**values, **{name: column.take(decides) for name, column in there.items()}}
    return Rows(
        subjects.subject,
        Frame(columns),
        subjects.name,
        np.arange(len(subjects.frame)),
        decision=Considered(subjects, of, decides),
    )


@dataclass(frozen=True)
class Considered:
    """The decision between a subject's records: those that were looked at, and the position of the one that decides."""

    subjects: Selection
    of: Dated
    decides: np.ndarray

    def reasons(self, record: int) -> list[Reason]:
        of, decides = self.of, self.decides[record]
        rows = np.flatnonzero(owner(self.subjects, of) == record)
        rows = rows[np.argsort(of.dates.to_numpy()[rows], kind="stable")]
        lines = [
            Reason(
                f"Considered: {_told(of, row)}{'; it decides' if row == decides else ''}",
                of.name,
                int(of.position[row]),
                of.date,
                bool(row == decides),
            )
            for row in rows
        ]
        return lines or [Reason(f"Considered: no record of {of.name}")]


def _told(of: Dated, row: int) -> str:
    response = getattr(of, "response", "")
    return f"{of.date} {day(of.dates[row])}" + (f", {response} {of.frame[response][row]}" if response else "")


def day(date: float) -> str:
    """A SAS date as ISO 8601."""
    return "no date" if np.isnan(date) else str(np.datetime64("1960-01-01") + np.timedelta64(int(date), "D"))


def answer(decides: np.ndarray) -> dict[str, Column]:
    """AVALC and AVAL of a question: Y and 1 where a record decides, N and 0 elsewhere."""
    return {"AVALC": yes_no(decides != NONE), "AVAL": number(decides != NONE)}
