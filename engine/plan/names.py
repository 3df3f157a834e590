"""Names: what a specification names, checked against what exists."""

from __future__ import annotations

from onespec.engine.findings import STOP, Finding, Findings, unknown
from onespec.engine.plan.listed import not_made
from onespec.engine.plan.references import Plan
from onespec.engine.registry import RECORDS
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import Dataset


class Names:
    """The names that one dataset's entries use; every fault is a finding."""

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
            name
            for step in plan.steps.get(dataset.name, ())
            if step.operation
            for name in step.operation.produces.keys() - not_made(step)
        }

    def stop(self, rule: str, message: str, fix: str, line: int, column: str = "") -> None:
        finding = Finding(
            rule, STOP, message, fix, file=self.dataset.file, line=line, dataset=self.dataset.name, column=column
        )
        if finding not in self.findings:  # one fault may be met on several ways
            self.findings.append(finding)

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
                return self._own_helper(dataset, name, line, column) and self.within_reach(target, line, column)
            self.stop("SPEC-VARIABLE", *unknown("variable", name, dataset.variables, target), line, column)
            return False
        message, fix = unknown("form or dataset", target, [*self.study.forms, *self.study.datasets])
        self.stop("SPEC-REFERENCE", message, fix, line, column)
        return False

    def _own_helper(self, dataset: Dataset, name: str, line: int, column: str) -> bool:
        """A helper serves its own dataset only: define.xml could not tell another one what it is."""
        if not dataset.variables[name].helper or dataset.name == self.dataset.name:
            return True
        problem = f"{name} is a helper of {dataset.name}, which alone can name it."
        fix = "Make it a variable there, or compute it here, too."
        self.stop("SPEC-REFERENCE", problem, fix, line, column)
        return False

    def known(self, target: str, name: str) -> bool:
        """Is there such a field or variable?  A column that a record step makes is none."""
        form, dataset = self.study.forms.get(target), self.study.datasets.get(target)
        return name in (form.fields if form else dataset.variables if dataset else ())

    def typed(self, target: str, name: str) -> bool:
        """The same, of a known type: without one the variable is a finding already."""
        dataset = self.study.datasets.get(target)
        return self.known(target, name) and (dataset is None or bool(dataset.variables[name].type))

    def within_reach(self, target: str, line: int, column: str) -> bool:
        """Subjects' records know nothing of the study's own (trial design), nor these of subjects."""
        other = self.study.datasets.get(target)
        unknown = not self.dataset.steps or (other is not None and not other.steps)  # which is a finding of its own
        if unknown or self.study_level == (other is not None and other.study_level):
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

    def one_a_source(self, references: list[tuple[str, str]], line: int, column: str) -> None:
        """A list has one column a source: of two columns of one form, which should a record take?

        references  form or dataset, and column
        """
        first: dict[str, str] = {}
        for own, name in references:
            target = self.study.stands_on(own)
            if target in first:
                both = f"{first[target]}, {own}.{name}"
                self.stop(
                    "SPEC-REFERENCE",
                    f"A list names one column of each source, and {both} are two of {target}.",
                    f"For the first that is filled, write '{{derived: first_filled, with: {{values: [{both}]}}}}'.",
                    line,
                    column,
                )
            first.setdefault(target, f"{own}.{name}")

    def one_per_subject(self, target: str) -> bool:
        table = self.study.forms.get(target) or self.study.datasets[target]
        return table.one_per_subject

    def mark(self, form: str, name: str, how: str) -> None:
        """Note that a field is used; columns that steps produce are not fields."""
        if name not in self.study.forms[form].fields:
            return
        known = self.plan.used_fields.get((form, name))
        self.plan.used_fields[form, name] = "carried" if "carried" in (known, how) else how
