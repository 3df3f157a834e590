"""Wide form: one record for each test of a row that was not done."""

from collections.abc import Iterable
from typing import Annotated

import numpy as np

from onespec.engine.columns import as_text, blank, blanks, text
from onespec.engine.contract import FieldsOf, Layout, Report, Rows, Selection, Table
from onespec.engine.frames import Frame
from onespec.engine.registry import records
from onespec.sdtm.records._melt import cells

NOT_DONE = "NOT DONE"


@records(
    "One record, with a blank result, for each row of {source} and each of its items that is blank and of which "
    "{status} says {not_done}. {why} says why not. A result beside {not_done} is asked about, and no such record made.",
    produces={"FIELD": "the field that holds no result", "STATUS": NOT_DONE, "REASON": "why it was not done"},
    reports=("RESULT-NOT-DONE", "RESULT-BLANK", "REASON-ALONE"),
)
def gather_not_done(
    source: Selection,
    tests: Annotated[
        Table,
        Layout(("FORM", "FIELD")),
        FieldsOf("FIELD", "RESULT"),
        FieldsOf("status", "STATUS", looks=True, term="not_done"),
        FieldsOf("why", "REASON", looks=True),
    ],
    status: str,
    report: Report,
    not_done: str = NOT_DONE,
    why: str | None = None,
) -> Rows:
    """The tests that `gather` makes no record of, because the form says so.

    ``tests`` is the table of `gather`; ``status`` names its column with the field that says whether the test was done,
    ``why`` the one with the field that says why not; a blank cell there is none.  Several tests may name one field.
    Records keep the order of the form's rows and, within a row, of the table.

    Example::

        - gather_not_done: {from: vitals, tests: vs_tests, status: DONE, not_done: "N", why: WHY}

        vitals | USUBJID | PULSE | PULSEYN | PULSEWHY
               | 1       | 72    | Y       |
               | 2       |       | N       | asleep
               | 3       | 80    | N       |

        vs_tests | FORM   | FIELD | VSTESTCD | DONE    | WHY
                 | vitals | PULSE | PULSE    | PULSEYN | PULSEWHY

        VS | USUBJID | vs_tests.VSTESTCD | STATUS   | REASON
           | 2       | PULSE             | NOT DONE | asleep

        QUERY RESULT-NOT-DONE, subject 3, N: PULSEYN says that PULSE was not done, and there is a result; the result
          is carried.
    """
    listed = np.flatnonzero(tests["FORM"].isin(["", source.name]) & ~blank(tests[status]))
    made = [np.empty((0, 2), np.intp)]  # of each record, its row of the source and of the table
    answered = {said: np.zeros(len(source.frame), bool) for said in tests[status].take(listed)}
    for n in listed:
        item, said = tests["FIELD"][n], tests[status][n]
        filled, answer = ~blank(source.frame[item]), as_text(source.frame[said])
        answered[said] |= filled
        none = np.asarray(answer == not_done)
        report.query(
            "RESULT-NOT-DONE",
            f"{said} says that {item} was not done, and there is a result; the result is carried.",
            "Ask the site whether the test was done.",
            none & filled,
            answer,
            said,
        )
        rows = np.flatnonzero(none & ~filled)
        made.append(np.column_stack([rows, np.full(len(rows), n)]))
    _report_done(source, answered, not_done, report)
    whys = tests[why] if why else blanks(len(tests))
    _report_reasons(source, {(whys[n], tests[status][n]): None for n in listed if whys[n]}, not_done, report)
    row, test = np.concatenate(made)[np.lexsort(np.concatenate(made).T[::-1])].T
    names = {"FIELD": tests["FIELD"].take(test), "STATUS": tests[status].take(test), "REASON": whys.take(test)}
    values = {
        "FIELD": names["FIELD"],
        "STATUS": text(NOT_DONE, len(row)),
        "REASON": cells(source, names["REASON"], row),
    }
    return Rows(
        subject=source.subject.take(row),
        values=Frame(values),
        source=source.name,
        position=row,
        table=tests.name,
        table_position=test,
        fields={name: names[name] for name in ("STATUS", "REASON")},
    )


def _report_done(source: Selection, answered: dict[str, np.ndarray], not_done: str, report: Report) -> None:
    """Of a field that says that something was done, one of its tests has a result."""
    for said, filled in answered.items():
        answer = as_text(source.frame[said])
        report.query(
            "RESULT-BLANK",
            f"{said} does not say {not_done}, and none of its tests has a result; no record is made.",
            "Ask the site for the result, or for the reason that the test was not done.",
            ~blank(answer) & (answer != not_done) & ~filled,
            answer,
            said,
        )


def _report_reasons(source: Selection, pairs: Iterable[tuple[str, str]], not_done: str, report: Report) -> None:
    """A reason stands beside what it is the reason of."""
    for why, said in pairs:
        given = as_text(source.frame[why])
        report.query(
            "REASON-ALONE",
            f"{why} says why a test was not done, and {said} does not say {not_done}; no record holds the reason.",
            "Ask the site whether the test was done.",
            ~blank(given) & (as_text(source.frame[said]) != not_done),
            given,
            why,
        )
