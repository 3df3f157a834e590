"""Single datasets, from typed forms and the datasets before them to checked and measured records, part by part."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from onespec.cli.bench.process import Clock, Place
from onespec.cli.places import packages
from onespec.engine.build import specification
from onespec.engine.findings import Findings
from onespec.engine.parts import Task, run_part
from onespec.engine.plan import Plan
from onespec.engine.store import fill_store

_PART = 500     # subjects


def laboratory(place: Place, clock: Clock) -> int:
    return _build(place, clock, {"LB"})


def response_and_time(place: Place, clock: Clock) -> int:
    return _build(place, clock, {"ADRS", "ADTTE"})


def _build(place: Place, clock: Clock, names: set[str]) -> int:
    """Build ``names`` and what they need; the clock takes the seconds of ``names`` only.  Returns their rows."""
    plan, rows = specification(place.study, packages(), Findings()), 0
    needed = _needed(plan, names)
    with tempfile.TemporaryDirectory(dir=place.folder) as folder:
        store = fill_store(plan.study, place.raw, Path(folder) / "raw", _PART, Findings(), lambda text: None)
        for number in range(len(store.parts)):
            cache = Path(folder) / "part"
            cache.mkdir()
            summary = run_part(plan, store, cache, Task(number, {n: n for n in needed}, "summary"))
            clock.seconds += sum(summary.seconds[n] for n in names)
            rows += sum(summary.measures[n].rows for n in names)
            shutil.rmtree(cache)
    return rows


def _needed(plan: Plan, names: set[str]) -> list[str]:
    """``names`` and all datasets that they need, in the order of the study."""
    found, waiting = set(), set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= {need[0] for node, needs in plan.needs.items() if node[0] == name for need in needs} - found
    return [n for n in plan.study.datasets if n in found]
