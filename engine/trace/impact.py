"""Impact: what a variable, raw field, codelist, table or method reaches, along the same needs that order the build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onespec.engine.findings import NotThere, nearest
from onespec.engine.plan.graph import step_needs
from onespec.engine.plan.listed import listed_fields
from onespec.engine.plan.references import (
    BySubject,
    CodesOf,
    Constant,
    LookUp,
    ManyOf,
    Node,
    Other,
    Plan,
    StepPlan,
    TableOf,
    VariablePlan,
    flat,
)
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.forms import Field
from onespec.engine.spec.model import Dataset, Study

# Dataset -> the values that its changed records have, one dict a kind of record.
Confined = dict[str, list[dict[str, str]]]


@dataclass
class Start:
    """Where a change begins: nodes of the plan; ``steps`` are the record steps that see it, where they are known."""

    label: str
    nodes: set[Node]
    steps: set[tuple[str, int]] = field(default_factory=set)
    confined: Confined = field(default_factory=dict)


@dataclass
class Reach:
    """What a change reaches in one dataset.

    records    the kinds of records that may change as such, in words; empty: no records, only the named variables
    variables  names in the order of the dataset
    """

    dataset: str
    records: list[str]
    variables: list[str]


@dataclass
class Impact:
    label: str
    direct: list[str]  # what uses it directly, with its conditions
    reached: list[Reach]


def impact(plan: Plan, target: str) -> Impact:
    """What ``target`` reaches.

    target  ``LB.LBSTRESN``, ``lb.yaml:LBSTRESN``, ``LB``, ``raw:form.FIELD``, ``raw:form``,
            or the name of a codelist, table or method
    """
    start = find_start(plan, target)
    users, reached = follow(plan, start)
    own = not target.lower().startswith("raw:") and len({(d, v) for d, _, v in start.nodes}) == 1
    direct = (
        {u for n in start.nodes for u in users.get(n, ()) if u in reached and u not in start.nodes}
        if own
        else start.nodes
    )
    return Impact(start.label, _named(plan, direct), reach(plan, start, reached))


def follow(plan: Plan, start: Start) -> tuple[dict[Node, set[Node]], set[Node]]:
    """Who uses each node, and all that is reached from the start."""
    users: dict[Node, set[Node]] = {}
    for node, needs in plan.needs.items():
        for each in needs:
            users.setdefault(each, set()).add(node)
    reached, waiting = set(start.nodes), sorted(start.nodes)
    while waiting:
        node = waiting.pop()
        for user in sorted(users.get(node, ())):
            if user not in reached and (user[0] == node[0] or not _kept_out(plan, user, node[0], start.confined)):
                reached.add(user)
                waiting.append(user)
    return users, reached


def reach(plan: Plan, start: Start, reached: set[Node]) -> list[Reach]:
    """What is reached, dataset by dataset."""
    return [r for d in plan.study.datasets.values() if (r := _reach(plan, d, reached, start))]


# Where it begins ----------------------------------------------------------------------------


def find_start(plan: Plan, target: str) -> Start:
    study = plan.study
    kind, _, rest = target.partition(":")
    if kind.lower() == "raw":
        form, _, name = rest.partition(".")
        return _raw(plan, form, name)
    file, _, name = target.rpartition(":")
    if file:
        found = [
            d.name
            for d in study.datasets.values()
            if d.file and file.replace("\\", "/").endswith(d.file.rpartition("/")[2]) and not d.parent
        ]
        if not found:
            raise NotThere(
                _unknown(
                    "file of a dataset",
                    file.rpartition("/")[2],
                    {d.file.rpartition("/")[2] for d in study.datasets.values()},
                )
            )
        target = f"{found[0]}.{name}"
    dataset, _, variable = target.partition(".")
    dataset = dataset.upper() if dataset.upper() in study.datasets else dataset
    if variable and dataset in study.forms:
        return _raw(plan, dataset, variable)
    if dataset in study.datasets:
        return _variable(plan, dataset, variable if variable in plan.dataset(dataset).variables else variable.upper())
    return _fact(plan, target)


def _variable(plan: Plan, dataset: str, variable: str) -> Start:
    if not variable:
        return Start(
            dataset,
            {n for n in plan.needs if n[0] == dataset and not n[2]},
            {(dataset, s.number) for s in plan.steps[dataset]},
        )
    if variable not in plan.dataset(dataset).variables:
        raise NotThere(_unknown(f"variable of {dataset}", variable, plan.dataset(dataset).variables))
    return Start(f"{dataset}.{variable}", {n for n in plan.needs if (n[0], n[2]) == (dataset, variable)})


def _raw(plan: Plan, form: str, name: str) -> Start:
    """A raw field, or all of a form's."""
    forms = plan.study.forms
    if form not in forms:
        raise NotThere(_unknown("form", form, forms))
    if name and name not in forms[form].fields:
        raise NotThere(_unknown(f"field of form {form}", name, forms[form].fields))
    fields = {n for n in forms[form].fields if name in forms[form].behind(n)} if name else set(forms[form].fields)
    if forms[form].belongs_to and name in forms[form].key:  # it says to which row the others belong
        fields = set(forms[form].fields)
    start, every = (
        Start(f"raw:{form}.{name}" if name else f"raw:{form}", set()),
        not name or name in forms[form].subjects,
    )
    start.nodes |= {n for n in plan.needs if n[2] and _names_field(plan.variables[n[0], n[2]], form, fields)}
    only_tests = not start.nodes
    for step in (s for steps in plan.steps.values() for s in steps if s.operation):
        rows = _listed(plan, step, form, fields)
        seen = [c for c in step.selections if c.source == form]
        if (
            rows
            or fields & _joined(step, form)
            or any(every or fields & {*(c.name for c in s.where), *_wanted(step)} for s in seen)
        ):
            start.nodes.add((step.dataset, step.step.phase, ""))
            start.steps.add((step.dataset, step.number))
            only_tests &= bool(rows) and not every
            start.confined.setdefault(step.dataset, []).extend(rows)
    if not only_tests:
        start.confined = {}
    for other in (f for f in forms.values() if f.belongs_to == form and (not name or name in f.key)):
        more = _raw(plan, other.name, "")
        start.nodes |= more.nodes
        start.steps |= more.steps
    return start


