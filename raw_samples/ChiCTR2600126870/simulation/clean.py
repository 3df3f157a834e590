"""The clean trial: the same subjects without what data management would ask about.

Nobody is enrolled against a criterion, investigators follow RECIST 1.1, nobody is treated or assessed after
progression, no cycle is put off twice, no result is lost, and no fault is planted.  Partial dates, styles of dates,
words of answers, stray blanks and blank rows stay.
"""

from dataclasses import replace

from .outcomes import OUTCOMES, PHYSICIAN
from .plan import Plan
from .study import add_days

LATE = 3  # days that a cycle is late, beside a week for low counts
HIGHEST_QTCF = 500  # ms: above it an adverse event would be reported (ICH E14)
HIGHEST = {"BILI": 38.0, "ALT": 110.0, "AST": 100.0, "CREAT": 100.0}  # at screening: what the criteria allow
LOWEST_HAEMOGLOBIN = 93.0  # g/L
SCREENED = 6  # days before the first dose: samples are not older than a week at enrolment
COURSES = tuple(
    outcome
    for outcome in OUTCOMES
    if outcome.baseline
    and outcome.targets != 0
    and not outcome.after_cut
    and outcome.ends != PHYSICIAN
    and "=" not in outcome.scans
)


def made_eligible(plan: Plan) -> None:
    """Screened shortly before the first dose, and fit enough."""
    plan.screening = add_days(plan.first_dose, -SCREENED)
    plan.person = replace(plan.person, ecog=0)


def end_at_progression(plan: Plan) -> None:
    """No assessment after the first one with progression."""
    progressed = next((n for n, scan in enumerate(plan.scans) if scan.overall == "PD"), len(plan.scans))
    del plan.scans[progressed + 1 :]
