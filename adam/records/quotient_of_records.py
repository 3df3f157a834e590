"""The value of a record divided by that of another one of the same subject and occasion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from onespec.engine.columns import positions_in
from onespec.engine.contract import Bundle, Carries, Name, NumberName, Rows, Selection
from onespec.engine.registry import records


@dataclass(kw_only=True)
class Divisor(Selection):
    """Records by whose value is divided, and by what they are told apart within a subject."""

    value: NumberName
    by: list[Name] = field(default_factory=list)


@dataclass(frozen=True)
class Scaled(Bundle):
    """What is divided, and by how much the quotient is multiplied."""

    value: NumberName
    factor: float | None = None


@records(
    """One record for each record of {source} with a {value}, for which {of} has a record of the same subject with an
{of.value} other than 0; of several the first. That record has for {of.by} what this one has for {by}.""",
    produces={"AVAL": "{value} divided by {of.value} of the other record. The quotient is multiplied by {factor}."},
)
def quotient_of_records(
    source: Selection,
    scaled: Scaled,
    of: Divisor,
    by: list[Annotated[str, "name"]] | None = None,
    carry: list[Annotated[str, "name", Carries()]] | None = None,
) -> Rows:
    """In the order of the source; ``carry`` names what is taken over as it stands.

    Example::

        - quotient_of_records:
            from: ADEX
            where: {PARAMCD: DOSE}
            value: AVAL
            of: {from: ADEX, where: {PARAMCD: PLDOSE}, value: AVAL, by: [AVISITN]}
            by: [AVISITN]
            factor: 100
            carry: [AVISITN]
            set: {PARAMCD: RELDOSE}

        ADEX | USUBJID | PARAMCD | AVISITN | AVAL
             | 1       | DOSE    | 2       | 75
             | 1       | DOSE    | 3       | 0
             | 1       | DOSE    | 4       | 100
             | 1       | PLDOSE  | 2       | 100
             | 1       | PLDOSE  | 3       | 100
             | 1       | PLDOSE  | 4       | 0

        ADXX | USUBJID | PARAMCD | AVISITN | AVAL
             | 1       | RELDOSE | 2       | 75
             | 1       | RELDOSE | 3       | 0
    """
    names = by or []
    if len(names) != len(of.by):
        raise ValueError(f"{len(names)} variables of the one have {len(of.by)} of the other")
    divisor = of.frame[of.value]
    usable = np.flatnonzero(divisor.notna() & (divisor != 0))
    theirs = [of.subject.take(usable), *(of.frame[n].take(usable) for n in of.by)]
    at = positions_in([source.subject, *(source.frame[n] for n in names)], theirs)
    rows = np.flatnonzero((at >= 0) & source.frame[scaled.value].notna())
    found = divisor.take(usable).take(at[rows])
    dividend = source.frame[scaled.value].take(rows)
    values = {
        "AVAL": (dividend if scaled.factor is None else dividend * scaled.factor) / found,
        **{name: source.frame[name].take(rows) for name in carry or ()},
    }
    return Rows(source.subject.take(rows), values, source.name, rows)
