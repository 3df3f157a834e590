"""The words of a blank CRF, and the files that have none."""

import io

import pikepdf
import pytest
from acrf_plans import blank_of

from onespec.define.acrf.found import MOST_PAGES, NotBlank, key_of, sheets


def saved(pdf: pikepdf.Pdf, **how) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def test_lines_stand_where_they_are():
    (sheet,) = sheets(blank_of([[(72, 100, "Adverse event:"), (300, 100, "Date")]]))
    assert (sheet.wide, sheet.high) == (595, 842)
    assert [line.text for line in sheet.lines] == ["Adverse event:", "Date"]
    first = sheet.lines[0]
    assert first.x == pytest.approx(72, abs=1) and first.y == pytest.approx(100, abs=4)
    assert first.key == "adverseevent"


def test_words_are_alike_whatever_stands_around_them():
    assert key_of(" Ｄate of\nBirth: ___") == key_of("DATE OF BIRTH") == "dateofbirth"
    assert key_of("性别：") == "性别"


def test_what_cannot_be_annotated_is_said_in_words():
    one = blank_of([[(72, 100, "Sex")]])
    with pikepdf.open(io.BytesIO(one)) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(owner="o", user="u"))
        protected = saved(pdf, encryption=pikepdf.Encryption(owner="o", user=""))
        pdf.pages[0].rotate(90, relative=False)
        turned = saved(pdf)
    for content, said in (
        (b"", "no PDF that can be read"),
        (b"%PDF-1.7 and then nothing", "no PDF that can be read"),
        (one[: len(one) // 2], "no PDF that can be read|cannot be read|no text"),
        (locked, "encrypted"),
        (protected, "encrypted"),
        (turned, "Page 1 of the CRF is turned"),
        (blank_of([[]]), "it is scanned"),
        (blank_of([[]] * (MOST_PAGES + 1)), "2,001 pages"),
    ):
        with pytest.raises(NotBlank, match=said):
            sheets(content)


def test_words_within_a_form_of_the_page_are_words():
    """Some printers put all that a page has into one XObject."""
    with pikepdf.open(io.BytesIO(blank_of([[(72, 100, "Sex")]]))) as pdf:
        page = pdf.pages[0].obj
        look = pdf.make_stream(page.Contents.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox, look.Resources = pikepdf.Array([0, 0, 595, 842]), page.Resources
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=look))
        page.Contents = pdf.make_stream(b"q /X Do Q")
        (sheet,) = sheets(saved(pdf))
    assert [(line.text, round(line.x)) for line in sheet.lines] == [("Sex", 72)]
