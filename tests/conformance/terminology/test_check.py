"""The study's codelists against a package: each kind of fault, its line and what to write instead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import OTHER

from onespec.conformance.terminology.check import check_terminology
from onespec.conformance.terminology.package import TerminologyPackage
from onespec.engine.findings import Findings, finding_order
from onespec.engine.plan.make import specification
from onespec.engine.spec.codelists import read_codelists
from onespec.engine.spec.terminology import PublishedCodelist, PublishedTerm
from onespec.engine.spec.yamltext import load_yaml

STUDY = specification(OTHER / "spec", ("onespec.sdtm", "onespec.adam"), Findings()).study


def codelist(code: str, name: str, value: str, extensible: bool, *terms: PublishedTerm) -> PublishedCodelist:
    return PublishedCodelist(code, name, value, extensible, {t.value: t for t in terms})


LISTS = {
    c.code: c
    for c in (
        codelist(
            "C66731", "Sex", "SEX", False, PublishedTerm("F", "C16576", "Female"), PublishedTerm("M", "C20197", "Male")
        ),
        codelist(
            "C71620",
            "Unit",
            "UNIT",
            True,
            PublishedTerm("mg", "C28253", "Milligram"),
            PublishedTerm("mL", "C28254", "Milliliter", ("cm3", "cc")),
            PublishedTerm("g/L", "C42576", "Kilogram per Cubic Meter", ("Gram per Liter",)),
        ),
        codelist(
            "C65047", "Laboratory Test Code", "LBTESTCD", True, PublishedTerm("HGB", "C64848", "Hemoglobin Measurement")
        ),
        codelist(
            "C67154",
            "Laboratory Test Name",
            "LBTEST",
            True,
            PublishedTerm("Hemoglobin", "C64848", "Hemoglobin Measurement"),
        ),
    )
}
PACKAGE = TerminologyPackage("SDTM Terminology.txt", "SDTM", "2025-03-28", LISTS)

SEX = "SEX:\n  name: Sex\n  nci: C66731\n  standard: sdtm\n  terms:\n"
UNIT = "UNIT:\n  name: Unit\n  nci: C71620\n  standard: sdtm\n  extensible: yes\n  terms:\n"
TESTS = "LBTESTCD:\n  name: Laboratory Test Code\n  nci: C65047\n  standard: sdtm\n  extensible: yes\n  terms:\n"


def checked(folder, text: str, package: TerminologyPackage = PACKAGE):
    """The codelists of a text held against a package; no datasets."""
    (folder / "codelists.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    lists = read_codelists(load_yaml(folder / "codelists.yaml", "codelists.yaml", findings), "codelists.yaml", findings)
    assert not findings
    return check_terminology(replace(STUDY, codelists=lists, datasets={}), package)


def texts(done) -> list[str]:
    return [f.text() for f in sorted(done.findings, key=finding_order)]


def test_a_subset_as_published_has_no_findings(tmp_path):
    done = checked(
        tmp_path,
        SEX
        + "    F: {decode: Female, nci: C16576}\n"
        + TESTS
        + "    HGB: {decode: Hemoglobin, nci: C64848}\n"
        + UNIT
        + "    g/L: {decode: gram per liter, nci: C42576}\n    mg: {nci: C28253}\n"
        "VISIT:\n  name: Visit\n  terms:\n    WEEK 1: {}\n",
    )
    assert texts(done) == []
    assert (done.codelists, done.terms, done.own, done.apart) == (3, 4, 1, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            SEX + "    X: {nci: C16576}\n",
            "STOP  CT-TERM  codelists.yaml:6: The code C16576 is 'F' in SEX (C66731), not 'X'. Fix: Write 'F', "
            "or the code of 'X'.",
        ),
        (
            SEX + "    U: {nci: C17998}\n",
            "STOP  CT-TERM  codelists.yaml:6: SEX (C66731) has no 'U', and no term with the code C17998: "
            "retired, or never there. Fix: Use a published term.",
        ),
        (
            UNIT + "    mgs: {nci: C99999}\n",
            "STOP  CT-TERM  codelists.yaml:7: UNIT (C71620) has no 'mgs', and no term with the code C99999: retired, "
            "or never there. "
            "Fix: Did you mean 'mg' (C28253)? Otherwise remove 'nci:' if it is the sponsor's own.",
        ),
        (
            SEX + "    F: {nci: C20197}\n",
            "STOP  CT-CODE  codelists.yaml:6: 'F' of SEX (C66731) has the code C16576, not C20197. Fix: Write "
            "'nci: C16576'.",
        ),
        (
            UNIT + "    mg: {}\n",
            "STOP  CT-CODE  codelists.yaml:7: 'mg' of UNIT (C71620) has the code C28253; none is stated, so "
            "that it would pass for an extension. Fix: Write 'nci: C28253'.",
        ),
        (
            UNIT + "    MG: {nci: C28253}\n",
            "STOP  CT-CASE  codelists.yaml:7: UNIT (C71620) writes 'MG' as 'mg'. Fix: Write 'mg', 'nci: C28253'.",
        ),
        (
            UNIT + "    cc: {}\n",
            "STOP  CT-SYNONYM  codelists.yaml:7: 'cc' is a synonym of 'mL' in UNIT (C71620). Fix: Write 'mL', "
            "'nci: C28254'.",
        ),
        (
            SEX + "    MALE: {}\n",
            "STOP  CT-EXTENSION  codelists.yaml:6: 'MALE' is no term of SEX (C66731), which is not extensible. "
            "Fix: Known: F, M.",
        ),
        (
            UNIT + "    PUFFS: {}\n",
            "NOTE  CT-EXTENSION  codelists.yaml:7: 'PUFFS' is the sponsor's own value of UNIT (C71620).",
        ),
        (
            TESTS + "    HGB: {decode: Haemoglobin, nci: C64848}\n",
            "STOP  CT-DECODE  codelists.yaml:7: 'HGB' is decoded 'Haemoglobin', its paired name in the package is "
            "'Hemoglobin'. "
            "Fix: Write 'decode: Hemoglobin'.",
        ),
        (
            SEX + "    F: {decode: Woman, nci: C16576}\n",
            "NOTE  CT-DECODE  codelists.yaml:6: 'F' is decoded 'Woman', its preferred term is 'Female'. "
            "Fix: Right if both mean the same to a reader of define.xml.",
        ),
        (
            SEX.replace("C66731", "C66732") + "    F: {nci: C16576}\n",
            "STOP  CT-CODELIST  codelists.yaml:1: Codelist SEX: the package has no codelist C66732. Fix: Is it "
            "C66731 'Sex'?",
        ),
        (
            SEX.replace("  nci: C66731\n", "").replace("Sex", "Answers") + "    F: {}\n",
            "STOP  CT-CODELIST  codelists.yaml:1: Codelist SEX names a standard and no NCI code. "
            "Fix: Correct 'nci:', or remove 'standard:' and the codes if the list is the sponsor's own.",
        ),
        (
            SEX.replace("  standard: sdtm\n", "") + "    F: {nci: C16576}\n",
            "STOP  CT-CODELIST  codelists.yaml:1: Codelist SEX has the NCI code C66731 and names no standard. "
            "Fix: Add 'standard: sdtm'.",
        ),
        (
            SEX.replace("name: Sex", "name: Gender") + "    F: {nci: C16576}\n",
            "STOP  CT-NAME  codelists.yaml:1: Codelist SEX is named 'Gender', in the package 'Sex'. "
            "Fix: Write 'name: Sex', or another code.",
        ),
        (
            SEX.replace("standard: sdtm", "standard: sdtm\n  extensible: yes") + "    F: {nci: C16576}\n",
            "STOP  CT-EXTENSIBLE  codelists.yaml:1: Codelist SEX (C66731) is not extensible. Fix: Write "
            "'extensible: no'.",
        ),
    ],
)
def test_a_fault_or_note(tmp_path, text, expected):
    assert texts(checked(tmp_path, text)) == [expected]


def test_subsets_of_one_codelist_have_names_of_their_own(tmp_path):
    done = checked(
        tmp_path,
        UNIT
        + "    mg: {nci: C28253}\n"
        + UNIT.replace("UNIT:", "EXDOSU:").replace("name: Unit", "name: Unit of Dose")
        + "    mg: {nci: C28253}\n",
    )
    assert texts(done) == [
        "NOTE  CT-NAME  codelists.yaml:8: Codelist EXDOSU is named 'Unit of Dose', in the package 'Unit'. "
        "Fix: Right for a subset; its terms are held all the same."
    ]


def test_all_faults_come_in_one_run(tmp_path):
    done = checked(tmp_path, SEX + "    X: {nci: C16576}\n    F: {nci: C1}\n" + UNIT + "    MG: {}\n    PUFFS: {}\n")
    assert [(f.rule, f.line) for f in sorted(done.findings, key=finding_order)] == [
        ("CT-TERM", 6),
        ("CT-CODE", 7),
        ("CT-CASE", 14),
        ("CT-EXTENSION", 15),
    ]
    assert done.extensions == 1


def test_a_codelist_of_another_standard_is_not_held(tmp_path):
    done = checked(tmp_path, SEX.replace("sdtm", "adam") + "    X: {nci: C1}\n")
    assert (texts(done), done.codelists, done.apart) == ([], 0, 1)


def test_another_date_than_declared_is_a_note(tmp_path):
    done = checked(tmp_path, SEX + "    F: {nci: C16576}\n", replace(PACKAGE, date="2025-12-19"))
    assert texts(done) == [
        "NOTE  CT-DATE  SDTM Terminology.txt: Checked against 2025-12-19, declared 2025-03-28. "
        "Fix: Download that date from the archive, or declare this one in study.yaml."
    ]


def test_a_package_of_a_standard_that_the_study_does_not_use_holds_nothing(tmp_path):
    done = checked(tmp_path, SEX + "    X: {nci: C1}\n", replace(PACKAGE, standard="SEND"))
    assert texts(done) == [
        "STOP  CT-STANDARD  SDTM Terminology.txt: The package is of SEND; the study declares SDTM, ADAM. Fix: "
        "Name a package of one of them."
    ]


def test_a_package_that_does_not_name_its_standard_is_told_by_its_codelists(tmp_path):
    done = checked(tmp_path, SEX + "    F: {nci: C16576}\n", replace(PACKAGE, standard="", date=""))
    assert (done.codelists, [f.rule for f in done.findings]) == (1, ["CT-DATE"])
    assert [
        f.rule
        for f in checked(tmp_path, SEX + "    F: {nci: C16576}\n", replace(PACKAGE, standard="", codelists={})).findings
    ] == ["CT-STANDARD"]


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ("SEX", []),
        (
            "NY",
            [
                "STOP  CT-VARIABLE  sdtm/dm.yaml:{line}, SEX: The variable uses codelist NY, the standard names "
                "C66731 'Sex'. Fix: Use a subset of it."
            ],
        ),
        (
            "",
            [
                "NOTE  CT-VARIABLE  sdtm/dm.yaml:{line}, SEX: The standard names codelist C66731 'Sex', and the "
                "variable uses none. Fix: Right where its values are free."
            ],
        ),
    ],
)
def test_a_variable_takes_its_values_from_the_codelist_of_the_standard(used, expected):
    dm = STUDY.datasets["DM"]
    sex = replace(dm.variables["SEX"], codelist=used)
    done = check_terminology(replace(STUDY, datasets={"DM": replace(dm, variables={"SEX": sex})}), PACKAGE)
    assert [f.text() for f in done.findings if f.rule == "CT-VARIABLE"] == [
        line.format(line=sex.line) for line in expected
    ]
