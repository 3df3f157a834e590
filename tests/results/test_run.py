"""Numbers of displays from the written datasets: what they count, and the records that they stand on."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.frames import Frame
from onespec.results.contract import Facts, Group, Source, Words, counted, fixed


def source(**columns) -> Source:
    """Six subjects in two groups; the records of the given columns are theirs, in turn."""
    subjects = np.array([f"S{n}" for n in range(1, 7)], object)
    length = len(next(iter(columns.values())))
    frame = Frame({n: number(v) if isinstance(v[0], float) else text(v) for n, v in columns.items()})
    first = np.array([True, True, True, False, False, False])
    groups = Group("A", Words("Arm A"), first), Group("B", Words("Arm B"), ~first)
    who = np.arange(length) % 6
    adsl = Frame({"USUBJID": text(list(subjects))})
    return Source(
        "DS", frame, np.arange(1, length + 1), who, subjects, adsl, np.arange(11, 17), "ADSL", groups, Facts()
    )


def test_a_column_holds_its_own_subjects_and_their_records():
    whole = source(V=["x", "y", "x", "x", "", "y", "x"])
    a, b = whole.each_group()
    assert (a.text("V").tolist(), b.text("V").tolist()) == (["x", "y", "x", "x"], ["x", "", "y"])
    assert (a.subjects.tolist(), b.subjects.tolist()) == (["S1", "S2", "S3"], ["S4", "S5", "S6"])
    assert a.on(a.text("V") == "x").rows == (1, 3, 7)
    assert a.with_record(a.text("V") == "x").tolist() == [True, False, True]
    assert b.population().rows == (14, 15, 16)
    assert b.population().dataset == "ADSL"


def test_numbers_are_printed_with_halves_away_from_zero():
    assert [fixed(v, 1) for v in (0.25, 0.35, 2.675, -0.04, 1e-9, None, float("nan"))] == [
        "0.3",
        "0.4",
        "2.7",
        "0.0",
        "0.0",
        "-",
        "-",
    ]
    assert counted(1, 8, source(V=["x"]).on()).text == "1 (12.5%)"
    assert counted(0, 8, source(V=["x"]).on()).text == "0"


def test_values_that_are_numbers_stand_in_the_order_of_numbers():
    assert source(V=[10.0, 2.0, 1.5]).levels("V") == ("1.5", "2", "10")
    assert source(V=["b", "10", "2"]).levels("V") == ("10", "2", "b")
