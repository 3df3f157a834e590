"""The dose that was given in each cycle: one record a subject and cycle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.adam.methods._dates import days
from onespec.adam.methods._doses import Administrations, amounts
from onespec.engine.columns import blanks, combinations
from onespec.engine.contract import Bundle, Name, NumberName, Report, Rows, Selection, Table, TextName
from onespec.engine.groups import Many
from onespec.engine.registry import records


@dataclass(frozen=True)
class Performed(Bundle):
    """What was given or not (SDTMIG 3.4, EC with ECMOOD PERFORMED), and the cycle in which."""

    dose: NumberName
    frequency: TextName
    start: TextName
    end: TextName
    occurred: TextName
    cycle: Name


@records(
    """One record for each combination of subject and {cycle} among the records of {source} that do not begin after
{until}. It stands on the first of them. A record is {dose} times the number of administrations, which is that of
{frequency} ({frequencies}) times the days from {start} to {end}, both included and none after {until}, or 1 where no
number a day is given; it is 0 where {occurred} is N. A {start} without a day is read as the first day of its month. A
record is left out when its {start} has no month, when its days are needed and not complete, or when its {end} is before
its {start}.""",
    produces={
        "AVAL": "Sum over the records of the subject and {cycle}; missing when none can be used.",
        "ASTDT": "First day on which something was given.",
        "ASTDTF": "D where that day is the first of its month because it is not known.",
        "AENDT": "Last day on which something was given, not after {until}.",
    },
    reports=("ADAM-DOSE",),
)
def dose_of_cycle(source: Selection, performed: Performed, frequencies: Table, until: str, report: Report) -> Rows:
    """In the unit of the dose; the table of frequencies has the columns FREQUENCY and A_DAY.

    Example::

        - dose_of_cycle:
            from: EC
            where: {ECMOOD: PERFORMED}
            dose: ECDOSE
            frequency: ECDOSFRQ
            start: ECSTDTC
            end: ECENDTC
            occurred: ECOCCUR
            cycle: VISITNUM
            frequencies: frequencies
            until: 2025-09-12

        frequencies | FREQUENCY | A_DAY
                    | ONCE      |
                    | BID       | 2

        EC | USUBJID | ECMOOD    | VISITNUM | ECOCCUR | ECDOSE | ECDOSFRQ | ECSTDTC    | ECENDTC
           | 1       | PERFORMED | 2        | Y       | 10     | BID      | 2025-08-04 | 2025-08-06
           | 1       | PERFORMED | 2        | Y       | 5      | BID      | 2025-08-09 | 2025-08-09
           | 1       | PERFORMED | 3        | N       |        |          |            |
           | 1       | PERFORMED | 4        | Y       | 10     | BID      | 2025-09-11 | 2025-09-24
           | 1       | PERFORMED | 5        | Y       | 10     | BID      | 2025-10-02 | 2025-10-15

        ADXX | USUBJID | EC.VISITNUM | AVAL | ASTDT      | AENDT
             | 1       | 2           | 70   | 2025-08-04 | 2025-08-09
             | 1       | 3           | 0    |            |
             | 1       | 4           | 40   | 2025-09-11 | 2025-09-12
    """
    frame = source.frame
    given = Administrations(*(frame[n] for n in (performed.dose, performed.frequency, performed.start, performed.end)))
    found, nothing = amounts(given, frequencies, until), frame[performed.occurred] == "N"
    unknown = found.counts & ~nothing & found.amount.isna()
    report.query(
        "ADAM-DOSE",
        "A dose is left out of the dose of its cycle: the dose, its days or its frequency are not known.",
        "Complete the dates, or add the frequency to the table.",
        unknown & ~found.backwards,
    )
    report.query(
        "ADAM-DOSE",
        "A dose is left out of the dose of its cycle: it ends before it starts.",
        "Correct the dates.",
        unknown & found.backwards,
    )
    group, first = combinations([source.subject, frame[performed.cycle]])
    of = Many(found.amount, group, len(first))
    known = found.counts & found.amount.notna() & ~nothing
    last = found.last.where(found.last.notna(), found.begins)
    there = np.flatnonzero(of.some(found.counts))
    stands = of.first(keep=found.counts)[there]
    begins, sure = (of.least(day.where(known)).take(there) for day in (found.begins, days(given.start)))
    values = {
        "AVAL": of.total(found.amount.mask(nothing, 0)).take(there),
        "ASTDT": begins,
        "ASTDTF": blanks(len(there)).put(begins.notna() & ~(sure == begins), "D"),
        "AENDT": of.greatest(last.where(known)).take(there),
    }
    return Rows(source.subject.take(stands), values, source.name, stands)
