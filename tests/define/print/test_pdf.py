"""define.pdf, read back: bookmarks, links, fonts, sizes of type; the same bytes twice."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from functools import cache

import pikepdf
import pytest
from printed import SMALL

from onespec.define.print.pdf import define_pdf, unprintable
from onespec.define.print.setting import Setting, profiles
from onespec.engine.metadata.model import Dataset, Metadata, Variable
from onespec.engine.paper import fonts
from onespec.engine.paper.typeset import FACES

CREATED = datetime(2026, 1, 31)


@cache
def made(language="en", profile=""):
    return define_pdf(SMALL, language, CREATED, profile)


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def bookmarks(content):
    """The outline: each title with those below it."""

    def listed(items):
        return {item.title: listed(item.children) for item in items}

    with opened(content) as pdf, pdf.open_outline() as outline:
        return listed(outline.root)


def test_bookmarks_follow_classes_datasets_and_value_level():
    assert bookmarks(made()) == {
        "Study": {},
        "Standards": {},
        "Analysis results": {"Table 1 Pulse": {"Mean": {}}},
        "Datasets": {
            "SPECIAL PURPOSE": {"DM Demographics": {}},
            "FINDINGS": {"VS Vital Signs": {"Value level: VS.VSORRES": {}}},
        },
        "Codelists": {"Test": {}},
        "Dictionaries": {},
        "Methods": {"Rounding": {}},
        "Comments": {},
        "Documents": {},
        "What these pages do not show": {},
    }


def test_the_chinese_edition_has_the_texts_that_the_file_has_in_chinese():
    found = bookmarks(made("zh"))
    assert found["数据集"]["FINDINGS"] == {"VS 生命体征": {"值级: VS.VSORRES": {}}}
    assert "Table 1 Pulse" in found["分析结果"]  # which the file has in English alone


def test_pages_of_another_pdf_are_opened_by_the_reader_itself():
    with opened(made()) as pdf:
        found = {
            (str(a.A.F.F), str(a.A.F.UF), a.A.D[0] if isinstance(a.A.D, pikepdf.Array) else str(a.A.D))
            for page in pdf.pages
            for a in page.get("/Annots", ())
            if a.get("/A", {}).get("/S") == "/GoToR"
        }
        uris = {str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", ()) if "/URI" in a.get("/A", {})}
    assert found == {("acrf.pdf", "acrf.pdf", where) for where in (0, 2, 11, "Vital")}
    assert uris == {"vs.xpt"}


def test_links_within_lead_to_places_that_there_are():
    with opened(made()) as pdf:
        named = set(pikepdf.NameTree(pdf.Root.Names.Dests).keys())
        pages = {page.objgen for page in pdf.pages}
        led = [a.Dest for page in pdf.pages for a in page.get("/Annots", ()) if "/Dest" in a]
        names = {str(each) for each in led if isinstance(each, pikepdf.String)}
        assert {each[0].objgen for each in led if isinstance(each, pikepdf.Array)} <= pages
    assert {"dataset-0", "dataset-1", "dataset-1-1-values", "codelist-0", "method-0", "datasets"} <= names <= named


def test_it_is_declared_pdf_a_and_names_its_maker_and_the_date_that_it_is_given():
    with opened(made()) as pdf, pdf.open_metadata() as said:
        assert said.pdfa_status == "2B"
        assert said["xmp:CreatorTool"] == str(pdf.docinfo.Creator) == "onespec"
        assert str(pdf.docinfo.CreationDate).startswith("D:20260131")


@pytest.mark.parametrize("language", ("en", "zh"))
def test_the_fonts_are_those_of_the_house_and_embedded(language):
    known = {re.sub(r"\W", "", face) for face in FACES}
    found = set()
    with opened(made(language)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
                assert "/FontFile3" in each or "/FontFile2" in each
                found.add(str(each.FontName).split("+")[1].split("-")[0])
    assert found and found <= known
    assert ("NotoSerifSC" in found) == (language == "zh")


def sizes(content):
    """The sizes of type on the pages."""
    out = set()
    with opened(content) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    out.add(float(operands[1]))
    return out


def test_sizes_of_type_are_those_of_the_profile():
    assert min(sizes(made("zh", "nmpa"))) >= 10.5
    assert {8.5, 9, 10} <= sizes(made("zh"))
    nmpa = profiles()["nmpa"]
    assert min(nmpa[key] for key in ("text", "running", "title")) >= 12 and min(nmpa["headings"]) >= 12


def test_every_page_has_a_head_and_a_foot():
    with opened(made()) as pdf:
        contents = [page.Contents.read_bytes() for page in pdf.pages]
    assert len(contents) > 5
    assert all(content.count(b"/Subtype/Header") and content.count(b"/Subtype/Footer") for content in contents)


def test_the_same_bytes_twice():
    assert define_pdf(SMALL, "zh", CREATED, "nmpa") == made("zh", "nmpa")


def test_a_character_without_a_face_stands_by_its_number():
    odd = replace(SMALL, study_description="\U0001f600 \u05d0 µ", study_name="S\u202e1")
    assert unprintable(odd) == "\U0001f600"
    assert unprintable(SMALL) == ""
    assert len(define_pdf(odd, "en", CREATED)) > 1000  # PDF/A holds no glyph that is none: typst would refuse it


def test_without_the_chinese_font_an_english_document_is_made(monkeypatch):
    monkeypatch.setattr(fonts, "chinese_fonts", lambda: ({}, ("gone",)))
    monkeypatch.setattr("onespec.engine.paper.typeset.chinese_fonts", lambda: ({}, ("gone",)))
    said = replace(SMALL, study_description="中 is a letter")
    assert unprintable(said)[0] == "中"
    assert bookmarks(define_pdf(said, "en", CREATED)) == bookmarks(made())


@pytest.mark.parametrize("text", ('#import "x"', "$ a", "*b* _c_ `d` @e <f> \\", "// g /* h", "a" * 500, "", "é\x85"))
def test_what_the_file_says_is_never_markup(text):
    variable = Variable(oid="IT.1", name=text, label={"en": text}, method=text, codelist=text)
    odd = Metadata(study_name=text, datasets=(Dataset(oid="IG.1", name=text, cls=text, variables=(variable,)),))
    assert "Datasets" in bookmarks(define_pdf(odd, "en", CREATED))


def test_a_language_or_profile_that_nobody_has_described_is_refused():
    with pytest.raises(KeyError):
        define_pdf(SMALL, "fr", CREATED)
    with pytest.raises(KeyError):
        define_pdf(SMALL, "en", CREATED, "fda")


def test_a_setting_has_every_word_in_both_languages():
    english, chinese = Setting("en"), Setting("zh")
    assert (english["datasets"], chinese["datasets"]) == ("Datasets", "数据集")
