"""Pages of the annotated CRF on which a collected value was written down."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from onespec.define.raw_cells import called_in_words, made_in_words, replaced_in_words
from onespec.define.speech import Speech
from onespec.define.tables import Tables
from onespec.engine.languages import ENGLISH
from onespec.engine.plan.listed import listed_fields
from onespec.engine.plan.references import Constant, LookUp, Plan, StepPlan, Transfer, VariablePlan
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.verbs import Collected


def pages(plan: Plan, variable: VariablePlan, steps: Iterable[StepPlan], group: Mapping[str, str]) -> tuple[str, ...]:
    """The pages of the fields that a variable is collected from, in order.

    steps  only the forms of these record steps count, when any reference is to one of them
    group  by-variable -> value: of fields that a table of tests lists only those of its tests
    """
    behind = fields(plan, variable, steps, group)
    found = [p for field in behind for p in re.split(r"[,\s]+", field.page) if p]
    return in_page_order(found)


def in_page_order(found: Iterable[str]) -> tuple[str, ...]:
    """Each page once, by its number; names of pages after the numbers."""
    return tuple(sorted(set(found), key=lambda p: (not p.isdigit(), int(p) if p.isdigit() else 0, p)))


def paged(plan: Plan, numbers: Mapping[tuple[str, str], str]) -> Plan:
    """The plan with other pages: form and field -> its page; of fields that are not named none."""
    forms = {}
    for form in plan.study.forms.values():
        fields = {n: replace(f, page=numbers.get((form.name, n), "")) for n, f in form.fields.items()}
        forms[form.name] = replace(form, fields=fields)
    return replace(plan, study=replace(plan.study, forms=forms))


def translations(
    plan: Plan, variable: VariablePlan, steps: Iterable[StepPlan], group: Mapping[str, str], say: Speech
) -> str:
    """What was done with the texts of a collected variable; blank for others.

    Which CRF field holds the English text, and which the verbatim; and what stands for characters that a transport
    file cannot hold.
    """
    if not isinstance(variable.variable.verb, Collected):
        return ""
    known = {field.name: field for field in fields(plan, variable, steps, group)}
    told = [
        *_beside(plan, variable, say),
        _translated(known, say) if plan.study.language == ENGLISH else "",
        *(made_in_words(field, say) for field in known.values()),
        *(replaced_in_words(field, Tables(plan.study, say), say) for field in known.values() if field.replace),
        *(called_in_words(field, say) for field in known.values()),
    ]
    return say.joined(dict.fromkeys(told))


def _beside(plan: Plan, variable: VariablePlan, say: Speech) -> Iterator[str]:
    """Of fields of a form whose rows belong to those of another one: which row it is."""
    for source in variable.how.sources if isinstance(variable.how, Transfer) else ():
        form = plan.study.forms[source.target]
        if form.belongs_to:
            own, other = (say.quoted(say.label(f.label, f.name)) for f in (form, plan.study.forms[form.belongs_to]))
            names = say.together([say("subject"), *(name for name in form.key if name not in form.subjects)])
            text = "Of the row of {own} that belongs to the row of {other} by {names}."
            yield say(text, own=own, other=other, names=names)


def _translated(known: Mapping[str, Field], say: Speech) -> str:
    verbatim = [field for field in known.values() if field.translation in known]
    if not verbatim:
        return ""
    return say(
        "The English text of {english}; the verbatim stands in {verbatim} of the raw data. "
        "A verbatim without a translation is taken as it is.",
        english=_named((known[v.translation] for v in verbatim), say),
        verbatim=_named(verbatim, say),
    )


def _named(found: Iterable[Field], say: Speech) -> str:
    said = (
        say.on_pages(say('CRF field "{label}"', label=say.label(f.label, f.name)), filter(None, [f.page]))
        for f in found
    )
    return say.series(dict.fromkeys(said))


def fields(plan: Plan, variable: VariablePlan, steps: Iterable[StepPlan], group: Mapping[str, str]) -> list[Field]:
    """The raw fields that a variable is collected from, with the fields of their times and translations."""
    return list(fields_of_forms(plan, variable, steps, group).values())


def fields_of_forms(
    plan: Plan, variable: VariablePlan, steps: Iterable[StepPlan], group: Mapping[str, str]
) -> dict[tuple[str, str], Field]:
    """`fields`, by form and name."""
    steps = list(steps)
    sources = variable.how.sources if isinstance(variable.how, Transfer) else ()
    near = [s for s in sources if {s.target, plan.study.stands_on(s.target)} & {step.step.source for step in steps}]
    out: dict[tuple[str, str], Field] = {}
    for source in near or sources:
        form = plan.study.forms.get(source.target)
        if form is None:
            continue
        direct = source.name in form.fields
        for found in [source.name] if direct else _read_by_steps(plan, form, source.name, steps, group):
            for each in form.behind(found):
                if each != form.fields[found].translated:
                    out[form.name, each] = form.fields[each]
    return out


def _read_by_steps(plan: Plan, form: Form, name: str, steps: list[StepPlan], group: Mapping[str, str]) -> Iterator[str]:
    """The fields that record steps read into the column ``name``.

    A parameter of that name, or fields that a table lists.
    """
    for step in (s for s in steps if s.step.source == form.name):
        stated = step.named(name.lower())
        if isinstance(stated, Constant) and stated.text in form.fields:
            yield stated.text
            continue
        for cell in listed_fields(step, plan.study, name):
            if _columns(plan, step.dataset, cell.table, group).items() <= cell.row.items():
                yield cell.field


def _columns(plan: Plan, dataset: str, table: str, group: Mapping[str, str]) -> dict[str, str]:
    """The table's columns that the by-variables are assigned from, with the group's values."""
    out = {}
    for name, value in group.items():
        how = plan.variables[dataset, name].how
        if isinstance(how, LookUp) and how.table == table:
            out[how.column] = value
    return out
