"""Values within values, of any grade and of high ones."""

from __future__ import annotations

from analysed import NAN, made_source, printed

from onespec.results.methods.nested_counts_by_grade import nested_counts_by_grade

COLUMNS = {"SOC": ["Eye", "Eye", "Eye", "Eye"], "PT": ["Dry", "Dry", "Red", "Red"], "GRADE": [1.0, 3.0, 4.0, NAN]}


def test_two_columns_a_group():
    result = nested_counts_by_grade(made_source([1, 1, 4, 5], **COLUMNS), "SOC", "PT", "GRADE")
    assert [words.en for words in result.columns] == [
        "Arm A: Any grade",
        "Arm A: Grade >= 3",
        "Arm B: Any grade",
        "Arm B: Grade >= 3",
    ]
    assert printed(result) == [
        ["Eye", "1 (33.3%)", "1 (33.3%)", "2 (66.7%)", "1 (33.3%)"],
        ["  Red", "0", "0", "2 (66.7%)", "1 (33.3%)"],
        ["  Dry", "1 (33.3%)", "1 (33.3%)", "0", "0"],
    ]


def test_one_group_needs_no_name():
    result = nested_counts_by_grade(made_source([1, 1, 2, 2], ["A", "A"], **COLUMNS), "SOC", "PT", "GRADE", least=4)
    assert [(words.en, words["zh"]) for words in result.columns] == [
        ("Any grade", "所有级别"),
        ("Grade >= 4", ">= 4 级"),
    ]
    assert printed(result)[0] == ["Eye", "2 (100.0%)", "1 (50.0%)"]
