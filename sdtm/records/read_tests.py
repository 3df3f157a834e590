"""Long form of tests: one record a row, the test's name in a field."""

import numpy as np
import pandas as pd

from onespec.engine.columns import as_text, blank, text
from onespec.engine.contract import Name, Report, Rows, Selection, Table
from onespec.engine.registry import records


@records(
    "One record for each row of {source} with a value in {result}, linked to the row of {tests} "
    "whose FIELD is the value of {test}.",
    produces={"FIELD": "the test's name as collected", "RESULT": "the collected result, as text"},
    reports=("TEST-UNKNOWN", "RESULT-BLANK"),
)
def read_tests(source: Selection, tests: Table, test: Name, result: Name, report: Report) -> Rows:
    """Link each row of a long form to its test.

    ``tests`` has a column FORM (blank: any form) and a column FIELD that holds the test's name as
    the form says it.  A test that the table does not list is a stop.  A row without a result
    makes no record; its test's name, if it has one, is reported.
    """
    frame = source.frame
    name, value = as_text(frame[test]), as_text(frame[result])
    listed = np.flatnonzero(tests["FORM"].isin(["", source.name]))
    position = pd.Series(listed, index=tests["FIELD"].iloc[listed])
    found = name.map(position[~position.index.duplicated()])
    report.stop(
        "TEST-UNKNOWN",
        f"{test} names a test that the table of tests does not list for {source.name}.",
        "Add a row for the test to the table, or correct the name in the source.",
        (found.isna() & ~blank(value)).to_numpy(),
        name,
    )
    report.query(
        "RESULT-BLANK",
        f"The row names a test in {test} and has no result in {result}; no record is made.",
        "Ask the site for the result, or for the reason that the test was not done.",
        (~blank(name) & blank(value)).to_numpy(),
        name,
    )
    row = np.flatnonzero(found.notna() & ~blank(value))
    values = pd.DataFrame({"FIELD": text(name.iloc[row]), "RESULT": text(value.iloc[row])}).reset_index(drop=True)
    return Rows(
        subject=frame["SUBJECT"].iloc[row].reset_index(drop=True),
        values=values,
        source=source.name,
        position=row,
        table=tests.attrs.get("name", ""),
        table_position=found.iloc[row].to_numpy(np.intp),
        fields={"RESULT": text(result, len(row))},
    )
