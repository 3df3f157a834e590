"""Analysis results metadata in the define.xml of analysis datasets (ARM 1.0, as an extension of Define-XML 2.1).

A display is a ResultDisplay, an analysis an AnalysisResult.  Where clauses are those of the value level, where they
choose the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from onespec.define.draft import Draft
from onespec.define.methods import CONTEXT
from onespec.define.oids import oid
from onespec.define.where_clauses import where_clause
from onespec.define.wording import Words
from onespec.define.xml import containing, element, said, translated
from onespec.engine.languages import CHINESE, ENGLISH
from onespec.engine.plan.references import AnalysisPlan, BySubject, Chosen, Constant, DisplayPlan, StepPlan
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.displays import Said
from onespec.engine.spec.step_text import step_text

SUBJECT, PARAMETER = "USUBJID", "PARAMCD"


@dataclass
class Used:
    """Records of one dataset that an analysis looks at, and the variables of them that it names."""

    dataset: str
    where: list[Condition]
    variables: list[str] = field(default_factory=list)


def analysis_results(draft: Draft, groups: Iterable[etree._Element]) -> etree._Element | None:
    """The displays of the study whose analyses look at datasets of this define.xml; None without any.

    groups  the ItemGroupDefs of the define.xml
    """
    described = {str(group.get("Name")) for group in groups}
    displays = [_display(draft, plan, described) for plan in draft.plan.displays]
    shown = [display for display in displays if display is not None]
    return element("arm:AnalysisResultDisplays", None, *shown) if shown else None


def _display(draft: Draft, plan: DisplayPlan, described: set[str]) -> etree._Element | None:
    """One display; None where all of its analyses look at other datasets alone."""
    display = plan.display
    results = [_result(draft, plan, number, described) for number in range(len(plan.analyses))]
    made = [result for result in results if result is not None]
    operation = plan.analyses[0].plan.operation if plan.analyses else None
    if not made or operation is None:
        return None
    return element(
        "arm:ResultDisplay",
        {"OID": _oid(draft, "RD", display.name), "Name": f"{operation.shows.capitalize()} {display.number}"},
        _said(display.title, display.name),
        *made,
    )


def _result(draft: Draft, plan: DisplayPlan, number: int, described: set[str]) -> etree._Element | None:
    display, analysis = plan.display, plan.analyses[number]
    looked_at = used(plan, analysis)
    here = [u for u in looked_at if u.dataset in described]
    if analysis.plan.operation is None or not any(u.dataset == analysis.plan.step.source for u in here):
        return None
    owner = display.name, str(number + 1)
    several = len({u.dataset for u in here}) > 1

    def remarks(words: Words) -> Iterator[str]:
        if several:
            yield words.say("The datasets are joined by {variable}.", variable=SUBJECT)
        yield from _unwritten(draft, looked_at, described, words)

    comment = draft.comments.oid(draft.telling.joined(remarks), "AR", *owner)
    documented = draft.telling.joined(lambda words: _documentation(words, plan, analysis.plan))
    return element(
        "arm:AnalysisResult",
        {
            "OID": _oid(draft, "AR", *owner),
            "ParameterOID": _parameter(here[0]),
            "AnalysisReason": display.reason,
            "AnalysisPurpose": display.purpose,
        },
        _said(analysis.analysis.label or _titled(draft, plan, analysis.plan), display.name),
        element("arm:AnalysisDatasets", {"def:CommentOID": comment}, *(_dataset(draft, u) for u in here)),
        element("arm:Documentation", None, said(documented.said)),
        element(
            "arm:ProgrammingCode", {"Context": CONTEXT}, containing("arm:Code", step_text(analysis.plan.step).rstrip())
        ),
    )


def _titled(draft: Draft, display: DisplayPlan, plan: StepPlan) -> Said:
    """What an analysis without a label is called: as its display, and of several by its records, too."""
    title = display.display.title
    if not display.analyses[1:]:
        return title
    where = plan.source.where if plan.source else ()
    chosen = draft.telling.tell(lambda words: words.selection(plan.step.source, where))
    return {la: f"{text}: {chosen.of(la) or chosen.english}" for la, text in title.items()}


def _oid(draft: Draft, kind: str, *names: str) -> str:
    """An identifier of its own, also where names differ in signs alone."""
    return draft.value_oids.of((kind, *names), oid(kind, *names))


def used(display: DisplayPlan, analysis: AnalysisPlan) -> list[Used]:
    """What an analysis looks at: its records, those of its parameters, and the subjects of the display."""
    plan = analysis.plan
    first = Used(plan.step.source, list(plan.source.where if plan.source else ()), list(plan.variables))
    out = [first]
    for reference in plan.references:
        if isinstance(reference, Chosen):
            out.append(Used(reference.source, list(reference.where), list(_beside(reference))))
        elif isinstance(reference, Joined | BySubject):
            _of(out, reference.target).variables.append(reference.name)
    if display.subjects:
        subjects, shown = _of(out, display.subjects), display.display
        if shown.population:
            subjects.where.insert(0, Condition(shown.population, "EQ", ("Y",)))
        subjects.variables += [shown.group] if shown.group else []
    return out


def _of(found: list[Used], dataset: str) -> Used:
    """What is used of a dataset, the first of it or a new one."""
    known = next((u for u in found if u.dataset == dataset), None)
    if known is None:
        known = Used(dataset, [])
        found.append(known)
    return known


def _beside(chosen: Chosen) -> Iterator[str]:
    """The variables that a selection among the parameters names."""
    for _, value in chosen.extra:
        if not isinstance(value, Constant):
            yield from (value,) if isinstance(value, str) else value


def _parameter(first: Used) -> str | None:
    """The variable of the parameter, where the records are those of one."""
    one = any(c.name == PARAMETER and c.comparator == "EQ" and c.against is None for c in first.where)
    return oid("IT", first.dataset, PARAMETER) if one else None


def _dataset(draft: Draft, of: Used) -> etree._Element:
    """A dataset with the records that are used of it; only variables that its file holds can be named."""
    dataset = draft.study.datasets[of.dataset]
    held = {variable.name for variable in draft.written(dataset)}
    where = [c for c in of.where if _can_be_written(c, held)]
    clause = {"WhereClauseOID": where_clause(draft, dataset, where)} if where else None
    return element(
        "arm:AnalysisDataset",
        {"ItemGroupOID": oid("IG", of.dataset)},
        element("def:WhereClauseRef", clause) if clause else None,
        *(
            element("arm:AnalysisVariable", {"ItemOID": oid("IT", of.dataset, name)})
            for name in dict.fromkeys(of.variables)
            if name in held
        ),
    )


def _can_be_written(condition: Condition, held: set[str]) -> bool:
    """A where clause compares a variable of the file with values; with another variable it cannot."""
    return condition.against is None and condition.name in held


def _unwritten(draft: Draft, looked_at: Iterable[Used], described: set[str], words: Words) -> Iterator[str]:
    """What where clauses cannot say, in words."""
    for each in looked_at:
        held = (
            {v.name for v in draft.written(draft.study.datasets[each.dataset])} if each.dataset in described else set()
        )
        left = [c for c in each.where if not _can_be_written(c, held)]
        if left:
            yield words.say("Of {source} the records are used.", source=words.selection(each.dataset, left))
        elif each.dataset not in described:
            yield words.say("Records of {dataset} are looked at, too.", dataset=each.dataset)


def _documentation(words: Words, display: DisplayPlan, plan: StepPlan) -> Iterator[str]:
    """The text of the operation, filled, with the records that it looks at, the subjects and the columns."""
    assert plan.operation is not None, "a result has an operation"
    shown, say = display.display, words.say
    yield words.rule(plan.operation, words.step_arguments(plan))
    if "{source}" not in plan.operation.text:
        where = plan.source.where if plan.source else ()
        yield say("Records: {source}.", source=words.selection(plan.step.source, where))
    if display.subjects:
        flag = [Condition(shown.population, "EQ", ("Y",))] if shown.population else []
        yield say("Subjects: {source}.", source=words.selection(display.subjects, flag))
    if shown.group:
        columns = [say("each value of {name}", name=shown.group), *([say("all of them")] if shown.total else [])]
        yield say("Columns: {columns}.", columns=say.listed(columns))


def _said(said: Said, otherwise: str) -> etree._Element | None:
    """A text in each language that the specification has it in."""
    chinese = {CHINESE: said[CHINESE]} if said.get(CHINESE) else None
    return translated(said.get(ENGLISH) or otherwise, others=chinese)
