"""The libraries of a lock as files."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from bags import members

import onespec
from onespec.archiving import program_files
from onespec.submission.archive.wheels import download_wheels, wheels_for
from onespec.submission.installer import NoEnvironment


@pytest.fixture
def lock(tmp_path, monkeypatch) -> Path:
    """Of a library that only a folder of this test holds."""
    (tmp_path / "index").mkdir()
    path = tmp_path / "index" / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        file.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (tmp_path / "lock").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
    return tmp_path / "lock"


@pytest.mark.slow
def test_the_files_of_the_lock_and_no_other(lock, tmp_path):
    (got,) = download_wheels(lock, tmp_path / "wheels")
    assert got.name == "tiny-1.0-py3-none-any.whl"
    assert hashlib.sha256(got.read_bytes()).hexdigest() in lock.read_text()


@pytest.mark.slow
def test_a_file_of_another_hash(lock, tmp_path):
    lock.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(NoEnvironment, match=r"tiny==1\.0: the file that was found .* is not one that the lock names"):
        download_wheels(lock, tmp_path / "wheels")


def test_a_folder_that_holds_something(lock, tmp_path):
    with pytest.raises(NoEnvironment, match="holds something already"):
        download_wheels(lock, tmp_path)


def test_no_lock(tmp_path):
    with pytest.raises(NoEnvironment, match="lock is not there"):
        download_wheels(tmp_path / "lock", tmp_path / "wheels")


@pytest.fixture
def carried(lock, other_done, monkeypatch) -> onespec.Study:
    """The study of the tests, built, and a program whose lock names the one library of the index."""
    files = program_files() | {"requirements.lock": lock}
    monkeypatch.setattr("onespec.archiving.program_files", lambda: files)
    return onespec.open(other_done.spec, other_done.raw, other_done.out)


@pytest.mark.slow
def test_an_archive_carries_them_and_has_the_same_bytes_again(carried):
    first = carried.archive(wheels=True)
    found = {name.partition("/")[2]: data for name, data in members(first.path).items()}
    assert [n for n in found if n.startswith("data/wheels/")] == ["data/wheels/tiny-1.0-py3-none-any.whl"]
    assert json.loads(found["data/archive.json"])["wheels"] == {"place": "data/wheels", "for": wheels_for()}
    assert carried.archive(wheels=True).written.fresh is False
    assert onespec.verify(first.path).good


def test_without_them_nothing_is_said_of_them(carried):
    found = {name.partition("/")[2]: data for name, data in members(carried.archive().path).items()}
    assert not [n for n in found if n.startswith("data/wheels/")]
    assert "wheels" not in json.loads(found["data/archive.json"])


@pytest.mark.slow
@pytest.mark.parametrize(("made_for", "used"), [("", ["tiny-1.0-py3-none-any.whl"]), ("cp27-amiga-m68k", None)])
def test_a_reproduction_takes_them_where_they_fit(carried, monkeypatch, made_for, used):
    """Those of another Python or platform are left, and the index is asked."""
    if made_for:
        monkeypatch.setattr("onespec.submission.archive.index.wheels_for", lambda: made_for)
    path, asked = carried.archive(wheels=True).path, []

    def environment(folder, lock, program, wheels=None):
        asked.append(wheels and sorted(each.name for each in wheels.iterdir()))
        raise NoEnvironment("enough")

    monkeypatch.setattr("onespec.submission.verify.environment.environment", environment)
    with pytest.raises(NoEnvironment, match="enough"):
        onespec.verify(path, "reproduction")
    assert asked == [used]


@pytest.mark.slow
def test_no_archive_where_one_is_not_to_be_had(carried, lock):
    lock.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(NoEnvironment, match="is not one that the lock names"):
        carried.archive(wheels=True)
    assert not carried.archives.exists()