def _names_field(plan: VariablePlan, form: str, fields: set[str]) -> bool:
    named = {r.name for r in plan.references if isinstance(r, (Other, ManyOf)) and r.target == form}
    named |= {j.name for j in plan.joined if j.target == form}
    if form in plan.many:
        named |= {c.name for c in plan.where} | set(plan.group.values())
    return bool(fields & named)


def _joined(step: StepPlan, form: str) -> set[str]:
    """Fields that a step joins to its records."""
    named = (*step.joined, *step.references)
    return {r.name for r in named if isinstance(r, (BySubject, Joined)) and r.target == form}


def _wanted(step: StepPlan) -> set[str]:
    """Columns that a step's own parameters name."""
    named = [
        step.named(p.name)
        for p in (step.operation.parameters.values() if step.operation else ())
        if p.kind in ("name", "names")
    ]
    return {str(c.value) for c in flat(n for n in named if n is not None) if isinstance(c, Constant)}


def _listed(plan: Plan, step: StepPlan, form: str, fields: set[str]) -> list[dict[str, str]]:
    """The values that records made of a field have, where a long table lists it: those of the table's row."""
    out = []
    tables = [r.name for r in step.references if isinstance(r, TableOf) and r.name]
    for table in tables if step.source and step.source.source == form else ():
        hows = {name: p.how for (d, name), p in plan.variables.items() if d == step.dataset}
        linked = {n: h.column for n, h in hows.items() if isinstance(h, LookUp) and h.table == table and not h.match}
        for cell in listed_fields(step, plan.study):
            if cell.table == table and cell.field in fields:
                out.append({v: cell.row[c] for v, c in linked.items()})
    return out


