"""Codelists by reference: what is filled in, what the study says itself, and what contradicts the published list."""

from __future__ import annotations

import pytest

from onespec.engine.findings import Findings
from onespec.engine.spec.codelists import read_codelists
from onespec.engine.spec.model import Standard
from onespec.engine.spec.published import Published
from onespec.engine.spec.yamltext import load_yaml

SHIP = {"sdtm": "2025-03-28", "adam": "2026-03-27"}
OLD = SHIP | {"sdtm": "2019-12-20"}
IN_FULL = "Declare a date that ships (adam 2026-03-27, sdtm 2025-03-28), or write the list in full: name, standard, "
IN_FULL += "extensible, and decode and nci of each term."


@pytest.fixture
def read(tmp_path):
    """The codelists of a text under terminology of some dates, and the findings."""

    def run(text: str, dates: dict[str, str] = SHIP):
        (tmp_path / "codelists.yaml").write_text(text, encoding="utf-8")
        findings = Findings()
        published = Published({key: Standard(key, key, "1", date) for key, date in dates.items()}, findings)
        written = load_yaml(tmp_path / "codelists.yaml", "codelists.yaml", findings)
        lists = read_codelists(written, "codelists.yaml", findings, published)
        published.hold(lists)
        return lists, [f.text() for f in findings]

    return run


def terms(codelist) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(t.value, t.decode, t.nci, t.raw) for t in codelist.terms.values()]


@pytest.mark.parametrize(
    "written",
    [
        "{M: [male, 男], F: female}",
        "{M: {raw: [male, 男]}, F: {raw: female}}",
        "{M: {decode: Male, nci: C20197, raw: [male, 男]}, F: {nci: C16576, raw: female}}",
    ],
)
def test_a_codelist_takes_what_it_does_not_state(read, written):
    lists, found = read(f"SEX: {{nci: C66731, terms: {written}}}\n")
    sex = lists["SEX"]
    assert (sex.label, sex.standard, sex.extensible, found) == ("Sex", "sdtm", False, [])
    assert terms(sex) == [("M", "Male", "C20197", ("male", "男")), ("F", "Female", "C16576", ("female",))]


def test_a_term_alone(read):
    assert terms(read("AGEU: {nci: C66781, terms: YEARS}\n")[0]["AGEU"]) == [("YEARS", "Year", "C29848", ())]


@pytest.mark.parametrize("written", ["[YEARS, WEEKS]", "{YEARS: , WEEKS: }", "{YEARS: {}, WEEKS: {}}"])
def test_terms_without_answers_of_their_own(read, written):
    lists, found = read(f"AGEU: {{nci: C66781, terms: {written}}}\n")
    assert terms(lists["AGEU"]) == [("YEARS", "Year", "C29848", ()), ("WEEKS", "Week", "C29844", ())]
    assert [t.order for t in lists["AGEU"].terms.values()] == [1, 2] and found == []


def test_what_the_study_states_stays(read):
    lists, found = read("UNIT: {nci: C71620, terms: {g/L: {decode: Gram per Liter}}}\n")
    assert terms(lists["UNIT"]) == [("g/L", "Gram per Liter", "C42576", ())] and found == []


def test_a_test_code_means_its_name_and_a_name_says_so_itself(read):
    lists, found = read(
        "TESTCD: {nci: C65047, terms: [HGB, MYTEST]}\nTEST: {nci: C67154, terms: [Hemoglobin, My Test]}\n"
    )
    assert terms(lists["TESTCD"]) == [("HGB", "Hemoglobin", "C64848", ()), ("MYTEST", "", "", ())]  # an extended value
    assert terms(lists["TEST"]) == [("Hemoglobin", "", "C64848", ()), ("My Test", "", "", ())]
    assert found == []


def test_terminology_of_adam(read):
    lists, found = read("DATEFL: {nci: C81223, terms: [D]}\n")
    assert (lists["DATEFL"].standard, terms(lists["DATEFL"]), found) == (
        "adam",
        [("D", "Day Imputed", "C81212", ())],
        [],
    )


def test_the_sponsors_own_list_is_as_it_is_written(read):
    lists, found = read("ARM: {terms: {A: Arm A, B: }}\n")
    assert (lists["ARM"].label, lists["ARM"].standard) == ("ARM", "")
    assert (terms(lists["ARM"]), found) == ([("A", "", "", ("Arm A",)), ("B", "", "", ())], [])


