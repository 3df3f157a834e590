"""Blocks of a file hold the same rows as its frames; columns are unequal where their values are."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from compared import frame, write
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.findings import Stopped
from onespec.engine.xpt.ibm import special_missing, to_ibm
from onespec.engine.xpt.writer import XptVariable, write_xpt
from onespec.qc.cells import NotInStep, Numbers, Strings, cells_of, strings_of
from onespec.qc.compare import Settings, compare_paths
from onespec.qc.formats.open import open_table
from onespec.qc.formats.xpt_blocks import RawCells

ROWS = frame(ID=["1", "2", "3", "4"], T=["", "a", "Fieber", "a"], N=[1, -0.5, None, 0])


def rows_of(table, size=3):
    """The rows of all blocks as one frame."""
    assert table.blocks is not None
    blocks = list(table.blocks(size))
    return pd.concat(
        [pd.DataFrame({n: b[n].plain().series() for n in table.attributes}) for b in blocks], ignore_index=True
    )


def transport(path, rows, **more):
    write_xpt(
        path,
        "AE",
        "",
        [more.get(n) or XptVariable(n, "", "Num" if rows[n].dtype.kind == "f" else "Char", 8) for n in rows],
        [rows],
        created=datetime(2027, 12, 1),
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        ROWS[:0],
        ROWS.assign(T=["µg", "", "ä", "b"]).astype({"T": "str"}),
        ROWS.assign(N=[special_missing("A"), special_missing("_"), np.nan, 1e70]),
    ],
)
def test_blocks_of_a_transport_file(tmp_path, rows):
    table = open_table(transport(tmp_path / "ae.xpt", rows))
    pd.testing.assert_frame_equal(rows_of(table), table.frame())
    left, right = (t["N"].to_numpy().view(np.int64).tolist() for t in (rows_of(table), table.frame()))
    assert left == right  # special missing values too


def test_numbers_of_fewer_bytes():
    values = np.array([0, 3, np.nan, -4096, special_missing("C")])
    data = to_ibm(values).astype(">u8").view(np.uint8).reshape(-1, 8)[:, :3]
    cells = RawCells(XptVariable("N", "", "Num", 3), data)
    cells.check()
    assert cells.plain().values.view(np.int64).tolist() == values.view(np.int64).tolist()
    with pytest.raises(NotInStep):
        RawCells(XptVariable("N", "", "Num", 3), np.array([[1, 0, 0]], np.uint8)).check()


def test_what_is_damaged_is_told_as_ever(tmp_path):
    path = write(tmp_path / "ae.xpt", ROWS)
    content = path.read_bytes()
    start = len(content) - 240
    for spoiled in (content[:-80], content + content[:80], content[:start] + b"\xff" + content[start + 1 :]):
        path.write_bytes(spoiled)
        table = open_table(path)
        with pytest.raises(Stopped) as caught:
            table.frame()
        with pytest.raises(NotInStep):
            rows_of(table)
        (c,) = compare_paths(path, path, Settings(by=("ID",)))
        assert c.error == list(caught.value.findings.stops)


def test_blocks_of_a_parquet_file(tmp_path):
    texts = ["", None, "b", "b", "c"]
    columns = {
        "T": pa.array(texts),
        "LARGE": pa.array(texts, pa.large_string()),
        "CODED": pa.array(texts).dictionary_encode(),
        "N": pa.array([1.5, None, np.nan, 0.0, -0.0]),
        "WHOLE": pa.array([1, None, 3, 4, 5]),
        "FLAG": pa.array([True, None, False, True, True]),
        "DAY": pa.array([date(1960, 1, 2), None, date(2025, 1, 1), None, None]),
    }
    for name in columns:
        pq.write_table(pa.table({"T": columns["T"], name: columns[name]}), tmp_path / "ae.parquet", row_group_size=2)
        table = open_table(tmp_path / "ae.parquet")
        pd.testing.assert_frame_equal(rows_of(table), table.frame())


def test_texts_stay_codes_where_the_file_has_codes(tmp_path):
    rows = pa.table({"FEW": ["a", "b"] * 500, "MANY": [str(i) for i in range(1000)]})
    pq.write_table(rows, tmp_path / "ae.parquet")
    (block,) = open_table(tmp_path / "ae.parquet").blocks(1000)
    assert (block["FEW"].is_coded, block["MANY"].is_coded) == (True, False)


# Columns ------------------------------------------------------------------------------------

TEXTS = st.lists(st.tuples(st.sampled_from(["", "a", "b", "µ"]), st.sampled_from(["", "a", "c"])), max_size=8)


@given(TEXTS, st.booleans(), st.booleans())
def test_texts_are_unequal_where_they_differ(pairs, coded_left, coded_right):
    sides = []
    for side, coded in ((0, coded_left), (1, coded_right)):
        texts = pa.array([pair[side] for pair in pairs], pa.large_string())
        sides.append(strings_of(texts.dictionary_encode() if coded else texts))
    assert sides[0].unequal(sides[1]).tolist() == [i for i, (x, y) in enumerate(pairs) if x != y]


def test_numbers_are_unequal_where_their_bits_differ():
    a, b = special_missing("A"), special_missing("B")
    x, y = Numbers(np.array([1.0, np.nan, a, a, 2.0])), Numbers(np.array([1.0, np.nan, a, b, 3.0]))
    assert x.unequal(y).tolist() == [3, 4]


def test_texts_of_transport_files_of_other_lengths(tmp_path):
    short = open_table(transport(tmp_path / "a.xpt", ROWS))
    long = open_table(
        transport(
            tmp_path / "b.xpt",
            ROWS.assign(T=["", "a", "Fieberhaftes", "b"]).astype({"T": "str"}),
            T=XptVariable("T", "", "Char", 21),
        )
    )
    (left,), (right,) = short.blocks(9), long.blocks(9)
    assert left["T"].unequal(right["T"]).tolist() == right["T"].unequal(left["T"]).tolist() == [2, 3]
    assert left.same(right) == frozenset() and "N" in left.same(left)


def test_a_few_rows_do_not_keep_a_large_dictionary():
    coded = Strings(pa.array([str(i) for i in range(100)], pa.large_string()).dictionary_encode())
    assert not coded.take(np.array([3])).is_coded
    assert cells_of(coded.take(np.array([3])).series()).series().tolist() == ["3"]
