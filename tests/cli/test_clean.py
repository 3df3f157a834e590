"""onespec clean."""

import shutil
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest
from support import contents

import onespec
from onespec.cli.main import main


def test_outputs_kept_parts_and_reports_go_and_nothing_else(other_done, capsys):
    for kind in ("qc", "qc-power", "conformance", "pages"):
        other_done.out.with_name(f"out.{kind}").mkdir()
    before = {p.name for p in other_done.folder.iterdir()}
    assert main(["clean", "--study", str(other_done.spec), "--out", str(other_done.out)]) == 0
    gone = before - {p.name for p in other_done.folder.iterdir()}
    assert gone == {"out", ".out.cache", "out.qc", "out.qc-power", "out.conformance", "out.pages"}
    assert main(["clean", "--study", str(other_done.spec), "--out", str(other_done.out)]) == 0
    assert "Nothing to remove" in capsys.readouterr().out


def test_builds_that_a_killed_program_left_beside_the_outputs_go(other_done):
    for name in (".out.transfer-ab12_z9q", ".out.cut-00000000", ".out.whatif-_a1b2c3d", ".out.qc-0a1b2c3d"):
        (other_done.folder / name / "1" / "sdtm").mkdir(parents=True)
    (other_done.folder / ".out.transfer-notes").mkdir()
    assert main(["clean", "--study", str(other_done.spec), "--out", str(other_done.out)]) == 0
    assert [p.name for p in other_done.folder.iterdir() if p.name.startswith(".out")] == [".out.transfer-notes"]


def test_what_goes_is_listed_before(other_done, capsys, monkeypatch):
    """What is said, and then each folder that is removed, in this order."""
    monkeypatch.setattr("onespec.folders.shutil.rmtree", lambda path: print("gone", path.name))
    capsys.readouterr()
    assert main(["clean", "--study", str(other_done.spec), "--out", str(other_done.out)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"Removing {other_done.out} ({len(contents(other_done.out))} files)"
    assert [line.split()[0] for line in said] == ["Removing", "Removing", "gone", "gone", "Removed.", "The"]


def spoil(study, place: str) -> None:
    path = study.folder / place
    path.parent.mkdir(exist_ok=True)
    path.write_text("Dear Dr. Example")


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("out/review.txt", "out holds files that no build has written; nothing is removed: review.txt."),
        ("out/reports/queries.csv", "removed: reports/queries.csv (changed since)."),
        ("out.qc/signed.pdf", "removed: signed.pdf."),
        ("out.pages/letter.txt", "removed: letter.txt."),
        ("out.pages/notes.html", "removed: notes.html."),
    ],
)
def test_one_file_of_somebody_else_and_nothing_goes(other_done, capsys, place, named):
    spoil(other_done, place)
    before = contents(other_done.folder)
    assert main(["clean", "--study", str(other_done.spec), "--out", str(other_done.out)]) == 2
    assert named in capsys.readouterr().err
    assert contents(other_done.folder) == before


def test_the_export_and_the_folder_above_stay(other_done, capsys):
    """Folders that a build has not made, and whose kept parts are none."""
    before = contents(other_done.folder)
    (other_done.folder / "empty").mkdir()
    for out, code in (("raw", 2), (".", 2), ("empty", 0)):
        assert main(["clean", "--study", str(other_done.spec), "--out", str(other_done.folder / out)]) == code
    assert contents(other_done.folder) == before and (other_done.folder / "empty").exists()


def test_a_link_is_not_followed(other_done, tmp_path, capsys):
    (tmp_path / "link").symlink_to(other_done.out, target_is_directory=True)
    before = contents(other_done.folder)
    assert main(["clean", "--study", str(other_done.spec), "--out", str(tmp_path / "link")]) == 2
    assert contents(other_done.folder) == before


def test_a_folder_that_no_build_has_written_stays(other, capsys):
    (other.folder / "letters").mkdir()
    (other.folder / "letters" / "to_the_site.txt").write_text("Dear Dr. Example")
    assert main(["clean", "--study", str(other.spec), "--out", str(other.folder / "letters")]) == 2
    assert "holds files that no build has written; nothing is removed" in capsys.readouterr().err
    assert (other.folder / "letters" / "to_the_site.txt").exists()


@pytest.mark.slow
def test_a_folder_of_qc_that_a_killed_program_left_goes_with_clean_and_with_the_next_run(doubled):
    """One that another program holds stays until that ends, whatever ends it."""
    study = onespec.open(doubled.spec, doubled.raw, doubled.out)
    held = f"""
import os, onespec
from onespec.beside import folder_beside
with folder_beside(onespec.open({str(doubled.spec)!r}, {str(doubled.raw)!r}, {str(doubled.out)!r}), "qc") as folder:
    (folder / "base.duckdb").write_text("raw data")
    print(folder, flush=True)
    input()
"""
    with subprocess.Popen([sys.executable, "-c", held], stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout
        left = Path(process.stdout.readline().strip())
        assert left.parent == doubled.out.parent and study.left("qc") == [left]
        assert study.qc(["EX"]).report and study.left("qc") == [left]
        process.kill()
    assert study.left("qc") == [left] and study.qc(["EX"]).report and study.left("qc") == []
    shutil.copytree(doubled.spec, left)
    assert main(["clean", "--study", str(doubled.spec), "--out", str(doubled.out)]) == 0
    assert not left.exists()
