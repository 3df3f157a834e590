"""The report as the Analysis Results Standard has it (ARS 1.0): one ReportingEvent, with its results.

A display is an output, an analysis an analysis; the operation of an analysis is its method, and its statistics are the
operations of the method.  Populations are analysis sets, conditions data subsets, the group of a display an analysis
grouping, and what lines are about data groupings.  A listing is an output without results: it shows records.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from onespec.engine.columns import number_text
from onespec.engine.languages import ENGLISH
from onespec.engine.plan.references import AnalysisPlan, DisplayPlan, StepPlan
from onespec.engine.registry import LISTING
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.displays import PURPOSES
from onespec.engine.spec.model import Study
from onespec.engine.spec.step_text import step_text
from onespec.results.contract import Line, Result, Stat
from onespec.results.heads import heads_of
from onespec.results.run import Computed

Json = dict[str, Any]
NUMERATOR, DENOMINATOR, SHARE = "n", "N", "p"  # statistics of a share, by their names in the ARD
# Groupings that are no variable: which line, which value of a line that is about none, which column.
LINE, LEVEL, COLUMN = "DG.LINE", "DG.LEVEL", "DG.COLUMN"
_LABELS = {LINE: "Line of the display", LEVEL: "Value of the line", COLUMN: "Column of the display"}


@dataclass
class Shared:
    """What several analyses name, each once, by its identifier."""

    study: Study
    sets: dict[str, Json] = field(default_factory=dict)
    subsets: dict[str, Json] = field(default_factory=dict)
    groups: dict[str, Json] = field(default_factory=dict)  # groupings of subjects
    groupings: dict[str, Json] = field(default_factory=dict)  # of records
    methods: dict[str, Json] = field(default_factory=dict)
    purposes: dict[str, Json] = field(default_factory=dict)  # terms of the sponsor
    known: dict[tuple[object, ...], str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def identifier(self, kind: str, *names: str, content: tuple[object, ...] = ()) -> str:
        """One identifier for each content: readable, with a number where two contents would have the same."""
        key = (kind, *names, *content)
        if key not in self.known:
            wanted = ".".join([kind, *(re.sub(r"\W+", "_", name) or "BLANK" for name in names)])
            number, made = 1, wanted
            while made in self.taken:
                number += 1
                made = f"{wanted}.{number}"
            self.taken.add(made)
            self.known[key] = made
        return self.known[key]

    def label(self, dataset: str, name: str) -> str:
        """The label of a variable."""
        found = self.study.datasets[dataset].variables.get(name) if dataset in self.study.datasets else None
        return found.label if found and found.label else name


def ars_files(study: Study, displays: Sequence[Computed]) -> dict[str, bytes]:
    """The ReportingEvent by its file name; the same numbers give the same bytes."""
    return {"ars.json": (json.dumps(reporting_event(study, displays), indent=1, ensure_ascii=False) + "\n").encode()}


def reporting_event(study: Study, displays: Sequence[Computed]) -> Json:
    """The displays with their results as a ReportingEvent."""
    shared = Shared(study)
    analyses = {
        computed.plan.display.name: [
            _analysis(shared, computed, number, analysis, result)
            for number, (analysis, result) in enumerate(computed.results, 1)
            if analysis.plan.operation is not None and analysis.plan.operation.shows != LISTING
        ]
        for computed in displays
    }
    outputs = [_output(shared, computed.plan) for computed in displays]
    content = {
        "id": shared.identifier("RE", study.id),
        "name": study.name,
        "description": study.description,
        "mainListOfContents": _contents(displays, outputs, analyses),
        "analysisSets": list(shared.sets.values()),
        "dataSubsets": list(shared.subsets.values()),
        "analysisGroupings": list(shared.groups.values()),
        "dataGroupings": list(shared.groupings.values()),
        "methods": list(shared.methods.values()),
        "analyses": [analysis for own in analyses.values() for analysis in own],
        "outputs": outputs,
        "terminologyExtensions": _extensions(shared),
    }
    return {key: value for key, value in content.items() if value or key == "mainListOfContents"}


# -- analyses --------------------------------------------------------------------------------------


def _analysis(shared: Shared, computed: Computed, number: int, analysis: AnalysisPlan, result: Result) -> Json:
    display, plan = computed.plan.display, analysis.plan
    title, several = display.title.get(ENGLISH, display.name), len(computed.results) > 1
    method = _method(shared, plan)
    results = list(_results(shared, computed, plan, method, result))
    groupings = dict.fromkeys(group["groupingId"] for each in results for group in each.get("resultGroups", ()))
    identifier = shared.identifier("AN", display.name, str(number))
    relations = [r["id"] for o in method["operations"] for r in o.get("referencedOperationRelationships", ())]
    content = {
        "id": identifier,
        "name": analysis.analysis.label.get(ENGLISH) or (f"{title}: {_records(plan)}" if several else title),
        "label": title,
        "reason": {"controlledTerm": display.reason},
        "purpose": _purpose(shared, display.purpose),
        "methodId": method["id"],
        "analysisSetId": _set(shared, computed.plan),
        "dataSubsetId": _subset(shared, plan),
        "dataset": plan.step.source,
        "variable": next(iter(plan.variables), ""),
        "orderedGroupings": [{"order": n, "groupingId": g, "resultsByGroup": True} for n, g in enumerate(groupings, 1)],
        "programmingCode": {"context": "onespec", "code": step_text(plan.step)},
        "referencedAnalysisOperations": [
            {"referencedOperationRelationshipId": relation, "analysisId": identifier} for relation in relations
        ],
        "results": results,
    }
    return {key: value for key, value in content.items() if value not in ("", [], None)}


def _purpose(shared: Shared, purpose: str) -> Json:
    if purpose in PURPOSES:
        return {"controlledTerm": purpose}
    identifier = shared.identifier("TERM", "PURPOSE", purpose)
    shared.purposes[identifier] = {"id": identifier, "submissionValue": purpose}
    return {"sponsorTermId": identifier}


def _set(shared: Shared, plan: DisplayPlan) -> str:
    """The population of a display; "" for all subjects."""
    flag, dataset = plan.display.population, plan.subjects
    if not flag or not dataset:
        return ""
    identifier = shared.identifier("AS", flag)
    condition = _condition(dataset, Condition(flag, "EQ", ("Y",)))
    place = {"level": 1, "order": len(shared.sets) + 1}
    shared.sets.setdefault(identifier, {"id": identifier, "label": shared.label(dataset, flag), **place, **condition})
    return identifier


def _subset(shared: Shared, plan: StepPlan) -> str:
    """The conditions of an analysis; "" without any.

    ARS compares with values: conditions of which one compares with a variable stand in the label alone.
    """
    where, dataset = plan.source.where if plan.source else (), plan.step.source
    if not where:
        return ""
    parts = [part for c in where for part in (c.name, *([] if c.comparator == "EQ" else [c.comparator]), *c.values)]
    identifier = shared.identifier("DS", dataset, *parts)
    subset: Json = {"id": identifier, "label": _records(plan), "level": 1, "order": len(shared.subsets) + 1}
    if len(where) == 1 and where[0].against is None:
        subset |= _condition(dataset, where[0])
    elif all(condition.against is None for condition in where):
        clauses = [{"level": 2, "order": n, **_condition(dataset, c)} for n, c in enumerate(where, 1)]
        subset["compoundExpression"] = {"logicalOperator": "AND", "whereClauses": clauses}
    shared.subsets.setdefault(identifier, subset)
    return identifier


def _records(plan: StepPlan) -> str:
    """``ADAE where TRTEMFL EQ Y``."""
    where = " and ".join(condition.text() for condition in plan.step.where)
    return f"{plan.step.source} where {where}" if where else plan.step.source


def _condition(dataset: str, condition: Condition) -> Json:
    said = {"variable": condition.name, "comparator": condition.comparator, "value": list(condition.values)}
    return {"condition": {"dataset": dataset, **said}}


# -- methods and results ---------------------------------------------------------------------------


def _method(shared: Shared, plan: StepPlan) -> Json:
    """The method of an operation; its operations come with the results."""
    assert plan.operation is not None, "an analysis has an operation"
    identifier = shared.identifier("MT", plan.operation.name)
    text = re.sub(r"\{(\w+)\}", r"\1", plan.operation.text)
    new = {"id": identifier, "name": plan.operation.name, "description": text, "operations": []}
    return shared.methods.setdefault(identifier, new)


def _operation(shared: Shared, method: Json, stat: Stat) -> str:
    """The operation of the method that gives a statistic."""
    identifier = shared.identifier("OP", method["name"], stat.name, content=(stat.label,))
    operations: list[Json] = method["operations"]
    if all(operation["id"] != identifier for operation in operations):
        made: Json = {"id": identifier, "name": stat.name, "label": stat.label, "order": len(operations) + 1}
        if stat.name == SHARE:
            made["referencedOperationRelationships"] = list(_relations(identifier, operations))
        operations.append({key: value for key, value in made.items() if value != []})
    return identifier


def _relations(identifier: str, operations: Iterable[Json]) -> Iterator[Json]:
    """Numerator and denominator of a share: what was counted beside it."""
    last = {operation["name"]: operation["id"] for operation in operations}
    for role, name in (("NUMERATOR", NUMERATOR), ("DENOMINATOR", DENOMINATOR)):
        if name in last:
            said = {"referencedOperationRole": {"controlledTerm": role}, "operationId": last[name]}
            yield {"id": f"{identifier}.{role}", **said}


def _results(shared: Shared, computed: Computed, plan: StepPlan, method: Json, result: Result) -> Iterator[Json]:
    """The statistics of the lines, each with the groups that it is of.

    Where lines are about the same, their labels tell them apart, or else their numbers.
    """
    told = [_told(line) for line in result.lines]
    times = Counter(each for statistics in told for each in statistics)
    labels = Counter((each, line.label.en) for line, own in zip(result.lines, told, strict=True) for each in own)
    for number, line in enumerate(result.lines, 1):
        groups = list(_line_groups(shared, computed, plan, line))
        own = told[number - 1]
        if any(times[each] > 1 for each in own):
            alike = any(labels[each, line.label.en] > 1 for each in own)
            shown = f"{line.label.en} (line {number})" if alike else line.label.en
            groups.append(_group(shared, LINE, "", shown))
        for column, cell in zip(_columns(shared, computed, result), line.cells, strict=False):
            for stat in cell.stats:
                content = {
                    "operationId": _operation(shared, method, stat),
                    "resultGroups": [*column, *groups],
                    "rawValue": _raw(stat),
                    "formattedValue": stat.text,
                }
                yield {key: value for key, value in content.items() if value not in (None, [])}


def _told(line: Line) -> set[tuple[object, ...]]:
    """The statistics of a line, with what it is about."""
    return {(line.within, line.variable, line.level, stat.name, stat.label) for c in line.cells for stat in c.stats}


def _raw(stat: Stat) -> str | None:
    """The value as a text; None where there is none."""
    if stat.value is None or isinstance(stat.value, str):
        return stat.value
    return number_text(float(stat.value)) if math.isfinite(stat.value) else None


def _columns(shared: Shared, computed: Computed, result: Result) -> list[list[Json]]:
    """The groups of each column: that of its subjects, where they are of one, and its head where it is none."""
    return [
        _subjects(shared, computed, level) + ([_group(shared, COLUMN, "", words.en)] if result.columns else [])
        for level, words in heads_of(computed, result)
    ]


def _subjects(shared: Shared, computed: Computed, level: str) -> list[Json]:
    """The group of subjects with a value of the display's group variable."""
    variable, dataset = computed.plan.display.group, computed.plan.subjects
    if not level or not variable:
        return []
    grouping = shared.identifier("AG", variable)
    new = {
        "id": grouping,
        "label": shared.label(dataset, variable),
        "groupingDataset": dataset,
        "groupingVariable": variable,
        "dataDriven": False,
        "groups": [],
    }
    groups: list[Json] = shared.groups.setdefault(grouping, new)["groups"]
    group = shared.identifier("AG", variable, level)
    if all(each["id"] != group for each in groups):
        words = dict(zip(computed.levels, computed.columns, strict=True)).get(level)
        place = {"label": words.en if words else level, "level": 1, "order": len(groups) + 1}
        groups.append({"id": group, **place, **_condition(dataset, Condition(variable, "EQ", (level,)))})
    return [{"groupingId": grouping, "groupId": group}]


