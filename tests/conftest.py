"""What tests share: the shipped study and the other study, built once a session."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from support import OTHER, SHIPPED, SHIPPED_RAW, run_build


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


@dataclass
class StudyCopy:
    """A copy of the other study that a test may spoil."""

    folder: Path

    @property
    def spec(self) -> Path:
        return self.folder / "spec"

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def build(self, *more: str) -> int:
        return run_build(self.spec, self.raw, self.out, *more)

    def replace(self, file: str, old: str, new: str) -> None:
        """Change one place of a specification or raw file."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def other(tmp_path) -> StudyCopy:
    for part in ("spec", "raw"):
        shutil.copytree(OTHER / part, tmp_path / part)
    return StudyCopy(tmp_path)
