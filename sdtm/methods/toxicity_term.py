"""Name of the toxicity that a grade stands for (SDTMIG 3.4, LB, LBTOX)."""

from onespec.engine.columns import Column, Table
from onespec.engine.registry import method
from onespec.sdtm.methods.toxicity_grade import TERM, graded


@method(
    "TERM of the row of the table {grades} that gives {value} its grade; the table is read with {keys} for {values}, {unit}, {low} and {high} as for the grade. "
    "Blank where the grade is 0 or blank."
)
def toxicity_term(value: Column, low: Column, high: Column, unit: Column, keys: list[str], values: list[Column], grades: Table) -> Column:
    """Character; the parameters are those of `toxicity_grade`."""
    return graded(value, low, high, unit, keys, values, grades)[TERM]
