"""The displays of a study resolved: datasets, variables, conditions and constants are those that there are."""

from __future__ import annotations

from onespec.engine.findings import Findings
from onespec.engine.plan.references import AnalysisPlan, DisplayPlan, Plan, StepPlan
from onespec.engine.plan.resolve_steps import CheckResolver
from onespec.engine.registry import ANALYSIS
from onespec.engine.spec.conditions import Joined
from onespec.engine.spec.displays import Display, Displays
from onespec.engine.spec.model import Dataset, Step, Study

SUBJECT_LEVEL = "ADSL"  # the class of the dataset with one record a subject (ADaMIG 1.3, section 2.3.1)


def subject_level(study: Study) -> Dataset | None:
    """The dataset with one record a subject, which has the populations and the groups."""
    return next((d for d in study.datasets.values() if d.cls == SUBJECT_LEVEL), None)


def resolve_displays(plan: Plan, displays: Displays, findings: Findings) -> list[DisplayPlan]:
    """The plans of the displays, in their order."""
    return [_resolved(plan, display, findings) for display in displays.listed]


def _resolved(plan: Plan, display: Display, findings: Findings) -> DisplayPlan:
    anchor = Dataset("displays", "", "adam", "", "", (), tuple(a.step for a in display.made), {}, file=display.file)
    resolver = _DisplayResolver(plan, anchor, findings)
    subjects = subject_level(plan.study)
    _by_subject(resolver, display, subjects)
    made = [AnalysisPlan(a, resolver.step(a.step, n)) for n, a in enumerate(display.made)]
    shown = {a.plan.operation.shows for a in made if a.plan.operation}
    if len(shown) > 1:
        problem = f"Display {display.name} mixes a {' and a '.join(sorted(shown))}."
        resolver.stop("SPEC-DISPLAY", problem, "Make a display of each.", display.line)
    return DisplayPlan(display, tuple(made), subjects.name if subjects else "")


def _by_subject(resolver: _DisplayResolver, display: Display, subjects: Dataset | None) -> None:
    """Subjects are counted in the subject-level dataset, of which population and group are variables."""
    if subjects is None:
        problem = f"Display {display.name} counts subjects, and the study has no subject-level dataset."
        resolver.stop("SPEC-DISPLAY", problem, "Describe ADSL.", display.line)
        return
    for name in filter(None, (display.population, display.group)):
        resolver.exists(subjects.name, name, display.line, name)


class _DisplayResolver(CheckResolver):
    """Analyses look at the records of built datasets."""

    role = ANALYSIS

    def step(self, step: Step, number: int) -> StepPlan:
        study = self.study
        if step.source in study.forms and step.source not in study.datasets:
            problem = f"An analysis looks at datasets, and {step.source} is a form."
            self.stop("SPEC-DISPLAY", problem, "Name a dataset.", step.line)
        return super().step(step, number)

    def joined(self, target: str, reference: str, line: int, column: str) -> Joined | None:
        """Of the same record, or of its subject: the written records do not say what they were read from."""
        found = super().joined(target, reference, line, column)
        if found is None or found.way != "source":
            return found
        if self.one_per_subject(found.target):
            return Joined(found.target, found.name, "subject")
        problem = f"{reference} is of the records that {target} was read from, and a display reads {target} alone."
        self.stop("SPEC-DISPLAY", problem, f"Copy it into {target} with 'predecessor: {reference}'.", line, column)
        return None
