"""Files on the disk."""

from __future__ import annotations

import os

import pytest

from onespec.engine.disk import (
    bytes_of,
    digest_of,
    export_files,
    listed,
    read_known,
    sha256,
    stamp,
    whole,
    write_known,
    write_whole,
)


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(KeyError), whole(path) as fresh:
        fresh.write_text("half of it")
        raise KeyError
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]
    write_whole(path, b"new")
    assert [p.read_text() for p in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize("link", ["a", "a.tmp"])
def test_a_link_is_not_written_through(tmp_path, link):
    (tmp_path / "precious").write_text("five years")
    (tmp_path / link).symlink_to(tmp_path / "precious")
    write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "precious").read_text() == "five years"
    assert not (tmp_path / "a").is_symlink() and (tmp_path / "a").read_text() == "new"


@pytest.mark.parametrize("damage", [b"", b"{", b'{"a": 2}', b"[1]\n00", b"\xff\xfe"])
def test_what_is_not_as_it_was_written_is_not_believed(tmp_path, damage):
    write_known(tmp_path / "a", {"a": 1})
    assert read_known(tmp_path / "a") == {"a": 1}
    data = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(data.replace(b'{"a": 1}', damage) if damage else data[:-1])
    assert read_known(tmp_path / "a") is None
    assert read_known(tmp_path / "b") is None


def test_the_files_of_an_export(tmp_path):
    for name in ("ae.csv", "labs/hcc.csv", ".DS_Store", ".git/config", "elsewhere/x.csv"):
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_text("")
    (tmp_path / "raw" / "elsewhere").rename(tmp_path / "elsewhere")
    (tmp_path / "raw" / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert sorted(export_files(tmp_path / "raw")) == ["ae.csv", "labs/hcc.csv", "link"]
    assert export_files(tmp_path / "none") == {}


def test_a_folder_that_cannot_be_looked_into_is_not_an_empty_one(tmp_path):
    (tmp_path / "b.yaml").touch()
    (tmp_path / "a.yaml").touch()
    (tmp_path / "a.csv").touch()
    assert [p.name for p in listed(tmp_path, ".yaml")] == ["a.yaml", "b.yaml"]
    assert listed(tmp_path / "none", ".yaml") == []
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "nowhere").symlink_to(tmp_path / "none")
    for place in ("loop", "nowhere", "a.csv"):
        with pytest.raises(OSError):
            listed(tmp_path / place, ".yaml")


def test_the_stamp_of_what_is_no_file_is_none(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert [stamp(tmp_path / name) for name in ("pipe", ".", "none")] == [[], [], []]


def test_what_may_have_no_end_is_not_read(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    assert bytes_of(tmp_path / "file") == b"x"
    for name in ("pipe", "device"):
        with pytest.raises(OSError, match="no file, but a pipe or a device"):
            bytes_of(tmp_path / name)
        with pytest.raises(OSError, match="no file, but a pipe or a device"):
            sha256(tmp_path / name)
        assert (digest_of(tmp_path / name), read_known(tmp_path / name)) == ("", None)
    with pytest.raises(OSError, match="it is a folder"):
        bytes_of(tmp_path / "folder")
