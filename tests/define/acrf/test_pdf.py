"""acrf.pdf read back by another library: what a reviewer's program would list."""

import io
from functools import cache

import pikepdf
import pypdf
import pytest
from acrf_plans import plan_of, with_form

from onespec.define.acrf.layout import layout
from onespec.define.acrf.pdf import acrf_pdf, drawn_pdf
from onespec.engine.spec.forms import Field


@cache
def written(study: str) -> bytes:
    return acrf_pdf(plan_of(study))


def notes(page: pypdf.PageObject) -> list[pypdf.generic.DictionaryObject]:
    return [a.get_object() for a in page.get("/Annots", []) if a.get_object()["/Subtype"] == "/FreeText"]


def test_annotations_are_real_ones_and_can_be_extracted():
    page = pypdf.PdfReader(io.BytesIO(written("other"))).pages[1]
    found = [(a["/Subj"], a["/Contents"]) for a in notes(page)]
    assert found[0] == ("Enrolment", "DM (Demographics)")
    assert ("enrol.GENDER", "SEX") in found
    assert {a["/T"] for a in notes(page)} == {"onespec"}
    look = notes(page)[0]["/AP"]["/N"].get_object()
    font = look["/Resources"]["/Font"]["/F"]
    assert font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile3"]  # embedded
    assert b"0 g" in look.get_data() and b" rg" in look.get_data()


def test_texts_are_searched_in_both_languages():
    pages = pypdf.PdfReader(io.BytesIO(written("shipped"))).pages
    text = pages[2].extract_text()
    assert "Date of birth" in text and "出生日期" in text and "BRTHDAT" in text


def test_bookmarks_by_form_occasion_and_visit_links_and_page_labels():
    reader = pypdf.PdfReader(io.BytesIO(written("shipped")))
    tops = [item.title for item in reader.outline if not isinstance(item, list)]
    assert tops == [
        "Contents  目录",
        "By form  按表单",
        "At visits  访视",
        "Once a subject  每名受试者一次",
        "Whenever something happens  随时记录",
        "By visit  按访视",
    ]
    *below, visits = [item for item in reader.outline if isinstance(item, list)]
    begins = {page for _, page in layout(plan_of("shipped")).forms}
    assert {reader.get_destination_page_number(each) + 1 for part in below for each in part} == begins
    titles = [each.title for each in visits if not isinstance(each, list)]
    assert titles[:4] == [
        "SCREENING · 筛选期",
        "CYCLE 1 DAY 1 · 第1周期第1天",
        "CYCLE 2 DAY 1 · 第2周期第1天",
        "WEEK 6 · 第6周",
    ]
    forms = [[form.title.split("  ")[0] for form in part] for part in visits if isinstance(part, list)]
    assert "Informed consent and demography" in forms[0] and "Death" not in forms[0]
    assert forms[3] == [
        "Visit dates",
        "Target lesions",
        "Non-target lesions",
        "New lesions",
        "Response assessment by the investigator (RECIST 1.1)",
    ]
    assert reader.page_labels[:3] == ["1", "2", "3"]
    links = [a.get_object() for a in reader.pages[0]["/Annots"] if a.get_object()["/Subtype"] == "/Link"]
    assert links[0]["/Dest"][0].get_object() == reader.pages[2].get_object()


def test_the_same_bytes_twice_and_no_clock():
    assert acrf_pdf(plan_of("other")) == written("other")
    with pikepdf.open(io.BytesIO(written("other"))) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20210301000000Z"
        assert pdf.pdf_version == "1.7"
        assert pdf.check_pdf_syntax() == []


def test_a_character_without_a_letter_is_told_and_marked():
    plan = with_form(plan_of("other"), Field("ODD", {"en": "Smile \U0001f600"}, "text"))
    content, absent = drawn_pdf(plan)
    assert absent == "\U0001f600"
    assert "〓" in "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_without_the_fonts_english_is_still_made(monkeypatch):
    monkeypatch.setattr("onespec.define.acrf.letters.chinese_fonts", lambda: ({}, ("not there",)))
    content, absent = drawn_pdf(with_form(plan_of("other"), Field("ODD", {"en": r"Back\slash (odd)"}, "text")))
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert r"Back\slash (odd)" in "".join(page.extract_text() for page in reader.pages)
    assert absent == ""
    assert "出" in drawn_pdf(plan_of("shipped"))[1]


@pytest.mark.slow
def test_the_shipped_study_is_the_same_twice():
    assert acrf_pdf(plan_of("shipped")) == written("shipped")
