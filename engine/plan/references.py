"""The plan: every reference of a specification resolved, ready to be evaluated part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from onespec.engine.columns import number_text
from onespec.engine.contract import Selection
from onespec.engine.notation import PLAIN
from onespec.engine.plan.possible import PossibleValues
from onespec.engine.registry import Operation, Registry
from onespec.engine.spec.coding import Coded, Given, coded_datasets, given
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.displays import Analysis, Display
from onespec.engine.spec.model import Dataset, Step, Study, Variable


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
    """A constant, typed.

    text  as the specification writes it; of a value of study.yaml that value
    name  the name under which study.yaml has it, "" for another constant
    """

    value: str | int | float
    text: str = field(compare=False, repr=False)
    name: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True)
class Fixed(Constant):
    """A constant in the place of a column: the same value on every record, a number where it is written as one."""

    @classmethod
    def of(cls, text: str, name: str = "") -> Fixed:
        """``name`` is the one under which study.yaml has it.

        >>> Fixed.of("2.54").value, Fixed.of("01").value
        (2.54, '01')
        """
        numeric = PLAIN.fullmatch(text) is not None and number_text(float(text)) == text
        return cls(float(text) if numeric else text, text, name)

    @property
    def is_number(self) -> bool:
        return not isinstance(self.value, str)


@dataclass(frozen=True)
class Chosen:
    """Rows of a form or dataset: what a record step stands on, or a selection inside its parameters.

    columns  what the step needs of the source
    cls      the class of selection that the operation takes; None for what the step stands on
    extra    the entries of that class, in the order in which they are written: a name or list of names, or a `Constant`
    """

    source: str
    where: tuple[Condition, ...]
    columns: tuple[str, ...]
    set: tuple[tuple[str, str], ...] = ()
    cls: type[Selection] | None = None
    extra: tuple[tuple[str, str | tuple[str, ...] | Constant], ...] = ()


@dataclass(frozen=True)
class BySubject:
    """A column of a dataset with one row a subject, as a Series indexed by subject."""

    target: str
    name: str


_NAMED = ("name", "names")  # kinds of parameters that name columns of the source

Reference = Own | Other | OneOf | Fixed
Single = Own | Other | OneOf | ManyOf | TableOf | CodesOf | Constant | Chosen | BySubject | Joined
Argument = Single | tuple[Single, ...]
Arguments = dict[str, Argument]  # by the parameter's name in Python, in the order in which they are written


@dataclass(frozen=True)
class Transfer:
    """Collected and copied values: one reference a source."""

    sources: tuple[Other, ...]


@dataclass(frozen=True)
class Stated:
    """The same constant on every record."""

    value: str


@dataclass(frozen=True)
class LookUp:
    """A column of a long table; ``match``: column -> reference, empty where a record step links rows to the table."""

    table: str
    column: str
    match: dict[str, Reference] = field(default_factory=dict)


@dataclass(frozen=True)
class Computation:
    """A method with its arguments.

    where   which rows of the other dataset count
    group   own variable -> variable of the other dataset, beside the subject
    phases  of the dataset's own records that it looks at: those of so many phases, as ``where`` excludes the later ones
    """

    operation: Operation
    arguments: Arguments
    where: tuple[Condition, ...] = ()
    group: dict[str, str] = field(default_factory=dict)
    phases: int | None = None

    def phases_of(self, target: str, dataset: str) -> int | None:
        """Of how many phases of ``target`` a variable of ``dataset`` looks at the rows; None for all."""
        return self.phases if target == dataset else None


@dataclass(frozen=True)
class Nothing:
    """Blank, but for what record steps give."""


How = Transfer | Stated | LookUp | Computation | Nothing


@dataclass(frozen=True)
class VariablePlan:
    """How one variable is computed: its verb, with every reference resolved."""

    dataset: str
    variable: Variable
    how: How

    @property
    def operation(self) -> Operation | None:
        return self.how.operation if isinstance(self.how, Computation) else None

    @property
    def where(self) -> tuple[Condition, ...]:
        """Which rows of another dataset count."""
        return self.how.where if isinstance(self.how, Computation) else ()

    @property
    def group(self) -> dict[str, str]:
        return self.how.group if isinstance(self.how, Computation) else {}

    @property
    def arguments(self) -> Arguments:
        return self.how.arguments if isinstance(self.how, Computation) else {}

    @cached_property
    def references(self) -> tuple[Single, ...]:
        """Everything that it names, lists taken apart."""
        match self.how:
            case Transfer(sources):
                return sources
            case LookUp(match=match):
                return tuple(flat(match.values()))
            case Computation(arguments=arguments):
                return tuple(flat(arguments.values()))
        return ()

    @property
    def joined(self) -> tuple[Joined, ...]:
        """The columns that its conditions name."""
        return tuple(c.against for c in self.where if c.against is not None)

    @property
    def many(self) -> dict[str, tuple[str, ...]]:
        """Other datasets and forms of which it looks at all rows -> their columns, in the order of the parameters."""
        out: dict[str, dict[str, None]] = {}
        for reference in self.references:
            if isinstance(reference, ManyOf):
                out.setdefault(reference.target, {})[reference.name] = None
        return {target: tuple(names) for target, names in out.items()}


def flat(values: Iterable[Argument]) -> Iterator[Single]:
    """References and constants, lists and one-of lists taken apart."""
    for value in values:
        if isinstance(value, OneOf):
            yield from value.references
        elif isinstance(value, tuple):
            yield from flat(value)
        else:
            yield value


@dataclass(frozen=True)
class StepPlan:
    """How the rows of one record step arise, or what a check looks at: its references resolved.

    number     of the step in its dataset, from 0
    operation  None for a refusal, which makes no rows
    refused    of a refusal: the fields that are not carried; none where it is whole rows
    """

    dataset: str
    number: int
    step: Step
    operation: Operation | None
    source: Chosen | None
    arguments: Arguments = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    @cached_property
    def references(self) -> tuple[Single, ...]:
        """Everything that its parameters name, lists taken apart."""
        return tuple(flat(self.arguments.values()))

    @property
    def selections(self) -> tuple[Chosen, ...]:
        """Its source and the selections inside its parameters."""
        return tuple(c for c in (self.source, *self.references) if isinstance(c, Chosen))

    @property
    def joined(self) -> tuple[Joined, ...]:
        """The columns that its conditions and parameters name for its records."""
        against = (c.against for s in self.selections for c in s.where)
        return tuple(j for j in (*against, *self.references) if isinstance(j, Joined))

    @property
    def variables(self) -> tuple[str, ...]:
        """The columns of its records that its parameters name, in the order of the parameters."""
        named = (p for p in (self.operation.parameters.values() if self.operation else ()) if p.kind in _NAMED)
        given = flat(self.arguments.get(parameter.argument, ()) for parameter in named)
        return tuple(dict.fromkeys(str(c.value) for c in given if isinstance(c, Constant)))

    def named(self, parameter: str) -> Argument | None:
        """What is given to a parameter, by the name that it has in a specification."""
        known = self.operation.parameters.get(parameter) if self.operation else None
        return self.arguments.get(known.argument) if known else None


@dataclass(frozen=True)
class AnalysisPlan:
    """An analysis of a display with its references resolved."""

    analysis: Analysis
    plan: StepPlan


@dataclass(frozen=True)
class DisplayPlan:
    """A display with its analyses resolved; ``subjects`` names the subject-level dataset, "" without one."""

    display: Display
    analyses: tuple[AnalysisPlan, ...]
    subjects: str


@dataclass(frozen=True)
class TotalPlan:
    """A total: what is looked at, and ``column`` the date of which it is the first or last day; blank for a count."""

    name: str
    how: str
    chosen: Chosen
    column: str = ""


Node = tuple[str, int, str]  # dataset, phase, variable ("" for the rows); phase -1: the whole dataset


@dataclass
class Plan:
    """Everything that evaluation needs; ``order`` lists the nodes so that each follows what it needs."""

    study: Study
    registry: Registry
    variables: dict[tuple[str, str], VariablePlan] = field(default_factory=dict)
    steps: dict[str, list[StepPlan]] = field(default_factory=dict)
    checks: list[StepPlan] = field(default_factory=list)
    totals: list[TotalPlan] = field(default_factory=list)
    displays: list[DisplayPlan] = field(default_factory=list)
    left_aside: dict[str, list[str]] = field(default_factory=dict)  # check of the library -> what the study lacks
    needs: dict[Node, set[Node]] = field(default_factory=dict)
    order: list[Node] = field(default_factory=list)
    used_fields: dict[tuple[str, str], str] = field(default_factory=dict)  # (form, field) -> carried | used
    told: set[tuple[str, str, str]] = field(default_factory=set)  # cells of tables with a finding: one a value

    @cached_property
    def coded(self) -> dict[str, Coded]:
        """The datasets whose texts are coded by a dictionary, by name."""
        return coded_datasets(self.study)

    @cached_property
    def codes(self) -> dict[str, dict[str, Given]]:
        """By table, the codes that coders gave to texts."""
        tables = {coded.table for coded in self.coded.values()} - {""}
        return {name: given(self.study.tables.get(name, [])) for name in tables}

    def codes_of(self, dataset: str, variable: str) -> str:
        """The table of codes that fills a variable where its source is blank; "" for none."""
        coded = self.coded.get(dataset)
        return coded.table if coded is not None and variable in coded.columns else ""

    @cached_property
    def possible(self) -> PossibleValues:
        """What the columns of the study can be."""
        return PossibleValues(self.study, self.registry)

    def dataset(self, name: str) -> Dataset:
        return self.study.datasets[name]
