"""Records of a build that a change reaches; cells of a raw field."""

from __future__ import annotations

from support import OTHER, SHIPPED

from onespec.cli.main import main
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
    assert (
        f"  LB ({(lb['LBTESTCD'] == 'ALT').sum():,} of {len(lb):,} records): "
        "every variable of the records with LBTESTCD=ALT" in said
    )
    said = lines(capsys, "impact", "raw:target_lesions.TLDIAM", "--study", SHIPPED, "--out", built)
    _, adtte = read_xpt(built / "adam" / "adtte.xpt")
    assert next(line for line in said if "ADTTE" in line).startswith(
        f"  ADTTE ({(adtte['PARAMCD'] != 'OS').sum()} of {len(adtte)} records): "
    )


def test_a_difference_counts_records_too(other_done, capsys):
    other_done.copy(other_done.folder / "again")
    other_done.replace(
        "again/spec/sdtm/ae.yaml", "- read: {from: events}", '- read: {from: events, where: {SERIOUS: "Y"}}'
    )
    said = lines(capsys, "diff", other_done.spec, other_done.folder / "again" / "spec", "--out", other_done.out)
    assert said[-1] == "  AE (3 of 3 records): every variable of every record"
