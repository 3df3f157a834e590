"""The two editions of the shipped study, cell by cell; the judges of the Chinese one."""

from __future__ import annotations

import json
import re

import pytest
from lxml import etree
from support import ROOT, SHIPPED, SHIPPED_RAW, makes_slow

import onespec


@pytest.fixture(scope="module")
@makes_slow
def editions(tmp_path_factory):
    """Both editions, built in a folder of their own: the English one, the Chinese one."""
    folder = tmp_path_factory.mktemp("editions")
    both = (
        onespec.open(SHIPPED, SHIPPED_RAW, folder / "en"),
        onespec.open(SHIPPED, SHIPPED_RAW, folder / "zh", edition="zh"),
    )
    for study in both:
        study.build()
    return both


def test_cells_differ_only_where_a_text_is_translated(editions):
    from onespec.editions import compared

    done = compared(*editions)
    assert done.good, done.text()
    assert {(d.dataset, d.variable) for d in done.differing} >= {
        ("AE", "AETERM"),
        ("ADAE", "AEDECOD"),
        ("CM", "CMDECOD"),
    }
    assert {d.variable for d in done.differing if d.dataset == "ADSL"} == {"DTHCAUS"}
    page = (ROOT / "docs" / "chinese-edition.md").read_text(encoding="utf-8")
    assert page.partition("<!-- editions: output -->\n```\n")[2].partition("\n```")[0] == done.text().splitlines()[-1]


def test_second_programs_give_the_same(editions):
    done = editions[1].qc()
    assert done.good and done.report.verdict.startswith("56 datasets: 56 identical")


def test_conformance_explains_everything(editions):
    done = editions[1].validate()
    assert done.validation.unexplained == []


def test_reasons_are_chinese(editions):
    """Those of breaches, and of fields that are not submitted: the reviewer's guide tells both."""
    reasons = {e.reason for e, _ in editions[1].validate().validation.explanations}
    forms = json.loads((editions[1].out / "reports" / "accounting.json").read_text(encoding="utf-8"))["forms"]
    reasons |= {f["not_submitted_because"] for form in forms for f in form["fields"]} - {""}
    assert len(reasons) > 40 and [r for r in reasons if not HAN.search(r)] == []


def test_labels_are_chinese(editions):
    labels = editions[1]["ADAE"].attrs["labels"]
    assert (labels["AEDECOD"], labels["TRTEMFL"], labels["CQ01NAM"]) == (
        "词典编码术语",
        "治疗期出现分析标志",
        "自定义查询 01 名称",
    )
    assert all(not text.isascii() for text in labels.values())


@pytest.mark.parametrize("standard", ["sdtm", "adam"])
def test_define_xml_describes_the_data(editions, standard):
    folder = editions[1].out / standard
    checked = onespec.check_define(folder / "define.xml", folder)
    errors = [found for found in checked.facts()["findings"] if found["severity"] == "error"]
    assert {found["rule"] for found in errors} <= {"DX1101"}  # the annotated CRF, which is put beside it later


HAN = re.compile("[\u4e00-\u9fff]")
STRUCTURE = "{http://www.cdisc.org/ns/def/v2.1}Structure"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def told(study, standard):
    """What define.xml says of methods, comments and results: kind and OID, or the text of results, by language."""
    root = etree.parse(study.out / standard / "define.xml").getroot()
    for kind in ("MethodDef", "CommentDef", "Documentation"):
        for element in root.iter(f"{{*}}{kind}"):
            texts = {e.get(LANGUAGE): e.text for e in element.iter("{*}TranslatedText")}
            yield kind, element.get("OID") or texts["en"], texts


@pytest.mark.parametrize("standard", ["sdtm", "adam"])
def test_define_says_methods_and_comments_in_chinese_with_the_english_beside_it(editions, standard):
    english, chinese = (list(told(study, standard)) for study in editions)
    assert {tuple(texts) for _, _, texts in english} == {("en",)}
    assert {tuple(texts) for _, _, texts in chinese} == {("zh", "en")}
    for _, oid, texts in chinese:  # what stands in quotes is a value of the data
        said, beside = (re.sub('"[^"]*"', "", texts[language]) for language in ("zh", "en"))
        assert HAN.search(said) or not re.search("[a-z]{4,} [a-z]{2,}", beside), oid
        assert not re.search("[a-z]{2,} [a-z]{2,} [a-z]{2,}", said), oid


def test_structures_are_chinese(editions):
    for standard in ("sdtm", "adam"):
        root = etree.parse(editions[1].out / standard / "define.xml").getroot()
        structures = [
            group.get("{http://www.cdisc.org/ns/def/v2.1}Structure") for group in root.iter("{*}ItemGroupDef")
        ]
        assert [s for s in structures if s.isascii()] == []
        assert "每个受试者一条记录" in structures


def test_a_method_in_chinese(editions):
    texts = {oid: texts["zh"] for _, oid, texts in told(editions[1], "sdtm")}
    assert texts["MT.DM.DTHFL"] == 'DTHDTC不为空时为"Y"；否则为空。'
    assert texts["MT.DM.ARMCD"] == 'CRF字段"入组日期"（第5页）不为空时为"CAPEOX-BEV"；否则为空。'
