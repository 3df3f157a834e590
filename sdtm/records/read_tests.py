"""Long form of tests: one record a row, the test's name in a field."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import as_text, blank, position_in, text
from onespec.engine.contract import Layout, Name, Report, Rows, Selection, Table
from onespec.engine.frames import Frame
from onespec.engine.registry import records


@records(
    "One record for each row of {source} with a value in {result}, for the test that {test} names.",
    produces={"FIELD": "the test's name as collected", "RESULT": "the collected result, as text"},
    reports=("TEST-UNKNOWN", "RESULT-BLANK"),
    stops=("TEST-UNKNOWN",),
)
def read_tests(
    source: Selection, tests: Annotated[Table, Layout(("FORM", "FIELD"))], test: Name, result: Name, report: Report
) -> Rows:
    """Link each row of a long form to its test.

    ``tests`` has a column FORM (blank: any form) and a column FIELD that holds the test's name as
    the form says it.  A test that the table does not list is a stop.  A row without a result makes no record; its
    test's name, if it has one, is reported.  Neither is of a row that another step of the dataset makes a record of.

    Example::

        - read_tests: {from: laboratory, tests: lb_tests, test: ANALYTE, result: RESULT}

        laboratory | USUBJID | ANALYTE | RESULT
                   | 1       | GPT     | 30
                   | 1       | K       | 4.1
                   | 2       | GPT     |

        lb_tests | FORM | FIELD | LBTESTCD
                 |      | GPT   | ALT
                 |      | K     | K

        LB | USUBJID | lb_tests.LBTESTCD | RESULT
           | 1       | ALT               | 30
           | 1       | K                 | 4.1

        QUERY RESULT-BLANK, subject 2, GPT: The row names a test in ANALYTE and has no result in RESULT; no record is
          made.
    """
    frame = source.frame
    name, value = as_text(frame[test]), as_text(frame[result])
    listed = np.flatnonzero(tests["FORM"].isin(["", source.name]))
    found = np.append(listed, -1)[position_in(name, tests["FIELD"].take(listed))]
    report.stop(
        "TEST-UNKNOWN",
        f"{test} names a test that the table of tests does not list for {source.name}.",
        "Add a row for the test to the table, or correct the name in the source.",
        (found < 0) & ~blank(value),
        name,
        without_record=True,
    )
    report.query(
        "RESULT-BLANK",
        f"The row names a test in {test} and has no result in {result}; no record is made.",
        "Ask the site for the result, or for the reason that the test was not done.",
        ~blank(name) & blank(value),
        name,
        without_record=True,
    )
    row = np.flatnonzero((found >= 0) & ~blank(value))
    values = Frame({"FIELD": name, "RESULT": value}).take(row)
    return Rows(
        subject=source.subject.take(row),
        values=values,
        source=source.name,
        position=row,
        table=tests.name,
        table_position=found[row],
        fields={"RESULT": text(result, len(row))},
    )
