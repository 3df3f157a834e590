"""`onespec qc-power` on the other study: what becomes of each seeded error, by hand."""

from __future__ import annotations

import csv

import pytest
from support import ROOT

from onespec.cli.main import main


@pytest.fixture
def power(doubled, monkeypatch, capsys):
    """Run the command; its exit code, what it prints, and the rows of power.csv."""
    monkeypatch.chdir(ROOT)  # where a clone's own package lies beside: the spoiled copy must be the one that runs

    def run(*more: str) -> tuple[int, list[str], list[tuple[str, ...]]]:
        places = "--study", str(doubled.spec), "--raw", str(doubled.raw), "--out", str(doubled.out)
        code = main(["qc-power", *places, "--workers", "1", *more])
        table = doubled.out.with_name("out.qc-power") / "power.csv"
        with table.open(encoding="utf-8-sig", newline="") as file:
            return code, capsys.readouterr().out.splitlines(), [tuple(row) for row in csv.reader(file)]

    return run


def test_errors_of_outputs(power):
    """The second program has another first dose than 4; the dosage form is waived, whatever it is."""
    code, said, rows = power("--only", "outputs")
    assert rows == [
        ("seeded in", "error", "verdict", "what the comparison says"),
        ("EX", "A dose is doubled", "caught", "5 values in 4 rows (EXDOSFRM 4, EXDOSE 1)"),
        ("EX", "A form is another one", "missed", "4 values in 4 rows (EXDOSFRM 4)"),
        ("EX", "A tablet is lost", "no place", "no row meets the conditions"),
    ]
    assert [line.split() for line in said[:4]] == [
        ["verdict", "errors", "caught", "stopped", "missed", "no", "effect", "no", "place"],
        ["seeded", "in"],
        ["EX", "3", "1", "0", "1", "0", "1"],
        ["all", "3", "1", "0", "1", "0", "1"],
    ]
    assert said[4:6] == [
        "MISSED     EX: A form is another one (4 values in 4 rows (EXDOSFRM 4))",
        "NO PLACE   EX: A tablet is lost (no row meets the conditions)",
    ]
    assert said[6].startswith("1 of 3 errors that change anything are caught") and code == 1


@pytest.mark.slow
def test_errors_of_the_specification_and_of_the_program(power):
    """Each is built from a copy: the program's error must be in the program that runs."""
    code, said, rows = power("--only", "sources")
    assert rows[1:] == [
        (
            "specification",
            "The unit of the dose is another one",
            "caught",
            "EX: 8 values in 4 rows (EXDOSU 4, EXDOSFRM 4)",
        ),
        (
            "specification",
            "A field is misspelt",
            "stopped",
            "STOP  SPEC-UNUSED  crf.yaml:24, inhaler.PUFFS: inhaler.PUFFS is used by no dataset. "
            "Fix: Map it, or add 'not_submitted: reason'.",
        ),
        ("specification", "The country is another one", "missed", "changed: DM"),
        (
            "specification",
            "A dose of 0 is a query",
            "no effect",
            "no dataset changes: the data have no subject that shows it",
        ),
        ("specification", "The text is not there", "no place", "specs/sdtm/ex.yaml has no 'EXVAMT'"),
        ("program", "Every study day is 1", "caught", "EX: 9 values in 4 rows (EXDOSFRM 4, EXENDY 4, EXSTDY 1)"),
    ]
    assert said[-1].startswith("3 of 5 errors that change anything are caught") and code == 1


def test_all_errors_are_caught(power, doubled):
    doubled.replace("spec/qc/errors.yaml", "{EXTRT: TABLET}", "{EXTRT: PLACEBO}")
    doubled.replace("spec/qc/errors.yaml", "set: {EXDOSFRM: SPRAY}", "set: {EXDOSU: SPRAY}")
    code, said, rows = power("--only", "outputs")
    assert [row[2] for row in rows[1:]] == ["caught"] * 3
    assert said[-1].startswith("3 of 3 errors that change anything are caught") and code == 0


def test_an_edge_that_the_export_does_not_have(doubled, capsys):
    """Patient 101 has two rows."""
    doubled.replace("spec/qc/errors.yaml", 'where: {PATIENT: "102"}', 'where: {PATIENT: "101"}')
    places = "--study", str(doubled.spec), "--raw", str(doubled.raw), "--out", str(doubled.out)
    assert main(["qc-power", *places, "--workers", "1", "--only", "sources"]) == 2
    said = capsys.readouterr().err
    assert "inhaler.csv of the raw export has not the one row of the edge 'a dose that is no multiple of 2'." in said


def test_a_list_of_errors_that_cannot_be_understood(doubled, capsys):
    doubled.replace("spec/qc/errors.yaml", "drop: yes", "dorp: yes")
    assert main(["qc-power", "--study", str(doubled.spec), "--out", str(doubled.out)]) == 2
    said = capsys.readouterr().err
    assert "errors.yaml:4: There is no operation 'dorp'. Fix: Did you mean 'drop'?" in said


def test_nothing_built(doubled, tmp_path, capsys):
    places = "--study", str(doubled.spec), "--raw", str(doubled.raw), "--out", str(tmp_path / "none")
    assert main(["qc-power", *places, "--only", "outputs"]) == 2
    assert "build them first" in capsys.readouterr().err
