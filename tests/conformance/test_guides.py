"""What the guides say of datasets: the names that a check may use, the variables that are known."""

from __future__ import annotations

import pytest
from checked import dataset, package

from onespec.conformance.data import Data, World
from onespec.conformance.guides import ADAM, SDTM


def facts(name: str, **columns):
    p = package(**{name: columns})
    return Data(World(p, guide=ADAM), p.tables[name]).facts


def test_a_dataset_of_adam_is_called_by_its_name_and_structure():
    for name, columns, called in (
        ("ADSL", {"USUBJID": ["1"]}, {"all", "ADSL"}),
        ("ADVS", {"PARAMCD": ["A"]}, {"all", "ADVS", "BDS"}),
        ("ADTTE", {"PARAMCD": ["A"], "CNSR": [0]}, {"all", "ADTTE", "TTE", "BDS"}),
        ("ADAE", {"AETERM": ["A"]}, {"all", "ADAE", "OCCDS"}),
        ("ADCM", {"CMTRT": ["A"]}, {"all", "ADCM", "OCCDS"}),
    ):
        assert ADAM.called(dataset(name, **columns), None) == called
    assert ADAM.called(None, None) == SDTM.called(None, None) == {"package"}


def test_a_dataset_of_sdtm_is_called_by_its_name_and_class():
    assert SDTM.called(dataset("SUPPAE", QNAM=["A"]), None) == {"all", "SUPPAE", "SUPP--", "Relationship"}
    assert SDTM.called(dataset("AE", AETERM=["A"]), None) == {"all", "AE", "Events"}


def test_names_that_a_check_may_use():
    assert all(SDTM.knows(n) for n in ("all", "package", "SUPP--", "AE", "Events")) and not SDTM.knows("ADSL")
    assert all(ADAM.knows(n) for n in ("all", "package", "BDS", "ADSL", "ADXYZ")) and not ADAM.knows("AE")
    assert "AE" in SDTM.names() and "BDS" in ADAM.names()


def test_placeholders_are_resolved():
    known = facts("ADSL", TRT01P=["A"], AGEGR1=["<65"], SAFFL=["Y"])
    assert known["TRT01P"].label == "Planned Treatment for Period 01" and known["AGEGR1"].label == "Pooled Age Group 1"
    assert "TRTxxP" not in known


def test_a_required_variable_that_is_missing_is_known():
    required = {n for n, f in facts("ADSL", USUBJID=["1"]).items() if f.core == "Req"}
    assert {"STUDYID", "SITEID", "TRTxxP"} <= required
    assert {n for n, f in facts("ADVS", PARAMCD=["A"]).items() if f.core == "Req"} == {
        "STUDYID",
        "USUBJID",
        "PARAM",
        "PARAMCD",
    }


def test_a_variable_of_adsl_is_known_elsewhere_and_need_not_be_there():
    known = facts("ADVS", PARAMCD=["A"], AGE=[50])
    assert (known["AGE"].label, known["AGE"].core) == ("Age", "") and "SEX" not in known


@pytest.mark.parametrize(
    ("name", "columns", "there", "missing"),
    [
        ("ADAE", {"AETERM": ["A"]}, "AESEQ", "CMTRT"),
        ("ADCM", {"CMSEQ": [1]}, "CMTRT", "CMTERM"),
        ("ADXY", {"XYSEQ": [1]}, "USUBJID", "XYTERM"),
    ],
)
def test_what_only_some_domains_have_is_not_required_of_others(name, columns, there, missing):
    required = {n for n, f in facts(name, **columns).items() if f.core == "Req"}
    assert there in required and missing not in required


def test_what_is_copied_from_a_domain_has_its_label():
    assert facts("ADAE", AESTDTC=["2025"])["AESTDTC"].label == "Start Date/Time of Adverse Event"


def test_the_prefix_is_the_domain_after_which_the_dataset_is_named():
    assert [ADAM.prefix(dataset(n, USUBJID=["1"])) for n in ("ADLB", "ADAE", "ADTTE", "ADSL")] == [
        "LB",
        "AE",
        "--",
        "--",
    ]
    assert SDTM.prefix(dataset("LBUR", USUBJID=["1"])) == "LB"
