"""Date-times beside dates, and keys without what does not count."""

import json
from datetime import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from compared import cells, compared, frame, write

from onespec.engine.xpt.writer import XptVariable
from onespec.qc.compare import Settings, compare_paths


@pytest.mark.parametrize(
    ("form", "value", "found"),
    [
        ("DATE9.", 21975.0, [("N", "21976", "21976.5")]),
        ("E8601DA10.", 21975.0, [("N", "21976", "21976.5")]),
        ("DATETIME20.", 21975.0 * 86400, [("N", "21976", "1898769600")]),
        ("", 21975.0, [("N", "21975", "1898640000"), ("N", "21976", "1898769600")]),
    ],
)
def test_a_timestamp_beside_a_date_counts_days(tmp_path, form, value, found):
    write(tmp_path / "a.xpt", frame(N=[value, 21976.0]), N=XptVariable("N", "N", "Num", 8, form))
    stamps = pa.array([datetime(2020, 3, 1), datetime(2020, 3, 2, 12)])
    pq.write_table(pa.table({"N": stamps}), tmp_path / "b.parquet")
    (comparison,) = compare_paths(tmp_path / "a.xpt", tmp_path / "b.parquet", Settings())
    assert cells(comparison) == found


def test_as_keys_too(tmp_path):
    rows = pd.DataFrame({"ID": [21975.0, 21976.0], "X": pd.Series(["a", "b"], dtype="str")})
    write(tmp_path / "a.xpt", rows, ID=XptVariable("ID", "ID", "Num", 8, "YYMMDD10."))
    stamps = pa.array([datetime(2020, 3, 2), datetime(2020, 3, 1)])
    pq.write_table(pa.table({"ID": stamps, "X": ["b", "c"]}), tmp_path / "b.parquet")
    (comparison,) = compare_paths(tmp_path / "b.parquet", tmp_path / "a.xpt", Settings(by=("ID",)))
    assert cells(comparison) == [("21975", "X", "c", "a")]


@pytest.mark.parametrize(("ignore", "met"), [("", 1), ("blanks", 2), ("case", 2), ("blanks case", 3)])
@pytest.mark.parametrize("large", [10, 1])
def test_keys_meet_without_what_is_ignored(ignore, met, large):
    base = frame(ID=["a ", "B", "c", "D "], X=["1", "2", "3", "4"])
    compare = frame(ID=["a", "b", "c", "e"], X=["1", "2", "3", "4"])
    found = compared(base, compare, "ID", ignore=frozenset(ignore.split()), large=large)
    assert (found.matched, found.only_base, found.differing_values) == (met, 4 - met, 0)


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ({"dataType": "date", "targetDataType": "integer"}, "2020-03-01"),
        ({"dataType": "integer", "displayFormat": "DATE9."}, 21975),
    ],
)
def test_a_timestamp_beside_a_date_of_json_counts_days(tmp_path, stated, value):
    column = {"itemOID": "IT.N", "name": "N", "label": "N"} | stated
    content = {"datasetJSONVersion": "1.1.0", "name": "N", "records": 1, "columns": [column], "rows": [[value]]}
    (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    pq.write_table(pa.table({"N": pa.array([datetime(2020, 3, 1)])}), tmp_path / "b.parquet")
    (comparison,) = compare_paths(tmp_path / "a.json", tmp_path / "b.parquet", Settings())
    assert (comparison.error, cells(comparison)) == ([], [])
