"""Subject elements: the planned elements that a subject has passed through (SDTMIG 3.4, SE)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from functools import partial

import numpy as np

from onespec.engine.columns import Column, Text, blanks, combinations, concat, on_unique, text
from onespec.engine.contract import Name, Report, Rows, Selection
from onespec.engine.frames import Frame
from onespec.engine.groups import last_of
from onespec.engine.registry import records
from onespec.sdtm.methods._iso import DAY, is_before


@dataclass(kw_only=True)
class Start(Selection):
    """Records whose latest ``date`` starts an element, ``days`` later; ``set`` gives its ETCD."""

    told = "{ETCD}, {date} of {source}[ and {days} days]"

    date: Name
    days: int = 0


@records(
    "One record for each element that the subject of a record of {source} has begun. The elements and the dates that "
    "start them, in their planned order: {starts}. An element that is listed once begins on that date; one that is "
    "listed several times begins on the latest of its dates, once all of them are known; a partial date counts as "
    "before the more precise ones of its period, and is asked about. Days are not added to a partial date; an element "
    "that would then begin after {end} does not begin. An element that begins after a later one has begun does not "
    "occur.",
    produces={
        "ETCD": "Code of the element that has begun.",
        "SESTDTC": "Date of what starts the element.",
        "SEENDTC": "The start of the next element that the subject has begun; "
        "for the last one {end}, if it is not before the start.",
    },
    reports=("ELEMENT-OVERTAKEN", "ELEMENT-PARTIAL"),
)
def elements(source: Selection, starts: list[Start], end: Name, report: Report) -> Rows:
    """Elements without gap or overlap, in their planned order; an element without a date of start makes no record.

    ``source`` has one record a subject, and ``end`` is its date of the end of participation.

    Example::

        - elements:
            from: DM
            starts:
              - {from: DM, date: RFICDTC, set: {ETCD: PRE}}
              - {from: EX, date: EXSTDTC, set: {ETCD: TRT}}
              - {from: EX, date: EXENDTC, days: 1, set: {ETCD: FU}}
            end: RFPENDTC

        DM | USUBJID | RFICDTC    | RFPENDTC
           | 1       | 2021-01-04 | 2021-03-01
           | 2       | 2021-01-05 | 2021-01-08

        EX | USUBJID | EXSTDTC    | EXENDTC
           | 1       | 2021-01-10 | 2021-02-09

        SE | USUBJID | ETCD | SESTDTC    | SEENDTC
           | 1       | PRE  | 2021-01-04 | 2021-01-10
           | 1       | TRT  | 2021-01-10 | 2021-02-10
           | 1       | FU   | 2021-02-10 | 2021-03-01
           | 2       | PRE  | 2021-01-05 | 2021-01-08
    """
    ends = source.frame[end]
    begun = _begun(source.subject, starts, ends, report)
    following = blanks(len(ends))
    until = {}
    for code in reversed(begun):
        overtaken = (begun[code] != "") & (following != "") & is_before(following, begun[code])
        report.query(
            "ELEMENT-OVERTAKEN",
            f"The element {code} would begin after a later one; it makes no record.",
            "Ask the site which of the dates is right.",
            overtaken,
            begun[code],
        )
        begun[code] = begun[code].mask(overtaken, "")
        until[code] = following.where(following != "", ends.mask(is_before(ends, begun[code]), ""))
        following = following.mask(begun[code] != "", begun[code])
    row, element = np.nonzero(np.column_stack([date != "" for date in begun.values()]))
    starting, ending = (concat([dates[code] for code in begun]) for dates in (begun, until))
    at = element * len(ends) + row
    values = {"ETCD": text([*begun]).take(element), "SESTDTC": starting.take(at), "SEENDTC": ending.take(at)}
    return Rows(source.subject.take(row), Frame(values), source.name, row)


def _begun(subject: Text, starts: list[Start], ends: Column, report: Report) -> dict[str, Column]:
    """Of each element, the date on which each subject has begun it; blank where one of its starts is not known."""
    begun: dict[str, Column] = {}
    for start in starts:
        date, code = _latest(subject, start), start.set["ETCD"]
        late = (ends != "") & is_before(ends, date) if start.days else False
        date = date.mask(late, "")
        both = begun.setdefault(code, date)
        report.query(
            "ELEMENT-PARTIAL",
            f"One of the dates that start the element {code} is partial and may be later than the other; "
            "the more precise one counts.",
            "Ask the site for the missing part of the date.",
            on_unique(_open, both, date) == 1,
            both.where(both < date, date),
        )
        begun[code] = both.where(both >= date, date).mask((both == "") | (date == ""), "")
    return begun


def _open(date: str, other: str) -> bool:
    """Whether the less precise of two dates is partial and covers the other."""
    short, long = sorted((date, other))
    return short != "" and len(short) < DAY and short != long and long.startswith(short)


def _latest(subject: Text, start: Start) -> Column:
    """The latest date of each subject in the records of a start, moved by its days."""
    dates = start.frame[start.date]
    if start.days:
        dates = on_unique(partial(_later, start.days), dates)
    group, first = combinations([concat([subject, start.subject])])
    latest = last_of(group[len(subject) :], len(first), dates)
    return dates.take(latest[group[: len(subject)]])


def _later(days: int, iso: str) -> str:
    """So many days later; a partial date as it is."""
    return day.fromordinal(day.fromisoformat(iso[:DAY]).toordinal() + days).isoformat() if len(iso) >= DAY else iso
