"""What is installed: the same files, whether the checkout holds links or not."""

from __future__ import annotations

import runpy
import tomllib
from pathlib import Path

import pytest
from imports import TOP, modules
from setuptools import Distribution
from support import ROOT

SETUP = runpy.run_path(str(ROOT / "setup.py"), run_name="setup")
DATA = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]


@pytest.fixture(autouse=True)
def in_the_clone(monkeypatch):
    monkeypatch.chdir(ROOT)


def installed(packages: list[str], package_dir: dict[str, str]) -> dict[str, Path]:
    """What setuptools would install: name in the wheel -> file of the clone."""
    given = {"packages": packages, "package_dir": package_dir, "package_data": DATA, "script_name": "setup.py"}
    command = Distribution(given).get_command_obj("build_py")
    command.ensure_finalized()
    code = {f"{package.replace('.', '/')}/{name}.py": file for package, name, file in command.find_all_modules()}
    data = {
        f"{package.replace('.', '/')}/{name}": f"{folder}/{name}"
        for package, folder, _, names in command.data_files
        for name in names
    }
    return {name: Path(file).resolve().relative_to(ROOT) for name, file in (code | data).items()}


@pytest.mark.skipif(not SETUP["LINKED"], reason="this checkout holds no links to compare with")
def test_links_and_mapping_install_the_same_files():
    linked = installed(**SETUP["linked"]())
    assert linked == installed(**SETUP["mapped"]())
    assert len(linked) > 300


@pytest.mark.skipif(not SETUP["LINKED"], reason="this checkout holds no links")
def test_every_room_has_its_link():
    links = {path.name: path.resolve() for path in (ROOT / "onespec").iterdir() if path.is_symlink()}
    rooms = {room: ROOT / room for room in TOP if room != "onespec"}
    assert links == rooms | {"standards": ROOT / "specs" / "standards"}


def test_the_study_that_ships_is_carried_without_its_export():
    carried = {f"{folder}/{Path(name).name}" for folder, names in SETUP["carried"]() for name in names}
    files = {name.removeprefix("share/onespec/") for name in carried}
    study = "ChiCTR2600126870"
    assert {f"specs/{study}/study.yaml", f"specs/{study}/sdtm/dm.yaml", f"specs/{study}/qc/errors.yaml"} <= files
    assert {f"raw_samples/{study}/simulate.py", f"raw_samples/{study}/simulation/plan.py"} <= files
    assert not [f for f in files if "/export/" in f or "/truth/" in f or f.endswith(".pyc")]
    own = {name for name in carried if name.startswith("share/onespec/program/")}
    assert {"share/onespec/program/pyproject.toml", "share/onespec/program/setup.py"} <= own
    assert all(name.split("/")[:2] == ["share", "onespec"] and name.split("/")[3] == study for name in carried - own)


def test_the_program_and_its_data_are_installed_and_nothing_else():
    files = installed(**SETUP["mapped"]())
    code = {name for name in files if name.endswith(".py")}
    assert {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in code} == {
        *modules(),
        "onespec.standards",
    }
    assert "onespec/py.typed" in files
    facts = {file.name for file in (ROOT / "specs" / "standards").iterdir() if file.suffix in (".csv", ".yaml", ".gz")}
    assert {name for name in files if name.startswith("onespec/standards/")} == {
        f"onespec/standards/{name}" for name in facts | {"__init__.py"}
    }
    assert not [name for name, file in files.items() if file.parts[0] in ("tests", "build", "raw_samples")]
