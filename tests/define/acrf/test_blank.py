"""Annotations on a blank CRF: beside the words of their fields, over nothing, and told where there is no place."""

import io
from dataclasses import replace
from functools import cache

import pikepdf
import pypdf
import pytest
from acrf_plans import blank_of, plan_of

from onespec.define.acrf.blank import BY_FORM, BY_VISIT, Missing, annotate
from onespec.define.acrf.found import NotBlank, sheets
from onespec.define.acrf.layout import layout
from onespec.define.acrf.pdf import acrf_pdf


@cache
def bare(study: str) -> bytes:
    """The drawn CRF without its annotations: a blank one whose pages are known."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(acrf_pdf(plan_of(study)))) as pdf:
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def boxes(content: bytes) -> list[list[tuple[float, float, float, float, str]]]:
    """Of each page the annotations: left, top, right, bottom from the top, and text."""
    out = []
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        high, own = float(page.mediabox.height), []
        for note in (a.get_object() for a in page.get("/Annots", [])):
            if note["/Subtype"] == "/FreeText":
                left, bottom, right, top = map(float, note["/Rect"])
                own.append((left, high - top, right, high - bottom, note["/Contents"]))
        out.append(own)
    return out


def overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("study", ["other", "readers"])
def test_each_field_is_annotated_on_its_page(study):
    made = annotate(bare(study), plan_of(study))
    assert made.missing == ()
    known = layout(plan_of(study)).places
    assert made.pages == {place: known[place] for place in made.pages} and made.pages.keys() == known.keys()
    assert sum(map(len, boxes(made.content))) == made.annotations


def test_no_box_lies_over_words_or_over_another():
    made = boxes(annotate(bare("other"), plan_of("other")).content)
    for sheet, own in zip(sheets(bare("other")), made, strict=True):
        words = [(w.x, w.y, w.x + w.wide, w.y + w.high) for w in sheet.lines]
        assert not [(a, b) for n, a in enumerate(own) for b in own[n + 1 :] if overlap(a, b)]
        assert not [(a, b) for a in own for b in words if overlap(a, b)]
        assert all(0 <= a[0] and a[2] <= sheet.wide and 0 <= a[1] and a[3] <= sheet.high for a in own)


def test_the_same_bytes_twice_and_it_is_known_as_ours():
    first = annotate(bare("other"), plan_of("other")).content
    assert annotate(bare("other"), plan_of("other")).content == first
    reader = pypdf.PdfReader(io.BytesIO(first))
    assert reader.metadata.creator == "onespec"
    assert BY_FORM in [item.title for item in reader.outline if not isinstance(item, list)]


def test_a_stated_page_counts_and_what_is_not_found_is_told():
    """Page 2 bears no title; the form stands there because somebody says so."""
    blank = blank_of([[(72, 60, "Cover")], [(72, 100, "Patient"), (72, 130, "Gender: ________")]])
    made = annotate(blank, plan_of("other"), {"enrol": (2,)})
    assert made.pages[("enrol", "PATIENT")] == made.pages[("enrol", "GENDER")] == 2
    assert boxes(made.content)[0] == []
    texts = [each[4] for each in boxes(made.content)[1]]
    assert "SEX" in texts and "DM (Demographics)" in texts
    assert Missing("enrol", "CONSENT", "Date of consent", (2,)) in made.missing
    assert [m for m in made.missing if not m.field] and all(m.form != "enrol" for m in made.missing if not m.field)
    told = next(m.text() for m in made.missing if m.field == "CONSENT")
    assert told == "enrol.CONSENT: 'Date of consent' on page 2"


def test_a_page_that_the_crf_does_not_have():
    with pytest.raises(NotBlank, match="Form enrol is said to stand on page 3; the CRF has 1"):
        annotate(blank_of([[(72, 100, "Patient")]]), plan_of("other"), {"enrol": (3,)})


def test_a_page_of_contents_is_no_form():
    plan = plan_of("other")
    titles = [" ".join(f.label.values()) for f in plan.study.forms.values()]
    contents = [(72, 60 + 20 * n, title) for n, title in enumerate(titles)]
    made = annotate(blank_of([contents, [(72, 60, plan.study.forms["enrol"].label["en"]), (72, 100, "Patient")]]), plan)
    assert made.pages == {("enrol", "PATIENT"): 2}


def test_without_room_it_is_told():
    """Words from edge to edge, line upon line: no box fits anywhere near."""
    full = "Patient " + "W" * 60
    blank = blank_of([[(20, 40 + 9 * n, full if n == 30 else "W" * 65) for n in range(85)]])
    made = annotate(blank, plan_of("other"), {"enrol": (1,)})
    assert ("enrol", "PATIENT") not in made.pages
    assert Missing("enrol", "PATIENT", "Patient", (1,)) in made.missing


def test_an_entry_field_is_not_covered_and_nothing_lies_outside_of_what_is_shown():
    """The entry field is right of its words; the page shows 50..300 from the left, 40..200 from the top."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank_of([[(72, 60, "Patient")]]))) as pdf:
        page = pdf.pages[0].obj
        page.CropBox = pikepdf.Array([50, 642, 300, 802])
        entry = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx)
        entry.Rect = pikepdf.Array([110, 765, 290, 785])  # 57..77 from the top
        page.Annots = pikepdf.Array([pdf.make_indirect(entry)])
        pdf.save(out)
    made = annotate(out.getvalue(), plan_of("other"), {"enrol": (1,)})
    (own,) = boxes(made.content)
    assert {"SUBJID", "DM (Demographics)"} <= {each[4] for each in own}
    assert all(50 <= a and 40 <= b and c <= 300 and d <= 200 for a, b, c, d, _ in own)
    assert not [each for each in own if overlap(each, (110, 57, 290, 77))]


