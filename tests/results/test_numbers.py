"""Each number of the shipped study's report is computed a second time, by SQL and statsmodels from the XPT files.

A display whose operation nothing recomputes fails, and so does a statistic that the second computing does not give.
"""

from __future__ import annotations

import math
import shutil
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from support import SHIPPED, makes_slow

from onespec.engine.findings import Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import discover
from onespec.packages import operation_packages
from onespec.results.contract import Line, Result, Stat
from onespec.results.run import Built, Computed, compute

from .again.operations import RECOMPUTED, ROWS
from .again.voice import Key, Shown, Values, Voice
from .again.written import WrittenDisplay, WrittenStep, decodes, written_displays

MORE = Path(__file__).parent / "data" / "more-displays.yaml"
SHOWN = written_displays((SHIPPED / "displays").glob("*.yaml"))
WRITTEN = SHOWN | written_displays([MORE])


@pytest.fixture(scope="module")
@makes_slow
def voice(built) -> Voice:
    return Voice(built, decodes(built))


@pytest.fixture(scope="module")
@makes_slow
def report(built, tmp_path_factory) -> dict[str, Computed]:
    """The displays of the shipped study, and those that try its operations in other columns, with their numbers."""
    spec, findings = tmp_path_factory.mktemp("numbers") / SHIPPED.name, Findings()
    shutil.copytree(SHIPPED, spec)
    shutil.copy(MORE, spec / "displays")
    plan = make_plan(spec, discover(operation_packages(), spec / "methods.py", findings), findings)
    assert not findings.stops, "\n".join(f.text() for f in findings.stops)
    return {computed.plan.display.name: computed for computed in compute(Built(plan, built))}


def test_every_display_is_recomputed(report):
    assert sorted(report) == sorted(WRITTEN)
    operations = {step.operation for display in WRITTEN.values() for step in display.steps}
    assert not operations - {*RECOMPUTED, *ROWS}, "write how it is recomputed: again/operations.py"


@pytest.mark.parametrize("name", WRITTEN)
def test_the_numbers_are_those_of_a_second_computing(name, report, voice):
    computed, display = report[name], WRITTEN[name]
    levels = computed.levels
    voice.choose(display, levels)
    assert list(computed.sizes) == voice.sizes()
    if display.group:
        there = {v for (v,) in voice.sql(f"select distinct txt({display.group}) from everybody")} - {""}
        assert {level for level in levels if level} == there
    faults = []
    for number, (step, (_, result)) in enumerate(zip(display.steps, computed.results, strict=True), 1):
        voice.by_column(step)
        if step.operation in ROWS:
            found = _other_rows(voice, step, display, result)
        else:
            found = differing(shown_values(result), recomputed(voice, step, levels, result))
        faults += [f"{name}, analysis {number} ({step.operation}): {fault}" for fault in found]
        faults += [f"{name}, analysis {number}: {fault}" for fault in misprinted(result)]
    assert not faults, "\n".join(faults[:20])


def test_a_wrong_number_and_one_that_nothing_recomputes_are_found():
    key, other = Key("", (), "SEX", "F", 0, "n"), Key("", (), "SEX", "M", 0, "n")
    assert differing({key: 2.0, other: 1.0}, {key: 2, other: 1}) == []
    assert differing({key: 2.0}, {key: 3}) == [f"{key}: 2.0, recomputed 3"]
    assert differing({key: None}, {key: 3}) == [f"{key}: None, recomputed 3"]
    assert differing({key: 2.0}, {}) == [f"{key}: 2.0, and nothing recomputes it"]
    assert differing({}, {key: 3, other: 0}) == [f"{key}: recomputed 3, and it is not shown"]


# -- what the report shows ---------------------------------------------------------------------------


def recomputed(voice: Voice, step: WrittenStep, groups: tuple[str, ...], result: Result) -> Values:
    levels = tuple(dict.fromkeys(line.level for line in result.lines if not line.head))
    return RECOMPUTED[step.operation](voice, step, Shown(groups, tuple(head.en for head in result.columns), levels))


def shown_values(result: Result) -> dict[Key, object]:
    """The statistics of an analysis, each known by one key."""
    listed = [
        (Key("" if line.level else line.label.en, line.within, line.variable, line.level, place, stat.name), stat.value)
        for line, place, stat in _stats(result)
    ]
    twice = [key for key, count in Counter(key for key, _ in listed).items() if count > 1]
    same = {key for key in twice if len({value for k, value in listed if k == key}) == 1}
    assert not set(twice) - same, f"statistics that nothing tells apart: {twice}"
    return dict(listed)


def _stats(result: Result) -> list[tuple[Line, int, Stat]]:
    return [
        (line, place, stat) for line in result.lines for place, cell in enumerate(line.cells) for stat in cell.stats
    ]


def differing(shown: dict[Key, object], again: Values) -> list[str]:
    """What the two computings say differently; of what is not shown, only what is not nothing."""
    faults = []
    for key, value in shown.items():
        if key not in again:
            faults.append(f"{key}: {value}, and nothing recomputes it")
        elif not _alike(value, again[key]):
            faults.append(f"{key}: {value}, recomputed {again[key]}")
    for key, value in again.items():
        if key not in shown and value and key.stat != "N":
            faults.append(f"{key}: recomputed {value}, and it is not shown")
    return faults


def _alike(value: object, again: object) -> bool:
    if isinstance(value, float) and isinstance(again, (int, float)):
        return math.isclose(value, again, rel_tol=1e-9, abs_tol=1e-9)
    return value == again


def misprinted(result: Result) -> list[str]:
    """Where the text is not the number, rounded to as many decimals with halves away from zero."""
    faults = []
    for line, _, stat in _stats(result):
        if isinstance(stat.value, str):
            right = stat.text == stat.value
        elif stat.value is None:
            right = stat.text in ("-", "NE")
        else:
            places = Decimal(stat.text).as_tuple().exponent
            rounded = Decimal(f"{stat.value:.15g}").quantize(Decimal(1).scaleb(int(places)), ROUND_HALF_UP)
            right = rounded == Decimal(stat.text)
        if not right:
            faults.append(f"{line.label.en}: {stat.name} {stat.value} is printed as {stat.text}")
    return faults


# -- a line a record ---------------------------------------------------------------------------------


def _other_rows(voice: Voice, step: WrittenStep, display: WrittenDisplay, result: Result) -> list[str]:
    again = ROWS[step.operation](voice, step, display)
    if step.operation == "listing":
        shown = [(line.label.en, *(cell.text for cell in line.cells)) for line in result.lines]
    else:
        shown = [(line.level, *(stat.value for cell in line.cells for stat in cell.stats)) for line in result.lines]
        shown, again = sorted(shown), sorted(again)
    if len(shown) != len(again):
        return [f"{len(shown)} lines, recomputed {len(again)}"]
    return [
        f"{a}, recomputed {b}"
        for a, b in zip(shown, again, strict=True)
        if not all(_alike(x, y) or x in voice.decodes.get(str(y), ()) for x, y in zip(a, b, strict=True))
    ]
