"""What a table lists for a result in words (SDTMIG 3.4, --STNRC: of results that are not continuous)."""

from typing import Annotated

from onespec.engine.columns import blank, blanks
from onespec.engine.contract import CellsOf, Column, Table
from onespec.engine.registry import method
from onespec.sdtm.methods._results import limit
from onespec.sdtm.methods.collected_or_listed import collected_or_listed


@method(
    "{column} of the first row of {table} whose {keys} equal {values} (in this order; a blank there stands for any "
    "value; of a key FROM..TO the value lies between the columns FROM and TO), where {result} is in words. Blank where "
    "{result} is a number, also one with a comparator such as <0.5, or is blank."
)
def listed_for_words(
    result: Column,
    table: Annotated[Table, CellsOf(keys=("keys", "values"), fills="column")],
    column: str,
    keys: list[str],
    values: list[Column],
) -> Column:
    """Character.  Raises ValueError where two rows of the table fit alike and say something else.

    Example::

        LBSTNRC:
          derived: listed_for_words
          with: {result: LBORRES, table: normal_words, column: NORMAL, keys: [LBTESTCD], values: [LBTESTCD]}

        normal_words | LBTESTCD | NORMAL
                     | OCCBLD   | NEGATIVE

        LB | LBTESTCD | LBORRES  | LBSTNRC
           | OCCBLD   | POSITIVE | NEGATIVE
           | OCCBLD   | <0.5     |
           | OCCBLD   |          |
    """
    listed = collected_or_listed(blanks(len(result)), table, column, keys, values)
    return listed.where(~blank(result) & limit(result).isna())
