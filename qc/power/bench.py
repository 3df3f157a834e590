"""Errors of the specification and the program: each is seeded into a copy, which is built as a user would build it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Protocol

from onespec.qc.double import Double, Place, read_double
from onespec.qc.power.errors import Edge, SourceError
from onespec.qc.power.measure import NO_PLACE, STOPPED, Outcome, fingerprint, rebuilt
from onespec.qc.power.seeds import CannotSeed

STUDY = "specs/"  # in the file of an error: the study's folder
SHARED = tuple(
    f"{STUDY}{name}" for name in ("tables/", "codelists.yaml", "study.yaml", "crf.yaml")
)  # read by both sides


class CannotMeasure(OSError):
    """There is nothing to seed errors into."""


class Program(Protocol):
    """The program whose builds are spoiled; the comparison knows nothing of how it builds."""

    def copy(self, folder: Path) -> Path:
        """Copy its files into a folder; where they lie there by the names that errors call them."""
        ...

    def build(self, code: Path, place: Place) -> str | None:
        """Build with a copy; what it says when it stops, None when it has built."""
        ...


@dataclass(frozen=True)
class Sound:
    """The build without an error: its comparison, and what differs in each dataset."""

    double: Double
    differences: dict[str, tuple]


class Bench:
    """A place where spoiled copies are built, one after the other; what an error does not reach is kept between builds.

    It has its own copy of the specification and of the program, so that nobody's work meanwhile comes between.
    """

    def __init__(self, folder: Path, study: Path, raw: Path, program: Program):
        self.folder, self.raw, self.program = folder, raw, program
        self.study = folder / "specs"
        shutil.copytree(study, self.study)
        self.code = program.copy(folder / "program")

    def place(self, name: str) -> Place:
        return Place(self.study, self.raw, self.folder / name / "out", room=self.folder)

    def build_sound(self) -> Place:
        """Build without an error; raises `CannotMeasure` when that stops."""
        (self.folder / "sound").mkdir()
        place = self.place("sound")
        said = self.program.build(self.code, place)
        if said is not None:
            raise CannotMeasure(f"the study cannot be built without an error: {said}")
        return place

    def take_sound(self, other: Bench) -> None:
        shutil.copytree(other.folder / "sound", self.folder / "sound")

    def outcome(self, error: SourceError, sound: Sound) -> Outcome:
        """Seed an error, build, compare, take the error out again."""
        own = error.file.startswith(STUDY)
        group = "specification" if own else "program"
        path = self.study / error.file.removeprefix(STUDY) if own else self.code / error.file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        try:
            spoiled = error.seed(text)
        except CannotSeed as reason:
            return Outcome(group, error.error, NO_PLACE, str(reason))
        path.write_text(spoiled, encoding="utf-8")
        try:
            return self._built(group, error, sound)
        finally:
            path.write_text(text, encoding="utf-8")

    def _built(self, group: str, error: SourceError, sound: Sound) -> Outcome:
        self._start_from_sound()
        place = self.place("spoiled")
        said = self.program.build(self.code, place)
        if said is not None:
            return Outcome(group, error.error, STOPPED, said.splitlines()[0] if said else "")
        second = None if error.file.startswith(SHARED) else sound.double.second
        double = read_double(place, show=1, second=second)
        return rebuilt(group, error.error, double, sound.double, sound.differences)

    def _start_from_sound(self) -> None:
        """The sound build and its kept parts, as links: a build never writes into a file that is there."""
        target = self.folder / "spoiled"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.folder / "sound", target, copy_function=os.link)


def spoil_export(raw: Path, edges: Iterable[Edge]) -> None:
    """Change the cells of the export that reach the limits; raises `CannotMeasure` when one is not there."""
    for edge in edges:
        if not edge.apply(raw):
            raise CannotMeasure(f"{edge.file} of the raw export has not the one row of the edge '{edge.reason}'.")


def sources(
    benches: list[Bench], errors: list[SourceError], step: Callable[[str], None], tell: Callable[[int], None]
) -> list[Outcome]:
    """Each error, on whichever bench is free.

    step   is told what begins; tell: how many errors are done
    """
    step("building without an error")
    place = benches[0].build_sound()
    for bench in benches[1:]:
        bench.take_sound(benches[0])
    step("running the second programs")
    double = read_double(place, show=1)
    sound = Sound(double, {e.comparison.name: fingerprint(e) for e in double.report("").entries})
    free: Queue[Bench] = Queue()
    for bench in benches:
        free.put(bench)

    def one(error: SourceError) -> Outcome:
        bench = free.get()
        try:
            return bench.outcome(error, sound)
        finally:
            free.put(bench)

    done: list[Outcome] = []
    with ThreadPoolExecutor(len(benches)) as pool:
        for outcome in pool.map(one, errors):
            done.append(outcome)
            tell(len(done))
    return done
