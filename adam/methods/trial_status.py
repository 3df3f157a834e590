"""Where a subject stands in the trial or its treatment (ADaM codelist SBJTSTAT)."""

from __future__ import annotations

from typing import Annotated

from onespec.engine.columns import blank, text
from onespec.engine.contract import Column, Group, Many, TermOf
from onespec.engine.registry import method


@method("""Blank when {start} is missing; otherwise ONGOING when the subject has no {reason}, COMPLETED when a {reason}
is {completed}, DISCONTINUED when every {reason} is another.""")
def trial_status(reason: Many, start: Column, completed: Annotated[str, TermOf("reason")], group: Group) -> Column:
    there = ~blank(reason.column)
    ended, done = (reason.some(mask)[group] for mask in (there, there & (reason.column == completed)))
    return text("ONGOING", len(group)).mask(ended, "DISCONTINUED").mask(done, "COMPLETED").mask(blank(start))
