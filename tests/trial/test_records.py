"""Records of two builds are found again by their keys, whatever numbers they have."""

from __future__ import annotations

import pytest
from support import OTHER

import onespec
from onespec.trial.records import BuiltSide, DatasetChange, dataset_change, record_keys

from .built_sides import STUDY, side

NAUSEA, RASH, FEVER = 10028813, 10037844, 10037660


def ae(*records: tuple[str, int, int, str]) -> BuiltSide:
    """Adverse events: subject, AESEQ, AEPTCD, AEOUT; with a qualifier of each."""
    subjects, numbers, codes, severe = ([r[at] for r in records] for at in range(4))
    columns = {"USUBJID": subjects, "AESEQ": numbers, "AEPTCD": codes, "AEOUT": severe}
    qualifiers = {
        "USUBJID": subjects,
        "RDOMAIN": ["AE"] * len(records),
        "IDVAR": ["AESEQ"] * len(records),
        "IDVARVAL": [str(n) for n in numbers],
        "QNAM": ["AETRTEM"] * len(records),
        "QVAL": ["Y"] * len(records),
    }
    return side(AE=columns, SUPPAE=qualifiers)


def told(change: DatasetChange) -> tuple[int, int, int, int]:
    return len(change.added), len(change.gone), change.changed, change.numbered


def test_a_record_before_others_moves_their_numbers_and_changes_nothing():
    old = ae(("1", 1, NAUSEA, "A"), ("1", 2, RASH, "A"))
    new = ae(("1", 1, FEVER, "A"), ("1", 2, NAUSEA, "A"), ("1", 3, RASH, "A"))
    assert told(dataset_change("AE", old, new)) == (1, 0, 0, 2)
    change = dataset_change("SUPPAE", old, new)  # refers to the records, whatever their numbers
    assert told(change) == (1, 0, 0, 0)
    assert [(r.subject, r.name) for r in change.added] == [("1", f"AE / AESEQ / {FEVER} / AETRTEM")]


def test_values_that_differ():
    change = dataset_change("AE", ae(("1", 1, NAUSEA, "A")), ae(("1", 1, NAUSEA, "B")))
    assert told(change) == (0, 0, 1, 0)
    assert [tuple(value) for value in change.values] == [("AE", "1", str(NAUSEA), "AEOUT", "A", "B")]
    assert change.variables() == {"AEOUT": 1}


def test_records_of_one_key_are_numbered():
    old = ae(("1", 1, NAUSEA, "A"), ("1", 2, NAUSEA, "B"))
    change = dataset_change("AE", old, ae(("1", 1, NAUSEA, "B")))
    assert told(change) == (0, 1, 0, 1)
    assert [record.name for record in change.gone] == [str(NAUSEA)]


def test_dates_stand_as_a_reader_knows_them_and_a_subject_by_its_number():
    old, new = (side(ADSL={"USUBJID": ["X-01"], "SUBJID": ["01"], "TRTEDT": [day]}) for day in (22000.0, float("nan")))
    (value,) = dataset_change("ADSL", old, new).values
    assert (value.subject, value.old, value.new) == ("01", "2020-03-26", "")


def test_missing_numbers_are_the_same():
    both = side(ADSL={"USUBJID": ["1"], "TRTEDT": [float("nan")]})
    assert not dataset_change("ADSL", both, both).any


def test_a_variable_that_one_of_the_files_holds():
    old, new = side(ADSL={"USUBJID": ["1"]}), side(ADSL={"USUBJID": ["1"], "SEX": ["F"]})
    (value,) = dataset_change("ADSL", old, new).values
    assert (value.variable, value.old, value.new) == ("SEX", "", "F")


def test_a_dataset_that_is_not_built():
    assert told(dataset_change("AE", side(), side())) == (0, 0, 0, 0)
    assert told(dataset_change("AE", side(), ae(("1", 1, NAUSEA, "A")))) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("dataset", "keys"),
    [
        ("AE", ["AEPTCD", "AESTDTC", "AESPID"]),
        ("TS", ["TSPARMCD"]),
        ("ADRS", ["PARAMCD", "ADT", "AVISITN"]),
        ("SUPPAE", ["RDOMAIN", "IDVAR", "IDVARVAL", "QNAM"]),
        ("RELREC", ["RDOMAIN", "IDVAR", "IDVARVAL"]),
        ("DM", []),
    ],
)
def test_keys_without_numbers(dataset, keys):
    assert record_keys(STUDY, STUDY.datasets[dataset]) == keys


def test_each_dataset_of_a_study_can_be_compared_with_itself(other_done):
    study = onespec.open(OTHER / "spec").plan().study
    both = BuiltSide(study, other_done.out)
    for name in study.datasets:
        change = dataset_change(name, both, both)
        assert (change.old, change.any, change.numbered) == (change.new, False, 0)
