"""The guides of two studies: the same bytes twice, every sentence in every file, no section without words."""

import io
import json
import shutil
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
from guided import squeezed, text_of_docx, text_of_pdf
from support import OTHER, SHIPPED, SHIPPED_RAW

import onespec
from onespec.engine.findings import Findings
from onespec.engine.xpt.reader import read_xpt
from onespec.engine.xpt.writer import write_xpt
from onespec.submission.guides.bound import differing
from onespec.submission.guides.facts import read_facts
from onespec.submission.guides.make import Given, Guides, make_guides
from onespec.submission.guides.outline import GUIDES
from onespec.submission.guides.sources import Sources
from onespec.submission.profiles import profile

pytestmark = pytest.mark.slow
FILES = ["csdrg.pdf", "csdrg.docx", "adrg.pdf", "adrg.docx"]


def guides_of(study: Path, raw: Path, out: Path, key: str = "fda", language: str = "en") -> Guides:
    findings = Findings()
    plan = onespec.open(study, raw, out).plan()
    made = make_guides(Given(plan, out, None, None, profile(key), language), findings)
    assert list(findings) == []
    return made


@pytest.fixture(scope="module")
def shipped(built) -> Guides:
    return guides_of(SHIPPED, SHIPPED_RAW, built)


@pytest.fixture(scope="module")
def other(built_other) -> Guides:
    return guides_of(OTHER / "spec", OTHER / "raw", built_other)


def test_the_same_inputs_give_the_same_bytes(other, built_other):
    again = guides_of(OTHER / "spec", OTHER / "raw", built_other)
    assert list(other.files) == FILES
    assert again == other


@pytest.mark.parametrize("study", ["shipped", "other"])
def test_every_sentence_stands_in_both_files_of_its_guide(study, request):
    made = request.getfixturevalue(study)
    words = {guide: squeezed(text_of_docx(made.files[f"{guide}.docx"])) for guide in GUIDES}
    pages = {guide: squeezed(text_of_pdf(made.files[f"{guide}.pdf"])) for guide in GUIDES}
    facts = read_facts(made.facts)
    assert len(facts) > 60
    for fact in facts:
        for sentence in fact.sentences:
            assert squeezed(sentence.text) in words[sentence.guide], sentence
    told = {(s.guide, s.text) for f in facts for s in f.sentences if s.row is None and s.text.endswith(".")}
    lost = [text for guide, text in told if squeezed(text) not in pages[guide]]
    assert lost == []


def test_the_facts_are_those_of_the_outputs(shipped, built):
    facts = read_facts(shipped.facts)
    assert differing(facts, Sources(built, built / "run.json", built / "reports")) == []
    by_id = {fact.id: fact.value for fact in facts}
    run = json.loads((built / "run.json").read_text("utf-8"))
    assert by_id["records=AE"] == run["datasets"]["AE"]["rows_out"]
    assert by_id["run=accounting.filled"] == run["accounting"]["filled"]


def test_a_count_changed_in_the_data_names_its_sentences(other, built_other, tmp_path):
    """One event less, in a file as another program would write it."""
    shutil.copytree(built_other, tmp_path / "changed")
    path = tmp_path / "changed" / "sdtm" / "ae.xpt"
    header, frame = read_xpt(path)
    write_xpt(path, header.name, header.label, header.variables, [frame.iloc[1:]], created=datetime(2021, 3, 1))
    found = differing(read_facts(other.facts), Sources(tmp_path / "changed"))
    told = {d.fact: (d.told, d.found) for d in found}
    assert told["records=AE"] == (str(len(frame)), str(len(frame) - 1))
    sentences = [d.sentence for d in found if d.fact == "records=AE"]
    assert any(text.startswith(f"AE held {len(frame)} records of") for text in sentences)
    assert {d.guide for d in found} == {"csdrg"}


@pytest.mark.parametrize("name", ["csdrg.pdf", "adrg.pdf"])
def test_a_pdf_is_declared_pdf_a_with_bookmarks_and_the_fonts_of_the_house(other, name):
    with pikepdf.open(io.BytesIO(other.files[name])) as pdf:
        with pdf.open_metadata() as said:
            assert said.pdfa_status == "2B"
        with pdf.open_outline() as outline:
            assert [each.title for each in outline.root][:2] == ["1 Introduction", "2 Protocol Description"]
        faces = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
        assert all(face.startswith(("Libertinus", "DejaVu", "NotoSerifSC")) for face in faces)


def test_what_has_not_been_run_is_said_and_asked(other):
    asked = {(place.guide, place.section, place.id) for place in other.places}
    assert {("csdrg", "4.1", "not_checked"), ("adrg", "6.3", "not_doubled")} <= asked
    text = text_of_docx(other.files["csdrg.docx"])
    assert "Conformance had not been checked when this guide was made." in text
    assert "[To be completed: data_issues]" in text


def test_a_chinese_guide_is_chinese(built_other):
    made = guides_of(OTHER / "spec", OTHER / "raw", built_other, "nmpa", "zh")
    text = text_of_pdf(made.files["adrg.pdf"])
    assert "分析数据审阅者指南" in text and "受试者水平" in text
    assert all(place.question.isascii() is False for place in made.places)
