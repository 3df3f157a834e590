"""`onespec acrf`: the file in its place, and refusals in plain words."""

from __future__ import annotations

import re

import pytest
from acrf_plans import blank_of

from onespec.cli.main import main


@pytest.fixture
def drawn(other):
    crf = other.spec / "crf.yaml"
    crf.write_text(re.sub(r", page: \d+", "", crf.read_text(encoding="utf-8")), encoding="utf-8")
    return other


def test_it_writes_where_it_is_told_to_and_says_what_is_to_be_told(drawn, capsys):
    file = drawn.folder / "crf.pdf"
    assert main(["acrf", "--study", str(drawn.spec), "--output", str(file)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("study.yaml names no document 'acrf', so define.xml cites no page of it.\nAnnotated CRF: ")
    assert file.read_bytes().startswith(b"%PDF-1.7") and "annotations" in told
    assert main(["acrf", "--study", str(drawn.spec), "--output", str(file)]) == 0  # its own file is replaced


def test_another_s_file_is_not_replaced(drawn, capsys):
    file = drawn.folder / "crf.pdf"
    file.write_bytes(b"%PDF-1.4 of somebody")
    assert main(["acrf", "--study", str(drawn.spec), "--output", str(file)]) == 2
    assert "would be replaced" in capsys.readouterr().err


def test_a_study_that_states_pages_is_told_what_to_do(other, capsys):
    assert main(["acrf", "--study", str(other.spec)]) == 1
    assert "crf.yaml states pages, so the study has a CRF of its own." in capsys.readouterr().err


def test_a_blank_crf_of_the_study_s_own(other, capsys):
    """The table of pages that it gives is what the specification takes."""
    blank, file, table = (other.folder / name for name in ("blank.pdf", "crf.pdf", "spec/tables/crf_pages.csv"))
    blank.write_bytes(blank_of([[(72, 60, "Enrolment"), (72, 100, "Patient"), (72, 130, "Gender")]]))
    asked = ["acrf", "--study", str(other.spec), "--blank", str(blank), "--output", str(file), "--pages", str(table)]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "Not placed: " in told and "enrol.CONSENT: 'Date of consent' on page 1" in told
    assert table.read_text() == "FORM,FIELD,PAGE\nenrol,PATIENT,1\nenrol,GENDER,1\n"
    assert "'crf_pages: crf_pages' in study.yaml" in told
    study = other.spec / "study.yaml"
    study.write_text(study.read_text(encoding="utf-8") + "crf_pages: crf_pages\n", encoding="utf-8")
    table.write_text("FORM,FIELD,PAGE\nenrol,PATIENT,9\n")
    assert main(asked) == 0  # an earlier table is replaced
    assert table.read_text() == "FORM,FIELD,PAGE\nenrol,PATIENT,1\nenrol,GENDER,1\n"
    assert "crf_pages:" not in capsys.readouterr().out
    assert main([*asked[:-1], str(study)]) == 2
    assert "study.yaml exists and is no table of pages" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("enrol: [1]\n", ""),
        ("enrol: one\n", "the pages of 'enrol' are no numbers"),
        ("enroll: 1\n", "Did you mean 'enrol'?"),
        ("[1, 2]\n", "states no pages"),
        ("enrol: 1\nenrol: 1\n", "'enrol' stands twice"),
        ("a: [\n", "cannot be read"),
        ("enrol: 2\n", "Form enrol is said to stand on page 2; the CRF has 1"),
    ],
)
def test_the_map_of_pages(other, capsys, stated, said):
    blank, pages = other.folder / "blank.pdf", other.folder / "map.yaml"
    blank.write_bytes(blank_of([[(72, 100, "Patient")]]))
    pages.write_text(stated)
    asked = ["acrf", "--study", str(other.spec), "--blank", str(blank), "--map", str(pages)]
    assert main([*asked, "--output", str(other.folder / "crf.pdf")]) == (1 if said else 0)
    assert said in capsys.readouterr().err


def test_a_blank_crf_that_is_none(other, capsys):
    asked = ["acrf", "--study", str(other.spec), "--output", str(other.folder / "crf.pdf")]
    assert main([*asked, "--blank", str(other.folder / "none.pdf")]) == 1
    assert "none.pdf cannot be read" in capsys.readouterr().err
    (other.folder / "text.pdf").write_text("text")
    assert main([*asked, "--blank", str(other.folder / "text.pdf")]) == 1
    assert "is no PDF that can be read" in capsys.readouterr().err
    assert main([*asked, "--pages", "x.csv"]) == 2
    assert "name it with --blank" in capsys.readouterr().err


def test_words_that_are_not_quite_the_field_s_are_told(other, capsys):
    blank = other.folder / "blank.pdf"
    blank.write_bytes(blank_of([[(72, 60, "Enrolment"), (72, 100, "1. Gender: male / female")]]))
    asked = ["acrf", "--study", str(other.spec), "--blank", str(blank), "--output", str(other.folder / "crf.pdf")]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "Placed by words that are not quite those of crf.yaml, to look at: 1." in told
    assert "  enrol.GENDER: 'Gender' is taken to be '1. Gender: male / female' on page 1" in told
