import numpy as np

from onespec.adam.records.quotient_of_records import Divisor, Scaled, quotient_of_records
from onespec.engine.contract import Selection


def quotients(select, rows, of, by=None, factor=None):
    made = quotient_of_records(
        select(Selection, "ADEX", rows, ["AVISITN", "AVAL"]),
        Scaled("AVAL", factor),
        select(Divisor, "ADEX", of, ["AVISITN", "AVAL"], value="AVAL", by=by or []),
        by,
        ["AVISITN"],
    )
    columns = made.subject.tolist(), made.values["AVISITN"].tolist(), made.values["AVAL"].tolist()
    return list(zip(*columns, strict=True))


def test_of_the_same_subject_and_occasion(select):
    rows = [("A", 2.0, 75.0), ("A", 3.0, 50.0), ("B", 2.0, 10.0)]
    of = [("A", 3.0, 200.0), ("A", 2.0, 100.0), ("A", 2.0, 1.0), ("C", 2.0, 5.0)]
    assert quotients(select, rows, of, ["AVISITN"], 100.0) == [("A", 2, 75), ("A", 3, 25)]  # of several the first
    assert quotients(select, rows, of) == [("A", 2, 0.375), ("A", 3, 0.25)]


def test_there_is_no_quotient_by_0_or_of_nothing(select):
    rows, of = (
        [("A", 2.0, np.nan), ("B", 2.0, 1.0), ("C", 2.0, 0.0)],
        [("A", 2.0, 1.0), ("B", 2.0, 0.0), ("C", 2.0, 4.0)],
    )
    assert quotients(select, rows, of) == [("C", 2, 0)]
    assert quotients(select, rows, []) == [] == quotients(select, [], of)
