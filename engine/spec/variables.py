"""Variables of a dataset: declared, set or produced; each with one verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from onespec.engine.contract import Codelist
from onespec.engine.encodings import size_in
from onespec.engine.findings import nearest, unknown
from onespec.engine.languages import ENGLISH
from onespec.engine.limits import MAX_LABEL, NAME
from onespec.engine.registry import RECORDS, Registry
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import Form
from onespec.engine.spec.guessed import NO_ORIGIN
from onespec.engine.spec.labels import ENGLISH_EDITION, SHORT, Edition, Said, laid_over
from onespec.engine.spec.model import VARIABLE_TYPES, Dataset, Step, Variable
from onespec.engine.spec.standards import BEYOND, Fact, facts, find, model_order
from onespec.engine.spec.to_write import TO_WRITE
from onespec.engine.spec.to_write_reader import read_to_write
from onespec.engine.spec.verbs import (
    VERBS,
    Assigned,
    Collected,
    Derived,
    NotAvailable,
    Predecessor,
    Produced,
    Protocol,
    Verb,
)
from onespec.engine.spec.written import HELPER_VERBS, HELPERS, PARTS, WrittenHelper, WrittenVariable
from onespec.engine.spec.yamltext import Map


class Known(NamedTuple):
    """What is known of the study while its datasets are read; ``earlier`` are the datasets read so far, or before."""

    codelists: dict[str, Codelist]
    forms: dict[str, Form]
    earlier: dict[str, Dataset]
    edition: Edition = ENGLISH_EDITION


class Context:
    """What the variables of one dataset are read with."""

    def __init__(self, reader: EntryReader, standard: str, dataset: str, cls: str, known: Known):
        self.reader, self.standard, self.dataset, self.cls = reader, standard, dataset, cls
        self.codelists, self.forms, self.earlier, self.edition = known
        self.known = bool(
            facts(standard, dataset, cls)
        )  # otherwise dataset or class is a finding, and no variable would be right

    def fact(self, name: str) -> Fact | None:
        return find(self.standard, self.dataset, self.cls, name)


def read_variables(context: Context, entry: Map, steps: tuple[Step, ...], registry: Registry) -> dict[str, Variable]:
    """Declared variables, and those that steps set or produce, in the order of the dataset."""
    reader = context.reader
    declared = reader.mapping(entry, "variables")
    beside = reader.mapping(entry, "supplemental")
    made: dict[str, int] = {}
    for step in steps:
        operation = registry.get((RECORDS, step.operation))
        produced = operation.produces if operation else {}
        for name in (*step.set, *(p for p in produced if p in declared or context.fact(p))):
            if name not in beside:
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
                problem = f"{context.dataset}.{name} is set by a record step, but the standard does not know it."
                more = ", or a qualifier under 'supplemental:'" if context.standard == "sdtm" else ""
                fix = f"Add '{name}: {{label: ..., type: ...}}' under 'variables:'{more}."
                if HELPERS.like and HELPERS.like.fullmatch(name):
                    problem = f"A record step sets {name}, which is no variable of {context.dataset}."
                    fix = "Set a variable; a helper has its values by its verb alone."
                reader.stop("SPEC-VARIABLE", problem, fix, line)
                continue
            codelist = _codelist(context, name, "", fact, line, Produced())
            label, said, short = context.edition.label(fact.labels)
            facts_of = fact.type, fact.role, fact.core, codelist
            out[name] = Variable(name, label, *facts_of, line=line, said=said, short=short)
    return _ordered(context, out, list(declared))


def _ordered(context: Context, variables: dict[str, Variable], declared: list[str]) -> dict[str, Variable]:
    """The standard's order.

    A variable of the SDTM's general model that the guide does not list for the domain follows the one before it in the
    model; one that the standard does not know follows the one above it in the file.
    """
    place: dict[str, tuple[int, ...]] = {}
    position = {n: i for i, n in enumerate(facts(context.standard, context.dataset, context.cls))}
    model = model_order(context.dataset, context.cls) if context.standard == "sdtm" else {}
    listed = {n for n in variables if (fact := context.fact(n)) and fact.order < BEYOND}
    last: tuple[int, ...] = (-1,)
    for i, name in enumerate([n for n in declared if n in variables] + [n for n in variables if n not in declared]):
        fact = context.fact(name)
        if fact and name in listed:
            last = place[name] = (position.get(fact.name, fact.order), 0, i)
            continue
        before = [n for n in listed if n in model and model[n] < model[name]] if name in model else []
        follows = position[max(before, key=model.__getitem__)] if before else last[0]
        place[name] = (follows, 1, model.get(name, 0), i)
    return {n: variables[n] for n in sorted(variables, key=place.__getitem__)}


def _variable(context: Context, name: str, body: Map, made: bool, line: int, supplemental: bool = False) -> Variable:
    reader = context.reader
    stated = reader.entry(WrittenVariable, body, name=name)
    verb = verb_of(context, name, body, stated, line, made)
    fact = None if supplemental else context.fact(name)
    source = inherited(context, verb)
    known = fact.labels if fact else (source.said or {ENGLISH: source.label}) if source else {}
    labels = context.edition.known(laid_over(stated.label, known))
    label, said, short = context.edition.label(labels)
    type_ = stated.type or (fact.type if fact else source.type if source else "text" if supplemental else "")
    if context.known and not (label and type_):
        reader.stop(
            "SPEC-VARIABLE",
            f"{context.dataset}.{name} is not in the standard and lacks a label or type.",
            _closest_fact(context, name) or "Add 'label:' and 'type:'.",
            line,
            dataset=context.dataset,
            column=name,
        )
    check_label(context, labels, name, line)
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
    codelist = _codelist(context, name, stated.codelist, fact, line, verb)
    if not codelist and "codelist" not in body and source and not (fact and fact.codelists):
        codelist = source.codelist
    return Variable(
        name,
        label,
        type_,
        fact.role if fact else "",
        fact.core if fact else "",
        codelist,
        verb,
        stated.format,
        stated.comment,
        stated.dictionary,
        stated.evaluator,
        supplemental,
        line,
        int(stated.parts) if stated.parts and PARTS.allow(stated.parts) else 1,
        to_write=read_to_write(reader, stated.to_write, line) if TO_WRITE in body else None,
        said=said,
        short=short,
    )


def check_label(context: Context, labels: Said, name: str, line: int | None) -> None:
    """The English label, and a shorter form that is stated, are no longer than a transport file holds."""
    for text, edition in ((labels.get(ENGLISH, ""), ENGLISH_EDITION), (labels.get(SHORT, ""), context.edition)):
        size = size_in(edition.counted, text)
        if size > MAX_LABEL:
            problem = f"The label '{text}' of {name} has {size} bytes; a transport file holds {MAX_LABEL}."
            context.reader.stop("SPEC-LABEL", problem, "Shorten it.", line, dataset=context.dataset, column=name)
    if context.edition.lacks(context.edition.text(labels)) and context.edition.language != ENGLISH:
        problem = f"The label '{context.edition.text(labels)}' of {name} has a character that"
        problem = f"{problem} {context.edition.encoding} lacks."
        context.reader.stop("SPEC-LABEL", problem, "Write it otherwise.", line, dataset=context.dataset, column=name)


# parameters: the variable or helper with its name and line, as it is written, and whether record steps give it values
def verb_of(
    context: Context, name: str, body: Map, stated: WrittenVariable | WrittenHelper, line: int, made: bool = False
) -> Verb:
    """The one verb of a variable or helper."""
    known = HELPER_VERBS if isinstance(stated, WrittenHelper) else VERBS
    verbs = [v for v in (*known, TO_WRITE) if v in body]
    if verbs == [TO_WRITE] and isinstance(stated, WrittenVariable):
        message = f"{context.dataset}.{name} is still to write. The import says: {stated.to_write.text()}."
        where = {"dataset": context.dataset, "column": name}
        context.reader.stop("SPEC-TO-WRITE", message, stated.to_write.fix(VERBS), line, **where)
        return NotAvailable(NO_ORIGIN)
    if len(verbs) > 1 or (not verbs and not made):
        problem = f"has {len(verbs)} verbs ({', '.join(verbs)})" if verbs else "has no origin"
        context.reader.stop(
            "SPEC-VERB" if verbs else "SPEC-ORIGIN",
            f"{context.dataset}.{name} {problem}.",
            f"Give it exactly one of: {', '.join(known)}.",
            line,
            dataset=context.dataset,
            column=name,
        )
    if not verbs:
        return Produced() if made else NotAvailable(NO_ORIGIN)
    return _verb(context.reader, stated, verbs[0], line)


def _verb(reader: EntryReader, stated: WrittenVariable | WrittenHelper, word: str, line: int) -> Verb:
    """A verb, with what the specification says behind it."""
    where = reader.where(stated.with_)
    match = _match(stated.with_.get("match", stated.match))
    if word == Collected.word:
        return Collected(stated.collected)
    if word == Predecessor.word:
        return Predecessor(stated.predecessor)
    if word == Protocol.word:
        return Protocol(reader.constant(stated.protocol, line), match)
    if word == Assigned.word:
        return Assigned(reader.constant(stated.assigned, line), match)
    if isinstance(stated, WrittenVariable) and word == NotAvailable.word:
        return NotAvailable(stated.not_available)
    given = {k: v for k, v in stated.with_.items() if k not in ("where", "match")}
    return Derived(stated.derived, given, where, match)


def _match(written: Any) -> dict[str, str]:
    """``A``, ``[A, B]`` or ``{A: B}``: what belongs together."""
    if isinstance(written, Map):
        return dict(written)
    return {name: name for name in ([written] if isinstance(written, str) else written)}


def inherited(context: Context, verb: Verb) -> Variable | None:
    """A copied variable takes label, type and codelist from where it is copied."""
    if not isinstance(verb, Predecessor) or not verb.references:
        return None
    dataset, _, name = verb.references[0].partition(".")
    source = context.earlier.get(dataset)
    return source.variables.get(name) if source else None


def _closest_fact(context: Context, name: str) -> str:
    close = nearest(name, facts(context.standard, context.dataset, context.cls))
    return f"Did you mean '{close}'? Otherwise add 'label:' and 'type:'." if close else ""


def _codelist(context: Context, name: str, stated: str, fact: Fact | None, line: int, verb: Verb) -> str:
    """The codelist that the variable states, or the study's one codelist with the standard's NCI code.

    Of several it is that of the coded fields, or of the variables, that the values come from.
    """
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
    behind = {*_behind(context, verb)} if len(fitting) > 1 else set()
    fitting = [*behind] if len(behind) == 1 and behind <= {*fitting} else fitting
    if len(fitting) == 1:
        return fitting[0]
    if not isinstance(verb, NotAvailable):
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


def _behind(context: Context, verb: Verb) -> Iterator[str]:
    """The codelists of the fields or variables that values are taken from as they are; blank for one that has none."""
    for reference in verb.references if isinstance(verb, (Collected, Predecessor)) else ():
        target, _, name = reference.partition(".")
        source = context.forms.get(target) or context.earlier.get(target)
        if isinstance(source, Form):
            field = source.fields.get(name)
            yield field.codelist if field and field.type == "code" else ""
        else:
            variable = source.variables.get(name) if source else None
            yield variable.codelist if variable else ""


def read_supplemental(context: Context, entry: Map, steps: tuple[Step, ...]) -> dict[str, Variable]:
    """The supplemental qualifiers; one that a step sets needs no verb."""
    listed = context.reader.mapping(entry, "supplemental")
    given = {name for step in steps for name in step.set}
    out = {}
    for name, body in listed.items():
        if name in context.reader.mapping(entry, "variables"):
            problem = f"{name} stands under 'variables:' and under 'supplemental:'."
            context.reader.stop("SPEC-TWICE", problem, "Remove one, or rename the qualifier.", listed.lines[name])
        if isinstance(body, Map):
            variable = _variable(context, name, body, name in given, listed.lines[name], supplemental=True)
            if not body.get("codelist"):
                variable = replace(variable, codelist="")
            out[name] = variable
    return out
