"""CDISC's rules in pointblank: defects that it is known to catch, and what it did not run."""

import pytest
from compared import frame
from packages import model, package
from support import OTHER

from onespec.conformance.package import Package
from onespec.conformance.pointblank import run_pointblank

DM = {
    "STUDYID": ["S", "S"],
    "DOMAIN": ["DM", "DM"],
    "USUBJID": ["S-1", "S-2"],
    "SUBJID": ["1", "2"],
    "RFSTDTC": ["2027-01-01"] * 2,
    "RFENDTC": ["2027-02-01"] * 2,
    "SITEID": ["01"] * 2,
    "AGE": [40, 41],
    "AGEU": ["YEARS"] * 2,
    "SEX": ["M", "F"],
    "RACE": ["WHITE"] * 2,
    "ARMCD": ["A"] * 2,
    "ARM": ["A"] * 2,
    "ACTARMCD": ["A"] * 2,
    "ACTARM": ["A"] * 2,
    "COUNTRY": ["SWE"] * 2,
}
AE = {
    "STUDYID": ["S"] * 3,
    "DOMAIN": ["AE"] * 3,
    "USUBJID": ["S-1", "S-1", "S-2"],
    "AESEQ": [1, 2, 1],
    "AETERM": ["Cough"] * 3,
    "AEDECOD": ["Cough"] * 3,
}


@pytest.fixture(scope="module")
def study():
    return model(OTHER / "spec")


def found(tmp_path, study, dm=DM, ae=AE):
    run = run_pointblank(package(tmp_path, DM=frame(**dm), AE=frame(**ae)), study)
    return [
        (b.rule, b.dataset, b.row, b.variables, b.values, b.subject)
        for b in run.breaches
        if b.dataset in ("DM", "AE") and b.row
    ]


def test_a_package_without_defects(tmp_path, study):
    assert found(tmp_path, study) == []


@pytest.mark.parametrize(
    ("dm", "ae", "breaches"),
    [
        (DM | {"SEX": ["M", "X"]}, AE, [("SDTM-007", "DM", 2, ("SEX",), ("X",), "S-2")]),
        (DM | {"AGE": [-3, 41]}, AE, [("SDTM-195", "DM", 1, ("AGE",), ("-3",), "S-1")]),
        (
            DM,
            AE | {"AESEQ": [1, 1, 1]},
            [("SDTM-147", "AE", 1, ("AESEQ",), ("1",), "S-1"), ("SDTM-147", "AE", 2, ("AESEQ",), ("1",), "S-1")],
        ),
    ],
)
def test_defects_have_rule_row_variable_and_value(tmp_path, study, dm, ae, breaches):
    assert found(tmp_path, study, dm, ae) == breaches


def test_a_dataset_as_a_whole(tmp_path, study):
    """AE has no AESTDTC here."""
    run = run_pointblank(package(tmp_path, DM=frame(**DM), AE=frame(**AE)), study)
    assert [(b.dataset, b.row, b.variables, b.message) for b in run.breaches if b.rule == "SDTM-235"] == [
        ("AE", None, (), "AESTDTC must be present in AE.")
    ]


def test_the_records_that_pointblank_does_not_list_are_told(tmp_path, study):
    """It lists 100 records of a rule."""
    many = {n: [v[0]] * 130 for n, v in AE.items()} | {"AESEQ": list(range(1, 131)), "DOMAIN": ["XX"] * 130}
    run = run_pointblank(package(tmp_path, DM=frame(**DM), AE=frame(**many)), study)
    breaches = [
        b for b in run.breaches if b.rule == "SDTM-177" or b.variables == ("DOMAIN",) or "does not list" in b.message
    ]
    assert [b.row for b in breaches] == [*range(1, 101), None]
    assert (
        breaches[-1].message.endswith("(30 more records, which pointblank does not list)")
        and breaches[-1].dataset == "AE"
    )


def test_what_ran_is_counted_and_the_terminology_named(tmp_path, study):
    run = run_pointblank(package(tmp_path, DM=frame(**DM), AE=frame(**AE)), study)
    assert sum(run.rules.values()) == 362 and run.rules["not applicable"] > 200 and run.rules["failed"] == 0
    assert run.judges == "1.1.1, rules for SDTMIG 3.4, terminology 2024-09-27"
    assert [note.split(";")[0] for note in run.notes] == [
        "pointblank: there is no define.xml beside the datasets",
        f"pointblank: it carries the terminology 2024-09-27, the study declares {study.standards['sdtm'].ct}",
    ]


def test_a_term_that_the_study_declares_is_told_from_a_wrong_one(tmp_path, study):
    """M is a term of the study's SEX with its NCI code, X is none; no such variable, no such dataset."""
    from onespec.conformance.pointblank import _newer

    assert (
        _newer(study, "DM", "SEX", "M")
        == "'M' (C20197) is a term of SEX as the study declares it, 2025-03-28: explain it in conformance.yaml."
    )
    assert _newer(study, "DM", "SEX", "X") == _newer(study, "DM", "NONE", "M") == _newer(study, "NO", "SEX", "M") == ""


def test_nothing_to_run_on(tmp_path, study):
    run = run_pointblank(Package(tmp_path, {}), study)
    assert (run.done, run.judges) == (False, "not run: there are no SDTM datasets")


@pytest.mark.slow
def test_the_shipped_package_breaches_no_rule_of_pointblank(built):
    from support import SHIPPED

    from onespec.conformance.package import read_package

    run = run_pointblank(read_package(built / "sdtm"), model(SHIPPED))
    assert run.rules["failed"] == 0 and run.breaches == []
