"""Links to other files: which become one, and what they are in the PDF."""

import pytest

from onespec.define.print.links import Links


@pytest.mark.parametrize(
    "href",
    (
        *("", "#x", "/etc/passwd", "\\\\host\\acrf.pdf", "file:///acrf.pdf", "javascript:alert(1)", "C:\\acrf.pdf"),
        *("%2Fetc/acrf.pdf", "file%3A///acrf.pdf", "a\ncrf.pdf", "a%0Acrf.pdf", "mailto:a@b.c"),
    ),
)
def test_a_file_that_is_not_beside_define_xml_is_no_link(href):
    assert Links().address(href) == ""


def test_what_is_no_pdf_keeps_its_address():
    remote = Links()
    assert remote.address("../a%20b/vs.xpt") == "../a%20b/vs.xpt"
    assert remote.address("https://www.meddra.org/a.pdf") == "https://www.meddra.org/a.pdf"


def test_each_place_has_an_address_of_its_own():
    remote = Links()
    places = [("acrf.pdf", 1), ("acrf.pdf", 2), ("acrf.pdf", "2"), ("ACRF.PDF", 1)]
    assert len({remote.address(*each) for each in places}) == len(places)
    assert remote.address("acrf.pdf", 2) == remote.address("acrf.pdf", 2)


@pytest.mark.parametrize("page", (0, -1, 100_000, ""))
def test_a_page_that_cannot_be_is_no_link(page):
    assert Links().address("acrf.pdf", page) == ""
