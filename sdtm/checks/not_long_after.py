"""Check: dates that come too long after another record."""

from dataclasses import dataclass

import numpy as np

from onespec.engine.columns import combinations, concat
from onespec.engine.contract import Beside, DateName, Report, Selection
from onespec.engine.groups import first_of
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import day_number, first_day, last_day


@dataclass
class Earlier(Selection):
    """The records of which the subject's first one counts, by ``date``."""

    date: DateName = ""


@check(
    "{date} of {source} is at most {days} days after the first date of the subject in {earlier}.",
    reports=("CHECK-AFTER",),
)
def not_long_after(  # parameters: two dates, the days between them, and the words
    source: Selection, date: DateName, earlier: Earlier, message: str, report: Report, days: int = 0, fix: str = ""
) -> None:
    """A query for each date whose every possible day comes later; without a date in ``earlier`` none is asked about.

    Example::

        - not_long_after:
            from: EX
            date: EXENDTC
            earlier: {from: RS, where: {RSSTRESC: PD}, date: RSDTC}
            days: 42
            message: The subject was treated more than 42 days after progression.

        EX | USUBJID | EXENDTC
           | 1       | 2021-05-01
           | 1       | 2021-06-01

        RS | USUBJID | RSSTRESC | RSDTC
           | 1       | PD       | 2021-04-01
           | 1       | PD       | 2021-06-01

        QUERY CHECK-AFTER, subject 1, 2021-06-01: The subject was treated more than 42 days after progression.
    """
    frame = source.frame
    codes, groups = combinations([concat([source.subject, earlier.subject])])
    own, other = codes[: len(source.subject)], codes[len(source.subject) :]
    limits = day_number(last_day(earlier.frame[earlier.date]))
    first = first_of(other, len(groups), limits, keep=np.asarray(limits.notna()))[own]
    late = np.flatnonzero(day_number(first_day(frame[date])) > limits.take(first) + float(days))
    against = Beside(earlier, earlier.date, first[late])
    report.query("CHECK-AFTER", message, fix or "Ask the site which date is right.", late, frame[date], against=against)
