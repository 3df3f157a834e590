"""Numbers that no double holds are compared by all of their digits, in every format and with every other one."""

import json
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from compared import cells, frame, write
from hypothesis import given
from hypothesis import strategies as st

from onespec.qc.compare import Settings, compare_paths
from onespec.qc.exact import doubles_of, exact_values, joined, series_of
from onespec.qc.values import Method

BIG = 2**53  # 9007199254740992, the last whole number before the first that no double holds
ONE_MORE = BIG + 1
WHOLE = pa.int64()


def parquet(path, kind=WHOLE, **columns):
    typed = {n: pa.array(v, pa.string() if isinstance(v[0], str) else kind) for n, v in columns.items()}
    pq.write_table(pa.table(typed), path)
    return path


def dataset_json(path, kind, values):
    column = {"itemOID": "IT.N", "name": "N", "label": "N", "dataType": kind}
    content = {"datasetJSONVersion": "1.1.0", "name": "N", "label": "N", "records": len(values), "columns": [column]}
    path.write_text(json.dumps(content | {"rows": [[v] for v in values]}), encoding="utf-8")
    return path


def differing(base, compare, by="", **settings):
    (found,) = compare_paths(base, compare, Settings(by=tuple(by.split()), **settings))
    assert not found.error
    return cells(found)


@pytest.mark.parametrize("kind", [pa.int64(), pa.uint64(), pa.decimal128(38, 0), pa.decimal128(38, 9)])
def test_whole_numbers_of_parquet(tmp_path, kind):
    base = parquet(tmp_path / "a.parquet", kind, N=[BIG, 77, None])
    compare = parquet(tmp_path / "b.parquet", kind, N=[ONE_MORE, 77, None])
    if kind.equals(pa.decimal128(38, 9)):
        assert differing(base, compare) == [("N", "9007199254740992", "9007199254740993.000000000")]
    else:
        assert differing(base, compare) == [("N", str(BIG), str(ONE_MORE))]
    assert differing(compare, compare) == []


def test_the_difference_is_exact(tmp_path):
    base, compare = parquet(tmp_path / "a.parquet", N=[BIG, 5]), parquet(tmp_path / "b.parquet", N=[BIG + 3, 5])
    (found,) = compare_paths(base, compare, Settings())
    assert (found.cells[0].difference, found.variables[0].largest) == (3.0, 3.0)
    assert differing(base, compare, method=Method("absolute", 2)) != []
    assert differing(base, compare, method=Method("absolute", 3)) == []


@pytest.mark.parametrize("large", [10, 1])  # at once, and through files
def test_as_keys(tmp_path, large):
    base = parquet(tmp_path / "a.parquet", ID=[BIG, ONE_MORE, 1, 2], X=["first", "second", "c", "d"])
    compare = parquet(tmp_path / "b.parquet", ID=[2, ONE_MORE, BIG, 1], X=["d", "first", "second", "c"])
    (found,) = compare_paths(base, compare, Settings(by=("ID",), large=large))
    assert (found.matched, found.only_base, found.base.again) == (4, 0, 0)
    assert cells(found) == [(str(BIG), "X", "first", "second"), (str(ONE_MORE), "X", "second", "first")]


def test_decimals_of_different_scale_are_equal_and_digits_count(tmp_path):
    base = parquet(tmp_path / "a.parquet", pa.decimal128(38, 2), N=[Decimal("0.10"), Decimal("12345678901234567.89")])
    same = parquet(
        tmp_path / "b.parquet", pa.decimal128(38, 20), N=[Decimal("0.1"), Decimal("12345678901234567.8900000000")]
    )
    other = parquet(
        tmp_path / "c.parquet",
        pa.decimal128(38, 20),
        N=[Decimal("0.10000000000000000001"), Decimal("12345678901234567.88")],
    )
    assert differing(base, same) == []
    assert differing(base, other) == [
        ("N", "0.1", "0.10000000000000000001"),
        ("N", "12345678901234567.89", "12345678901234567.88000000000000000000"),
    ]


def test_json_and_csv_and_parquet_have_the_same_numbers(tmp_path):
    given = [BIG, ONE_MORE, 12345678901234567890, -ONE_MORE, 1, None]
    files = [
        parquet(tmp_path / "a.parquet", pa.decimal128(38, 0), N=given),
        dataset_json(tmp_path / "b.json", "integer", given),
        dataset_json(tmp_path / "c.json", "decimal", [None if v is None else f"{v}.0" for v in given]),
    ]
    text = "N\n" + "\n".join("." if v is None else str(v) for v in given) + "\n"
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    for base in files:
        for compare in (*files, tmp_path / "d.csv"):
            assert differing(base, compare) == []
    (tmp_path / "d.csv").write_text(text.replace("34567890\n", "34567891\n"), encoding="utf-8")
    assert differing(files[0], tmp_path / "d.csv") == [("N", "12345678901234567890", "12345678901234567891")]
    assert differing(files[1], dataset_json(tmp_path / "e.json", "integer", [BIG, BIG, *given[2:]])) == [
        ("N", str(ONE_MORE), str(BIG))
    ]


def test_beside_doubles_a_number_may_be_written_with_as_many_digits_as_one_likes(tmp_path):
    """0.1 is 0.1000000000000000055511151231257827... as a double; 2 ** 53 + 1 is none."""
    doubles = write(tmp_path / "ae.xpt", frame(N=[0.1, 0.1, 0.1, BIG, BIG]))
    written = ["0.1", "0.10000000000000001", "0.10000000000000000555", str(BIG), str(ONE_MORE)]
    (tmp_path / "a.csv").write_text("N\n" + "\n".join(written) + "\n", encoding="utf-8")
    decimals = parquet(tmp_path / "a.parquet", pa.decimal128(38, 20), N=[Decimal(w) for w in written])
    only = [("N", str(BIG), str(ONE_MORE))]
    assert differing(doubles, tmp_path / "a.csv") == only
    assert [(n, b, c.split(".")[0]) for n, b, c in differing(doubles, decimals)] == only


@given(st.lists(st.one_of(st.none(), st.integers(-(10**20), 10**20), st.decimals(-1, 1, places=20)), max_size=6))
def test_nothing_is_lost(values):
    given_ = [None if v is None else Decimal(v) for v in values]
    doubles, more = exact_values(given_)
    back = series_of(doubles, more)
    again = doubles_of(back)
    assert (again[1] is None) == (more is None)
    exact = dict(zip(more.at.tolist(), more.values, strict=True)) if more else {}
    for i, value in enumerate(given_):
        held = exact.get(i, doubles[i])
        if value is None:
            assert np.isnan(held)
        elif i in exact:
            assert held == value
        else:
            assert value == (Decimal(held) if float(held).is_integer() else Decimal(repr(float(held))))


def test_rows_that_are_taken_keep_their_digits():
    _, more = exact_values([Decimal(1), Decimal(ONE_MORE), Decimal(2), Decimal(ONE_MORE + 2)])
    assert more is not None
    taken = more.take(np.array([3, 0, 1, 1]))
    assert taken is not None
    assert (taken.at.tolist(), taken.values.tolist()) == ([0, 2, 3], [ONE_MORE + 2, ONE_MORE, ONE_MORE])
    assert more.take(np.array([0, 2])) is None
    part = more.part(2, 4)
    assert part is not None
    both = joined([(2, None), (2, part)])
    assert both is not None
    assert both.at.tolist() == [3]
