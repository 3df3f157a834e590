"""Small studies, written so that a reader can check them by hand.

A subject's assessments are a line such as ``"42 PR, 70 CR"``: days since the first dose, which is
day 1000 of the calendar, and response.
"""

import numpy as np
import pytest

from onespec.adam.records._response import Assessments
from onespec.engine.columns import number, text
from onespec.engine.contract import Selection
from onespec.engine.frames import Frame

FIRST_DOSE = 1000.0


def make(cls, name, rows, columns, **fields):
    """A selection of ``rows``, one tuple a row: subject, then ``columns``."""
    cells = list(zip(*rows, strict=True)) if rows else [()] * (len(columns) + 1)
    kind = lambda n, c: text if n == "SUBJECT" or any(isinstance(v, str) for v in c) else number  # noqa: E731
    frame = Frame({n: kind(n, c)(c) for n, c in zip(["SUBJECT", *columns], cells, strict=True)})
    return cls(name=name, frame=frame, position=np.arange(len(rows)), **fields)


@pytest.fixture
def select():
    return make


@pytest.fixture
def rows_of():
    """The rows of what was made, some of its columns; None where a number is missing."""
    return lambda made, *columns: [[None if v != v else v for v in row] for row in made.values.only(columns).rows()]


@pytest.fixture
def study():
    """Subjects with their first dose, and their assessments, from one line a subject."""

    def build(**lines):
        subjects = make(Selection, "ADSL", [(s, FIRST_DOSE) for s in lines], ["TRTSDT"])
        rows = [
            (s, FIRST_DOSE + int(part.split()[0]), part.split()[1])
            for s, line in lines.items()
            for part in line.split(",")
            if part.strip()
        ]
        assessments = make(Assessments, "ADRS", rows, ["ADT", "AVALC"], date="ADT", response="AVALC")
        return subjects, assessments

    return build
