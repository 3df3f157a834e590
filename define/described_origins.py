"""Origins and methods as a specification states them, without data (Define-XML 2.1, 5.3.12.3 and 5.3.14)."""

from __future__ import annotations

import re
from collections.abc import Callable

from onespec.define.documents import ACRF
from onespec.define.oids import oid
from onespec.engine.metadata.model import NAMED_PAGES, Origin, Pages, Reference, Said
from onespec.engine.spec.model import Variable
from onespec.engine.spec.to_write import FurtherOrigin, ToWrite, ValueToWrite
from onespec.engine.spec.verbs import Assigned, Collected, Derived, NotAvailable, Predecessor, Protocol

_RANGE = re.compile(r"(\d+)-(\d+)")
Speaks = Callable[[str], Said]


def described_origins(own: Variable | ValueToWrite, said: Speaks) -> tuple[Origin, ...]:
    """The origins of a variable, or of one of its definitions by value; none of one that record steps fill."""
    imported = own.to_write if isinstance(own, Variable) else own
    if imported:
        return _imported(imported, said)
    assert isinstance(own, Variable)
    match own.verb:
        case Collected():
            return (Origin(type="Collected", source="Investigator"),)
        case Predecessor(references):
            return (Origin(type="Predecessor", said=said(", ".join(references))),)
        case Derived():
            return (Origin(type="Derived", source="Sponsor"),)
        case NotAvailable():
            return (Origin(type="Not Available"),)
        case Protocol():
            return (Origin(type="Protocol", source="Sponsor"),)
        case Assigned():
            return (Origin(type="Assigned", source="Sponsor"),)
    return ()


def method_of(own: Variable) -> tuple[str, str]:
    """The text of a variable's method and its type: as the import has it, or as the specification writes it."""
    if own.to_write:
        return own.to_write.method, own.to_write.method_type
    if not isinstance(own.verb, Derived):
        return "", "Computation"
    return own.verb.text(), "Computation"


def encoded_pages(pages: Pages) -> tuple[str, ...]:
    """Pages as a specification writes them; what `decoded_pages` would not read back is left out."""
    texts = pages.pages or ((f"{pages.first}-{pages.last}",) if pages.first or pages.last else ())
    return texts if texts and decoded_pages(texts) == Pages(**{**vars(pages), "title": "", "beside": {}}) else ()


def decoded_pages(texts: tuple[str, ...]) -> Pages:
    """Pages as define.xml has them: numbers, a range, or named places."""
    found = _RANGE.fullmatch(texts[0]) if len(texts) == 1 else None
    if found:
        return Pages(first=found[1], last=found[2])
    return Pages(pages=texts) if all(map(str.isdecimal, texts)) else Pages(type=NAMED_PAGES, pages=texts)


def _imported(imported: ToWrite | ValueToWrite, said: Speaks) -> tuple[Origin, ...]:
    first = (imported,) if imported.origin or imported.source or imported.said or imported.pages else ()
    return tuple(_origin(each, said) for each in (*first, *imported.also))


def _origin(each: ToWrite | ValueToWrite | FurtherOrigin, said: Speaks) -> Origin:
    pages = (decoded_pages(each.pages),) if each.pages else ()
    documents = (Reference(leaf=oid("LF", ACRF), pages=pages),) if each.pages else ()
    return Origin(type=each.origin, source=each.source, said=said(each.said), documents=documents)
