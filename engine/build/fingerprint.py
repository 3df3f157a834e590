# pyright: standard
"""Fingerprints: what each dataset of each part was made from, so that only what changed is rebuilt, and why.

The fingerprint of a variable holds its own definition and those of all that it needs; lines, labels and
comments do not count, because they do not change a value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from onespec.engine.plan.graph import is_whole
from onespec.engine.plan.references import (
    BySubject,
    CodesOf,
    Computation,
    How,
    LookUp,
    ManyOf,
    Node,
    Other,
    Plan,
    Single,
    StepPlan,
    TableOf,
    VariablePlan,
)
from onespec.engine.program import engine_digest
from onespec.engine.spec.model import Dataset
from onespec.engine.spec.verbs import NotAvailable


def sha(*texts: str) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


class Fingerprints:
    """Own definitions, and fingerprints, of every node of a plan; each is made when it is first asked for."""

    def __init__(self, plan: Plan):
        self.plan = plan

    @cached_property
    def tables(self) -> dict[str, str]:
        return {n: sha(repr(rows)) for n, rows in self.plan.study.tables.items()}

    @cached_property
    def definitions(self) -> dict[Node, tuple[str, set[str]]]:
        """The own definition of each node, and the forms that it names itself."""
        return {node: self._definition(node) for node in self.plan.order}

    @cached_property
    def own(self) -> dict[Node, str]:
        return {node: sha(text) for node, (text, _) in self.definitions.items()}

    @cached_property
    def deep(self) -> dict[Node, str]:
        """Of each node, its own definition and those of all that it needs."""
        out: dict[Node, str] = {}
        for node in self.plan.order:
            out[node] = sha(self.own[node], *(out[n] for n in sorted(self.plan.needs[node])))
        return out

    @cached_property
    def forms(self) -> dict[Node, frozenset[str]]:
        """The forms that each node and all that it needs name."""
        out: dict[Node, frozenset[str]] = {}
        for node in self.plan.order:
            out[node] = frozenset(self.definitions[node][1]).union(*(out[n] for n in self.plan.needs[node]))
        return out

    @property
    def engine(self) -> str:
        """The digest of the engine that this process has loaded."""
        return engine_digest()

    @cached_property
    def contracts(self) -> dict[str, str]:
        """Fingerprint of each form's contract."""
        return {name: self._form(name) for name in self.plan.study.forms}

    def _form(self, name: str) -> str:
        """Fingerprint of a form's contract: fields, and the codelists that they use."""
        form = self.plan.study.forms[name]
        fields = {n: replace(f, line=0, label={}, page="") for n, f in form.fields.items()}
        lists = [self.plan.study.codelists[c].terms for c in sorted({c for f in fields.values() for c in f.codelists})]
        study, said = self.plan.study, replace(form, line=0, label={}, fields=fields)
        return sha(
            repr(said), repr(lists), study.language, str(study.levels.get("RAW-TRANSLATION")), study.cut.said(name)
        )

    def export(self, digests: dict[str, str]) -> str:
        """Fingerprint of the forms as they are read from files of the export."""
        contracts = [f"{form}:{of}" for form, of in sorted(self.contracts.items())]
        return sha("export", self.engine, *contracts, *(f"{file}:{of}" for file, of in sorted(digests.items())))

    def dataset(self, dataset: Dataset) -> tuple[str, set[str]]:
        """Fingerprint of a dataset's definition, and the forms that it reaches."""
        nodes = [n for n in self.plan.order if n[0] == dataset.name]
        forms = set().union(*(self.forms[n] for n in nodes)) if nodes else set()
        names = [v.codelist for v in dataset.variables.values() if v.codelist] + [
            c for by in dataset.value_codelists.values() for c in by.values()
        ]
        lists = [self.plan.study.codelists[n].terms for n in names]
        shape = [(v.name, v.type, v.codelist, v.core, v.dictionary) for v in dataset.variables.values()]
        text = repr(
            (
                dataset.keys,
                sorted(dataset.value_level.items()),
                sorted(dataset.value_codelists.items()),
                shape,
                lists,
                self.plan.study.language,
                self.plan.study.encoded,
                sorted(self.plan.study.levels.items()),  # what may be left blank, and what a query stands on
            )
        )
        study = self.plan.study
        forms |= {study.stands_on(name) for name in forms}
        beside = {name for name in study.forms if study.stands_on(name) in forms}  # rows are refused with their own
        return sha(text, *sorted(self.deep[n] for n in nodes)), forms | beside | {study.subjects} | study.cut.reads

    def readable(self) -> dict[str, str]:
        """Own definitions by names a person knows: ``LB.LBSTRESN``, ``LB records``, ``codelist NY``, ``keys of LB``."""
        nodes = {
            f"{d}.{v}" if v else f"{d} records{f' (phase {p})' if p else ''}": fp
            for (d, p, v), fp in self.own.items()
            if not v or p <= 0
        }
        lists = {f"codelist {c.name}": sha(repr(c.terms)) for c in self.plan.study.codelists.values()}
        study = self.plan.study
        levels = {"levels": sha(study.milestone, repr(sorted(study.levels.items())))}
        return (
            nodes | lists | levels | {f"keys of {d.name}": sha(repr(d.keys)) for d in self.plan.study.datasets.values()}
        )

    def _definition(self, node: Node) -> tuple[str, set[str]]:
        dataset = self.plan.dataset(node[0])
        if not node[2]:
            steps = [s for s in self.plan.steps[dataset.name] if s.step.phase == node[1]]
            texts, forms = [], set()
            for step in steps:
                text, more = self.step(step)
                texts.append(text)
                forms |= more
            return sha(*texts), forms
        return self._variable(self.plan.variables[dataset.name, node[2]])

    def step(self, plan: StepPlan) -> tuple[str, set[str]]:
        """Fingerprint of a record step or check, and the forms that it names."""
        forms = {s.source for s in plan.selections} | {r.target for r in plan.references if isinstance(r, BySubject)}
        forms |= {j.target for j in plan.joined}
        step = plan.step
        text = sha(
            step.operation,
            repr((step.source, step.where, sorted(step.set.items()), sorted(plan.arguments.items(), key=str))),
            repr(plan.refused),
            step.reason,
            step.taken.id if step.taken else "",
            plan.operation.digest if plan.operation else "",
            *self._facts(plan.references),
        )
        return text, forms & self.plan.study.forms.keys()

    def _variable(self, plan: VariablePlan) -> tuple[str, set[str]]:
        forms = {r.target for r in plan.references if isinstance(r, (Other, ManyOf))} | {j.target for j in plan.joined}
        forms &= self.plan.study.forms.keys()
        v, how = plan.variable, plan.how
        text = sha(
            v.verb.word,
            v.type,
            v.codelist,
            str(v.parts),
            repr(v.verb) if isinstance(v.verb, NotAvailable) else _said(how),
            plan.operation.digest if plan.operation else "",
            self.tables[how.table] if isinstance(how, LookUp) else "",
            *self._codes(plan),
            str(is_whole(plan)),
            *self._facts(plan.references),
        )
        return text, forms

    def _codes(self, plan: VariablePlan) -> list[str]:
        """The table of codes that fills the variable where its source is blank."""
        table = self.plan.codes_of(plan.dataset, plan.variable.name)
        return [self.tables.get(table, ""), self.plan.coded[plan.dataset].topic] if table else []

    def _facts(self, references: Iterable[Single]) -> list[str]:
        """Tables and codelists that an operation is given."""
        references = list(references)
        out = [self.tables[r.name] for r in references if isinstance(r, TableOf) and r.name]
        return out + [sha(repr(self.plan.study.codelists[r.name].terms)) for r in references if isinstance(r, CodesOf)]


def _said(how: How) -> str:
    """A verb as the plan has it; an operation by its name, arguments in one order however they are written."""
    if isinstance(how, Computation):
        arguments, group = sorted(how.arguments.items(), key=str), sorted(how.group.items())
        return repr((how.operation.name, arguments, how.where, group))
    if isinstance(how, LookUp):
        return repr((how.table, how.column, sorted(how.match.items(), key=str)))
    return repr(how)
