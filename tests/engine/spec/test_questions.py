"""What checks ask, in English and in Chinese."""

from __future__ import annotations

import pytest

from onespec.engine.findings import Findings
from onespec.engine.spec.questions import in_english
from onespec.engine.spec.yamltext import load_yaml


def read(folder, text: str):
    (folder / "checks.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    asked = load_yaml(folder / "checks.yaml", "checks.yaml", findings)
    return in_english(asked, findings), asked, findings


def test_the_english_words_stay_in_the_check(tmp_path):
    text = "checks:\n- must_exist: {from: AE, message: {en: A., zh: 甲。}, fix: B.}\n"
    known, asked, findings = read(tmp_path, text)
    assert (known, findings) == ({"A.": "甲。"}, [])
    assert asked["checks"][0]["must_exist"] == {"from": "AE", "message": "A.", "fix": "B."}


def test_words_of_the_defaults(tmp_path):
    known, asked, _ = read(tmp_path, "defaults:\n  must_exist: {fix: {en: B., zh: 乙。}}\nchecks: []\n")
    assert known == {"B.": "乙。"} and asked["defaults"]["must_exist"]["fix"] == "B."


def test_english_alone_is_english(tmp_path):
    assert read(tmp_path, "checks:\n- must_exist: {message: {en: A.}}\n")[0] == {}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("{zh: 甲。}", "The 'message' has no 'en'."),
        ("{en: A., cn: 甲。}", "'cn' is not an entry of 'message'."),
        ("{en: [A., B.], zh: 甲。}", "'en' must be one text."),
    ],
)
def test_what_is_no_text_in_both_languages(tmp_path, words, message):
    assert [f.message for f in read(tmp_path, f"checks:\n- must_exist: {{message: {words}}}\n")[2]][:1] == [message]


@pytest.mark.parametrize("text", ["", "checks:\n", "checks: x\n", "checks: [a, {b: c}]\n", "defaults: x\n"])
def test_a_file_that_holds_no_words(tmp_path, text):
    assert read(tmp_path, text)[0] == {}
