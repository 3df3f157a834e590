"""Number in the standard unit."""

from onespec.engine.columns import as_text
from onespec.engine.contract import Column, Report
from onespec.engine.registry import method
from onespec.sdtm.methods._factors import Factors, explain_factor
from onespec.sdtm.methods.numeric_value import numeric_value
from onespec.sdtm.methods.standard_text import standard_text


@method(
    "{value} in the unit {from}, multiplied by the factor of {factors} for {test}, {from} and {to}, with the offset "
    "stated there (if any) added, and rounded half up to the decimals stated there; unchanged when the units are the "
    "same. Missing, and asked about, when there is no such factor or when {value} has digits and is no number in "
    "another unit; missing when {value} is not a plain number (such as <0.5 or a qualitative result).",
    explain=lambda value, **given: explain_factor(as_text(value), **given),
    reports=("UNIT-FACTOR", "UNIT-NUMBER"),
)
def convert_unit(value: Column, from_: Column, to: Column, test: Column, factors: Factors, report: Report) -> Column:
    """Number in the unit ``to``; ``factors`` is the table of `standard_text`, whose numbers these are.

    Example::

        LBSTRESN:
          derived: convert_unit
          with: {value: LBORRES, from: LBORRESU, to: LBSTRESU, test: LBTESTCD, factors: unit_factors}

        unit_factors | LBTESTCD | FROM  | TO     | FACTOR | DECIMALS
                     | CREAT    | mg/dL | umol/L | 88.4   | 1

        LB | LBTESTCD | LBORRES | LBORRESU | LBSTRESU | LBSTRESN
           | CREAT    | 1.1     | mg/dL    | umol/L   | 97.2
           | CREAT    | 80      | umol/L   | umol/L   | 80
           | CREAT    | 5       | g/L      | umol/L   |
           | CREAT    | <0.5    | mg/dL    | umol/L   |

        QUERY UNIT-FACTOR, subject 3, 5 g/L: The unit has no factor to the standard unit; the standardised result is
          blank.
    """
    return numeric_value(standard_text(as_text(value), from_, to, test, factors, report))
