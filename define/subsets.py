"""Subsets of codelists: the terms that one variable can have, of a codelist that several variables share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onespec.define.pages import fields
from onespec.define.steps import record_steps
from onespec.engine.plan.references import LookUp, Other, Plan, Stated, Transfer, VariablePlan
from onespec.engine.run.measure import DatasetMeasure
from onespec.engine.spec.model import Dataset, Variable
from onespec.engine.spec.verbs import Collected


class Subsets:
    """Decides which terms of its codelist a variable lists.

    A codelist that variables of one name have is theirs, and whole.  Of one that variables of several names share, such
    as units, each lists the terms that its data or the specification use; all of them where the CRF offers them.
    """

    def __init__(self, plan: Plan, standard: str, measures: dict[str, DatasetMeasure]):
        self._plan, self._measures = plan, measures
        self._names: dict[str, set[str]] = {}
        for dataset in (d for n, d in plan.study.datasets.items() if n in measures and d.standard == standard):
            for variable in dataset.columns:
                self._names.setdefault(variable.codelist, set()).add(variable.name)

    def of(self, dataset: Dataset, variable: Variable) -> tuple[str, ...]:
        """The terms of a subset, in the order of the codelist; none where the codelist is whole."""
        terms = self._plan.study.codelists[variable.codelist].terms
        plan = self._plan.variables[dataset.name, variable.name]
        measure = self._measures[dataset.name].variables[variable.name]
        if len(self._names.get(variable.codelist, ())) < 2 or not measure.values or self._offered(plan):
            return ()
        used = measure.values | set(self._stated(dataset, plan))
        subset = tuple(term for term in terms if term in used)
        return subset if measure.values <= set(subset) and len(subset) < len(terms) else ()

    def _offered(self, plan: VariablePlan) -> bool:
        """Do the values stand on the CRF as a coded field with this codelist, here or where they are copied from?"""
        sources: Iterable[Other] = plan.how.sources if isinstance(plan.how, Transfer) else ()
        if isinstance(plan.variable.verb, Collected):
            steps = record_steps(self._plan, self._plan.dataset(plan.dataset))
            found = fields(self._plan, plan, steps, {})
            return any(plan.variable.codelist in field.codelists for field in found)
        behind = (self._plan.variables.get((s.target, s.name)) for s in sources)
        return any(b is not None and self._offered(b) for b in behind)

    def _stated(self, dataset: Dataset, plan: VariablePlan) -> Iterator[str]:
        """The constants of the specification: of the variable, of record steps, of the table that fills it."""
        name, how = plan.variable.name, plan.how
        yield from (step.set[name] for step in dataset.steps if name in step.set)
        if isinstance(how, Stated):
            yield how.value
        if isinstance(how, LookUp):
            yield from (row.get(how.column, "") for row in self._plan.study.tables[how.table])
