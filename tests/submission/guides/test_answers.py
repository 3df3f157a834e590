"""guides.yaml: what it may hold, and what is said of what it may not."""

from types import SimpleNamespace

import pytest

from onespec.engine.findings import Findings
from onespec.submission.guides.answers import all_shown, read_answers

DATASETS = {"AE": SimpleNamespace(name="AE", standard="sdtm"), "ADSL": SimpleNamespace(name="ADSL", standard="adam")}


def read(folder, text: str):
    (folder / "guides.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    study = SimpleNamespace(folder=folder, datasets=DATASETS)
    return read_answers(study, findings), findings  # pyright: ignore[reportArgumentType]


def test_an_answer_stands_in_its_language(tmp_path):
    answers, findings = read(
        tmp_path, "places:\n  data_issues: {en: ' None. ', zh: 无。}\n  sdtm.AE: {en: Reconciled.}\n"
    )
    assert list(findings) == []
    assert [(name, a.text("en"), a.text("zh")) for name, a in answers.items()] == [
        ("data_issues", "None.", "无。"),
        ("sdtm.AE", "Reconciled.", ""),
    ]


@pytest.mark.parametrize(
    "text, message, fix",
    [
        ("places:\n  data_isues: {en: x}\n", "no place of a guide 'data_isues'.", "Did you mean 'data_issues'?"),
        ("places:\n  sdtm.ADSL: {en: x}\n", "no place of a guide 'sdtm.ADSL'.", "Did you mean 'adam.ADSL'?"),
        ("places:\n  subjects: {en: '', zh: ' '}\n", "Place 'subjects' has no text.", "or remove it."),
        ("places:\n  subjects: {de: x, en: x}\n", "'de' is not an entry of an answer.", ""),
        ("places:\n  subjects: x\n", "must be a mapping.", "Write {en: ..., zh: ...}."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_fix(tmp_path, text, message, fix):
    _, findings = read(tmp_path, text)
    (found,) = findings
    assert message in found.message and fix in found.fix and (found.file, found.line) == ("guides.yaml", 2)


def test_an_answer_that_no_guide_shows_is_told(tmp_path):
    answers, findings = read(tmp_path, "places:\n  not_checked: {en: x}\n  subjects: {en: y}\n")
    all_shown(answers, {"subjects"}, findings)
    assert [(f.rule, f.message, f.line) for f in findings] == [
        ("GUIDES", "No guide shows place 'not_checked': facts fill it, or it does not arise.", 2)
    ]
    assert findings.stops


def test_without_the_file_there_is_no_answer(tmp_path):
    study = SimpleNamespace(folder=tmp_path, datasets=DATASETS)
    assert read_answers(study, Findings()) == {}  # pyright: ignore[reportArgumentType]
