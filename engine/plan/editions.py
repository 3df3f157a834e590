"""What differs between the editions of a study: texts that are translated, and all that takes its values from them.

A text of an edition must not be compared with a constant, or with a table, of another language: that would go wrong
in silence.  And what is sorted or numbered by such a text has another order in each edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from onespec.engine.contract import CellsOf, TermOf
from onespec.engine.findings import QUERY, STOP, Findings
from onespec.engine.languages import ENGLISH
from onespec.engine.plan.listed import listed_fields
from onespec.engine.plan.references import (
    BySubject,
    Computation,
    Constant,
    LookUp,
    ManyOf,
    Other,
    Own,
    Plan,
    Single,
    StepPlan,
    TableOf,
    Transfer,
    VariablePlan,
    flat,
)
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.model import Dataset, Variable

Column = tuple[str, str]  # form or dataset, and its column
COMPARED, ORDERED = "SPEC-EDITION", "SPEC-ORDER"
_ORDER = ("by", "order")  # what parameters are called that say in which order, or within which groups
_COMPARE = "Compare what is alike in all editions: the code, or the text of a field that is not translated."
_SORT = "Sort by what is alike in all editions: the code, or an identifier."


def differing(plan: Plan) -> frozenset[Column]:
    """The columns of forms and datasets whose texts may differ between editions, found by following the references.

    They come from a field with a translation or with another field for an edition (``in:``), or from a column of a
    table that has one for an edition (``COLUMN@zh``).  Numbers, dates and coded values do not differ.
    """
    study = plan.study
    out: set[Column] = {
        (form.name, field.name)
        for form in study.forms.values()
        for field in form.fields.values()
        if field.translation or field.in_
    }
    while True:
        more = {
            (of, name)
            for (of, name), each in plan.variables.items()
            if (of, name) not in out and _takes(plan, each, out)
        }
        if not more:
            return frozenset(out)
        out |= more


def _takes(plan: Plan, each: VariablePlan, known: set[Column]) -> bool:
    """Does a variable take a text that differs?"""
    variable, dataset = each.variable, plan.study.datasets[each.dataset]
    if variable.is_number or variable.is_date or variable.codelist:
        return False
    if dataset.parent and variable.name == "QVAL":
        return any((dataset.parent, v.name) in known for v in plan.study.datasets[dataset.parent].supplemental)
    if _made(plan, dataset, variable, known):
        return True
    if isinstance(each.how, Transfer):
        sources = each.how.sources
        return any((r.target, r.name) in known or _listed(plan, each.dataset, r, known) for r in sources)
    if isinstance(each.how, LookUp):
        return (each.how.table, each.how.column) in plan.study.said_columns
    if isinstance(each.how, Computation):
        tables = {r.name for r in each.references if isinstance(r, TableOf)}
        named = {str(r.value) for r in each.references if isinstance(r, Constant)}
        fills = any(table in tables and column in named for table, column in plan.study.said_columns)
        return fills or any(_column(each.dataset, r) in known for r in each.references)
    return False


def _made(plan: Plan, dataset: Dataset, variable: Variable, known: set[Column]) -> bool:
    """Does a record step make it of columns that differ?"""
    for step in plan.steps[dataset.name]:
        if step.operation and variable.name in step.operation.produces and step.source is not None:
            if any((step.source.source, name) in known for name in step.variables):
                return True
    return False


def _listed(plan: Plan, dataset: str, reference: Other, known: set[Column]) -> bool:
    """Does a record step read a column from fields that a table lists, and the text of one differs?"""
    steps = (step for step in plan.steps[dataset] if step.step.source == reference.target)
    fields = (listed.field for step in steps for listed in listed_fields(step, plan.study, reference.name))
    return any((reference.target, field) in known for field in fields)


def _column(dataset: str, reference: Single) -> Column | None:
    """The column that a reference names, of a variable or step of a dataset."""
    match reference:
        case Own(name):
            return dataset, name
        case Other(target, name) | ManyOf(target, name) | BySubject(target, name):
            return target, name
        case Joined(target, name):
            return target, name
    return None


# -- findings ----------------------------------------------------------------------------------


def report_editions(plan: Plan, findings: Findings) -> None:
    """Of an edition that is not the one in which constants and tables are written: what would go wrong in it."""
    if plan.study.language == ENGLISH:
        return
    known = differing(plan)
    for each in plan.variables.values():
        _variable(plan, each, known, findings)
    for step in chain(*plan.steps.values(), plan.checks, (a.plan for d in plan.displays for a in d.analyses)):
        _step(plan, step, known, findings)
    for dataset in plan.study.datasets.values():
        for at, name in enumerate(dataset.keys):
            if (dataset.name, name) in known and not _decided(plan, dataset.name, name, dataset.keys[:at]):
                said = f"{dataset.name} is sorted by {name}, whose text differs between editions."
                _tell(findings, ORDERED, QUERY, said, _SORT, (dataset.file, dataset.line, dataset.name, name))


def _variable(plan: Plan, each: VariablePlan, known: frozenset[Column], findings: Findings) -> None:
    dataset, variable = plan.study.datasets[each.dataset], each.variable
    place = dataset.file, variable.line, dataset.name, variable.name
    targets = list(each.many) or [r.target for r in each.references if isinstance(r, Other | BySubject)]
    _conditions([(t, c) for t in targets or [dataset.name] for c in each.where], known, findings, place)
    if isinstance(each.how, LookUp):
        for column, reference in each.how.match.items():
            if any(_column(each.dataset, r) in known for r in flat([reference])):
                _table(plan, each.how.table, (column,), findings, place)
    if each.operation is None:
        return
    for name, parameter in each.operation.parameters.items():
        given = list(flat([each.arguments[parameter.argument]])) if parameter.argument in each.arguments else []
        columns = [c for r in given if (c := _column(each.dataset, r)) in known]
        if parameter.name == "by" and "order" in each.operation.parameters:  # groups: a dictionary's terms are alike
            columns = [c for c in columns if not _of_dictionary(plan, c)]
        own = [r.name for r in given if isinstance(r, Own)]
        columns = [(of, c) for of, c in columns if c not in own or not _decided(plan, of, c, own[: own.index(c)])]
        if parameter.name in _ORDER and columns:
            named = ", ".join(f"{target}.{column}" for target, column in columns)
            said = f"{variable.name} is ordered or grouped by {named}, whose text differs between editions."
            _tell(findings, ORDERED, QUERY, said, _SORT, place)
        for mark in parameter.marks:
            against = each.operation.parameters.get(mark.parameter) if isinstance(mark, TermOf) else None
            compared = (
                flat([each.arguments[against.argument]]) if against and against.argument in each.arguments else ()
            )
            wanted = [r.text for r in given if isinstance(r, Constant) and r.text]
            for column in (c for r in compared if (c := _column(each.dataset, r)) in known):
                _constants(column, wanted, findings, place)
        if parameter.kind == "table":
            _tables(plan, each, name, known, findings, place)


def _of_dictionary(plan: Plan, column: Column) -> bool:
    """Does a column hold terms of a dictionary, or a copy of them?"""
    each = plan.variables.get(column)
    if each is None or each.variable.dictionary:
        return each is not None
    sources = each.how.sources if isinstance(each.how, Transfer) else ()
    return bool(sources) and all(_of_dictionary(plan, (r.target, r.name)) for r in sources)


def _decided(plan: Plan, dataset: str, name: str, before: Iterable[str]) -> bool:
    """Do variables that come first tell apart all records whose text differs?

    They do where the text is collected, and they are collected from what identifies the rows of its forms.
    """
    each = plan.variables[dataset, name]
    if not isinstance(each.how, Transfer):
        return False
    earlier = [plan.variables[dataset, b].how for b in before if (dataset, b) in plan.variables]
    told = {(r.target, r.name) for how in earlier if isinstance(how, Transfer) for r in how.sources}
    forms = [plan.study.forms.get(r.target) for r in each.how.sources]
    return all(form and all((form.name, k) in told for k in form.key if k not in form.subjects) for form in forms)


def _tables(
    plan: Plan, each: VariablePlan, name: str, known: frozenset[Column], findings: Findings, place: tuple
) -> None:
    """A table whose cells are compared with a text that differs has a column of the edition's own texts."""
    assert each.operation is not None
    parameter = each.operation.parameters[name]
    table = each.arguments.get(parameter.argument)
    if not isinstance(table, TableOf):
        return
    marks = [mark for mark in parameter.marks if isinstance(mark, CellsOf)]
    others = {a: list(flat([given])) for a, given in each.arguments.items() if a != parameter.argument}

    def differ(argument: str) -> bool:
        return any(_column(each.dataset, r) in known for r in others.get(argument, ()))

    for mark in marks:
        parameters = each.operation.parameters
        pairs = [(column, parameters[p].argument) for column, p in mark.pairs if p in parameters]
        for column in (column for column, argument in pairs if differ(argument)):
            _table(plan, table.name, (column,), findings, place)
        keys, values = (parameters[p].argument if p in parameters else "" for p in mark.keys)
        listed, columns = others.get(keys, ()), others.get(values, ())
        for key, value in zip(listed, columns, strict=False):
            if _column(each.dataset, value) in known and isinstance(key, Constant):
                _table(plan, table.name, (str(key.value),), findings, place)
    if not marks and any(map(differ, others)):
        _table(plan, table.name, (), findings, place)


