"""References of variables: what each verb and parameter names, checked against what exists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onespec.engine.findings import STOP, Finding, Findings, nearest, unknown
from onespec.engine.plan.references import CodesOf, Constant, ManyOf, OneOf, Other, Own, Plan, TableOf, VariablePlan
from onespec.engine.registry import METHOD, RECORDS, Operation, Parameter
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import NUMBER, Condition, Dataset, Variable

# A constant of this form is a misspelt table, not a value.
_TABLE_COLUMN = re.compile(r"[a-z][a-z0-9_]*\.[A-Z][A-Z0-9_]*")


class Resolver:
    """Resolves the references of one dataset's entries; every fault is a finding."""

    def __init__(self, plan: Plan, dataset: Dataset, findings: Findings):
        self.plan, self.dataset, self.findings = plan, dataset, findings
        self.study = plan.study
        self.reader = EntryReader(dataset.file, findings, plan.study.values)
        operations = [plan.registry.get((RECORDS, step.operation)) for step in dataset.steps]
        self.study_level = dataset.study_level and all(
            o is not None and "source" not in o.parameters for o in operations
        )
        self.lost_source = (
            not dataset.steps
            or dataset.study_level != self.study_level
            or any(
                s.source and s.source not in self.study.forms and s.source not in self.study.datasets
                for s in dataset.steps
            )
        )
        self.produced = {
            name for step in plan.steps.get(dataset.name, ()) if step.operation for name in step.operation.produces
        }

    def stop(self, rule: str, message: str, fix: str, line: int, column: str = "") -> None:
        finding = Finding(
            rule, STOP, message, fix, file=self.dataset.file, line=line, dataset=self.dataset.name, column=column
        )
        if finding not in self.findings:  # one fault may be met on several ways
            self.findings.append(finding)

    # -- references -------------------------------------------------------------------------

    def split(self, reference: str) -> tuple[str, str]:
        """``form.FIELD`` up to the first dot; a name without a dot is the dataset's own."""
        target, dot, name = reference.partition(".")
        return (target, name) if dot else (self.dataset.name, reference)

    def exists(self, target: str, name: str, line: int, column: str) -> bool:
        """Is ``target.name`` a field of a form, or a variable of a dataset?"""
        if target in self.study.forms:
            form = self.study.forms[target]
            if name in form.fields:
                return self.within_reach(target, line, column)
            self.stop("SPEC-FIELD", *unknown("field", name, form.fields, f"form {target}"), line, column)
            return False
        if target in self.study.datasets:
            dataset = self.study.datasets[target]
            if name in dataset.variables:
                return self.within_reach(target, line, column)
            self.stop("SPEC-VARIABLE", *unknown("variable", name, dataset.variables, target), line, column)
            return False
        message, fix = unknown("form or dataset", target, [*self.study.forms, *self.study.datasets])
        self.stop("SPEC-REFERENCE", message, fix, line, column)
        return False

    def within_reach(self, target: str, line: int, column: str) -> bool:
        """Subjects' records know nothing of the study's own (trial design), nor these of subjects."""
        other = self.study.datasets.get(target)
        if not self.dataset.steps or self.study_level == (other is not None and other.study_level):
            return True
        whole, single = (self.dataset.name, target) if self.study_level else (target, self.dataset.name)
        self.stop(
            "SPEC-REFERENCE",
            f"{whole} holds records of the study as a whole and {single} records of subjects: neither can name the other.",
            "Take the value from study.yaml or a table.",
            line,
            column,
        )
        return False

    def reference(self, reference: str, line: int, column: str) -> Own | Other | None:
        """A reference whose values are aligned with the dataset's rows."""
        target, name = self.split(reference)
        if target == self.dataset.name:
            if name in self.dataset.variables or name in self.produced:
                return Own(name)
            self.stop("SPEC-VARIABLE", *unknown("variable", name, self.dataset.variables, target), line, column)
            return None
        along = target in self.dataset.sources
        made = along and target in self.study.forms and name in self.produced
        if not made and not self.exists(target, name, line, column):
            return None
        if target in self.study.forms:
            self.mark(target, name, "used")
        if not along and not self._one_per_subject(target):
            if not self.lost_source:  # the source may be the one meant
                self.stop(
                    "SPEC-JOIN",
                    f"{reference} has several rows a subject and no record step of {self.dataset.name} reads it.",
                    "Use a method that takes all rows (earliest, latest, first_value ...), or read it in a record step.",
                    line,
                    column,
                )
            return None
        return Other(target, name, along)

    def _one_per_subject(self, target: str) -> bool:
        table = self.study.forms.get(target) or self.study.datasets[target]
        return table.one_per_subject

    def mark(self, form: str, name: str, how: str) -> None:
        """Note that a field is used; columns that steps produce are not fields."""
        if name not in self.study.forms[form].fields:
            return
        known = self.plan.used_fields.get((form, name))
        self.plan.used_fields[form, name] = "carried" if "carried" in (known, how) else how

    def conditions(self, target: str, where: Iterable[Condition], line: int, column: str) -> tuple[str, ...]:
        """The columns that a where clause on ``target`` names."""
        names = []
        for condition in where:
            if self.exists(target, condition.name, line, column):
                names.append(condition.name)
                self._comparable(target, condition, line, column)
                if target in self.study.forms:
                    self.mark(target, condition.name, "used")
        return tuple(names)

    def _comparable(self, target: str, condition: Condition, line: int, column: str) -> None:
        """A number is compared with numbers; what has a codelist equals its terms only."""
        if target in self.study.forms:
            field = self.study.forms[target].fields[condition.name]
            number, codelist = field.type == "number", field.codelist if field.type == "code" else ""
        else:
            variable = self.study.datasets[target].variables[condition.name]
            number, codelist = variable.is_number, variable.codelist
        equal = condition.comparator in ("EQ", "NE", "IN", "NOTIN")
        self.fits(f"{target}.{condition.name}", number, codelist if equal else "", condition.values, line, column)

    def fits(self, name: str, number: bool, codelist: str, values: Iterable[str], line: int, column: str) -> None:
        """Constants that are given to ``name`` or compared with it: numbers to a number, terms where there is a codelist."""
        known = self.study.codelists[codelist].terms if codelist in self.study.codelists else {}
        for value in filter(None, values):
            if number and not NUMBER.fullmatch(value):
                self.stop("SPEC-CONSTANT", f"{name} is a number and never '{value}'.", "Write a number.", line, column)
            elif known and not number and value not in known:
                self.stop(
                    "SPEC-CONSTANT",
                    f"'{value}' is no term of codelist {codelist}, which {name} has.",
                    unknown("term", value, known)[1],
                    line,
                    column,
                )

    # -- verbs ------------------------------------------------------------------------------

    def variable(self, variable: Variable) -> VariablePlan:
        """The plan of one variable."""
        verb = variable.verb
        if verb in ("collected", "predecessor"):
            return self._transferred(variable)
        if verb == "derived":
            return self._derived(variable)
        if verb == "assigned":
            table, _, column = str(variable.value).partition(".")
            if table in self.study.tables and column:
                return self._assigned(variable, table, column)
            if _TABLE_COLUMN.fullmatch(str(variable.value)):
                self.stop("SPEC-TABLE", *unknown("table", table, self.study.tables), variable.line, variable.name)
        if verb in ("assigned", "protocol"):
            self.constant(variable.name, str(variable.value), variable.line)
        return VariablePlan(self.dataset.name, variable)

    def constant(self, name: str, value: str, line: int) -> None:
        """A constant that a variable of the dataset is given."""
        variable = self.dataset.variables.get(name)
        if variable is not None:
            self.fits(f"{self.dataset.name}.{name}", variable.is_number, variable.codelist, [value], line, name)

    def _transferred(self, variable: Variable) -> VariablePlan:
        sources = []
        for reference in variable.value:
            target, name = self.split(reference)
            wanted, kind = (
                (self.study.forms, "form") if variable.verb == "collected" else (self.study.datasets, "dataset")
            )
            if target not in wanted:
                self.stop(
                    "SPEC-REFERENCE",
                    f"'{variable.verb}' names {reference}. " + unknown(kind, target, wanted)[0],
                    unknown(kind, target, wanted)[1],
                    variable.line,
                    variable.name,
                )
                continue
            resolved = self.reference(reference, variable.line, variable.name)
            if isinstance(resolved, Own):
                self.stop(
                    "SPEC-REFERENCE",
                    f"{variable.name} cannot be copied from its own dataset.",
                    "Name another dataset.",
                    variable.line,
                    variable.name,
                )
            elif resolved is not None:
                sources.append(resolved)
                if variable.verb == "collected":
                    self.mark(resolved.target, resolved.name, "carried")
        beside = [f"{s.target}.{s.name}" for s in sources if not s.along] if len(sources) > 1 else []
        for reference in beside:
            self.stop(
                "SPEC-REFERENCE",
                f"In a list each reference is to a source that {self.dataset.name} reads; {reference} is not, and would reach no record.",
                "Name fields of the sources in 'records:', or a single reference.",
                variable.line,
                variable.name,
            )
        if not variable.value:
            self.stop(
                "SPEC-REFERENCE",
                f"'{variable.verb}' names nothing.",
                "Name where the value comes from.",
                variable.line,
                variable.name,
            )
        return VariablePlan(self.dataset.name, variable, tuple(sources))

    def _assigned(self, variable: Variable, table: str, column: str) -> VariablePlan:
        rows = self.study.tables[table]
        columns = list(rows[0]) if rows else []
        for name in (column, *variable.match):
            if name not in columns:
                self.stop(
                    "SPEC-TABLE", *unknown("column", name, columns, f"table {table}"), variable.line, variable.name
                )
        if not variable.match and not self._linked(table):
            self.stop(
                "SPEC-TABLE",
                f"No record step of {self.dataset.name} links its rows to table {table}.",
                "Add 'match: {COLUMN: reference}'.",
                variable.line,
                variable.name,
            )
        match = {c: self._single(None, "column", r, variable.line, variable.name, c) for c, r in variable.match.items()}
        return VariablePlan(
            self.dataset.name, variable, table=(table, column), match={c: r for c, r in match.items() if r}
        )

    def _linked(self, table: str) -> bool:
        return any(table in step.step.parameters.values() for step in self.plan.steps[self.dataset.name])

    def _derived(self, variable: Variable) -> VariablePlan:
        operation = self.plan.registry.get((METHOD, variable.value))
        if operation is None:
            message, fix = unknown("method", str(variable.value), self.plan.registry.names(METHOD))
            self.stop("SPEC-METHOD", message, fix, variable.line, variable.name)
            return VariablePlan(self.dataset.name, variable)
        arguments = self.arguments(operation, variable.parameters, variable.line, variable.name)
        many = [a for a in flat(arguments.values()) if isinstance(a, ManyOf)]
        targets = sorted({a.target for a in many})
        if len(targets) > 1 and (variable.where or variable.match):
            self.stop(
                "SPEC-METHOD",
                f"{variable.name}: where and match need parameters of one dataset, not {', '.join(targets)}.",
                "Derive the variables one after another.",
                variable.line,
                variable.name,
            )
        if not many and (variable.where or variable.match):
            self.stop(
                "SPEC-METHOD",
                f"{variable.value} takes no rows of another dataset, so 'where' and 'match' have no meaning.",
                "Remove them.",
                variable.line,
                variable.name,
            )
        for target in targets:
            self.conditions(target, variable.where, variable.line, variable.name)
            for own, theirs in variable.match.items():
                self.reference(own, variable.line, variable.name)
                self.exists(target, theirs, variable.line, variable.name)
        return VariablePlan(
            self.dataset.name, variable, operation=operation, arguments=arguments, group=dict(variable.match)
        )

    # -- parameters -------------------------------------------------------------------------

    def arguments(self, operation: Operation, given: dict[str, object], line: int, column: str) -> dict[str, object]:
        """The arguments of an operation as YAML gives them, resolved by the signature."""
        known = operation.yaml_parameters
        for name in given:
            if name not in known:
                close = nearest(name, known)
                self.stop(
                    "SPEC-PARAMETER",
                    f"{operation.name} has no parameter '{name}'.",
                    f"Did you mean '{close}'?" if close else f"Its parameters: {', '.join(known)}.",
                    line,
                    column,
                )
        out = {}
        for name, parameter in known.items():
            if name in given:
                value = self.argument(operation, parameter, given[name], line, column)
                if value is not None:
                    out[parameter.argument] = value
            elif parameter.required:
                self.stop(
                    "SPEC-PARAMETER", f"{operation.name} needs the parameter '{name}'.", f"Add '{name}:'.", line, column
                )
        return out

    def argument(self, operation: Operation, parameter: Parameter, value: object, line: int, column: str) -> object:
        kind = parameter.kind
        if kind in ("columns", "names") or kind.startswith("list["):
            values = value if isinstance(value, (list, tuple)) else [value]
            inner = {"columns": "column", "names": "name"}.get(kind, kind[5:-1])
            return tuple(self._single(operation, inner, v, line, column, parameter.name) for v in values)
        return self._single(operation, kind, value, line, column, parameter.name)

    def _single(
        self, operation: Operation | None, kind: str, value: object, line: int, column: str, name: str
    ) -> object:
        if kind == "table" and isinstance(value, list):
            return TableOf("", tuple(tuple(row.items()) for row in value))
        if kind == "column" and isinstance(value, list):
            return self._one_of(value, line, column)
        if not isinstance(value, str):
            self.stop(
                "SPEC-PARAMETER",
                f"'{name}' of {operation.name if operation else 'the selection'} must be one text.",
                "Write one value.",
                line,
                column,
            )
            return None
        if kind == "column":
            return self.reference(value, line, column)
        if kind == "many":
            target, field = self.split(value)
            if not self.exists(target, field, line, column):
                return None
            if target in self.study.forms:
                self.mark(target, field, "used")
            return ManyOf(target, field)
        if kind == "table":
            if value in self.study.tables:
                return TableOf(value)
            self.stop("SPEC-TABLE", *unknown("table", value, self.study.tables), line, column)
            return None
        if kind == "codes":
            if value in self.study.codelists:
                return CodesOf(value)
            self.stop("SPEC-CODELIST", *unknown("codelist", value, self.study.codelists), line, column)
            return None
        return self._constant(operation, kind, value, line, column, name)

    def _one_of(self, references: list[str], line: int, column: str) -> OneOf | None:
        """One field a form, as ``collected`` has it."""
        found = [self.reference(r, line, column) for r in references]
        for reference, resolved in zip(references, found):
            if resolved is not None and not (isinstance(resolved, Other) and resolved.along):
                self.stop(
                    "SPEC-REFERENCE",
                    f"In a list each reference is to a source that {self.dataset.name} reads; {reference} is not.",
                    "Name fields of the sources in 'records:', or a single reference.",
                    line,
                    column,
                )
        return OneOf(tuple(r for r in found if isinstance(r, Other)))

    def _constant(
        self, operation: Operation | None, kind: str, value: str, line: int, column: str, name: str
    ) -> Constant | None:
        value = self.reader.constant(value, line)
        if kind in ("int", "float"):
            try:
                return Constant(int(value) if kind == "int" else float(value))
            except ValueError:
                self.stop(
                    "SPEC-PARAMETER",
                    f"'{name}' of {operation.name if operation else 'the selection'} must be a number, not '{value}'.",
                    "Write a number.",
                    line,
                    column,
                )
                return None
        return Constant(value)


def flat(values: Iterable[object]) -> Iterable[object]:
    """References and constants, lists and one-of lists taken apart."""
    for value in values:
        if isinstance(value, OneOf):
            yield from value.references
        elif isinstance(value, tuple):
            yield from flat(value)
        else:
            yield value
