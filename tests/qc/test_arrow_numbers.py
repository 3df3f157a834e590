"""The type of a column decides what its numbers count."""

from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from compared import cells

from onespec.engine.findings import Stopped
from onespec.qc.compare import Settings, compare_paths
from onespec.qc.formats.arrow_numbers import numbers_of
from onespec.qc.formats.open import open_table

MIDNIGHT = datetime(1960, 1, 2)


@pytest.mark.parametrize(
    ("values", "kind", "numbers"),
    [
        ([date(1960, 1, 2), date(1959, 12, 31)], pa.date32(), [1, -1]),
        ([date(1960, 1, 2), date(1959, 12, 31)], pa.date64(), [1, -1]),
        ([MIDNIGHT, datetime(1959, 12, 31)], pa.timestamp("s"), [86400, -86400]),  # midnights stay seconds
        ([MIDNIGHT, datetime(1960, 1, 1, 0, 0, 0, 500)], pa.timestamp("us"), [86400, 0.0005]),
        ([time(8, 30), time(0, 0, 59)], pa.time32("s"), [30600, 59]),
        ([time(8, 30, 0, 250000), time(0)], pa.time64("us"), [30600.25, 0]),
        ([timedelta(days=-1), timedelta(seconds=1)], pa.duration("ms"), [-86400, 1]),
        ([True, False], pa.bool_(), [1, 0]),
        ([1.5, 2.0], pa.float16(), [1.5, 2]),
        ([3, 4], pa.dictionary(pa.int8(), pa.int64()), [3, 4]),
    ],
)
def test_types(values, kind, numbers):
    column = (
        pa.array(values, kind.value_type).dictionary_encode()
        if pa.types.is_dictionary(kind)
        else pa.array(values, kind)
    )
    assert numbers_of(column).values.tolist() == numbers


def test_wall_clocks_are_compared():
    shanghai = pa.array([datetime(1960, 1, 1, 0, 0)], pa.timestamp("s", "UTC")).cast(pa.timestamp("s", "Asia/Shanghai"))
    assert numbers_of(shanghai).values.tolist() == [8 * 3600]


def test_rows_in_any_order_and_cut_are_the_same(tmp_path):
    rows = pa.table(
        {"ID": ["1", "2", "3"], "ADTM": [datetime(2020, 3, 1), datetime(2020, 3, 2), datetime(2020, 3, 3, 8)]}
    )
    pq.write_table(rows, tmp_path / "a.parquet")
    pq.write_table(rows.take([2, 0, 1]), tmp_path / "b.parquet", row_group_size=1)
    (found,) = compare_paths(tmp_path / "a.parquet", tmp_path / "b.parquet", Settings(by=("ID",), large=1))
    assert (found.differing_values, found.matched) == (0, 3)


def test_nanoseconds_count(tmp_path):
    for name, nanoseconds in (("a", 1_583_000_000_000_000_001), ("b", 1_583_000_000_000_000_003)):
        column = pa.array([nanoseconds, 0], pa.timestamp("ns"))
        pq.write_table(pa.table({"ADTM": column}), tmp_path / f"{name}.parquet")
    (found,) = compare_paths(tmp_path / "a.parquet", tmp_path / "b.parquet", Settings())
    assert cells(found) == [("ADTM", "1898619200.000000001", "1898619200.000000003")]


@pytest.mark.parametrize("column", [pa.array([[1, 2]]), pa.array([{"a": 1}]), pa.array([b"\xff"])])
def test_a_column_that_no_variable_can_be_is_a_finding(tmp_path, column):
    pq.write_table(pa.table({"L": column}), tmp_path / "a.parquet")
    with pytest.raises(Stopped) as stopped:
        open_table(tmp_path / "a.parquet")
    (finding,) = stopped.value.findings
    assert (finding.rule, finding.column) == ("FILE-TYPE", "L")
    assert finding.message.endswith("; a variable is a text, a number, a date or a time.")
