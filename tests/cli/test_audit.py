"""The audit trail as the command line writes it: beside the outputs, for what makes or judges them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import contents

from onespec import auditing
from onespec.cli import main as command_line
from onespec.cli.main import main
from onespec.submission.archive.chain import check_chain


def given(study, raw=True):
    return ["--study", str(study.spec), *(["--raw", str(study.raw)] if raw else []), "--out", str(study.out)]


def trail(study) -> Path:
    return study.out.with_name(f"{study.out.name}.audit.jsonl")


def entries(study) -> list[dict]:
    return [json.loads(line) for line in trail(study).read_text("utf-8").splitlines()] if trail(study).exists() else []


@pytest.mark.slow
def test_what_an_entry_says(other, monkeypatch, capsys):
    monkeypatch.setenv("ONESPEC_USER", "Jane Doe")
    assert main(["build", *given(other), "--workers", "1"]) == 0
    (entry,) = entries(other)
    assert list(entry) == [
        *("number", "when", "user", "person", "program", "command", "arguments", "edition", "inputs", "outputs"),
        *("outcome", "exit", "previous", "hash"),
    ]
    assert (entry["person"], entry["command"], entry["outcome"], entry["exit"]) == ("Jane Doe", "build", "done", 0)
    assert entry["arguments"] == ["build", *given(other), "--workers", "1"]
    assert entry["program"].startswith("onespec ") and entry["edition"] == "en"
    assert len(entry["inputs"]) == 64
    assert entry["outputs"] == {f"{other.out.name}/run.json": auditing.sha256(other.out / "run.json")}
    capsys.readouterr()
    assert main(["audit", *given(other, raw=False)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{trail(other)}: 1 entry, the chain is whole."


@pytest.mark.slow
def test_a_build_without_anything_to_do_is_no_entry_and_one_after_clean_is(other, capsys):
    for command in ("build", "build", "clean", "build", "check", "queries"):
        main(
            [command, *given(other, raw=command != "clean" and command != "check")][: 3 if command == "check" else None]
        )
    assert [each["command"] for each in entries(other)] == ["build", "clean", "build"]
    assert f"The audit trail stays: {trail(other)}" in capsys.readouterr().out


@pytest.mark.slow
def test_what_judges_and_what_is_stopped_is_noted(other, capsys):
    assert main(["build", *given(other)]) == 0
    assert main(["qc", *given(other)]) in (0, 1)
    assert main(["export", *given(other), "--formats", "dsjc"]) == 0
    (other.spec / "sdtm" / "ae.yaml").write_text("dataset: AE\nwrong: 1\n", encoding="utf-8")
    assert main(["build", *given(other)]) == 1
    built, judged, exported, stopped = entries(other)
    assert judged["outcome"] in ("done", "faults found") and list(judged["outputs"]) == [f"{other.out.name}.qc"]
    assert list(exported["outputs"]) == [f"{other.out.name}.exchange"]
    assert built["inputs"] == judged["inputs"] == exported["inputs"]
    assert (stopped["outcome"], stopped["exit"], stopped["outputs"], stopped["inputs"]) == ("stopped", 1, {}, "")


@pytest.mark.slow
def test_a_copy_beside_an_archive_ends_with_the_entry_that_names_it(other, capsys):
    assert main(["build", *given(other)]) == 0
    assert main(["archive", *given(other)]) == 0, capsys.readouterr().err
    (archive,) = other.out.with_name(f"{other.out.name}.archive").glob("*.zip")
    copy = archive.with_name(f"{archive.name}.audit.jsonl")
    assert copy.read_bytes() == trail(other).read_bytes()
    digest = auditing.sha256(archive)
    assert entries(other)[-1]["outputs"] == {f"{archive.parent.name}/{archive.name}": digest}
    assert check_chain(copy, digest) == []
    assert main(["verify", str(archive)]) == 0
    assert main(["verify", *given(other)]) == 0
    for entry in entries(other)[2:]:
        assert (entry["command"], entry["outputs"]) == ("verify", {f"{archive.parent.name}/{archive.name}": digest})
    assert len(entries(other)) == 4
    assert main(["audit", *given(other, raw=False), "--archive", digest]) == 0
    assert main(["audit", *given(other, raw=False), "--archive", "0" * 64]) == 1


def test_a_study_of_which_nothing_is_there_gets_no_trail(other, capsys):
    before = contents(other.folder)
    assert main(["qc", *given(other)]) == 2
    assert main(["clean", *given(other, raw=False)]) == 0
    assert main(["report", "--study", str(other.folder / "nowhere")]) == 2
    assert contents(other.folder) == before
    assert main(["audit", *given(other, raw=False)]) == 1
    assert "There is no audit trail" in capsys.readouterr().err


@pytest.mark.slow
def test_a_trail_that_cannot_be_written_changes_nothing(other, capsys):
    trail(other).mkdir()
    assert main(["build", *given(other)]) == 0
    assert "Audit trail: no entry was written" in capsys.readouterr().err
    assert (other.out / "run.json").is_file()


@pytest.mark.slow
def test_a_broken_trail_is_told_and_the_work_goes_on(other, capsys):
    assert main(["build", *given(other)]) == 0
    trail(other).write_bytes(trail(other).read_bytes().replace(b'"build"', b'"clean"', 1))
    assert main(["export", *given(other), "--formats", "dsjc"]) == 0
    assert "entries were cut or rewritten" in capsys.readouterr().err
    assert main(["audit", *given(other, raw=False), "--json"]) == 1
    assert "entry 1 (line 1: clean" in json.loads(capsys.readouterr().out)["faults"][0]


def test_a_file_in_a_folder_beside_a_trail_belongs_to_it(tmp_path):
    (tmp_path / "S-1.archive").mkdir()
    archive = tmp_path / "S-1.archive" / "S-1.zip"
    archive.write_bytes(b"")
    assert auditing.trail_beside(archive) is None
    (tmp_path / "S-1.audit.jsonl").write_bytes(b"")
    assert auditing.trail_beside(archive) == tmp_path / "S-1.audit.jsonl"
    assert auditing.trail_beside(tmp_path / "elsewhere.zip") is None


def test_a_secret_is_not_kept():
    given = ["x", "--password", "1234", "--token=5678", "--key", "id"]
    assert auditing._without_secrets(given) == ["x", "--password", "***", "--token=***", "--key", "id"]


def test_every_command_that_is_noted_exists_or_is_to_come():
    known = set(command_line.COMMANDS)
    assert set(auditing.AUDITED) - known <= {"share"}
