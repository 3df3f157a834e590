"""A clean environment for a program of an archive: its libraries by the lock, the program from its source."""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Callable
from pathlib import Path

from onespec.submission.installer import NoEnvironment, run, run_pip

_NO_SOURCE = ("build", "dist", ".git", ".venv", "raw_samples")  # at its top; engine/build is source
_ATLEAST = re.compile(r"\s*>=\s*(\d+)\.(\d+)")


def environment(folder: Path, lock: Path, program: Path, wheels: Path | None = None) -> Path:
    """Make a virtual environment in ``folder/venv`` and return its Python.

    folder   is made, or holds nothing; the environment is of the Python that runs this
    lock     requirements.lock: every library with its version and hashes.  Wheels alone are taken, so that nothing is
             compiled and no code of a library runs; a file of another hash is refused
    program  the source of the program, with pyproject.toml; it is copied and never written into.  Installing runs its
             setup.py: the source of a stranger is a stranger's program
    wheels   the wheels that an archive carries; then no network is used

    Raises `NoEnvironment` with a sentence: no network, a file of another hash, no file for this Python, another
    version of Python than the program needs.
    """
    for file in (lock, program / "pyproject.toml"):
        if not file.is_file():
            raise NoEnvironment(f"{file} is not there: without it there is no environment to make.")
    _python_fits(program)
    if folder.is_dir() and any(folder.iterdir()):
        raise NoEnvironment(f"{folder} holds something already; name a folder that holds nothing.")
    folder.mkdir(parents=True, exist_ok=True)
    place, source = folder / "venv", folder / "source"
    run([sys.executable, "-P", "-m", "venv", place])
    python = _python_of(place)
    run_pip(python, ["install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", lock], wheels)
    shutil.copytree(program, source, symlinks=True, ignore=_not_source(program))
    run_pip(python, ["install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", source])
    return python


def _not_source(program: Path) -> Callable[[str, list[str]], set[str]]:
    """What lies in a clone and is not its source: outputs, its environment, its history."""
    return lambda folder, names: {"__pycache__"} | (set(_NO_SOURCE) if Path(folder) == program else set())


def _python_of(place: Path) -> Path:
    scripts = Path(sysconfig.get_path("scripts", "venv", {"base": str(place)}))
    return scripts / f"python{sysconfig.get_config_var('EXE') or ''}"


def _python_fits(program: Path) -> None:
    """Raises `NoEnvironment` where the program needs a later Python than this one."""
    try:
        said = tomllib.loads((program / "pyproject.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NoEnvironment(f"{program / 'pyproject.toml'} cannot be read: {error}") from None
    project = said.get("project")
    needs = str(project.get("requires-python", "")) if isinstance(project, dict) else ""
    least = _ATLEAST.match(needs)
    if least and sys.version_info[:2] < (int(least[1]), int(least[2])):
        here = ".".join(map(str, sys.version_info[:3]))
        raise NoEnvironment(f"the program needs Python {needs}; this is {here}.")
