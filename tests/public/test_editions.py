"""The two editions of the shipped study, cell by cell; the judges of the Chinese one."""

from __future__ import annotations

import pytest
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
