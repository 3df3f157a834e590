"""Links: what an explanation is made of, and where in a part its records stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from onespec.engine.columns import number_text
from onespec.engine.days import iso_date, iso_datetime, iso_time
from onespec.engine.plan.references import Fixed, OneOf, Own, Reference
from onespec.engine.run.blocks import Block, Piece
from onespec.engine.spec.model import Variable


@dataclass
class Link:
    """One link of a chain.

    name     what it is: ``AVAL``, ``EX.EXSTDTC``, ``events.BEGAN``, ``Record of ADRS``
    value    its value as text, "" for a blank; None for what has no value (a record, a consideration)
    lines    how it came about, one sentence a line
    behind   what it was made from
    notes    findings about it
    record   the keys of the record that holds it, where several come together
    again    it is told in full earlier in the same explanation
    cut      there is more behind it, too deep to be told
    """

    name: str
    value: str | None = None
    lines: list[str] = field(default_factory=list)
    behind: list[Link] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    record: str = ""
    again: bool = False
    cut: bool = False


@dataclass(frozen=True)
class Place:
    """One record of a dataset: its block, and its row there."""

    block: Block
    phase: int
    row: int
    piece: Piece

    @property
    def in_piece(self) -> int:
        return self.row - self.piece.start

    @property
    def source_row(self) -> int:
        """Its row in the source that it stands on, -1 without one."""
        return -1 if self.piece.position is None else int(self.piece.position[self.in_piece])


def shown(variable: Variable, value: Any) -> str:
    """A value as a person reads it: dates as ISO 8601, numbers without needless zeros, "" for a blank.

    >>> shown(Variable("ADT", "", "sasdate"), 22000.0)
    '2020-03-26'
    """
    if isinstance(value, str):
        return value
    as_iso = {"sasdate": iso_date, "sasdatetime": iso_datetime, "sastime": iso_time}.get(variable.type)
    return as_iso(value) if as_iso and not np.isnan(value) else number_text(float(value))


def named(reference: Reference) -> str:
    """A reference as the specification writes it."""
    if isinstance(reference, Fixed):
        return reference.text
    references: Iterable = reference.references if isinstance(reference, OneOf) else (reference,)
    return ", ".join(r.name if isinstance(r, Own) else f"{r.target}.{r.name}" for r in references)
