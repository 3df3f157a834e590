"""study.yaml and the folder around it: what is wrong, word for word."""

from __future__ import annotations

import pytest

STUDY = "spec/study.yaml"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "created: 2021-03-01T00:00:00",
            "created: March 2021",
            "STOP  SPEC-DATE  study.yaml:5: 'created' is not a date and time: 'March 2021'. "
            "Fix: Write YYYY-MM-DDThh:mm:ss.",
        ),
        (
            "subjects: enrol",
            "subjects: enroll",
            "STOP  SPEC-FORM  study.yaml:7: The register of subjects 'enroll' is not a form of crf.yaml. "
            "Fix: Did you mean 'enrol'?",
        ),
        (
            "subjects: enrol",
            "subjects: events",
            "STOP  SPEC-FORM  study.yaml:7: The register of subjects 'events' may have several rows a subject. "
            "Fix: Write 'key: [PATIENT]' at the form in crf.yaml, or name another form.",
        ),
        (
            "language: en",
            "language: fr",
            "STOP  SPEC-LANGUAGE  study.yaml:6: There is no edition in language 'fr'. Fix: Known: en, zh.",
        ),
        (", ct: 2025-03-28}", "}", "STOP  SPEC-MISSING  study.yaml:9: Standard 'sdtm' has no 'ct'. Fix: Add 'ct:'."),
        (
            'sdtm: {name: SDTMIG, version: "3.4"',
            'sdtm: {name: SDTMIG, version: "3.3"',
            "STOP  SPEC-STANDARD  study.yaml:9: study.yaml declares SDTMIG 3.3, and the program knows SDTMIG 3.4. "
            'Fix: Write {name: SDTMIG, version: "3.4"}: datasets and variables are held against it.',
        ),
        (
            'sdtm: {name: SDTMIG, version: "3.4", ct: 2025-03-28}',
            "sdtm: SDTMIG",
            "STOP  SPEC-TYPE  study.yaml:9: Standard 'sdtm' must be a mapping. "
            "Fix: Write {name: ..., version: ..., ct: ...}.",
        ),
        (
            "study: ASTH-02\nname",
            "name",
            "STOP  SPEC-MISSING  study.yaml:1: study.yaml has no 'study'. Fix: Add 'study:'.",
        ),
        (
            "study: ASTH-02\nname",
            "study: [ASTH-02]\nname",
            "STOP  SPEC-TYPE  study.yaml:1: 'study' must be one text. Fix: Write one value.",
        ),
        (
            "protocol:",
            "protokol:",
            "STOP  SPEC-KEY  study.yaml:4: 'protokol' is not an entry of study.yaml. Fix: Did you mean 'protocol'?",
        ),
        (
            "subjects: enrol",
            "subjects: enrol\ndocuments: {units: {title: Units, href: units.txt, table: armes}}",
            "STOP  SPEC-TABLE  study.yaml:8: There is no table 'armes'. Fix: Did you mean 'arms'?",
        ),
        *(
            (
                "subjects: enrol",
                f"subjects: enrol\ndocuments: {{units: {{title: Units, href: {href}, table: arms}}}}",
                f"STOP  SPEC-NAME  study.yaml:8: The document units cannot be written as '{href}'. Fix: Write a file "
                "name of letters, digits, hyphens and underscores that ends in .txt.",
            )
            for href in ("../units.txt", "a/units.txt", "define.xml", "ae.xpt")
        ),
        (
            "subjects: enrol",
            "subjects: enrol\nlevels: {RAW-DAET: stop}",
            "STOP  SPEC-LEVEL  study.yaml:8: There is no rule 'RAW-DAET'. Fix: Did you mean 'RAW-DATE'?",
        ),
        (
            "subjects: enrol",
            "subjects: enrol\nlevels: {RAW-DATE: halt}",
            "STOP  SPEC-LEVEL  study.yaml:8: 'halt' is no level for RAW-DATE. Fix: Write stop or query.",
        ),
        (
            "subjects: enrol",
            "subjects: enrol\nlevels: RAW-DATE",
            "STOP  SPEC-TYPE  study.yaml:8: 'levels' must be a mapping (name: value). Fix: Write one name a line.",
        ),
        (
            'version: "23.1"',
            'verison: "23.1"',
            "STOP  SPEC-KEY  study.yaml:12: 'verison' is not an entry of a dictionary. Fix: Did you mean 'version'?",
        ),
        (
            "subjects: enrol",
            "subjects: enrol\ndocuments: {acrf: {title: Annotated CRF}}",
            "STOP  SPEC-MISSING  study.yaml:8: Document acrf has no 'href'. Fix: Add 'href:'.",
        ),
        (
            "sponsor_study: ASTH-02",
            "sponsor_study: [ASTH-02]",
            "STOP  SPEC-TYPE  study.yaml:14: 'sponsor_study' must be one text. Fix: Write one value.",
        ),
        (
            "name: ASTH-02\ndesc",
            "name: ASTH-02\nname: ASTH\ndesc",
            "STOP  SPEC-TWICE  study.yaml:3: 'name' stands twice (first on line 2). Fix: Remove one.",
        ),
    ],
)
def test_a_fault_of_study_yaml(other, old, new, line):
    other.replace(STUDY, old, new)
    assert other.faults() == [line]


