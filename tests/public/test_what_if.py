"""`Study.whatif`: the study as it is, and as it would be."""

from __future__ import annotations

import csv
import json
import shutil

import pytest

from onespec import NotThere, Stopped
from onespec import open as open_study
from onespec.cli.main import main

SET = "sdtm/ex.yaml:variables.EXDOSU.assigned=L/min"
SHOWN = """\
ASTH-02, as it is -> what if
  sdtm/ex.yaml: variables.EXDOSU.assigned is L/min (PUFF)
Subjects with a difference: 3 (101, 102, 201).

Endpoints: all as they were.

Datasets: 1 differs, 3 are the same. Records are found again by their keys, without the numbers that a build gives \
(--SEQ, ASEQ, RELID).
  dataset  old  new  added  gone  changed  values that differ
  EX         4    4      0     0        4  EXDOSU 4

Values: 4 differ; the first of each dataset:
  dataset  subject  record                   variable  value
  EX       101      BUDESONIDE / 2021-01-05  EXDOSU    PUFF -> L/min
  EX       101      BUDESONIDE / 2021-02-02  EXDOSU    PUFF -> L/min

Displays: the study has none.
"""


def places(other) -> list[str]:
    return ["--study", str(other.spec), "--raw", str(other.raw), "--out", str(other.out)]


def files(folder) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_what_differs_is_shown_and_nothing_is_changed(other, capsys):
    before = files(other.folder)
    page, table = other.folder.parent / "page.html", other.folder.parent / "table.csv"
    assert main(["whatif", *places(other), "--set", SET, "--html", str(page), "--csv", str(table)]) == 0
    assert capsys.readouterr().out == SHOWN
    assert page.read_text(encoding="utf-8").count("L/min") == 6
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = [(r["kind"], r["subject"], r["field"], r["old"], r["new"]) for r in csv.DictReader(file)]
    assert rows == [("value changed", s, "EXDOSU", "PUFF", "L/min") for s in ("101", "101", "102", "201")]
    for made in (page, table):
        made.unlink()
    assert files(other.folder) == before


def test_programs_get_the_same(other, capsys):
    assert main(["whatif", *places(other), "--set", SET, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["settings"] == ["sdtm/ex.yaml: variables.EXDOSU.assigned is L/min (PUFF)"]
    assert facts["subjects"] == ["101", "102", "201"] and len(facts["differences"]) == 4
    assert {d["dataset"]: d["changed"] for d in facts["datasets"]} == {"DM": 0, "AE": 0, "EX": 4, "ADSL": 0}


def test_outputs_that_are_up_to_date_serve(other_done):
    before = files(other_done.out)
    done = open_study(other_done.spec, other_done.raw, other_done.out).whatif(cut="2021-01-31")
    assert {d.dataset.name: (d.old, d.new, d.changed) for d in done.datasets} == {
        "DM": (3, 3, 3),
        "AE": (3, 3, 0),
        "EX": (4, 3, 3),
        "ADSL": (3, 3, 3),
    }
    assert done.settings == ["the data cut is 2021-01-31 (none)"]
    assert files(other_done.out) == before


def test_another_specification_with_a_variable_more_one_less_and_one_of_another_type(other, tmp_path):
    shutil.copytree(other.spec, tmp_path / "other")
    file = tmp_path / "other" / "adam" / "adsl.yaml"
    text = file.read_text(encoding="utf-8").replace("  TRTEDT:  {derived: sas_date, with: {date: DM.RFXENDTC}}\n", "")
    file.write_text(text + "  BRTHDTC: {predecessor: DM.SEX, label: Copy, type: text}\n", encoding="utf-8")
    done = open_study(other.spec, other.raw, other.out).whatif(spec=tmp_path / "other")
    (adsl,) = [d for d in done.datasets if d.any]
    assert adsl.dataset.name == "ADSL" and adsl.variables() == {"BRTHDTC": 3, "TRTEDT": 2}
    assert done.settings == [f"the specification is that of {tmp_path / 'other'}"]


def test_a_study_that_extends_a_folder(other):
    sponsor = other.folder / "sponsor"
    (sponsor / "sdtm").mkdir(parents=True)
    shutil.move(other.spec / "sdtm" / "ae.yaml", sponsor / "sdtm" / "ae.yaml")
    head = other.spec / "study.yaml"
    head.write_text("extends: ../sponsor   # ours\n" + head.read_text(encoding="utf-8"), encoding="utf-8")
    done = open_study(other.spec, other.raw, other.out).whatif([SET])
    assert [d.dataset.name for d in done.datasets if d.any] == ["EX"]


def test_what_stops(other, tmp_path):
    study = open_study(other.spec, other.raw, other.out)
    with pytest.raises(NotThere, match="Nothing would be otherwise"):
        study.whatif()
    with pytest.raises(NotThere, match="There is no day '2021-02'"):
        study.whatif(cut="2021-02")
    with pytest.raises(NotThere, match="Did you mean 'EXDOSU'"):
        study.whatif(["sdtm/ex.yaml:variables.EXDOSV.assigned=L/min"])
    with pytest.raises(Stopped):
        study.whatif(["sdtm/ex.yaml:variables.EXDOSU.assigned=CUP"])
    shutil.copytree(other.spec, tmp_path / "stranger")
    head = tmp_path / "stranger" / "study.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("study: ASTH-02", "study: ASTH-03"), encoding="utf-8")
    with pytest.raises(NotThere, match="specifies the study ASTH-03, not ASTH-02"):
        study.whatif(spec=tmp_path / "stranger")
    assert not other.out.exists() and not list(other.folder.glob(".out*"))


DISPLAY = """\
displays:
  sexes:
    number: 14.1.1
    title: Sex
    analyses:
      - counts: {from: ADSL, variable: SEX, label: Sex}
"""


def test_numbers_of_displays(other, capsys):
    (other.spec / "displays").mkdir()
    (other.spec / "displays" / "sexes.yaml").write_text(DISPLAY, encoding="utf-8")
    page, table = other.folder / "page.html", other.folder / "table.csv"
    asked = "whatif", *places(other), "--cut", "2021-01-06", "--html", str(page), "--csv", str(table)
    assert main(list(asked)) == 0
    said = capsys.readouterr().out
    assert [line.split("  ")[-1].strip() for line in said.partition("\nDisplays: ")[2].splitlines()] == [
        "1 of 1 differ, in 6 numbers.",
        "number",
        "3 -> 2",  # 201 gave consent on the day after the cut
        "3 -> 2",
        "33.3 -> 50.0",
        "2 -> 1",
        "3 -> 2",
        "66.7 -> 50.0",
    ]
    assert "<h2>Displays</h2>\n<p>1 of 1 differ" in page.read_text(encoding="utf-8").replace("<p>Displays: ", "<p>")
    assert table.read_text(encoding="utf-8-sig").splitlines()[-1] == (
        "number,,,,,,,sexes: Female (All subjects),Percent,66.7,50.0"
    )