def _line_groups(shared: Shared, computed: Computed, plan: StepPlan, line: Line) -> Iterator[Json]:
    """What a line is about: the values that it stands under, and its own."""
    for name, value in line.within:
        if name:
            yield _group(shared, plan.step.source, name, value)
        else:
            yield from _subjects(shared, computed, value)
    if line.variable and line.level:
        yield _group(shared, plan.step.source, line.variable, line.level)
    elif line.level:
        yield _group(shared, LEVEL, "", line.level)


def _group(shared: Shared, dataset: str, variable: str, value: str) -> Json:
    """A value by which records are grouped: of a variable, or of a line or column that is about none."""
    identifier = shared.identifier("DG", dataset, variable) if variable else dataset
    if identifier not in shared.groupings:
        named = {"groupingDataset": dataset, "groupingVariable": variable} if variable else {}
        label = shared.label(dataset, variable) if variable else _LABELS[dataset]
        shared.groupings[identifier] = {"id": identifier, "label": label, **named, "dataDriven": True}
    return {"groupingId": identifier, "groupValue": value}


# -- outputs and their list ------------------------------------------------------------------------


def _output(shared: Shared, plan: DisplayPlan) -> Json:
    display, name = plan.display, _name(plan)
    title = display.title.get(ENGLISH, display.name)
    sections = [_section(shared, display.name, "Title", [name, title])]
    if display.footnotes:
        sections.append(_section(shared, display.name, "Footnote", [note.en for note in display.footnotes]))
    identifier = shared.identifier("DI", display.name)
    shown = {"id": identifier, "name": display.name, "displayTitle": title, "displaySections": sections}
    return {
        "id": shared.identifier("OUT", display.name),
        "name": f"{name}: {title}",
        "displays": [{"order": 1, "display": shown}],
    }


