"""onespec ct check at the command line: what it prints and its exit codes."""

from __future__ import annotations

import pytest
from support import ROOT

from onespec.cli.main import main

from .shapes import HEADER, ROWS, excel_form, text_form, xml_form

# The codelists that the second study uses, as CDISC SDTM CT 2025-03-28 has them.
USED = (
    *ROWS[:3],
    ("C66742", "", "No", "No Yes Response", "NY", "", "", ""),
    ("C49487", "C66742", "", "", "N", "No", "", "No"),
    ("C49488", "C66742", "", "", "Y", "Yes", "", "Yes"),
    ("C66781", "", "No", "Age Unit", "AGEU", "", "", ""),
    ("C29848", "C66781", "", "", "YEARS", "Year", "", "Year"),
    ("C71620", "", "Yes", "Unit", "UNIT", "", "", ""),
    ("C65060", "C71620", "", "", "PUFF", "", "", "Puff Dosing Unit"),
    ("C67388", "C71620", "", "", "L/min", "", "", "Liter per Minute"),
    ("C66726", "", "Yes", "Dosage Form", "FRM", "", "", ""),
    ("C42887", "C66726", "", "", "AEROSOL", "", "", "Aerosol Dosage Form"),
)
HELD = "5 codelists, 8 terms held against SDTM CT 2025-03-28; not held: 2 the sponsor's own."


@pytest.fixture
def check(tmp_path, other, capsys):
    """Runs the command on a package of the given bytes: exit code, what it printed and warned."""

    def run(data: bytes, *more: str, name: str = "SDTM Terminology 2025-03-28"):
        (tmp_path / name).write_bytes(data)
        code = main(["ct", "check", str(tmp_path / name), "--study", str(other.spec), *more])
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    "data", [xml_form(USED), text_form((HEADER, *USED)), excel_form((HEADER, *USED))], ids=["XML", "text", "Excel"]
)
def test_a_study_whose_codelists_are_as_published_is_good(check, data):
    assert check(data) == (0, f"{HELD} 0 faults.\n3 notes (3 CT-VARIABLE); --notes lists them.\n", "")


def test_notes_are_listed_on_demand(check):
    code, out, _ = check(text_form((HEADER, *USED)), "--notes")
    lines = out.splitlines()
    assert code == 0
    assert [line[:30] for line in lines[:3]] == [
        "NOTE  CT-VARIABLE  sdtm/ae.yam",
        "NOTE  CT-VARIABLE  sdtm/dm.yam",
        "NOTE  CT-VARIABLE  sdtm/dm.yam",
    ]
    assert lines[3:] == [f"{HELD} 0 faults.", "3 notes (3 CT-VARIABLE)."]


def test_faults_come_in_the_order_of_their_places_and_fail(check):
    extensible = [(code, part, "Yes" if row[0] == "Sex" else more, *row) for code, part, more, *row in USED]
    code, out, _ = check(text_form((HEADER, *(row for row in extensible if row[4] != "PUFF"))))
    assert code == 1
    assert out.splitlines()[:3] == [
        "STOP  CT-EXTENSIBLE  codelists.yaml:1: Codelist SEX (C66731) is extensible. Fix: Write 'extensible: yes'.",
        "STOP  CT-TERM  codelists.yaml:8: UNIT (C71620) has no 'PUFF', and no term with the code C65060: retired, or "
        "never there. Fix: Remove 'nci:' if it is the sponsor's own.",
        f"{HELD} 2 faults.",
    ]
    assert f"<!-- output: ct check spoiled -->\n```\n{out}```" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_another_date_is_said_and_does_not_fail(check):
    code, out, _ = check(text_form((HEADER, *USED)), name="SDTM Terminology 2025-12-19.txt")
    assert (code, out.splitlines()[-1]) == (0, "Checked against 2025-12-19, declared 2025-03-28.")


def test_damage_of_the_package_is_always_told(check):
    code, out, _ = check(text_form((HEADER, *USED, ("C1", "C2", "", "", "X", "", "", ""))))
    assert code == 0
    assert out.splitlines()[0].startswith(
        "NOTE  CT-ROW  SDTM Terminology 2025-03-28:15: The term 'X' belongs to codelist C2, which no row "
        "describes; it is left out."
    )


def test_a_file_and_a_specification_at_fault_are_told_together(check, other):
    other.replace("spec/sdtm/dm.yaml", "RFENDTC:  {derived: latest", "RFENDTC:  {derived: lastest")
    code, out, err = check(b"A letter.")
    assert (code, out) == (1, "")
    assert [line.split("  ")[1] for line in err.splitlines()[:2]] == ["SPEC-METHOD", "CT-FORM"]


def test_a_file_that_is_not_there_cannot_be_checked(other, capsys):
    assert main(["ct", "check", "nowhere.txt", "--study", str(other.spec)]) == 2
    assert capsys.readouterr().err == "onespec cannot run: No such file or directory: nowhere.txt\n"
