"""A build removes and replaces what the last one has left, and nothing else."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from support import contents, run_build

from onespec.engine.build import ownership, stage
from onespec.engine.build.freshness import cache_folder

CHANGE = "raw/events.csv", "oral thrush", "thrush of the mouth"


def refused(study, capsys) -> str:
    """What a build says that does not begin; all files stay as they are."""
    before = contents(study.folder)
    capsys.readouterr()
    assert study.build() == 2
    assert contents(study.folder) == before
    return capsys.readouterr().err


@pytest.mark.parametrize("place", ["review.txt", "reports/review.txt", "plots/km/os.png", ".notes"])
def test_a_file_that_somebody_put_there(other_done, capsys, place):
    other_done.replace(*CHANGE)
    (other_done.out / place).parent.mkdir(parents=True, exist_ok=True)
    (other_done.out / place).write_text("mine")
    assert f"a build would remove them: {place}. Move them elsewhere" in refused(other_done, capsys)
    (other_done.out / place).unlink()
    assert other_done.build() == 0


def test_many_files_are_counted(other_done, capsys):
    other_done.replace(*CHANGE)
    for number in range(8):
        (other_done.out / f"{number}.txt").write_text("mine")
    assert "them: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 3 more. Move" in refused(other_done, capsys)


@pytest.mark.parametrize("file", ["reports/queries.csv", "sdtm/ae.xpt", "run.json"])
@pytest.mark.parametrize("kept", ["with the state", "without"])
def test_an_output_that_somebody_changed(other_done, capsys, file, kept):
    """Answers written into the list of queries are nobody's to replace.  Without its state run.json is believed."""
    other_done.replace(*CHANGE)
    with (other_done.out / file).open("ab") as opened:
        opened.write(b" ")
    if kept == "without":
        shutil.rmtree(cache_folder(other_done.out))
    if (file, kept) == ("run.json", "without"):
        assert other_done.build() == 0
    else:
        assert f"{file} (changed since)" in refused(other_done, capsys)


def test_outputs_are_known_where_their_times_and_the_kept_parts_are_lost(other_done, tmp_path):
    other_done.replace(*CHANGE)
    shutil.rmtree(cache_folder(other_done.out))
    for path in other_done.out.rglob("*"):
        os.utime(path, ns=(1, 1))
    assert other_done.build() == 0


def test_the_kept_parts_of_an_earlier_build_do_not_open_the_folder(other_done, capsys):
    """The outputs were removed, and somebody keeps letters there now."""
    shutil.rmtree(other_done.out)
    (other_done.out).mkdir()
    (other_done.out / "letter.txt").write_text("Dear Dr. Example")
    assert "a build would remove them: letter.txt." in refused(other_done, capsys)


def test_the_export_within_the_outputs(other_done, capsys):
    other_done.replace(*CHANGE)
    raw = other_done.out / "raw"
    shutil.move(other_done.raw, raw)
    before = contents(other_done.folder)
    assert run_build(other_done.spec, raw, other_done.out) == 2
    assert "would lie in one another" in capsys.readouterr().err
    assert contents(other_done.folder) == before


def test_the_outputs_within_the_export(other, capsys):
    assert run_build(other.spec, other.raw, other.raw / "out") == 2
    assert "would lie in one another" in capsys.readouterr().err


def test_the_outputs_of_another_study(other_done, capsys):
    other_done.replace("spec/study.yaml", "study: ASTH-02\nname", "study: ASTH-03\nname")
    said = refused(other_done, capsys)
    assert f"{other_done.out} holds the outputs of study ASTH-02, and this is ASTH-03." in said


def test_a_link_in_place_of_the_outputs(other, capsys, tmp_path):
    (tmp_path / "large").mkdir()
    other.out.symlink_to(tmp_path / "large", target_is_directory=True)
    assert f"{other.out} is a link to {tmp_path / 'large'}; a build would replace the link." in refused(other, capsys)


def test_a_link_among_the_outputs(other_done, capsys, tmp_path):
    other_done.replace(*CHANGE)
    (tmp_path / "precious").mkdir()
    (other_done.out / "plots").symlink_to(tmp_path / "precious", target_is_directory=True)
    assert "a build would remove them: plots." in refused(other_done, capsys)


def test_a_file_in_place_of_the_outputs(other, capsys):
    other.out.write_text("no folder")
    assert f"{other.out} is a file; name a folder with --out." in refused(other, capsys)


def test_a_mount_point_in_place_of_the_outputs(other_done, capsys, monkeypatch):
    other_done.replace(*CHANGE)
    monkeypatch.setattr(ownership.os.path, "ismount", lambda path: path == other_done.out)
    assert "is a mount point, which cannot be replaced" in refused(other_done, capsys)


@pytest.mark.parametrize("locked", ["", "out", "out/reports"])
def test_folders_that_may_not_be_written(other_done, capsys, monkeypatch, locked):
    """It is found before the work, not when the new folder is to take its place."""
    other_done.replace(*CHANGE)
    place = other_done.folder / locked
    monkeypatch.setattr(ownership.os, "access", lambda path, mode: path.resolve() != place.resolve())
    assert "is write-protected. Permit writing, or name another folder" in refused(other_done, capsys)