def _section(shared: Shared, display: str, kind: str, texts: Sequence[str]) -> Json:
    """A part of a display with its texts."""
    parts = [
        {"order": n, "subSection": {"id": shared.identifier("SEC", display, kind, str(n)), "text": text}}
        for n, text in enumerate(texts, 1)
    ]
    return {"sectionType": kind, "orderedSubSections": parts}


def _name(plan: DisplayPlan) -> str:
    """``Table 14.2.1``."""
    operation = plan.analyses[0].plan.operation if plan.analyses else None
    return f"{operation.shows.capitalize() if operation else 'Display'} {plan.display.number}"


def _contents(displays: Sequence[Computed], outputs: Sequence[Json], analyses: dict[str, list[Json]]) -> Json:
    """Sections of the report with their outputs, and these with their analyses."""
    sections: dict[str, list[Json]] = {}
    for computed, output in zip(displays, outputs, strict=True):
        display = computed.plan.display
        listed = sections.setdefault(display.section.get(ENGLISH, ""), [])
        own = [
            {"name": analysis["name"], "level": 3, "order": n, "analysisId": analysis["id"]}
            for n, analysis in enumerate(analyses[display.name], 1)
        ]
        item = {"name": output["name"], "level": 2, "order": len(listed) + 1, "outputId": output["id"]}
        listed.append({**item, "sublist": {"listItems": own}} if own else item)
    items = [
        {"name": section or "Displays", "level": 1, "order": n, "sublist": {"listItems": listed}}
        for n, (section, listed) in enumerate(sections.items(), 1)
    ]
    return {"name": "Displays of the report", "contentsList": {"listItems": items}}


def _extensions(shared: Shared) -> list[Json]:
    """Purposes beside those of the terminology."""
    if not shared.purposes:
        return []
    terms = list(shared.purposes.values())
    return [{"id": "TERM.PURPOSE", "enumeration": "AnalysisPurposeEnum", "sponsorTerms": terms}]
