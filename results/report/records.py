"""The records behind the numbers: what they hold, and how their values came about, back to the raw cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onespec.engine.columns import as_text
from onespec.engine.frames import Frame
from onespec.engine.run.part import Part
from onespec.engine.spec.model import Dataset
from onespec.engine.trace.explain import Explainer, Wording
from onespec.engine.trace.explain_text import explanation_text
from onespec.engine.trace.links import shown
from onespec.engine.trace.one_subject import Subjects, column_nodes, open_subjects, subject_variable
from onespec.results.report.sheets import Standings
from onespec.results.run import SUBJECT, Built

TOGETHER = 50  # subjects computed again at a time
DEPTH, ROWS = 12, 6  # how deep a chain is told, and how many of many rows
MOST = 1500  # records that are explained in the page; of the others it gives the command
RESULTS = ("ADT", "AVAL", "AVALC", "ASTDT", "CNSR", "EVNTDESC", "CNSDTDSC", "SRCDOM", "SRCVAR", "SRCSEQ")


@dataclass(frozen=True)
class Held:
    """The records of a dataset that numbers stand on.

    columns  the variables shown, with their labels; ``always`` so many of them whatever the number is about
    rows     number in the transport file -> the values
    chains   the same -> how the values came about; none for records beyond those that are explained
    asked    the same -> what `onespec explain` would be asked
    """

    columns: tuple[tuple[str, str], ...]
    always: int
    rows: dict[int, tuple[str, ...]]
    chains: dict[int, str]
    asked: dict[int, str]


def held_records(built: Built, standings: Standings, wording: Wording, raw: Path) -> dict[str, Held]:
    """By dataset, the records that anything stands on."""
    plan, out = built.plan, {}
    explained = _explained(built, standings, wording, raw)
    for name, rows in standings.records.items():
        dataset, frame = plan.dataset(name), built.frame(name)
        variables = shown_variables(dataset, standings.variables.get(name, {}))
        values = _values(dataset, frame, variables, rows)
        columns = tuple((v, dataset.variables[v].label) for v in variables)
        asked = {row: _asked(dataset, frame, row) for row in rows}
        always = 1 + sum(k not in ("STUDYID", SUBJECT) for k in dataset.keys)
        out[name] = Held(columns, always, values, explained.get(name, {}), asked)
    return out


def shown_variables(dataset: Dataset, named: Iterable[str]) -> list[str]:
    """Keys, what analyses name, and the usual results."""
    keys = [k for k in dataset.keys if k != "STUDYID"]
    return [n for n in dict.fromkeys([SUBJECT, *keys, *named, *RESULTS]) if n in {v.name for v in dataset.columns}]


def _values(dataset: Dataset, frame: Frame, names: Sequence[str], rows: Sequence[int]) -> dict[int, tuple[str, ...]]:
    at = [row - 1 for row in rows]
    columns = [[shown(dataset.variables[name], value) for value in frame[name].take(at).tolist()] for name in names]
    return dict(zip(rows, zip(*columns, strict=True), strict=True))


def _asked(dataset: Dataset, frame: Frame, row: int) -> str:
    """The command that explains a record."""
    keys = [k for k in dataset.keys if k != "STUDYID"]
    where = " ".join(f"--where '{k}={shown(dataset.variables[k], frame[k][row - 1])}'" for k in keys)
    return f"onespec explain {dataset.name} {where}"


def _explained(built: Built, standings: Standings, wording: Wording, raw: Path) -> dict[str, dict[int, str]]:
    """By dataset and record, how its values came about."""
    wanted = _wanted(standings)
    out: dict[str, dict[int, str]] = {name: {} for name in wanted}
    whose = _by_subject(built, wanted)
    with open_subjects(built.plan, raw, built.out) as subjects:
        for stored in subjects.store.parts:
            asked = _concerned(subjects, stored, whose)
            for start in range(0, len(asked), TOGETHER):
                part = subjects.part(asked[start : start + TOGETHER])
                _tell(part, built, standings, wording, (whose, out))
    return out


def _concerned(subjects: Subjects, stored: Sequence[str], whose: Mapping[str, Mapping[tuple[str, ...], int]]) -> list:
    """The subjects of a stored part with records that are explained: others are not computed again."""
    plan, wanted, found = subjects.plan, {}, set()
    for name, records in whose.items():
        dataset = plan.dataset(name)
        target = subject_variable(plan, dataset, SUBJECT) if SUBJECT in dataset.keys else None
        if target is None:
            return list(stored)
        at = dataset.keys.index(SUBJECT)
        wanted.setdefault(target, set()).update(key[at] for key in records)
    part = subjects.part(stored, [n for dataset, name in wanted for n in column_nodes(plan, dataset, name)])
    for (dataset, name), values in wanted.items():
        found |= set(part.subjects(dataset)[part.column(dataset, name).isin(values)].tolist())
    return [subject for subject in stored if subject in found]


def _wanted(standings: Standings) -> dict[str, list[int]]:
    """By dataset the records that are explained: those of the fewest first, as a number of many is rarely doubted."""
    chosen: dict[tuple[str, int], None] = {}
    for standing in sorted(standings.listed, key=lambda s: len(s.rows)):
        chosen.update(dict.fromkeys((standing.dataset, row) for row in standing.rows))
    out: dict[str, list[int]] = {}
    for name, row in list(chosen)[:MOST]:
        out.setdefault(name, []).append(row)
    return {name: sorted(rows) for name, rows in out.items()}


def _by_subject(built: Built, wanted: Mapping[str, Sequence[int]]) -> dict[str, dict[tuple[str, ...], int]]:
    """By dataset: the values of its keys -> the number of the record."""
    out = {}
    for name, rows in wanted.items():
        keys, frame = built.plan.dataset(name).keys, built.frame(name)
        at = [row - 1 for row in rows]
        out[name] = dict(zip(zip(*(as_text(frame[k]).take(at).tolist() for k in keys), strict=True), rows, strict=True))
    return out


def _tell(part: Part, built: Built, standings: Standings, wording: Wording, found: tuple) -> None:
    """The records of a part, told."""
    whose, out = found
    explainer = Explainer(part, wording, DEPTH, ROWS)
    for name, records in whose.items():
        dataset = built.plan.dataset(name)
        known = {v.name for v in dataset.columns}
        variables = [v for v in standings.variables.get(name, {}) if v in known and v not in dataset.keys]
        keys = zip(*(as_text(part.column(name, k)).tolist() for k in dataset.keys), strict=True)
        for row, key in enumerate(keys):
            number = records.get(key)
            if number is not None:
                each = explainer.anew()
                links = [each.record(name, row), *(each.value(name, v, row) for v in variables)]
                out[name][number] = explanation_text(links)
