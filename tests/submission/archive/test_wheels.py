"""The libraries of a lock as files."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from onespec.submission.archive.wheels import download_wheels
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
