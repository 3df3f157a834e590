"""Explaining a value: the chain of records, variables and methods from a cell of a dataset to the raw cells.

Nothing is stored for this: one subject's part is computed again in memory, and the plan's references are walked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd

from onespec.engine.columns import as_text, number_text, position_in
from onespec.engine.contract import Reason, Report
from onespec.engine.plan.references import Chosen, Constant, ManyOf, OneOf, Other, Own, StepPlan, VariablePlan
from onespec.engine.plan.resolve import flat
from onespec.engine.raw.dates import parse_date
from onespec.engine.raw.fields import companions
from onespec.engine.run.blocks import Block, Piece
from onespec.engine.run.match import match_table
from onespec.engine.run.part import Part
from onespec.engine.run.rows import given_arguments
from onespec.engine.run.values import method_arguments, reference_values
from onespec.engine.spec.model import Step, Variable

LONG = 900  # characters: where an operation gives its own account, a longer text is left to define.xml
NOTHING = "The record does not stand on it."
EPOCH = np.datetime64("1960-01-01")  # day 0 of SAS dates


class Wording(Protocol):
    """Puts a specification into words; define.xml uses the same ones."""

    def method(self, variable: Variable) -> str: ...
    def records(self, step: Step) -> str: ...
    def produced(self, step: Step, name: str) -> str: ...


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


class Explainer:
    """Explains records and values of one subject's part; each record and value is told in full once.

    depth   how far the chain is told: 1 names what a value was made from and does not explain that in its turn
    most    of the rows that a method takes together, how many are told
    """

    def __init__(self, part: Part, words: Wording, depth: int = 99, most: int = 10**6):
        self.part, self.plan, self.words, self.depth, self.most = part, part.plan, words, depth, most
        self._accounts: dict[tuple[str, int], list[list[Reason]]] = {}
        self._told: set[tuple[str, int, str]] = set()
        self._depth = 0

    def anew(self) -> Explainer:
        """One for another explanation of the same part, in which nothing is told yet."""
        out = Explainer(self.part, self.words, self.depth, self.most)
        out._accounts = self._accounts
        return out

    # Records ------------------------------------------------------------------------------

    def record(self, dataset: str, row: int, every_key: bool = False) -> Link:
        """How a record came about: the step that made it, what that considered, and the record or raw row that it stands on."""
        fact = Link(f"Record of {dataset}: {self.keys(dataset, row, every_key)}")
        if self._cut(fact) or self._again(fact, dataset, row, ""):
            return fact
        self._depth += 1
        self._tell_record(fact, dataset, row)
        self._depth -= 1
        return fact

    def _tell_record(self, fact: Link, dataset: str, row: int) -> None:
        place, steps = self._place(dataset, row), self.plan.steps[dataset]
        number = f" {place.piece.step.number + 1} of {len(steps)}," if len(steps) > 1 else ""
        fact.behind += self._reasons(dataset, place)
        words = self.words.records(place.piece.step.step)
        if fact.behind and len(words) > LONG:
            words = f"from {self._chosen(place.piece.step.source)}; its rules stand in define.xml."
        fact.lines.append(f"Record step{number} {place.piece.step.step.operation}: {words}")
        if place.piece.source in self.part.forms:
            fact.lines.append(f"Stands on {self._raw_row(place.piece.source, place.source_row)}.")
        elif place.source_row >= 0:
            fact.behind.append(self._standing_on(place.piece.source, place.source_row))

    def _standing_on(self, source: str, row: int) -> Link:
        fact = self.record(source, row)
        fact.name = f"Stands on the r{fact.name[1:]}"
        return fact

    def keys(self, dataset: str, row: int, every: bool = False) -> str:
        """The filled keys of a record; without ``every``, those that tell a subject's records apart."""
        filled = {k: v for k in self.plan.dataset(dataset).keys if (v := self._shown(dataset, k, row))}
        telling = {k: v for k, v in filled.items() if k not in self._subject_keys}
        return ", ".join(f"{k}={v}" for k, v in (filled if every or not telling else telling).items())

    @property
    def _subject_keys(self) -> set[str]:
        """Keys that name the study and the subject: those of a dataset with one record a subject."""
        return {k for d in self.plan.study.datasets.values() if d.one_per_subject for k in d.keys}

    def _reasons(self, dataset: str, place: Place) -> list[Link]:
        """What the operation itself says about the record, line by line."""
        step = place.piece.step
        if step.operation is None or step.operation.explain is None:
            return []
        facts = []
        for reason in self._account(dataset, place.phase, step)[place.in_piece]:
            facts.append(Link(reason.text))
            if reason.source:
                facts[-1].name += f" ({self._which(reason.source, reason.position)})"
            if reason.decides:
                facts[-1].behind += self._deciding(step, reason)
        return facts

    def _account(self, dataset: str, phase: int, step: StepPlan) -> list[list[Reason]]:
        """What the operation says about each record of a step, asked once."""
        if (dataset, step.number) not in self._accounts:
            self.part.current = dataset
            described = self.plan.dataset(dataset)
            source, report = (self.part.select(step.source, described, phase) if step.source else None), Report()
            given = given_arguments(self.part, described, phase, step, source, report)
            self._accounts[dataset, step.number] = step.operation.explain(step.operation.function(**given), **given)
        return self._accounts[dataset, step.number]

    def _chosen(self, chosen: Chosen) -> str:
        return chosen.source + (f" where {' and '.join(c.text() for c in chosen.where)}" if chosen.where else "")

    def _deciding(self, step: StepPlan, reason: Reason) -> list[Link]:
        """The value that counts in the record that decides, and those because of which the step looks at that record."""
        wheres = [
            c.where
            for c in flat(step.arguments.values())
            if isinstance(c, Chosen)
            and c.source == reason.source
            and reason.column in c.columns
            and reason.position in self.part.keep(c.source, c.where)
        ]
        names = [reason.column, *(c.name for c in (wheres[0] if wheres else ()))]
        return [self.cell(reason.source, n, reason.position) for n in dict.fromkeys(names)]

    def _which(self, target: str, row: int) -> str:
        """A record or raw row in a few words."""
        if target in self.part.forms:
            return self._raw_row(target, row)
        return target if self.plan.dataset(target).one_per_subject else f"{target} {self.keys(target, row)}"

    def _raw_row(self, form: str, row: int) -> str:
        typed = self.part.forms[form]
        return f"{typed.form.file}, row {typed.rows[row]}"

    # Values -------------------------------------------------------------------------------

    def value(self, dataset: str, name: str, row: int, label: str = "") -> Link:
        """How a value of a dataset came about."""
        fact = Link(label or name, self._shown(dataset, name, row))
        if self._cut(fact) or self._again(fact, dataset, row, name):
            return fact
        self._depth += 1
        place, plan = self._place(dataset, row), self.plan.variables[dataset, name]
        if name in place.piece.produced:
            self._produced(fact, dataset, name, place, row)
        else:
            self._by_verb(fact, dataset, plan, place, row)
        fact.notes += self._findings(dataset, name, place)
        self._depth -= 1
        return fact

    def cell(self, target: str, name: str, row: int) -> Link:
        """A value of a dataset or a cell of a form, by the name of both."""
        if target in self.part.forms:
            return self.raw_cell(target, name, row)
        return self.value(target, name, row, f"{target}.{name}")

    def raw_cell(self, form: str, name: str, row: int) -> Link:
        """A typed field of a form, the cell as the export has it, and those that were read with it."""
        typed = self.part.forms[form]
        value, with_it = (
            typed.frame[name].iat[row],
            [n for n in companions(typed.form.fields[name]) if typed.filled[n][row]],
        )
        cells = [f'column {n}: "{typed.verbatim[n].iat[row]}"{self._reading(form, n, row)}' for n in (name, *with_it)]
        file, number = typed.form.file, int(typed.rows[row])
        notes = [
            f"{f.rule}: {f.message}" for f in typed.findings if f.file == file and f.row == number and f.column == name
        ]
        return Link(f"{form}.{name}", value, [f"{self._raw_row(form, row)}, {', '.join(cells)}."], [], notes)

    def _reading(self, form: str, name: str, row: int) -> str:
        """How a cell was read, where that may change it: the format of its date, or the codelist that knows the answer."""
        typed = self.part.forms[form]
        field, verbatim = typed.form.fields[name], typed.verbatim[name].iat[row].strip()
        if field.type == "date" and verbatim:
            formats = [f for f in field.format if not parse_date(unicodedata.normalize("NFKC", verbatim), (f,))[1]]
            return f", read as {formats[0]}" if formats else ""
        known = (
            self.plan.study.codelists[field.codelist].terms
            if field.codelist and field.type in ("code", "result")
            else {}
        )
        return f", an answer of codelist {field.codelist}" if typed.frame[name].iat[row] in known else ""

    def _produced(self, fact: Link, dataset: str, name: str, place: Place, row: int) -> None:
        """A value that the record step gave."""
        step = place.piece.step.step
        if name in step.set:
            fact.lines.append("Set by the record step.")
        elif name in place.piece.fields:
            self._from(
                fact,
                "Read by the record step",
                self.cell(place.piece.source, place.piece.fields[name].iat[place.in_piece], place.source_row),
            )
        else:
            text = self.words.produced(step, name)
            fact.lines.append(f"Given by the record step: {text}" if text else "Given by the record step.")
            fact.behind += [self.record(dataset, row)] if (dataset, row, "") not in self._told else []

    def _by_verb(self, fact: Link, dataset: str, plan: VariablePlan, place: Place, row: int) -> None:
        variable, verb = plan.variable, plan.variable.verb
        if verb in ("collected", "predecessor"):
            self._transferred(fact, dataset, plan, place)
        elif plan.table[0]:
            self._from_table(fact, dataset, plan, place, row)
        elif verb in ("assigned", "protocol"):
            fact.lines.append("Assigned by the specification." if verb == "assigned" else "Set by the protocol.")
        elif plan.operation is not None:
            fact.lines.append(f"Derived by {plan.operation.name}: {self.words.method(variable)}")
            fact.lines += self._by_method(dataset, plan, place)
            depth, self.depth = (
                self.depth,
                self._depth if plan.operation.whole else self.depth,
            )  # what numbers records is named, not explained
            fact.behind += self._inputs(dataset, plan, place, row, fact.value)
            self.depth = depth
        elif verb == "not_available":
            fact.lines.append(f"Not available: {variable.value}.")
        else:
            fact.lines.append("The step that made this record gives it no value.")

    def _by_method(self, dataset: str, plan: VariablePlan, place: Place) -> list[str]:
        """What the method itself says about the value."""
        if plan.operation.explain is None:
            return []
        self.part.current = dataset
        given, _ = method_arguments(self.part, self.plan.dataset(dataset), place.block, plan, Report())
        for argument, kind in ((p.argument, p.kind) for p in plan.operation.parameters.values() if p.argument in given):
            if kind == "column":
                given[argument] = _only(given[argument], place.row)
            elif kind == "columns":
                given[argument] = [_only(c, place.row) for c in given[argument]]
        said = plan.operation.explain(**given)[0]
        return [said] if said else []

    def _transferred(self, fact: Link, dataset: str, plan: VariablePlan, place: Place) -> None:
        found = self._reference(dataset, OneOf(plan.sources) if len(plan.sources) > 1 else plan.sources[0], place, -1)
        if found is None:
            named = ", ".join(f"{s.target}.{s.name}" for s in plan.sources)
            fact.lines.append(f"Blank: nothing of {named} belongs to this record.")
        else:
            self._from(fact, "Collected" if plan.variable.verb == "collected" else "Copied", found)

    def _from(self, fact: Link, how: str, source: Link) -> None:
        """A value that is another one as it stands: a raw cell in the same line, a variable behind it."""
        raw = source.name.partition(".")[0] in self.part.forms
        fact.lines += [f"{how}: {line}" for line in source.lines] if raw else [f"{how} from {source.name}."]
        fact.notes += source.notes if raw else []
        fact.behind += [] if raw else [source]

    def _from_table(self, fact: Link, dataset: str, plan: VariablePlan, place: Place, row: int) -> None:
        table, column = plan.table
        if not plan.match:
            linked = place.piece.table == table and place.piece.table_position is not None
            at = int(place.piece.table_position[place.in_piece]) if linked else -1
        else:
            at = int(
                match_table(
                    self.part.tables[table], {c: self._own_value(dataset, r, place) for c, r in plan.match.items()}
                )[0]
            )
            fact.behind += [f for r in plan.match.values() if (f := self._reference(dataset, r, place, row))]
        if at < 0:
            fact.lines.append(f"Blank: no row of table {table} matches.")
            return
        match = ", ".join(f"{c}={self.part.tables[table][c].iat[at] or 'any'}" for c in plan.match)
        fact.lines.append(f"Assigned: table {table}, row {at + 1}{f' ({match})' if match else ''}, column {column}.")

    def _own_value(self, dataset: str, reference: object, place: Place) -> pd.Series:
        values = reference_values(self.part, self.plan.dataset(dataset), place.block, reference)
        return as_text(values).iloc[[place.row]].reset_index(drop=True)

    # Inputs -------------------------------------------------------------------------------

    def _inputs(self, dataset: str, plan: VariablePlan, place: Place, row: int, result: str) -> list[Link]:
        """The arguments of a method, with their values; ``result`` is what it gave."""
        self.part.current = dataset
        out = []
        for name, parameter in plan.operation.yaml_parameters.items():
            argument = plan.arguments.get(parameter.argument)
            several = isinstance(argument, tuple)
            for each in argument if several else (argument,):
                out += [
                    f for f in self._input(dataset, plan, place, row, name, each) if f.lines != [NOTHING] or not several
                ]
        many = [a for a in flat(plan.arguments.values()) if isinstance(a, ManyOf)]
        for target in dict.fromkeys(a.target for a in many):
            rows = self._rows_of_many(dataset, plan, place, target)
            out += self._many(
                plan, target, rows, list(dict.fromkeys(a.name for a in many if a.target == target)), result
            )
        return out

    def _input(
        self, dataset: str, plan: VariablePlan, place: Place, row: int, name: str, argument: object
    ) -> list[Link]:
        if isinstance(argument, (Own, Other, OneOf)):
            found = self._reference(dataset, argument, place, row)
            return [found or Link(_named(argument), "", [NOTHING])]
        if isinstance(argument, Constant):
            written = str(plan.variable.parameters.get(name, ""))
            return (
                [Link(f"{name}", str(argument.value), [f"Stated in study.yaml as {written.partition('.')[2]}."])]
                if written.startswith("study.")
                else []
            )
        return []  # a table or a codelist: the method's text names it

    def _rows_of_many(self, dataset: str, plan: VariablePlan, place: Place, target: str) -> np.ndarray:
        """The other side's rows that a method looks at."""
        where, described = plan.variable.where, self.plan.dataset(dataset)
        rows = self.part.keep(target, where)
        same = self.part.subjects(target).iloc[rows] == place.block.subject.iat[place.row]
        for own, theirs in plan.group.items():
            mine = as_text(reference_values(self.part, described, place.block, Own(own))).iat[place.row]
            same &= as_text(self.part.column(target, theirs)).iloc[rows] == mine
        return rows[same.to_numpy()]

    def _many(self, plan: VariablePlan, target: str, rows: np.ndarray, names: list[str], result: str) -> list[Link]:
        """Those rows with the columns that the method takes; where they are too many, those that have the result come first."""
        what = "row" if target in self.part.forms else "record"
        if not len(rows):
            condition = f" with {' and '.join(c.text() for c in plan.variable.where)}" if plan.variable.where else ""
            return [Link(f"{target}: no {what}{condition}")]
        told = list(map(int, rows))
        if len(told) > self.most:
            told.sort(key=lambda r: not (result and any(self._text(target, n, r).startswith(result) for n in names)))
        left = len(told) - self.most
        more = [Link(f"{target}: {left} more {what}{'s' * (left > 1)}")] if left > 0 else []
        return [self._row_of_many(target, r, names) for r in told[: self.most]] + more

    def _row_of_many(self, target: str, row: int, names: list[str]) -> Link:
        if len(names) == 1:
            fact = self.cell(target, names[0], row)
            fact.record = "" if target in self.part.forms else self.keys(target, row)
            return fact
        values = [f"{n} {self._text(target, n, row) or 'blank'}" for n in names]
        return Link(f"{self._which(target, row)}: {', '.join(values)}")

    def _reference(self, dataset: str, reference: Own | Other | OneOf, place: Place, row: int) -> Link | None:
        """What a reference of a record names; None where there is nothing."""
        if isinstance(reference, OneOf):
            found = next((r for r in reference.references if r.target == place.piece.source), None)
            return self._reference(dataset, found, place, row) if found else None
        if isinstance(reference, Own):
            if (dataset, reference.name) in self.plan.variables:
                return self.value(dataset, reference.name, row)
            return self._made_by_step(reference.name, reference.name, place)
        if reference.along and reference.target == place.piece.source and self._is_made(reference):
            return self._made_by_step(f"{reference.target}.{reference.name}", reference.name, place)
        at = self._position(reference, place)
        return self.cell(reference.target, reference.name, at) if at >= 0 else None

    def _is_made(self, reference: Other) -> bool:
        """Is it no field of the form, but what the record step read from it?"""
        return reference.target in self.part.forms and reference.name not in self.part.forms[reference.target].frame

    def _made_by_step(self, label: str, name: str, place: Place) -> Link | None:
        column = place.piece.produced.get(name)
        if column is None:
            return None
        if name in place.piece.fields and place.source_row >= 0:
            return self.cell(place.piece.source, place.piece.fields[name].iat[place.in_piece], place.source_row)
        return Link(label, as_text(column).iat[place.in_piece], ["Given by the record step."])

    def _position(self, reference: Other, place: Place) -> int:
        """The row of the other side: that of the record's source, or the subject's one row."""
        if reference.along and reference.target == place.piece.source and place.source_row >= 0:
            return place.source_row
        other = self.plan.study.forms.get(reference.target) or self.plan.dataset(reference.target)
        if reference.along and (reference.target in self.part.forms or not other.one_per_subject):
            return -1
        return int(position_in(place.block.subject.iloc[[place.row]], self.part.subjects(reference.target))[0])

    # Helpers ------------------------------------------------------------------------------

    def _place(self, dataset: str, row: int) -> Place:
        start = 0
        for phase, block in enumerate(self.part.phase_blocks(dataset)):
            if row < start + len(block):
                local = row - start
                return Place(block, phase, local, next(p for p in block.pieces if p.start <= local < p.stop))
            start += len(block)
        raise IndexError(row)

    def _again(self, fact: Link, dataset: str, row: int, name: str) -> bool:
        fact.again = (dataset, row, name) in self._told
        self._told.add((dataset, row, name))
        return fact.again

    def _cut(self, fact: Link) -> bool:
        fact.cut = self._depth >= self.depth
        return fact.cut

    def _text(self, target: str, name: str, row: int) -> str:
        return (
            self.part.forms[target].frame[name].iat[row]
            if target in self.part.forms
            else self._shown(target, name, row)
        )

    def _shown(self, dataset: str, name: str, row: int) -> str:
        return shown(self.plan.dataset(dataset).variables[name], self.part.column(dataset, name).iloc[row])

    def _findings(self, dataset: str, name: str, place: Place) -> list[str]:
        """What was reported about the value."""
        source, found = place.piece.source, self.part.ledgers[dataset].findings
        where = (
            (self.part.forms[source].form.file, int(self.part.forms[source].rows[place.source_row]))
            if source in self.part.forms
            else ("", None)
        )
        return [
            f"{f.rule}: {f.message}"
            for f in found
            if f.column == name and f.dataset == dataset and (f.file, f.row) == where
        ]


def _only(column: pd.Series, row: int) -> pd.Series:
    return column.iloc[[row]].reset_index(drop=True)


def shown(variable: Variable, value: object) -> str:
    """A value as a person reads it: dates as ISO 8601, numbers without needless zeros, "" for a blank.

    >>> shown(Variable("ADT", "", "sasdate"), 22000.0)
    '2020-03-26'
    """
    if not isinstance(value, str) and variable.type == "sasdate" and not np.isnan(value):
        return str(EPOCH + np.timedelta64(int(value), "D"))
    if not isinstance(value, str) and variable.type == "sasdatetime" and not np.isnan(value):
        return str(EPOCH + np.timedelta64(int(value), "s"))
    return value if isinstance(value, str) else number_text(float(value))


def _named(argument: Own | Other | OneOf) -> str:
    references: Iterable = argument.references if isinstance(argument, OneOf) else (argument,)
    return ", ".join(r.name if isinstance(r, Own) else f"{r.target}.{r.name}" for r in references)