def test_several_subsets_may_have_their_own_names(read):
    lists, found = read(
        "RESULT: {nci: C102580, terms: [NEGATIVE]}\nPRESENCE: {name: Presence, nci: C102580, terms: [POSITIVE]}\n"
    )
    assert [c.label for c in lists.values()] == ["Laboratory Test Standard Character Result", "Presence"]
    assert found == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "SEX: {nci: C66731, terms: [M, W]}",
            "CT-EXTENSION  codelists.yaml:1: 'W' is no term of SEX (C66731), which is not extensible. "
            "Fix: Known: F, INTERSEX, M, U.",
        ),
        (
            "ACN: {nci: C66767, terms: [DRUG INTERUPTED]}",
            "CT-EXTENSION  codelists.yaml:1: 'DRUG INTERUPTED' is no term of ACN (C66767), which is not extensible. "
            "Fix: Did you mean 'DRUG INTERRUPTED' (C49501)?",
        ),
        (
            "UNIT:\n  nci: C71620\n  terms:\n    MM:\n",
            "CT-CASE  codelists.yaml:4: UNIT (C71620) writes 'MM' as 'mm'. Fix: Write 'mm', 'nci: C28251'.",
        ),
        (
            "SEX: {nci: C66731, terms: {M: {nci: C16576}}}",
            "CT-CODE  codelists.yaml:1: 'M' of SEX (C66731) has the code C20197, not C16576. Fix: Write 'nci: C20197'.",
        ),
        (
            "TESTCD: {nci: C65047, terms: {HGB: {decode: Haemoglobin}}}",
            "CT-DECODE  codelists.yaml:1: 'HGB' is decoded 'Haemoglobin', its paired name in the package is "
            "'Hemoglobin'. Fix: Write 'decode: Hemoglobin'.",
        ),
        (
            "SEX: {nci: C66731, extensible: yes, terms: [M]}",
            "CT-EXTENSIBLE  codelists.yaml:1: Codelist SEX (C66731) is not extensible. Fix: Write 'extensible: no'.",
        ),
        (
            "SEX: {name: Gender, nci: C66731, terms: [M]}",
            "CT-NAME  codelists.yaml:1: Codelist SEX is named 'Gender', in the package 'Sex'. "
            "Fix: Write 'name: Sex', or another code.",
        ),
        (
            "SEX: {nci: C99999999, terms: [M]}",
            "CT-CODELIST  codelists.yaml:1: Codelist SEX: the terminology sdtm or adam has no codelist C99999999. "
            "Fix: Is it C66731 'Sex'?",
        ),
        (
            "SEX: {nci: C66731, standard: adam, terms: [M]}",
            "CT-CODELIST  codelists.yaml:1: Codelist SEX: the terminology adam has no codelist C66731. "
            "Fix: Correct 'nci:', or remove it if the list is the sponsor's own.",
        ),
    ],
)
def test_what_contradicts_the_published_list(read, text, line):
    assert read(text + "\n")[1] == ["STOP  " + line]


def test_a_date_that_does_not_ship(read):
    lists, found = read("SEX:\n  nci: C66731\n  terms: [M]\n", OLD)
    assert found == [
        "STOP  CT-CODELIST  codelists.yaml:2: Codelist SEX refers to C66731; the terminology sdtm 2019-12-20 does not "
        f"ship. Fix: {IN_FULL}"
    ]


def test_a_list_in_full_needs_no_terminology_that_ships(read):
    lists, found = read("SEX: {name: Gender, nci: C66731, standard: sdtm, terms: {X: {nci: C1}, Y: y}}\n", OLD)
    assert (lists["SEX"].label, terms(lists["SEX"])) == ("Gender", [("X", "", "C1", ()), ("Y", "", "", ("y",))])
    assert found == []


def test_a_standard_that_ships_serves_beside_one_that_does_not(read):
    lists, found = read("DATEFL: {nci: C81223, terms: [D]}\n", OLD)
    assert (lists["DATEFL"].standard, lists["DATEFL"].label, found) == ("adam", "Date Imputation Flag", [])
