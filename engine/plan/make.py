"""From the model to the plan: all references resolved, all findings of the specification made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from onespec.engine.causes import once_a_line
from onespec.engine.findings import STOP, Findings, Stopped, unknown
from onespec.engine.milestones import lowered
from onespec.engine.plan.displays import resolve_displays
from onespec.engine.plan.edit_checks import resolve_checks
from onespec.engine.plan.editions import report_editions
from onespec.engine.plan.graph import build_graph
from onespec.engine.plan.open_questions import report_open
from onespec.engine.plan.references import Plan
from onespec.engine.plan.resolve_steps import StepResolver
from onespec.engine.plan.resolve_totals import resolve_totals
from onespec.engine.plan.resolve_variables import VariableResolver
from onespec.engine.plan.unused import report_unused
from onespec.engine.registry import Registry, discover
from onespec.engine.spec.coding import hold_codes
from onespec.engine.spec.extends import methods_file
from onespec.engine.spec.forms import Form
from onespec.engine.spec.in_full import COMMON
from onespec.engine.spec.loader import load_study
from onespec.engine.spec.model import Study
from onespec.engine.tried import AS_STATED, NOTHING, Tried


def make_plan(
    folder: Path, registry: Registry, findings: Findings, tried: Tried = AS_STATED, totals: Mapping[str, str] = NOTHING
) -> Plan | None:
    """Load and check a study's specification; None when a file cannot be read as what it is.

    The plan is complete only when ``findings`` holds no stop.  ``tried``, ``totals``: see `load_study`.
    """
    study = load_study(folder, registry, findings, tried, totals)
    if study is None:
        return None
    plan = plan_study(study, registry, findings)
    hold_codes(study, findings)
    report_unused(plan, findings)
    report_editions(plan, findings)
    if study.milestone:
        report_open(plan, findings)
    findings[:] = lowered(once_a_line(findings, COMMON), study.levels)
    return plan


def specification(
    study: Path,
    packages: tuple[str, ...],
    findings: Findings,
    tried: Tried = AS_STATED,
    totals: Mapping[str, str] = NOTHING,
) -> Plan:
    """The checked plan of a study; raises `Stopped` with all findings when it has stops."""
    plan = make_plan(study, discover(packages, methods_file(study), findings), findings, tried, totals)
    if findings.stops or plan is None:
        raise Stopped(findings)
    return plan


def plan_study(study: Study, registry: Registry, findings: Findings) -> Plan:
    """The plan of a loaded study: its references resolved.  Nothing of the study's folder is read."""
    plan = Plan(study, registry)
    _field_codelists(study, findings)
    _dictionaries(study, findings)
    for dataset in study.datasets.values():
        plan.steps[dataset.name] = []
        resolver = StepResolver(plan, dataset, findings)
        plan.steps[dataset.name] = [resolver.step(step, i) for i, step in enumerate(dataset.steps)]
    for dataset in study.datasets.values():
        resolver = VariableResolver(plan, dataset, findings)
        for variable in dataset.variables.values():
            plan.variables[dataset.name, variable.name] = (
                replace(plan.variables[dataset.name, variable.part_of], variable=variable)
                if variable.part_of
                else resolver.variable(variable)
            )
    if study.displays.listed:
        plan.displays = resolve_displays(plan, study.displays, findings)
    if study.checks:
        plan.checks = resolve_checks(plan, study.checks, findings)
    plan.totals = resolve_totals(plan, findings)
    build_graph(plan, findings)
    plan.study.forms.update({f.name: _excused(plan, f) for f in plan.study.forms.values() if f.not_submitted})
    return plan


def _excused(plan: Plan, form: Form) -> Form:
    """A form's reason for not being submitted holds for those of its fields that no dataset uses."""
    used = {each for f, n in plan.used_fields if f == form.name for each in form.behind(n)}
    fields = {
        n: f if f.not_submitted or n in used else replace(f, not_submitted=form.not_submitted)
        for n, f in form.fields.items()
    }
    return replace(form, fields=fields)


def _dictionaries(study: Study, findings: Findings) -> None:
    """Dictionaries that variables name."""
    for dataset in study.datasets.values():
        for v in dataset.variables.values():
            if v.dictionary and v.dictionary not in study.dictionaries:
                findings.add(
                    "SPEC-DICTIONARY",
                    STOP,
                    *unknown("dictionary", v.dictionary, study.dictionaries, "study.yaml"),
                    file=dataset.file,
                    line=v.line,
                    dataset=dataset.name,
                    column=v.name,
                )


def _field_codelists(study: Study, findings: Findings) -> None:
    for form in study.forms.values():
        for field in form.fields.values():
            for codelist in sorted(field.codelists - study.codelists.keys()):
                message, fix = unknown("codelist", codelist, study.codelists)
                findings.add(
                    "SPEC-CODELIST",
                    STOP,
                    message,
                    fix,
                    file="crf.yaml",
                    line=field.line,
                    column=f"{form.name}.{field.name}",
                )
            for test in field.answers:
                if not any(test in row.values() for table in study.tables.values() for row in table):
                    findings.add(
                        "SPEC-TABLE",
                        STOP,
                        f"'answers' names the test '{test}', which stands in no table of the study.",
                        "Write the test as the form and the table of tests name it.",
                        file="crf.yaml",
                        line=field.line,
                        column=f"{form.name}.{field.name}",
                    )
            answer = form.fields.get(field.other_of.get("list", ""), field)
            listed = study.codelists.get(answer.codelist)
            for term in sorted({*field.checkboxes.values(), field.several, field.other_of.get("term", "")} - {""}):
                if listed and term not in listed.terms:
                    fault = unknown("term", term, listed.terms, f"codelist {listed.name}")
                    place = {"file": "crf.yaml", "line": field.line, "column": f"{form.name}.{field.name}"}
                    findings.add("SPEC-CONSTANT", STOP, *fault, **place)
            if field.type == "code" and not field.codelist:
                findings.add(
                    "SPEC-CODELIST",
                    STOP,
                    f"Coded field {form.name}.{field.name} names no codelist.",
                    "Add 'codelist: NAME'.",
                    file="crf.yaml",
                    line=field.line,
                )
            register = study.forms.get(study.subjects)
            known = [f for f in (study.forms.get(form.belongs_to), register) if f]
            if field.repeats and known and not any(field.repeats in each.fields for each in known):
                message, fix = unknown(f"field in form {known[0].name}", field.repeats, known[0].fields)
                findings.add(
                    "SPEC-FIELD",
                    STOP,
                    message,
                    fix,
                    file="crf.yaml",
                    line=field.line,
                    column=f"{form.name}.{field.name}",
                )
