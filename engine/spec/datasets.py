"""From a dataset's YAML to the model: steps, variables with one verb each, supplemental qualifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onespec.engine.contract import Codelist
from onespec.engine.findings import nearest, unknown
from onespec.engine.limits import MAX_LABEL, NAME
from onespec.engine.registry import RECORDS, Registry
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import VARIABLE_TYPES, VERBS, Dataset, Step, Variable
from onespec.engine.spec.standards import ADAM_CLASSES, Fact, dataset_fact, dataset_names, facts, find, own_structure
from onespec.engine.spec.supplemental import supplemental_dataset
from onespec.engine.spec.yamltext import Map, Seq

_DATASET_KEYS = (
    "dataset",
    "label",
    "class",
    "structure",
    "keys",
    "records",
    "variables",
    "supplemental",
    "value_level",
    "comment",
    "codelists",
    "tables",
)
_VARIABLE_KEYS = (*VERBS, "with", "match", "label", "type", "codelist", "format", "comment", "dictionary", "evaluator")
REFUSE = "refuse"


def read_dataset(
    reader: EntryReader,
    entry: Map,
    standard: str,
    registry: Registry,
    codelists: dict[str, Codelist],
    earlier: dict[str, Dataset],
) -> Iterator[Dataset]:
    """The dataset that a file's entries describe, then its SUPP-- dataset when it has one."""
    reader.unknown_keys(entry, _DATASET_KEYS, "a dataset")
    name = reader.text(entry, "dataset", required=True, what="The file")
    if not name:
        return
    cls, label, structure = _head(reader, entry, name, standard)
    steps = _phased(name, tuple(_steps(reader, entry)))
    context = _Context(reader, standard, name, cls, codelists, earlier)
    variables = _variables(context, entry, steps, registry)
    supplemental = _supplemental(context, entry)
    _core(context, variables, entry)
    keys = reader.names(entry, "keys")
    for key in keys:
        if key not in variables:
            reader.stop("SPEC-KEYS", *unknown("variable", key, variables, name), entry.lines["keys"], dataset=name)
    if not keys:
        reader.stop("SPEC-MISSING", f"Dataset {name} has no keys.", "Add 'keys: [...]'.", entry.line, dataset=name)
    elif "USUBJID" in variables and "USUBJID" not in keys and any(s.source for s in steps):
        reader.stop(
            "SPEC-KEYS",
            f"The keys of {name} lack USUBJID, so they identify no record.",
            "Add USUBJID to the keys.",
            entry.lines["keys"],
            dataset=name,
        )
    by, value_codelists = _value_level(context, entry, variables)
    dataset = Dataset(
        name,
        label,
        standard,
        cls,
        structure,
        keys,
        steps,
        variables | supplemental,
        by,
        reader.text(entry, "comment"),
        "",
        reader.file,
        entry.lines.get("dataset", 1),
        value_codelists,
    )
    yield dataset
    if supplemental:
        yield supplemental_dataset(dataset, codelists, registry.qualifiers)


def _value_level(
    context: _Context, entry: Map, variables: dict[str, Variable]
) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, str]]]:
    """``VAR: [BY, ...]``, or ``VAR: {by: BY, codelists: {value: CODELIST}}`` where the codelist depends on the value."""
    reader, listed = context.reader, context.reader.mapping(entry, "value_level")
    levels, codelists = {}, {}
    for name, value in listed.items():
        line = listed.lines[name]
        by = reader.names(value if isinstance(value, Map) else listed, "by" if isinstance(value, Map) else name)
        missing = [w for w in (name, *by) if w not in variables]
        for wanted in missing:
            reader.stop("SPEC-VALUE-LEVEL", *unknown("variable", wanted, variables, context.dataset), line)
        if missing:
            continue
        levels[name] = by
        if isinstance(value, Map):
            reader.unknown_keys(value, ("by", "codelists"), "a value level")
            codelists[name] = {k: v for k, v in reader.mapping(value, "codelists").items() if isinstance(v, str)}
            if len(by) != 1:
                reader.stop(
                    "SPEC-VALUE-LEVEL",
                    f"{name}: codelists by value need exactly one variable under 'by'.",
                    "Write 'by: VAR'.",
                    line,
                )
            for stated in set(codelists[name].values()) - set(context.codelists):
                reader.stop(
                    "SPEC-CODELIST",
                    *unknown("codelist", stated, context.codelists),
                    line,
                    dataset=context.dataset,
                    column=name,
                )
            codelists[name] = {k: v for k, v in codelists[name].items() if v in context.codelists}
    return levels, codelists


