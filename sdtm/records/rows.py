"""Study-level records: one for each row of a table."""

import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Rows, Table
from onespec.engine.registry import records


@records("One record for each row of {table}.")
def rows(table: Table) -> Rows:
    """Each row of ``table`` becomes one record without a subject, linked to its row.

    Example::

        - rows: {table: arms}

        arms | ARMCD | ARM
             | A     | Drug
             | B     | Placebo

        TA | USUBJID | arms.ARMCD | arms.ARM
           |         | A          | Drug
           |         | B          | Placebo
    """
    return Rows(subject=text("", len(table)), table=table.name, table_position=np.arange(len(table)))
