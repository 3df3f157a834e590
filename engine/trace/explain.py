"""Explaining a value: the chain of records, variables and methods from a cell of a dataset to the raw cells.

Nothing is stored for this: one subject's part is computed again in memory, and the plan's references are walked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from onespec.engine.columns import as_text
from onespec.engine.contract import Decision, Reason, Rows
from onespec.engine.matching import match_table, shown_row
from onespec.engine.plan.references import (
    Computation,
    Constant,
    LookUp,
    OneOf,
    Other,
    Own,
    Reference,
    Single,
    StepPlan,
    Transfer,
    VariablePlan,
)
from onespec.engine.run.part import Part
from onespec.engine.spec.verbs import Assigned, Collected, NotAvailable
from onespec.engine.spec.verbs import Protocol as SetByProtocol
from onespec.engine.trace.links import Link, Place, named
from onespec.engine.trace.lookup import Lookup

LONG = 900  # characters: where an operation gives its own account, a longer text is left to define.xml
NOTHING = "The record does not stand on it."


class Wording(Protocol):
    """Puts a plan into words; define.xml uses the same ones."""

    def method(self, plan: VariablePlan) -> str: ...
    def records(self, plan: StepPlan) -> str: ...
    def produced(self, plan: StepPlan, name: str) -> str: ...


class Explainer:
    """Explains records and values of one subject's part; each record and value is told in full once.

    depth   how far the chain is told: 1 names what a value was made from and does not explain that in its turn;
            ``left`` is what is left of it, further down the chain
    most    of the rows that a method takes together, how many are told
    """

    def __init__(self, part: Part, words: Wording, depth: int = 99, most: int = 10**6):
        self.part, self.plan, self.words, self.depth, self.most = part, part.plan, words, depth, most
        self.lookup = Lookup(part)
        self._decisions: dict[tuple[str, int], Decision | None] = {}
        self._told: set[tuple[str, int, str]] = set()

    def anew(self) -> Explainer:
        """One for another explanation of the same part, in which nothing is told yet."""
        out = Explainer(self.part, self.words, self.depth, self.most)
        out._decisions = self._decisions
        return out

    # Records ------------------------------------------------------------------------------

    def record(self, dataset: str, row: int, every_key: bool = False, left: int | None = None) -> Link:
        """How a record came about: the step that made it, what that considered, and the record or raw row behind it."""
        left = self.depth if left is None else left
        link = Link(f"Record of {dataset}: {self.lookup.keys(dataset, row, every_key)}", cut=left <= 0)
        if link.cut or self._again(link, dataset, row, ""):
            return link
        place, steps = self.lookup.place(dataset, row), self.plan.steps[dataset]
        step = place.piece.step
        number = f" {step.number + 1} of {len(steps)}," if len(steps) > 1 else ""
        link.behind += self._reasons(dataset, place, left - 1)
        words = self.words.records(step)
        if link.behind and step.source and len(words) > LONG:
            words = f"from {self.lookup.chosen(step.source)}; its rules stand in define.xml."
        link.lines.append(f"Record step{number} {step.step.operation}: {words}")
        if place.piece.source in self.part.forms:
            link.lines.append(f"Stands on {self.lookup.raw_row(place.piece.source, place.source_row)}.")
        elif place.source_row >= 0:
            behind = self.record(place.piece.source, place.source_row, left=left - 1)
            behind.name = f"Stands on the r{behind.name[1:]}"
            link.behind.append(behind)
        return link

    def _reasons(self, dataset: str, place: Place, left: int) -> list[Link]:
        """What the operation itself says about the record, line by line."""
        decision = self._decision(dataset, place)
        links = []
        for reason in decision.reasons(place.in_piece) if decision else ():
            links.append(Link(reason.text))
            if reason.source:
                links[-1].name += f" ({self.lookup.which(reason.source, reason.position)})"
            if reason.decides:
                links[-1].behind += self._deciding(dataset, place.piece.step, reason, left)
        return links

    def _decision(self, dataset: str, place: Place) -> Decision | None:
        """What the operation of a record step decided, asked once a step."""
        step = place.piece.step
        if place.piece.replaces is not None:
            return place.piece.decision
        if (dataset, step.number) not in self._decisions:
            given = self.lookup.step_arguments(dataset, place.phase, step)
            rows: Rows | None = step.operation.function(**given) if step.operation else None
            self._decisions[dataset, step.number] = rows.decision if rows is not None else None
        return self._decisions[dataset, step.number]

    def _deciding(self, dataset: str, step: StepPlan, reason: Reason, left: int) -> list[Link]:
        """The value that counts in the record that decides,
        and those because of which the step looks at that record.
        """
        inner = (c for c in step.selections if c is not step.source)
        wheres = [
            c.where
            for c in inner
            if c.source == reason.source
            and reason.column in c.columns
            and reason.position in self.lookup.kept(dataset, c)
        ]
        names = [reason.column, *(c.name for c in (wheres[0] if wheres else ()))]
        return [self.cell(reason.source, n, reason.position, left) for n in dict.fromkeys(names)]

    # Values -------------------------------------------------------------------------------

    def value(self, dataset: str, name: str, row: int, label: str = "", left: int | None = None) -> Link:
        """How a value of a dataset came about."""
        left = self.depth if left is None else left
        link = Link(label or name, self.lookup.shown(dataset, name, row), cut=left <= 0)
        if link.cut or self._again(link, dataset, row, name):
            return link
        place, plan = self.lookup.place(dataset, row), self.plan.variables[dataset, name]
        record = Record(dataset, row, place)
        first = plan.variable.part_of
        if first:
            link.lines.append(
                f"Continues the text of {first}, which is longer than a variable holds."
                if link.value
                else f"Blank: the text of {first} does not reach so far."
            )
            link.behind.append(self.value(dataset, first, row, left=left - 1))
        elif name in place.piece.produced:
            self._produced(link, record, name, left - 1)
        else:
            self._by_verb(link, record, plan, left - 1)
        link.notes += self.lookup.findings(dataset, name, place)
        return link

    def cell(self, target: str, name: str, row: int, left: int) -> Link:
        """A value of a dataset or a cell of a form, by the name of both."""
        if target in self.part.forms:
            return self.lookup.raw_cell(target, name, row)
        return self.value(target, name, row, f"{target}.{name}", left)

    def _produced(self, link: Link, record: Record, name: str, left: int) -> None:
        """A value that the record step gave."""
        piece, place = record.place.piece, record.place
        if name in piece.step.step.set:
            link.lines.append("Set by the record step.")
        elif name in piece.fields:
            cell = self.cell(piece.source, piece.fields[name][place.in_piece], place.source_row, left)
            self._from(link, "Read by the record step", cell)
        else:
            text = self.words.produced(piece.step, name)
            link.lines.append(f"Given by the record step: {text}" if text else "Given by the record step.")
            if (record.dataset, record.row, "") not in self._told:
                link.behind.append(self.record(record.dataset, record.row, left=left))

    def _by_verb(self, link: Link, record: Record, plan: VariablePlan, left: int) -> None:
        if given := self.lookup.code_given(record.dataset, plan, record.place):
            link.lines.append(given)
        match plan.how:
            case Transfer():
                self._transferred(link, record, plan, plan.how, left)
            case LookUp():
                by_protocol = isinstance(plan.variable.verb, SetByProtocol)
                self._looked_up(link, record, plan.how, left, "Set by the protocol" if by_protocol else "Assigned")
            case Computation():
                self._computed(link, record, plan, plan.how, left)
            case _:
                link.lines.append(_stated(plan))

    def _transferred(self, link: Link, record: Record, plan: VariablePlan, how: Transfer, left: int) -> None:
        found = self._reference(record, OneOf(how.sources) if len(how.sources) != 1 else how.sources[0], left)
        if found is None:
            link.lines.append(f"Blank: nothing of {named(OneOf(how.sources))} belongs to this record.")
        else:
            self._from(link, "Collected" if isinstance(plan.variable.verb, Collected) else "Copied", found)

    def _from(self, link: Link, how: str, source: Link) -> None:
        """A value that is another one as it stands: a raw cell in the same line, a variable behind it."""
        if source.name.partition(".")[0] in self.part.forms:
            link.lines += [f"{how}: {line}" for line in source.lines]
            link.notes += source.notes
        else:
            link.lines.append(f"{how} from {source.name}.")
            link.behind.append(source)

    def _looked_up(self, link: Link, record: Record, how: LookUp, left: int, by: str) -> None:
        piece, rows = record.place.piece, self.part.tables[how.table]
        at = -1
        if not how.match:
            if piece.table == how.table and piece.table_position is not None:
                at = int(piece.table_position[record.place.in_piece])
        else:
            own = {c: self.lookup.own_value(record.dataset, r, record.place) for c, r in how.match.items()}
            at = int(match_table(rows, own)[0])
            found = [self._reference(record, r, left) for r in how.match.values()]
            link.behind += [f for f in found if f]
        if at < 0:
            link.lines.append(f"Blank: no row of table {how.table} matches.")
            return
        match = shown_row(rows, how.match, at)
        said = f"table {how.table}, row {at + 1}{f' ({match})' if match else ''}, column {how.column}"
        link.lines.append(f"{by}: {said}.")

    # Methods ------------------------------------------------------------------------------

    def _computed(self, link: Link, record: Record, plan: VariablePlan, how: Computation, left: int) -> None:
        operation = how.operation
        link.lines.append(f"Derived by {operation.name}: {self.words.method(plan)}")
        if operation.explain is not None:
            said = operation.explain(**self.lookup.method_arguments(record.dataset, how, record.place))[0]
            link.lines += [said] if said else []
        if operation.whole:  # what numbers records is named, not explained
            left = 0
        for name, parameter in operation.yaml_parameters.items():
            argument = how.arguments.get(parameter.argument)
            several = isinstance(argument, tuple)
            for each in argument if several else (argument,):
                found = self._input(record, name, each, left)
                link.behind += [f for f in found if f.lines != [NOTHING] or not several]
        for target, names in plan.many.items():
            rows = self.lookup.rows_of_many(record.dataset, how, record.place, target)
            link.behind += self._many(how, Many(target, names, rows, link.value or ""), left)

    def _input(self, record: Record, name: str, argument: Single | None, left: int) -> list[Link]:
        """An argument of a method, with its value."""
        if isinstance(argument, (Own, Other, OneOf)):
            found = self._reference(record, argument, left)
            return [found or Link(named(argument), "", [NOTHING])]
        if isinstance(argument, Constant) and argument.name:
            return [Link(name, str(argument.value), [f"Stated in study.yaml as {argument.name}."])]
        return []  # a table or a codelist: the method's text names it

    def _many(self, how: Computation, many: Many, left: int) -> list[Link]:
        """Rows with the columns that a method takes; where they are too many, those that have the result come first."""
        target, what = many.target, "row" if many.target in self.part.forms else "record"
        if not len(many.rows):
            condition = f" with {' and '.join(c.text() for c in how.where)}" if how.where else ""
            return [Link(f"{target}: no {what}{condition}")]
        told = list(map(int, many.rows))
        if len(told) > self.most:
            texts = {r: [self.lookup.text(target, n, r) for n in many.names] for r in told}
            told.sort(key=lambda r: not (many.result and any(t.startswith(many.result) for t in texts[r])))
        more = len(told) - self.most
        rest = [Link(f"{target}: {more} more {what}{'s' * (more > 1)}")] if more > 0 else []
        return [self._row_of_many(target, r, many.names, left) for r in told[: self.most]] + rest

    def _row_of_many(self, target: str, row: int, names: tuple[str, ...], left: int) -> Link:
        if len(names) == 1:
            link = self.cell(target, names[0], row, left)
            link.record = "" if target in self.part.forms else self.lookup.keys(target, row)
            return link
        values = [f"{n} {self.lookup.text(target, n, row) or 'blank'}" for n in names]
        return Link(f"{self.lookup.which(target, row)}: {', '.join(values)}")

    # References ---------------------------------------------------------------------------

    def _reference(self, record: Record, reference: Reference, left: int) -> Link | None:
        """What a reference of a record names; None where there is nothing."""
        place, one = record.place, self.lookup.of_source(reference, record.place)
        if one is None:
            return None
        if isinstance(one, Own):
            if (record.dataset, one.name) in self.plan.variables:
                return self.value(record.dataset, one.name, record.row, left=left)
            return self._made_by_step(one.name, one.name, place, left)
        if one.along and one.target == place.piece.source and self.lookup.is_made(one):
            return self._made_by_step(f"{one.target}.{one.name}", one.name, place, left)
        at = self.lookup.position(one, place)
        return self.cell(one.target, one.name, at, left) if at >= 0 else None

    def _made_by_step(self, label: str, name: str, place: Place, left: int) -> Link | None:
        column = place.piece.produced.get(name)
        if column is None:
            return None
        if name in place.piece.fields and place.source_row >= 0:
            field = place.piece.fields[name][place.in_piece]
            return self.cell(place.piece.source, field, place.source_row, left) if field else None
        return Link(label, as_text(column)[place.in_piece], ["Given by the record step."])

    def _again(self, link: Link, dataset: str, row: int, name: str) -> bool:
        link.again = (dataset, row, name) in self._told
        self._told.add((dataset, row, name))
        return link.again


@dataclass(frozen=True)
class Record:
    """The record that is explained: its dataset, its row there, and its place."""

    dataset: str
    row: int
    place: Place


@dataclass(frozen=True)
class Many:
    """Rows of another dataset that a method takes together: the columns that it takes, and what it gave."""

    target: str
    names: tuple[str, ...]
    rows: np.ndarray
    result: str


def _stated(plan: VariablePlan) -> str:
    """Where a value comes from that nothing in the data stands behind."""
    match plan.variable.verb:
        case Assigned():
            return "Assigned by the specification."
        case SetByProtocol():
            return "Set by the protocol."
        case NotAvailable(reason):
            return f"Not available: {reason}."
    return "The step that made this record gives it no value."
