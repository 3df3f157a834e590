"""The terminology that ships: what a package holds, and how a codelist is found in it."""

from __future__ import annotations

import gzip

import pytest

from onespec.engine.spec.terminology import Package, PublishedCodelist, PublishedTerm, packed, shipped, shipped_dates

SEX = PublishedCodelist(
    "C66731",
    "Sex",
    "SEX",
    False,
    {"F": PublishedTerm("F", "C16576", "Female"), "UNKNOWN": PublishedTerm("UNKNOWN", "C17998", "UNKNOWN")},
)
CODES = PublishedCodelist(
    "C1",
    "Blood Test Code",
    "BTESTCD",
    True,
    {"HGB": PublishedTerm("HGB", "C3", "Hemoglobin Measurement"), "K": PublishedTerm("K", "C4", "Potassium")},
    {"HGB": "Hemoglobin", "K": "Potassium"},
)
NAMES = PublishedCodelist(
    "C2",
    "Blood Test Name",
    "BTEST",
    True,
    {
        "Hemoglobin": PublishedTerm("Hemoglobin", "C3", "Hemoglobin Measurement"),
        "Potassium": PublishedTerm("Potassium", "C4", "Potassium"),
    },
    decoded=False,
)
LISTS = {c.code: c for c in (SEX, CODES, NAMES)}
TEXT = """\
C66731\t\tSEX\tSex\t
F\t16576\tFemale
UNKNOWN\t17998

C1\tC2\tBTESTCD\tBlood Test Code\textensible\tBTEST\tBlood Test Name\textensible
HGB\t3\tHemoglobin\tHemoglobin Measurement
K\t4\tPotassium"""


def test_a_package_is_this_text_and_gives_the_codelists_again():
    data = packed(LISTS)
    assert gzip.decompress(data).decode() == TEXT
    assert {c.code: c for c in Package("sdtm", "2025-03-28", data)} == LISTS
    assert Package("sdtm", "2025-03-28", data).heads() == {
        "C66731": ("SEX", "Sex", ""),
        "C1": ("BTESTCD", "Blood Test Code", "extensible"),
        "C2": ("BTEST", "Blood Test Name", "extensible"),
    }


def test_a_list_of_names_with_other_terms_is_no_pair():
    other = PublishedCodelist("C2", "Blood Test Name", "BTEST", True, {"K": PublishedTerm("K", "C4", "Potassium")})
    read = Package("sdtm", "2025-03-28", packed({"C1": CODES, "C2": other}))
    assert (read["C1"].names, read["C2"].decoded, read["C2"].terms) == ({}, True, other.terms)


@pytest.mark.parametrize(
    ("codelist", "value", "means"),
    [
        (SEX, "F", "Female"),
        (SEX, "M", ""),  # no term of it
        (CODES, "HGB", "Hemoglobin"),  # the test's name, not its preferred term
        (NAMES, "Hemoglobin", ""),  # a name says itself what it means
    ],
)
def test_what_a_term_means(codelist, value, means):
    assert codelist.decode(value) == means


def test_the_packages_that_ship():
    assert shipped_dates() == {"adam": ("2026-03-27",), "sdtm": ("2025-03-28",)}
    assert shipped("sdtm", "2024-09-27") is None and shipped("send", "2025-03-28") is None
    sdtm, adam = shipped("sdtm", "2025-03-28"), shipped("adam", "2026-03-27")
    assert sdtm and adam
    assert [sum(1 for _ in package) for package in (sdtm, adam)] == [1158, 25]
    assert [sum(len(c.terms) for c in package) for package in (sdtm, adam)] == [43698, 144]


@pytest.mark.parametrize(
    ("code", "name", "value", "extensible", "term", "nci", "means"),
    [
        ("C66731", "Sex", "SEX", False, "F", "C16576", "Female"),
        ("C71620", "Unit", "UNIT", True, "mg/dL", "C67015", "Milligram per Deciliter"),
        ("C65047", "Laboratory Test Code", "LBTESTCD", True, "HGB", "C64848", "Hemoglobin"),
        ("C67154", "Laboratory Test Name", "LBTEST", True, "Hemoglobin", "C64848", ""),
        ("C66738", "Trial Summary Parameter Test Code", "TSPARMCD", True, "ADDON", "C49703", None),
    ],
)
def test_a_codelist_that_ships(code, name, value, extensible, term, nci, means):
    sdtm = shipped("sdtm", "2025-03-28")
    assert sdtm and code in sdtm and "C0" not in sdtm
    found = sdtm[code]
    assert (found.name, found.value, found.extensible) == (name, value, extensible)
    assert found.terms[term].code == nci
    assert found.decode(term) == (found.names[term] if means is None else means)
