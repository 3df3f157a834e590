"""The plan: every reference of a specification resolved, ready to be evaluated part by part."""

from __future__ import annotations

from dataclasses import dataclass, field

from onespec.engine.registry import Operation, Registry
from onespec.engine.spec.model import Condition, Dataset, Step, Study, Variable


@dataclass(frozen=True)
class Own:
    """A variable of the same dataset."""

    name: str


@dataclass(frozen=True)
class Other:
    """A column of a form or another dataset, along the row's source or by subject."""

    target: str
    name: str
    along: bool  # True: along the record's own source


@dataclass(frozen=True)
class OneOf:
    """One reference a source: each row takes its own source's, and is blank where none is its source."""

    references: tuple[Other, ...]


@dataclass(frozen=True)
class ManyOf:
    """All rows of a column of a form or another dataset."""

    target: str
    name: str


@dataclass(frozen=True)
class TableOf:
    name: str  # "" for rows written inline
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True)
class CodesOf:
    name: str


@dataclass(frozen=True)
class Constant:
    value: object


@dataclass(frozen=True)
class Chosen:
    """A selection inside a record step's parameters."""

    source: str
    where: tuple[Condition, ...]
    columns: tuple[str, ...]  # what the step needs of the source
    set: tuple[tuple[str, str], ...]
    cls: type | None
    extra: tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class BySubject:
    """A column of a dataset with one row a subject, as a Series indexed by subject."""

    target: str
    name: str


Argument = Own | Other | OneOf | ManyOf | TableOf | CodesOf | Constant | Chosen | BySubject | tuple


@dataclass(frozen=True)
class VariablePlan:
    """How one variable is computed: its references, or its operation and arguments."""

    dataset: str
    variable: Variable
    sources: tuple[Own | Other, ...] = ()  # collected, predecessor: one a source
    operation: Operation | None = None
    arguments: dict[str, Argument] = field(default_factory=dict)
    table: tuple[str, str] = ("", "")  # assigned: table.COLUMN
    match: dict[str, Own | Other] = field(default_factory=dict)  # assigned from a table: column -> reference
    group: dict[str, str] = field(default_factory=dict)  # Many: own variable -> their variable


@dataclass(frozen=True)
class StepPlan:
    dataset: str
    number: int
    step: Step
    operation: Operation | None  # None: refuse
    source: Chosen | None
    arguments: dict[str, Argument] = field(default_factory=dict)


Node = tuple[str, int, str]  # dataset, phase, variable ("" for the rows); phase -1: the whole dataset


@dataclass
class Plan:
    """Everything that evaluation needs; ``order`` lists the nodes so that each follows what it needs."""

    study: Study
    registry: Registry
    variables: dict[tuple[str, str], VariablePlan] = field(default_factory=dict)
    steps: dict[str, list[StepPlan]] = field(default_factory=dict)
    checks: list[StepPlan] = field(default_factory=list)
    needs: dict[Node, set[Node]] = field(default_factory=dict)
    order: list[Node] = field(default_factory=list)
    used_fields: dict[tuple[str, str], str] = field(default_factory=dict)  # (form, field) -> carried | used

    def dataset(self, name: str) -> Dataset:
        return self.study.datasets[name]
