"""A study as an object: what a notebook does with it, each verb once."""

from __future__ import annotations

import json
import re

import pytest
from support import OTHER, StudyCopy

import onespec


@pytest.fixture
def study(small_done: StudyCopy) -> onespec.Study:
    """Two subjects of the shipped study, built.  The folder of the specification is called ``spec``."""
    return onespec.open(small_done.spec, small_done.raw, small_done.out)


def opened(copy: StudyCopy) -> onespec.Study:
    return onespec.open(copy.spec, copy.raw, copy.out)


def test_as_in_a_notebook(other):
    study = opened(other)
    built = study.build()
    assert isinstance(built, onespec.Built)
    assert str(built).splitlines()[1].split()[:4] == ["AE", "3", "3", "24"]
    assert study["ADSL"]["USUBJID"].tolist() == ["ASTH-02-S1-101", "ASTH-02-S1-102", "ASTH-02-S2-201"]
    assert (study["dm"].attrs["label"], study["DM"].attrs["labels"]["AGE"]) == ("Demographics", "Age")
    again = study.build()
    assert isinstance(again, onespec.UpToDate) and str(again).startswith("Nothing to do: ")
    assert study.up_to_date() and study.up_to_date(only="sdtm")


def test_what_is_not_built_cannot_be_looked_at(other):
    with pytest.raises(onespec.NotBuilt, match="there are no datasets in .*out; build them first"):
        opened(other)["DM"]


def test_a_dataset_that_does_not_exist_names_the_nearest(study):
    with pytest.raises(onespec.NotThere, match="There is no dataset 'ADSLL'. Did you mean 'ADSL'?"):
        study["ADSLL"]


def test_a_study_is_what_its_study_yaml_says(study):
    assert (study.id, study.name, study.folder.name) == ("CHICTR2600126870", "CHICTR2600126870", "spec")
    assert repr(study) == f"<Study CHICTR2600126870 in {study.folder}>"


def test_check(study):
    assert re.match(r"CHICTR2600126870: \d\d datasets, ", str(study.check()))


def test_a_specification_with_stops_raises_all_of_them(other):
    other.replace("spec/sdtm/dm.yaml", "RFENDTC:  {derived: latest", "RFENDTC:  {derived: lastest")
    for verb in (opened(other).check, opened(other).build):
        with pytest.raises(onespec.Stopped) as stopped:
            verb()
        assert [f.rule for f in stopped.value.findings.stops] == ["SPEC-METHOD"]
    assert [f.rule for f in other.findings] == ["SPEC-METHOD"]


def test_explain(study):
    told = study.explain("ADTTE", {"PARAMCD": "PFS", "SUBJID": "01001"}, "AVAL")
    assert str(told).startswith("Record of ADTTE: ") and "\nAVAL = " in str(told)
    assert (told.count, len(told.records)) == (1, 1)


def test_impact_counts_what_is_built(study):
    assert "\n  DM (3 of 3 records): SEX\n" in str(study.impact("DM.SEX"))


def test_diff(study, other):
    assert str(study.diff(study.folder)) == "Nothing changed in meaning."
    other.replace("spec/sdtm/dm.yaml", "RFSTDTC:  {derived: earliest", "RFSTDTC:  {derived: latest")
    assert "DM.RFSTDTC changed" in str(opened(other).diff(OTHER / "spec"))


def test_diff_says_which_specification_has_stops(other):
    other.replace("spec/sdtm/dm.yaml", "RFENDTC:  {derived: latest", "RFENDTC:  {derived: lastest")
    with pytest.raises(onespec.StoppedIn) as stopped:
        onespec.open(OTHER / "spec").diff(other.spec)
    assert stopped.value.folder == other.spec


def test_validate(study):
    validated = study.validate()
    assert " by onespec and pointblank: " in str(validated)
    assert (validated.write() / "report.json").parent == study.beside("conformance")


def test_qc_finds_the_second_programs_in_the_studys_folder(study):
    compared = study.qc(["AE", "ADSL"])
    assert compared.good, str(compared)
    assert [e.comparison.compare.source.name for e in compared.report.entries] == ["qc/sdtm/ae.sql", "qc/adam/adsl.sql"]
    report = json.loads((compared.write() / "report.json").read_text(encoding="utf-8"))
    assert {"qc/macros.sql", "qc/sdtm/macros.sql"} <= {s["name"] for s in report["shared"]}


def test_a_second_program_is_no_input_of_a_build(other_done):
    study = opened(other_done)
    (other_done.spec / "qc" / "sdtm").mkdir(parents=True)
    other_done.append("spec/qc/sdtm/ae.sql", "SELECT 1 AS N")
    assert study.up_to_date()
    assert not study.qc(["AE"]).good
    other_done.append("spec/qc/sdtm/ex.sql", "SELECT")
    with pytest.raises(onespec.ProgramFailed, match="ex.sql"):
        study.qc(["EX"])


def test_reports_tell_when_the_datasets_are_of_other_inputs(other_done):
    study = opened(other_done)
    assert study.notes() == []
    other_done.append("spec/sdtm/ae.yaml", "# changed\n")
    assert "(specification/sdtm/ae.yaml)" in study.notes()[0]
    study.clean()
    assert study.notes() == ["Nothing is known of the build that made these datasets."]


def test_subject(study):
    page = study.subject("01001", "zh")
    assert page.chains > 100 and '<html lang="zh"' in page.html
    assert page.write() == study.beside("pages") / "subject-01001-zh.html"
    with pytest.raises(onespec.NotThere, match="There is no subject '01003'"):
        study.subject("01003")


def test_clean(study):
    study.subject("01001").write()
    assert study.clean() == [study.out, study.out.with_name(".out.cache"), study.beside("pages")]
    assert study.folder.exists() and study.clean() == []


def test_simulate_needs_a_simulator(other):
    with pytest.raises(onespec.NoStudy, match="the study has no simulator"):
        opened(other).simulate()


def test_compare(study):
    one, other = study.datasets()["AE"], study.datasets()["CM"]
    assert onespec.compare(one, one).good and not onespec.compare(one, other).good
    with pytest.raises(onespec.WrongSetting, match="there is no such level"):
        onespec.compare(one, one, onespec.CompareSettings(ignore=["colour"]))
