"""A second build does what has changed, no more and no less, and says why."""

from __future__ import annotations

import os
import shutil

import pytest
from support import contents, onespec

from onespec.cli.main import main

ALL = {"DM", "AE", "EX", "ADSL"}


def again(study, capsys, *more: str) -> tuple[set[str], str]:
    """Build once more: the datasets whose values were computed, and the reasons given."""
    capsys.readouterr()
    assert (
        main(
            [
                "build",
                "--study",
                str(study.spec),
                "--raw",
                str(study.raw),
                "--out",
                str(study.out),
                "--workers",
                "1",
                *more,
            ]
        )
        == 0
    )
    lines = capsys.readouterr().out.splitlines()
    if lines[0].startswith("Nothing to do: "):
        return set(), "nothing to do"
    table = [line.split() for line in lines[1 : lines.index("")]]
    built = next(line for line in lines if line.startswith("Built "))
    return {row[0] for row in table if row[-1] != "kept"}, built.partition(": ")[2].removesuffix(".")


def test_nothing_changed(other_done, capsys):
    def files():
        return {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in other_done.out.rglob("*")}

    before = files()
    assert again(other_done, capsys) == (set(), "nothing to do")
    assert files() == before


def test_a_file_saved_without_a_change(other_done, capsys):
    os.utime(other_done.raw / "events.csv")
    os.utime(other_done.spec / "sdtm" / "ae.yaml")
    assert again(other_done, capsys) == (set(), "nothing to do")


def test_a_comment_reaches_no_value(other_done, capsys):
    before = contents(other_done.out)
    path = other_done.spec / "sdtm" / "dm.yaml"
    path.write_text("# a remark\n\n" + path.read_text())
    assert again(other_done, capsys) == (set(), "labels, comments or documents changed")
    after = contents(other_done.out)
    assert [name for name in after if after[name] != before[name]] == ["run.json"]


def test_a_document_holds_its_table(other_done, capsys):
    document = "documents: {arms: {title: Arms, href: arms.txt, standard: sdtm, table: arms}}"
    other_done.replace("spec/study.yaml", "subjects: enrol", f"subjects: enrol\n{document}")
    assert again(other_done, capsys) == (set(), "labels, comments or documents changed")
    table = (other_done.spec / "tables" / "arms.csv").read_text(encoding="utf-8")
    assert (other_done.out / "sdtm" / "arms.txt").read_text(encoding="utf-8") == table.replace(",", "\t")
    assert not (other_done.out / "adam" / "arms.txt").exists()


def test_a_label_reaches_no_value(other_done, capsys):
    before = contents(other_done.out)
    other_done.replace("spec/sdtm/ex.yaml", "{collected: inhaler.PUFFS}", "{collected: inhaler.PUFFS, label: Puffs}")
    assert again(other_done, capsys) == (set(), "labels, comments or documents changed")
    after = contents(other_done.out)
    assert [name for name in after if after[name] != before[name]] == ["run.json", "sdtm/define.xml", "sdtm/ex.xpt"]


def test_a_line_rebuilds_what_it_reaches(other_done, capsys):
    """Reference days of AE and EX look at DM.RFSTDTC; the analysis dataset copies other variables of DM."""
    other_done.replace("spec/sdtm/dm.yaml", "RFSTDTC:  {derived: earliest", "RFSTDTC:  {derived: latest")
    assert again(other_done, capsys) == ({"DM", "AE", "EX"}, "DM.RFSTDTC changed in the specification or its method")


def test_a_line_that_reaches_one_dataset(other_done, capsys):
    other_done.replace(
        "spec/adam/adsl.yaml",
        "TRTEDT:  {derived: sas_date, with: {date: DM.RFXENDTC}}",
        "TRTEDT:  {derived: impute_date_last_day, with: {date: DM.RFXENDTC}}",
    )
    assert again(other_done, capsys) == ({"ADSL"}, "ADSL.TRTEDT changed in the specification or its method")


def test_keys_sort_and_so_rebuild(other_done, capsys):
    other_done.replace(
        "spec/sdtm/ae.yaml",
        "keys: [STUDYID, USUBJID, AEDECOD, AESTDTC, AESPID]",
        "keys: [STUDYID, USUBJID, AESPID, AEDECOD]",
    )
    assert again(other_done, capsys) == ({"AE"}, "keys of AE changed")


def test_a_table_rebuilds_its_users(other_done, capsys):
    other_done.replace("spec/tables/arms.csv", "PBO,Placebo", "PBO,Dummy inhaler")
    assert again(other_done, capsys) == (
        {"DM", "ADSL"},
        "DM.ARM changed in the specification or its method; DM.ACTARM changed in the specification or its method",
    )


def test_a_codelist_rebuilds_its_users(other_done, capsys):
    other_done.replace("spec/codelists.yaml", "M: male", "M: [male, man]")
    rebuilt, reason = again(other_done, capsys)
    assert rebuilt == ALL  # the register of subjects has the codelist, and every dataset stands on the register
    assert reason == "codelist SEX changed; form enrol changed in crf.yaml or codelists.yaml"


