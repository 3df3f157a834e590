"""`onespec validate-power`: the table that it prints, and its exit code."""

from __future__ import annotations

import pytest
from support import OTHER

from onespec.cli.main import main
from onespec.conformance.power import adam_defects, defects
from onespec.conformance.power.spoil import change


@pytest.fixture
def run(built_other, monkeypatch, capsys):
    def power(*seeded: defects.Defect, more: tuple[str, ...] = ("--own",)) -> tuple[int, list[str]]:
        monkeypatch.setattr(defects, "DEFECTS", [d for d in seeded if not d.dataset.startswith("AD")])
        monkeypatch.setattr(adam_defects, "DEFECTS", [d for d in seeded if d.dataset.startswith("AD")])
        code = main(["validate-power", "--study", str(OTHER / "spec"), "--out", str(built_other), *more])
        return code, capsys.readouterr().out.splitlines()

    return power


CAUGHT = defects.Defect("D001", "A code that is none", "DM", "OS0301", change(SEX="X"))
MISSED = defects.Defect("D002", "A name nobody minds", "AE", "OS0301", change(AETERM="Well."))
OF_ADAM = defects.Defect("A001", "A flag is U", "ADSL", "OA0304", change(SAFFL="U"))
NO_PLACE = defects.Defect("D003", "A device", "DI", "OS0301", change(DEVICE="X"))


def test_what_is_caught_missed_and_has_no_place(run):
    code, lines = run(CAUGHT, MISSED, NO_PLACE)
    assert code == 1
    assert [" ".join(line.split()) for line in lines[1:4]] == [
        "D001 A code that is none DM OS0207, OS0301",
        "D002 A name nobody minds AE -",
        "D003 A device DI there is no DI",
    ]
    assert lines[-1].startswith("1 of 2 seeded defects are caught: 1 by onespec; 1 have no place in these data")


def test_a_defect_of_adam_is_seeded_into_its_package(run):
    code, lines = run(CAUGHT, OF_ADAM)
    assert code == 0
    assert [" ".join(line.split()[:2]) for line in lines[1:3]] == ["D001 A", "A001 A"]
    assert "OA0304" in lines[2] and lines[-1].startswith("2 of 2 seeded defects are caught: 2 by onespec")


def test_markdown(run):
    code, lines = run(CAUGHT, more=("--own", "--markdown"))
    assert (code, lines[:3]) == (
        0,
        ["| | defect | in | onespec |", "|---|---|---|---|", "| D001 | A code that is none | DM | OS0207, OS0301 |"],
    )


def test_the_outside_engine_is_asked_too(run):
    """It has no rule for the name, and two for the sex."""
    code, lines = run(CAUGHT, MISSED, more=())
    assert [" ".join(line.split()) for line in lines[:3]] == [
        "defect in onespec pointblank",
        "D001 A code that is none DM OS0207, OS0301 SDTM-007, SDTM-056",
        "D002 A name nobody minds AE - -",
    ]
    assert lines[3].startswith("pointblank 1.1.1, rules for SDTMIG 3.4") and code == 1
    assert lines[4].startswith("1 of 2 seeded defects are caught: 1 by onespec, 1 by pointblank; 0 have no place")
