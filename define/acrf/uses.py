"""Of fields that no variable is collected from: what the specification uses them for."""

from __future__ import annotations

from collections.abc import Iterator

from onespec.define.steps import record_steps
from onespec.engine.plan.listed import listed_fields
from onespec.engine.plan.references import ManyOf, Other, Plan, StepPlan
from onespec.engine.spec.forms import Form

MOST = 4  # names in one remark; further ones are counted
Place = tuple[str, str]


def told_uses(plan: Plan) -> dict[Place, str]:
    """Form and field -> a remark in brackets; fields of which nothing is to be told are left out."""
    variables: dict[Place, dict[str, None]] = {}
    records: dict[Place, dict[str, None]] = {}
    for place, name in _of_variables(plan):
        variables.setdefault(place, {})[name] = None
    for place, name in _of_records(plan):
        records.setdefault(place, {})[name] = None
    out = {}
    for form in plan.study.forms.values():
        for name in form.columns:
            place = form.name, name
            told = _identifies(form, name)
            if not told and place in variables:
                told = f"[USED FOR {_listed(list(variables[place]))}]"
            if not told and place in records:
                told = f"[USED FOR THE RECORDS OF {_listed(list(records[place]))}]"
            if not told and name in form.identity:
                told = "[IDENTIFIES THE RECORD]"
            if told:
                out[place] = told
    return out


def _identifies(form: Form, name: str) -> str:
    if name in form.subjects:
        return "[IDENTIFIES THE SUBJECT]"
    repeats = form.fields[name].repeats
    return f"[REPEATS {repeats}]" if repeats else ""


def _of_variables(plan: Plan) -> Iterator[tuple[Place, str]]:
    """Each field that a submitted SDTM variable looks at."""
    for (dataset, name), variable in plan.variables.items():
        of = plan.dataset(dataset)
        if of.standard != "sdtm" or of.variables[name].helper:
            continue
        for reference in variable.references:
            if isinstance(reference, (Other, ManyOf)):
                for place in _behind(plan, reference.target, reference.name):
                    yield place, f"{dataset}.{name}"


def _of_records(plan: Plan) -> Iterator[tuple[Place, str]]:
    """Each field that decides which records a dataset has, or is read into them."""
    for dataset in (d for d in plan.study.datasets.values() if d.standard == "sdtm"):
        for step in record_steps(plan, dataset):
            for place in _of_step(plan, step):
                yield place, dataset.name


def _of_step(plan: Plan, step: StepPlan) -> Iterator[Place]:
    for chosen in step.selections:
        for name in (*(c.name for c in chosen.where), *chosen.columns):
            yield from _behind(plan, chosen.source, name)
    for cell in listed_fields(step, plan.study):
        yield from _behind(plan, step.step.source, cell.field)


def _behind(plan: Plan, source: str, name: str) -> Iterator[Place]:
    """A field with those that travel with it; none where the source is no form, or has it from a record step."""
    form = plan.study.forms.get(source)
    for each in form.behind(name) if form and name in form.fields else ():
        yield source, each


def _listed(names: list[str]) -> str:
    """``VS.VISIT, VS.VISITNUM``; a variable of several datasets once, by its name alone."""
    bare = [name.rpartition(".")[2] for name in names]
    shown = list(dict.fromkeys(b if bare.count(b) > 1 else n for n, b in zip(names, bare, strict=True)))
    more = len(shown) - MOST
    return ", ".join(shown) if more <= 0 else f"{', '.join(shown[:MOST])} AND {more} MORE"
