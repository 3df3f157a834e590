"""Check: records that need a counterpart."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from onespec.engine.columns import as_text
from onespec.engine.contract import Name, Report, Selection
from onespec.engine.registry import check


@dataclass
class Counterpart(Selection):
    """Where the counterpart is looked for; ``match`` names its columns, in the order of the check's."""

    match: list[Name] = field(default_factory=list)


@check(
    "Each record of {source} has a record in {counterpart} of the same subject and the same {match}.",
    reports=("CHECK-EXIST",),
)
def must_exist(
    source: Selection, match: list[Name], counterpart: Counterpart, report: Report, message: str = "", fix: str = ""
) -> None:
    """A query for each record without a counterpart; of several with the same ``match``, for the first.

    ``message`` and ``fix`` say in the study's own words what is wrong and what to do.
    """
    wanted = pd.MultiIndex.from_arrays([source.subject, *(as_text(source.frame[name]) for name in match)])
    there = pd.MultiIndex.from_arrays(
        [counterpart.subject, *(as_text(counterpart.frame[name]) for name in counterpart.match)]
    )
    lacking = ~wanted.isin(there) & ~wanted.duplicated()
    same = f"same subject and {', '.join(match)}"
    report.query(
        "CHECK-EXIST",
        message or f"{source.name} has a record without its counterpart in {counterpart.name} ({same}).",
        fix or "Ask the site for the missing record.",
        np.flatnonzero(lacking),
        source.frame[match[0]],
    )
