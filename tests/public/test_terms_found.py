"""`onespec ct find`: codelists and terms of the terminology that ships."""

from __future__ import annotations

import pytest

from onespec import NotThere, find_terms
from onespec.cli.main import main


def test_a_codelist_by_its_code(capsys):
    assert main(["ct", "find", "c66731"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "C66731  SEX: Sex (sdtm 2025-03-28, not extensible, 4 terms)",
        "    C16576    F         Female",
        "    C45908    INTERSEX  Intersex",
        "    C20197    M         Male",
        "    C17998    U         Unknown",
    ]


def test_a_term_by_its_value_and_only_where_it_is_exactly_that():
    found = find_terms("NOT RECOVERED/NOT RESOLVED").splitlines()
    assert [line.split()[0] for line in found] == ["C66768", "C49494"]


def test_a_part_of_a_name_where_nothing_is_exactly_that():
    found = find_terms("not recovered/not").splitlines()
    assert [line.split()[0] for line in found] == ["C66768", "C49494"]


def test_of_one_standard():
    assert all("(adam " in line for line in find_terms("Derivation Type", "adam").splitlines() if line[0] != " ")


@pytest.mark.parametrize(
    ("text", "standard", "said"),
    [
        ("Derivation Tipe", "", "The terminology that ships has nothing like 'Derivation Tipe'. Did you mean"),
        ("SEX", "send", "No terminology of 'send' ships; known: adam, sdtm."),
    ],
)
def test_what_is_not_there(text, standard, said):
    with pytest.raises(NotThere, match=said):
        find_terms(text, standard)