def _step(plan: Plan, step: StepPlan, known: frozenset[Column], findings: Findings) -> None:
    dataset = plan.study.datasets.get(step.dataset)
    file = dataset.file if dataset else "checks.yaml"
    place = file, step.step.line, step.dataset if dataset else "", ""
    _conditions([(c.source, each) for c in step.selections for each in c.where], known, findings, place)
    source = step.source.source if step.source else step.step.source
    differs = any((source, name) in known for name in _compared(step))
    for table in (r for r in step.references if isinstance(r, TableOf) and differs and r.name):
        _table(plan, table.name, (), findings, place)


def _compared(step: StepPlan) -> set[str]:
    """The columns of its records that a step looks at: those that parameters of one column name.

    Those of a list are carried, or held against one another.
    """
    named = (p for p in (step.operation.parameters.values() if step.operation else ()) if p.kind == "name")
    given = flat(step.arguments.get(p.argument, ()) for p in named)
    return {str(c.value) for c in given if isinstance(c, Constant)}


def _conditions(
    where: Iterable[tuple[str, Condition]], known: frozenset[Column], findings: Findings, place: tuple
) -> None:
    for target, condition in where:
        if condition.against is None and (target, condition.name) in known:
            _constants((target, condition.name), condition.values, findings, place)


def _constants(column: Column, values: Sequence[str], findings: Findings, place: tuple) -> None:
    """A blank is alike in all editions."""
    if wanted := [value for value in values if value]:
        said = f"'{wanted[0]}' is compared with {'.'.join(column)}, whose text differs between editions."
        _tell(findings, COMPARED, STOP, said, _COMPARE, place)


def _table(plan: Plan, table: str, columns: tuple[str, ...], findings: Findings, place: tuple) -> None:
    """The table has the edition's own texts in those columns; in any, where it is not known in which."""
    said = {column for of, column in plan.study.said_columns if of == table}
    if (set(columns) <= said) if columns else said:
        return
    language, name = plan.study.language, columns[0] if columns else "COLUMN"
    what = f"Table {table}" + (f", column {name}," if columns else "")
    problem = f"{what} is compared with a text that differs between editions, and has no texts of this one."
    _tell(findings, COMPARED, STOP, problem, f"Add the column {name}@{language} to it, or compare codes.", place)


def _tell(findings: Findings, rule: str, level: str, said: str, fix: str, place: tuple) -> None:
    file, line, dataset, column = place
    if not any((f.rule, f.message, f.file, f.line) == (rule, said, file, line) for f in findings):
        findings.add(rule, level, said, fix, file=file, line=line, dataset=dataset, column=column)
