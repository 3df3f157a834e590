"""What changed in meaning between two editions of the smallest study."""

from __future__ import annotations

import shutil

import pytest
from support import OTHER, SHIPPED

from onespec.cli.main import main


@pytest.fixture
def diff(other, capsys):
    """What `onespec diff` prints about the study as it stands and as a test changed it."""

    def run() -> str:
        assert main(["diff", str(OTHER / "spec"), str(other.spec)]) == 0
        return capsys.readouterr().out

    return run


def test_nothing(diff):
    assert diff() == "Nothing changed in meaning.\n"


def test_labels_comments_and_order_of_lines_mean_nothing(other, diff):
    other.replace(
        "spec/sdtm/ae.yaml",
        "AESPID:  {collected: events.NO}",
        "AESPID:  {collected: events.NO, comment: As the site numbers them}",
    )
    other.replace("spec/crf.yaml", "{en: First use}", "{en: Date of first use}")
    assert diff() == "Nothing changed in meaning.\n"


def test_a_variable(other, diff):
    other.replace("spec/sdtm/dm.yaml", "birth: BRTHDTC, date: RFICDTC", "birth: BRTHDTC, date: RFSTDTC")
    assert (
        diff()
        == """\
1 change in meaning:
  DM.AGE changed
    was: derived age_at; with birth: BRTHDTC, date: RFICDTC; type float
    now: derived age_at; with birth: BRTHDTC, date: RFSTDTC; type float
They reach 2 variables of 2 datasets:
  DM: AGE
  ADSL: AGE
"""
    )


def test_records(other, diff):
    other.replace("spec/sdtm/ae.yaml", "- read: {from: events}", '- read: {from: events, where: {SERIOUS: "Y"}}')
    assert (
        diff()
        == """\
1 change in meaning:
  records of AE changed
    read (from events): where was none, now [SERIOUS EQ Y]
They reach 24 variables of 1 dataset:
  AE: every variable of every record
"""
    )


def test_a_table_and_a_codelist(other, diff):
    other.replace("spec/tables/arms.csv", "ICS,Inhaled corticosteroid", "ICS,Inhaled steroid")
    other.replace("spec/codelists.yaml", "M: male", "M: [male, man]")
    assert (
        diff()
        == """\
2 changes in meaning:
  codelist SEX changed
    M: raw was [male], now [male, man]
  table arms changed
    gone: ARMCD: ICS, ARM: Inhaled corticosteroid
    new: ARMCD: ICS, ARM: Inhaled steroid
They reach 7 variables of 2 datasets:
  DM: SEX, ARM, ACTARM
  ADSL: SEX, ARM, TRT01P, TRT01A
"""
    )


def test_the_contract_of_a_field(other, diff):
    other.replace(
        "spec/crf.yaml",
        "LAST:    {label: {en: Last use}, type: date, format: [DD/MM/YYYY]",
        "LAST:    {label: {en: Last use}, type: date, format: [DD/MM/YYYY, DDMONYYYY]",
    )
    assert (
        diff()
        == """\
1 change in meaning:
  form inhaler changed
    field LAST: format was [DD/MM/YYYY], now [DD/MM/YYYY, DDMONYYYY]
They reach 5 variables of 3 datasets:
  DM: RFENDTC, RFXENDTC
  EX: EXENDTC, EXENDY
  ADSL: TRTEDT
"""
    )


def test_new_and_gone(other, diff):
    other.replace(
        "spec/adam/adsl.yaml",
        "  SAFFL:   {derived: flag_present, with: {value: TRTSDT}, codelist: NY}\n",
        "  ENRLDT:  {derived: sas_date, with: {date: DM.RFICDTC}}\n",
    )
    assert (
        diff()
        == """\
2 changes in meaning:
  ADSL.ENRLDT is new
  ADSL.SAFFL is gone
They reach 1 variable of 1 dataset:
  ADSL: ENRLDT
What is gone reached 1 variable of 1 dataset:
  ADSL: SAFFL
"""
    )


def test_a_folder_without_a_study(tmp_path, capsys):
    assert main(["diff", str(tmp_path), str(OTHER / "spec")]) == 2
    assert capsys.readouterr().err == f"onespec cannot run: there is no study.yaml in {tmp_path}.\n"


def test_of_the_record_steps_only_those_that_differ_are_told_and_followed(tmp_path, capsys):
    shutil.copytree(SHIPPED, tmp_path / "new")
    file = tmp_path / "new" / "adam" / "adtte.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "      leave_out: [assessed, missed_from_start]\n",
            "      leave_out: [assessed, missed_from_start]\n      fewest: 3\n",
        ),
        encoding="utf-8",
    )
    assert main(["diff", str(SHIPPED), str(tmp_path / "new")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "1 change in meaning:",
        "  records of ADTTE changed",
        "    time_to_event (PARAMCD=DOR): fewest was 2, now 3",
    ]
    assert said[-1] == "  ADTTE: every variable of the records with PARAMCD=DOR"
    assert not any(line.startswith(("  ADSL:", "  ADRS:")) for line in said)


def test_how_cells_are_read(other, diff):
    other.replace("spec/crf.yaml", "{en: Start}, type: date", "{en: Start}, type: date, latest: 2021-12-31")
    other.replace("spec/crf.yaml", "{en: Event}, type: text", "{en: Event}, type: text, case: upper")
    said = diff()
    assert "field BEGAN: latest was none, now 2021-12-31" in said
    assert "field EVENT: case was none, now upper" in said
