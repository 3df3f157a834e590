"""Rows and cells of a form that changed from one export to the next."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import text
from onespec.engine.frames import Frame
from onespec.engine.raw.fields import type_form
from onespec.engine.raw.form_change import FormChange, file_rows, form_change
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.spec.forms import Field, Form

FIELDS = {
    "S": Field("S", {}, "text"),
    "N": Field("N", {}, "number"),
    "D": Field("D", {}, "date", format=("YYYY-MM-DD", "DDMONYYYY"), time="T"),
    "T": Field("T", {}, "time", format=("HH:MM",)),
    "V": Field("V", {}, "text", translation="E", missing=("ND",)),
    "E": Field("E", {}, "text"),
}
FORM = Form("f", {}, ("f.csv",), "utf-8", "", ("S",), ("S", "N"), FIELDS)


def typed(rows: list[str], form: Form = FORM) -> TypedForm:
    """Rows as ``01 1 2025-08-03 08:00 恶心 Nausea``; a dot is a blank cell."""
    cells = [[("" if c == "." else c.replace("_", " ")) for c in row.split(" ")] for row in rows]
    frame = Frame({name: text([row[at] for row in cells]) for at, name in enumerate(FIELDS)})
    return type_form(form, frame, np.arange(1, len(rows) + 1), {}, "en")


def change(old: list[str], new: list[str]) -> FormChange:
    return form_change(typed(old), typed(new))


FIRST = "01 1 2025-08-03 08:00 恶心 Nausea"


@pytest.mark.parametrize(
    ("now", "cells"),
    [
        (FIRST, []),
        ("01 1 2025-08-04 08:00 恶心 Nausea", [("D", "2025-08-03", "2025-08-04", False)]),
        ("01 1 03AUG2025 08:00 恶心 Nausea", [("D", "2025-08-03", "03AUG2025", True)]),
        ("01 1 2025-08-03_ 08:00 恶心 Nausea", [("D", "2025-08-03", "2025-08-03 ", True)]),
        # the time of day is a cell of its own
        ("01 1 2025-08-03 08:01 恶心 Nausea", [("T", "08:00", "08:01", False)]),
        # a text is what it says, and not its translation
        ("01 1 2025-08-03 08:00 呕吐 Nausea", [("V", "恶心", "呕吐", False)]),
        ("01 1 2025-08-03 08:00 恶心 Vomiting", [("E", "Nausea", "Vomiting", False)]),
        # what cannot be read is not blank; a marker of the unknown is
        ("01 1 2025-02-30 08:00 恶心 Nausea", [("D", "2025-08-03", "2025-02-30", False)]),
        ("01 1 . 08:00 ND Nausea", [("D", "2025-08-03", "", False), ("V", "恶心", "ND", False)]),
        ("01 1.0 2025-08-03 08:00 恶心 Nausea", [("N", "1", "1.0", True)]),  # the same number, and the same key
        ("01 2 2025-08-03 08:00 恶心 Nausea", None),  # another key
    ],
)
def test_cells_of_one_row(now, cells):
    found = change([FIRST], [now])
    if cells is None:
        assert (found.same, len(found.gone), len(found.added)) == (0, 1, 1)
        return
    assert [(c.field, c.old, c.new, c.otherwise) for c in found.cells] == cells
    assert found.changed == any(not otherwise for *_, otherwise in cells)
    assert found.otherwise == (bool(cells) and not found.changed)


def test_a_marker_of_the_unknown_is_a_blank_that_is_written_otherwise():
    found = change(["01 1 . . ND ."], ["01 1 . . . ."])
    assert [(c.field, c.old, c.new, c.otherwise) for c in found.cells] == [("V", "ND", "", True)]


def test_a_row_deleted_in_the_middle_is_one_row_gone():
    rows = [f"01 {n} 2025-08-03 08:00 . ." for n in range(1, 2001)]
    found = change(rows, rows[:1000] + rows[1001:])
    assert [tuple(row) for row in found.gone] == [("f.csv", 1001, "01", "01 / 1001")]
    assert (found.same, found.changed, found.added, found.cells) == (1999, 0, [], [])


def test_of_three_rows_of_one_key_the_one_that_is_deleted_is_gone():
    found = change(["01 1 . . a .", "01 1 . . b .", "01 1 . . c ."], ["01 1 . . a .", "01 1 . . c ."])
    assert [tuple(row) for row in found.gone] == [("f.csv", 2, "01", "01 / 1 #2")]
    assert not found.cells


def test_a_row_without_a_subject_is_found_again():
    found = change([". 1 . . a ."], [". 1 . . b ."])
    assert [(c.new_row.subject, c.new_row.name, c.new) for c in found.cells] == [("", " / 1", "b")]


def test_a_cell_that_two_forms_share_is_told_once():
    old, new = typed(["01 1 . . a x"]), typed(["01 1 . . b y"])
    for form in (old, new):
        form.elsewhere = {"V": np.array([True])}
    assert [cell.field for cell in form_change(old, new).cells] == ["E"]


def test_a_column_that_is_left_aside_is_not_compared():
    assert not form_change(typed(["01 1 . . a x"]), typed(["01 1 . . b x"]), ["V"]).cells


def test_rows_of_a_file():
    one = change(["01 1 . . a .", "01 2 . . a .", "01 3 . . a_ ."], ["01 1 . . b .", "01 3 . . a .", "01 4 . . a ."])
    (rows,) = file_rows([one, one]).values()  # two forms that read the same rows
    assert (rows.added, rows.changed, rows.otherwise, rows.gone) == ({3}, {1}, {2}, {2})


rows = st.lists(
    st.tuples(st.sampled_from(["01", "02", "."]), st.sampled_from("12."), st.sampled_from(["a", "b", "a_", "ND", "."])),
    max_size=10,
)


def naive(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> Counter:
    """What a dictionary by key says; of keys that stand once in either."""
    out: Counter = Counter()
    before, after = ({(s, n): v for s, n, v in each} for each in (old, new))
    said = {"a_": "a", "ND": "."}
    for key in before.keys() | after.keys():
        if key not in after:
            out["gone"] += 1
        elif key not in before:
            out["added"] += 1
        elif said.get(before[key], before[key]) != said.get(after[key], after[key]):
            out["changed"] += 1
        else:
            out["same"] += 1
            out["otherwise"] += before[key] != after[key]
    return +out


@given(rows, rows)
def test_counts_balance_and_agree_with_a_dictionary(old, new):
    found = change(*([f"{s} {n} . . {v} ." for s, n, v in each] for each in (old, new)))
    counts = {"gone": len(found.gone), "added": len(found.added), "changed": found.changed, "same": found.same}
    assert counts["same"] + counts["changed"] + counts["gone"] == found.old == len(old)
    assert counts["same"] + counts["changed"] + counts["added"] == found.new == len(new)
    assert len({(row.file, row.row) for row in found.gone}) == counts["gone"]
    assert len({(c.new_row.row) for c in found.cells}) == found.changed + found.otherwise
    keys = [Counter((s, n) for s, n, _ in each) for each in (old, new)]
    if max([*keys[0].values(), *keys[1].values()], default=1) == 1:
        assert +Counter(counts | {"otherwise": found.otherwise}) == naive(old, new)
