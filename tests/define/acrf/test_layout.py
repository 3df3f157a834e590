"""Where everything stands: on the page, beside one another, and each field on one page."""

import pytest
from acrf_plans import STUDIES, plan_of, with_form

from onespec.define.acrf.breaking import width
from onespec.define.acrf.drawn import drawn_forms
from onespec.define.acrf.layout import BOTTOM, HIGH, LEFT, NOTES, RIGHT, TOP, Box, Layout, layout
from onespec.engine.contract import Codelist, Term
from onespec.engine.spec.forms import Field


def codelist(name: str, number: int, word: str = "term") -> Codelist:
    terms = {f"T{n}": Term(f"T{n}", f"{word} {n}", "", (), n) for n in range(number)}
    return Codelist(name, name, "", "sdtm", False, "text", terms)


LONG = {"en": "A label that goes on and on " * 12, "zh": "很长的标签" * 40}
ODD = with_form(
    plan_of("other"),
    Field("LONG", LONG, "text"),
    Field("W" * 200, {}, "text"),
    Field("NONE", {}, "number"),
    Field("MANY", {"zh": "只有中文"}, "code", codelist="MANY"),
    Field("FULL", {"en": "Full"}, "code", codelist="FULL"),
    MANY=codelist("MANY", 200),
    FULL=codelist("FULL", 20, "a text of a choice that takes several lines of its column " * 5),
)
ALL = [*STUDIES, "odd"]


def laid(name: str) -> Layout:
    return layout(ODD if name == "odd" else plan_of(name))


def overlap(one: Box, two: Box) -> bool:
    apart = one.x + one.wide <= two.x or two.x + two.wide <= one.x
    return not apart and not (one.y + one.high <= two.y or two.y + two.high <= one.y)


@pytest.mark.parametrize("study", ALL)
def test_nothing_lies_outside_the_page_or_over_something_else(study):
    for page in laid(study).pages:
        for text in page.texts:
            assert LEFT <= text.x and text.x + width(text.text, text.size) <= RIGHT + 0.01
            assert TOP < text.y <= (BOTTOM if text.y < BOTTOM + 1 else HIGH - 20)
            assert text.size >= 9
        for box in page.boxes:
            assert LEFT <= box.x and box.x + box.wide <= RIGHT + 0.01 and box.y + box.high <= BOTTOM
        boxes = page.boxes
        assert not [(a.text, b.text) for n, a in enumerate(boxes) for b in boxes[:n] if overlap(a, b)]
        beside = [t for t in page.texts if t.x < NOTES and any(b.x == NOTES for b in boxes)]
        ends = [t.x + width(t.text, t.size) for t in beside if 80 < t.y < BOTTOM and not t.heavy and t.size == 9]
        assert all(end <= NOTES for end in ends if end < RIGHT - 60)


@pytest.mark.parametrize("study", ALL)
def test_texts_do_not_overlap(study):
    for page in laid(study).pages:
        spans = sorted((round(t.y, 2), t.x, t.x + width(t.text, t.size), t.text) for t in page.texts)
        for (y, _, end, one), (below, begin, _, two) in zip(spans, spans[1:], strict=False):
            assert y != below or end <= begin + 0.01, (one, two)


@pytest.mark.parametrize("study", ALL)
def test_the_page_of_each_field_has_its_label_and_its_annotations(study):
    plan = ODD if study == "odd" else plan_of(study)
    found = laid(study)
    columns = {(form.name, name) for form in plan.study.forms.values() for name in form.columns}
    assert set(found.places) == columns
    for form, begins in found.forms:
        for row in form.rows:
            (number,) = {found.places[place] for place in row.places}
            assert number >= begins
            texts = "".join(t.text for t in found.pages[number - 1].texts).replace(" ", "")
            assert row.label[0].replace(" ", "")[:20] in texts
    for each in found.annotations:
        texts = [box.text for box in found.pages[found.places[each.form, each.field] - 1].boxes]
        assert not each.variable or each.text in texts


def test_long_lists_stand_once_at_the_end_and_short_ones_on_the_form():
    found = laid("odd")
    assert [form.title for form, _ in found.forms][-1] == ("Lists of choices", "选项列表")
    texts = [text.text for page in found.pages for text in page.texts]
    assert [t for t in texts if t.startswith("T199")] == ["T199 · term 199"]
    assert sum(t.startswith("T19 ") for t in texts) == 2  # of the long list, and of the short one on the form
    assert any("the 200 terms" in t for t in texts)


def test_a_field_higher_than_a_page_goes_on_on_the_next():
    found = laid("odd")
    pages = {n for n, page in enumerate(found.pages, 1) for t in page.texts if "several lines" in t.text}
    assert len(pages) > 1 and min(pages) == found.places["odd", "FULL"]


def test_forms_of_one_file_are_one_page_of_the_case_record_form():
    names = [form.names for form in drawn_forms(plan_of("shipped").study) if len(form.names) > 1]
    assert names == [
        ("oxaliplatin", "oxaliplatin_planned"),
        ("capecitabine", "capecitabine_planned"),
        ("bevacizumab", "bevacizumab_planned"),
    ]
    places = laid("shipped").places
    assert places["oxaliplatin", "OXYN"] == places["oxaliplatin_planned", "OXYN"]


def test_contents_lead_to_each_form_twice_and_to_the_lists():
    found = laid("shipped")
    links = [link.page for page in found.pages for link in page.links]
    begins = [page for form, page in found.forms if form.names]
    assert sorted(links) == sorted([*begins, *begins, found.forms[-1][1]])
    assert len(set(begins)) == len(begins) and begins[0] == 3


def test_a_study_without_chinese_says_nothing_in_chinese():
    texts = [text.text for page in laid("other").pages for text in page.texts]
    assert texts[0] == "Contents" and "date, DD/MM/YYYY" in texts
    assert not [text for text in texts if any(ord(c) > 0x2E80 for c in text)]
