"""What tests share: the shipped study and the other study, built once a session."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support import GOLDEN, OTHER, SHIPPED, SHIPPED_RAW, StudyCopy, cut_export, run_build

# Property tests try the same examples on every machine and day, however fast it is: a test that fails now and then tells
# nothing.  `pytest --hypothesis-profile search` looks for other examples.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("same"), derandomize=False, max_examples=1000, print_blob=True)
settings.load_profile("same")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden instead of comparing with it")


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
def built(tmp_path_factory) -> Path:
    """The outputs of the shipped study."""
    out = tmp_path_factory.mktemp("built") / "ChiCTR2600126870"
    assert run_build(SHIPPED, SHIPPED_RAW, out) == 0
    return out


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


@pytest.fixture(scope="session")
def _small_done(tmp_path_factory) -> StudyCopy:
    study = StudyCopy(tmp_path_factory.mktemp("small"))
    shutil.copytree(SHIPPED, study.spec)
    cut_export(SHIPPED, SHIPPED_RAW, study.raw, {"01001", "01002"})
    assert study.build() == 0
    return study


@pytest.fixture
def small_done(_small_done, tmp_path) -> StudyCopy:
    """Two subjects of the shipped study, built."""
    return _small_done.copy(tmp_path / "study")
