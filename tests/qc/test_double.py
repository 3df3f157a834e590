"""Double programming of the shipped study, and what it says when a production file is spoiled by hand."""

import json
import shutil

import pytest
from support import SHIPPED, SHIPPED_RAW, makes_slow

from onespec.cli.main import main
from onespec.engine.xpt.layout import XptVariable
from onespec.engine.xpt.reader import read_xpt
from onespec.engine.xpt.writer import write_xpt
from onespec.qc.formats.open import open_table
from onespec.qc.keys import spec_keys
from onespec.qc.metadata import statement_differences


def qc(out, *more):
    return main(["qc", "--study", str(SHIPPED), "--raw", str(SHIPPED_RAW), "--out", str(out), *more])


@pytest.fixture
@makes_slow
def spoil(built, tmp_path):
    """A copy of the outputs whose transport files can be rewritten."""
    out = tmp_path / built.name
    shutil.copytree(built, out)

    def rewrite(file, change=lambda header, frame: None, label=None, **variables):
        path = out / file
        header, frame = read_xpt(path)
        change(header, frame)
        write_xpt(
            path,
            header.name,
            label or header.label,
            [variables.get(v.name, v) for v in header.variables],
            [frame],
            created=header.created,
        )
        return out

    return rewrite


@pytest.fixture(scope="module")
@makes_slow
def accepted(built, tmp_path_factory):
    """The whole study against its second programs: exit code, and the folder of the reports."""
    out = tmp_path_factory.mktemp("accepted") / built.name
    out.symlink_to(built)
    return qc(out), out.with_name(f"{built.name}.qc")


def test_the_shipped_study_is_accepted(accepted):
    code, folder = accepted
    assert code == 0, (folder / "report.json").read_text(encoding="utf-8")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    verdicts = {d["name"]: d["verdict"] for d in report["datasets"]}
    assert {
        n: verdicts[n] for n in ("DM", "EX", "AE", "LB", "TU", "TR", "RS", "ADSL", "ADRS", "ADTR", "ADTTE")
    } == dict.fromkeys(("DM", "EX", "AE", "LB", "TU", "TR", "RS", "ADSL", "ADRS", "ADTR", "ADTTE"), "identical")
    assert set(verdicts.values()) <= {"identical", "explained"}


def test_the_report_has_the_same_bytes_again(doubled, tmp_path):
    reports = []
    for name in ("one", "two"):
        out = tmp_path / name / "out"
        shutil.copytree(doubled.out, out)
        assert main(["qc", "--study", str(doubled.spec), "--raw", str(doubled.raw), "--out", str(out)]) == 0
        reports.append(
            {
                path.name: path.read_bytes().replace(str(out).encode(), b"OUT")
                for path in sorted(out.with_name("out.qc").iterdir())
                if path.suffix != ".xlsx"
            }
        )
    assert reports[0] == reports[1] and sorted(reports[0]) == ["report.html", "report.json"]


def test_one_cell_that_is_spoiled_is_named(spoil, capsys):
    def change(header, frame):
        frame.loc[frame["USUBJID"].str.endswith("01002") & (frame["AESEQ"] == 1), "AETERM"] = "Spoiled"

    out = spoil("sdtm/ae.xpt", change)
    _, frame = read_xpt(out / "sdtm" / "ae.xpt")
    row = frame.index[frame["AETERM"] == "Spoiled"][0]
    keys = [str(int(v)) if isinstance(v, float) else v for v in (frame.loc[row, k] for k in spec_keys(SHIPPED)["AE"])]
    assert qc(out, "--only", "AE") == 1
    told = capsys.readouterr().out
    assert "AE differs: 1 value in 1 row (AETERM 1)" in told
    line = next(
        line for line in told.splitlines() if "Spoiled" in line and "AETERM" in line and str(row + 1) in line.split()
    )
    assert all(k in line for k in keys[1:] if k), line


def test_what_the_file_states_is_held_against_define_and_the_standard(spoil):
    out = spoil(
        "sdtm/tu.xpt",
        label="Lesions",
        TULOC=XptVariable("TULOC", "Site", "Char", 99),
        TUDY=XptVariable("TUDY", "Study Day of Tumor Identification", "Num", 8, "8.1"),
    )
    table = open_table(out / "sdtm" / "tu.xpt")
    found = [
        (d.kind, d.variable)
        for d in statement_differences(table, 0, spec_keys(SHIPPED)["TU"], out / "sdtm" / "define.xml")
    ]
    assert (
        ("dataset label in define.xml", "") in found
        and ("label in define.xml", "TULOC") in found
        and ("length in define.xml", "TULOC") in found
    )
    assert ("format in define.xml", "TUDY") in found and ("label in the standard", "TULOC") in found


def test_statements_of_untouched_files(built):
    keys = spec_keys(SHIPPED)
    for path in sorted(built.glob("*/*.xpt")):
        table = open_table(path)
        assert statement_differences(table, 0, keys[table.name], path.parent / "define.xml") == [], path.name


def test_a_damaged_file_is_a_clear_finding(spoil, capsys):
    out = spoil("sdtm/dm.xpt")
    path = out / "sdtm" / "dm.xpt"
    path.write_bytes(path.read_bytes()[:-50])
    assert qc(out, "--only", "DM") == 1
    assert "XPT-TRUNCATED" in capsys.readouterr().out
    assert qc(out, "--only", "ADSL") == 2  # its program reads DM
    assert "XPT-TRUNCATED" in capsys.readouterr().err


def test_nothing_built(tmp_path, capsys):
    assert qc(tmp_path / "none") == 2
    assert "build them first" in capsys.readouterr().err


def test_an_unknown_dataset(built, capsys):
    assert qc(built, "--only", "ADSLL") == 2
    assert "Did you mean 'ADSL'?" in capsys.readouterr().err


def test_tables_that_both_sides_read(tmp_path):
    """A table of the specification against the second programmer's own; answers of the codelists that it holds."""
    from onespec.engine.findings import Findings
    from onespec.qc.double import Double, shared_tables
    from onespec.qc.waivers import Register

    study, programs = tmp_path / "study", tmp_path / "programs"
    (study / "tables").mkdir(parents=True)
    (programs / "tables").mkdir(parents=True)
    (study / "study.yaml").write_text("study: S\n")
    (study / "codelists.yaml").write_text(
        "SEX: {terms: {F: {raw: [女]}, M: {raw: [男, Mann]}}}\nNY: {terms: {Y: {raw: [是]}}}\n", encoding="utf-8"
    )
    (study / "tables" / "units.csv").write_text("TEST,FROM,FACTOR\nALB,g/dL,10\nALB,g/L,1\n")
    (programs / "tables" / "units.csv").write_text("TEST,FROM,FACTOR\nALB,g/L,1\nALB,g/dL,100\n")
    (programs / "tables" / "answers.csv").write_text("CODELIST,ANSWER,TERM\nSEX,男,M\nSEX,女,M\n", encoding="utf-8")
    double = Double(study, {}, {}, {}, [], tables=shared_tables(study, programs))
    entries = {n: double.table_entry(n, Register([]), Findings()).comparison for n in double.tables}
    assert [(c.keys, c.variable, c.base, c.compare) for c in entries["UNITS"].cells] == [
        (("ALB", "g/dL"), "FACTOR", "10", "100")
    ]
    assert [(c.keys, c.base, c.compare) for c in entries["ANSWERS"].cells] == [(("SEX", "女"), "F", "M")]
    assert [r.keys for r in entries["ANSWERS"].only_base_first] == [("SEX", "Mann")]
    assert entries["UNITS"].keys_from == "the first columns"
