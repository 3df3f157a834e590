import pytest

from onespec.define.datatypes import DataType, data_type, value_type
from onespec.engine.run.measure import Measure

WHOLE = Measure(length=3, integer=True, numeric=True, count=1)
DECIMAL = Measure(length=5, decimals=2, integer=False, numeric=True, count=1)
WORDS = Measure(length=12, integer=False, numeric=False, count=1)
NOTHING = Measure()


@pytest.mark.parametrize(
    "type_, measure, expected",
    [
        ("text", WORDS, DataType("text", 12)),
        ("text", WHOLE, DataType("text", 3)),
        ("text", NOTHING, DataType("text", 1)),
        ("float", WHOLE, DataType("integer", 3)),
        ("integer", DECIMAL, DataType("float", 5, 2)),
        ("float", NOTHING, DataType("integer", 8)),
        ("sasdate", WHOLE, DataType("integer", 3)),
        ("sasdatetime", DECIMAL, DataType("float", 5, 2)),
        ("durationDatetime", WORDS, DataType("durationDatetime")),
        ("time", WORDS, DataType("time")),
    ],
)
def test_data_type(type_, measure, expected):
    assert data_type(type_, measure) == expected


@pytest.mark.parametrize(
    "shortest, length, expected",
    [
        (10, 10, "date"),
        (4, 10, "partialDate"),
        (19, 19, "datetime"),
        (16, 16, "partialDatetime"),
        (10, 16, "partialDatetime"),
        (4, 7, "partialDate"),
    ],
)
def test_iso_8601_texts_are_as_complete_as_their_values(shortest, length, expected):
    assert data_type("datetime", Measure(length=length, shortest=shortest, count=2)) == DataType(expected)


def test_without_values_a_date_is_what_it_is_declared():
    assert data_type("datetime", NOTHING) == DataType("datetime")


@pytest.mark.parametrize(
    "type_, measure, expected",
    [
        ("text", WHOLE, DataType("integer", 3)),
        ("text", DECIMAL, DataType("float", 5, 2)),
        ("text", WORDS, DataType("text", 12)),
        ("float", DECIMAL, DataType("float", 5, 2)),
    ],
)
def test_value_type(type_, measure, expected):
    assert value_type(type_, measure) == expected


@pytest.mark.parametrize(
    "type_, attributes",
    [
        (DataType("text", 12), {"DataType": "text", "Length": 12, "SignificantDigits": None}),
        (DataType("float", 5, 0), {"DataType": "float", "Length": 5, "SignificantDigits": 0}),
        (DataType("date"), {"DataType": "date", "Length": None, "SignificantDigits": None}),
    ],
)
def test_length_and_digits_stand_where_the_type_has_them(type_, attributes):
    assert type_.attributes == attributes
