"""From a dataset's YAML to the model: steps, variables with one verb each, supplemental qualifiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from onespec.engine.declared import keys
from onespec.engine.findings import unknown
from onespec.engine.languages import ENGLISH, LANGUAGES
from onespec.engine.limits import NAME
from onespec.engine.registry import Registry
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.helpers import read_helpers
from onespec.engine.spec.labels import SHORT, Said, laid_over
from onespec.engine.spec.model import Dataset, Step, Variable
from onespec.engine.spec.parts import with_parts
from onespec.engine.spec.standards import ADAM_CLASSES, BEYOND, Fact, dataset_fact, dataset_names, facts, own_structure
from onespec.engine.spec.supplemental import supplemental_dataset
from onespec.engine.spec.variables import Context, Known, check_label, read_supplemental, read_variables
from onespec.engine.spec.verbs import Protocol
from onespec.engine.spec.written import WrittenDataset, WrittenLevel
from onespec.engine.spec.yamltext import Map, Seq

REFUSE = "refuse"
_NAME_OF_TREATMENT = "TRT"  # CMTRT: the name of a treatment, behind the domain that it is of


def read_dataset(reader: EntryReader, entry: Map, standard: str, registry: Registry, known: Known) -> Iterator[Dataset]:
    """The dataset that a file's entries describe, then its SUPP-- dataset when it has one."""
    reader.unknown_keys(entry, keys(WrittenDataset), "a dataset")
    name = reader.text(entry, "dataset", required=True, what="The file")
    if not name:
        return
    if not NAME.fullmatch(name):
        reader.stop(
            "SPEC-NAME",
            f"A transport file cannot hold the name '{name}'.",
            "Use 1 to 8 of A-Z, 0-9 and _, not beginning with a digit.",
            entry.lines.get("dataset"),
            dataset=name,
        )
    cls, labels, structure = _head(reader, entry, name, standard)
    labels = known.edition.known(labels)
    label, said, short = known.edition.label(labels)
    steps = _phased(name, tuple(_steps(reader, entry)))
    context = Context(reader, standard, name, cls, known)
    variables = read_variables(context, entry, steps, registry)
    supplemental = read_supplemental(context, entry, steps)
    _core(context, variables, entry)
    variables, supplemental = with_parts(context, variables, supplemental)
    identify = reader.names(entry, "keys")
    helpers = read_helpers(context, entry, identify)
    for key in identify:
        if key not in variables and key not in helpers:
            reader.stop("SPEC-KEYS", *unknown("variable", key, variables, name), entry.lines["keys"], dataset=name)
    if not identify:
        reader.stop("SPEC-MISSING", f"Dataset {name} has no keys.", "Add 'keys: [...]'.", entry.line, dataset=name)
    elif "USUBJID" in variables and "USUBJID" not in identify and any(s.source for s in steps):
        reader.stop(
            "SPEC-KEYS",
            f"The keys of {name} lack USUBJID, so they identify no record.",
            "Add USUBJID to the keys.",
            entry.lines["keys"],
            dataset=name,
        )
    by, value_codelists, value_assigned = _value_level(context, entry, variables)
    dataset = Dataset(
        name,
        label,
        standard,
        cls,
        structure,
        identify,
        steps,
        variables | supplemental | helpers,
        by,
        reader.text(entry, "comment"),
        "",
        reader.file,
        entry.lines.get("dataset", 1),
        value_codelists,
        value_assigned,
        said,
        short,
    )
    check_label(context, labels, name, entry.lines.get("label"))
    yield dataset
    if supplemental:
        yield supplemental_dataset(dataset, known, registry.qualifiers)


def _value_level(
    context: Context, entry: Map, variables: dict[str, Variable]
) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, str]], dict[str, tuple[str, ...]]]:
    """``VAR: [BY, ...]``, or ``VAR: {by: BY, ...}`` where the value of BY decides the codelist, or who states VAR."""
    reader, listed = context.reader, context.reader.mapping(entry, "value_level")
    levels, codelists, assigned = {}, {}, {}
    for name, value in listed.items():
        line = listed.lines[name]
        by = reader.names(value if isinstance(value, Map) else listed, "by" if isinstance(value, Map) else name)
        missing = [w for w in (name, *by) if w not in variables]
        for wanted in missing:
            reader.stop("SPEC-VALUE-LEVEL", *unknown("variable", wanted, variables, context.dataset), line)
        if not by or isinstance(value, Map) and len(by) != 1:
            many = "exactly one variable under 'by'" if isinstance(value, Map) else "a variable"
            problem, fix = f"{name}: what is said by value needs {many}.", "Write 'by: VAR'."
            reader.stop("SPEC-VALUE-LEVEL", problem, fix, line)
        if missing or not by:
            continue
        levels[name] = by
        if isinstance(value, Map):
            reader.unknown_keys(value, keys(WrittenLevel), "a value level")
            codelists[name] = {k: v for k, v in reader.mapping(value, "codelists").items() if isinstance(v, str)}
            for stated in set(codelists[name].values()) - set(context.codelists):
                reader.stop(
                    "SPEC-CODELIST",
                    *unknown("codelist", stated, context.codelists),
                    line,
                    dataset=context.dataset,
                    column=name,
                )
            codelists[name] = {k: v for k, v in codelists[name].items() if v in context.codelists}
            assigned[name] = reader.names(value, "assigned")
            if assigned[name] and not isinstance(variables[name].verb, Protocol):
                reader.stop(
                    "SPEC-VALUE-LEVEL",
                    f"{name}: 'assigned' says which values the sponsor states where the protocol states the others, "
                    "and this variable has another verb than 'protocol'.",
                    "Give it the verb 'protocol', or take 'assigned' out.",
                    value.lines["assigned"],
                )
    return levels, codelists, assigned


