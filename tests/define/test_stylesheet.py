"""The stylesheet, run over a small define.xml by lxml."""

import pytest
from lxml import etree, html

from onespec.define.stylesheet import NAME, stylesheet
from onespec.define.writing import write_define
from onespec.engine.metadata.read import parse_define

from .html.said import metadata


@pytest.fixture(scope="module")
def define() -> bytes:
    return write_define(metadata(), created="2026-01-01T00:00:00")


@pytest.fixture(scope="module")
def shown(define):
    return html.fromstring(bytes(etree.XSLT(etree.fromstring(stylesheet()))(etree.fromstring(define))))


def text(element) -> str:
    return " ".join(element.text_content().split())


def row(shown, anchor):
    return [text(cell) for cell in shown.get_element_by_id(anchor)]


def test_define_xml_names_it(define):
    assert define.splitlines()[1].decode() == f'<?xml-stylesheet type="text/xsl" href="{NAME}"?>'
    assert parse_define(define).study_name == "STUDY 1"


def test_a_variable_has_its_method_and_comment(shown):
    assert row(shown, "IG.LB/IT.GRADE") == [
        "LBTOXGR",
        "",
        "",
        "",
        "",
        "Derived",
        "GradeThe highest grade that holds.Comment: As in CTCAE. · 按 CTCAE。",
    ]


def test_value_level_stands_below_its_variable_in_words(shown):
    places = [each.get("id") for each in shown.xpath("//table[@class='variables'][1]//tr[@id]")]
    at = places.index("IG.LB/IT.LBORRES")
    assert places[at + 1 : at + 3] == ["IG.LB/IT.ORRES.ALT", "IG.LB/IT.ORRES.X"]
    told = row(shown, "IG.LB/IT.ORRES.ALT")
    assert (told[0], told[5]) == ("LBTESTCD is ALT (Alanine <b>)", "CollectedCRF, page 10, 14, page 20–22")
    pages = shown.get_element_by_id("IG.LB/IT.ORRES.ALT").xpath(".//@href")
    assert pages == ["acrf.pdf", "acrf.pdf#page=10", "acrf.pdf#page=14", "acrf.pdf#page=20"]


def test_codelists_and_analyses_are_shown(shown):
    assert "ALT" in text(shown.get_element_by_id("CL.TEST").xpath("following-sibling::table[1]")[0])
    (looked,) = shown.xpath("//h3[@id='RD.1']/following-sibling::ul[1]/li")
    assert text(looked) == "ADLB where LBTESTCD is ALT (Alanine <b>): AVAL, IT.NO ⚠ not in this file"


def test_what_leads_nowhere_is_marked_and_every_link_leads_somewhere(shown):
    assert {text(each).split(" ")[0] for each in shown.find_class("lost")} == {"WC.GONE", "MT.NONE", "IT.LOST", "IT.NO"}
    links = {link[1:] for link in shown.xpath("//@href") if link.startswith("#")}
    assert links and links <= set(shown.xpath("//@id"))


def test_what_could_run_is_no_link(shown):
    assert shown.xpath("//a[starts-with(@href, 'javascript')]") == []
