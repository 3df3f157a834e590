"""Results of second programs lie in files as text and numbers, and go away with what holds them."""

import decimal

import pyarrow as pa
import pytest
from compared import frame

from onespec.qc.results import NoDataset, Results


def written(**columns):
    table = pa.table(columns)
    results = Results()
    results.write("AE", table.schema, table.to_batches(2))
    return results


def test_text_is_never_null_and_a_number_is_the_nearest_double():
    results = written(
        T=pa.array(["x", None, ""]),
        D=pa.array([decimal.Decimal("3.41"), None, decimal.Decimal("42.20")]),
        I=pa.array([1, None, -3]),
        N=pa.array([float("nan"), 1.5, None]),
        Z=pa.nulls(3),
    )
    table = results["AE"]
    assert (table.name, table.rows, [(a.type, a.exact) for a in table.attributes.values()]) == (
        "AE",
        3,
        [("Char", False), ("Num", False), ("Num", False), ("Num", False), ("Char", False)],
    )
    rows = frame(T=["x", "", ""], D=[3.41, None, 42.2], I=[1, None, -3], N=[None, 1.5, None], Z=["", "", ""])
    assert table.frame().equals(rows)


def test_a_result_without_rows():
    assert written(T=pa.array([], pa.string()))["AE"].frame().equals(frame(T=[""])[:0])


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pa.array([True]), "X is bool; make it text or a number."),
        (pa.array([2**53 + 1]), "X has whole numbers that no double holds; make it text."),
    ],
)
def test_what_is_no_dataset(column, said):
    with pytest.raises(NoDataset) as error:
        written(X=column)
    assert str(error.value) == said


def test_files_go_away_with_what_holds_them():
    results = written(T=pa.array(["x"]))
    folder, table = results.folder, results["AE"]
    assert [p.name for p in folder.iterdir()] == ["AE.parquet"]
    del results
    assert table.frame()["T"].tolist() == ["x"]
    del table
    assert not folder.exists()
