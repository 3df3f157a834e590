"""docs/living-trial.md, medical coding: its commands in their order, on the study that ships, and a coder's answers."""

from __future__ import annotations

import shutil

import pytest
from coded import fill
from support import ROOT, SHIPPED, SHIPPED_RAW

from onespec.cli.main import main

from .markdown import blocks

STEPS = [
    (b.marked.removeprefix("coding: "), b.text)
    for b in blocks(ROOT / "docs" / "living-trial.md")
    if b.marked.startswith("coding: ")
]
GASTROINTESTINAL = ("Gastrointestinal disorders", 10017947)
CODES = dict(zip(("BODSYS", "BDSYCD", "SOC", "SOCCD"), GASTROINTESTINAL * 2, strict=True))
CODES |= {"LLT": "Nausea", "LLTCD": 10028813, "DECOD": "Nausea", "PTCD": 10028813}


def answered() -> None:
    """A coder and a translator fill the list."""
    signed = {"date": "2027-11-15"}
    fill("terms.xlsx", "MEDDRA", 2, **CODES, coder="A. Coder", **signed)
    fill("terms.xlsx", "Translations", 2, translation="Hypertension", translator="T. Ranslator", **signed)


@pytest.mark.slow
def test_the_story_is_told_as_it_happens(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SHIPPED, tmp_path / "spec")
    places = ["--study", "spec", "--raw", str(SHIPPED_RAW), "--out", "out"]
    before = {p: p.read_bytes() for p in SHIPPED_RAW.rglob("*") if p.is_file()}
    for what, text in STEPS:
        if what == "command":
            if "--read" in text:
                answered()
            assert main([*text.split()[1:], *places]) == 0, capsys.readouterr().err
        else:
            said = capsys.readouterr().out
            assert said == text or said.endswith(f"\n{text}")  # of an explanation, the value alone is shown
    assert main(["build", *places, "--quiet", "--workers", "1", "--milestone", "lock"]) == 0
    assert not (tmp_path / "out" / "reports" / "coding.csv").exists()
    assert {p: p.read_bytes() for p in before} == before
