"""Visit name."""

from onespec.engine.columns import as_text, on_unique
from onespec.engine.contract import Column, Table
from onespec.engine.registry import method
from onespec.sdtm.methods.first_filled import first_filled


@method(
    'VISIT of {schedule} for {number}; "UNSCHEDULED" and {number} (such as "UNSCHEDULED 10.01") for a visit that it '
    "does not have; the name in {visit} for a visit without a number."
)
def visit_name(number: Column, schedule: Table, visit: list[Column] | None = None) -> Column:
    """Character, one name for each visit number; the collected name (one field a form) stays visible without one.

    ``schedule`` has the columns VISIT and VISITNUM.

    Example::

        VISIT: {derived: visit_name, with: {number: VISITNUM, schedule: visits}}

        visits | VISITNUM | VISIT
               | 1        | SCREENING
               | 10       | WEEK 1

        VS | VISITNUM | VISIT
           | 1        | SCREENING
           | 10.01    | UNSCHEDULED 10.01
           |          |
    """
    shown = as_text(number)
    planned = dict(zip(schedule["VISITNUM"], schedule["VISIT"], strict=True))
    name = on_unique(lambda n: n and (planned.get(n) or f"UNSCHEDULED {n}"), shown)
    return name.mask(shown == "", first_filled(visit)) if visit else name
