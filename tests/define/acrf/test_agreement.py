"""A variable has a page in define.xml exactly where an annotation of it stands: both ways, of built studies."""

import re
import shutil
from pathlib import Path

import pytest
from acrf_plans import READERS, plan_of
from acrf_read import annotated_pages, cited_pages
from support import StudyCopy

import onespec
from onespec.define.acrf.layout import Layout, layout
from onespec.define.acrf.pdf import acrf_pdf


def first_pages(laid: Layout) -> dict[int, int]:
    """Page -> the first page of its form."""
    begins = [page for _, page in laid.forms]
    return {number: max(b for b in begins if b <= number) for number in range(min(begins), len(laid.pages) + 1)}


def drawn(study: StudyCopy) -> StudyCopy:
    """Its annotated CRF is drawn: no page is stated, and study.yaml names the document."""
    crf = study.spec / "crf.yaml"
    stripped = re.sub(r", page: \d+", "", crf.read_text(encoding="utf-8"))
    assert "page:" not in stripped
    crf.write_text(stripped, encoding="utf-8")
    head = study.spec / "study.yaml"
    head.write_text(head.read_text(encoding="utf-8") + "documents:\n  acrf: {href: acrf.pdf}\n", encoding="utf-8")
    return study


def agrees(plan, define: Path) -> int:
    annotated, cited = annotated_pages(acrf_pdf(plan), first_pages(layout(plan))), cited_pages(define)
    assert sorted(cited - annotated) == []
    assert sorted(annotated - cited) == []
    return len(cited)


@pytest.mark.slow
def test_the_shipped_study(built):
    assert agrees(plan_of("shipped"), built / "sdtm" / "define.xml") > 200


def test_the_other_study(other):
    assert drawn(other).build() == 0
    assert agrees(onespec.open(other.spec).plan(), other.out / "sdtm" / "define.xml") == 15


def test_two_readers(tmp_path):
    for part in ("spec", "raw"):
        shutil.copytree(READERS / part, tmp_path / part)
    study = drawn(StudyCopy(tmp_path))
    assert study.build() == 0
    assert agrees(onespec.open(study.spec).plan(), study.out / "sdtm" / "define.xml") == 10


def test_stated_pages_are_those_of_a_crf_of_the_study_s_own(other):
    head = other.spec / "study.yaml"
    head.write_text(head.read_text(encoding="utf-8") + "documents:\n  acrf: {href: acrf.pdf}\n", encoding="utf-8")
    assert other.build() == 0
    assert ("AE", "AESER", 9) in cited_pages(other.out / "sdtm" / "define.xml")
