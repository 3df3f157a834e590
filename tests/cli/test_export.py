"""`onespec export`: the built datasets in other forms, whole or not at all."""

from __future__ import annotations

import json

import pytest
from support import contents

from onespec.cli.main import main


def given(study):
    return ["--study", str(study.spec), "--raw", str(study.raw), "--out", str(study.out)]


@pytest.mark.slow
def test_the_same_bytes_twice_beside_the_outputs(other_done, capsys):
    capsys.readouterr()
    before = contents(other_done.out)
    assert main(["export", *given(other_done)]) == 0
    folder = other_done.out.with_name(f"{other_done.out.name}.exchange")
    first = contents(folder)
    assert f"In {folder}" in capsys.readouterr().out
    assert {"sdtm/define.xml", "sdtm/dm.json", "sdtm/dm.ndjson", "sdtm/dm.dsjc", "adam/adsl.parquet"} <= first.keys()
    assert main(["export", *given(other_done), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"]["sdtm"]["dm.json"] > 0
    assert contents(folder) == first and contents(other_done.out) == before


@pytest.mark.slow
def test_clean_removes_them(other_done, capsys):
    assert main(["export", *given(other_done), "--formats", "dsjc"]) == 0
    assert main(["clean", "--study", str(other_done.spec), "--out", str(other_done.out)]) == 0
    assert not other_done.out.with_name(f"{other_done.out.name}.exchange").exists()


@pytest.mark.slow
def test_another_format_and_a_strange_folder_are_refused(other_done, tmp_path, capsys):
    assert main(["export", *given(other_done), "--formats", "dataset-jsn"]) == 1
    assert "dataset-json" in capsys.readouterr().err
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    assert main(["export", *given(other_done), "--output", str(tmp_path / "mine")]) == 2
    assert contents(tmp_path / "mine") == {"notes.txt": b"mine"}


def test_without_a_build_it_says_so(other, capsys):
    assert main(["export", *given(other)]) == 2
    assert "build them first (make all)" in capsys.readouterr().err