def _core(context: _Context, variables: dict[str, Variable], entry: Map) -> None:
    """Required and expected variables must be there, be it only to say why they are not available."""
    for fact in facts(context.standard, context.dataset, context.cls).values():
        wanted = fact.core in (("Req", "Exp") if context.standard == "sdtm" else ("Req",))
        named = fact.order < 10_000 and not any(p in fact.name for p in ("xx", "y", "w", "zz", "*", "--"))
        if wanted and named and fact.name not in variables and _belongs(context, fact):
            word = "required" if fact.core == "Req" else "expected"
            context.reader.stop(
                "SPEC-CORE",
                f"{context.dataset} lacks {fact.name} ({fact.label}), which the standard says is {word}.",
                f"Add '{fact.name}:' with its origin, or '{{not_available: reason}}'.",
                entry.lines.get("dataset"),
                dataset=context.dataset,
                column=fact.name,
            )


def _belongs(context: _Context, fact: Fact) -> bool:
    """An ADaM class also lists ADSL's variables, of which only its own structure's are required."""
    return context.standard == "sdtm" or fact.name in own_structure(context.cls)


class _Context:
    """What the variables of one dataset are read with."""

    def __init__(
        self,
        reader: EntryReader,
        standard: str,
        dataset: str,
        cls: str,
        codelists: dict[str, Codelist],
        earlier: dict[str, Dataset],
    ):
        self.reader, self.standard, self.dataset, self.cls = reader, standard, dataset, cls
        self.codelists, self.earlier = codelists, earlier
        self.known = bool(
            facts(standard, dataset, cls)
        )  # otherwise dataset or class is a finding, and no variable would be right

    def fact(self, name: str) -> Fact | None:
        return find(self.standard, self.dataset, self.cls, name)


def _head(reader: EntryReader, entry: Map, name: str, standard: str) -> tuple[str, str, str]:
    if standard == "sdtm":
        fact = dataset_fact(name)
        if name and fact is None:
            reader.stop("SPEC-DATASET", *unknown("SDTMIG dataset", name, dataset_names()), entry.lines.get("dataset"))
        default = (fact.cls, fact.label, fact.structure) if fact else ("", "", "")
        return default[0], reader.text(entry, "label", default[1]), reader.text(entry, "structure", default[2])
    cls = reader.text(entry, "class", required=True, what=f"Dataset {name}")
    if cls and cls not in ADAM_CLASSES:
        reader.stop("SPEC-CLASS", *unknown("ADaM class", cls, ADAM_CLASSES), entry.lines.get("class"))
    return (
        cls,
        reader.text(entry, "label", required=True, what=f"Dataset {name}"),
        reader.text(entry, "structure", required=True, what=f"Dataset {name}"),
    )


def _steps(reader: EntryReader, entry: Map) -> Iterator[Step]:
    records = entry.get("records", "")
    if not isinstance(records, Seq) or not records:
        reader.stop(
            "SPEC-MISSING", "The dataset has no record steps.", "Add 'records:' with a list of steps.", entry.line
        )
        return
    for item, line in zip(records, records.lines):
        if not isinstance(item, Map) or len(item) != 1:
            reader.stop(
                "SPEC-STEP", "A record step is one operation with its parameters.", "Write '- read: {from: ...}'.", line
            )
            continue
        operation, body = next(iter(item.items()))
        if not isinstance(body, Map):
            reader.stop("SPEC-STEP", f"'{operation}' needs parameters.", "Write '- read: {from: ...}'.", line)
            continue
        constants = {k: reader.constant(v, line) for k, v in reader.mapping(body, "set").items() if isinstance(v, str)}
        parameters = {k: v for k, v in body.items() if k not in ("from", "where", "set", "reason")}
        yield Step(
            operation,
            reader.text(body, "from"),
            reader.where(body),
            constants,
            parameters,
            reason=reader.text(body, "reason"),
            line=line,
        )


def selections(parameters: object) -> Iterator[Map]:
    """Every mapping with ``from`` inside a step's parameters."""
    if isinstance(parameters, dict):
        if "from" in parameters:
            yield parameters
        for value in parameters.values():
            yield from selections(value)
    elif isinstance(parameters, list):
        for value in parameters:
            yield from selections(value)


