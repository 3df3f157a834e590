"""`onespec compare`: what it prints, and its exit codes."""

import json

import pandas as pd
import pytest
from compared import frame, write

from onespec.cli.main import main

AE = frame(USUBJID=["1", "1"], AESEQ=[1, 2], AESTDY=[3, 10.001])


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # no specs/ here
    write(tmp_path / "a.xpt", AE)
    write(tmp_path / "b.xpt", AE.assign(AESTDY=[3.0, 10]))
    (tmp_path / "bad.xpt").write_bytes(b"x")
    return tmp_path


def compare(*arguments):
    return main(["compare", *arguments])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["a.xpt", "a.xpt"], 0),
        (["a.xpt", "b.xpt"], 1),
        (["a.xpt", "b.xpt", "--by", "USUBJID,AESEQ", "--abs", "0.01"], 0),
        (["a.xpt", "b.xpt", "--by", "usubjid,aeseq", "--var", "AESTDY=0.01"], 0),
        (["a.xpt", "b.xpt", "--var", "AESTDY=pct:0.1"], 0),
        (["a.xpt", "b.xpt", "--rel", "0.01", "--var", "AESTDY=exact"], 1),
        (["a.xpt", "b.xpt", "--by", "USUBJID,SEQ"], 2),
        (["a.xpt", "b.xpt", "--abs", "1", "--rel", "1"], 2),
        (["a.xpt", "b.xpt", "--var", "AESTDY=abc"], 2),
        (["a.xpt", "b.xpt", "--ignore", "colour"], 2),
        (["a.xpt", "a.xpt", "--encoding", "gbk"], 0),
        (["a.xpt", "a.xpt", "--encoding", "rot13"], 2),
        (["a.xpt", "a.xpt", "--show", "0"], 0),
        (["a.xpt", "bad.xpt"], 2),
        (["a.xpt", "none.xpt"], 2),
        (["a.xpt", "b.xpt", "--study", "none"], 2),
    ],
)
def test_exit_codes(files, arguments, code):
    assert compare(*arguments) == code


def test_a_file_that_cannot_be_read_is_told_without_a_traceback(files, capsys):
    compare("a.xpt", "bad.xpt")
    told = capsys.readouterr()
    assert (
        "XPT-FILE  bad.xpt: The file is not a SAS transport file." in told.out
        and "Traceback" not in told.out + told.err
    )


def test_reports(files, capsys):
    assert (
        compare("a.xpt", "b.xpt", "--by", "USUBJID,AESEQ", "--html", "r.html", "--json", "r.json", "--xlsx", "r.xlsx")
        == 1
    )
    assert json.loads((files / "r.json").read_text())["datasets"][0]["cells"][0]["keys"] == ["1", "2"]
    assert (files / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>") and (
        files / "r.xlsx"
    ).stat().st_size
    assert "2026" not in (files / "r.json").read_text() and json.loads((files / "r.json").read_text())["made"] is None
    compare("a.xpt", "b.xpt", "--json", "r.json", "--clock")
    assert json.loads((files / "r.json").read_text())["made"].endswith("UTC")


def test_keys_of_the_specification(files, capsys):
    (files / "specs" / "s" / "sdtm").mkdir(parents=True)
    (files / "specs" / "s" / "study.yaml").write_text("study: S\n")
    (files / "specs" / "s" / "sdtm" / "ae.yaml").write_text("dataset: AE\nkeys: [USUBJID, AESEQ]\n")
    compare("a.xpt", "b.xpt")
    assert "keys: USUBJID, AESEQ (the specification)" in capsys.readouterr().out


def test_folders(files, capsys):
    for name, file in (("old", "a.xpt"), ("new", "b.xpt")):
        (files / name).mkdir()
        (files / name / "ae.xpt").write_bytes((files / file).read_bytes())
    assert compare("old", "new") == 1 and compare("old", "old") == 0
    (files / "new" / "dm.csv").write_text("USUBJID\n1\n")
    assert compare("old", "new") == 2
    assert "DM stands in compare only." in capsys.readouterr().out


def spoil_footer(file):
    data = file.read_bytes()
    file.write_bytes(data[:-300] + b"\xff" * 200 + data[-100:])


def put_a_folder(file):
    file.unlink()
    file.mkdir()


def put_a_broken_link(file):
    file.unlink()
    file.symlink_to("nowhere")


@pytest.mark.parametrize("spoil", [spoil_footer, put_a_folder, put_a_broken_link])
def test_one_damaged_file_of_a_folder_does_not_end_the_comparison(tmp_path, capsys, spoil):
    for folder in ("left", "right"):
        (tmp_path / folder).mkdir()
        for name in ("ae", "dm"):
            pd.DataFrame({"USUBJID": ["1", "2"], "X": [1.0, 2.0]}).to_parquet(tmp_path / folder / f"{name}.parquet")
    spoil(tmp_path / "right" / "ae.parquet")
    assert compare(str(tmp_path / "left"), str(tmp_path / "right"), "--by", "USUBJID") == 2
    assert "2 datasets: 1 could not be compared, 1 identical." in capsys.readouterr().out
