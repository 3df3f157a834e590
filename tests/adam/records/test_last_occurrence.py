import numpy as np

from onespec.adam.records._choose import Dated
from onespec.adam.records.last_occurrence import last_occurrence
from onespec.engine.contract import Selection


def test_the_latest_record_answers_and_everybody_has_a_row(select, rows_of):
    subjects = select(Selection, "ADSL", [("01",), ("02",), ("03",)], [])
    rows = [("01", 90, 3), ("03", 80, 1), ("01", 42, 4), ("01", 90, 5), ("03", np.nan, 2)]
    made = last_occurrence(subjects, [select(Dated, "ADRS", rows, ["ADT", "SRCSEQ"], date="ADT", carry=["SRCSEQ"])])
    assert rows_of(made, "AVALC", "ADT", "SRCSEQ") == [
        ["Y", 90, 5],  # two records on day 90: the last
        ["N", None, None],
        ["Y", 80, 1],
    ]


def test_the_record_that_decides_is_the_one_that_did(select):
    """Two records of the same day that carry nothing are alike in all that the made record shows."""
    subjects = select(Selection, "ADSL", [("01",), ("02",)], [])
    decision = last_occurrence(
        subjects, [select(Dated, "ADRS", [("01", 90), ("01", 42), ("01", 90)], ["ADT"], date="ADT")]
    ).decision
    assert [(r.text, r.position, r.decides) for r in decision.reasons(0)] == [
        ("Considered: ADT 1960-02-12", 1, False),
        ("Considered: ADT 1960-03-31", 0, False),
        ("Considered: ADT 1960-03-31; it decides", 2, True),
    ]
    assert [(r.text, r.source) for r in decision.reasons(1)] == [("Considered: no record of ADRS", "")]


def test_the_latest_of_several_selections_and_of_the_same_date_the_first_listed(select, rows_of):
    subjects = select(Selection, "ADSL", [("01",), ("02",)], [])
    scans = select(Dated, "ADRS", [("01", 90), ("02", 42)], ["ADT"], date="ADT")
    visits = select(Dated, "SV", [("01", 80), ("02", 42)], ["DT"], date="DT")
    assert rows_of(last_occurrence(subjects, [visits, scans]), "ADT", "SRCDOM") == [[90, "ADRS"], [42, "SV"]]
