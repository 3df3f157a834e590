"""The text of a cell as the study calls it, and what the accounting says of it."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import text
from onespec.engine.findings import Findings
from onespec.engine.frames import Frame
from onespec.engine.notation import plain
from onespec.engine.raw import cells
from onespec.engine.raw.account import REFUSED, USED
from onespec.engine.raw.fields import type_form
from onespec.engine.run.accounting import account
from onespec.engine.spec.crf import read_forms
from onespec.engine.spec.forms import Field, Form


def typed(values: list[str], subjects: dict | None = None, **field):
    columns = {"SUBJ": [f"CN-{i + 1:02}" for i in range(len(values))], "X": values}
    fields = {"SUBJ": Field("SUBJ", {}, "text", **subjects or {}), "X": Field("X", {}, **field)}
    form = Form("f", {}, ("f.csv",), "utf-8", "", ("SUBJ",), ("SUBJ",), fields)
    frame = Frame({name: text(values) for name, values in columns.items()})
    return type_form(form, frame, np.arange(1, len(values) + 1), {}, "en")


def test_the_examples_of_its_functions():
    assert doctest.testmod(cells)[:2] == (0, 2)


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ({"case": "upper"}, "abc", "ABC"),
        ({"case": "lower"}, "ABC", "abc"),
        ({"part": {"separator": "-", "number": "2"}, "prefix": "01-"}, "CN-007", "01-007"),
        ({"part": {"from": "4"}, "suffix": "x"}, "CN-007", "007x"),
        ({"missing": ("NA",), "prefix": "01-"}, " NA ", ""),
        ({"missing": ("NA",)}, "na", "na"),
        ({"prefix": "01-"}, "", ""),
    ],
)
def test_a_text_as_it_is_called(field, written, read):
    assert typed([written], type="text", **field).frame["X"].tolist() == [read]


def test_a_subject_is_what_the_study_calls_it():
    out = typed(["a", "b"], {"part": {"separator": "-", "number": "2"}, "prefix": "07-"}, type="text")
    assert (out.subject.tolist(), out.frame["SUBJ"].tolist()) == (["07-01", "07-02"],) * 2


def test_a_marker_is_counted_as_one():
    out = typed(["-99", "5", ""], type="number", missing=("-99",))
    assert (out.frame["X"].tolist(), out.status["X"].tolist(), list(out.findings)) == (["", "5", ""], [USED, 0, 0], [])
    found = account({"f": out}, {}, {})["f", "X"]
    assert (found.filled, found.used, found.used_by, found.balance) == (2, 1, {"marker of a missing value": 1}, 1)


def test_a_text_without_the_part_is_refused():
    out = typed(["A-1", "A", "NA"], type="text", part={"separator": "-", "number": "2"}, missing=("NA",))
    assert (out.frame["X"].tolist(), out.status["X"].tolist()) == (["1", "", ""], [0, REFUSED, USED])
    assert [(f.rule, f.row) for f in out.findings] == [("RAW-PART", 2)]


@pytest.mark.parametrize("kind", ["number", "result"])
def test_only_the_declared_notation_is_a_number(kind):
    out = typed(["1.200,5", "0,5", "1.5", "7"], type=kind, decimal=",", grouping=".")
    assert out.frame["X"].tolist() == ["1200.5", "0.5", "", "7"]
    assert out.status["X"].tolist() == [0, 0, REFUSED, 0]
    assert [f.row for f in out.findings] == [3]


@given(st.integers(-(10**9), 10**9), st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "'")]))
def test_a_number_is_read_as_it_was_written(hundredths, marks):
    decimal, grouping = marks
    written = f"{hundredths / 100:,.2f}"
    swapped = written.translate(str.maketrans({".": decimal, ",": grouping}))
    assert plain(swapped, decimal, grouping) == f"{hundredths / 100:.2f}"


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("type: text, part: {separator: '-', number: 0}", "SPEC-CONSTANT"),
        ("type: text, part: {separator: '-'}", "SPEC-CONSTANT"),
        ("type: text, decimal: ','", "SPEC-TYPE"),
        ("type: number, decimal: ',', grouping: ','", "SPEC-CONSTANT"),
        ("type: date, format: [DD/MM/YY]", "SPEC-MISSING"),
        ("type: date, format: [DD/MM/YY], century: 1950", ""),
        ("type: date, format: [DD/MM/YY], century: 50", "SPEC-CONSTANT"),
        ("type: text, case: title", "SPEC-CONSTANT"),
        ("type: number, decimal: ';'", "SPEC-CONSTANT"),
        ("type: number, decimal: ',', grouping: '.', missing: [NA]", ""),
    ],
)
def test_what_a_field_may_not_declare(tmp_path, field, rule):
    lines = (
        "forms: {f: {label: F, file: f.csv, encoding: utf-8, subject: X, key: X, missing: n.d., fields: {X: {label: X, "
    )
    (tmp_path / "crf.yaml").write_text(f"{lines}{field}}}}}}}}}\n", encoding="utf-8")
    findings = Findings()
    forms = read_forms(tmp_path, findings)
    assert [f.rule for f in findings] == ([rule] if rule else [])
    assert forms["f"].fields["X"].missing[-1] == "n.d."
