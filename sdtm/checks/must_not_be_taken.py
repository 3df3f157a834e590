"""Check: medications and procedures that the protocol does not allow at a time."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from onespec.engine.columns import Column, Mask, Number, as_number, as_text, number
from onespec.engine.contract import Bundle, DateName, DatePerSubject, Layout, Name, Report, Selection, Table
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import day_number, first_day, last_day


@dataclass(frozen=True)
class Taken(Bundle):
    """What was taken, and when.  Without an end it goes on where ``ongoing`` is filled."""

    medication: Name
    start: DateName
    end: DateName
    ongoing: Name | None = None


@dataclass(frozen=True)
class Treatment(Bundle):
    """The subject's first and last day of study treatment."""

    first: DatePerSubject
    last: DatePerSubject


_DAYS = ("FROM_FIRST", "TO_FIRST", "TO_LAST")


def read_days(table: Table) -> dict[str, Number]:
    """The columns of days; raises `ValueError` for what is no number, and for two ends of a time."""
    days = {name: as_number(table[name]) for name in _DAYS}
    for name, column in days.items():
        for row in np.flatnonzero(column.isna() & (table[name] != "")):
            raise ValueError(
                f"{name} of {table['MEDICATION'][int(row)]} is {table[name][int(row)]!r}, which is no number"
            )
    for row in np.flatnonzero(days["TO_FIRST"].notna() & days["TO_LAST"].notna()):
        raise ValueError(f"{table['MEDICATION'][int(row)]} has both TO_FIRST and TO_LAST, and a time has one end")
    return days


@check(
    "No {medication} of {source}, or part of one between semicolons, is a MEDICATION of the table {prohibited} (of the "
    "GROUPs {groups}) and was taken, by {start}, {end} and {ongoing}, in the time that its row tells: from FROM_FIRST "
    "days after {first} (before it, where negative) to TO_FIRST days after it or TO_LAST days after {last}; a blank is "
    "open.",
    reports=("CHECK-PROHIBITED",),
)
def must_not_be_taken(
    source: Selection,
    taken: Taken,
    treatment: Treatment,
    prohibited: Annotated[Table, Layout(("MEDICATION", "GROUP", "WHY", *_DAYS), read_days)],
    groups: list[str],
    report: Report,
) -> None:
    """A query for what was certainly taken in such a time; of several rows of the table the first that fits is told.

    Partial dates that may lie outside the time, and subjects without a treatment complete to the day, give none.

    Example::

        - must_not_be_taken:
            from: CM
            medication: CMDECOD
            start: CMSTDTC
            end: CMENDTC
            first: DM.RFXSTDTC
            last: DM.RFXENDTC
            prohibited: prohibited
            groups: [BEFORE, AROUND]

        prohibited | MEDICATION     | GROUP  | FROM_FIRST | TO_FIRST | TO_LAST | WHY
                   | DRUG A         | BEFORE | -10        | 0        |         | 10 days before the first dose
                   | DRUG B         | AROUND | -28        |          | 60      | until 60 days after the last

        CM | CMDECOD        | CMSTDTC    | CMENDTC    | DM.RFXSTDTC | DM.RFXENDTC
           | DRUG A         | 2021-01-01 | 2021-02-20 | 2021-03-01  | 2021-06-01
           | DRUG A         | 2021-01-01 | 2021-02-19 | 2021-03-01  | 2021-06-01
           | DRUG A         | 2021-01-01 | 2021-02-18 | 2021-03-01  | 2021-06-01
           | Drug B         | 2021-07    | 2021-07    | 2021-03-01  | 2021-06-01

        QUERY CHECK-PROHIBITED, subject 1, DRUG A: DRUG A is not allowed at this time (10 days before the first dose).
        QUERY CHECK-PROHIBITED, subject 2, DRUG A: DRUG A is not allowed at this time (10 days before the first dose).
        QUERY CHECK-PROHIBITED, subject 4, Drug B: Drug B is not allowed at this time (until 60 days after the last).
    """
    names, days = as_text(source.frame[taken.medication]), read_days(prohibited)
    first, last = (day_number(of.of(source.subject)) for of in (treatment.first, treatment.last))
    told = np.zeros(len(names), bool)
    for n in range(len(prohibited)):
        if prohibited["GROUP"][n] not in groups:
            continue
        since, to_first, to_last = (float(days[name][n]) for name in _DAYS)
        low = first + since if since == since else first * 0 - np.inf
        high = last + to_last if to_last == to_last else first + (to_first if to_first == to_first else np.inf)
        named = names.each(partial(_part_of, prohibited["MEDICATION"][n].casefold())) > 0
        rows = named & _within(source, taken, low, high) & ~told
        told |= rows
        for name in dict.fromkeys(names[rows].tolist()):
            report.query(
                "CHECK-PROHIBITED",
                f"{name} is not allowed at this time ({prohibited['WHY'][n]}).",
                "Ask the site whether the medication and its dates are right.",
                rows & (names == name),
                source.frame[taken.medication],
            )


def _part_of(medication: str, text: str) -> float:
    return float(medication in (part.strip().casefold() for part in text.split(";")))


def _within(source: Selection, taken: Taken, low: Column, high: Column) -> Mask:
    """True where it was certainly taken between two days."""
    start, end = source.frame[taken.start], source.frame[taken.end]
    begun = day_number(last_day(start))  # at the latest
    ended = day_number(first_day(end))  # at the earliest
    goes_on = (source.frame[taken.ongoing] != "") if taken.ongoing else np.zeros(len(start), bool)
    without = number(np.nan, len(start)).where(~goes_on, np.inf).where(goes_on, day_number(first_day(start)))
    ended = ended.where(end != "", without)
    over = (begun <= high) & (ended >= low)
    at_end = (ended >= low) & (day_number(last_day(end)) <= high)
    return over | at_end