def test_a_tree_of_pages_that_cannot_be_mended(monkeypatch):
    def broken(*_):
        raise RuntimeError("/Count is wrong")

    monkeypatch.setattr("onespec.define.acrf.blank.add_free_text", broken)
    with pytest.raises(NotBlank, match="The CRF is damaged: /Count is wrong"):
        annotate(blank_of([[(72, 60, "Patient")]]), plan_of("other"), {"enrol": (1,)})


def test_heads_of_datasets_stand_on_the_page_of_their_form_not_in_the_contents():
    """The drawn CRF begins with its contents, whose titles stand between numbers and headings."""
    own = [[each[4] for each in page] for page in boxes(annotate(bare("other"), plan_of("other")).content)]
    assert own[0] == []
    assert [page[0] for page in own[1:4]] == ["DM (Demographics)", "EX (Exposure)", "AE (Adverse Events)"]


def test_a_tick_box_is_not_covered():
    """A square of 7 points, 115..122 from the left, right of the words."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank_of([[(72, 60, "Patient")]]))) as pdf:
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"115 774 7 7 re S\n")
        pdf.save(out)
    (own,) = boxes(annotate(out.getvalue(), plan_of("other"), {"enrol": (1,)}).content)
    assert "SUBJID" in [each[4] for each in own]
    assert not [each for each in own if overlap(each, (115, 61, 122, 68))]


def test_the_words_of_one_field_are_not_taken_for_a_part_of_another_s():
    """The line of the consent's date begins with `Date`, which another field before it is called."""
    plan = plan_of("other")
    forms = plan.study.forms
    enrol = forms["enrol"]
    fields = enrol.fields | {
        "PATIENT": replace(enrol.fields["PATIENT"], label={"en": "Date"}),
        "CONSENT": replace(enrol.fields["CONSENT"], label={"en": "Date of consent"}),
    }
    changed = replace(plan, study=replace(plan.study, forms=forms | {"enrol": replace(enrol, fields=fields)}))
    made = annotate(blank_of([[(72, 100, "Date of consent"), (72, 140, "Date (patient)")]]), changed, {"enrol": (1,)})
    assert [(n.field, n.line) for n in made.near] == [("PATIENT", "Date (patient)")]
    assert made.pages[("enrol", "CONSENT")] == made.pages[("enrol", "PATIENT")] == 1


def test_bookmarks_by_form_and_by_visit():
    """Those of the CRF stay; a study that does not say visits has none of them."""
    for study, added in (("shipped", [BY_FORM, BY_VISIT]), ("other", [BY_FORM])):
        before = pypdf.PdfReader(io.BytesIO(bare(study))).outline
        after = pypdf.PdfReader(io.BytesIO(annotate(bare(study), plan_of(study)).content)).outline
        old, new = ([item.title for item in each if not isinstance(item, list)] for each in (before, after))
        assert new == [*old, *added]
