"""The numbers of the displays, computed from the datasets as they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import as_text, text
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.frames import Frame, table_of
from onespec.engine.plan.possible import Given, given_by
from onespec.engine.plan.references import AnalysisPlan, Argument, Chosen, Constant, DisplayPlan, Plan, TableOf
from onespec.engine.run.match import holds, meets
from onespec.engine.spec.conditions import Joined
from onespec.engine.spec.model import Dataset
from onespec.engine.xpt.reader import read_columns
from onespec.results.contract import Beside, Facts, Group, Result, Source, Standing, Words

SUBJECT = "USUBJID"
ALL, TOTAL = Words("All subjects", "全部受试者"), Words("Total", "合计")


@dataclass(frozen=True)
class Computed:
    """A display with its numbers.

    results     each analysis with its result
    columns     of the groups: what stands above them
    levels      the value of the display's group variable that each column has; "" for the total and for all subjects
    members     the subjects of each column: their subject-level records
    population  what the population is called
    """

    plan: DisplayPlan
    results: tuple[tuple[AnalysisPlan, Result], ...]
    columns: tuple[Words, ...]
    levels: tuple[str, ...]
    members: tuple[Standing, ...]
    population: Words

    @property
    def sizes(self) -> tuple[int, ...]:
        """The subjects of each column."""
        return tuple(len(each.rows) for each in self.members)

    @property
    def size(self) -> int:
        """The subjects of the population that stand in any column."""
        return len({row for each in self.members for row in each.rows})


class Built:
    """The written datasets, each read once, as far as displays need them."""

    def __init__(self, plan: Plan, out: Path):
        self.plan, self.out = plan, out
        self._frames: dict[str, Frame] = {}

    def frame(self, name: str) -> Frame:
        """All variables of a dataset; USUBJID and the others as the transport file has them."""
        if name not in self._frames:
            dataset = self.plan.dataset(name)
            path = self.out / dataset.standard / f"{name.lower()}.xpt"
            frame = read_columns(path, encoding=self.plan.study.encoding)[1]
            self._frames[name] = self._with_qualifiers(dataset, frame) if dataset.supplemental else frame
        return self._frames[name]

    def _with_qualifiers(self, dataset: Dataset, frame: Frame) -> Frame:
        """The records with their supplemental qualifiers beside them (SDTMIG 3.4, section 8.4)."""
        path = self.out / dataset.standard / f"supp{dataset.name.lower()}.xpt"
        held = read_columns(path, encoding=self.plan.study.encoding)[1] if path.exists() else Frame({}, 0)
        texts = {n: as_text(held[n]).tolist() for n in ("USUBJID", "IDVAR", "IDVARVAL", "QNAM", "QVAL") if n in held}
        listed = list(zip(*texts.values(), strict=True))
        columns = dict(frame.items())
        for variable in dataset.supplemental:
            values = {(s, idvar, at): value for s, idvar, at, name, value in listed if name == variable.name}
            by = next((idvar for _, idvar, _ in values), "")
            at = as_text(frame[by]).tolist() if by else [""] * len(frame)
            keys = zip(as_text(frame[SUBJECT]).tolist(), [by] * len(frame), at, strict=True)
            columns[variable.name] = text([values.get(key, "") for key in keys])
        return Frame(columns, len(frame), frame.name)


def compute(built: Built, names: Iterable[str] = ()) -> list[Computed]:
    """The displays of a study (of these names; all when none) with their numbers.

    Raises `Stopped` and OSError for a dataset that cannot be read.
    """
    wanted = set(names)
    return [_computed(built, d) for d in built.plan.displays if not wanted or d.display.name in wanted]


def _computed(built: Built, display: DisplayPlan) -> Computed:
    population = _population(built, display)
    results = tuple((a, _result(built, display, a, population)) for a in display.analyses)
    groups = population.groups
    members = tuple(own.population() for own in population.each_group())
    name = display.display.population
    called = population.facts.said(_called(population.label(name).en)) if name else ALL
    return Computed(display, results, tuple(g.label for g in groups), tuple(g.level for g in groups), members, called)


def _called(label: str) -> str:
    """What a population is called: the label of its flag without what says that it is one."""
    return label.removesuffix(" Flag").removesuffix(" Population")


def _population(built: Built, display: DisplayPlan) -> Source:
    """The subjects of the display, by its columns, as a source that has no records yet."""
    name, shown = display.subjects, display.display
    frame = built.frame(name)
    rows = np.flatnonzero(frame[shown.population] == "Y") if shown.population else np.arange(len(frame))
    frame = frame.take(rows)
    facts = facts_of(built.plan, built.plan.dataset(name))
    none = np.array([], int)
    empty = Source(
        name, frame.take(none), none, none, np.array(frame[SUBJECT].tolist(), object), frame, rows + 1, name, (), facts
    )
    return replace(empty, groups=tuple(_groups(empty, shown.group, shown.total)))


def _groups(population: Source, variable: str, total: bool) -> Iterable[Group]:
    everybody = np.ones(len(population.subjects), bool)
    if not variable:
        yield Group("", ALL, everybody)
        return
    whole = replace(population, frame=population.subject_frame, rows=population.subject_rows)
    values = whole.text(variable)
    for level in (v for v in whole.levels(variable) if (values == v).any()):
        yield Group(level, whole.said(variable, level), values == level)
    if total:
        yield Group("", TOTAL, everybody)


def _result(built: Built, display: DisplayPlan, analysis: AnalysisPlan, population: Source) -> Result:
    plan = analysis.plan
    assert plan.operation is not None and plan.source is not None, "a plan without stops has both"
    source = _source(built, plan.source, population)
    arguments = {name: _given(built, value, population) for name, value in plan.arguments.items()}
    try:
        return plan.operation.function(source=source, **arguments)
    except ValueError as error:  # an analysis refuses records that it cannot use
        shown, findings = display.display, Findings()
        problem = f"Display {shown.name}, {plan.operation.name}: {error}."
        findings.add(
            "SPEC-DISPLAY", STOP, problem, "Choose other records by 'where'.", file=shown.file, line=plan.step.line
        )
        raise Stopped(findings) from error


def _given(built: Built, argument: Argument, population: Source) -> object:
    """What the function receives for one argument."""
    if isinstance(argument, tuple):
        return [_given(built, each, population) for each in argument]
    if isinstance(argument, Chosen):
        named = {key: value.value if isinstance(value, Constant) else value for key, value in argument.extra}
        return Beside(_source(built, argument, population), named)
    if isinstance(argument, TableOf):
        return table_of(built.plan.study.tables[argument.name], argument.name)
    assert isinstance(argument, Constant), f"an analysis takes constants, variables and selections, not {argument}"
    return argument.value


def _source(built: Built, chosen: Chosen, population: Source) -> Source:
    """The records of a selection, those of the population's subjects."""
    frame, dataset = built.frame(chosen.source), built.plan.dataset(chosen.source)
    keep = np.ones(len(frame), bool)
    for condition in chosen.where:
        if condition.against is None:
            keep &= holds(condition, frame[condition.name])
        else:
            keep &= meets(condition.comparator, frame[condition.name], _met(built, frame, condition.against))
    who = _positions(frame, population.subjects)
    rows = np.flatnonzero(keep & (who >= 0))
    facts = facts_of(built.plan, dataset, given_by(chosen.where))
    return replace(
        population, dataset=chosen.source, frame=frame.take(rows), rows=rows + 1, subject=who[rows], facts=facts
    )


