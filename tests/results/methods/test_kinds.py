"""Kinds of subjects, and their short names."""

from __future__ import annotations

import numpy as np
import pytest
from analysed import made_source

from onespec.results.contract import Beside, Facts
from onespec.results.methods._kinds import kinds_of, short_names


def test_the_kind_is_a_value_of_other_records():
    """In the order of the codelist, with its decode; a subject without one is Missing."""
    facts = Facts(terms={"BOR": ("CR", "PR", "SD")}, decodes={"BOR": {"SD": "Stable"}})
    other = made_source([1, 2, 3, 4], BOR=["SD", "PR", "SD", ""], facts=facts)
    kinds = kinds_of(made_source([], V=[]), Beside(other, {"kind": "BOR"}))
    assert [words.en for words in kinds.words] == ["PR", "Stable", "Missing"]
    assert kinds.of.tolist() == [1, 0, 1, 2, 2, 2]


def test_kinds_in_the_order_of_a_number():
    other = made_source([1, 2, 3], ["A"] * 3, BOR=["NE", "SD", "CR"], RANK=[6.0, 3.0, 1.0])
    kinds = kinds_of(made_source([], ["A"] * 3, V=[]), Beside(other, {"kind": "BOR", "order": "RANK"}))
    assert kinds.said("en") == ["CR", "SD", "NE"] and kinds.of.tolist() == [2, 1, 0]


def test_without_other_records_the_columns_are_kinds():
    kinds = kinds_of(made_source([], V=[]), None)
    assert kinds.said("en") == ["Arm A", "Arm B"] and kinds.of.tolist() == [0, 0, 0, 1, 1, 1]


def test_a_subject_of_two_kinds_is_refused():
    other = made_source([1, 1], BOR=["SD", "PR"])
    with pytest.raises(ValueError, match="subject S1 has 2 records of BOR"):
        kinds_of(made_source([], V=[]), Beside(other, {"kind": "BOR"}))


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["ST-01-001", "ST-01-002"], ["001", "002"]),
        (["ST-01-001", "ST-02-001"], ["01-001", "02-001"]),
        (["ST-01001", "ST-01002"], ["01001", "01002"]),
        (["S1", "S2"], ["S1", "S2"]),
        (["A-1"], ["1"]),
        ([], []),
    ],
)
def test_short_names(names, short):
    assert short_names(np.array(names, object)) == short
