"""Latest of several dates of one record."""

from onespec.engine.contract import Column, Date
from onespec.engine.registry import method


@method(
    "The latest of {dates}, with the precision collected. "
    "A partial date, or one without a time, counts as the start of the period that it may stand for, before every more "
    "precise one in that period; blanks do not count."
)
def latest_of(dates: list[Date]) -> Column:
    """ISO 8601 text; blank when all of ``dates`` are.

    Example::

        RFPENDTC: {derived: latest_of, with: {dates: [RFENDTC, DTHDTC]}}

        DM | RFENDTC    | DTHDTC     | RFPENDTC
           | 2021-02-20 | 2021-04-11 | 2021-04-11
           | 2021-02-20 |            | 2021-02-20
    """
    out = dates[0]
    for other in dates[1:]:
        out = out.where(out >= other, other)
    return out