def _phased(name: str, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Number the phases: a step that may read rows of a step stands in a later phase than that step."""
    out: list[Step] = []
    for step in steps:
        reads = [dict((c.name, c.values) for c in step.where if c.comparator == "EQ")] if step.source == name else []
        reads += [
            {k: (v,) for k, v in s.get("where", {}).items() if isinstance(v, str)}
            if isinstance(s.get("where", {}), dict)
            else {}
            for s in selections(step.parameters)
            if s["from"] == name
        ]
        phase = max((earlier.phase + 1 for earlier in out for r in reads if _may_meet(r, earlier.set)), default=0)
        out.append(replace(step, phase=max(phase, 1 if reads else 0)))
    return tuple(out)


def _may_meet(where: dict[str, tuple[str, ...]], constants: dict[str, str]) -> bool:
    """False when a constant of the rows contradicts the where clause."""
    return all(constants.get(name, values[0]) == values[0] for name, values in where.items())


def _variables(context: _Context, entry: Map, steps: tuple[Step, ...], registry: Registry) -> dict[str, Variable]:
    """Declared variables, and those that steps set or produce, in the order of the dataset."""
    reader = context.reader
    declared = reader.mapping(entry, "variables")
    made: dict[str, int] = {}
    for step in steps:
        operation = registry.get((RECORDS, step.operation))
        produced = operation.produces if operation else {}
        for name in (*step.set, *(p for p in produced if p in declared or context.fact(p))):
            made.setdefault(name, step.line)
    out: dict[str, Variable] = {}
    for name, body in declared.items():
        if isinstance(body, Map):
            out[name] = _variable(context, name, body, name in made, declared.lines[name])
        else:
            reader.stop(
                "SPEC-VARIABLE",
                f"Variable {name} must be a mapping.",
                f"Write {name}: {{verb: ...}}.",
                declared.lines[name],
            )
    for name, line in made.items():
        if name not in out:
            fact = context.fact(name)
            if fact is None:
                reader.stop(
                    "SPEC-VARIABLE",
                    f"{context.dataset}.{name} is set by a record step, but the standard does not know it.",
                    f"Add '{name}: {{label: ..., type: ...}}' under 'variables:'.",
                    line,
                )
                continue
            codelist = _codelist(context, name, "", fact, line)
            out[name] = Variable(name, fact.label, fact.type, fact.role, fact.core, codelist, line=line)
    return _ordered(context, out, list(declared))


def _ordered(context: _Context, variables: dict[str, Variable], declared: list[str]) -> dict[str, Variable]:
    """The standard's order; a variable that it does not know follows the one above it in the file."""
    place: dict[str, tuple[int, ...]] = {}
    position = {n: i for i, n in enumerate(facts(context.standard, context.dataset, context.cls))}
    last: tuple[int, ...] = (-1,)
    for i, name in enumerate([n for n in declared if n in variables] + [n for n in variables if n not in declared]):
        fact = context.fact(name)
        if fact and fact.order < 10_000:
            last = place[name] = (position.get(fact.name, fact.order), 0, i)
        else:
            place[name] = (last[0], 1, i)
    return {n: variables[n] for n in sorted(variables, key=place.get)}


def _variable(context: _Context, name: str, body: Map, made: bool, line: int, supplemental: bool = False) -> Variable:
    reader = context.reader
    reader.unknown_keys(body, _VARIABLE_KEYS, f"variable {name}")
    verbs = [v for v in VERBS if v in body]
    if len(verbs) > 1 or (not verbs and not made):
        problem = f"has {len(verbs)} verbs ({', '.join(verbs)})" if verbs else "has no origin"
        reader.stop(
            "SPEC-VERB",
            f"{context.dataset}.{name} {problem}.",
            f"Give it exactly one of: {', '.join(VERBS)}.",
            line,
            dataset=context.dataset,
            column=name,
        )
    verb = verbs[0] if verbs else "produced"
    value = body.get(verb, "")
    if verb in ("collected", "predecessor"):
        value = reader.names(body, verb)
    elif verb in ("assigned", "protocol"):
        value = reader.constant(reader.text(body, verb), line)
    else:
        value = reader.text(body, verb)
    fact = None if supplemental else context.fact(name)
    inherited = _inherited(context, verb, value)
    label = reader.text(body, "label") or (fact.label if fact else inherited.label if inherited else "")
    type_ = reader.text(body, "type") or (
        fact.type if fact else inherited.type if inherited else "text" if supplemental else ""
    )
    if context.known and not (label and type_):
        reader.stop(
            "SPEC-VARIABLE",
            f"{context.dataset}.{name} is not in the standard and lacks a label or type.",
            _closest_fact(context, name) or "Add 'label:' and 'type:'.",
            line,
            dataset=context.dataset,
            column=name,
        )
    if len(label.encode()) > MAX_LABEL:
        reader.stop(
            "SPEC-LABEL",
            f"The label '{label}' of {name} has {len(label.encode())} bytes; a transport file holds {MAX_LABEL}.",
            "Shorten it.",
            line,
            dataset=context.dataset,
            column=name,
        )
    if not NAME.fullmatch(name):
        reader.stop(
            "SPEC-NAME",
            f"A transport file cannot hold the name '{name}'.",
            "Use 1 to 8 of A-Z, 0-9 and _, not beginning with a digit.",
            line,
            dataset=context.dataset,
            column=name,
        )
    if type_ and type_ not in VARIABLE_TYPES:
        close = nearest(type_, VARIABLE_TYPES)
        reader.stop(
            "SPEC-TYPE",
            f"{context.dataset}.{name} has type '{type_}'.",
            f"Did you mean '{close}'?" if close else f"Known: {', '.join(VARIABLE_TYPES)}.",
            line,
        )
    codelist = _codelist(context, name, reader.text(body, "codelist"), fact, line, verb == "not_available")
    if not codelist and "codelist" not in body and inherited and not (fact and fact.codelists):
        codelist = inherited.codelist
    parameters = reader.mapping(body, "with")
    match = parameters.get("match", body.get("match", {}))
    match = (
        {m: m for m in ([match] if isinstance(match, str) else match)} if not isinstance(match, Map) else dict(match)
    )
    return Variable(
        name,
        label,
        type_,
        fact.role if fact else "",
        fact.core if fact else "",
        codelist,
        verb,
        value,
        {k: v for k, v in parameters.items() if k not in ("where", "match")},
        match,
        reader.where(parameters),
        reader.text(body, "format"),
        reader.text(body, "comment"),
        reader.text(body, "dictionary"),
        reader.text(body, "evaluator"),
        supplemental,
        line,
    )


def _inherited(context: _Context, verb: str, value: object) -> Variable | None:
    """A copied variable takes label, type and codelist from where it is copied."""
    if verb != "predecessor" or not value:
        return None
    dataset, _, name = value[0].partition(".")
    source = context.earlier.get(dataset)
    return source.variables.get(name) if source else None


def _closest_fact(context: _Context, name: str) -> str:
    close = nearest(name, facts(context.standard, context.dataset, context.cls))
    return f"Did you mean '{close}'? Otherwise add 'label:' and 'type:'." if close else ""


def _codelist(context: _Context, name: str, stated: str, fact: Fact | None, line: int, optional: bool = False) -> str:
    """The codelist that the variable states, or the study's one codelist with the standard's NCI code."""
    where = {"dataset": context.dataset, "column": name}
    if stated == "none":
        return ""
    if stated:
        if stated not in context.codelists:
            context.reader.stop("SPEC-CODELIST", *unknown("codelist", stated, context.codelists), line, **where)
            return ""
        return stated
    if not fact or not fact.codelists:
        return ""
    fitting = [c.name for c in context.codelists.values() if c.nci in fact.codelists]
    if len(fitting) == 1:
        return fitting[0]
    if not optional:
        codes = " or ".join(fact.codelists)
        problem = (
            f"several codelists of the study are subsets of {codes}: {', '.join(fitting)}"
            if fitting
            else f"codelists.yaml has no codelist {codes}"
        )
        context.reader.stop(
            "SPEC-CODELIST",
            f"{context.dataset}.{name} needs a codelist: {problem}.",
            "Add 'codelist: NAME' to the variable."
            if fitting
            else f"Add a codelist with 'nci: {fact.codelists[0]}', or 'codelist: none'.",
            line,
            **where,
        )
    return ""


def _supplemental(context: _Context, entry: Map) -> dict[str, Variable]:
    listed = context.reader.mapping(entry, "supplemental")
    out = {}
    for name, body in listed.items():
        if isinstance(body, Map):
            variable = _variable(context, name, body, False, listed.lines[name], supplemental=True)
            if not body.get("codelist"):
                variable = replace(variable, codelist="")
            out[name] = variable
    return out
