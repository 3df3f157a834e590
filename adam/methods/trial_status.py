"""Where a subject stands in the trial or its treatment (ADaM codelist SBJTSTAT)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from onespec.adam.methods._dates import complete
from onespec.engine.columns import blank, text
from onespec.engine.contract import Bundle, Column, Group, Many, Report, TermOf
from onespec.engine.registry import method


@dataclass(frozen=True)
class Known(Bundle):
    """What else is known: the last date that counts (ISO 8601), the SAS date of death, and the date of each ending."""

    until: str = ""
    death: Column | None = None
    ended_on: Many | None = None  # ISO 8601; one without a date has ended


@method(
    """Blank when {start} is missing; otherwise ONGOING when the subject has no {reason}, COMPLETED when a {reason} is
{completed}, DISCONTINUED when every {reason} is another. Blank when {start} is after {until}. A {reason} with its
{ended_on} after {until} does not count. Blank, too, when there is no {reason} and {death} is on or before {until}.""",
    reports=("ADAM-STATUS",),
)
def trial_status(
    reason: Many,
    start: Column,
    completed: Annotated[str, TermOf("reason")],
    group: Group,
    known: Known = Known(),
    report: Report | None = None,
) -> Column:
    """Character: ONGOING, COMPLETED, DISCONTINUED or blank.

    Example::

        EOSSTT: {derived: trial_status, with: {reason: DS.DSDECOD, start: TRTSDT, completed: COMPLETED}}

        DS | USUBJID | DSDECOD
           | 1       | COMPLETED
           | 2       | LOST TO FOLLOW-UP

        ADSL | USUBJID | TRTSDT     | EOSSTT
             | 1       | 2025-08-04 | COMPLETED
             | 2       | 2025-08-04 | DISCONTINUED
             | 3       | 2025-08-04 | ONGOING
             | 4       |            |
    """
    until = complete(known.until) if known.until else np.inf
    there = ~blank(reason.column)
    if known.ended_on is not None:
        later = known.ended_on.column.str[:10] > known.until if known.until else np.zeros(len(there), bool)
        there = there & ~later
    ended, done = (reason.some(mask)[group] for mask in (there, there & (reason.column == completed)))
    began = start.to_numpy() <= until
    died = np.zeros(len(group), bool) if known.death is None else known.death.to_numpy() <= until
    open_ = began & ~ended & died
    if report is not None:
        report.query(
            "ADAM-STATUS",
            "The subject died, and no end is recorded, so the status is blank.",
            "Ask the site for the form of the end.",
            open_,
        )
    status = text("ONGOING", len(group)).mask(ended, "DISCONTINUED").mask(done, "COMPLETED")
    return status.where(began & ~open_)
