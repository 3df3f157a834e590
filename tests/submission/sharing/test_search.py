"""The search finds an original wherever it was left: in a cell, a document, another encoding; and nothing else."""

from __future__ import annotations

import pytest

from onespec.submission.sharing.search import DATES, SUBJECTS, TEXTS, Originals, Searching, _in_text

ORIGINALS = Originals(
    subjects={"STUDY-01-0007"},
    short={"0007"},
    days={"STUDY-01-0007": {"2026-03-11"}},
    texts={"Fell off his tractor": "AE.AETERM", "肺炎，家属代述": "AE.AETERM", "Pneumonia": "AE.AETERM"},
    allowed={"severe pneumonia"},
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see STUDY-01-0007", SUBJECTS),
        ("study-01-0007", SUBJECTS),
        ("subject 0007.", SUBJECTS),
        ("10007", ""),
        ("FELL OFF HIS TRACTOR", TEXTS),
        ("He fell off his tractor twice", TEXTS),
        ("Severe pneumonia", ""),  # a term that may stand there holds the text
        ("Severe pneumonia, then pneumonia", TEXTS),
    ],
)
def test_in_a_text(text, found):
    hits = {what for _, _, what in Searching(ORIGINALS).hits([text])}
    assert hits == ({found} if found else set())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["STUDY-01-0007", "肺炎，家属代述"])
def test_in_a_document_in_any_encoding(tmp_path, encoding, text):
    (tmp_path / "note.txt").write_bytes(f"x {text} y".encode(encoding))
    leaks = list(_in_text("note.txt", tmp_path / "note.txt", Searching(ORIGINALS), ORIGINALS))
    if encoding.startswith("utf-16"):
        assert leaks and leaks[0].file == "note.txt"
    assert {leak.what for leak in leaks} == {SUBJECTS if text.isascii() else TEXTS}


def test_a_date_of_a_subject_in_a_document_unless_it_is_public(tmp_path):
    (tmp_path / "a.md").write_text("made on 2026-03-11\n2026-03-12")
    leaks = list(_in_text("a.md", tmp_path / "a.md", Searching(ORIGINALS), ORIGINALS))
    assert [(leak.row, leak.what, leak.text) for leak in leaks] == [(1, DATES, "2026-03-11")]
    public = Originals(days=ORIGINALS.days, public={"2026-03-11"})
    assert list(_in_text("a.md", tmp_path / "a.md", Searching(public), public)) == []


def test_what_is_short_or_a_controlled_term_is_not_looked_for():
    originals = Originals(texts={"itch": "a", "Nausea": "b", "Felt faint": "c"}, allowed={"nausea"})
    originals.settle(6)
    assert list(originals.texts) == ["Felt faint"]
