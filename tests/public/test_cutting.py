"""`Study.cut`: what the data cut does, before and after."""

from __future__ import annotations

import pytest

from onespec import NotThere
from onespec import open as open_study
from onespec.cli.main import main


def test_before_and_after(other):
    study = open_study(other.spec, other.raw, other.out, cut="2021-01-20")
    effect = study.cut()
    said = effect.text().splitlines()
    assert said[0].startswith("ASTH-02, without a cut -> with it. Data cut 2021-01-20: ")
    changed = {d["dataset"]: (d["before"], d["after"]) for d in effect.facts()["datasets"]}
    assert (changed["DM"], changed["EX"]) == ((3, 3), (4, 3))
    assert not other.out.exists()


def test_a_study_without_a_cut(other, capsys):
    with pytest.raises(NotThere, match="The study has no data cut"):
        open_study(other.spec, other.raw, other.out).cut()
    assert main(["cut", "--study", str(other.spec), "--raw", str(other.raw)]) == 1
    assert "try --cut YYYY-MM-DD" in capsys.readouterr().err


def test_a_cut_after_all_data(other, capsys):
    place = ["--study", str(other.spec), "--raw", str(other.raw), "--out", str(other.out)]
    assert main(["cut", *place, "--cut", "2030-01-01"]) == 0
    said = capsys.readouterr().out
    assert "nothing lies after it." in said and "Datasets: 0 differ" in said
