"""Where a subject stands in the trial or its treatment (ADaM codelist SBJTSTAT)."""

from __future__ import annotations

from onespec.engine.columns import blank, text
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("""Blank when {start} is missing; otherwise ONGOING when the subject has no {reason}, COMPLETED when a {reason}
is {completed}, DISCONTINUED when every {reason} is another.""")
def trial_status(reason: Many, start: Column, completed: str, group: Group) -> Column:
    reason = reason[reason != ""]
    ended = group.isin(reason.index).map({True: "DISCONTINUED", False: "ONGOING"})
    done = group.isin(reason.index[reason == completed])
    return text(ended.mask(done, "COMPLETED").mask(blank(start), ""))