def _met(built: Built, frame: Frame, joined: Joined) -> Column:
    """The column that a condition compares with: of the same record, or of its subject."""
    if joined.way == "record":
        return frame[joined.name]
    other = built.frame(joined.target)
    at = _positions(frame, np.array(other[SUBJECT].tolist(), object))
    return other[joined.name].take(at)


def _positions(frame: Frame, subjects: np.ndarray) -> np.ndarray:
    """Per record the position of its subject; -1 for one that is not there."""
    place = {subject: n for n, subject in enumerate(subjects)}
    return np.array([place.get(s, -1) for s in as_text(frame[SUBJECT]).tolist()], int)


def facts_of(plan: Plan, dataset: Dataset, given: Given | None = None) -> Facts:
    """Labels, terms and decodes of a dataset's variables; ``given``: what is known of the records.

    A codelist of value level is that of the value which the records have (AVALC of one PARAMCD).
    """
    study = plan.study
    terms: dict[str, tuple[str, ...]] = {}
    decodes: dict[str, dict[str, str]] = {}
    for variable in dataset.columns:
        codelist = study.codelists.get(variable.codelist or _by_value(dataset, variable.name, given or {}))
        if codelist:
            terms[variable.name] = tuple(codelist.terms)
            decodes[variable.name] = {value: term.english or value for value, term in codelist.terms.items()}
    days = frozenset(v.name for v in dataset.columns if v.type == "sasdate")
    return Facts({v.name: v.english for v in dataset.columns}, terms, decodes, study.displays.words, days)


def _by_value(dataset: Dataset, name: str, given: Given) -> str:
    """The codelist that a variable has in records of which one value of its ``by`` variable is known."""
    codelists = dataset.value_codelists.get(name, {})
    known = tuple(given.get(dataset.value_level[name][0], ())) if codelists else ()
    return codelists.get(known[0], "") if len(known) == 1 else ""
