"""Statistics that are not in two builds alike."""

from __future__ import annotations

from onespec.results.contract import Cell, Line, Result, Stat, Words
from onespec.results.moved import moved

from .results_study import computed


def line(label: str, value: float | str | None, text: str) -> Line:
    return Line(Words(label), (Cell((Stat("n", "n", value, text),)),), "AESEV", label)


def changes(old: Result, new: Result) -> list[tuple[str, str, str, str]]:
    return [(m.line, m.column, m.old, m.new) for m in moved([computed(old)], [computed(new)])]


def test_lines_are_found_again_by_what_they_are_about():
    old = Result((line("MILD", 1.0, "1"), line("SEVERE", 4.0, "4"), line("GONE", 2.0, "2")))
    new = Result((line("SEVERE", 5.0, "5"), line("MILD", 1.0, "1"), line("NEW", None, "-")))
    assert changes(old, new) == [
        ("SEVERE", "Arm A", "4", "5"),
        ("NEW", "Arm A", "none", "-"),
        ("GONE", "Arm A", "2", "none"),
    ]


def test_what_is_printed_alike_is_shown_as_it_was_computed():
    assert changes(Result((line("A", 1.01, "1.0"),)), Result((line("A", 1.02, "1.0"),))) == [
        ("A", "Arm A", "1.01", "1.02")
    ]


def test_texts_of_listings_are_no_statistics():
    assert changes(Result((line("A", "x", "x"),)), Result((line("A", "y", "y"),))) == []


def test_a_display_that_one_side_has_alone():
    found = list(moved([], [computed(Result((line("A", 1.0, "1"),)))]))
    assert [(m.display, m.line, m.old, m.new) for m in found] == [
        ("events", "Number of subjects", "none", "2"),
        ("events", "Number of subjects", "none", "1"),
        ("events", "Number of subjects", "none", "3"),
        ("events", "A", "none", "1"),
    ]