METHOD = """from onespec.engine.contract import Column, Report
from onespec.engine.registry import method

@method("{value}.", reports=("DOSE-HIGH",))
def held(value: Column, report: Report) -> Column:
    return value
"""
UNUSED = "STOP  SPEC-UNUSED  methods.py: The study's method held is not used. Fix: Use it, or remove it."


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("DOSE-HIGH", [UNUSED]),  # of the study's own operation
        ("ADAM-DATE", [UNUSED]),  # of an operation of the program
        ("KEY-DUPLICATE", [UNUSED]),  # of the engine
        (
            "DOSE-HIHG",
            [UNUSED, "STOP  SPEC-LEVEL  study.yaml:8: There is no rule 'DOSE-HIHG'. Fix: Did you mean 'DOSE-HIGH'?"],
        ),
    ],
)
def test_a_level_is_of_a_rule_that_the_engine_or_an_operation_declares(other, rule, lines):
    other.append("spec/methods.py", METHOD)
    other.replace(STUDY, "subjects: enrol", f"subjects: enrol\nlevels: {{{rule}: stop}}")
    assert other.faults() == lines


def test_a_standard_that_does_not_exist(other):
    other.replace(STUDY, "  adam: {name", "  adma: {name")
    assert other.faults() == [
        "STOP  SPEC-STANDARD  study.yaml:8: The folder adam describes datasets, and study.yaml declares no standard "
        "'adam'. Fix: Add 'adam:' under 'standards:'.",
        "STOP  SPEC-STANDARD  study.yaml:10: There is no standard 'adma'. Fix: Known: sdtm, adam.",
    ]


@pytest.mark.parametrize("file", ["crf.yaml", "codelists.yaml"])
def test_a_file_that_is_missing(other, file):
    (other.spec / file).unlink()
    assert other.faults() == [
        f"STOP  SPEC-FILE  {file}: The file cannot be read: No such file or directory. Fix: Add the file."
    ]


def test_a_folder_without_a_study(other):
    (other.spec / "study.yaml").unlink()
    assert other.faults() == [
        f"STOP  SPEC-STUDY  {other.spec}: There is no study.yaml in {other.spec}. Fix: Name a study's folder."
    ]


def test_one_dataset_described_by_two_files(other):
    (other.spec / "sdtm" / "ae2.yaml").write_text((other.spec / "sdtm" / "ae.yaml").read_text())
    assert other.faults() == ["STOP  SPEC-TWICE  sdtm/ae2.yaml:1: Dataset AE is described twice. Fix: Remove one."]


def test_an_empty_file(other):
    (other.spec / "sdtm" / "zz.yaml").touch()
    assert other.faults() == [
        "STOP  SPEC-MISSING  sdtm/zz.yaml:1: The file is empty. Fix: Describe a dataset, or remove the file."
    ]


def test_a_codelist_that_a_dataset_defines_again(other):
    other.append("spec/sdtm/ae.yaml", "codelists:\n  SEX:\n    terms:\n      M: {}\n")
    assert other.faults() == ["STOP  SPEC-TWICE  sdtm/ae.yaml:31: Codelist SEX is defined twice. Fix: Remove one."]


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("RAW-DATE: query", "RAW-DATE cannot be lowered: it is a query."),
        ("CHECK-AFTER: query", "CHECK-AFTER cannot be lowered: it is a query."),
        ("RAW-UNACCOUNTED: query", "RAW-UNACCOUNTED cannot be lowered: it is about no value that can be left blank."),
        ("SPEC-USE: query", "SPEC-USE cannot be lowered: it is about no value that can be left blank."),
        ("VALUE-LENGTH: stop", "VALUE-LENGTH cannot be raised: it is a stop."),
        ("TEST-UNKNOWN: stop", "TEST-UNKNOWN cannot be raised: it is a stop."),
    ],
)
def test_a_level_without_effect(other, level, said):
    other.append(STUDY, f"levels:\n  {level}\n")
    assert other.faults() == [f"STOP  SPEC-LEVEL  study.yaml:16: {said} Fix: Remove the line."]


@pytest.mark.parametrize(
    "level", ["RAW-DATE: stop", "CHECK-AFTER: stop", "VALUE-REQUIRED: query", "RAW-CODE: query", "TEST-UNKNOWN: query"]
)
def test_a_level_with_effect(other, level):
    other.append(STUDY, f"levels:\n  {level}\n")
    assert other.faults() == []
