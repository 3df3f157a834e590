"""A flag of imputed dates that no record fills is in no file: *DTF is conditional (ADaMIG 1.3, 3.1.2)."""

import json

import pytest
from support import makes_slow

from onespec.cli.main import main
from onespec.engine.xpt.reader import read_xpt
from onespec.qc.double import Place, read_double
from onespec.qc.tables import from_frame

FLAG = "  TRTSDTF: {derived: date_imputation_flag, with: {date: DM.RFXSTDTC}}\n"


@pytest.fixture
@makes_slow
def flagged(doubled):
    """The other study with a flag of its first date of treatment; two subjects begin on known days."""
    doubled.append("spec/adam/adsl.yaml", FLAG)
    doubled.append("spec/codelists.yaml", "DATEFL: {nci: C81223, terms: [D]}\n")
    return doubled


def columns(study):
    """Of the file, in order; the ones that define.xml and the record of the build tell are held against it."""
    header, frame = read_xpt(study.out / "adam" / "adsl.xpt")
    define = (study.out / "adam" / "define.xml").read_text(encoding="utf-8")
    told = json.loads((study.out / "run.json").read_text(encoding="utf-8"))["datasets"]["ADSL"].get("left_out", [])
    assert ("IT.ADSL.TRTSDTF" in define) == ("TRTSDTF" in frame)
    assert [v.name for v in header.variables] == list(frame)
    assert ("CL.DATEFL" in define) == ("TRTSDTF" in frame)
    return list(frame), told


def test_no_record_fills_it(flagged):
    assert flagged.build() == 0
    names, left_out = columns(flagged)
    assert "TRTSDTF" not in names and left_out == ["TRTSDTF"]


def test_one_record_fills_it(flagged):
    flagged.replace("raw/inhaler.csv", "102,Placebo,2,06/01/2021", "102,Placebo,2,UN/01/2021")
    assert flagged.build() == 0
    names, left_out = columns(flagged)
    assert "TRTSDTF" in names and left_out == []


def test_it_comes_and_goes_with_the_data(flagged):
    """What is kept of the last build does not hold the columns of another one."""
    assert flagged.build() == 0
    flagged.replace("raw/inhaler.csv", "102,Placebo,2,06/01/2021", "102,Placebo,2,UN/01/2021")
    assert flagged.build() == 0
    assert "TRTSDTF" in columns(flagged)[0]
    flagged.replace("raw/inhaler.csv", "102,Placebo,2,UN/01/2021", "102,Placebo,2,06/01/2021")
    assert flagged.build() == 0
    assert "TRTSDTF" not in columns(flagged)[0]


def test_a_dataset_without_records_keeps_it(flagged):
    """No record says that nothing is imputed."""
    flagged.replace("spec/adam/adsl.yaml", "read: {from: DM}", "read: {from: DM, where: {SITEID: S9}}")
    assert flagged.build() == 0
    names, left_out = columns(flagged)
    assert "TRTSDTF" in names and left_out == []


def test_it_can_be_explained(flagged, capsys):
    assert flagged.build() == 0
    capsys.readouterr()
    where = ["--study", str(flagged.spec), "--raw", str(flagged.raw), "--out", str(flagged.out)]
    assert main(["explain", "ADSL", "--where", "SUBJID=101", "--variable", "TRTSDTF", *where]) == 0
    assert "TRTSDTF = blank" in capsys.readouterr().out


@pytest.mark.parametrize(("value", "equal"), [("", True), ("D", False)])
def test_the_second_program_proves_that_it_is_blank(flagged, value, equal):
    assert flagged.build() == 0
    frame = read_xpt(flagged.out / "adam" / "adsl.xpt")[1]
    place = Place(flagged.spec, flagged.raw, flagged.out)
    double = read_double(place, ["ADSL"], second={"ADSL": from_frame(frame.assign(TRTSDTF=value), "ADSL")})
    (entry,) = double.report("").entries
    assert [d.kind for d in entry.comparison.attributes] == ([] if equal else ["compare variable"])
