# pyright: standard
"""The folders of a study: where its specification, export, outputs and reports lie, and what they hold."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

from onespec.engine.build.freshness import STANDARDS, cache_folder
from onespec.engine.build.stage import is_ours
from onespec.places import (
    EXPORTS,
    OUTPUTS,
    Folder,
    NoStudy,
    NotBuilt,
    WrongPlace,
    default_place,
    out_place,
    study_id,
    study_name,
)

BESIDE = ("qc", "qc-power", "conformance", "pages")  # reports on the outputs


class Folders:
    """Where a study lies.

    folder   the specification, with study.yaml
    raw      the raw export (default: raw_samples/<study>/export)
    out      the outputs (default: build/<study>); raises `WrongPlace` when they would lie inside the specification
    """

    def __init__(self, folder: Folder, raw: Folder | None = None, out: Folder | None = None):
        self.folder = Path(folder)
        self._raw = Path(raw) if raw is not None else None
        self._out = out_place(out, self.folder) if out is not None else None

    def __repr__(self) -> str:
        return f"<Study {self.id} in {self.folder}>"

    @property
    def id(self) -> str:
        """What study.yaml calls the study."""
        return study_id(self.folder)

    @cached_property
    def name(self) -> str:
        """What the study's folders are called: its id; as its own folder is written, where only capitals differ."""
        return study_name(self.folder)

    @cached_property
    def raw(self) -> Path:
        return self._raw or default_place(self.folder, EXPORTS, self.name, "export")

    @cached_property
    def out(self) -> Path:
        return self._out or default_place(self.folder, OUTPUTS, self.name)

    def beside(self, kind: str) -> Path:
        """The folder of a kind of report (qc, qc-power, conformance, pages).

        It lies next to the outputs, so that a build does not remove it.
        """
        assert kind in BESIDE, kind
        return self.out.with_name(f"{self.out.name}.{kind}")

    @property
    def simulator(self) -> Path:
        """The program that simulates the study's export; it need not be there."""
        return default_place(self.folder, EXPORTS, self.name, "simulate.py")

    @property
    def findings_file(self) -> Path:
        """Where a build that was stopped lists all its findings."""
        return cache_folder(self.out) / "findings.csv"

    @property
    def built(self) -> bool:
        """True when there are outputs, of whatever inputs."""
        return (self.out / "sdtm").is_dir()

    def datasets(self) -> dict[str, Path]:
        """The transport file of each built dataset by name, SDTM before ADaM; none when nothing is built."""
        return {
            path.stem.upper(): path for standard in STANDARDS for path in sorted((self.out / standard).glob("*.xpt"))
        }

    def require_built(self, standard: str = "") -> None:
        """Raises `NotBuilt` when there are no datasets, of one standard or of any."""
        if not any(path.is_relative_to(self.out / standard) for path in self.datasets().values()):
            raise NotBuilt(f"there are no datasets in {self.out / standard}; build them first (make all).")

    def clean(self) -> list[Path]:
        """Remove outputs, kept parts and reports; returns what there was.

        Raises `WrongPlace` when no build has written the outputs' folder: then nothing is removed.
        """
        if not is_ours(self.out, cache_folder(self.out)):
            raise WrongPlace(f"{self.out} holds files that no build has written; nothing is removed.")
        removed = [p for p in (self.out, cache_folder(self.out), *map(self.beside, BESIDE)) if p.exists()]
        for path in removed:
            shutil.rmtree(path)
        return removed

    def simulate(self, subjects: int | None = None, quiet: bool = False) -> Path:
        """Write a simulated export to ``raw`` with the study's own program; returns ``raw``.

        subjects  how many; the program's own number when None

        Raises `NoStudy` when the study has no such program, and `subprocess.CalledProcessError` when that fails.
        """
        if not self.simulator.exists():
            raise NoStudy(f"the study has no simulator: {self.simulator} does not exist.")
        size = ["--subjects", str(subjects)] if subjects else []
        command = [sys.executable, str(self.simulator), "--out", str(self.raw), *size]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL if quiet else None)
        return self.raw
