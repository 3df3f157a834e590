"""Labels in the language of an edition: the standard's in Chinese, the study's own, and what a transport file holds."""

from __future__ import annotations

import csv
import json

import pyreadstat
import pytest
from support import ROOT, SHIPPED

import onespec
from onespec.engine.spec.labels import SHORT, Edition, label_in_chinese, laid_over, standard_label, term_in_chinese
from onespec.engine.spec.standards import find

CHINESE, GB = Edition("zh", "utf-8"), Edition("zh", "gb18030")
STUDY, EVENTS = "spec/study.yaml", "spec/sdtm/ae.yaml"
LONG = "与研究治疗之间的因果关系评估"  # 14 characters: 42 bytes in UTF-8, 28 in GB18030


def test_a_label_of_the_standard():
    assert standard_label("Unique Subject Identifier") == {"en": "Unique Subject Identifier", "zh": "受试者唯一标识符"}
    assert label_in_chinese("a label that no standard has") == {}
    assert term_in_chinese("C49488") == "是"


def test_placeholders_are_filled_in_both_languages():
    fact = find("adam", "ADLB", "BDS", "ANL03FL")
    assert fact is not None and fact.labels == {"en": "Analysis Flag 03", "zh": "分析标志 03"}


@pytest.mark.parametrize(
    ("stated", "laid"),
    [
        ({}, {"en": "Sex", "zh": "性别"}),
        ({"en": "Sex"}, {"en": "Sex", "zh": "性别"}),
        ({"zh": "生理性别"}, {"en": "Sex", "zh": "生理性别"}),
        ({"en": "Age"}, {"en": "Age", "zh": "年龄"}),  # another label: by its own words
        ({"en": "Gender"}, {"en": "Gender"}),
    ],
)
def test_what_a_study_says_is_laid_over_the_standard(stated, laid):
    assert laid_over(stated, standard_label("Sex")) == laid


def test_a_label_that_fits_is_written_whole():
    assert CHINESE.label({"en": "Sex", "zh": "性别"}) == ("性别", {"en": "Sex", "zh": "性别"}, "")
    assert GB.label({"en": "Causality", "zh": LONG}).short == ""
    assert Edition().label({"en": "Causality", "zh": LONG}) == ("Causality", {"en": "Causality", "zh": LONG}, "")


def test_a_label_that_does_not_fit_has_a_shorter_form():
    assert CHINESE.label({"zh": LONG}).short == LONG[:13]  # 39 bytes; the 14th character would be cut
    assert CHINESE.label({"zh": LONG, SHORT: "因果关系"}).short == "因果关系"
    assert CHINESE.label({"zh": LONG, SHORT: LONG}).short == LONG[:13]


def test_what_is_not_translated_is_english():
    assert CHINESE.label({"en": "Gender"}) == ("Gender", {"en": "Gender"}, "")


@pytest.mark.parametrize("file", ["sdtmig-3.4-variables.csv", "adamig-1.3-variables.csv", "sdtmig-3.4-datasets.csv"])
def test_every_label_of_the_standards_is_translated_and_fits(file):
    """Templates of names ({Date}, XX Occurrence) are no labels."""
    with (ROOT / "specs" / "standards" / file).open(encoding="utf-8", newline="") as opened:
        labels = {row["LABEL"] for row in csv.DictReader(opened)}
    labels -= {label for label in labels if "{" in label or "..." in label or "XX" in label}
    assert {label for label in labels if "zh" not in label_in_chinese(label)} == set()
    said = [label_in_chinese(label) for label in labels]
    assert {s["zh"] for s in said if not CHINESE.fits(s.get(SHORT, s["zh"]))} == set()


def test_the_shipped_study_is_wholly_in_chinese():
    checked = onespec.open(SHIPPED, edition="zh").check()
    assert [f.message for f in checked.findings if f.rule == "SPEC-TRANSLATION"] == []


def test_labels_of_a_build(other):
    other.replace(STUDY, "language: en", "language: zh")
    other.append(EVENTS, f"supplemental:\n  AELONG: {{label: {{en: Long, zh: {LONG}}}, assigned: A}}\n")
    assert other.build() == 0
    _, meta = pyreadstat.read_xport(other.out / "sdtm/ae.xpt", encoding="UTF-8")
    labels = dict(zip(meta.column_names, meta.column_labels, strict=True))
    assert (meta.file_label, labels["USUBJID"], labels["AETERM"]) == (
        "不良事件",
        "受试者唯一标识符",
        "报告的不良事件名称",
    )
    qualifiers = onespec.open(other.spec, out=other.out)["SUPPAE"]
    assert set(qualifiers[qualifiers["QNAM"] == "AELONG"]["QLABEL"]) == {LONG[:13]}
    with (other.out / "reports/shortened.csv").open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert list(row.values()) == ["AE", "AELONG", "qualifier label", LONG, LONG[:13], "42"]
    define = (other.out / "sdtm/define.xml").read_text(encoding="utf-8")
    assert f'<TranslatedText xml:lang="zh">{LONG}</TranslatedText>' in define
    assert '<TranslatedText xml:lang="en">Reported Term for the Adverse Event</TranslatedText>' in define
    assert json.loads((other.out / "run.json").read_text(encoding="utf-8"))["language"] == "zh"


def test_a_table_of_labels(other):
    (other.spec / "tables").mkdir(exist_ok=True)
    (other.spec / "tables/labels_zh.csv").write_text("TEXT,CHINESE\nVisit 1,访视1\n", encoding="utf-8")
    other.replace(STUDY, "language: en", "language: zh\nlabels: labels_zh")
    checked = onespec.open(other.spec, other.raw, other.out).check()
    lacking = [f for f in checked.findings if f.rule == "SPEC-TRANSLATION"]
    assert lacking and all(f.level == "query" for f in lacking)
    other.replace(STUDY, "labels: labels_zh", "labels: labels_cn")
    assert other.build() == 1
    assert "There is no table labels_cn, which 'labels' names." in [f.message for f in other.findings]


def test_the_studys_own_words_are_asked_for(other):
    """Once a dataset, by their beginning; what the table or the program knows is not asked for."""
    (other.spec / "tables").mkdir(exist_ok=True)
    long = "The first sentence of a comment that goes on and on, until it is long."
    (other.spec / "tables/labels_zh.csv").write_text("TEXT,CHINESE\nnot collected,未收集\n", encoding="utf-8")
    other.replace(STUDY, "language: en", "language: zh\nlabels: labels_zh")
    other.append(EVENTS, f'comment: "{long}"\n')
    checked = onespec.open(other.spec, other.raw, other.out).check()
    said = [f.message for f in checked.findings if f.rule == "SPEC-TRANSLATION" and "AE: not in" in f.message]
    assert said == [
        "AE: not in the language of the edition: 'The first sentence of a comment that goes on and on, until i...', "
        "'the coding house returned preferred terms only'."
    ]


def test_a_label_that_the_encoding_lacks(other):
    other.replace(STUDY, "language: en", "language: zh\nencoding: euc-cn")
    other.append(EVENTS, "supplemental:\n  AEL: {label: {en: Long, zh: 剂量㎎}, assigned: A}\n")
    assert other.build() == 1
    stops = [(f.rule, f.column) for f in other.findings if f.level == "stop"]
    assert stops == [("SPEC-LABEL", "AEL")]