def _fact(plan: Plan, name: str) -> Start:
    """A codelist, table or method by its name."""
    study, operations = plan.study, {o.name: o for o in plan.registry.values()}
    kinds = {"codelist": study.codelists, "table": study.tables, "operation": operations}
    label = next((kind for kind, names in kinds.items() if name in names), "")
    if not label:
        known = [*study.datasets, *study.codelists, *study.tables, *operations]
        raise NotThere(_unknown("dataset, codelist, table or operation", name, known))
    start = Start(f"{label} {name}", set())
    for form in study.forms.values():
        named = {n: {*f.codelists} if label == "codelist" else _tables(study, f) for n, f in form.fields.items()}
        for field_name in (n for n, facts in named.items() if label != "operation" and name in facts):
            more = _raw(plan, form.name, field_name)
            start.nodes |= more.nodes
            start.steps |= more.steps
    for (dataset, variable), each in plan.variables.items():
        codelists = {each.variable.codelist, *plan.dataset(dataset).value_codelists.get(variable, {}).values()}
        if name in _facts(each) | codelists | {plan.codes_of(dataset, variable)}:
            start.nodes |= {n for n in plan.needs if (n[0], n[2]) == (dataset, variable)}
    for step in (s for steps in plan.steps.values() for s in steps if s.operation):
        if name in _facts(step):
            start.nodes.add((step.dataset, step.step.phase, ""))
            start.steps.add((step.dataset, step.number))
    return start


def _tables(study: Study, field: Field) -> set[str]:
    """The tables from which cells of a field take what they do not hold."""
    return {field.replace_table, study.translations if field.translation else ""}


def _facts(plan: VariablePlan | StepPlan) -> set[str]:
    """The operation, tables and codelists that a variable or step names."""
    named = {r.name for r in plan.references if isinstance(r, (TableOf, CodesOf))}
    named |= {plan.operation.name} if plan.operation else set()
    if isinstance(plan, VariablePlan) and isinstance(plan.how, LookUp):
        named.add(plan.how.table)
    return named


def _unknown(what: str, name: str, names: Iterable[str]) -> str:
    close = nearest(name, names)
    return f"There is no {what} '{name}'." + (f" Did you mean '{close}'?" if close else "")


# What it reaches ----------------------------------------------------------------------------


def _kept_out(plan: Plan, user: Node, source: str, confined: Confined) -> bool:
    """Does every look that ``user`` takes at the changed dataset exclude the changed records?"""
    looks = _looks(plan, user, source)
    return (
        source in confined
        and bool(looks)
        and all(any(_excludes(c, record) for c in where) for where in looks for record in confined[source])
    )


def _looks(plan: Plan, user: Node, source: str) -> list[tuple[Condition, ...]]:
    """The conditions of each way in which a node looks at another dataset; none when it takes all."""
    if not user[2]:
        return [
            c.where
            for s in plan.steps[user[0]]
            if s.operation and s.step.phase == user[1]
            for c in s.selections
            if c.source == source
        ]
    variable = plan.variables[user[0], user[2]]
    plain = any(isinstance(r, Other) and r.target == source for r in variable.references)
    standing = [s.source.where for s in plan.steps[user[0]] if s.source and s.source.source == source]
    return [variable.where, *(standing or [()] if plain else [])]


def _excludes(condition: Condition, record: dict[str, str]) -> bool:
    value = record.get(condition.name)
    if value is None or condition.against is not None:
        return False
    return {
        "EQ": value not in condition.values,
        "IN": value not in condition.values,
        "NE": value in condition.values,
        "NOTIN": value in condition.values,
    }.get(condition.comparator, False)


def _reach(plan: Plan, dataset: Dataset, reached: set[Node], start: Start) -> Reach | None:
    mine = {n for n in reached if n[0] == dataset.name}
    if not mine:
        return None
    records = _kinds(plan, dataset, mine, reached, start)
    return Reach(dataset.name, records, [v for v in dataset.variables if any(n[2] == v for n in mine)])


