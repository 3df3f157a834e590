"""CONTRIBUTING.md: its examples are executed, and what it names exists."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from onespec.engine.registry import Registry, discover

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"<!-- file: (\S+) -->\n```python\n(.*?)```", PAGE, re.DOTALL))
OPERATIONS = [name for name in EXAMPLES if not name.startswith("tests/")]
# Runs the tests of a folder whose files belong to packages of the program.
RUN = """
import importlib, sys, pytest
for name in sys.argv[2:]:
    importlib.import_module(name).__path__.append(sys.argv[1] + "/" + name.partition(".")[2].replace(".", "/"))
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", sys.argv[1]]))
"""


@pytest.fixture
def written(tmp_path) -> Path:
    for name, source in EXAMPLES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source, encoding="utf-8")
    return tmp_path


def package(name: str) -> str:
    return "onespec." + Path(name).parent.as_posix().replace("/", ".")


@pytest.mark.slow
def test_the_tests_of_the_examples_pass(written):
    packages = sorted({package(name) for name in OPERATIONS})
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(written), *packages], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_example_is_found_by_its_name(name, written, monkeypatch):
    place = importlib.import_module(package(name))
    monkeypatch.setattr(place, "__path__", [*place.__path__, str((written / name).parent)])
    found: Registry = discover((package(name),))
    assert Path(name).stem in {operation for _, operation in found}
    assert f"tests/{Path(name).parent}/test_{Path(name).name}" in EXAMPLES
    sys.modules.pop(f"{package(name)}.{Path(name).stem}")


def test_what_the_page_names_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?:^|`)make ([a-z-]+)", PAGE, re.MULTILINE))
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()
    files = set(re.findall(r"[\w./-]+\.(?:py|md|yaml)\b", PAGE)) - EXAMPLES.keys()
    of_a_study = {"methods.py", "checks.yaml"}
    assert {file for file in files if not (ROOT / file).exists() and file not in of_a_study} == set()
    folders = set(re.findall(r"\b((?:tests|docs|sdtm|adam|cli|conformance)/[\w/]*)(?=[`\s)])", PAGE))
    assert folders and {folder for folder in folders if not (ROOT / folder).exists()} == set()
