"""`onespec acrf`: the file in its place, and refusals in plain words."""

from __future__ import annotations

import re

import pytest

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
