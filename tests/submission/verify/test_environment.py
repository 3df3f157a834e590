"""A clean environment by a lock: from a folder of wheels, without network; and the sentences where it cannot be."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from onespec.submission.installer import NoEnvironment
from onespec.submission.verify.environment import environment

PROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "program"
version = "2.0"
requires-python = "{python}"
dependencies = ["tiny>=1.0"]
"""
BACKEND = """import zipfile
from pathlib import Path

WHEEL = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"


def build_wheel(folder, settings=None, metadata=None):
    with zipfile.ZipFile(Path(folder) / "program-2.0-py3-none-any.whl", "w") as file:
        file.writestr("program.py", "import tiny")
        file.writestr("program-2.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: program\\nVersion: 2.0\\n")
        file.writestr("program-2.0.dist-info/WHEEL", WHEEL)
        file.writestr("program-2.0.dist-info/RECORD", "")
    return "program-2.0-py3-none-any.whl"
"""


def wheel(folder: Path, content: str) -> str:
    """A wheel of a library named tiny; returns its SHA-256."""
    folder.mkdir(exist_ok=True)
    path = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("tiny.py", content)
        file.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        file.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr("tiny-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def given(tmp_path) -> dict[str, Path]:
    digest = wheel(tmp_path / "wheels", "value = 1")
    (tmp_path / "lock").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "pyproject.toml").write_text(PROJECT.format(python=">=3.11"))
    (tmp_path / "program" / "backend.py").write_text(BACKEND)
    return {"lock": tmp_path / "lock", "program": tmp_path / "program", "wheels": tmp_path / "wheels"}


@pytest.mark.slow
def test_libraries_by_the_lock_and_the_program_from_its_source(given, tmp_path):
    source = sorted(given["program"].iterdir())
    python = environment(tmp_path / "new", **given)
    done = subprocess.run(
        [python, "-c", "import program, tiny; print(tiny.value, tiny.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    value, where = done.stdout.split()
    assert value == "1" and Path(where).is_relative_to(tmp_path / "new")
    assert sorted(given["program"].iterdir()) == source, "nothing is written into the source"


@pytest.mark.slow
def test_a_file_of_another_hash_is_refused(given, tmp_path):
    other = wheel(given["wheels"], "value = 2")
    with pytest.raises(NoEnvironment, match=rf"tiny==1\.0: the file that was found \(SHA-256 {other}\) is not one"):
        environment(tmp_path / "new", **given)


@pytest.mark.slow
def test_a_library_that_the_wheels_lack(given, tmp_path):
    (given["wheels"] / "tiny-1.0-py3-none-any.whl").unlink()
    with pytest.raises(NoEnvironment, match=r"tiny==1\.0: no file of it for Python"):
        environment(tmp_path / "new", **given)


def test_another_python_than_the_program_needs(given, tmp_path):
    (given["program"] / "pyproject.toml").write_text(PROJECT.format(python=">=3.99"))
    with pytest.raises(NoEnvironment, match=r"the program needs Python >=3\.99; this is 3\."):
        environment(tmp_path / "new", **given)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("lacking", ["lock", "program"])
def test_what_it_is_made_of_is_not_there(given, tmp_path, lacking):
    with pytest.raises(NoEnvironment, match="nothing.* is not there"):
        environment(tmp_path / "new", **given | {lacking: tmp_path / "nothing"})


def test_a_folder_that_holds_something(given, tmp_path):
    with pytest.raises(NoEnvironment, match="holds something already"):
        environment(given["program"], **given)


def test_a_project_that_cannot_be_read(given, tmp_path):
    (given["program"] / "pyproject.toml").write_bytes(b"\xff")
    with pytest.raises(NoEnvironment, match="cannot be read"):
        environment(tmp_path / "new", **given)
