"""What is defined must be used: fields, codelists, tables, values, methods of the study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from onespec.engine.findings import STOP, Findings, is_inherited
from onespec.engine.plan.listed import listed_fields
from onespec.engine.plan.references import CodesOf, ManyOf, Other, Own, Plan
from onespec.engine.spec.codelists import read_tables
from onespec.engine.spec.extends import methods_file
from onespec.engine.spec.inherited import Inherited
from onespec.engine.spec.model import CONSTANTS, SHIPPED_TABLE
from onespec.engine.spec.verbs import Derived, Listed

REMOVE = "Use it, or remove it."


def report_unused(plan: Plan, findings: Findings) -> None:
    """A finding for each thing of the specification that nothing uses."""
    _fields(plan, findings)
    _columns_read(plan, findings)
    study = plan.study
    used = _used_codelists(plan)
    for codelist in study.codelists.values():
        if codelist.name not in used and not is_inherited(codelist.line):
            findings.add(
                "SPEC-UNUSED",
                STOP,
                f"Codelist {codelist.name} is defined and not used.",
                REMOVE,
                file=codelist.file,
                line=codelist.line,
            )
    inherited = Inherited(study.folder, Findings())
    head = inherited.file("study.yaml")
    coded = {v.dictionary for d in study.datasets.values() for v in d.variables.values()}
    for dictionary in study.dictionaries:
        if dictionary not in coded and not is_inherited(head["dictionaries"].lines[dictionary]):
            findings.add(
                "SPEC-UNUSED",
                STOP,
                f"Dictionary {dictionary} is defined and not used.",
                REMOVE,
                file="study.yaml",
                line=head["dictionaries"].lines[dictionary],
            )
    _helpers(plan, findings)
    named = set(_named(plan))
    above = {name for layer in inherited.layers[:-1] for name in read_tables(layer.folder, Findings())}
    for table in study.tables:
        if table not in named and table not in above and not table.startswith(SHIPPED_TABLE):
            findings.add("SPEC-UNUSED", STOP, f"Table {table} is not used.", REMOVE, file=f"tables/{table}.csv", line=1)
    for value in (*study.values, *study.totals):
        if value not in study.values.used and f"{CONSTANTS}.{value}" not in named:
            section = "totals" if value in study.totals else "values"
            problem, line = f"The value study.{value} is not used.", head[section].lines[value]
            if is_inherited(line):
                continue
            findings.add("SPEC-UNUSED", STOP, problem, REMOVE, file="study.yaml", line=line)
    methods = methods_file(study.folder)
    for operation in plan.registry.values():
        if Path(operation.file) == methods and operation.name not in named:
            problem = f"The study's method {operation.name} is not used."
            findings.add("SPEC-UNUSED", STOP, problem, REMOVE, file="methods.py")


def _fields(plan: Plan, findings: Findings) -> None:
    """Each field is used by the specification or by its form, or says why it is not submitted; never both."""
    for form in plan.study.forms.values():
        behind = {each for of, name in plan.used_fields if of == form.name for each in form.behind(name)}
        for field in form.fields.values():
            used = field.name in behind or field.name in plan.study.cut.named(form.name)
            name = f"{form.name}.{field.name}"
            if used and field.not_submitted:
                findings.add(
                    "SPEC-USE",
                    STOP,
                    f"{name} is used, and declared not submitted.",
                    "Remove 'not_submitted'.",
                    file="crf.yaml",
                    line=field.line,
                    column=name,
                )
            elif not used and not field.not_submitted and not form.not_submitted and field.name not in form.structural:
                findings.add(
                    "SPEC-UNUSED",
                    STOP,
                    f"{name} is used by no dataset.",
                    "Map it, or add 'not_submitted: reason'.",
                    file="crf.yaml",
                    line=field.line,
                    column=name,
                )


def _columns_read(plan: Plan, findings: Findings) -> None:
    """What a step reads from the fields that a table lists is taken by a variable of the dataset."""
    for name, steps in plan.steps.items():
        dataset = plan.dataset(name)
        variables = (plan.variables[name, v] for v in dataset.variables)
        taken = {r.name for p in variables for r in p.references if isinstance(r, (Own, Other))}
        for step in steps:
            made = {c.mark.makes: None for c in listed_fields(step, plan.study)}
            for column in (m for m in made if step.operation and m in step.operation.produces and m not in taken):
                findings.add(
                    "SPEC-UNUSED",
                    STOP,
                    f"{step.step.operation} reads {column} of {step.step.source}, and no variable of {name} takes it.",
                    f"Give it to a variable: {{collected: {step.step.source}.{column}}}.",
                    file=dataset.file,
                    line=step.step.line,
                    dataset=name,
                )


def _helpers(plan: Plan, findings: Findings) -> None:
    """A helper serves variables, other helpers, or steps that read the dataset's own records."""
    for dataset in plan.study.datasets.values():
        mine = [plan.variables[dataset.name, name] for name in dataset.variables]
        used = {own for v in mine for own in v.group}
        used |= {r.name for v in mine for r in v.references if isinstance(r, (Own, ManyOf))}
        used |= {c.name for v in mine for c in v.where}
        for chosen in (c for step in plan.steps[dataset.name] for c in step.selections):
            used |= {*chosen.columns, *(c.name for c in chosen.where)} if chosen.source == dataset.name else set()
        for v in dataset.variables.values():
            if v.helper and v.name not in used and not is_inherited(v.line):
                problem = f"The helper {v.name} of {dataset.name} is not used."
                place = {"file": dataset.file, "line": v.line, "dataset": dataset.name, "column": v.name}
                findings.add("SPEC-UNUSED", STOP, problem, REMOVE, **place)


def _used_codelists(plan: Plan) -> set[str]:
    used = {v.codelist for d in plan.study.datasets.values() for v in d.variables.values()}
    used |= {
        c for d in plan.study.datasets.values() for by_value in d.value_codelists.values() for c in by_value.values()
    }
    used |= {c for form in plan.study.forms.values() for f in form.fields.values() for c in f.codelists}
    plans = [*plan.variables.values(), *(s for steps in plan.steps.values() for s in steps), *plan.checks]
    return used | {r.name for p in plans for r in p.references if isinstance(r, CodesOf)}


def _named(plan: Plan) -> Iterator[str]:
    """The names of operations and all texts behind verbs and steps, also where they could not be resolved.

    That is a finding already.
    """
    study = plan.study
    yield from (study.crf_pages, study.translations, study.labels, *(d.codes for d in study.dictionaries.values()))
    yield from (f.replace_table for form in study.forms.values() for f in form.fields.values())
    for step in (*study.checks, *(s for d in study.datasets.values() for s in d.steps)):
        yield step.operation
        yield from _texts(step.as_written)
    for verb in (v.verb for d in study.datasets.values() for v in d.variables.values()):
        if isinstance(verb, Derived):
            yield verb.method
            yield from _texts(verb.as_written)
        elif isinstance(verb, Listed):
            yield verb.value.partition(".")[0]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)
