"""Visit name."""

from onespec.engine.columns import Column, Table, as_text, text
from onespec.engine.registry import method


@method('VISIT of the table {schedule} for {number}; "UNSCHEDULED" and the number for a visit that the table does not list.')
def visit_name(number: Column, schedule: Table) -> Column:
    """Character, one name for each visit number; blank without a number.

    ``schedule`` has the columns VISIT and VISITNUM.
    """
    shown = as_text(number)
    planned = schedule[schedule["VISITNUM"] != ""].set_index("VISITNUM")["VISIT"]
    name = text(shown.map(planned))
    return name.mask((name == "") & (shown != ""), "UNSCHEDULED " + shown)