def test_a_raw_row_rebuilds_one_part(other, capsys):
    kept = other.folder / ".out.cache"
    assert again(other, capsys, "--part-rows", "1")[0] == ALL
    before = {p.name for p in kept.glob("*.part")}
    other.replace("raw/events.csv", "oral thrush", "thrush of the mouth")
    assert again(other, capsys, "--part-rows", "1") == ({"AE"}, "events.csv changed (parts 3)")
    now = {p.name for p in kept.glob("*.part")}
    assert (len(now - before), len(before - now)) == (2, 2)  # the part's AE and its summary; what nothing uses is gone


@pytest.mark.parametrize(
    "file", ["sdtm/ae.xpt", "sdtm/define.xml", "adam/adsl.xpt", "lineage/dm.parquet", "reports/queries.csv", "run.json"]
)
def test_an_output_that_was_removed(other_done, capsys, file):
    before = contents(other_done.out)
    (other_done.out / file).unlink()
    assert again(other_done, capsys) == (set(), f"{file} was removed")
    assert contents(other_done.out) == before
    assert again(other_done, capsys) == (set(), "nothing to do")


def test_all_outputs_removed(other_done, capsys):
    before = contents(other_done.out)
    shutil.rmtree(other_done.out)
    assert again(other_done, capsys)[0] == set()
    assert contents(other_done.out) == before


METHOD = """
from onespec.engine.contract import Column
from onespec.engine.registry import method

@method("{value}, loudly.")
def shout(value: Column) -> Column:
    return value.str.upper()
"""


def test_a_changed_method_rebuilds_its_users(other, capsys):
    other.append("spec/methods.py", METHOD)
    other.replace(
        "spec/sdtm/ae.yaml",
        "AELLT: {not_available: the coding house returned preferred terms only}",
        "AELLT: {derived: shout, with: {value: AETERM}}",
    )
    assert again(other, capsys)[0] == ALL
    other.replace("spec/methods.py", "value.str.upper()", 'value.str.upper() + "!"')
    assert again(other, capsys) == ({"AE"}, "AE.AELLT changed in the specification or its method")
    assert not (other.spec / "__pycache__").exists()


def test_an_earlier_build_is_found_again(other_done, capsys):
    """What was there before a change comes back, byte for byte."""
    before = contents(other_done.out)
    other_done.replace("raw/events.csv", "oral thrush", "thrush of the mouth")
    again(other_done, capsys)
    other_done.replace("raw/events.csv", "thrush of the mouth", "oral thrush")
    assert again(other_done, capsys) == ({"AE"}, "events.csv changed (parts 1)")
    assert contents(other_done.out) == before


@pytest.mark.slow
def test_a_build_elsewhere_gives_the_same_as_step_by_step(other_done, tmp_path, capsys):
    other_done.replace("raw/inhaler.csv", "Placebo,2", "Placebo,3")
    other_done.replace("spec/sdtm/dm.yaml", "RFSTDTC:  {derived: earliest", "RFSTDTC:  {derived: latest")
    again(other_done, capsys)
    other_done.replace("raw/enrol.csv", "102,S1", "102,S3")
    again(other_done, capsys)
    done = onespec(
        "build", "--study", other_done.spec, "--raw", other_done.raw, "--out", tmp_path / "afresh", "--workers", "1"
    )
    assert done.returncode == 0
    assert contents(tmp_path / "afresh") == contents(other_done.out)


def test_sdtm_alone_and_then_all(other, capsys):
    assert again(other, capsys, "--only", "sdtm")[0] == ALL - {"ADSL"}
    assert not (other.out / "adam").exists()
    assert again(other, capsys)[0] == {"ADSL"}
    assert (other.out / "adam" / "adsl.xpt").exists()


def test_an_input_that_changes_while_the_build_runs(other, capsys):
    """The build saw the old row; the next one must see the new."""
    other.append(
        "spec/methods.py",
        METHOD.replace(
            "return value",
            "from pathlib import Path; once(Path(__file__).parents[1] / 'raw' / 'events.csv'); return value",
        )
        + """

def once(path):
    text = path.read_text()
    path.write_text(text.replace("oral thrush", "thrush"))
""",
    )
    other.replace(
        "spec/sdtm/ae.yaml",
        "AELLT: {not_available: the coding house returned preferred terms only}",
        "AELLT: {derived: shout, with: {value: AETERM}}",
    )
    again(other, capsys)
    assert again(other, capsys) == ({"AE"}, "events.csv changed (parts 1)")


def test_after_a_build_that_was_stopped(other, capsys):
    """Nothing was left, and what was computed is kept: it is not said that everything is new."""
    (other.raw / "more.csv").write_text("SUBJ\n101\n")
    assert other.build() == 1
    (other.raw / "more.csv").unlink()
    assert again(other, capsys) == (
        set(),
        "no build has come to its end here; what one that was stopped computed is kept",
    )
