"""The further parts of texts that are longer than a variable holds (SDTMIG 3.4, section 4.5.3.2).

``parts: 3`` of AETERM: AETERM holds the beginning, the supplemental qualifiers AETERM1 and AETERM2 what follows.  Of
the one variable that the standard numbers in its own dataset (COVAL, TSVAL) they are variables of that dataset.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onespec.engine.languages import ENGLISH
from onespec.engine.limits import MAX_LABEL
from onespec.engine.spec.labels import Edition
from onespec.engine.spec.model import Variable
from onespec.engine.spec.standards import dataset_fact
from onespec.engine.spec.variables import Context

# Classes of datasets whose records have no supplemental qualifiers.
_WITHOUT_QUALIFIERS = ("Trial Design", "Study Reference", "Relationship")

Variables = dict[str, Variable]


def with_parts(context: Context, variables: Variables, supplemental: Variables) -> tuple[Variables, Variables]:
    """The variables and supplemental qualifiers with the further parts of those that are split."""
    fact = dataset_fact(context.dataset) if context.standard == "sdtm" else None
    numbered = fact.numbered if fact else ""
    own, beside = {}, {}
    for variable in variables.values():
        taken = variables | supplemental | own | beside
        split = _checked(context, variable, taken, numbered)
        own[variable.name] = split
        further = _further(context.edition, split, numbered)
        (own if variable.name == numbered else beside).update({v.name: v for v in further})
    for variable in supplemental.values():
        taken = variables | supplemental | own | beside
        split = _checked(context, variable, taken, numbered)
        beside |= {v.name: v for v in (split, *_further(context.edition, split, numbered))}
    return own, beside


def _further(edition: Edition, variable: Variable, numbered: str) -> Iterator[Variable]:
    """The further parts of a variable; a qualifier has its label, a variable of the dataset one of its own."""
    within = variable.name == numbered
    for number, name in enumerate(variable.further, 1):
        said = variable.said or {ENGLISH: variable.label}
        if within:
            said = {language: f"{edition.cut(text, MAX_LABEL - 2)} {number}" for language, text in said.items()}
        label, said, short = edition.label(said)
        yield replace(
            variable,
            name=name,
            label=label,
            said=said,
            short=short,
            core="Perm" if within else "",
            role=variable.role if within else "",
            comment="",
            supplemental=not within,
            parts=1,
            part_of=variable.name,
        )


def _checked(context: Context, variable: Variable, taken: Variables, numbered: str) -> Variable:
    """The variable; one that cannot be split is a stop, and stays whole."""
    wrong = _wrong(context, variable, taken, numbered) if variable.parts > 1 else None
    if wrong is None:
        return variable
    where = {"dataset": context.dataset, "column": variable.name}
    context.reader.stop("SPEC-PARTS", *wrong, variable.line, **where)
    return replace(variable, parts=1)


def _wrong(context: Context, variable: Variable, taken: Variables, numbered: str) -> tuple[str, str] | None:
    """What is wrong with the parts of a variable, and the fix."""
    dataset, name = context.dataset, variable.name
    called = f"{dataset}.{name}"
    if context.standard != "sdtm":
        return f"{called} is a variable of ADaM, which has no rule for texts in parts.", "Split it in sdtm."
    if name == f"{dataset}TEST":
        return f"{called} names a test and is never split.", "Shorten it; the protocol holds the whole text."
    if variable.type != "text" or variable.codelist:
        kind = f"has codelist {variable.codelist}" if variable.codelist else f"has type {variable.type}"
        return f"{called} {kind}; only free text is split.", "Remove 'parts:'."
    if numbered and name != numbered:
        return f"Of {dataset} only {numbered} may stand in parts, not {name}.", "Shorten the text, and remove 'parts:'."
    if context.cls in _WITHOUT_QUALIFIERS and name != numbered:
        return f"{dataset} has no supplemental qualifiers, so {name} cannot continue in them.", "Shorten the text."
    used = [n for n in variable.further if n in taken or context.fact(n)]
    if used:
        said = f"{called} would continue in {', '.join(used)}, which stands for something else."
        return said, "Give the other one another name, or fewer parts."
    return None
