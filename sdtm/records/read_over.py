"""Long form, in the place of the dataset's own records that tell of the same: a record each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from onespec.engine.columns import Column, Mask, as_text, blanks, combinations, number, positions_in
from onespec.engine.contract import Bundle, Carries, Name, Reason, Report, Rows, Selection
from onespec.engine.groups import nth_of
from onespec.engine.registry import records
from onespec.sdtm.methods._iso import DAY, is_complete

MONTH, YEAR = 7, 4  # characters of a date that lacks the day, the month


@dataclass(kw_only=True)
class Earlier(Selection):
    """The dataset's own records; ``match``, ``date``, ``visit`` and ``same`` stand beside those of the rows.

    carry  variables and helpers that the row's record takes over
    shown  the column that an explanation shows
    """

    match: list[Name]
    date: Name
    visit: Name
    shown: Name
    same: list[Name] = field(default_factory=list)
    carry: list[Annotated[str, "name", Carries()]] = field(default_factory=list)


@dataclass(frozen=True)
class Thing(Bundle):
    """What a row tells of: its kind (``match``), date and visit, and what else is said of it (``same``)."""

    match: list[Name]
    date: Name
    visit: Name
    same: list[Name] = field(default_factory=list)


@records(
    "One record for each row of {source}. Where an earlier record of the dataset ({over}) tells of the same thing, the "
    "row's record takes its place, and takes {over.carry} from it. They tell of the same when subject and kind are the "
    "same ({match}; {over.match}) and so is the day ({date}; {over.date}); if not the day, the visit ({visit}; "
    "{over.visit}); if neither, when one of the dates is partial and may be the other. Each is the same as one other "
    "at most: the first of the rows is that of the first of the records.",
    reports=("NOT-THE-SAME",),
)
def read_over(source: Selection, thing: Thing, over: Earlier, report: Report) -> Rows:
    """Records in the order of the rows; ``carry`` is blank on those that take no other's place.

    What the row says counts.  Where it says something else than the other record in ``same``, or names another complete
    date, it is reported.

    Example::

        - read_over:
            from: told
            match: [KIND]
            date: DATE
            visit: VISIT
            over: {from: DV, match: [DVDECOD], date: DVSTDTC, visit: VISIT, shown: DVTERM, carry: [DVRULE]}

        told | USUBJID | KIND  | DATE       | VISIT
             | 1       | DOSE  |            | WEEK 4
             | 1       | VISIT | 2021-04-09 |

        DV | USUBJID | DVDECOD | DVSTDTC    | VISIT  | DVTERM                        | DVRULE
           | 1       | VISIT   | 2021-03-09 | WEEK 8 | WEEK 8 is outside its window. | WINDOW
           | 1       | VISIT   | 2021-04-09 | WEEK 9 | WEEK 9 is outside its window. | WINDOW

        DV | USUBJID | DVRULE | told.KIND
           | 1       | WINDOW |
           | 1       |        | DOSE
           | 1       | WINDOW | VISIT
    """
    at = _the_same(source, thing, over)
    both = np.flatnonzero(at >= 0)
    _compare(source, thing, over, at, report)
    carried = {name: _taken(over.frame[name], at) for name in over.carry}
    return Rows(
        source.subject,
        carried,
        source.name,
        np.arange(len(source.frame)),
        decision=TakenOver(over.name, {int(i): str(over.frame[over.shown][int(at[i])]) for i in both}),
        replaces=over.position[at[both]],
    )


@dataclass(frozen=True)
class TakenOver:
    """The records that were left out, by the record in whose place: what each of them said."""

    name: str
    said: dict[int, str]

    def reasons(self, record: int) -> list[Reason]:
        if record not in self.said:
            return [Reason(f"No other record of {self.name} tells of the same.")]
        return [Reason(f"It takes the place of a record of {self.name} that tells of the same: {self.said[record]}")]


def _the_same(source: Selection, thing: Thing, over: Earlier) -> np.ndarray:
    """Of each row the position of the record that tells of the same thing, -1 without one."""
    at = np.full(len(source.frame), -1, np.intp)
    taken = np.zeros(len(over.frame), bool)
    sides = (source, thing.match), (over, over.match)
    kinds = [[side.subject, *(as_text(side.frame[n]) for n in names)] for side, names in sides]
    for mine, theirs in _rounds(source, thing, over):
        rows, open_ = (np.flatnonzero(m) for m in ((at < 0) & mine.used, ~taken & theirs.used))
        wanted, there = (
            [column.take(n) for column in (*kind, as_text(side.key))]
            for kind, side, n in zip(kinds, (mine, theirs), (rows, open_), strict=True)
        )
        found = positions_in([*wanted, _nth(wanted)], [*there, _nth(there)])
        at[rows] = np.where(found >= 0, open_[found] if len(open_) else -1, -1)
        taken[at[at >= 0]] = True
    return at


@dataclass(frozen=True)
class Keyed:
    """What rows are compared by in a round, and which of them take part."""

    key: Column
    used: Mask


def _rounds(source: Selection, thing: Thing, over: Earlier) -> list[tuple[Keyed, Keyed]]:
    """By the day, by the visit, and by what is known of a partial date: of the row, or of the record."""
    mine, theirs = source.frame[thing.date], over.frame[over.date]
    visits = source.frame[thing.visit], over.frame[over.visit]
    rounds = [
        (Keyed(mine.str[:DAY], is_complete(mine)), Keyed(theirs.str[:DAY], is_complete(theirs))),
        (Keyed(visits[0], visits[0] != ""), Keyed(visits[1], visits[1] != "")),
    ]
    for known in (MONTH, YEAR):
        short = [Keyed(dates.str[:known], dates.str.len() == known) for dates in (mine, theirs)]
        longer = [Keyed(dates.str[:known], dates.str.len() >= known) for dates in (mine, theirs)]
        rounds += [(short[0], longer[1]), (longer[0], short[1])]
    return rounds


def _nth(columns: Sequence[Column]) -> Column:
    """The number of each row among those of equal values."""
    codes, _ = combinations(columns)
    return as_text(number(nth_of(codes)))


def _taken(column: Column, at: np.ndarray) -> Column:
    return column.take(at) if len(column) else blanks(len(at), column.is_number)


def _compare(source: Selection, thing: Thing, over: Earlier, at: np.ndarray, report: Report) -> None:
    """What a row says otherwise than the record in whose place its own stands."""
    said = f"the record of {over.name} that tells of the same thing"
    for own, their in zip(thing.same, over.same, strict=True):
        mine, theirs = source.frame[own], _taken(over.frame[their], at)
        differs = (at >= 0) & (mine != "") & (theirs != "") & (mine != theirs)
        for value in dict.fromkeys(theirs[differs].tolist()):
            message = f"{own} differs from {said} ({their} is {value}); the row counts."
            report.query(
                "NOT-THE-SAME", message, "Ask the site which is right.", differs & (theirs == value), mine, own
            )
    mine, theirs = source.frame[thing.date], _taken(over.frame[over.date], at)
    differs = is_complete(mine) & is_complete(theirs) & (mine.str[:DAY] != theirs.str[:DAY])
    for row in np.flatnonzero(differs):
        message = f"{thing.date} differs from {said} ({over.date} is {theirs[int(row)][:DAY]}); the row counts."
        report.query("NOT-THE-SAME", message, "Ask the site which is right.", [row], mine, thing.date)
