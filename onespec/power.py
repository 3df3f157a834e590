# pyright: standard
"""Seeded errors: how many of them the comparison with the second programs catches."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from onespec.beside import folder_beside
from onespec.engine.build.progress import Progress
from onespec.engine.findings import Findings, Stopped
from onespec.packages import build_packages
from onespec.qc.double import Place, read_double
from onespec.qc.power.bench import Bench, sources, spoil_export
from onespec.qc.power.errors import Edge, SourceError, read_errors
from onespec.qc.power.measure import Outcome, outputs
from onespec.qc.run import programs_of

if TYPE_CHECKING:
    from onespec.study import Study

SELF = __name__.partition(".")[0]
BUILD = f"""
import sys, {SELF}
try:
    {SELF}.open(*sys.argv[1:]).build()
except {SELF}.Stopped as stopped:
    sys.exit({SELF}.stops_text(stopped.findings))
"""


class ProgramCopy:
    """This program, copied so that errors can be seeded into it."""

    def copy(self, folder: Path) -> Path:
        """Copy what builds are made with; returns the folder of the package."""
        target = folder / SELF
        target.mkdir(parents=True)
        for path in Path(__file__).parent.glob("*.py"):
            shutil.copy2(path, target)
        own = (p.split(".") for p in build_packages() if p.startswith(f"{SELF}."))
        for room in {parts[1]: None for parts in own}:  # whole: a package inside one uses what lies beside it
            source = next(iter(importlib.import_module(f"{SELF}.{room}").__path__))
            shutil.copytree(source, target / room, ignore=shutil.ignore_patterns("__pycache__"))
        return target

    def build(self, code: Path, place: Place) -> str | None:
        """Build in a process of its own; what it says when it does not come to its end."""
        done = subprocess.run(
            # -P: the copy, not the program of the folder that this runs in
            [sys.executable, "-P", "-c", BUILD, *map(str, (place.study, place.raw, place.built))],
            env=os.environ | {"PYTHONPATH": str(code.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stderr.strip() if done.returncode else None


def seed_errors(
    study: Study, only: Literal["outputs", "sources"] | None, subjects: int, workers: int, progress: Progress
) -> list[Outcome]:
    """Seed the errors of the study's errors.yaml, those of ``only`` or all.

    Raises `Stopped` when the list cannot be understood.
    """
    findings = Findings()
    spoiled, changed, edges = read_errors(programs_of(study.folder), findings)
    if findings.stops:
        raise Stopped(findings)
    outcomes: list[Outcome] = []
    if only != "sources":
        progress.step("running the second programs")
        with folder_beside(study, "qc") as room:
            double = read_double(replace(study.sides, room=room), show=1)
            outcomes += outputs(double, spoiled, lambda done: progress.parts(done, len(spoiled)))
    if only != "outputs":
        with tempfile.TemporaryDirectory(prefix="onespec-power-") as folder:
            benches = _Benches(study, Path(folder), subjects, progress)
            outcomes += benches.seed(changed, edges, workers)
    return outcomes


class _Benches:
    """Copies of a study and of the program, for errors of the specification and the program."""

    def __init__(self, study: Study, folder: Path, subjects: int, progress: Progress):
        self.study, self.folder, self.subjects, self.progress = study, folder, subjects, progress

    def seed(self, errors: list[SourceError], edges: list[Edge], workers: int) -> list[Outcome]:
        raw = self._export()
        spoil_export(raw, edges)
        benches = list(self._set_up(raw, workers))
        tell = self.progress.parts
        return sources(benches, errors, self.progress.step, lambda done: tell(done, len(errors)))

    def _set_up(self, raw: Path, workers: int) -> Iterator[Bench]:
        for number in range(max(workers, 1)):
            yield Bench(self.folder / str(number), self.study.folder, raw, ProgramCopy())

    def _export(self) -> Path:
        """A larger simulated export where the study has a simulator: rare cases must be there to be missed."""
        raw = self.folder / "raw"
        if self.subjects and self.study.simulator.exists():
            self.progress.step(f"simulating {self.subjects} subjects")
            type(self.study)(self.study.folder, raw, self.study.out).simulate(self.subjects, quiet=True)
        else:
            shutil.copytree(self.study.raw, raw)
        return raw
