"""Possible values: what a column of a form or dataset can be, where the specification says so.

A codelist says it; the codelists of value level together say it; so do the constants and tables that alone fill it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from onespec.engine.registry import RECORDS, Registry
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import CONSTANTS, Dataset, Step, Study, Variable
from onespec.engine.spec.verbs import Collected, Listed, Predecessor, Produced


@dataclass(frozen=True)
class Possible:
    """The values of a column beside the blank.

    by  what they are: ``term of codelist NY``; blank where constants and tables fill the column
    """

    values: Collection[str]
    by: str


Given = Mapping[str, Collection[str]]  # variable -> the values that the records in question have

EQUAL = ("EQ", "NE", "IN", "NOTIN")


def given_by(where: Iterable[Condition], constants: Mapping[str, str] | None = None) -> dict[str, Collection[str]]:
    """What conditions and constants say of the records in question."""
    out: dict[str, Collection[str]] = {
        c.name: c.values for c in where if c.comparator in ("EQ", "IN") and not c.against
    }
    return out | {name: (value,) for name, value in (constants or {}).items()}


class PossibleValues:
    """The possible values of a study's columns, before anything is resolved."""

    def __init__(self, study: Study, registry: Registry):
        self.study, self.registry = study, registry
        self._looking: list[tuple[str, str]] = []
        self._known: dict[tuple[str, str, tuple[str, ...]], Possible | None] = {}

    def of(self, target: str, name: str, given: Given | None = None) -> Possible | None:
        """What ``target.name`` can be; None where everything may stand there.

        given  what is known of the records: a codelist of value level is that of their value
        """
        if target in self.study.forms:
            field = self.study.forms[target].fields.get(name)
            return self._listed([field.codelist]) if field and field.type == "code" else None
        dataset = self.study.datasets.get(target)
        variable = dataset.variables.get(name) if dataset else None
        if dataset is None or variable is None or variable.is_number or (target, name) in self._looking:
            return None
        if self._looking:  # what a circle leaves open is open here only
            return self._found(dataset, variable, given or {})
        by = dataset.value_level[name][0] if dataset.value_codelists.get(name) else ""
        key = target, name, tuple((given or {}).get(by, ()))
        if key not in self._known:
            self._known[key] = self._found(dataset, variable, given or {})
        return self._known[key]

    def _found(self, dataset: Dataset, variable: Variable, given: Given) -> Possible | None:
        name = variable.name
        self._looking.append((dataset.name, name))
        try:
            if variable.codelist:
                return self._listed([variable.codelist])
            return self._by_value(dataset, name, given) or self._closed(dataset, variable)
        finally:
            self._looking.pop()

    def _listed(self, names: Iterable[str]) -> Possible | None:
        known = [self.study.codelists[n] for n in dict.fromkeys(names) if n in self.study.codelists]
        terms = {t: None for c in known for t in c.terms}
        return Possible(terms, f"term of codelist {' or '.join(c.name for c in known)}") if terms else None

    def _by_value(self, dataset: Dataset, name: str, given: Given) -> Possible | None:
        """The codelists of the values that the records have in the variable which decides."""
        codelists = dataset.value_codelists.get(name)
        if not codelists:
            return None
        by = dataset.value_level[name][0]
        every = self.of(dataset.name, by)
        wanted = given.get(by) or (every.values if every else ())
        if not wanted or any(w not in codelists for w in wanted):
            return None
        return self._listed(codelists[w] for w in wanted)

    def _closed(self, dataset: Dataset, variable: Variable) -> Possible | None:
        """The constants, table columns and columns of others that alone fill a variable."""
        own = self._of_verb(dataset, variable)
        if own is None:
            return None
        values = dict.fromkeys(own)
        for step in dataset.steps:
            operation = self.registry.get((RECORDS, step.operation))
            if variable.name not in step.set and operation is not None:
                if variable.name in operation.produces or variable.name in _words(step.as_written):
                    return None
            values |= dict.fromkeys(self._constants(step, variable.name))
        values.pop("", None)
        return Possible(values, "") if values else None

    def _of_verb(self, dataset: Dataset, variable: Variable) -> list[str] | None:
        match variable.verb:
            case Listed(value):
                table, _, column = value.partition(".")
                rows = self.study.tables.get(table) if column else None
                return [value] if rows is None else [row.get(column, "") for row in rows]
            case Produced():
                return []
            case Collected(references) | Predecessor(references):
                found = [self.of(*_split(dataset, r)) for r in references]
                known = [f for f in found if f is not None]
                return [v for f in known for v in f.values] if len(known) == len(found) else None
        return None

    def _constants(self, step: Step, name: str) -> Iterator[str]:
        """The constants that a step gives a variable: its own, or those of the selections inside its parameters."""
        if name in step.set:
            yield step.set[name]
            return
        for written in _maps(step.as_written):
            constants = written.get("set")
            value = constants.get(name) if isinstance(constants, Mapping) else None
            if isinstance(value, str):
                named = value.partition(".")
                yield self.study.values.known.get(named[2], value) if named[0] == CONSTANTS else value


def _split(dataset: Dataset, reference: str) -> tuple[str, str]:
    target, dot, name = reference.partition(".")
    return (target, name) if dot else (dataset.name, reference)


def _maps(written: object) -> Iterator[Mapping]:
    if isinstance(written, Mapping):
        yield written
        for value in written.values():
            yield from _maps(value)
    elif isinstance(written, (list, tuple)):
        for value in written:
            yield from _maps(value)


def _words(written: object) -> set[str]:
    """All texts that stand somewhere in parameters: a column among them may be filled from anywhere."""
    if isinstance(written, str):
        return {written}
    if isinstance(written, Mapping):
        return set().union(*(_words(v) for k, v in written.items() if k not in ("where", "set")))
    return set().union(*map(_words, written)) if isinstance(written, (list, tuple)) else set()
