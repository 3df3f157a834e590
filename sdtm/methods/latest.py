"""Latest of a subject's dates."""

from onespec.engine.contract import Dates, PerGroup
from onespec.engine.registry import method


@method(
    "The latest {date} of the subject, with the precision collected. "
    "A partial date, or one without a time, counts as the start of the period that it may stand for, before every more "
    "precise one in that period; blanks do not count."
)
def latest(date: Dates) -> PerGroup:
    """ISO 8601 text; so a complete date within the month of a partial one wins over it.

    Example::

        RFENDTC: {derived: latest, with: {date: EX.EXENDTC}}

        EX | USUBJID | EXENDTC
           | 1       | 2021-02-02
           | 1       | 2021-02-20
           | 2       | 2021-02
           | 2       | 2021-02-10

        DM | USUBJID | RFENDTC
           | 1       | 2021-02-20
           | 2       | 2021-02-10
    """
    return date.column.take(date.last(date.column, keep=date.column.notna()))
