"""Record steps in words: how the records of a dataset arise, and which records a text tells of.

A step has no name that a reader of define.xml would know; it is told by the values that its records have, or by the
CRF form or dataset that they stand on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from onespec.define.wording import Words
from onespec.engine.plan.references import Plan, StepPlan
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import Dataset

LONGEST = 800  # characters for how the records of a dataset arise; conditions are left out of a longer text


def record_steps(plan: Plan, dataset: Dataset) -> list[StepPlan]:
    """The record steps that make records."""
    return [step for step in plan.steps[dataset.name] if not step.step.reason]


def main_of(dataset: Dataset, step: StepPlan) -> str:
    """The variable at whose value level the rule of a step is told; "" where the dataset's comment tells it."""
    produced = step.operation.produces if step.operation else {}
    return "" if dataset.parent else next((name for name in produced if name in dataset.value_level), "")


class Steps:
    """The record steps of one dataset, in words; ``say``: the phrases of their language."""

    def __init__(self, plan: Plan, words: Words, dataset: Dataset):
        self._words, self.say, self._dataset = words, words.say, dataset
        self.all = plan.steps[dataset.name]
        self.making = record_steps(plan, dataset)

    @cached_property
    def identifier(self) -> str:
        """The variable whose value tells which step a record is of: PARAMCD, say; "" for none."""
        if len(self.making) < 2:
            return ""
        for name in self.making[0].step.set:
            values = [s.step.set.get(name, "") for s in self.making]
            if all(values) and len(set(values)) == len(values):
                return name
        return ""

    # How records arise ---------------------------------------------------------------------

    def records(self) -> list[str]:
        """How the records of the dataset arise, and which rows make none."""
        elsewhere = dict.fromkeys(filter(None, (main_of(self._dataset, s) for s in self.making)))
        here = [s for s in self.making if not main_of(self._dataset, s) and s.step.source]
        texts = self._rules(here, True)
        if sum(map(len, texts)) > LONGEST:
            texts = self._rules(here, False)
        if sum(map(len, texts)) > LONGEST:
            texts = [self.say("Records come from {sources}.", sources=self._sources(here, False))]
        if elsewhere:
            all_ = "The records are described at the value level of {variables}."
            text = "The other records are described at the value level of {variables}." if here else all_
            texts.append(self.say(text, variables=self.say.listed(list(elsewhere))))
        return [*texts, *self._refused()]

    def _rules(self, steps: Sequence[StepPlan], conditions: bool) -> list[str]:
        """The rule of each operation, told once for all of its steps."""
        by_operation: dict[str, list[StepPlan]] = {}
        for step in steps:
            by_operation.setdefault(step.step.operation, []).append(step)
        return [self._rule(alike, conditions) for alike in by_operation.values()]

    def _rule(self, alike: list[StepPlan], conditions: bool) -> str:
        operation = alike[0].operation
        assert operation is not None, "a step that makes records has an operation"
        given: dict[str, list[str]] = {}
        for step in alike:
            for name, said in self._words.step_arguments(step).items():
                given.setdefault(name, []).append(said)
        merged = {name: self._together(said) for name, said in given.items()}
        return self._words.rule(operation, merged | {"source": self._sources(alike, conditions)})

    def _sources(self, steps: Sequence[StepPlan], conditions: bool) -> str:
        """The forms and datasets that steps stand on; conditions only of a source that stands there once."""
        by_source: dict[str, list[StepPlan]] = {}
        for step in steps:
            by_source.setdefault(step.step.source, []).append(step)
        plain, others = [], []
        for source, alike in by_source.items():
            where = alike[0].step.where if conditions and not alike[1:] else ()
            (others if where else plain).append(self._words.selection(source, where))
        first, *more = [*self.say.forms(plain), *others]
        return self.say.listed([first, *(self.say("of {source}", source=s) if others else s for s in more)])

    def _refused(self) -> list[str]:
        """Why rows make no record, and why cells are not carried."""
        rows = dict.fromkeys(s.step.reason for s in self.all if s.step.reason and not s.refused)
        cells = dict.fromkeys(s.step.reason for s in self.all if s.step.reason and s.refused)
        out = [self.say("Rows that make no record: {reasons}.", reasons=self._reasons(rows))] if rows else []
        if cells:
            out.append(self.say("Values that are not carried: {reasons}.", reasons=self._reasons(cells)))
        return out

    def _reasons(self, reasons: Iterable[str]) -> str:
        return self.say.clauses(self.say.own(reason).rstrip(".。") for reason in reasons)

    # Which records -------------------------------------------------------------------------

    def which(self, steps: Iterable[StepPlan], name: str = "") -> str:
        """The records of some steps, as a variable ``name`` tells of them: ``records where PARAMCD is "OS"``."""
        chosen, say = list(steps), self.say
        if self.identifier and self.identifier != name:
            values = say.series(say.quoted(s.step.set[self.identifier]) for s in chosen)
            text = "records where {name} is one of {value}" if chosen[1:] else "records where {name} is {value}"
            return say(text, name=self.identifier, value=values)
        by_source: dict[str, list[StepPlan]] = {}
        for step in chosen:
            by_source.setdefault(step.step.source, []).append(step)
        whole, parts = [], []
        for source, alike in by_source.items():
            if not source:
                whole.append(say("the whole study"))
            elif len(alike) == sum(s.step.source == source for s in self.making):
                whole.append(self._words.selection(source))
            else:
                parts += self._parts(source, alike)
        return say("records of {sources}", sources=say.listed([*say.forms(whole), *parts]))

    def _parts(self, source: str, alike: list[StepPlan]) -> list[str]:
        """Some of the steps that stand on a source: by their conditions, or else by the fields that they read."""
        others = [s for s in self.making if s.step.source == source and s not in alike]
        if any(other.step.where == s.step.where for other in others for s in alike):
            fields, beside = (
                {f: None for s in steps for f in self._words.listed_fields(s)} for steps in (alike, others)
            )
            if fields and not fields.keys() & beside.keys():
                return [self.say.listed(list(fields))]
        joined = _one_condition([s.step.where for s in alike])
        wheres = [joined] if joined else [s.step.where for s in alike]
        return list(dict.fromkeys(self._words.selection(source, where) for where in wheres))

    def assigned(self, name: str, steps: Iterable[StepPlan]) -> str:
        """The constants that steps set, each with its records; blank where there is nothing to tell."""
        by_value: dict[str, list[StepPlan]] = {}
        for step in steps:
            if step.step.set.get(name):
                by_value.setdefault(step.step.set[name], []).append(step)
        if self.identifier and len(by_value) == len(self.making):
            return ""  # one value each: the records themselves tell which
        if len(by_value) == 1 and len(next(iter(by_value.values()))) == len(self.making):
            return ""
        say = self.say
        which = {say.quoted(value): self.which(alike, name) for value, alike in by_value.items()}
        text = say.clauses(say("{value} in {records}", value=value, records=said) for value, said in which.items())
        return text if len(text) <= LONGEST else say.series(which)

    def _together(self, said: list[str]) -> str:
        """What several steps name for one parameter; fields of one label with all their pages."""
        pages: dict[str, dict[str, None]] = {}
        for phrase in said:
            words, found = self.say.off_pages(phrase)
            pages.setdefault(words, {}).update(dict.fromkeys(found))
        return self.say.alternatives(self.say.on_pages(words, on) for words, on in pages.items())


def _one_condition(wheres: list[tuple[Condition, ...]]) -> tuple[Condition, ...]:
    """Conditions that differ in the values of their last one, as one; () where they cannot be joined."""
    if not all(wheres) or any(w[:-1] != wheres[0][:-1] or w[-1].name != wheres[0][-1].name for w in wheres):
        return ()
    lasts = [where[-1] for where in wheres]
    if not wheres[1:] or any(c.comparator not in ("EQ", "IN") for c in lasts):
        return ()
    return (*wheres[0][:-1], replace(lasts[0], comparator="IN", values=tuple(v for c in lasts for v in c.values)))
