"""References of record steps and checks: sources, where clauses, columns, nested selections."""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterator
from dataclasses import replace

from onespec.engine.contract import Carries, FieldsOf
from onespec.engine.findings import unknown
from onespec.engine.plan.compare import At
from onespec.engine.plan.listed import column_of, listed_fields
from onespec.engine.plan.references import Argument, Arguments, BySubject, Chosen, Constant, StepPlan, flat
from onespec.engine.plan.resolve import Resolver, Slot
from onespec.engine.registry import CHECK, RECORDS, Operation, Parameter, selection_fields
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.datasets import REFUSE
from onespec.engine.spec.forms import Form
from onespec.engine.spec.model import Step
from onespec.engine.spec.operations import unknown_operation
from onespec.engine.spec.verbs import Assigned, Produced
from onespec.engine.spec.yamltext import Map


class StepResolver(Resolver):
    """Resolves the record steps of one dataset (or the study's checks)."""

    role, besides = RECORDS, "from, where, set"

    def step(self, step: Step, number: int) -> StepPlan:
        """The plan of one step; the source's columns are those that the step names."""
        operation = None if step.operation == REFUSE else self.plan.registry.get((self.role, step.operation))
        if operation is None and step.operation != REFUSE:
            known = [*self.plan.registry.names(self.role), *([REFUSE] if self.role == RECORDS else [])]
            self.stop("SPEC-METHOD", *unknown_operation(self.role, step.operation, known), step.line)
        source = self._source(step, operation)
        for name, value in step.set.items():
            if name in self._given:  # another one is a finding already
                self.constant(name, value, step.line, step.set)
            self._one_origin(name, value, step)
        if step.operation == REFUSE:
            return self._refusal(step, number, source)
        if operation is None:
            return StepPlan(self.dataset.name, number, step, None, source)
        arguments = self.arguments(operation, step.as_written, step.line, source=source.source if source else "")
        if source:
            arguments |= self.defaults(
                operation, step.as_written, Slot("", operation.name, step.line, "", source.source)
            )
        plan = StepPlan(self.dataset.name, number, step, operation, source, arguments)
        self._made_once(plan, operation)
        return replace(plan, source=self._with_columns(plan))

    def _one_origin(self, name: str, value: str, step: Step) -> None:
        """A constant that is given to a supplemental qualifier is of the one origin that QORIG states."""
        variable = self.dataset.variables.get(name)
        if variable is None or not variable.supplemental or not value or step.answers(variable):
            return
        if not isinstance(variable.verb, (Produced, Assigned)):
            problem = f"Qualifier {name} is {variable.verb.word}, and a step sets '{value}': QORIG states one origin."
            self.stop("SPEC-VERB", problem, "Remove its verb, or set another qualifier.", step.line, name)

    def _made_once(self, plan: StepPlan, operation: Operation) -> None:
        """What an operation makes is neither set nor carried beside it: define.xml tells of one of them only."""
        given = [("set", name) for name in plan.step.set]
        for selection in plan.selections:
            marks = {n: p.marks for n, p in selection_fields(selection.cls).items()} if selection.cls else {}
            for key, value in selection.extra:
                for mark in (m for m in marks.get(key, ()) if isinstance(m, Carries)):
                    names = value if isinstance(value, tuple) else (str(value),)
                    given += [(key, name) for name in names if name not in mark.besides]
        for key, name in dict.fromkeys(given):
            if name in operation.produces:
                problem = f"'{key}' gives {name}, which {operation.name} makes itself."
                self.stop("SPEC-PARAMETER", problem, f"Remove {name} from '{key}'.", plan.step.line, name)
            elif key != "set" and name not in self.dataset.variables:
                fault = unknown("variable", name, self.dataset.variables, self.dataset.name)
                self.stop("SPEC-VARIABLE", *fault, plan.step.line, name)

    def _refusal(self, step: Step, number: int, source: Chosen | None) -> StepPlan:
        """A step that maps nothing: whole rows, or the fields that it names."""
        if not step.reason:
            self.stop("SPEC-MISSING", "A refused selection has no reason.", "Add 'reason:'.", step.line)
        fields = tuple(self._refused_fields(step))
        return StepPlan(self.dataset.name, number, step, None, source, refused=fields)

    def parameters(self, operation: Operation) -> dict[str, Parameter]:
        return {n: p for n, p in operation.yaml_parameters.items() if n != "source"}

    def _source(self, step: Step, operation: Operation | None) -> Chosen | None:
        wants = operation is None or "source" in operation.parameters
        if not step.source:
            if wants:
                self.stop("SPEC-MISSING", f"{step.operation} needs 'from:'.", "Name a form or dataset.", step.line)
            return None
        if step.source not in self.study.forms and step.source not in self.study.datasets:
            self.stop(
                "SPEC-REFERENCE",
                *unknown("form or dataset", step.source, [*self.study.forms, *self.study.datasets]),
                step.line,
            )
            return None
        self.within_reach(step.source, step.line, "")
        where = self.conditions(step.source, step.where, step.line, "")
        return Chosen(step.source, where, self._columns(step.source, where), (), None, ())

    def _refused_fields(self, step: Step) -> Iterator[str]:
        """The fields that a refusal names; without any it refuses whole rows."""
        for name, value in step.as_written.items():
            if name != "fields":
                problem = f"{REFUSE} has no parameter '{name}'."
                self.stop("SPEC-PARAMETER", problem, "Its parameters: from, where, fields, reason.", step.line)
            elif not isinstance(value, list) or step.source not in self.study.forms:
                problem = "'fields' must be a list of fields of a form."
                self.stop("SPEC-PARAMETER", problem, "Write 'fields: [FIELD]'.", step.line)
            else:
                for field in value:
                    if self.exists(step.source, field, step.line, ""):
                        self.mark(step.source, field, "used")
                        yield field

    def _with_columns(self, plan: StepPlan) -> Chosen | None:
        """Forms give all their fields; datasets give the columns that the step names."""
        source = plan.source
        if source is None:
            return None
        names = list(source.columns)
        form = self.study.forms.get(source.source)
        if form:
            names = list(form.fields)
            self._listed(plan, form)
        names += plan.step.columns
        for parameter in plan.operation.parameters.values() if plan.operation else ():
            if parameter.kind in ("name", "names"):
                names += [
                    str(c.value) for c in flat([plan.arguments.get(parameter.argument, ())]) if isinstance(c, Constant)
                ]
        return Chosen(source.source, source.where, tuple(dict.fromkeys(names)))

    def _listed(self, plan: StepPlan, form: Form) -> None:
        """A table names fields that the step reads: they are there, and the constants compared with them can occur."""
        for parameter in plan.operation.parameters.values() if plan.operation else ():
            table = plan.arguments.get(parameter.argument)
            named = [column_of(plan, mark) for mark in parameter.marks if isinstance(mark, FieldsOf)]
            self.has_columns(table, named, Slot(parameter.name, plan.step.operation, plan.step.line))
        for cell in listed_fields(plan, self.study):
            place = f" (table {cell.table}, row {cell.number}, column {cell.column})" if cell.table else ""
            if cell.field not in form.fields:
                message, fix = unknown("field", cell.field, form.fields, f"form {form.name}")
                self.stop("SPEC-FIELD", f"{message[:-1]}{place}.", fix, plan.step.line)
                continue
            if plan.operation and cell.mark.makes in plan.operation.produces:
                self.mark(form.name, cell.field, "carried")
            term = plan.named(cell.mark.term)
            if isinstance(term, Constant):
                self.fits(form.name, cell.field, [term.text], At(plan.step.line, "", place), {})

    def argument(self, parameter: Parameter, value: object, slot: Slot) -> Argument | None:
        kind = parameter.kind
        if kind == "selection":
            return self._chosen(parameter, value, slot.line)
        if kind == "selections":
            listed = value if isinstance(value, list) else [value]  # one selection may stand by itself
            return tuple(c for c in (self._chosen(parameter, v, slot.line) for v in listed) if c)
        if kind == "per record":
            joined = self.joined(slot.source, str(value), slot.line, "") if slot.source else None
            return joined if joined and self._column(parameter, joined.target, joined.name, slot.line) else None
        if kind == "per subject":
            return self._by_subject(parameter, str(value), slot.line)
        if kind in ("name", "names") and slot.source:
            values: list[str] = value if isinstance(value, list) else [str(value)]
            good = [v for v in values if self._column(parameter, slot.source, v, slot.line)]
            for v in good if slot.source in self.study.forms else ():
                self.mark(slot.source, v, "used")
            chosen = tuple(Constant(v, v) for v in good)
            return chosen if kind == "names" else (chosen[0] if chosen else None)
        return super().argument(parameter, value, slot)

    def _columns(self, source: str, where: tuple[Condition, ...]) -> tuple[str, ...]:
        """The columns of the source that conditions name, those that exist."""
        table = self.study.forms.get(source) or self.study.datasets[source]
        known = table.fields if isinstance(table, Form) else table.variables
        return tuple(c.name for c in where if c.name in known)

    def defaults(self, operation: Operation, written: Collection[str], slot: Slot) -> Arguments:
        """The columns of the source that an operation takes where the specification names no other one."""
        out: Arguments = {}
        for parameter in operation.yaml_parameters.values():
            if parameter.kind not in ("name", "names") or not parameter.default or parameter.name in written:
                continue
            names = [parameter.default] if parameter.kind == "name" else list(typing.cast(list, parameter.default))
            if all(self._there(parameter, slot.source, str(name), slot.line) for name in names):
                found = self.argument(parameter, names, slot)
                out |= {} if found is None else {parameter.argument: found}
        return out

    def _there(self, parameter: Parameter, source: str, name: str, line: int) -> bool:
        """Has the source the column that a parameter names when it is left out?"""
        known = self.study.forms[source].fields if source in self.study.forms else self.study.datasets[source].variables
        if name not in known:
            problem = f"'{parameter.name}' is {name} when it is left out, and {source} has no {name}."
            self.stop("SPEC-PARAMETER", problem, f"Name the column of {source}: '{parameter.name}: ...'.", line)
        return name in known

    def _column(self, parameter: Parameter, source: str, name: str, line: int) -> bool:
        """Has the source such a column, and does it hold what the parameter needs?"""
        if not self.exists(source, name, line, ""):
            return False
        column = (self.study.forms.get(source) or self.study.datasets[source]).column(name)
        kind = "date" if column.is_date and parameter.holds == "date" else "number" if column.is_number else "text"
        if parameter.holds and kind != parameter.holds:
            needs = {"number": "a number (a date as a SAS date)", "date": "a date"}.get(parameter.holds, "a text")
            problem = f"'{parameter.name}' needs {needs}; {source}.{name} is a {kind}."
            self.stop("SPEC-PARAMETER", problem, f"Name a column of {source} that holds {needs}.", line)
            return False
        return True

    def _by_subject(self, parameter: Parameter, reference: str, line: int) -> BySubject | None:
        target, name = self.split(reference)
        if not self._column(parameter, target, name, line):
            return None
        if not self.one_per_subject(target):
            problem = f"{reference} has several rows a subject."
            self.stop("SPEC-JOIN", problem, "Name a dataset with one record a subject.", line)
        return BySubject(target, name)

    def _chosen(self, parameter: Parameter, value: object, line: int) -> Chosen | None:
        """A selection inside a step's parameters."""
        if not isinstance(value, Map) or "from" not in value:
            self.stop("SPEC-PARAMETER", f"'{parameter.name}' needs 'from:'.", "Write {from: DATASET, ...}.", line)
            return None
        source, known = self.reader.text(value, "from"), [*self.study.forms, *self.study.datasets]
        if source not in known:
            self.stop("SPEC-REFERENCE", *unknown("form or dataset", source, known), line)
            return None
        self.within_reach(source, line, "")
        where = self.conditions(source, self.reader.where(value), line, "")
        columns = list(self._columns(source, where))
        constants = self._set(value, line)
        own = selection_fields(parameter.selection)
        self.reader.unknown_keys(value, ("from", "where", "set", *own), f"'{parameter.name}'")
        for name, each in own.items():
            if each.required and name not in value:
                self.stop("SPEC-PARAMETER", f"'{parameter.name}' needs '{name}'.", f"Add '{name}:'.", line)
        extra: list[tuple[str, str | tuple[str, ...] | Constant]] = []
        for name in (n for n in value if n in own):
            kind = own[name].kind
            if kind in ("name", "names"):
                names = tuple(value[name]) if isinstance(value[name], list) else (value[name],)
                columns += [n for n in names if self._column(own[name], source, n, line)]
                extra.append((name, names[0] if kind == "name" else names))
            else:
                typed = self.single(kind, value[name], Slot(name, "the selection", line))
                extra += [(name, typed)] if isinstance(typed, Constant) else []
        for field in (f for n, f in own.items() if n not in value and f.kind in ("name", "names") and f.default):
            names = [field.default] if isinstance(field.default, str) else list(typing.cast(list, field.default))
            columns += [n for n in map(str, names) if self._there(field, source, n, line)]
        return Chosen(source, where, tuple(dict.fromkeys(columns)), tuple(constants), parameter.selection, tuple(extra))

    def _set(self, value: Map, line: int) -> list[tuple[str, str]]:
        """The constants that a selection gives, each held against its variable."""
        written = self.reader.mapping(value, "set").items()
        constants = [(k, self.reader.constant(v, line)) for k, v in written if isinstance(v, str)]
        for name, constant in constants:
            self.constant(name, constant, line, dict(constants))
            if name not in self._given:
                self.stop("SPEC-VARIABLE", *unknown("variable", name, self._given, self.dataset.name), line)
        return constants

    @property
    def _given(self) -> list[str]:
        """The variables that steps may give values; a helper has its verb alone."""
        return [v.name for v in self.dataset.submitted]


class CheckResolver(StepResolver):
    """Checks look at records and map nothing: a field that only a check names is still not used."""

    role = CHECK

    def mark(self, form: str, name: str, how: str) -> None:
        pass

    def within_reach(self, target: str, line: int, column: str) -> bool:
        return True