def test_a_disk_that_is_full_before_the_exchange(other_done, capsys, monkeypatch):
    other_done.replace(*CHANGE)
    before = contents(other_done.out)

    def full(number: int) -> None:
        raise OSError(28, "No space left on device", "state.next")

    monkeypatch.setattr("onespec.engine.disk.os.fsync", full)
    assert other_done.build() == 2
    assert "No space left on device" in capsys.readouterr().err
    assert contents(other_done.out) == before
    monkeypatch.undo()
    assert other_done.build() == 0


def test_old_outputs_that_cannot_be_removed_do_not_fail_the_build(other_done, monkeypatch, capsys):
    """The next build removes them."""
    other_done.replace(*CHANGE)
    old, remove = contents(other_done.out), stage.shutil.rmtree

    def refuse(path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(stage.shutil, "rmtree", refuse)
    assert other_done.build() == 0
    assert contents(other_done.folder / ".out.new") == old
    assert contents(other_done.out) != old
    monkeypatch.setattr(stage.shutil, "rmtree", remove)
    other_done.replace("raw/events.csv", "thrush of the mouth", "thrush")
    assert other_done.build() == 0
    assert not (other_done.folder / ".out.new").exists()


def test_a_build_that_was_killed_after_the_exchange_is_known(other_done, monkeypatch):
    """Its state is not in its place yet; its outputs are no files of somebody else."""
    other_done.replace(*CHANGE)
    monkeypatch.setattr("onespec.engine.build.build._settle", lambda production: None)
    assert other_done.build() == 0
    monkeypatch.undo()
    other_done.replace("raw/events.csv", "thrush of the mouth", "thrush")
    assert other_done.build() == 0


@pytest.mark.parametrize("place", ["lock", "state.next.tmp"])
def test_a_link_among_the_kept_parts_is_not_written_through(other_done, capsys, tmp_path, place):
    other_done.replace(*CHANGE)
    (tmp_path / "precious").write_text("five years")
    path = cache_folder(other_done.out) / place
    path.unlink(missing_ok=True)
    path.symlink_to(tmp_path / "precious")
    assert other_done.build() == (2 if place == "lock" else 0)
    assert (tmp_path / "precious").read_text() == "five years"


def test_kept_parts_in_place_of_which_there_is_a_link(other, tmp_path, capsys):
    (tmp_path / "elsewhere").mkdir()
    cache_folder(other.out).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert "is a link; a build keeps its parts in a folder of its own." in refused(other, capsys)


def test_reports_stay_where_somebody_has_put_a_file_among_them(tmp_path):
    for text in ("first", "second"):
        with stage.staged_reports(tmp_path / "qc") as fresh:
            (fresh / "report.html").write_text(text)
    assert (tmp_path / "qc" / "report.html").read_text() == "second"
    (tmp_path / "qc" / "signed.pdf").write_text("signed")
    with pytest.raises(ownership.CannotBuild, match="a new one would remove them: signed.pdf. Move them elsewhere."):
        with stage.staged_reports(tmp_path / "qc"):
            raise AssertionError("nothing is written")
    (tmp_path / "qc" / "signed.pdf").unlink()
    (tmp_path / "qc" / "report.html").write_text("second, signed")
    with pytest.raises(ownership.CannotBuild, match=r"report.html \(changed since\)"):
        with stage.staged_reports(tmp_path / "qc"):
            raise AssertionError("nothing is written")


def test_a_report_that_was_killed_after_the_exchange_is_known(tmp_path, monkeypatch):
    for text in ("first", "second", "third"):
        with stage.staged_reports(tmp_path / "qc") as fresh:
            (fresh / "report.html").write_text(text)
        monkeypatch.setattr(stage, "quietly", lambda work, path: None)  # nothing comes after the exchange
    assert (tmp_path / "qc" / "report.html").read_text() == "third"


def test_what_a_folder_of_reports_holds_can_be_verified_by_others(tmp_path):
    """Line by line as `sha256sum` writes it: digest, two blanks, name."""
    with stage.staged_reports(tmp_path / "qc") as fresh:
        (fresh / "report.html").write_text("abc")
    assert [p.name for p in sorted(tmp_path.iterdir())] == [".qc", "qc"]
    assert (tmp_path / ".qc").read_text() == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  report.html\n"
    )


def test_outputs_of_an_earlier_version_are_known(other_done):
    """It remembered size and time of each output, and wrote no digests."""
    state_file = cache_folder(other_done.out) / "state.json"
    state = json.loads(state_file.read_bytes().partition(b"\n")[0])
    state["outputs"] = {
        n: [(other_done.out / n).stat().st_size, (other_done.out / n).stat().st_mtime_ns] for n in state["outputs"]
    }
    state_file.write_text(json.dumps(state))
    other_done.replace(*CHANGE)
    assert other_done.build() == 0
