"""One breach of a rule, as any engine tells it: our own checks, pointblank, CORE."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import numpy as np

ONESPEC, POINTBLANK, CORE = "onespec", "pointblank", "CORE"
ENGINES = (ONESPEC, POINTBLANK, CORE)
STANDARDS = {"sdtm": "SDTM", "adam": "ADaM"}  # of the packages that are judged, as a report calls them


@dataclass(frozen=True)
class Beyond:
    """Records at fault beyond those that are listed: their numbers, from 1, and what would be said of them."""

    rows: np.ndarray
    messages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Breach:
    """A record, or a whole dataset, that a rule does not let pass.

    engine     who says it: one of ENGINES
    rule       the engine's own identifier of the rule
    dataset    name of the dataset; "" for the package as a whole
    row        number of the record in the transport file, from 1; None for the dataset as a whole
    variables  the variables that are at odds, and ``values`` their values as text, in the same order
    message    what is wrong, in one plain sentence
    fix        what the reader can do about it; "" where the engine does not say
    subject    USUBJID of the record, "" without one
    spec       file:line of the specification that makes the first variable; filled in by the merge
    standard   of the package that is at odds: one of STANDARDS
    beyond     of a breach that stands for many records, which are not listed one by one
    """

    engine: str
    rule: str
    dataset: str
    row: int | None
    variables: tuple[str, ...]
    values: tuple[str, ...]
    message: str
    fix: str = ""
    subject: str = ""
    spec: str = ""
    standard: str = "sdtm"
    beyond: Beyond | None = field(default=None, compare=False, repr=False)

    @property
    def count(self) -> int:
        """How many breaches it stands for."""
        return len(self.beyond.rows) if self.beyond else 1

    def __post_init__(self) -> None:
        assert self.engine in ENGINES, self.engine
        assert self.standard in STANDARDS, self.standard


def breach_order(breach: Breach) -> tuple:
    """By package, dataset, engine, rule and row, so that the same package gives the same list."""
    return (
        list(STANDARDS).index(breach.standard),
        breach.dataset,
        ENGINES.index(breach.engine),
        breach.rule,
        breach.variables,
        sys.maxsize if breach.beyond else breach.row or 0,
        breach.values,
        breach.message,
    )
