"""What changed in meaning between two specifications, and what the changes reach.

Two things mean the same when their fingerprints are the same: lines, labels and comments do not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from onespec.engine.build.fingerprint import Fingerprints
from onespec.engine.contract import Codelist
from onespec.engine.declared import keys
from onespec.engine.findings import NotThere
from onespec.engine.languages import CHINESE
from onespec.engine.plan.references import Plan, StepPlan, VariablePlan
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.model import Study
from onespec.engine.trace import written
from onespec.engine.trace.impact import Counts, Reach, Start, find_start, follow, reach, reach_text

NEW, GONE, CHANGED = "new", "gone", "changed"

# They say how data are read: the key, and the field of the model.
_OF_A_FIELD = [(name, key.field) for name, key in keys(Field).items() if name not in ("label", "page")]
_OF_A_FORM = ("file", "encoding", "sheet", "subject", "key", "delimiter", "header", "skip", "ignore", "belongs_to")


@dataclass(frozen=True)
class Change:
    """One thing that is new, gone or means something else.

    name     ``LB.LBSTRESN``, ``records of LB``, ``codelist NY``, ``table lb_units``, ``form ae``, ``keys of LB``
    details  what is different, one a line
    steps    of changed records: numbers of the new record steps that differ, in the new specification
    """

    name: str
    kind: str
    details: list[str] = field(default_factory=list)
    steps: tuple[int, ...] = ()


def changes(old: Plan, new: Plan) -> list[Change]:
    """All changes in meaning, in the order of the new specification; what is gone stands last."""
    before, after = _meanings(old), _meanings(new)
    out = [
        Change(n, NEW) if n not in before else Change(n, CHANGED, _details(old, new, n), _changed_steps(old, new, n))
        for n in after
        if before.get(n) != after[n]
    ]
    out = [
        c for c in out if c.details or c.kind != CHANGED
    ]  # the others changed only through a table or codelist, which stands here itself
    out += [Change(n, GONE) for n in before if n not in after]
    whole = {c.name.removeprefix("records of ") for c in out if c.kind != CHANGED and c.name.startswith("records of ")}
    return [
        c
        for c in out
        if not (c.kind != CHANGED and c.name.partition(".")[0] in whole or c.name.removeprefix("keys of ") in whole)
    ]


def reached(plan: Plan, found: Iterable[Change]) -> list[Reach]:
    """What the changes reach in the specification that ``plan`` stands for."""
    start = Start("", set())
    for change in found:
        for target in _targets(change):
            try:
                more = find_start(plan, target)
            except NotThere:  # a field that is gone
                continue
            if change.steps:  # only these: the others of the dataset stand as they were
                steps = [plan.steps[target][n] for n in change.steps]
                more = Start("", {(target, s.step.phase, "") for s in steps}, {(target, s.number) for s in steps})
            start.nodes |= more.nodes
            start.steps |= more.steps
    return reach(plan, start, follow(plan, start)[1]) if start.nodes else []


def diff_text(
    old: Plan, new: Plan, counts: Callable[[list[Reach]], Counts] = lambda _: {}, found: list[Change] | None = None
) -> str:
    """The changes, and what they reach, in words; ``counts`` tells how many records of a build that is.

    ``found``: the changes, where they are known.
    """
    found = changes(old, new) if found is None else found
    if not found:
        return "Nothing changed in meaning."
    lines = [f"{len(found)} change{'s' * (len(found) != 1)} in meaning:"]
    for change in found:
        lines.append(f"  {change.name} is {change.kind}" if change.kind != CHANGED else f"  {change.name} changed")
        lines += [f"    {detail}" for detail in change.details]
    here, there = reached(new, [c for c in found if c.kind != GONE]), reached(old, [c for c in found if c.kind == GONE])
    lines += [f"They reach {reach_text(here, counts(here))}"] if here else []
    lines += [f"What is gone reached {reach_text(there, counts(there))}"] if there else []
    return "\n".join(lines)


def _meanings(plan: Plan) -> dict[str, str]:
    """The fingerprint of each thing by its name."""
    fingerprints = Fingerprints(plan)
    out: dict[str, str] = {}
    for (dataset, phase, name), own in fingerprints.own.items():
        key = f"{dataset}.{name}" if name else f"records of {dataset}"
        out[key] = out.get(key, "") + (own if not name or phase <= 0 else "")
    order = {d: i for i, d in enumerate(plan.study.datasets)}
    ordered = sorted(out, key=lambda k: order[k.removeprefix("records of ").partition(".")[0]])
    lists = {
        n.replace("records (", "records of ("): v
        for n, v in fingerprints.readable().items()
        if n.startswith(("codelist ", "keys of ", "levels"))
    }
    tables = {f"table {n}": v for n, v in fingerprints.tables.items()}
    forms = {f"form {n}": contract for n, contract in fingerprints.contracts.items()}
    return {n: out[n] for n in ordered} | lists | tables | forms


def _targets(change: Change) -> list[str]:
    """Where a change begins, as `impact` names it."""
    kind, _, name = change.name.rpartition(" ")
    if kind == "form":
        fields = [d.partition(" ")[2].partition(":")[0].split(" ")[0] for d in change.details if d.startswith("field ")]
        return [f"raw:{name}.{f}" for f in fields] or [f"raw:{name}"]
    return [] if kind == "keys of" else [name]


# What is different --------------------------------------------------------------------------


def _details(old: Plan, new: Plan, name: str) -> list[str]:
    kind, _, key = name.rpartition(" ")
    if name == "levels":
        return _levels(old.study, new.study)
    if kind == "codelist":
        return _terms(old.study.codelists[key], new.study.codelists[key])
    if kind == "table":
        return _rows(old.study.tables[key], new.study.tables[key])
    if kind == "form":
        return _fields(old.study.forms[key], new.study.forms[key])
    if kind == "keys of":
        return _pair(", ".join(old.dataset(key).keys), ", ".join(new.dataset(key).keys))
    if kind == "records of":
        pairs = _pairs(old.steps[key], new.steps[key])
        details = [line for was, now in pairs for line in _step_details(was, now)]
        return details or _methods(old.steps[key], new.steps[key])
    dataset, _, variable = name.partition(".")
    was, now = (p.variables[dataset, variable] for p in (old, new))
    return _pair(written.variable(was), written.variable(now)) or _methods([was], [now])


def _levels(was: Study, now: Study) -> list[str]:
    """Milestone, and rules whose findings have another level."""
    milestones = (
        []
        if was.milestone == now.milestone
        else [f"milestone was {was.milestone or 'none'}, now {now.milestone or 'none'}"]
    )
    pairs = ((rule, was.levels.get(rule), now.levels.get(rule)) for rule in sorted(was.levels | now.levels))
    return milestones + [f"{rule} was {a or 'as it is'}, now {b or 'as it is'}" for rule, a, b in pairs if a != b]


def _pair(was: str, now: str) -> list[str]:
    return [f"was: {was}", f"now: {now}"] if was != now else []


def _methods(was: Iterable[VariablePlan | StepPlan], now: Iterable[VariablePlan | StepPlan]) -> list[str]:
    """Operations whose code is not the same."""
    both = ((a.operation, b.operation) for a, b in zip(was, now, strict=False) if a.operation and b.operation)
    return list(dict.fromkeys(f"the code of {b.name} changed" for a, b in both if a.digest != b.digest))


Pair = tuple[StepPlan | None, StepPlan | None]


def _pairs(old: Sequence[StepPlan], new: Sequence[StepPlan]) -> list[Pair]:
    """Record steps that belong together.

    Equal ones; of the others the next of the same operation, source and constants.
    """
    left, out = list(old), []

    def kin(step: StepPlan) -> tuple[str, str, dict[str, str]]:
        return step.step.operation, step.step.source, step.step.set

    for step in new:
        found = next((o for o in left if _same(o, step)), None)
        found = found or next((o for o in left if kin(o) == kin(step) and not any(_same(o, n) for n in new)), None)
        left = [o for o in left if o is not found]
        out.append((found, step))
    return [*((o, None) for o in left), *out]


def _same(one: StepPlan, other: StepPlan) -> bool:
    return one.step.operation == other.step.operation and written.step(one) == written.step(other)


def _step_details(was: StepPlan | None, now: StepPlan | None) -> list[str]:
    """What is different between two record steps; the whole of one that stands alone."""
    if was is None or now is None:
        return [f"{kind}: {_whole(s)}" for kind, s in (("new", now), ("gone", was)) if s is not None]
    before, after = ({n: written.text(v) if v else "none" for n, v in written.entries(s).items()} for s in (was, now))
    changed = [n for n in {**before, **after} if before.get(n, "none") != after.get(n, "none")]
    step = now.step
    what = ", ".join(f"{n}={v}" for n, v in list(step.set.items())[:1]) or (
        f"from {step.source}" if step.source else ""
    )
    head = f"{step.operation}{f' ({what})' if what else ''}"
    return [f"{head}: {n} was {before.get(n, 'none')}, now {after.get(n, 'none')}" for n in changed]


def _whole(step: StepPlan) -> str:
    said = written.step(step)
    return f"{step.step.operation}: {said}" if said else step.step.operation


def _changed_steps(old: Plan, new: Plan, name: str) -> tuple[int, ...]:
    """Of changed records, the steps of the new specification that are new or differ.

    None when a step is gone, which all may feel.
    """
    if not name.startswith("records of "):
        return ()
    dataset = name.removeprefix("records of ")
    pairs = _pairs(old.steps[dataset], new.steps[dataset])
    if any(now is None for _, now in pairs):
        return ()
    return tuple(now.number for was, now in pairs if now is not None and (was is None or not _same(was, now)))


def _rows(was: list[dict[str, str]], now: list[dict[str, str]]) -> list[str]:
    """Rows that only one side has; each by its filled cells."""
    shown = lambda rows, other: [", ".join(f"{k}: {v}" for k, v in r.items() if v) for r in rows if r not in other]  # noqa: E731
    return [f"gone: {r}" for r in shown(was, now)] + [f"new: {r}" for r in shown(now, was)]


def _terms(was: Codelist, now: Codelist) -> list[str]:
    out = [f"gone: {t}" for t in was.terms if t not in now.terms] + [
        f"new: {t}" for t in now.terms if t not in was.terms
    ]
    same = [t for t in was.terms if t in now.terms]
    for term in (t for t in same if was.terms[t] != now.terms[t]):
        a, b = was.terms[term], now.terms[term]
        out += [
            f"{term}: {what} was {written.text(x)}, now {written.text(y)}"
            for what, x, y in (
                ("decode", a.english, b.english),
                ("decode in Chinese", a.said.get(CHINESE, ""), b.said.get(CHINESE, "")),
                ("NCI code", a.nci, b.nci),
                ("raw", a.raw, b.raw),
                ("place", a.order, b.order),
            )
            if x != y
        ]
    return out


def _fields(was: Form, now: Form) -> list[str]:
    out = [f"field {f} is gone" for f in was.fields if f not in now.fields] + [
        f"field {f} is new" for f in now.fields if f not in was.fields
    ]
    for name in (f for f in was.fields if f in now.fields):
        a, b = was.fields[name], now.fields[name]
        for k, own in ((k, own) for k, own in _OF_A_FIELD if getattr(a, own) != getattr(b, own)):
            before, after = (written.text(getattr(f, own)) or "none" for f in (a, b))
            out.append(f"field {name}: {k} was {before}, now {after}")
    out += [
        f"{k} was {written.text(getattr(was, k))}, now {written.text(getattr(now, k))}"
        for k in _OF_A_FORM
        if getattr(was, k) != getattr(now, k)
    ]
    return out
