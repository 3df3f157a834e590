"""Earliest of a subject's dates."""

from onespec.engine.contract import Dates, PerGroup
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import last_moment


@method(
    "The earliest {date} of the subject, with the precision collected. "
    "A partial date, or one without a time, counts as the end of the period that it may stand for, after every more "
    "precise one in that period; blanks do not count."
)
def earliest(date: Dates) -> PerGroup:
    """ISO 8601 text; so a complete date within the month of a partial one wins over it.

    Example::

        RFSTDTC: {derived: earliest, with: {date: EX.EXSTDTC}}

        EX | USUBJID | EXSTDTC
           | 1       | 2021-02-02
           | 1       | 2021-01-05
           | 2       | 2021-01
           | 2       | 2021-01-30

        DM | USUBJID | RFSTDTC
           | 1       | 2021-01-05
           | 2       | 2021-01-30
           | 3       |
    """
    return date.column.take(date.first(last_moment(date.column), keep=date.column.notna()))
