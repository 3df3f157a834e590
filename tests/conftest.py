"""What tests share: the shipped study and the other study, built once a session."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support import GOLDEN, OTHER, SHIPPED, SHIPPED_RAW, StudyCopy, cut_export, makes_slow, run_build

from onespec.cli.main import main

# Property tests try the same examples on every machine and day, however slow it is: a test that fails now and then
# tells nothing.  `pytest --hypothesis-profile search` looks for other examples.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("same"), derandomize=False, max_examples=1000, print_blob=True)
settings.load_profile("same")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden instead of comparing with it")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests that ask for a fixture of `makes_slow` are slow; `make test-fast` leaves slow tests out."""
    for item in items:
        definitions = item._fixtureinfo.name2fixturedefs.values()
        if any(hasattr(d.func, "makes_slow") for each in definitions for d in each):
            item.add_marker("slow")


@pytest.fixture(autouse=True)
def _processes_are_slow(request, monkeypatch):
    """A test that starts a process says so, so that `make test-fast` stays fast."""
    if request.node.get_closest_marker("slow") is None:

        def refuse(*_, **__):
            raise AssertionError("a test that starts a process is slow: mark it with @pytest.mark.slow")

        monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
        monkeypatch.setattr(BaseProcess, "start", refuse)


@pytest.fixture
def golden(request):
    """Compare a text with a file of tests/golden, or rewrite the file (`make golden`)."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        assert text.splitlines() == expected.splitlines(), (
            f"tests/golden/{name} says otherwise; 'make golden' rewrites it"
        )

    return compare


@pytest.fixture(scope="session")
def _shipped_build(tmp_path_factory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("built") / SHIPPED.name
    places = "--study", str(SHIPPED), "--raw", str(SHIPPED_RAW), "--out", str(out)
    with redirect_stdout(StringIO()) as said:
        assert main(["build", *places, "--workers", "1"]) == 0
    return out, said.getvalue()


@pytest.fixture(scope="session")
def built(_shipped_build) -> Path:
    """The outputs of the shipped study."""
    return _shipped_build[0]


@pytest.fixture(scope="session")
def table_of_build(_shipped_build) -> str:
    """What the build of the shipped study printed."""
    return _shipped_build[1]


@pytest.fixture(scope="session")
@makes_slow
def explain_shipped(built):
    """What `onespec explain` prints of the first record of the shipped study that is asked for; told once a session."""

    places = "--study", str(SHIPPED), "--raw", str(SHIPPED_RAW), "--out", str(built)

    @cache
    def explain(dataset: str, where: str, variables: str) -> str:
        asked = dataset, "--where", where, "--variable", variables, "--most", "1"
        with redirect_stdout(StringIO()) as said:
            assert main(["explain", *asked, *places]) == 0
        return said.getvalue()

    return explain


@pytest.fixture(scope="session")
def built_other(tmp_path_factory) -> Path:
    """The outputs of the other study."""
    out = tmp_path_factory.mktemp("built") / "other"
    assert run_build(OTHER / "spec", OTHER / "raw", out) == 0
    return out


@pytest.fixture
def other(tmp_path) -> StudyCopy:
    """The other study, not built yet."""
    for part in ("spec", "raw"):
        shutil.copytree(OTHER / part, tmp_path / part)
    return StudyCopy(tmp_path)


@pytest.fixture(scope="session")
def _other_done(tmp_path_factory) -> StudyCopy:
    study = StudyCopy(tmp_path_factory.mktemp("other"))
    shutil.copytree(OTHER, study.folder, dirs_exist_ok=True)
    assert study.build() == 0
    return study


@pytest.fixture
def other_done(_other_done, tmp_path) -> StudyCopy:
    """The other study, built."""
    return _other_done.copy(tmp_path / "study")


@pytest.fixture
def doubled(other_done) -> StudyCopy:
    """The other study, built, with a second program of EX, waivers, and errors to seed."""
    programs = other_done.spec / "qc"
    shutil.copytree(OTHER / "qc", programs)
    (programs / "waivers.yaml").rename(other_done.spec / "waivers.yaml")
    return other_done


THREE = {"01001", "01002", "01033"}  # two with responses; one who died and was never assessed, so most forms are empty


@pytest.fixture(scope="session")
@makes_slow
def _small_done(tmp_path_factory) -> StudyCopy:
    study = StudyCopy(tmp_path_factory.mktemp("small"))
    shutil.copytree(SHIPPED, study.spec)
    cut_export(SHIPPED, SHIPPED_RAW, study.raw, THREE)
    assert study.build() == 0
    return study


@pytest.fixture
def small_done(_small_done, tmp_path) -> StudyCopy:
    """Three subjects of the shipped study, built."""
    return _small_done.copy(tmp_path / "study")
