"""A codelist of the study held against the published one of its NCI code.

Sources: CDISC Controlled Terminology's rules of use (a codelist that is not extensible takes no further values; a value
that is added is no duplicate or synonym of a published term), Define-XML 2.1, 5.3.12 (aliases carry the NCI codes).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onespec.engine.contract import Codelist, Term
from onespec.engine.findings import NOTE, STOP, nearest
from onespec.engine.spec.terminology import PublishedCodelist, PublishedTerm


class Fault(NamedTuple):
    """What is at odds: a *stop* is a fault, a *note* is worth a look; of the whole codelist when it names no term."""

    rule: str
    level: str
    message: str
    fix: str
    term: Term | None = None


def faults(codelist: Codelist, known: PublishedCodelist, shared: bool = False, notes: bool = True) -> Iterator[Fault]:
    """All that is at odds in a codelist.

    shared  the study has several subsets of the published codelist, which cannot all have its name
    notes   whether notes are wanted
    """
    for fault in _faults(codelist, known, shared, notes):
        if notes or fault.level == STOP:
            yield fault


def _faults(codelist: Codelist, known: PublishedCodelist, shared: bool, notes: bool) -> Iterator[Fault]:
    if codelist.label != known.name:
        level, fix = (
            (NOTE, "Right for a subset; its terms are held all the same.")
            if shared
            else (STOP, f"Write 'name: {known.name}', or another code.")
        )
        message = f"Codelist {codelist.name} is named '{codelist.label}', in the package '{known.name}'."
        yield Fault("CT-NAME", level, message, fix)
    if codelist.extensible != known.extensible:
        right = "yes" if known.extensible else "no"
        message = f"Codelist {codelist.name} ({known.code}) is {'' if known.extensible else 'not '}extensible."
        yield Fault("CT-EXTENSIBLE", STOP, message, f"Write 'extensible: {right}'.")
    list_name = f"{known.value or known.name} ({known.code})"
    for term in codelist.terms.values():
        published = known.terms.get(term.value)
        if published:
            yield from _term(term, published, known, list_name)
        elif fault := _absent(term, known, list_name, notes):
            yield fault


def _term(term: Term, published: PublishedTerm, known: PublishedCodelist, list_name: str) -> Iterator[Fault]:
    if term.nci != published.code:
        stated = (
            f"has the code {published.code}, not {term.nci}"
            if term.nci
            else f"has the code {published.code}; none is stated, so that it would pass for an extension"
        )
        yield Fault(
            "CT-CODE", STOP, f"'{term.value}' of {list_name} {stated}.", f"Write 'nci: {published.code}'.", term
        )
    name = known.names.get(term.value)
    if not term.english or term.english == name:
        return
    said = f"'{term.value}' is decoded '{term.english}', its"
    if name is not None:
        yield Fault(
            "CT-DECODE", STOP, f"{said} paired name in the package is '{name}'.", f"Write 'decode: {name}'.", term
        )
    elif _plain(term.english) not in {_plain(t) for t in (published.value, published.preferred, *published.synonyms)}:
        fix = "Right if both mean the same to a reader of define.xml."
        yield Fault("CT-DECODE", NOTE, f"{said} preferred term is '{published.preferred}'.", fix, term)


def _absent(term: Term, known: PublishedCodelist, list_name: str, notes: bool) -> Fault | None:
    """A value that the package does not have: written otherwise there, a synonym, retired, or the sponsor's own."""
    value = term.value.casefold()
    if case := next((t for t in known.terms.values() if t.value.casefold() == value), None):
        fix = f"Write '{case.value}', 'nci: {case.code}'."
        return Fault("CT-CASE", STOP, f"{list_name} writes '{term.value}' as '{case.value}'.", fix, term)
    if same_code := next((t for t in known.terms.values() if term.nci and t.code == term.nci), None):
        message = f"The code {term.nci} is '{same_code.value}' in {list_name}, not '{term.value}'."
        return Fault("CT-TERM", STOP, message, f"Write '{same_code.value}', or the code of '{term.value}'.", term)
    if synonym := next((t for t in known.terms.values() if value in {s.casefold() for s in t.synonyms}), None):
        message = f"'{term.value}' is a synonym of '{synonym.value}' in {list_name}."
        return Fault("CT-SYNONYM", STOP, message, f"Write '{synonym.value}', 'nci: {synonym.code}'.", term)
    own = known.extensible and not term.nci
    if own and not notes:
        return None  # the nearest term of many is not looked for in vain
    close = nearest(term.value, known.terms)
    use = f"Did you mean '{close}' ({known.terms[close].code})?" if close else ""
    if term.nci:
        rest = "remove 'nci:' if it is the sponsor's own" if known.extensible else "use a published term"
        fix = f"{use} Otherwise {rest}." if use else f"{rest[0].upper()}{rest[1:]}."
        message = f"{list_name} has no '{term.value}', and no term with the code {term.nci}: retired, or never there."
        return Fault("CT-TERM", STOP, message, fix, term)
    if not own:
        message = f"'{term.value}' is no term of {list_name}, which is not extensible."
        return Fault("CT-EXTENSION", STOP, message, use or f"Known: {_first(known)}.", term)
    message, fix = (
        f"'{term.value}' is the sponsor's own value of {list_name}.",
        f"The nearest term is '{close}'." if close else "",
    )
    return Fault("CT-EXTENSION", NOTE, message, fix, term)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _first(known: PublishedCodelist) -> str:
    more = len(known.terms) - 12
    return ", ".join(list(known.terms)[:12]) + (f" and {more} more" if more > 0 else "")
