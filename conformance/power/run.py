"""All defects, seeded into a built package, against our own checks and the engines that are installed."""

from __future__ import annotations

from dataclasses import dataclass

from onespec.conformance.breach import ONESPEC, POINTBLANK
from onespec.conformance.data import World
from onespec.conformance.guides import ADAM
from onespec.conformance.own import own_checks
from onespec.conformance.package import Package
from onespec.conformance.pointblank import run_pointblank
from onespec.conformance.power import adam_defects, defects
from onespec.conformance.power.measure import Engine, Outcome, Own, measure
from onespec.engine.build.progress import Progress
from onespec.engine.spec.define_reader import Define
from onespec.engine.spec.model import Study


@dataclass(frozen=True)
class Measured:
    """outcomes of the defects; the engines that were asked; notes on them and on those that were not."""

    outcomes: list[Outcome]
    engines: list[str]
    notes: list[str]


@dataclass(frozen=True)
class Judged:
    """The packages of SDTM and of ADaM, each with its define.xml."""

    package: Package
    define: Define
    analysis: Package
    analysis_define: Define | None


def measure_packages(judged: Judged, study: Study, own_alone: bool, progress: Progress) -> Measured:
    """Seed every defect into the package that it belongs to; ``own_alone``: ask no engine but our own checks."""
    notes: list[str] = []
    engines: dict[str, Engine] = {}
    if not own_alone:
        outside = run_pointblank(judged.package, study)
        if outside.done:
            engines[POINTBLANK] = lambda p: run_pointblank(p, study).breaches
            notes.append(
                f"pointblank {outside.judges}; "
                "it reads define.xml from its file, where no defect is seeded, and has no rules for ADaM."
            )
        else:
            notes.append(f"pointblank: {outside.judges}.")
    progress.step("running all checks")
    seeded, adam = defects.DEFECTS, adam_defects.DEFECTS if judged.analysis.tables else ()
    number = len(seeded) + len(adam)
    own = Own(own_checks(), World(judged.package, study, judged.define))
    outcomes = list(measure(seeded, own, engines, lambda done: progress.parts(done, number)))
    if adam:
        world = World(judged.analysis, study, judged.analysis_define, ADAM, judged.package)
        checks = Own(own_checks(guide=ADAM), world)
        outcomes += measure(adam, checks, {}, lambda done: progress.parts(len(seeded) + done, number))
    return Measured(outcomes, [ONESPEC, *engines], notes)
