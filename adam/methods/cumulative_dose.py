"""A subject's cumulative dose."""

from __future__ import annotations

from dataclasses import dataclass

from onespec.adam.methods._doses import Administrations, amounts
from onespec.engine.contract import Bundle, Group, Many, PerGroup, Report, Table
from onespec.engine.registry import method


@dataclass(frozen=True)
class Exposure(Bundle):
    """The columns of administrations (SDTMIG 3.4, EX): the dose of one, how often, from when to when."""

    dose: Many
    frequency: Many
    start: Many
    end: Many


@method(
    """The sum, over the subject's records that start up to {until}, of {dose} times the number of administrations;
a {start} without a day is read as the first day of its month. The number of administrations is that of {frequency}
({frequencies}) times the days from {start} to {end}, both included and none after {until}, or 1 where no number a day
is given. A record is left out when it has no {dose}, when its {start} has no month, when its days are needed and not
complete, or when its {end} is before its {start}. Missing when no record is left.""",
    reports=("ADAM-DOSE",),
    rows={"frequencies": "{FREQUENCY}[ {A_DAY} times a day]"},
)
def cumulative_dose(exposure: Exposure, frequencies: Table, until: str, group: Group, report: Report) -> PerGroup:
    """A number in the unit of the dose; the table of frequencies has the columns FREQUENCY and A_DAY.

    Example::

        CUMDOSE:
          derived: cumulative_dose
          with:
            dose: EX.EXDOSE
            frequency: EX.EXDOSFRQ
            start: EX.EXSTDTC
            end: EX.EXENDTC
            frequencies: frequencies
            until: 2025-12-31

        frequencies | FREQUENCY | A_DAY
                    | ONCE      |
                    | BID       | 2

        EX | USUBJID | EXDOSE | EXDOSFRQ | EXSTDTC    | EXENDTC
           | 1       | 100    | ONCE     | 2025-08-04 | 2025-08-04
           | 1       | 10     | BID      | 2025-08-04 | 2025-08-06
           | 2       | 10     | BID      | 2025-08-04 | 2025-08

        ADSL | USUBJID | CUMDOSE
             | 1       | 160
             | 2       |

        QUERY ADAM-DOSE, subject 2, no value: A dose is left out of the cumulative dose: its days or its frequency are
          not known.
    """
    dose = exposure.dose.column
    given = Administrations(dose, exposure.frequency.column, exposure.start.column, exposure.end.column)
    found = amounts(given, frequencies, until)
    report.query(
        "ADAM-DOSE",
        "A dose is left out of the cumulative dose: its days or its frequency are not known.",
        "Complete the dates, or add the frequency to the table.",
        exposure.dose.some(found.counts & found.amount.isna() & dose.notna() & ~found.backwards)[group],
    )
    report.query(
        "ADAM-DOSE",
        "A dose is left out of the cumulative dose: it ends before it starts.",
        "Correct the dates.",
        exposure.dose.some(found.counts & dose.notna() & found.backwards)[group],
    )
    return exposure.dose.total(found.amount)
