"""The page of a small define.xml, read back as a browser would read it."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest
from lxml import html

from onespec.define.html.page import define_html, frame_words
from onespec.engine.paper.templates import file_of

from .said import metadata

HERE = "onespec.define.html"


@pytest.fixture(scope="module")
def page():
    return html.fromstring(define_html(metadata()))


def text(element) -> str:
    return " ".join(element.text_content().split())


def row(page, anchor):
    return [text(cell) for cell in page.get_element_by_id(anchor)]


def test_every_link_within_the_page_leads_somewhere_and_no_anchor_stands_twice(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = {link[1:] for link in page.xpath("//@href") if link.startswith("#")}
    placed = {*page.xpath("//@data-in"), *page.xpath("//@aria-controls"), *page.xpath("//@aria-labelledby")}
    assert links and (links | placed) - set(ids) == set()


def test_a_variable_is_told_in_its_row(page):
    name, label, size, codelist, origin, method = row(page, "v.LB.LBTOXGR")
    assert (name, origin, method) == ("LBTOXGR", "Derived", "GradeComment")
    assert row(page, "v.LB.LBTESTCD")[0] == "LBTESTCD key 2"


def test_value_level_says_when_it_holds_and_on_which_pages_it_is_collected(page):
    name, _, _, _, origin, _ = row(page, "v.LB.LBORRES.1")
    assert (name, origin) == ("LBTESTCD is ALT (Alanine <b>)", "Collected CRF, pages 10, 14, pages 20–22")
    links = page.get_element_by_id("v.LB.LBORRES.1").xpath(".//td[4]//@href")
    assert links == ["acrf.pdf", "acrf.pdf#page=10", "acrf.pdf#page=14", "acrf.pdf#page=20"]


def test_what_leads_nowhere_is_marked(page):
    assert [text(each).split(" ")[0] for each in page.find_class("lost")] == ["WC.GONE", "MT.NONE", "IT.LOST", "IT.NO"]


def test_each_text_stands_once_in_the_file():
    assert define_html(metadata()).count("The highest grade that holds.") == 1


def test_the_text_of_others_is_text():
    said = define_html(metadata())
    assert "Alanine <b>" not in said and "Alanine &lt;b&gt;" in said
    assert html.fromstring(said).xpath("//a[starts-with(@href, 'javascript')]") == []


def test_marks_that_turn_the_order_of_letters_are_shown():
    said = replace(metadata(), study_description="left \u202e right")
    assert "left \\u202e right" in define_html(said)


def test_a_text_in_two_languages_changes_and_one_in_another_language_stays():
    said = replace(metadata(), comments=(replace(metadata().comments[0], said={"en": "A", "zh": "甲", "fr": "Un"}),))
    told = html.fromstring(define_html(said)).get_element_by_id("k.COM.1").find_class("told")[0]
    assert [(each.get("lang"), each.get("class"), each.text) for each in told] == [
        ("en", "x", "A"),
        ("zh", "x", "甲"),
        ("fr", None, "Un"),
    ]


def test_the_frame_speaks_chinese():
    page = html.fromstring(define_html(metadata(), "zh"))
    assert page.get("lang") == "zh"
    assert row(page, "v.LB.LBORRES.1")[0] == "LBTESTCD 为 ALT (Alanine <b>)"


def test_long_codelists_hold_all_their_terms(page):
    listed = page.get_element_by_id("c.CL.TEST")
    assert [len(body) for body in listed.xpath(".//tbody")] == [12, 9]
    assert "MedDRA 27.0" in text(page.get_element_by_id("c.CL.DICT"))


def test_an_analysis_links_its_dataset_and_variables(page):
    shown = page.get_element_by_id("r.RD.1")
    assert "ADLB where LB.LBTESTCD is ALT" in text(shown)
    assert shown.xpath(".//p//@href") == ["#d.ADLB", "#v.LB.LBTESTCD", "#v.ADLB.AVAL"]


def test_what_has_no_place_is_listed(page):
    assert text(page.get_element_by_id("unplaced")).endswith("ItemDef[IT.X]/@vendor:Id712")


def test_the_page_loads_nothing():
    said = define_html(metadata())
    assert "default-src 'none'" in said
    assert html.fromstring(said).xpath("//link | //img | //script[@src] | //iframe") == []


def test_a_file_that_says_nothing_has_a_page():
    assert "Define-XML ?" in text(html.fromstring(define_html(type(metadata())())))


def test_every_word_of_the_frame_is_there_in_both_languages():
    assert all(words.keys() == {"en", "zh"} and all(words.values()) for words in frame_words().values())
    names = ("define.html", "datasets.html", "lists.html", "results.html", "macros.html", "define.js")
    files = "".join(file_of(HERE, name) for name in names)
    used = set(re.findall(r'\bw(?:ord)?\("([a-z_]+)"', files)) | set(re.findall(r"\bwords\.(\w+)\[language\]", files))
    used |= set(re.findall(r'data-(?:w|label|hint)="(\w+)"', files))
    assert used and used - frame_words().keys() == set()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium to try the page with")
@pytest.mark.parametrize(
    ("query", "first"),
    [
        (
            "LBORRES of ALT",
            "Value levelLB.LBORRES LBTESTCD is ALT (Alanine <b>)Collected CRF, pages 10, 14, pages 20–22",
        ),
        ("how is LBTOXGR decided", "VariableLB.LBTOXGR Derived · The highest grade that holds. · As in CTCAE."),
        ("LBTESTCD", "VariableLB.LBTESTCD ALT, T0, T1"),
    ],
)
def test_a_question_is_answered_by_the_first_result(query, first, tmp_path):
    (tmp_path / "define.html").write_text(define_html(metadata()), encoding="utf-8")
    place = f"{(tmp_path / 'define.html').as_uri()}#q={query.replace(' ', '%20')}"
    given = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
        place,
    ]
    shown = subprocess.run(["chromium", *given], capture_output=True, timeout=120, check=True).stdout.decode()
    assert text(html.fromstring(shown).get_element_by_id("result-0")).startswith(first)
