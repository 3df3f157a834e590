"""Wide form: one record for each answered field of a row."""

from typing import Annotated

import numpy as np

from onespec.engine.contract import FieldsOf, Layout, Report, Rows, Selection, Table
from onespec.engine.frames import Frame
from onespec.engine.registry import records
from onespec.sdtm.records._melt import melt


@records(
    "One record for each row of {source} and each of its items that is filled.",
    produces={"FIELD": "the field that the record was read from", "RESULT": "the field's value, as text"},
    reports=("ROW-EMPTY",),
)
def gather(
    source: Selection, tests: Annotated[Table, Layout(("FORM", "FIELD")), FieldsOf("FIELD", "RESULT")], report: Report
) -> Rows:
    """Turn a wide form into records.

    ``tests`` has a column FORM (blank: any form) and a column FIELD; each record is linked to
    its row of ``tests``.  Records keep the order of the form's rows and, within a row, of the table.
    A row without any answer makes no record and is reported, where no other step of the dataset makes one of it.

    Example::

        - gather: {from: vitals, tests: vs_tests}

        vitals | USUBJID | PULSE | WEIGHT
               | 1       | 72    | 61.5
               | 2       | 80    |
               | 3       |       |

        vs_tests | FORM   | FIELD  | VSTESTCD
                 | vitals | PULSE  | PULSE
                 | vitals | WEIGHT | WEIGHT

        VS | USUBJID | vs_tests.VSTESTCD | RESULT
           | 1       | PULSE             | 72
           | 1       | WEIGHT            | 61.5
           | 2       | PULSE             | 80

        QUERY ROW-EMPTY, subject 3, no value: The row of vitals has no result in any of its tests; no record is made.
    """
    listed = np.flatnonzero(tests["FORM"].isin(["", source.name]))
    fields = tests["FIELD"].take(listed)
    row, item, result = melt([source.frame[field] for field in fields])
    report.query(
        "ROW-EMPTY",
        f"The row of {source.name} has no result in any of its tests; no record is made.",
        "Ask the site for the results, or for the reason that nothing was done.",
        np.bincount(row, minlength=len(source.frame)) == 0,
        without_record=True,
    )
    values = Frame({"FIELD": fields.take(item), "RESULT": result})
    return Rows(
        subject=source.subject.take(row),
        values=values,
        source=source.name,
        position=row,
        table=tests.name,
        table_position=listed[item],
        fields={"RESULT": values["FIELD"]},
    )
