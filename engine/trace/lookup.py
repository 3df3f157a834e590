"""Looking into a computed part: where a record stands, what its values are, which rows a reference reaches."""

from __future__ import annotations

from typing import Any

import numpy as np

from onespec.engine.columns import as_text, position_in
from onespec.engine.contract import Report, Selection
from onespec.engine.kinds import Text
from onespec.engine.notation import narrow
from onespec.engine.plan.references import (
    Chosen,
    Computation,
    Fixed,
    OneOf,
    Other,
    Own,
    Reference,
    StepPlan,
    VariablePlan,
)
from onespec.engine.raw.cells import called
from onespec.engine.raw.dates import parse_date
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.coding import verbatims
from onespec.engine.run.part import Part
from onespec.engine.run.rows import given_arguments
from onespec.engine.run.values import by_verb, method_arguments, reference_values
from onespec.engine.run.work import Work
from onespec.engine.spec.coding import TRANSLATION, folded, given, signed
from onespec.engine.spec.made_fields import made_of_what
from onespec.engine.trace.links import Link, Place, shown


class Lookup:
    """One part, computed; nothing that is looked up here leaves a mark in it."""

    def __init__(self, part: Part):
        self.part, self.plan = part, part.plan
        # Keys that name the study and the subject: those of a dataset with one record a subject.
        self._of_subject = {k for d in self.plan.study.datasets.values() if d.one_per_subject for k in d.keys}

    def work(self, dataset: str) -> Work:
        """Work on a dataset whose marks and findings nobody keeps."""
        return Work(self.part, self.plan.dataset(dataset), Ledger())

    # Records ------------------------------------------------------------------------------

    def place(self, dataset: str, row: int) -> Place:
        start = 0
        for phase, block in enumerate(self.part.phase_blocks(dataset)):
            if row < start + len(block):
                local = row - start
                return Place(block, phase, local, next(p for p in block.pieces if p.start <= local < p.stop))
            start += len(block)
        raise IndexError(row)

    def keys(self, dataset: str, row: int, every: bool = False) -> str:
        """The filled keys of a record; without ``every``, those that tell a subject's records apart."""
        filled = {k: v for k in self.plan.dataset(dataset).keys if (v := self.shown(dataset, k, row))}
        telling = {k: v for k, v in filled.items() if k not in self._of_subject}
        return ", ".join(f"{k}={v}" for k, v in (filled if every or not telling else telling).items())

    def which(self, target: str, row: int) -> str:
        """A record or raw row in a few words."""
        if target in self.part.forms:
            return self.raw_row(target, row)
        return target if self.plan.dataset(target).one_per_subject else f"{target} {self.keys(target, row)}"

    def raw_row(self, form: str, row: int) -> str:
        typed = self.part.forms[form]
        file, number = typed.form.place(typed.rows[row])
        return f"{file}, row {number}"

    def chosen(self, chosen: Chosen) -> str:
        return chosen.source + (f" where {' and '.join(c.text() for c in chosen.where)}" if chosen.where else "")

    def step_arguments(self, dataset: str, phase: int, step: StepPlan) -> dict[str, Any]:
        """What the operation of a record step is called with."""
        work = self.work(dataset)
        source: Selection | None = work.select(step.source, phase) if step.source else None
        return given_arguments(work, phase, step, source, Report())

    # Values -------------------------------------------------------------------------------

    def shown(self, dataset: str, name: str, row: int) -> str:
        return shown(self.plan.dataset(dataset).variables[name], self.part.column(dataset, name)[row])

    def text(self, target: str, name: str, row: int) -> str:
        if target in self.part.forms:
            return self.part.forms[target].frame[name][row]
        return self.shown(target, name, row)

    def raw_cell(self, form: str, name: str, row: int) -> Link:
        """A typed field of a form, the cell as the export has it, and those that were read with it.

        Of a field that is made of columns, their filled cells.
        """
        typed = self.part.forms[form]
        how = made_of_what(typed.form.fields[name])
        read = [n for n in typed.form.behind(name) if typed.filled[n][row] or (n == name and not how)]
        cells = [f'column {n}: "{typed.verbatim[n][row]}"{self._reading(form, n, row)}' for n in read]
        file, number = typed.form.place(typed.rows[row])
        own = read if how else [name]
        places = [(file, number, n) for n in own]
        notes = [f"{f.rule}: {f.message}" for f in typed.findings if (f.file, f.row, f.column) in places]
        line = ", ".join([self.raw_row(form, row), *(cells or ["no filled column"])]) + "."
        line += f" {how}" if how else ""
        if name in typed.reset and typed.reset[name][row]:
            day = self.plan.study.cut.date
            line += f" That was not known on the day of the data cut, {day}: the value is of that day."
        line += self._translated(form, name, row)
        at = np.flatnonzero(typed.partners == row)
        line += f" It belongs to {self.raw_row(typed.form.belongs_to, int(at[0]))}." if len(at) else ""
        return Link(f"{form}.{name}", typed.frame[name][row], [line], [], notes)

    def _translated(self, form: str, name: str, row: int) -> str:
        """Who translated a text, where the export does not."""
        typed, study = self.part.forms[form], self.plan.study
        field, value = typed.form.fields[name], typed.frame[name][row]
        if not field.translations or study.language != "en" or typed.filled[field.translation][row]:
            return ""
        found = given(study.tables.get(study.translations, [])).get(folded(typed.verbatim[name][row]))
        if found is None or found.cells.get(TRANSLATION) != value:
            return ""
        return f" Translated: table {study.translations}, row {found.number}, {signed(found.cells)}."

    def _reading(self, form: str, name: str, row: int) -> str:
        """How a cell was read, where that may change it.

        The format of its date, or the codelist that knows the answer.
        """
        typed = self.part.forms[form]
        field, read = (
            typed.form.fields[name],
            narrow(called(typed.form.fields[name], typed.verbatim[name][row].strip())),
        )
        if field.type == "date" and read:
            formats = [f for f in field.format if parse_date(read, (f,), field.century, field.unknown_parts)[0]]
            return f", read as {formats[0]}" if formats else ""
        if field.type == "time" and field.has_halves:
            return f", read as {' or '.join(field.format)}"
        test = typed.frame[field.test][row] if field.test else ""
        codelist = field.answers.get(test, field.codelist) if field.type in ("code", "result") else ""
        known = self.plan.study.codelists[codelist].terms if codelist else {}
        return f", an answer of codelist {codelist}" if typed.frame[name][row] in known else ""

    def code_given(self, dataset: str, plan: VariablePlan, place: Place) -> str:
        """Who gave a record its code, where that is not what the variable is made from."""
        table = self.plan.codes_of(dataset, plan.variable.name)
        if not table or by_verb(self.work(dataset), place.block, plan).notna()[place.row]:
            return ""
        written = verbatims(self.part, dataset, place.block)[place.row]
        given = self.plan.codes[table].get(folded(written))
        coded = self.plan.coded[dataset]
        if given is None or not given.cells.get(coded.columns[plan.variable.name]):
            return ""
        return f"Coded: table {table}, row {given.number} ('{written}'), {signed(given.cells)}."

    def findings(self, dataset: str, name: str, place: Place) -> list[str]:
        """What was reported about a value."""
        source, found, at = place.piece.source, self.part.ledgers[dataset].findings, ("", None)
        if source in self.part.forms:
            at = self.part.forms[source].form.place(self.part.forms[source].rows[place.source_row])
        mine = (f for f in found if f.column == name and f.dataset == dataset and (f.file, f.row) == at)
        return [f"{f.rule}: {f.message}" for f in mine]

    # References ---------------------------------------------------------------------------

    def own_value(self, dataset: str, reference: Reference, place: Place) -> Text:
        """The one value of a reference, as text."""
        values = reference_values(self.work(dataset), place.block, reference)
        return only(as_text(values), place.row)

    def method_arguments(self, dataset: str, how: Computation, place: Place) -> dict[str, Any]:
        """What a method is called with, of one record only."""
        given, _ = method_arguments(self.work(dataset), place.block, how, Report())
        for parameter in how.operation.parameters.values():
            if parameter.kind == "column" and parameter.argument in given:
                given[parameter.argument] = only(given[parameter.argument], place.row)
            elif parameter.kind == "columns" and parameter.argument in given:
                given[parameter.argument] = [only(c, place.row) for c in given[parameter.argument]]
        return given

    def rows_of_many(self, dataset: str, how: Computation, place: Place, target: str) -> np.ndarray:
        """The other side's rows that a method looks at."""
        work = self.work(dataset)
        rows = work.keep(target, how.where)
        same = self.part.subjects(target)[rows] == place.block.subject[place.row]
        for own, theirs in how.group.items():
            mine = as_text(reference_values(work, place.block, Own(own)))[place.row]
            same &= as_text(self.part.column(target, theirs))[rows] == mine
        return rows[same]

    def kept(self, dataset: str, chosen: Chosen) -> np.ndarray:
        """The rows that a selection keeps."""
        return self.work(dataset).keep(chosen.source, chosen.where)

    def is_made(self, reference: Other) -> bool:
        """Is it no field of the form, but what the record step read from it?"""
        return reference.target in self.part.forms and reference.name not in self.part.forms[reference.target].frame

    def position(self, reference: Other, place: Place) -> int:
        """The row of the other side: that of the record's source, or the subject's one row; -1 for none."""
        source = place.piece.source if place.source_row >= 0 else ""
        if reference.along and reference.target == source:
            return place.source_row
        if reference.along and source and self.plan.study.stands_on(reference.target) == source:
            return int(self.part.forms[reference.target].beside(np.array([place.source_row]))[0])
        other = self.plan.study.forms.get(reference.target) or self.plan.dataset(reference.target)
        if reference.along and (reference.target in self.part.forms or not other.one_per_subject):
            return -1
        return int(position_in(only(place.block.subject, place.row), self.part.subjects(reference.target))[0])

    def of_source(self, reference: Reference, place: Place) -> Own | Other | None:
        """The one reference that belongs to the record's source."""
        if isinstance(reference, OneOf):
            source, stands_on = place.piece.source, self.plan.study.stands_on
            return next((r for r in reference.references if source in (r.target, stands_on(r.target))), None)
        return None if isinstance(reference, Fixed) else reference


def only(column: Any, row: int) -> Any:
    """One row of a column, as a column."""
    return column.cut(row, row + 1)
