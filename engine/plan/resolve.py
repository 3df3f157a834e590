"""References: what a specification names, checked against what exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onespec.engine.findings import STOP, Finding, Findings, nearest, unknown
from onespec.engine.notation import PLAIN
from onespec.engine.plan.references import (
    Argument,
    Arguments,
    CodesOf,
    Constant,
    ManyOf,
    OneOf,
    Other,
    Own,
    Plan,
    Single,
    TableOf,
)
from onespec.engine.registry import RECORDS, Operation, Parameter
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import Dataset


@dataclass(frozen=True)
class Slot:
    """The place of an argument in the specification: the parameter's name and whose it is, line and variable.

    source  the form or dataset that the record step stands on
    """

    name: str
    owner: str
    line: int
    column: str = ""
    source: str = ""

    def __str__(self) -> str:
        return f"'{self.name}' of {self.owner}"


class Resolver:
    """Resolves the references of one dataset's entries; every fault is a finding."""

    besides = ""  # what may be written beside the parameters of an operation

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
            f"{whole} holds records of the study as a whole and {single} records of subjects: "
            "neither can name the other.",
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
                    "Use a method that takes all rows (earliest, latest, first_value ...), "
                    "or read it in a record step.",
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
        """Constants that are given to ``name`` or compared with it.

        Numbers to a number, terms where there is a codelist.
        """
        known = self.study.codelists[codelist].terms if codelist in self.study.codelists else {}
        for value in filter(None, values):
            if number and not PLAIN.fullmatch(value):
                self.stop("SPEC-CONSTANT", f"{name} is a number and never '{value}'.", "Write a number.", line, column)
            elif known and not number and value not in known:
                self.stop(
                    "SPEC-CONSTANT",
                    f"'{value}' is no term of codelist {codelist}, which {name} has.",
                    unknown("term", value, known)[1],
                    line,
                    column,
                )

    def constant(self, name: str, value: str, line: int) -> None:
        """A constant that a variable of the dataset is given."""
        variable = self.dataset.variables.get(name)
        if variable is not None:
            self.fits(f"{self.dataset.name}.{name}", variable.is_number, variable.codelist, [value], line, name)

    # -- parameters -------------------------------------------------------------------------

    def arguments(
        self, operation: Operation, given: Mapping[str, object], line: int, column: str = "", source: str = ""
    ) -> Arguments:
        """The arguments of an operation as YAML gives them, in that order, resolved by the signature."""
        known = self.parameters(operation)
        for name in given:
            if name not in known:
                close = nearest(name, known)
                fix = f"Did you mean '{close}'?" if close else f"Its parameters: {', '.join(known) or self.besides}."
                self.stop("SPEC-PARAMETER", f"{operation.name} has no parameter '{name}'.", fix, line, column)
        for name, parameter in known.items():
            if parameter.required and name not in given:
                problem = f"{operation.name} needs the parameter '{name}'."
                self.stop("SPEC-PARAMETER", problem, f"Add '{name}:'.", line, column)
        out: Arguments = {}
        for name in (n for n in given if n in known):
            value = self.argument(known[name], given[name], Slot(name, operation.name, line, column, source))
            if value is not None:
                out[known[name].argument] = value
        return out

    def parameters(self, operation: Operation) -> dict[str, Parameter]:
        """The parameters of an operation that a specification names."""
        return operation.yaml_parameters

    def argument(self, parameter: Parameter, value: object, slot: Slot) -> Argument | None:
        """One argument; None where it is a finding."""
        kind = parameter.kind
        if kind in ("columns", "names") or kind.startswith("list["):
            values = value if isinstance(value, (list, tuple)) else [value]
            inner = {"columns": "column", "names": "name"}.get(kind, kind[5:-1])
            return tuple(s for s in (self.single(inner, v, slot) for v in values) if s is not None)
        found = self.single(kind, value, slot)
        if parameter.permitted and isinstance(found, Constant) and found.value not in parameter.permitted:
            problem, fix = unknown("value", str(found.value), parameter.permitted, str(slot))
            self.stop("SPEC-PARAMETER", problem, fix, slot.line, slot.column)
        return found

    def single(self, kind: str, value: object, slot: Slot) -> Single | None:
        """One value of a certain kind."""
        if kind == "table" and isinstance(value, list):
            return TableOf("", tuple(tuple(row.items()) for row in value))
        if kind == "column" and isinstance(value, list):
            return self._one_of(value, slot)
        if not isinstance(value, str):
            self.stop("SPEC-PARAMETER", f"{slot} must be one text.", "Write one value.", slot.line, slot.column)
            return None
        if kind == "column":
            return self.reference(value, slot.line, slot.column)
        if kind == "many":
            return self._many(value, slot)
        if kind == "table":
            if value in self.study.tables:
                return TableOf(value)
            self.stop("SPEC-TABLE", *unknown("table", value, self.study.tables), slot.line, slot.column)
            return None
        if kind == "codes":
            if value in self.study.codelists:
                return CodesOf(value)
            self.stop("SPEC-CODELIST", *unknown("codelist", value, self.study.codelists), slot.line, slot.column)
            return None
        return self._typed(kind, value, slot)

    def _many(self, value: str, slot: Slot) -> ManyOf | None:
        target, name = self.split(value)
        if not self.exists(target, name, slot.line, slot.column):
            return None
        if target in self.study.forms:
            self.mark(target, name, "used")
        return ManyOf(target, name)

    def _one_of(self, references: list[str], slot: Slot) -> OneOf | None:
        """One field a form, as ``collected`` has it."""
        found = [self.reference(r, slot.line, slot.column) for r in references]
        for reference, resolved in zip(references, found, strict=True):
            if resolved is not None and not (isinstance(resolved, Other) and resolved.along):
                problem = f"In a list each reference is to a source that {self.dataset.name} reads; {reference} is not."
                fix = "Name fields of the sources in 'records:', or a single reference."
                self.stop("SPEC-REFERENCE", problem, fix, slot.line, slot.column)
        return OneOf(tuple(r for r in found if isinstance(r, Other)))

    def _typed(self, kind: str, written: str, slot: Slot) -> Constant | None:
        """A constant; ``study.NAME`` is the value of study.yaml."""
        value = self.reader.constant(written, slot.line)
        name = written.partition(".")[2] if value is not written else ""
        try:
            typed = int(value) if kind == "int" else float(value) if kind == "float" else value
        except ValueError:
            problem = f"{slot} must be a number, not '{value}'."
            self.stop("SPEC-PARAMETER", problem, "Write a number.", slot.line, slot.column)
            return None
        return Constant(typed, value, name)