def _kinds(plan: Plan, dataset: Dataset, mine: set[Node], reached: set[Node], start: Start) -> list[str]:
    """The kinds of records that may change: by the values that tell value levels apart, or by their record step."""
    by = dict.fromkeys(n for names in dataset.value_level.values() for n in names)
    if dataset.name in start.confined:
        kinds = [
            ", ".join(f"{n}={r[n]}" for n in by if n in r) or ", ".join(f"{n}={r[n]}" for n in dataset.keys if n in r)
            for r in start.confined[dataset.name]
        ]
        return list(dict.fromkeys(kinds))
    out, steps = [], [s for s in plan.steps[dataset.name] if s.operation]
    for step in (s for s in steps if (dataset.name, s.step.phase, "") in mine):
        if (dataset.name, step.number) in start.steps or reached & set(
            step_needs(plan, dataset, step, step.step.phase)
        ):
            out.append(
                ", ".join(f"{n}={step.step.set[n]}" for n in by if n in step.step.set)
                or f"step {step.number + 1} ({step.step.operation}{f' {step.step.source}' if step.step.source else ''})"
            )
    return (
        ["every record"]
        if len(out) == len(steps) and not any("=" in kind for kind in out)
        else list(dict.fromkeys(out))
    )


def _named(plan: Plan, nodes: Iterable[Node]) -> list[str]:
    """Nodes by name, each once, in the order of the datasets.

    A variable with the conditions under which it looks at others.
    """
    out = []
    for dataset in plan.study.datasets.values():
        mine = {n for n in nodes if n[0] == dataset.name}
        if any(not n[2] for n in mine):
            out.append(f"the records of {dataset.name}")
        for name in (v for v in dataset.variables if any(n[2] == v for n in mine)):
            where = plan.variables[dataset.name, name].where
            out.append(
                f"{dataset.name}.{name}"
                + (f", of records where {' and '.join(c.text() for c in where)}" if where else "")
            )
    return out


Counts = Mapping[str, tuple[int, int]]  # dataset -> records reached, records in all


def impact_text(found: Impact, counts: Counts | None = None, cells: str = "") -> str:
    """The impact in words; with ``counts`` of records, and ``cells``: what the raw field holds."""
    if not found.reached:
        return f"{found.label} reaches nothing."
    lines = (
        [f"{found.label} is used directly by", *(f"  {d}" for d in found.direct)]
        if found.direct
        else [f"{found.label} is used by nothing else."]
    )
    if not found.direct and [len(r.variables) for r in found.reached] == [1]:
        return lines[0]
    return "\n".join([*lines, *([cells] if cells else []), f"It reaches {reach_text(found.reached, counts)}"])


def reach_text(reached: list[Reach], counts: Counts | None = None) -> str:
    """How much is reached, and a line a dataset."""
    counts = counts or {}
    variables = sum(len(r.variables) for r in reached)
    lines = [f"{variables} variable{'s' * (variables != 1)} of {len(reached)} dataset{'s' * (len(reached) != 1)}:"]
    for each in reached:
        found, all_ = counts.get(each.dataset, (-1, -1))
        of = f" ({found:,} of {all_:,} records)" if all_ >= 0 else ""
        every = each.records == ["every record"] and 0 <= found < all_
        said = "every variable of these records" if every else f"every variable of {_records(each.records)}"
        lines.append(f"  {each.dataset}{of}: {said if each.records else ', '.join(each.variables)}")
    return "\n".join(lines)


def _records(kinds: list[str]) -> str:
    """``VAR=A; VAR=B`` as records with VAR=A, B."""
    names = {kind.partition("=")[0] for kind in kinds}
    if len(names) == 1 and all(kind.count("=") == 1 for kind in kinds):
        return f"the records with {names.pop()}={', '.join(kind.partition('=')[2] for kind in kinds)}"
    return kinds[0] if kinds == ["every record"] else f"the records of {'; '.join(kinds)}"
