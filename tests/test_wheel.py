"""A wheel, installed into an environment of its own, does what the targets of the Makefile do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest
from support import OTHER, ROOT, SHIPPED, SHIPPED_RAW, contents, makes_slow

TAKEN = ("README.md", "LICENSE", "pyproject.toml", "setup.py", "onespec", "specs", "raw_samples")  # and the rooms
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
COMMANDS = re.search(r"<!-- commands: wheel -->\n```\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


class Installed:
    """The program in an environment of its own, started in a folder that holds nothing."""

    def __init__(self, environment: Path, here: Path):
        self.scripts = Path(sysconfig.get_path("scripts", "venv", {"base": str(environment)}))
        self.here, self.environment = here, environment

    def run(self, *words: object) -> subprocess.CompletedProcess:
        clean = {n: v for n, v in os.environ.items() if n not in ("PYTHONPATH", "STUDY")}
        command = [shutil.which("onespec", path=str(self.scripts)), *map(str, words)]
        return subprocess.run(command, cwd=self.here, env=clean, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
@makes_slow
def installed(tmp_path_factory) -> Installed:
    """Of the clone's own libraries, as no network is needed so; the program is that of the wheel alone."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "source", symlinks=True, ignore=_not_taken)
    (folder / "here").mkdir()
    clean = {n: v for n, v in os.environ.items() if n != "PYTHONPATH"}
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    made = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, folder / "source"]
    subprocess.run(made, env=clean, check=True)
    done = Installed(folder / "venv", folder / "here")
    (python,) = done.scripts.glob("python" + sysconfig.get_config_var("EXE"))
    (wheel,) = folder.glob("*.whl")
    into = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(into, env=clean, check=True)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder / "venv")}))
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "libraries.pth").write_text("\n".join(sorted(libraries)) + "\n", encoding="utf-8")
    return done


def _not_taken(folder: str, names: list[str]) -> set[str]:
    """Of a clone: whatever stands at its top and is no part of the program, and what Python has written."""
    top = {name for name in names if name not in TAKEN and not (ROOT / name / "__init__.py").exists()}
    return {"__pycache__"} | (top if Path(folder) == ROOT else set())


def test_a_study_is_built_as_in_a_clone(installed, built_other):
    places = "--study", OTHER / "spec", "--raw", OTHER / "raw", "--out", installed.here / "other"
    assert installed.run("check", "--study", OTHER / "spec").returncode == 0
    done = installed.run("build", *places, "--workers", "1", "--quiet")
    assert done.returncode == 0, done.stderr
    made, expected = contents(installed.here / "other"), contents(built_other)
    assert {n: made[n] for n in made if n.endswith((".xpt", ".xml"))} == {
        n: expected[n] for n in expected if n.endswith((".xpt", ".xml"))
    }
    again = installed.run("build", *places, "--workers", "1")
    assert again.returncode == 0 and "Nothing to do" in again.stdout, again.stdout


def test_the_study_that_ships_is_in_it_and_is_checked_simulated_and_built(installed):
    told = installed.run("build").stderr
    assert f"{SHIPPED.name} ships with the program, in {installed.environment / 'share' / 'onespec'}" in told
    for line in COMMANDS[1].splitlines():
        program, *words = line.partition("  #")[0].split()
        if program == "onespec" and (words[0] != "validate" or find_spec("pointblank")):  # of an extra
            done = installed.run(*words)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert contents(installed.here / "raw_samples" / SHIPPED.name / "export") == contents(SHIPPED_RAW)
    assert {"sdtm", "adam", "reports"} <= {p.name for p in (installed.here / "build" / SHIPPED.name).iterdir()}


def test_the_program_that_ran_is_that_of_the_wheel(installed):
    (python,) = installed.scripts.glob("python" + sysconfig.get_config_var("EXE"))
    clean = {n: v for n, v in os.environ.items() if n != "PYTHONPATH"}
    code = "import onespec; print(onespec.__file__)"
    done = subprocess.run(
        [python, "-c", code], cwd=installed.here, env=clean, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(installed.environment)
