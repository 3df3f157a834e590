"""All defects, seeded into a built package, against our own checks and the engines that are installed."""

from __future__ import annotations

from dataclasses import dataclass

from onespec.conformance.define_reader import Define

from onespec.conformance.breach import ONESPEC, POINTBLANK
from onespec.conformance.data import World
from onespec.conformance.own import own_checks
from onespec.conformance.package import Package
from onespec.conformance.pointblank import run_pointblank
from onespec.conformance.power import defects
from onespec.conformance.power.measure import Engine, Outcome, Own, measure
from onespec.engine.build.progress import Progress
from onespec.engine.spec.model import Study


@dataclass(frozen=True)
class Measured:
    """outcomes of the defects; the engines that were asked; notes on them and on those that were not."""

    outcomes: list[Outcome]
    engines: list[str]
    notes: list[str]


def measure_package(package: Package, define: Define, study: Study, own_alone: bool, progress: Progress) -> Measured:
    """Seed every defect into the package; ``own_alone``: ask no engine but our own checks."""
    notes: list[str] = []
    engines: dict[str, Engine] = {}
    if not own_alone:
        outside = run_pointblank(package, study)
        if outside.done:
            engines[POINTBLANK] = lambda p: run_pointblank(p, study).breaches
            notes.append(
                f"pointblank {outside.judges}; "
                "it reads define.xml from its file, where a defect of define.xml is not seeded."
            )
        else:
            notes.append(f"pointblank: {outside.judges}.")
    progress.step("running all checks")
    own, seeded = Own(own_checks(), World(package, study, define)), defects.DEFECTS
    outcomes = list(measure(seeded, own, engines, lambda done: progress.parts(done, len(seeded))))
    return Measured(outcomes, [ONESPEC, *engines], notes)
