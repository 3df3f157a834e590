"""What a change reaches, word for word in the smallest study; by its main lines in the shipped one."""

from __future__ import annotations

import pytest
from support import OTHER, SHIPPED

from onespec.cli.main import main


@pytest.fixture
def impact(capsys):
    """What `onespec impact` prints on a specification."""

    def run(target: str, study=OTHER / "spec", code: int = 0) -> str:
        assert main(["impact", target, "--study", str(study), "--out", str(study.parent / "not built")]) == code
        printed = capsys.readouterr()
        return printed.err if code else printed.out

    return run


def test_a_variable(impact):
    assert (
        impact("EX.EXSTDTC")
        == """\
EX.EXSTDTC is used directly by
  DM.RFSTDTC
  DM.RFXSTDTC
  EX.EXSEQ
  EX.EXSTDY
It reaches 9 variables of 4 datasets:
  AE: AESTDY
  DM: RFSTDTC, RFXSTDTC
  EX: EXSEQ, EXSTDTC, EXSTDY, EXENDY
  ADSL: SAFFL, TRTSDT
"""
    )


def test_a_line_of_the_specification_is_its_variable(impact):
    assert impact("tests/studies/other/spec/sdtm/ex.yaml:EXSTDTC") == impact("ex.EXSTDTC")


def test_a_raw_field(impact):
    assert (
        impact("raw:events.BEGAN")
        == """\
raw:events.BEGAN is used directly by
  AE.AESTDTC
It reaches 3 variables of 1 dataset:
  AE: AESEQ, AESTDTC, AESTDY
"""
    )


def test_the_subject_of_a_form_reaches_its_records(impact):
    assert (
        impact("raw:events.PATIENT")
        == """\
raw:events.PATIENT is used directly by
  the records of AE
It reaches 24 variables of 1 dataset:
  AE: every variable of every record
"""
    )


def test_a_codelist(impact):
    assert (
        impact("SEX")
        == """\
codelist SEX is used directly by
  DM.SEX
  ADSL.SEX
It reaches 2 variables of 2 datasets:
  DM: SEX
  ADSL: SEX
"""
    )


def test_a_table(impact):
    assert (
        impact("arms")
        == """\
table arms is used directly by
  DM.ARM
  DM.ACTARM
It reaches 5 variables of 2 datasets:
  DM: ARM, ACTARM
  ADSL: ARM, TRT01P, TRT01A
"""
    )


def test_what_nothing_uses(impact):
    assert impact("ADSL.SAFFL") == "ADSL.SAFFL is used by nothing else.\n"


def test_what_is_not_submitted(impact):
    assert impact("raw:events.MONITOR") == "raw:events.MONITOR reaches nothing.\n"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("EX.EXSTDT", "There is no variable of EX 'EXSTDT'. Did you mean 'EXSTDTC'?"),
        ("raw:event.BEGAN", "There is no form 'event'. Did you mean 'events'?"),
        ("raw:events.BEGUN", "There is no field of form events 'BEGUN'. Did you mean 'BEGAN'?"),
        ("xe.yaml:EXSTDTC", "There is no file of a dataset 'xe.yaml'. Did you mean 'ex.yaml'?"),
        ("armes", "There is no dataset, codelist, table or operation 'armes'. Did you mean 'arms'?"),
    ],
)
def test_what_does_not_exist_is_said_with_the_nearest_name(impact, target, said):
    assert impact(target, code=1) == f"onespec impact: {said}\n"


def test_a_test_of_a_panel_reaches_its_own_records_only(impact):
    """Analysis looks at AFP; of ALT it knows only deviations, and that a sample was taken: the subject was alive."""
    assert "LB: every variable of the records with LBTESTCD=ALT" in impact("raw:chemistry.ALT", SHIPPED)
    reached = "PPROTFL, MAJDVFL, PPEXCRS, LSTALVDT, LSTALVDF, LSTALVSR, LSTLBDT, LSTLBDTF"
    assert f"ADSL: {reached}, no_major, excluded, first_major\n" in impact("raw:chemistry.ALT", SHIPPED)
    assert "ADSL: BAFPC, BAFP, AFPGR1" in impact("raw:afp.AFP", SHIPPED)


def test_endpoints_are_named_by_their_parameter(impact):
    assert "ADTTE: every variable of the records with PARAMCD=OS, PFS, DOR" in impact("ADSL.DTHDT", SHIPPED)


def test_a_field_whose_text_stands_in_parts(impact, other):
    other.replace("spec/sdtm/ae.yaml", "{collected: events.EVENT}", "{collected: events.EVENT, parts: 2}")
    assert "AETERM, AETERM1" in impact("raw:events.EVENT", other.spec)
