"""The record with the highest value, of several of one occasion (ADaMIG 1.3: a parameter derived from other ones)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from onespec.engine.columns import combinations
from onespec.engine.contract import Bundle, Carries, NumberName, Rows, Selection
from onespec.engine.groups import Many, first_of
from onespec.engine.registry import records


@dataclass(frozen=True)
class Ranked(Bundle):
    """What is ranked within which occasion of a subject, and which of equal records counts."""

    value: NumberName
    by: list[Annotated[str, "name"]]
    order: list[Annotated[str, "name"]] = field(default_factory=list)


@records(
    """One record for each combination of subject and {by} among the records of {source} with a {value}. It stands on
the one with the highest {value}, of several the first in ascending order of {order}.""",
    produces={"AVAL": "The highest {value}."},
)
def highest_record(
    source: Selection, ranked: Ranked, carry: list[Annotated[str, "name", Carries()]] | None = None
) -> Rows:
    """One record an occasion, in the order of the source; ``carry`` names what it takes over as it stands.

    Example::

        - highest_record:
            from: ADVS
            where: {PARAMCD: {IN: [SYSBP, DIABP]}}
            value: ATOXGRN
            by: [ADT]
            order: [ASEQ]
            carry: [ADT]
            set: {PARAMCD: BPGR}

        ADVS | USUBJID | PARAMCD | ADT        | ASEQ | ATOXGRN
             | 1       | SYSBP   | 2025-08-04 | 1    | 1
             | 1       | DIABP   | 2025-08-04 | 2    | 2
             | 1       | SYSBP   | 2025-08-25 | 3    | 3
             | 1       | DIABP   | 2025-08-25 | 4    |

        ADXX | USUBJID | PARAMCD | ADT        | AVAL
             | 1       | BPGR    | 2025-08-04 | 2
             | 1       | BPGR    | 2025-08-25 | 3
    """
    level = source.frame[ranked.value]
    group, first = combinations([source.subject, *(source.frame[name] for name in ranked.by)])
    highest = Many(level, group, len(first)).greatest(level)
    order = [source.frame[name] for name in ranked.order]
    chosen = first_of(group, len(first), *order, keep=level.notna() & (level == highest[group]))
    chosen = np.sort(chosen[chosen >= 0])
    values = {"AVAL": level.take(chosen), **{name: source.frame[name].take(chosen) for name in carry or ()}}
    return Rows(source.subject.take(chosen), values, source.name, chosen)