def _core(context: Context, variables: dict[str, Variable], entry: Map) -> None:
    """Required and expected variables must be there, be it only to say why they are not available."""
    for fact in facts(context.standard, context.dataset, context.cls).values():
        if fact.core not in (("Req", "Exp") if context.standard == "sdtm" else ("Req",)) or fact.name in variables:
            continue
        named = fact.order < BEYOND and not any(p in fact.name for p in ("xx", "y", "w", "zz", "*", "--"))
        if named and _belongs(context, fact, variables):
            word = "required" if fact.core == "Req" else "expected"
            context.reader.stop(
                "SPEC-CORE",
                f"{context.dataset} lacks {fact.name} ({fact.label}), which the standard says is {word}.",
                f"Add '{fact.name}:' with its origin, or '{{not_available: reason}}'.",
                entry.lines.get("dataset"),
                dataset=context.dataset,
                column=fact.name,
            )


def _belongs(context: Context, fact: Fact, variables: Iterable[str]) -> bool:
    """An ADaM class also lists ADSL's variables, of which only its own structure's are required.

    The class of occurrences lists the name of a medication, too, required where a dataset is about medications.
    """
    if context.standard == "sdtm":
        return True
    of = fact.name.removesuffix(_NAME_OF_TREATMENT)
    about = of == fact.name or any(name.startswith(of) for name in variables)
    return about and fact.name in own_structure(context.cls)


def _head(reader: EntryReader, entry: Map, name: str, standard: str) -> tuple[str, Said, str]:
    stated = reader.said(entry, "label", (*LANGUAGES, SHORT))
    if standard == "sdtm":
        fact = dataset_fact(name)
        if name and fact is None:
            reader.stop("SPEC-DATASET", *unknown("SDTMIG dataset", name, dataset_names()), entry.lines.get("dataset"))
        cls, structure = (fact.cls, fact.structure) if fact else ("", "")
        return cls, laid_over(stated, fact.said if fact else {}), reader.text(entry, "structure", structure)
    cls = reader.text(entry, "class", required=True, what=f"Dataset {name}")
    if cls and cls not in ADAM_CLASSES:
        reader.stop("SPEC-CLASS", *unknown("ADaM class", cls, ADAM_CLASSES), entry.lines.get("class"))
    if not stated.get(ENGLISH):
        reader.stop("SPEC-MISSING", f"Dataset {name} has no 'label'.", "Add 'label:'.", entry.line)
    return cls, laid_over(stated, {}), reader.text(entry, "structure", required=True, what=f"Dataset {name}")


def _steps(reader: EntryReader, entry: Map) -> Iterator[Step]:
    records = entry.get("records", "")
    if not isinstance(records, Seq) or not records:
        reader.stop(
            "SPEC-MISSING", "The dataset has no record steps.", "Add 'records:' with a list of steps.", entry.line
        )
        return
    for item, line in zip(records, records.lines, strict=True):
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


def selections(parameters: Any) -> Iterator[Map]:
    """Every mapping with ``from`` inside a step's parameters."""
    if isinstance(parameters, Map) and "from" in parameters:
        yield parameters
    if isinstance(parameters, Mapping):
        for value in parameters.values():
            yield from selections(value)
    elif isinstance(parameters, list):
        for value in parameters:
            yield from selections(value)


def _phased(name: str, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Number the phases: a step that may read rows of a step stands in a later phase than that step."""
    out: list[Step] = []
    for step in steps:
        reads = [{c.name: c.values for c in step.where if c.comparator == "EQ"}] if step.source == name else []
        reads += [
            {k: (v,) for k, v in s.get("where", {}).items() if isinstance(v, str)}
            if isinstance(s.get("where", {}), dict)
            else {}
            for s in selections(step.as_written)
            if s["from"] == name
        ]
        phase = max((earlier.phase + 1 for earlier in out for r in reads if _may_meet(r, earlier.set)), default=0)
        out.append(replace(step, phase=max(phase, 1 if reads else 0)))
    return tuple(out)


def phases_met(steps: Iterable[Step], where: Iterable[Condition]) -> int:
    """How many phases hold all records of a dataset that conditions may be true for."""
    wanted = {c.name: c.values for c in where if c.comparator == "EQ" and c.against is None}
    return 1 + max((step.phase for step in steps if _may_meet(wanted, step.set)), default=0)


def _may_meet(where: dict[str, tuple[str, ...]], constants: dict[str, str]) -> bool:
    """False when a constant of the rows contradicts the where clause."""
    return all(constants.get(name, values[0]) == values[0] for name, values in where.items())
