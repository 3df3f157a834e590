"""Earliest of a subject's dates."""

from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import last_moment


@method(
    "The earliest {date} of the subject, with the precision collected. "
    "A partial date, or one without a time, counts as the end of the period that it may stand for, after every more "
    "precise one in that period; blanks do not count."
)
def earliest(date: Many) -> PerGroup:
    """ISO 8601 text; so a complete date within the month of a partial one wins over it."""
    return date.column.take(date.first(last_moment(date.column), keep=date.column.notna()))
