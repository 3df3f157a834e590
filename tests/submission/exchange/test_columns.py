"""A variable in the words of Dataset-JSON, by define.xml, the transport file and the values."""

from __future__ import annotations

import pytest

from onespec.engine.metadata.model import Dataset, Variable
from onespec.engine.xpt.header import XptHeader
from onespec.engine.xpt.layout import XptVariable
from onespec.submission.exchange.columns import columns_of, kinds_of_texts, label_of
from onespec.submission.exchange.measured import Measured

CHAR, NUM = ("Char", 12), ("Num", 8)


def column(said: dict | None, kind: tuple[str, int], format_: str = "", **measured) -> tuple[dict, list[str]]:
    header = XptHeader("AE", "Adverse Events", (XptVariable("V", "Label", *kind, format_),), None)
    variables = (Variable(oid="IT.AE.V", name="V", **said),) if said is not None else ()
    (got,), notes = columns_of(header, Dataset(oid="IG.AE", name="AE", variables=variables), Measured(2, **measured))
    assert got.facts().pop("name") == "V"
    return got.facts(), notes


@pytest.mark.parametrize(
    ("said", "kind", "format_", "facts"),
    [
        ({"type": "text", "length": "12"}, CHAR, "", {"dataType": "string", "length": 12}),
        ({"type": "partialDate"}, CHAR, "", {"dataType": "string", "length": 12}),
        ({"type": "date"}, CHAR, "", {"dataType": "date", "length": 12}),
        ({"type": "integer", "length": "3"}, NUM, "", {"dataType": "integer", "length": 3}),
        ({"type": "float", "length": "8"}, NUM, "8.2", {"dataType": "float", "length": 8, "displayFormat": "8.2"}),
        (
            {"type": "integer", "length": "5"},
            NUM,
            "DATE9.",
            {"dataType": "date", "targetDataType": "integer", "displayFormat": "DATE9."},
        ),
        (
            {"type": "integer"},
            NUM,
            "E8601DT.",
            {"dataType": "datetime", "targetDataType": "integer", "displayFormat": "E8601DT."},
        ),
        ({"type": "text", "key": "1"}, CHAR, "", {"dataType": "string", "length": 12, "keySequence": 1}),
        (None, NUM, "", {"dataType": "float"}),
    ],
)
def test_column(said, kind, format_, facts):
    got, notes = column(said, kind, format_)
    assert got == {"itemOID": "IT.AE.V", "name": "V", "label": "Label"} | facts
    assert list(got) == [
        name
        for name in ("itemOID", "name", "label", "dataType", "targetDataType", "length", "displayFormat", "keySequence")
        if name in got
    ]
    assert notes == []


def test_what_the_values_do_not_allow_is_told():
    got, (note,) = column({"type": "integer"}, NUM, broken={"V"})
    assert got["dataType"] == "float" and "AE.V: define.xml says integer; not every value is a whole number" in note
    got, (note,) = column({"type": "float"}, NUM, "DATE9.", broken={"V"})
    assert got["dataType"] == "float" and "targetDataType" not in got and "its format is DATE9." in note
    got, (note,) = column({"type": "date"}, CHAR, partial={"date": {"V"}, "datetime": set(), "time": set()})
    assert got["dataType"] == "string" and "so it is a string" in note
    got, (note,) = column({"type": "float"}, NUM, special={"V": 3})
    assert "special missing values in 3 rows" in note


def test_only_texts_that_define_calls_complete_dates_are_looked_at():
    variables = (XptVariable("A", "", *CHAR), XptVariable("B", "", *CHAR), XptVariable("C", "", *NUM))
    said = tuple(Variable(oid=n, name=n, type=t) for n, t in (("A", "date"), ("B", "text"), ("C", "date")))
    dataset = Dataset(oid="IG.X", name="X", variables=said)
    assert kinds_of_texts(XptHeader("X", "", variables, None), dataset) == {"A": "date"}


@pytest.mark.parametrize(
    ("said", "written", "label"),
    [
        ({}, "Age", "Age"),
        ({"en": "Age", "zh": "年龄"}, "年龄", "年龄"),
        ({"en": "Age", "zh": "年龄（岁）"}, "年龄", "年龄（岁）"),  # the transport file had to shorten it
        (
            {"": "A label longer than a transport file holds"},
            "A label longer",
            "A label longer than a transport file holds",
        ),
    ],
)
def test_label(said, written, label):
    assert label_of(said, written) == label
