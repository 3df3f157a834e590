"""References of record steps and checks: sources, where clauses, columns, nested selections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onespec.engine.findings import unknown
from onespec.engine.plan.references import Argument, BySubject, Chosen, Constant, StepPlan, TableOf, flat
from onespec.engine.plan.resolve import Resolver, Slot
from onespec.engine.registry import CHECK, RECORDS, Operation, Parameter, selection_fields
from onespec.engine.spec.datasets import REFUSE
from onespec.engine.spec.model import Form, Step
from onespec.engine.spec.yamltext import Map


class StepResolver(Resolver):
    """Resolves the record steps of one dataset (or the study's checks)."""

    role, besides = RECORDS, "from, where, set"

    def step(self, step: Step, number: int) -> StepPlan:
        """The plan of one step; the source's columns are those that the step names."""
        operation = None if step.operation == REFUSE else self.plan.registry.get((self.role, step.operation))
        if operation is None and step.operation != REFUSE:
            known = [*self.plan.registry.names(self.role), *([REFUSE] if self.role == RECORDS else [])]
            self.stop("SPEC-METHOD", *unknown(self.role, step.operation, known), step.line)
        source = self._source(step, operation)
        for name, value in step.set.items():
            self.constant(name, value, step.line)
        if step.operation == REFUSE:
            return self._refusal(step, number, source)
        if operation is None:
            return StepPlan(self.dataset.name, number, step, None, source)
        arguments = self.arguments(operation, step.as_written, step.line, source=source.source if source else "")
        plan = StepPlan(self.dataset.name, number, step, operation, source, arguments)
        return replace(plan, source=self._with_columns(plan))

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
        columns = self.conditions(step.source, step.where, step.line, "")
        return Chosen(step.source, step.where, columns, (), None, ())

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
            self._gathered(plan, form)
        names += plan.step.columns
        for parameter in plan.operation.parameters.values() if plan.operation else ():
            if parameter.kind in ("name", "names"):
                names += [
                    str(c.value) for c in flat([plan.arguments.get(parameter.argument, ())]) if isinstance(c, Constant)
                ]
        return Chosen(source.source, source.where, tuple(dict.fromkeys(names)))

    def _gathered(self, plan: StepPlan, form: Form) -> None:
        """A table of tests names the fields that a step gathers."""
        for table in (r.name for r in plan.references if isinstance(r, TableOf) and r.name):
            for row in self.study.tables[table]:
                if row.get("FORM", "") in ("", form.name) and row.get("FIELD") in form.fields:
                    self.mark(form.name, row["FIELD"], "carried")

    def argument(self, parameter: Parameter, value: object, slot: Slot) -> Argument | None:
        kind = parameter.kind
        if kind == "selection":
            return self._chosen(parameter, value, slot.line)
        if kind == "selections":
            if not isinstance(value, list):
                problem = f"'{parameter.name}' must be a list."
                self.stop("SPEC-PARAMETER", problem, "Write one '- {from: ...}' a line.", slot.line)
                return None
            return tuple(c for c in (self._chosen(parameter, v, slot.line) for v in value) if c)
        if kind == "per subject":
            return self._by_subject(str(value), slot.line)
        if kind in ("name", "names") and slot.source:
            values: list[str] = value if isinstance(value, list) else [str(value)]
            good = [v for v in values if self.exists(slot.source, v, slot.line, "")]
            for v in good if slot.source in self.study.forms else ():
                self.mark(slot.source, v, "used")
            chosen = tuple(Constant(v, v) for v in good)
            return chosen if kind == "names" else (chosen[0] if chosen else None)
        return super().argument(parameter, value, slot)

    def _by_subject(self, reference: str, line: int) -> BySubject | None:
        target, name = self.split(reference)
        if not self.exists(target, name, line, ""):
            return None
        if not self._one_per_subject(target):
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
        where = self.reader.where(value)
        columns = list(self.conditions(source, where, line, ""))
        constants = self._set(value, line)
        own = selection_fields(parameter.selection)
        self.reader.unknown_keys(value, ("from", "where", "set", *own), f"'{parameter.name}'")
        for name, (_, required) in own.items():
            if required and name not in value:
                self.stop("SPEC-PARAMETER", f"'{parameter.name}' needs '{name}'.", f"Add '{name}:'.", line)
        extra: list[tuple[str, str | tuple[str, ...] | Constant]] = []
        for name in (n for n in value if n in own):
            kind = own[name][0]
            if kind in ("name", "names"):
                names = tuple(value[name]) if isinstance(value[name], list) else (value[name],)
                columns += [n for n in names if self.exists(source, n, line, "")]
                extra.append((name, names[0] if kind == "name" else names))
            else:
                typed = self.single(kind, value[name], Slot(name, "the selection", line))
                extra += [(name, typed)] if isinstance(typed, Constant) else []
        return Chosen(source, where, tuple(dict.fromkeys(columns)), tuple(constants), parameter.selection, tuple(extra))

    def _set(self, value: Map, line: int) -> list[tuple[str, str]]:
        """The constants that a selection gives, each held against its variable."""
        written = self.reader.mapping(value, "set").items()
        constants = [(k, self.reader.constant(v, line)) for k, v in written if isinstance(v, str)]
        for name, constant in constants:
            self.constant(name, constant, line)
            if name not in self.dataset.variables:
                self.stop("SPEC-VARIABLE", *unknown("variable", name, self.dataset.variables, self.dataset.name), line)
        return constants


class CheckResolver(StepResolver):
    """Checks look at records and map nothing: a field that only a check names is still not used."""

    role = CHECK

    def mark(self, form: str, name: str, how: str) -> None:
        pass

    def within_reach(self, target: str, line: int, column: str) -> bool:
        return True
