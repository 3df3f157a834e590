"""Writing: the same bytes for the same files, whatever the machine says of them; whole or not there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from bags import NAME, PAYLOAD, archive

from onespec.engine.findings import Stopped
from onespec.submission.archive import write
from onespec.submission.archive.write import digested, write_archive


def files_in(folder: Path) -> dict[str, Path]:
    out = {}
    for name, data in PAYLOAD.items():
        path = folder / name.replace("/", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        out[name] = path
    return out


def written(folder: Path, files: dict[str, Path]):
    known = {name: digested(path) for name, path in files.items()}
    return write_archive(folder, NAME, {"External-Identifier": "S1"}, files, known)


def test_nothing_but_names_and_contents_counts(tmp_path):
    before = os.umask(0o077)
    try:
        files = files_in(tmp_path / "one")
        for number, path in enumerate(files.values()):
            os.utime(path, (number, 1_000_000 * number))
            path.chmod(0o700)
        first = written(tmp_path / "a", dict(reversed(files.items())))
    finally:
        os.umask(before)
    second = written(tmp_path / "b", files_in(tmp_path / "two"))
    assert first.path.read_bytes() == second.path.read_bytes() == archive(tmp_path / "c").read_bytes()


def test_it_is_called_by_its_digest_and_others_stay(tmp_path):
    first = archive(tmp_path)
    digest = hashlib.sha256(first.read_bytes()).hexdigest()
    assert first.name == f"S1-{digest[:12]}.zip"
    again = written(tmp_path, files_in(tmp_path / "x"))
    assert (again.path, again.fresh, again.sha256) == (first, False, digest)
    other = archive(tmp_path, PAYLOAD | {"data/raw/new.csv": b"1"})
    assert sorted(tmp_path.glob("*.zip")) == sorted([first, other])
    assert not list(tmp_path.glob(".*"))


def test_a_damaged_one_under_its_name_is_written_again(tmp_path):
    path = archive(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    assert archive(tmp_path).read_bytes() == data


@pytest.mark.parametrize("new", [b"SUBJECT,TERM\n01,Headeche\n", b"short", b""])
def test_a_file_that_changes_meanwhile_is_named(tmp_path, new):
    files = files_in(tmp_path / "x")
    known = {name: digested(path) for name, path in files.items()}
    files["data/raw/ae.csv"].write_bytes(new)
    with pytest.raises(Stopped) as stopped:
        write_archive(tmp_path / "out", NAME, {}, files, known)
    (finding,) = stopped.value.findings
    assert (finding.rule, "data/raw/ae.csv" in finding.message) == ("ARCHIVE-CHANGED", True)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_changes_after_it_was_written_is_named(tmp_path, monkeypatch):
    files, last = files_in(tmp_path / "x"), "data/raw/不良事件.csv"
    real = write._pieces

    def changing(content):
        yield from real(content)
        if content == files[last]:
            files["data/raw/ae.csv"].write_bytes(b"another")

    known = {name: digested(path) for name, path in files.items()}
    monkeypatch.setattr(write, "_pieces", changing)
    with pytest.raises(Stopped, match="data/raw/ae.csv"):
        write_archive(tmp_path / "out", NAME, {}, files, known)


def test_a_place_that_is_a_link_is_not_written_through(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "out" / ".S1.tmp").symlink_to(tmp_path / "mine")
    archive(tmp_path / "out")
    assert (tmp_path / "mine").read_text() == "mine"
