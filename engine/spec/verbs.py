"""Verbs: where the values of a variable come from, one small class each.

The verb is the origin that define.xml states (Define-XML 2.1, 5.3.12.3), so documentation and data cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from onespec.engine.spec.conditions import Condition


@dataclass(frozen=True)
class Collected:
    """Transferred from the CRF: ``form.FIELD``, one for each form that the dataset reads."""

    word: ClassVar[str] = "collected"
    references: tuple[str, ...]


@dataclass(frozen=True)
class Predecessor:
    """Copied from another dataset: ``DM.SEX``, one for each dataset that the records stand on."""

    word: ClassVar[str] = "predecessor"
    references: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """Stands in the specification: a constant, or ``table.COLUMN`` of a long table.

    match  column of the table -> reference; empty where a record step links its rows to the table
    """

    value: str
    match: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Assigned(Listed):
    """Set by the sponsor."""

    word: ClassVar[str] = "assigned"


@dataclass(frozen=True)
class Protocol(Listed):
    """Set by the protocol."""

    word: ClassVar[str] = "protocol"


@dataclass(frozen=True)
class Derived:
    """Computed by a method.

    as_written  its parameters as the specification has them; the plan resolves them
    where       which rows of another dataset count
    match       own variable -> variable of the other dataset, beside the subject
    """

    word: ClassVar[str] = "derived"
    method: str
    as_written: dict[str, object] = field(default_factory=dict)
    where: tuple[Condition, ...] = ()
    match: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The method with its parameters, as it is written: ``study_day(date: AESTDTC, reference: DM.RFSTDTC)``."""
        return f"{self.method}({', '.join(f'{name}: {_shown(value)}' for name, value in self.as_written.items())})"


def _shown(value: object) -> str:
    """A parameter on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_shown(each)}' for key, each in value.items())}}}"
    return f"[{', '.join(map(_shown, value))}]" if isinstance(value, (list, tuple)) else str(value)


@dataclass(frozen=True)
class NotAvailable:
    """Wanted by the standard and not there; ``reason`` says why."""

    word: ClassVar[str] = "not_available"
    reason: str


@dataclass(frozen=True)
class Produced:
    """Filled by record steps alone."""

    word: ClassVar[str] = "produced"


Verb = Collected | Predecessor | Assigned | Protocol | Derived | NotAvailable | Produced
WRITTEN = (Collected, Assigned, Protocol, Derived, Predecessor, NotAvailable)  # those that a specification may write
VERBS = tuple(v.word for v in WRITTEN)
