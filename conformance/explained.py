"""The register of explained breaches: ``specs/<study>/conformance.yaml``.

    explained:
      - rule: CORE-000236
        dataset: MH                               # or a list; left out: any
        where: {MHSTDTC: "2025"}                  # as in the specification, on the record; left out: everywhere
        variable: MHSTDTC                         # one of the breach's variables; left out: any
        reason: The year alone was collected; it may lie before the reference date.
        who: A. Example, statistical programming
        date: 2027-11-02
        count: 1

``engine`` is told from the rule's form (CORE-..., SDTM-... of pointblank, else our own); write it where that fails.
An entry explains the exact number of breaches that it says, and a breach is explained once, by the first entry that
meets it.  One that explains more, fewer or none is stale; not so when its engine did not run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np

from onespec.conformance.breach import CORE, ENGINES, ONESPEC, POINTBLANK, Beyond, Breach
from onespec.conformance.listing import told
from onespec.conformance.package import Package
from onespec.conformance.series import holds
from onespec.engine.declared import WHERE, Key, Permitted, called
from onespec.engine.findings import STOP, Findings, nearest, unknown
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.signed import DATE, REASON, WHO, SignedReader
from onespec.engine.spec.yamltext import Map

FILE, RULE = "conformance.yaml", "CONFORMANCE"
_OF_ADAM = re.compile(r"OA\d+")
_FORMS = {CORE: re.compile(r"CORE-\d+"), POINTBLANK: re.compile(r"SDTM-\d+")}


@called("an explanation")
@dataclass(frozen=True)
class Explanation:
    """An explained breach."""

    rule: Annotated[str, Key("The rule's identifier, as the report shows it.", required=True)]
    engine: Annotated[str, Key("The rule's engine, where its form does not tell.", only=Permitted(ENGINES))]
    datasets: Annotated[tuple[str, ...], Key("The dataset, or a list; any when left out.", name="dataset")]
    where: Annotated[tuple[Condition, ...], Key("Which records: an AND of conditions; all when left out.", shape=WHERE)]
    variable: Annotated[str, Key("One of the breach's variables; any when left out.")]
    reason: Annotated[str, REASON]
    who: Annotated[str, WHO]
    date: Annotated[str, DATE]
    count: Annotated[int, Key("How many breaches it explains, exactly.", required=True)]
    line: int = 0

    @property
    def standard(self) -> str:
        """The standard of the package that the rule judges."""
        return "adam" if _OF_ADAM.fullmatch(self.rule) else "sdtm"

    @property
    def place(self) -> str:
        return f"{FILE}:{self.line}"


@called(FILE)
@dataclass(frozen=True)
class Explanations:
    """The register of explained breaches."""

    explained: Annotated[tuple[Explanation, ...], Key("The breaches that are explained.")]


def read_explanations(study: Path, findings: Findings) -> list[Explanation]:
    """The entries of a study's register, none when it has no register; every fault is a finding."""
    register = SignedReader(FILE, "explained", Explanation, RULE, "an explanation", findings)
    out = [_explanation(register, item, line) for item, line in register.signed(study)]
    return [e for e in out if e]


def _explanation(register: SignedReader, item: Map, line: int) -> Explanation | None:
    before = len(register.findings)
    texts = register.texts(item, "rule", "engine", "variable", "count")
    datasets, where = register.names(item, "dataset"), register.where(item)
    engine = texts["engine"] or _engine_of(texts["rule"])
    if not texts["rule"]:
        register.fault("The explanation has no 'rule'.", "Write the rule's identifier as the report shows it.", line)
    if engine not in ENGINES:
        register.fault(*unknown("engine", engine, ENGINES), line)
    if where and not datasets:
        register.fault("'where' needs the dataset whose records it chooses.", "Write 'dataset: NAME'.", line)
    register.number("count", texts["count"], "breaches", line)
    register.date(texts["date"], line)
    if len(register.findings) > before:
        return None
    return Explanation(
        texts["rule"],
        engine,
        datasets,
        where,
        texts["variable"],
        texts["reason"],
        texts["who"],
        texts["date"],
        int(texts["count"]),
        line,
    )


def _engine_of(rule: str) -> str:
    return next((engine for engine, form in _FORMS.items() if form.fullmatch(rule)), ONESPEC)


def explain(explanations: list[Explanation], breaches: list[Breach], package: Package, findings: Findings) -> list[int]:
    """For each breach the number of the entry that explains it, -1 where none does."""
    out = np.full(len(breaches), -1)
    by_rule = defaultdict(list)
    for i, breach in enumerate(breaches):
        by_rule[breach.engine, breach.rule].append(i)
    for number, entry in enumerate(explanations):
        faults = _missing(entry, package)
        for message, fix in faults:
            findings.add(RULE, STOP, message, fix, file=FILE, line=entry.line)
        met = (
            ()
            if faults
            else [i for i in by_rule[entry.engine, entry.rule] if out[i] < 0 and _about(entry, breaches[i])]
        )
        for dataset in {breaches[i].dataset for i in met}:
            mine = np.array([i for i in met if breaches[i].dataset == dataset])
            out[mine[_meets(entry, package, dataset, [breaches[i].row for i in mine])]] = number
    return out.tolist()


def explain_beyond(explanations: list[Explanation], breach: Breach, package: Package) -> list[tuple[Breach, int]]:
    """A breach that stands for many records, one for those that each entry explains and one for those that none does;
    with the number of the entry, -1 for none."""
    out, beyond = [], breach.beyond
    assert beyond is not None
    left = beyond.rows
    for number, entry in enumerate(explanations):
        if (entry.engine, entry.rule) == (breach.engine, breach.rule) and _about(entry, breach):
            met = (
                np.zeros(len(left), bool) if _missing(entry, package) else _meets(entry, package, breach.dataset, left)
            )
            if met.any():
                out.append((told(breach, Beyond(left[met], beyond.messages)), number))
                left = left[~met]
    return [*out, (told(breach, Beyond(left, beyond.messages)), -1)] if len(left) else out


def _about(entry: Explanation, breach: Breach) -> bool:
    return (not entry.datasets or breach.dataset in entry.datasets) and (
        not entry.variable or entry.variable in breach.variables
    )


def _missing(entry: Explanation, package: Package) -> list[tuple[str, str]]:
    """The variables of an entry's conditions that its datasets do not have."""
    return [
        (
            f"{dataset} has no variable '{c.name}'.",
            f"Did you mean '{close}'?"
            if (close := nearest(c.name, package.tables[dataset].frame.columns))
            else "Correct the entry.",
        )
        for dataset in entry.datasets
        if dataset in package.tables
        for c in entry.where
        if c.name not in package.tables[dataset].frame
    ]


def _meets(entry: Explanation, package: Package, dataset: str, rows: Sequence[int | None] | np.ndarray) -> np.ndarray:
    """For which rows (from 1) the entry's conditions hold; a breach of a dataset as a whole meets none."""
    if not entry.where:
        return np.ones(len(rows), bool)
    if dataset not in package.tables:
        return np.zeros(len(rows), bool)
    table = package.tables[dataset]
    position = np.array([r - 1 if r is not None and 1 <= r <= table.rows else -1 for r in rows])
    known = position >= 0
    records = table.at(list(dict.fromkeys(c.name for c in entry.where)), position[known])
    held = np.ones(len(records), bool)
    for condition in entry.where:
        held &= holds(condition, records[condition.name])
    known[known] = held
    return known
