"""References of record steps and checks: sources, where clauses, columns, nested selections."""

from __future__ import annotations

from onespec.engine.findings import nearest, unknown
from onespec.engine.plan.references import BySubject, Chosen, Constant, StepPlan
from onespec.engine.plan.resolve import Resolver
from onespec.engine.registry import CHECK, RECORDS, Operation, Parameter, selection_fields
from onespec.engine.spec.datasets import REFUSE
from onespec.engine.spec.model import Step
from onespec.engine.spec.yamltext import Map


class StepResolver(Resolver):
    """Resolves the record steps of one dataset (or the study's checks)."""

    role = RECORDS

    def step(self, step: Step, number: int) -> StepPlan:
        """The plan of one step; the source's columns are those that the step names."""
        operation = None if step.operation == REFUSE else self.plan.registry.get((self.role, step.operation))
        if operation is None and step.operation != REFUSE:
            known = [*self.plan.registry.names(self.role), *([REFUSE] if self.role == RECORDS else [])]
            self.stop("SPEC-METHOD", *unknown(self.role, step.operation, known), step.line)
        source = self._source(step, operation)
        for name, value in step.set.items():
            self.constant(name, value, step.line)
        if operation is None:
            if step.operation == REFUSE:
                if not step.reason:
                    self.stop("SPEC-MISSING", "A refused selection has no reason.", "Add 'reason:'.", step.line)
                self._refused_fields(step)
            return StepPlan(self.dataset.name, number, step, None, source)
        arguments = {}
        known = {n: p for n, p in operation.yaml_parameters.items() if n != "source"}
        for name in step.parameters:
            if name not in known:
                close = nearest(name, known)
                self.stop(
                    "SPEC-PARAMETER",
                    f"{operation.name} has no parameter '{name}'.",
                    f"Did you mean '{close}'?"
                    if close
                    else f"Its parameters: {', '.join(known) or 'from, where, set'}.",
                    step.line,
                )
        for name, parameter in known.items():
            if name in step.parameters:
                value = self._step_argument(operation, parameter, step.parameters[name], step, source)
                if value is not None:
                    arguments[parameter.argument] = value
            elif parameter.required:
                self.stop(
                    "SPEC-PARAMETER", f"{operation.name} needs the parameter '{name}'.", f"Add '{name}:'.", step.line
                )
        return StepPlan(
            self.dataset.name, number, step, operation, self._with_columns(source, step, arguments), arguments
        )

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

    def _refused_fields(self, step: Step) -> None:
        """The fields that a refusal names; without any it refuses whole rows."""
        for name, value in step.parameters.items():
            if name != "fields":
                self.stop(
                    "SPEC-PARAMETER",
                    f"{REFUSE} has no parameter '{name}'.",
                    "Its parameters: from, where, fields, reason.",
                    step.line,
                )
            elif not isinstance(value, list) or step.source not in self.study.forms:
                self.stop(
                    "SPEC-PARAMETER",
                    "'fields' must be a list of fields of a form.",
                    "Write 'fields: [FIELD]'.",
                    step.line,
                )
            else:
                for field in value:
                    if self.exists(step.source, field, step.line, ""):
                        self.mark(step.source, field, "used")

    def _with_columns(self, source: Chosen | None, step: Step, arguments: dict[str, object]) -> Chosen | None:
        """Forms give all their fields; datasets give the columns that the step names."""
        if source is None:
            return None
        names = list(source.columns)
        if source.source in self.study.forms:
            form = self.study.forms[source.source]
            names = list(form.fields)
            for table in step.parameters.values():  # a table of tests names the fields that it gathers
                rows = self.study.tables.get(table, ()) if isinstance(table, str) else ()
                for row in rows:
                    if row.get("FORM", "") in ("", form.name) and row.get("FIELD") in form.fields:
                        self.mark(form.name, row["FIELD"], "carried")
        for qualifier in step.parameters.get("qualifiers", ()):
            names += [qualifier["QNAM"], *([qualifier["IDVAR"]] if qualifier["IDVAR"] else [])]
        for parameter, argument in ((p, arguments.get(p.argument)) for p in self._parameters(step)):
            if parameter.kind == "name" and argument is not None:
                names.append(argument.value)
            elif parameter.kind == "names" and argument is not None:
                names += [a.value for a in argument]
        return Chosen(source.source, source.where, tuple(dict.fromkeys(names)), (), None, ())

    def _parameters(self, step: Step) -> list[Parameter]:
        operation = self.plan.registry.get((self.role, step.operation))
        return list(operation.parameters.values()) if operation else []

    def _step_argument(
        self, operation: Operation, parameter: Parameter, value: object, step: Step, source: Chosen | None
    ) -> object:
        kind, line = parameter.kind, step.line
        if kind == "selection":
            return self._chosen(parameter, value, line)
        if kind == "list[selection]" or kind == "selections":
            if not isinstance(value, list):
                self.stop(
                    "SPEC-PARAMETER", f"'{parameter.name}' must be a list.", "Write one '- {from: ...}' a line.", line
                )
                return None
            return tuple(c for c in (self._chosen(parameter, v, line) for v in value) if c)
        if kind == "per subject":
            target, name = self.split(str(value))
            if not self.exists(target, name, line, ""):
                return None
            if not self._one_per_subject(target):
                self.stop(
                    "SPEC-JOIN",
                    f"{value} has several rows a subject.",
                    "Name a dataset with one record a subject.",
                    line,
                )
            return BySubject(target, name)
        if kind in ("name", "names") and source:
            values = value if isinstance(value, list) else [value]
            good = [v for v in values if self.exists(source.source, v, line, "")]
            for v in good:
                if source.source in self.study.forms:
                    self.mark(source.source, v, "used")
            chosen = tuple(Constant(v) for v in good)
            return chosen if kind == "names" else (chosen[0] if chosen else None)
        return self.argument(operation, parameter, value, line, "")

    def _chosen(self, parameter: Parameter, value: object, line: int) -> Chosen | None:
        if not isinstance(value, Map) or "from" not in value:
            self.stop("SPEC-PARAMETER", f"'{parameter.name}' needs 'from:'.", "Write {from: DATASET, ...}.", line)
            return None
        source = self.reader.text(value, "from")
        if source not in self.study.forms and source not in self.study.datasets:
            self.stop(
                "SPEC-REFERENCE", *unknown("form or dataset", source, [*self.study.forms, *self.study.datasets]), line
            )
            return None
        self.within_reach(source, line, "")
        where = self.reader.where(value)
        columns = list(self.conditions(source, where, line, ""))
        own = selection_fields(parameter.selection)
        constants = {
            k: self.reader.constant(v, line) for k, v in self.reader.mapping(value, "set").items() if isinstance(v, str)
        }
        for name, constant in constants.items():
            self.constant(name, constant, line)
            if name not in self.dataset.variables:
                self.stop("SPEC-VARIABLE", *unknown("variable", name, self.dataset.variables, self.dataset.name), line)
        self.reader.unknown_keys(value, ("from", "where", "set", *own), f"'{parameter.name}'")
        extra: dict[str, object] = {}
        for name, (kind, required) in own.items():
            if name not in value:
                if required:
                    self.stop("SPEC-PARAMETER", f"'{parameter.name}' needs '{name}'.", f"Add '{name}:'.", line)
                continue
            names = value[name] if isinstance(value[name], list) else [value[name]]
            if kind in ("name", "names"):
                columns += [n for n in names if self.exists(source, n, line, "")]
                extra[name] = names[0] if kind == "name" else list(names)
            else:
                typed = self._single(None, kind, value[name], line, "", name) if kind != "per subject" else None
                extra[name] = typed.value if typed is not None else None
        return Chosen(
            source,
            where,
            tuple(dict.fromkeys(columns)),
            tuple(constants.items()),
            parameter.selection,
            tuple(extra.items()),
        )


class CheckResolver(StepResolver):
    """Checks look at records and map nothing: a field that only a check names is still not used."""

    role = CHECK

    def mark(self, form: str, name: str, how: str) -> None:
        pass

    def within_reach(self, target: str, line: int, column: str) -> bool:
        return True
