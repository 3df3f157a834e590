"""Values within values."""

from __future__ import annotations

from analysed import cell, made_source, printed

from onespec.results.methods.nested_counts import nested_counts

SOURCE = made_source(
    [1, 1, 2, 4, 5, 6, 3],
    SOC=["Eye", "Eye", "Skin", "Skin", "Skin", "Eye", ""],
    PT=["Dry", "Dry", "Rash", "Itch", "Itch", "Red", "Odd"],
)


def test_what_most_subjects_have_comes_first():
    assert printed(nested_counts(SOURCE, "SOC", "PT")) == [
        ["Skin", "1 (33.3%)", "2 (66.7%)"],
        ["  Itch", "0", "2 (66.7%)"],
        ["  Rash", "1 (33.3%)", "0"],
        ["Eye", "1 (33.3%)", "1 (33.3%)"],
        ["  Dry", "1 (33.3%)", "0"],
        ["  Red", "0", "1 (33.3%)"],
        ["Missing", "1 (33.3%)", "0"],
        ["  Odd", "1 (33.3%)", "0"],
    ]


def test_a_line_knows_what_it_stands_within():
    line = nested_counts(SOURCE, "SOC", "PT").lines[1]
    assert (line.variable, line.level, line.within) == ("PT", "Itch", (("SOC", "Skin"),))
    assert cell(nested_counts(SOURCE, "SOC", "PT"), 4, 0).stats[0].on.rows == (1, 2)


def test_no_records():
    assert nested_counts(made_source([], SOC=[], PT=[]), "SOC", "PT").lines == ()
