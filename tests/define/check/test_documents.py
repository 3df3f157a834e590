"""Pages and destinations of PDF files, and files that are none."""

from __future__ import annotations

import pytest

from onespec.define.check.documents import Pdf, read_pdf, target
from onespec.define.check.run import check_world, read_world
from onespec.define.check.world import World

from .small import SMALL, write_pdf, write_small


def test_pages_and_names_of_destinations(tmp_path):
    write_pdf(tmp_path / "a.pdf", 2, "vitals")
    assert read_pdf(tmp_path / "a.pdf") == Pdf(2, frozenset({"vitals"}))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\x00" * 1000, b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF"])
def test_what_is_no_pdf_is_told_once(content, tmp_path):
    """Its pages are then no further fault."""
    path = write_small(tmp_path)
    (tmp_path / "acrf.pdf").write_bytes(content)
    found = check_world(read_world(path), "define.xml").findings
    assert [(f.rule, f.oid, f.value) for f in found] == [("DX1106", "LF.acrf", "acrf.pdf")]


def test_a_tree_of_names_that_is_a_circle_ends(tmp_path):
    import pikepdf

    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        tree = pdf.make_indirect(pikepdf.Dictionary())
        tree.Kids = pikepdf.Array([tree, tree])
        pdf.Root.Names = pikepdf.Dictionary(Dests=tree)
        pdf.save(tmp_path / "circle.pdf")
    assert read_pdf(tmp_path / "circle.pdf") == Pdf(1, frozenset())


@pytest.mark.parametrize("href", ["http://example.org/a.pdf", "/etc/passwd", "C:\\a.pdf", "", "a\0.pdf"])
def test_a_path_that_is_not_relative_is_not_followed(href, tmp_path):
    world = World(SMALL.encode(), tmp_path / "define.xml")
    assert target(world, href) is None


def test_a_path_is_as_it_is_in_a_link(tmp_path):
    world = World(SMALL.encode(), tmp_path / "define.xml")
    assert target(world, "docs/My%20guide.pdf#page=2") == tmp_path / "docs" / "My guide.pdf"


def test_another_case_of_a_name_is_told(tmp_path):
    path = write_small(tmp_path, SMALL.replace('xlink:href="guide.txt"', 'xlink:href="Guide.TXT"'))
    (found,) = check_world(read_world(path), "define.xml").findings
    assert found.message.startswith("The file Guide.TXT is not there. There is guide.txt")


def test_without_a_library_for_pdf_pages_are_not_followed(tmp_path, monkeypatch):
    monkeypatch.setattr("onespec.define.check.documents.pdf_library", lambda: False)
    read_pdf.cache_clear()
    path = write_small(tmp_path, SMALL.replace('PageRefs="2 3"', 'PageRefs="2 9"'))
    result = check_world(read_world(path), "define.xml")
    read_pdf.cache_clear()
    assert (result.findings, result.notes) == ((), (result.notes[0],)) and "pikepdf" in result.notes[0]
