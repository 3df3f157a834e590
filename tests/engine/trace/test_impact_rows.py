"""Records of a build that a change reaches; cells of a raw field."""

from __future__ import annotations

import shutil

import pytest
from support import OTHER, SHIPPED

from onespec.cli.main import main
from onespec.engine.build.freshness import cache_folder
from onespec.engine.xpt.reader import read_xpt


def lines(capsys, *arguments) -> list[str]:
    assert main([str(a) for a in arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_records_and_cells_of_a_raw_field(built_other, capsys):
    assert lines(capsys, "impact", "raw:events.BEGAN", "--study", OTHER / "spec", "--out", built_other) == [
        "raw:events.BEGAN is used directly by",
        "  AE.AESTDTC",
        "It holds 3 filled cells: 3 carried, 0 used, 0 not submitted, 0 refused.",
        "It reaches 3 variables of 1 dataset:",
        "  AE (3 of 3 records): AESEQ, AESTDTC, AESTDY",
    ]


def test_without_a_build_nothing_is_counted(tmp_path, capsys):
    assert (
        lines(capsys, "impact", "raw:events.BEGAN", "--study", OTHER / "spec", "--out", tmp_path)[-1]
        == "  AE: AESEQ, AESTDTC, AESTDY"
    )


def test_only_records_of_the_kinds_reached_are_counted(built, capsys):
    said = lines(capsys, "impact", "raw:chemistry.ALT", "--study", SHIPPED, "--out", built)
    _, lb = read_xpt(built / "sdtm" / "lb.xpt")
    filled = next(line.split()[2] for line in said if line.startswith("It holds "))
    assert int(filled) < (lb["LBTESTCD"] == "ALT").sum()  # other records come from another laboratory's form
    assert f"  LB ({filled} of {len(lb):,} records): every variable of the records with LBTESTCD=ALT" in said
    _, adtte = read_xpt(built / "adam" / "adtte.xpt")  # the sample tells that the subject was alive
    only = f"  ADTTE ({(adtte['PARAMCD'] == 'OS').sum()} of {len(adtte)} records): "
    assert next(line for line in said if "ADTTE" in line).startswith(only)


def test_a_difference_counts_records_too(other_done, capsys):
    other_done.copy(other_done.folder / "again")
    other_done.replace(
        "again/spec/sdtm/ae.yaml", "- read: {from: events}", '- read: {from: events, where: {SERIOUS: "Y"}}'
    )
    said = lines(capsys, "diff", other_done.spec, other_done.folder / "again" / "spec", "--out", other_done.out)
    assert said[-1] == "  AE (3 of 3 records): every variable of every record"


def test_only_records_of_rows_that_hold_the_field_are_counted(other_done, capsys):
    """Of three events one has no date: two records stand on it, three on the form."""
    other_done.replace("raw/events.csv", "20/01/2021", "")
    assert other_done.build() == 0
    capsys.readouterr()
    place = "--study", other_done.spec, "--out", other_done.out
    assert lines(capsys, "impact", "raw:events.BEGAN", *place)[-1] == "  AE (2 of 3 records): AESEQ, AESTDTC, AESTDY"
    assert "  AE (3 of 3 records): " in lines(capsys, "impact", "raw:events", *place)[-1]


def test_records_made_of_records_that_stand_on_a_field(built, capsys):
    """A measurement makes a record of TR; rows that hold a state and no diameter make others, by another field."""
    said = lines(capsys, "impact", "raw:target_lesions.TLDIAM", "--study", SHIPPED, "--out", built)
    holds = next(line for line in said if line.startswith("It holds "))
    assert holds.endswith(" 0 refused, 2 after the data cut.")
    cells = int(holds.split()[2].replace(",", "")) - 2
    _, tr = read_xpt(built / "sdtm" / "tr.xpt")
    assert cells < (tr["TRGRPID"] == "TARGET").sum()
    assert f"  TR ({cells:,} of {len(tr):,} records): every variable of the records with TRGRPID=TARGET" in said


def test_a_dataset_of_which_no_record_stands_on_the_field(built, capsys):
    said = lines(capsys, "impact", "raw:urinalysis.UPRO", "--study", SHIPPED, "--out", built)
    _, supplb = read_xpt(built / "sdtm" / "supplb.xpt")
    assert f"  SUPPLB (0 of {len(supplb):,} records): every variable of these records" in said


@pytest.mark.parametrize("file", ["run.json", "reports/accounting.json", "lineage/ae.parquet", "sdtm/ae.xpt"])
@pytest.mark.parametrize("damage", [b"", b"{", b"[1]"])
def test_damaged_outputs_are_not_counted(other_done, capsys, file, damage):
    (other_done.out / file).write_bytes(damage)
    said = lines(capsys, "impact", "raw:events.BEGAN", "--study", other_done.spec, "--out", other_done.out)
    assert "AESEQ, AESTDTC, AESTDY" in said[-1]


def test_without_the_kept_export_the_rows_of_the_form_are_counted(other_done, capsys):
    shutil.rmtree(cache_folder(other_done.out))
    said = lines(capsys, "impact", "raw:events.BEGAN", "--study", other_done.spec, "--out", other_done.out)
    assert said[-1] == "  AE (3 of 3 records): AESEQ, AESTDTC, AESTDY"
