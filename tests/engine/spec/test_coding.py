"""Tables of codes and translations are held against what they are for."""

from __future__ import annotations

import pytest
from coded import HEAD, SIGNED, table, with_tables

from onespec.engine.spec.coding import folded

GOOD = f"发热,zh,Pyrexia,General disorders,{SIGNED}"
TRANSLATED = "VERBATIM,TRANSLATION,CODER,DATE,COMMENT\n"


@pytest.mark.parametrize(
    ("one", "other"), [("Head ache", " head\u3000ACHE"), ("头 痛", "头痛"), ("ｈｅａｄache", "Headache"), ("ﬁt", "FIT")]
)
def test_texts_that_are_one_term(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("atypical", "a typical"), ("头痛", "头疼"), ("cough", "cough?"), ("1", "2")]
)
def test_texts_that_are_two(one, other):
    assert folded(one) != folded(other)


def test_tables_that_do_not_lie_there_yet_hold_nothing(other):
    assert with_tables(other).faults() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD, None),
        (GOOD.replace("Pyrexia", ""), "'发热' has no DECOD."),
        (GOOD.replace("A. Coder", ""), "Nobody has signed '发热': CODER and DATE (YYYY-MM-DD)."),
        (GOOD.replace("2021-02-01", "01/02/2021"), "Nobody has signed '发热': CODER and DATE (YYYY-MM-DD)."),
        (GOOD.replace("2021-02-01", "2021-02-30"), "Nobody has signed '发热': CODER and DATE (YYYY-MM-DD)."),
        (GOOD + GOOD.replace("发热", "发　热"), "'发　热' stands in row 1, too."),
        (GOOD.replace("发热", ""), "The row has no VERBATIM."),
        (GOOD.replace("Pyrexia", "发热"), "DECOD of '发热' cannot stand in a dataset: '发热'."),
        (GOOD.replace("Pyrexia", "x" * 201), "cannot stand in a dataset"),
    ],
)
def test_rows_of_codes(other, text, said):
    table(with_tables(other), "meddra", HEAD + text)
    faults = [f for f in other.faults() if "SPEC-CODING" in f]
    assert len(faults) == (said is not None)
    assert said is None or (said in faults[0] and "tables/meddra.csv:" in faults[0])


def test_a_column_that_is_misspelt(other):
    table(with_tables(other), "meddra", (HEAD + GOOD).replace("DECOD", "DECODE"))
    assert "STOP  SPEC-CODING  tables/meddra.csv:1: The table has no column DECOD." in "\n".join(other.faults())
    assert "There is no column 'DECODE' in a table of codes or translations. Fix: Did you mean 'DECOD'?" in "\n".join(
        other.faults()
    )


def test_a_term_and_its_code_come_together(other):
    with_tables(other)
    other.replace(
        "spec/sdtm/ae.yaml",
        "  AEPTCD: {not_available: the coding house returned preferred terms only}",
        "  AEPTCD: {collected: events.PTCD, dictionary: MEDDRA}",
    )
    other.replace("spec/crf.yaml", "      EVENT_EN:", "      PTCD: {label: {en: Code}, type: number}\n      EVENT_EN:")
    head = HEAD.replace("DECOD,", "DECOD,PTCD,")
    table(other, "meddra", head + GOOD.replace("Pyrexia", "Pyrexia,"))
    assert [f.partition(": ")[2] for f in other.faults()] == [
        "'发热' has DECOD and no PTCD. Fix: Give both, or neither."
    ]
    table(other, "meddra", head + GOOD.replace("Pyrexia", "Pyrexia,1003x"))
    assert "PTCD of '发热' is a number and never '1003x'." in other.faults()[0]


@pytest.mark.parametrize(("milestone", "level"), [("draft", "QUERY"), ("lock", "STOP ")])
def test_codes_of_another_version_are_told(other, milestone, level):
    table(with_tables(other), "meddra", HEAD + GOOD.replace("23.1", "22.0"))
    other.append("spec/study.yaml", f"milestone: {milestone}\n")
    assert other.faults() == [
        f"{level} TERM-VERSION  tables/meddra.csv:2: 1 term is coded by version '22.0' of MedDRA; study.yaml says "
        "'23.1'. Fix: Have them coded anew, and sign the new version."
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("发热,,A. B,2021-02-01,", "'发热' has no translation."),
        ("发热,Fièvre,A. B,2021-02-01,", "The translation of '发热' is not English: 'Fièvre'."),
        ("发热,Fever,,2021-02-01,", "Nobody has signed '发热'"),
    ],
)
def test_rows_of_translations(other, row, said):
    table(with_tables(other), "translated", TRANSLATED + row + "\n")
    assert said in other.faults()[0] and "tables/translated.csv:2" in other.faults()[0]


def test_a_dictionary_without_terms_needs_no_table(other):
    with_tables(other)
    for name in ("AEDECOD: {collected: events.TERM", "AEBODSYS: {collected: events.BODY"):
        other.replace("spec/sdtm/ae.yaml", name + ", dictionary: MEDDRA", name)
    assert "Dictionary MEDDRA names a table of codes, and no dataset of events or interventions has its terms." in (
        "\n".join(other.faults())
    )
