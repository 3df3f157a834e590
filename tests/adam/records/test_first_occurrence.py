import numpy as np
import pytest

from onespec.adam.records._choose import Dated
from onespec.adam.records.first_occurrence import first_occurrence
from onespec.engine.contract import Selection

ANSWERS = ["AVALC", "AVAL", "ADT", "SRCDOM", "SRCVAR"]


def test_the_earliest_record_answers_and_everybody_has_a_row(select, rows_of):
    subjects = select(Selection, "ADSL", [("03",), ("01",), ("02",)], [])
    progressions = select(Dated, "ADRS", [("01", 90), ("03", 80), ("01", 42), ("99", 1)], ["ADT"], date="ADT")
    made = first_occurrence(subjects, [progressions])
    assert list(made.subject) == ["03", "01", "02"]
    assert rows_of(made, *ANSWERS) == [["Y", 1, 80, "ADRS", "ADT"], ["Y", 1, 42, "ADRS", "ADT"], ["N", 0, None, "", ""]]
    assert (made.source, list(made.position)) == ("ADSL", [0, 1, 2])


def test_of_two_records_on_a_day_the_first_hands_on_what_it_carries(select, rows_of):
    subjects = select(Selection, "ADSL", [("01",), ("02",)], [])
    rows = [("01", 42, "D", 7), ("01", 42, "", 8)]
    made = first_occurrence(
        subjects,
        [select(Dated, "ADRS", rows, ["ADT", "IMPUTED", "SRCSEQ"], date="ADT", imputed="IMPUTED", carry=["SRCSEQ"])],
    )
    assert rows_of(made, "ADTF", "SRCSEQ") == [["D", 7], ["", None]]


def test_a_record_without_a_date_is_no_occurrence(select):
    subjects = select(Selection, "ADSL", [("01",)], [])
    made = first_occurrence(subjects, [select(Dated, "ADSL", [("01", np.nan)], ["DTHDT"], date="DTHDT")])
    assert list(made.values["AVALC"]) == ["N"]


def test_nothing_occurred(select):
    subjects = select(Selection, "ADSL", [("01",)], [])
    made = first_occurrence(subjects, [select(Dated, "ADRS", [], ["ADT"], date="ADT")])
    assert list(made.values["AVALC"]) == ["N"]
    assert (
        len(first_occurrence(select(Selection, "ADSL", [], []), [select(Dated, "ADRS", [], ["ADT"], date="ADT")])) == 0
    )


def test_a_subject_with_two_records_to_answer_for_is_refused(select):
    twice = select(Selection, "ADSL", [("01",), ("02",), ("01",)], [])
    with pytest.raises(ValueError, match="more than one record of ADSL"):
        first_occurrence(twice, [select(Dated, "ADRS", [("01", 42)], ["ADT"], date="ADT")])


def test_the_earliest_of_several_selections_and_of_the_same_date_the_first_listed(select, rows_of):
    subjects = select(Selection, "ADSL", [("01",), ("02",), ("03",), ("04",)], [])
    progressions = select(
        Dated, "ADRS", [("01", 90, 5), ("02", 42, 6)], ["ADT", "SRCSEQ"], date="ADT", carry=["SRCSEQ"]
    )
    deaths = select(Dated, "ADSL", [("01", 80), ("02", 42), ("03", 70)], ["DTHDT"], date="DTHDT")
    made = first_occurrence(subjects, [progressions, deaths])
    assert rows_of(made, *ANSWERS, "SRCSEQ") == [
        ["Y", 1, 80, "ADSL", "DTHDT", None],
        ["Y", 1, 42, "ADRS", "ADT", 6],
        ["Y", 1, 70, "ADSL", "DTHDT", None],
        ["N", 0, None, "", "", None],
    ]
    assert [(r.text, r.source, r.decides) for r in made.decision.reasons(0)] == [
        ("Considered: ADT 1960-03-31", "ADRS", False),
        ("Considered: DTHDT 1960-03-21; it decides", "ADSL", True),
    ]
    assert [r.text for r in made.decision.reasons(3)] == ["Considered: no record of ADRS and ADSL"]
