"""Values of Dataset-JSON: of their type, or a finding with row, column and value."""

import json
from decimal import Decimal

import pytest

from onespec.engine.findings import Stopped
from onespec.qc.formats.json_values import NotOfType, number_in
from onespec.qc.formats.open import open_table


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [
        (5, "integer", 5),
        (5.0, "integer", 5),
        ("0.10", "decimal", Decimal("0.1")),
        (True, "boolean", 1),
        (0.5, "float", 0.5),
        ("1960-01-02", "date", 1),
        ("1582-10-15", "date", -137774),
        ("9999-12-31", "date", 2936549),
        ("1960-01-02T00:00", "datetime", 86400),
        ("1959-12-31T23:59:59.5", "datetime", -0.5),
        ("08:30", "time", 30600),
        ("23:59:59.5", "time", 86399.5),
    ],
)
def test_values(value, kind, number):
    assert number_in(value, kind) == number


@pytest.mark.parametrize(
    ("value", "kind", "fault"),
    [
        ("abc", "integer", "is no number"),
        ("1_000", "integer", "is no number"),
        ("NaN", "decimal", "is no number"),
        (True, "integer", "is no number"),
        (1.5, "integer", "is no whole number"),
        ([1], "float", "is no number"),
        ("yes", "boolean", "is neither true nor false"),
        ("2020-02-30", "date", "is no day of the calendar"),
        ("2020-02", "date", "is not written as YYYY-MM-DD"),
        (21975, "date", "is not written as YYYY-MM-DD"),
        ("2020-02-03", "datetime", "is not written as YYYY-MM-DDTHH:MM:SS"),
        ("2020-02-03T25:00", "datetime", "is no time of day"),
        ("24:00", "time", "is no time of day"),
    ],
)
def test_values_of_another_type(value, kind, fault):
    with pytest.raises(NotOfType, match=fault):
        number_in(value, kind)


def write(path, rows, more=(), kind="integer"):
    columns = [{"itemOID": "IT.N", "name": "N", "label": "N", "dataType": kind}]
    content = {"datasetJSONVersion": "1.1.0", "name": "N", "records": len(rows), "columns": columns, "rows": rows}
    path.write_text(json.dumps(content | dict(more)), encoding="utf-8")
    return path


def findings(path):
    with pytest.raises(Stopped) as stopped:
        open_table(path).frame()
    return [(f.rule, f.row, f.column, f.value, f.message) for f in stopped.value.findings]


def test_every_faulty_value_is_told(tmp_path):
    assert findings(write(tmp_path / "a.json", [["abc"], [1], [1.5]])) == [
        ("FILE-VALUE", 1, "N", "abc", "The value 'abc' is no number."),
        ("FILE-VALUE", 3, "N", "1.5", "The value '1.5' is no whole number."),
    ]
    many = findings(write(tmp_path / "a.json", [["abc"]] * 25))
    assert (len(many), many[-1][-1]) == (21, "5 more values are not of the type integer.")


def test_rows_that_are_missing_are_told(tmp_path):
    found = findings(write(tmp_path / "a.json", [[1], [2]], {"records": 3}))
    assert [(rule, message) for rule, *_, message in found] == [
        ("FILE-ROWS", "The file says that it has 3 rows; it has 2.")
    ]


def test_what_json_does_not_know_is_told(tmp_path):
    path = write(tmp_path / "a.json", [[float("nan")]], kind="float")
    assert findings(path)[0][-1] == "The file has NaN as a number, which JSON does not know."


def test_another_version_is_told_by_its_number(tmp_path):
    (tmp_path / "a.json").write_text('{"datasetJSONVersion": "1.0.0", "clinicalData": {}}', encoding="utf-8")
    assert findings(tmp_path / "a.json")[0][-1] == "The file is Dataset-JSON 1.0.0, which is not read."
