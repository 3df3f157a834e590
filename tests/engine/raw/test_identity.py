"""What rows are called by their keys."""

from __future__ import annotations

import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.frames import Frame
from onespec.engine.raw.fields import type_form
from onespec.engine.raw.identity import row_names
from onespec.engine.spec.forms import Field, Form

FIELDS = {
    "S": Field("S", {}, "text"),
    "D": Field("D", {}, "date", format=("YYYY-MM-DD", "DDMONYYYY")),
    "V": Field("V", {}, "number"),
}


def names(key: tuple[str, ...], rows: list[tuple[str, str, str]]) -> list[str]:
    form = Form("f", {}, ("f.csv",), "utf-8", "", ("S",), key, FIELDS)
    cells = {name: text([row[at] for row in rows]) for at, name in enumerate(FIELDS)}
    return row_names(type_form(form, Frame(cells), np.arange(1, len(rows) + 1), {}, "en")).tolist()


@pytest.mark.parametrize(
    ("key", "rows", "called"),
    [
        (("S",), [("1", "", ""), ("2", "", "")], ["1", "2"]),
        (("S", "D"), [("1", "2025-08-03", "7"), ("1", "04AUG2025", "")], ["1 / 2025-08-03", "1 / 2025-08-04"]),
        (("S", "D"), [("1", "2025-13-01", ""), ("1", "", "")], ["1 / 2025-13-01", "1 / "]),
        (("S", "D"), [("1", "2025-08-03", ""), ("1", " 03AUG2025", "")], ["1 / 2025-08-03", "1 / 2025-08-03 #2"]),
        (("S", "V"), [("1", "", "1"), ("2", "", "1"), ("1", "", "1")], ["1 / 1", "2 / 1", "1 / 1 #2"]),
        (("S",), [("1", "", ""), ("1", "", ""), ("1", "", "")], ["1", "1 #2", "1 #3"]),
        (("S",), [], []),
    ],
)
def test_names(key, rows, called):
    assert names(key, rows) == called


def test_the_name_does_not_depend_on_the_place():
    rows = [("2", "2025-08-04", ""), ("1", "2025-08-03", "")]
    assert names(("S", "D"), rows) == names(("S", "D"), rows[::-1])[::-1]
