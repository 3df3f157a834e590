# pyright: standard
"""Single datasets, from typed forms and the datasets before them to checked and measured records, part by part."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from pathlib import Path

import onespec
from onespec.cli.bench.process import Clock, Place
from onespec.engine.findings import Findings
from onespec.engine.plan.references import Node, Plan
from onespec.engine.raw.fields import type_form
from onespec.engine.raw.fill import PART_ROWS, fill_store
from onespec.engine.raw.store import RawStore, slice_form
from onespec.engine.run.evaluate import evaluate
from onespec.engine.run.finish import finish
from onespec.engine.run.part import Part


def laboratory(place: Place, clock: Clock) -> int:
    return _build(place, clock, {"LB"})


def response_and_time(place: Place, clock: Clock) -> int:
    return _build(place, clock, {"ADRS", "ADTTE", "ADTR"})


def _build(place: Place, clock: Clock, names: set[str]) -> int:
    """Build ``names`` and what they need; the clock takes the seconds of ``names`` only.  Returns their rows."""
    plan = onespec.open(place.study).plan()
    with tempfile.TemporaryDirectory(dir=place.folder) as folder:
        store = fill_store(plan.study, place.raw, Path(folder), PART_ROWS, Findings(), lambda text: None)
        if store is None:
            raise RuntimeError(f"the export in {place.raw} cannot be read")
        return sum(
            _build_part(plan, store, number, clock, names, _needed(plan, names)) for number in range(len(store.parts))
        )


def _build_part(plan: Plan, store: RawStore, number: int, clock: Clock, names: set[str], needed: set[Node]) -> int:
    study = plan.study
    cells = {n: slice_form(f, store.forms[n], number) for n, f in study.forms.items()}
    part = Part(plan, {n: type_form(f, *cells[n], study.codelists, study.language) for n, f in study.forms.items()})
    for node in plan.order:
        if node in needed:
            with clock if node[0] in names else nullcontext():
                evaluate(part, node)
    with clock:
        return sum(finish(part, plan.dataset(name)).measure.rows for name in names)


def _needed(plan: Plan, names: set[str]) -> set[Node]:
    """All variables and records of ``names``, and those of other datasets that they need."""
    found, waiting = set(), [node for node in plan.order if node[0] in names]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += plan.needs[node]
    return found
