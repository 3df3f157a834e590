"""The facts of the standards, spot by spot against SDTMIG 3.4 and ADaMIG 1.3."""

from __future__ import annotations

import pytest

from onespec.engine.spec.standards import (
    ADAM_CLASSES,
    dataset_fact,
    dataset_names,
    facts,
    find,
    own_structure,
    tables_of_dictionaries,
)


@pytest.mark.parametrize(
    ("name", "label", "cls"),
    [
        ("DM", "Demographics", "Special-Purpose"),
        ("AE", "Adverse Events", "Events"),
        ("LB", "Laboratory Test Results", "Findings"),
        ("EX", "Exposure", "Interventions"),
        ("TA", "Trial Arms", "Trial Design"),
        ("SUPPAE", "Supplemental Qualifiers for AE", "Relationship"),
    ],
)
def test_a_dataset(name, label, cls):
    fact = dataset_fact(name)
    assert (fact.label, fact.cls) == (label, cls)


def test_a_dataset_that_does_not_exist():
    assert dataset_fact("QX") is None
    assert "DM" in dataset_names() and "QX" not in dataset_names()


@pytest.mark.parametrize(
    ("dataset", "name", "label", "type_", "core"),
    [
        ("DM", "USUBJID", "Unique Subject Identifier", "text", "Req"),
        ("DM", "AGE", "Age", "float", "Exp"),
        ("AE", "AESTDTC", "Start Date/Time of Adverse Event", "datetime", "Exp"),
        ("AE", "AETERM", "Reported Term for the Adverse Event", "text", "Req"),
        ("LB", "LBSTRESN", "Numeric Result/Finding in Standard Units", "float", "Exp"),
        ("TR", "TRLNKID", "Link ID", "text", "Exp"),
        ("SUPPAE", "QNAM", "Qualifier Variable Name", "text", "Req"),
    ],
)
def test_a_variable_of_sdtm(dataset, name, label, type_, core):
    fact = find("sdtm", dataset, dataset_fact(dataset).cls, name)
    assert (fact.label, fact.type, fact.core) == (label, type_, core)


def test_variables_of_the_general_model_follow_those_of_the_guide():
    """AE has no AESTRF in the guide's table; the model allows it to every Events dataset."""
    known = facts("sdtm", "AE", "Events")
    assert known["AESTRF"].order == 10_000 > known["AETERM"].order


@pytest.mark.parametrize(
    ("cls", "name", "label", "type_"),
    [
        ("ADSL", "TRT01P", "Planned Treatment for Period 01", "text"),
        ("ADSL", "TRT12A", "Actual Treatment for Period 12", "text"),
        ("ADSL", "TRTSDT", "Date of First Exposure to Treatment", "sasdate"),
        ("BDS", "AVAL", "Analysis Value", "float"),
        ("TTE", "CNSR", "Censor", "float"),
        ("TTE", "AVAL", "Analysis Value", "float"),
        ("BDS", "ADTM", "Analysis Datetime", "sasdatetime"),
        ("ADAE", "TRTEMFL", "Treatment Emergent Analysis Flag", "text"),
        ("BDS", "USUBJID", "Unique Subject Identifier", "text"),
    ],
)
def test_a_variable_of_adam(cls, name, label, type_):
    fact = find("adam", "", cls, name)
    assert (fact.label, fact.type) == (label, type_)


@pytest.mark.parametrize(
    ("cls", "name"), [("ADSL", "CNSR"), ("ADSL", "TRT1P"), ("ADSL", "TRT001P"), ("BDS", "AVALX"), ("NONE", "AVAL")]
)
def test_a_variable_that_a_class_does_not_have(cls, name):
    assert find("adam", "", cls, name) is None


def test_a_class_lists_its_own_structure_first():
    assert "CNSR" in own_structure("TTE") and "AGE" not in own_structure("TTE")
    assert set(ADAM_CLASSES) == {"ADSL", "BDS", "TTE", "OCCDS", "ADAE"}


def test_the_declared_version_of_a_dictionary_picks_its_table():
    def neutrophils(version):
        rows = tables_of_dictionaries({"CTCAE": version})["standard.ctcae"]
        return [(row["GRADE"], row["LLN"] or row["LIMIT"]) for row in rows if row["TESTCD"] == "NEUT"]

    assert neutrophils("5.0") == [("1", "1"), ("2", "1.5"), ("3", "1"), ("4", "0.5")]
    assert neutrophils("6.0") == [("1", "1.5"), ("2", "1"), ("3", "0.5"), ("4", "0.1")]
    assert tables_of_dictionaries({"CTCAE": "4.03", "OTHER": "1"}) == {}
    assert tables_of_dictionaries({"CTCAE": "../ctcae-5.0"}) == {}
