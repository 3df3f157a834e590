"""`onespec show`: a dataset in full, each entry with the line that says it."""

from __future__ import annotations

from pathlib import Path

import yaml
from support import SHIPPED

from onespec.cli.main import main
from onespec.engine.findings import Findings
from onespec.engine.registry import discover
from onespec.engine.spec.loader import load_study
from onespec.engine.trace.shown import shown

COMMON = "sdtm:\n  --SEQ: {derived: sequence}\n  DOMAIN: {assigned: '--'}\n"


def test_a_dataset_in_full(other, capsys):
    other.append("spec/common.yaml", COMMON)
    other.replace("spec/sdtm/ae.yaml", "  DOMAIN:  {assigned: AE}\n", "")
    assert main(["show", "ae", "--study", str(other.spec)]) == 0
    said = capsys.readouterr().out
    placed = [tuple(part.strip() for part in line.split("  # ")) for line in said.splitlines() if "  # " in line]
    assert placed[:3] == [
        ("dataset: AE", "sdtm/ae.yaml:1"),
        ("keys: [STUDYID, USUBJID, AEDECOD, AESTDTC, AESPID]", "sdtm/ae.yaml:2"),
        ("- read: {from: events}", "sdtm/ae.yaml:4"),
    ]
    assert ("DOMAIN:   {assigned: AE}", "common.yaml:3") in placed
    assert ("AESTDTC:  {collected: events.BEGAN}", "sdtm/ae.yaml:14") in placed
    assert yaml.safe_load(said)["variables"]["AESTDY"]["with"] == {"date": "AESTDTC", "reference": "DM.RFSTDTC"}


def test_a_dataset_that_is_not_there(other, capsys):
    assert main(["show", "EXX", "--study", str(other.spec)]) == 1
    assert capsys.readouterr().err == "onespec show: There is no dataset 'EXX'. Did you mean 'EX'?\n"


def test_what_is_shown_says_the_same_when_it_is_written_into_the_file(tmp_path):
    """Every dataset of the shipped study: what it says in full is itself a description of it, and in full already."""
    study = load(SHIPPED)
    for name, entry in study.in_full.items():
        assert plain(entry) == yaml.load(shown(study, name), Loader=yaml.BaseLoader), name


def load(folder: Path):
    study = load_study(folder, discover(("onespec.sdtm", "onespec.adam")), Findings())
    assert study is not None
    return study


def plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value
