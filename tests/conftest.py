"""What tests share: the shipped study and the other study, built once a session."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from onespec.engine.findings import Finding
from onespec.engine.freshness import cache_folder
from support import OTHER, SHIPPED, SHIPPED_RAW, cut_export, read_findings, run_build


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
    """A copy of a study that a test may spoil: specification, raw export and, where it was built, its outputs."""

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

    @property
    def findings(self) -> list[Finding]:
        """The findings of the build that was stopped last."""
        return read_findings(cache_folder(self.out) / "findings.csv")

    @property
    def queries(self) -> list[Finding]:
        return read_findings(self.out / "reports" / "queries.csv")

    def replace(self, file: str, old: str, new: str, encoding: str = "utf-8") -> None:
        """Change one place of a specification or raw file."""
        path = self.folder / file
        text = path.read_bytes().decode(encoding)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_bytes(text.replace(old, new).encode(encoding))

    def append(self, file: str, text: str) -> None:
        """Add text at the end of a file."""
        path = self.folder / file
        path.write_bytes((path.read_bytes() if path.exists() else b"") + text.encode())

    def copy(self, folder: Path) -> StudyCopy:
        """The study with its outputs in another folder; a build there finds them up to date."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return StudyCopy(folder)


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
