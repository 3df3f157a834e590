"""`onespec simulate`: the export of a study that ships its simulator."""

from __future__ import annotations

import pytest
from support import OTHER, ROOT, SHIPPED, SHIPPED_RAW, contents

from onespec.cli.main import main
from onespec.engine.findings import Findings
from onespec.engine.raw.files import read_form
from onespec.engine.spec.crf import read_forms


def simulate(study, raw, *more: str) -> int:
    return main(["simulate", "--study", str(study), "--raw", str(raw), *more])


@pytest.mark.slow
def test_the_export_that_ships_is_what_the_command_writes(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert simulate(SHIPPED.name, tmp_path / "raw") == 0
    assert contents(tmp_path / "raw") == contents(SHIPPED_RAW)


@pytest.mark.slow
def test_so_many_subjects(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert simulate(SHIPPED, tmp_path / "raw", "--subjects", "4") == 0
    findings = Findings()
    register = read_form(read_forms(SHIPPED, findings)["demography"], tmp_path / "raw", findings)
    assert register.cells["SUBJID"].str.strip().tolist() == ["01001", "01002", "01003", "01004"]


def test_a_simulation_replaces_no_export(other, monkeypatch, capsys):
    monkeypatch.chdir(other.folder)
    program = other.folder / "raw_samples" / "ASTH-02" / "simulate.py"
    program.parent.mkdir(parents=True)
    program.write_text("raise SystemExit('started')")
    before = contents(other.raw)
    assert simulate(other.spec, other.raw) == 2
    assert f"{other.raw} is there already, and a simulation replaces no export." in capsys.readouterr().err
    assert contents(other.raw) == before


def test_a_study_without_a_simulator(tmp_path, capsys):
    assert simulate(OTHER / "spec", tmp_path / "raw") == 2
    assert "the study has no simulator: " in capsys.readouterr().err
    assert not (tmp_path / "raw").exists()
