"""A variable: what the standard says of it, and how the study makes it."""

from __future__ import annotations

import pytest

import onespec


def told(study, variable: str) -> list[str]:
    return str(onespec.open(study.spec, study.raw, study.out).about(variable)).splitlines()


def test_a_collected_variable(other_done):
    (other_done.spec / "qc" / "sdtm").mkdir(parents=True)
    (other_done.spec / "qc" / "sdtm" / "ae.sql").write_text("SELECT 1", encoding="utf-8")
    assert told(other_done, "ae.aeser") == [
        "AE.AESER: Serious Event",
        "SDTMIG 3.4: text; expected; Record Qualifier; codelist C66742 (No Yes Response).",
        "The study (sdtm/ae.yaml:14): collected events.SERIOUS; type text; codelist NY.",
        '  From CRF field "Serious" (page 9).',
        "  Codelist NY, C66742: N, Y.",
        "  In the dataset as built: N 2, Y 1.",
        "Second program: qc/sdtm/ae.sql.",
        "Used by nothing else.",
    ]


def test_a_derived_one_that_is_used_and_nothing_is_built(other):
    lines = told(other, "DM.RFSTDTC")
    assert lines[2].startswith("The study (sdtm/dm.yaml:10): derived earliest; with date: EX.EXSTDTC; type ")
    assert lines[3].startswith("  The earliest EX.EXSTDTC of the subject")
    assert lines[-1].startswith("Used by ") and "AE.AESTDY" in lines[-1]


def test_one_that_is_not_available_and_one_that_is_guessed(other):
    assert "  Because: Not collected." in told(other, "AE.AEREL")
    other.replace("spec/sdtm/ae.yaml", "{collected: events.NO}", "{collected: events.NO}  # guessed: it numbers rows")
    assert "  A guess that nobody has confirmed: it numbers rows." in told(other, "AE.AESPID")


def test_one_that_only_the_standard_knows(other):
    assert told(other, "AE.AEPRESP")[1:] == [
        "SDTMIG 3.4: text; permissible; Variable Qualifier; codelist C66742 (No Yes Response).",
        "The study does not have it.",
    ]


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("AE.AESERR", "There is no variable 'AESERR' in AE. Did you mean 'AESER'?"),
        ("AEE.AESER", "There is no dataset 'AEE'. Did you mean 'AE'?"),
    ],
)
def test_one_that_nobody_knows(other, variable, said):
    with pytest.raises(onespec.NotThere) as raised:
        told(other, variable)
    assert str(raised.value) == said
