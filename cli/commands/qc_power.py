"""Seed errors one at a time, and count which of them the comparison catches."""

from __future__ import annotations

import argparse
import csv
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from queue import Queue

from onespec.cli.places import NoStudy, Places, add_places, find_places, say, warn
from onespec.cli.progress import Progress

EXAMPLE = "onespec qc-power --study specs/ChiCTR2600126870 --subjects 1000"
ROOMS = ("engine", "sdtm", "adam", "define", "qc", "cli", "standards")
SHARED = (
    "specs/tables/",
    "specs/codelists.yaml",
    "specs/study.yaml",
    "specs/crf.yaml",
)  # what the second programs read too


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--subjects",
        type=int,
        default=200,
        metavar="N",
        help="simulate so many subjects for errors of the specification and the program, where the study has a simulator (default: 200)",
    )
    parser.add_argument(
        "--only",
        choices=["outputs", "sources"],
        help="errors of outputs, or of the specification and the program, alone",
    )
    parser.add_argument(
        "--workers", type=int, default=min(2, os.cpu_count() or 1), metavar="N", help="builds side by side (default: 2)"
    )


def run(arguments: argparse.Namespace) -> int:
    from onespec.engine.findings import Findings
    from onespec.qc.power.errors import read_errors
    from onespec.qc.run import PROGRAMS

    begun = time.perf_counter()
    places = find_places(arguments)
    findings = Findings()
    outputs, sources, edges = read_errors(PROGRAMS / places.study.name, findings)
    if findings.stops:
        warn("\n".join(f.text() for f in findings.stops))
        return 2
    progress = Progress()
    outcomes = []
    if arguments.only != "sources":
        outcomes += _outputs(places, outputs, progress)
    if arguments.only != "outputs":
        with tempfile.TemporaryDirectory(prefix="onespec-power-") as folder:
            outcomes += _sources(
                places, sources, edges, Path(folder), arguments.subjects, max(arguments.workers, 1), progress
            )
    progress.end()
    return _tell(outcomes, places, time.perf_counter() - begun)


def _tell(outcomes, places: Places, seconds: float) -> int:
    from onespec.engine.build.stage import staged
    from onespec.qc.power.measure import CAUGHT, NO_EFFECT, STOPPED, table

    say(table(outcomes).to_string())
    for o in [o for o in outcomes if o.verdict not in (CAUGHT, STOPPED)]:
        say(f"{o.verdict.upper():10} {o.group}: {o.error}{f' ({o.by})' if o.by else ''}")
    with staged(places.beside("qc-power")) as folder:
        with (folder / "power.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows(
                [
                    ("seeded in", "error", "verdict", "what the comparison says"),
                    *((o.group, o.error, o.verdict, o.by) for o in outcomes),
                ]
            )
    good = sum(o.verdict in (CAUGHT, STOPPED) for o in outcomes)
    tried = sum(o.verdict != NO_EFFECT for o in outcomes)
    say(
        f"{good} of {tried} errors that change anything are caught ({seconds:.0f} s). Each one: {places.beside('qc-power')}/power.csv"
    )
    return 0 if good == tried else 1


def _double(places: Places, second=None):
    """The comparison of a build; ``second`` saves running the second programs again."""
    from onespec.engine.findings import Findings
    from onespec.qc.double import Double, production_files, program_sources, shared_tables
    from onespec.qc.run import PROGRAMS, run_programs
    from onespec.qc.waivers import read_waivers

    production = production_files(places.out)
    if not production:
        raise NoStudy(f"there are no datasets in {places.out}; build them first (make all).")
    if second is None:
        second = run_programs(places.study, places.raw, places.out)
    programs = PROGRAMS / places.study.name
    return Double(
        places.study,
        production,
        second,
        program_sources(programs),
        read_waivers(places.study, Findings()),
        1,
        shared_tables(places.study, programs),
    )


# Errors of outputs ------------------------------------------------------------------------


def _outputs(places: Places, errors, progress: Progress):
    from onespec.qc.power.measure import outputs

    progress.step("running the second programs")
    return outputs(_double(places), errors, lambda done: progress.parts(done, len(errors)))


# Errors of the specification and the program ----------------------------------------------


