"""`onespec new study --like`: another study's forms, codelists and datasets, without what it says of itself."""

from __future__ import annotations

import pytest
from support import OTHER, SHIPPED

import onespec
from onespec.cli.main import main

CHECKS = """\
defaults:
  not_after: {meaning: date of consent}
  within_limits: {from: EX, meaning: first dose, limits: arms}
checks:
  # of dates
  - not_after: {from: EX, date: EXSTDTC, limit: DM.RFICDTC}
  - month_known:
      {from: AE, date: AESTDTC,
       meaning: start of the event}
  # of this study
  - none_may_be: {from: events, fields: [SERIOUS], value: study.sponsor_study}
  - within_limits: {test: EXTRT, value: EXDOSE, date: EXSTDTC, until: DM.RFSTDTC}
"""


def new(folder, other, *more: str) -> int:
    return main(["new", "study", str(folder), "--like", str(other), *more])


@pytest.fixture
def like(other, tmp_path, capsys):
    other.append("spec/checks.yaml", CHECKS)
    other.append("spec/study.yaml", "  data_cut: 2021-12-31\n")
    assert new(tmp_path / "new", other.spec, "--study-id", "ASTH-03", "--created", "2026-01-01T00:00:00") == 0
    return tmp_path / "new", capsys.readouterr().out


def test_it_tells_what_the_study_must_say_itself(like):
    folder, said = like
    assert said == (
        f"9 files in {folder}. 'onespec check --study {folder} --guesses' tells what is guessed.\n"
        "Tables without their rows: arms.\n"
        "Values of study.yaml to state: data_cut.\n"
        "Checks left out, which name a value, a table or such a dataset: 2.\n"
    )


def test_forms_codelists_and_datasets_are_those_of_the_other_each_a_guess(like):
    folder, _ = like
    for name in ("crf.yaml", "codelists.yaml", "sdtm/dm.yaml", "sdtm/ae.yaml", "sdtm/ex.yaml", "adam/adsl.yaml"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        assert any(line.endswith("# guessed: as ASTH-02 has it") for line in lines)
        plain = "".join(line.partition("  # guessed")[0] + "\n" for line in lines)
        assert plain == (OTHER / "spec" / name).read_text(encoding="utf-8")
    assert (folder / "tables" / "arms.csv").read_text(encoding="utf-8") == "ARMCD,ARM\n"


def test_what_it_is_called_is_its_own_and_no_value_is_taken_over(like):
    folder, _ = like
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    assert text.startswith("study: ASTH-03\n") and "created: 2026-01-01T00:00:00\n" in text
    assert text.endswith("values:\n  sponsor_study: ASTH-03\n  # data_cut: not taken over\n")
    assert "ASTH-02" not in text.replace("as ASTH-02 has it", "")


def test_checks_stay_that_name_nothing_of_the_other(like):
    folder, _ = like
    assert (folder / "checks.yaml").read_text(encoding="utf-8") == (
        "defaults:\n"
        "  not_after: {meaning: date of consent}\n"
        "checks:\n"
        "  - not_after: {from: EX, date: EXSTDTC, limit: DM.RFICDTC}  # guessed: as ASTH-02 has it\n"
        "  - month_known:  # guessed: as ASTH-02 has it\n"
        "      {from: AE, date: AESTDTC,\n"
        "       meaning: start of the event}\n"
    )


def test_it_is_complete_when_that_is_said(like, capsys):
    folder, _ = like
    assert main(["check", "--study", str(folder)]) == 1
    stops = [line for line in capsys.readouterr().err.splitlines() if line.startswith("STOP")]
    assert len(stops) == 4 and all("table arms" in line for line in stops)
    with (folder / "tables" / "arms.csv").open("a", encoding="utf-8") as file:
        file.write("ICS,Inhaled corticosteroid\nPBO,Placebo\n")
    assert main(["check", "--study", str(folder)]) == 0


def test_datasets_that_are_rows_of_tables_are_left_out(tmp_path):
    """The trial design of the study that ships, and its tables."""
    made = onespec.new_like(tmp_path / "new", SHIPPED, onespec.Asked("N"))
    assert made.datasets == ["TA", "TE", "TI", "TS", "TV"]
    files = {path.relative_to(tmp_path / "new").as_posix() for path in made.files}
    assert "sdtm/lb.yaml" in files and not {"sdtm/ta.yaml", "tables/trial_summary.csv"} & files
    assert "DATA_CUT" in made.values and "STUDYID" not in made.values


def test_a_study_that_extends_another_s_folder_still_does(other, tmp_path):
    sponsor = tmp_path / "sponsor"
    sponsor.mkdir()
    (other.spec / "codelists.yaml").rename(sponsor / "codelists.yaml")
    text = (other.spec / "study.yaml").read_text(encoding="utf-8")
    (other.spec / "study.yaml").write_text(f"extends: ../sponsor\n{text}", encoding="utf-8")
    (other.spec / "codelists.yaml").write_text("{}\n", encoding="utf-8")
    assert new(tmp_path / "more" / "new", other.spec) == 0
    assert 'extends: "../../sponsor"\n' in (tmp_path / "more" / "new" / "study.yaml").read_text(encoding="utf-8")


def test_nothing_is_replaced_and_nothing_is_asked_that_the_other_says(other, tmp_path, capsys):
    assert new(other.spec, OTHER / "spec") == 2
    assert "would be written over" in capsys.readouterr().err
    assert new(tmp_path / "new", OTHER / "spec", "--subject", "PATIENT") == 1
    assert "--subject and --standards are what the study says" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