def _sources(places: Places, errors, edges, folder: Path, subjects: int, workers: int, progress: Progress):
    """Each error in a copy of the specification or the program, built as a user would build it."""
    from onespec.qc.power.measure import fingerprint

    raw = _raw(places, folder, subjects, progress)
    for edge in edges:
        if not edge.apply(raw):
            raise NoStudy(f"{edge.file} of the raw export has not the one row of the edge '{edge.reason}'.")
    benches: Queue[_Bench] = Queue()
    for number in range(workers):
        progress.step("building without an error")
        benches.put(_Bench(replace(places, raw=raw), folder / str(number)))
    places, said = benches.queue[0].build("sound")
    if places is None:
        raise NoStudy(f"the study cannot be built without an error: {said}")
    for bench in list(benches.queue)[1:]:
        bench.copy_from(benches.queue[0])
    progress.step("running the second programs")
    sound = _double(places)
    before = {e.comparison.name: fingerprint(e) for e in sound.report("").entries}

    def one(error):
        bench = benches.get()
        try:
            return bench.outcome(error, sound, before)
        finally:
            benches.put(bench)

    with ThreadPoolExecutor(workers) as pool:
        done = []
        for outcome in pool.map(one, errors):
            done.append(outcome)
            progress.parts(len(done), len(errors))
    return done


def _raw(places: Places, folder: Path, subjects: int, progress: Progress) -> Path:
    """A larger simulated export where the study has a simulator: rare cases must be there to be missed."""
    program = Path("raw_samples") / places.study.name / "simulate.py"
    raw = folder / "raw"
    if not subjects or not program.exists():
        shutil.copytree(places.raw, raw)
        return raw
    progress.step(f"simulating {subjects} subjects")
    subprocess.run(
        [sys.executable, str(program), "--out", str(raw), "--subjects", str(subjects)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return raw


class _Bench:
    """A place where spoiled copies are built, one after the other; what an error does not reach is kept between builds.

    It has its own copy of the specification and of the program, so that nobody's work meanwhile comes between.
    """

    def __init__(self, places: Places, folder: Path):
        self.places, self.folder = places, folder
        self.study = folder / "specs" / places.study.name  # the second programs are found by the folder's name
        self.sound = folder / "sound"
        shutil.copytree(places.study, self.study)
        for room in ROOMS:
            source = next(iter(importlib.import_module(f"onespec.{room}").__path__))
            shutil.copytree(
                source, folder / "program" / "onespec" / room, ignore=shutil.ignore_patterns("__pycache__", "programs")
            )

    def copy_from(self, other: _Bench) -> None:
        for path in (other.sound, _cache(other.sound)):
            shutil.copytree(path, self.folder / path.name)

    def build(self, out: str) -> tuple[Places | None, str]:
        """Build; None when the build stops, and why."""
        command = [
            sys.executable,
            "-m",
            "onespec.cli.main",
            "build",
            "--study",
            str(self.study),
            "--raw",
            str(self.places.raw),
            "--out",
            str(self.folder / out),
            "--quiet",
            "--workers",
            "1",
        ]
        done = subprocess.run(
            command,
            env=os.environ | {"PYTHONPATH": str(self.folder / "program")},
            capture_output=True,
            text=True,
            check=False,
        )
        return Places(
            self.study, self.places.raw, self.folder / out
        ) if done.returncode == 0 else None, done.stderr.strip()

    def outcome(self, error, sound, before):
        from onespec.qc.power.measure import NO_PLACE, STOPPED, Outcome, rebuilt
        from onespec.qc.power.seeds import CannotSeed

        own = error.file.startswith("specs/")
        group = "specification" if own else "program"
        path = (
            self.study / error.file.removeprefix("specs/") if own else self.folder / "program" / "onespec" / error.file
        )
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        try:
            spoiled = error.seed(text)
        except CannotSeed as reason:
            return Outcome(group, error.error, NO_PLACE, str(reason))
        path.write_text(spoiled, encoding="utf-8")
        try:
            self._start_from_sound()
            places, said = self.build("spoiled")
            if places is None:
                return Outcome(group, error.error, STOPPED, said.splitlines()[0] if said else "")
            second = None if error.file.startswith(SHARED) else sound.second
            return rebuilt(group, error.error, _double(places, second), sound, before)
        finally:
            path.write_text(text, encoding="utf-8")

    def _start_from_sound(self) -> None:
        """The sound build and its kept parts, as links: a build never writes into a file that is there."""
        for path in (self.sound, _cache(self.sound)):
            target = self.folder / path.name.replace("sound", "spoiled")
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(path, target, copy_function=os.link)


def _cache(out: Path) -> Path:
    from onespec.engine.build.freshness import cache_folder

    return cache_folder(out)
