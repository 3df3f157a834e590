# pyright: standard
"""Terms and codelists of the controlled terminology that ships, found by code, value or name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onespec.engine.findings import NotThere, nearest
from onespec.engine.spec.terminology import Package, PublishedCodelist, PublishedTerm, shipped, shipped_dates

SHOWN = 20  # terms of one codelist


def find_terms(text: str, standard: str = "") -> str:
    """The codelists of that NCI code or name, and the terms of that value, code or meaning, in any case.

    text      a whole value or code, or a part of a name
    standard  sdtm or adam; both when left out

    Where something is exactly that, only what is exactly that.  Raises `NotThere`.
    """
    wanted = text.casefold()
    packages = [p for name in _standards(standard) for date in shipped_dates()[name] if (p := shipped(name, date))]
    for fits in (lambda said: said.casefold() == wanted, lambda said: wanted in said.casefold()):
        found = [line for package in packages for codelist in package for line in _lines(package, codelist, fits)]
        if found:
            return "\n".join(found)
    names = {name for p in packages for head in p.heads().values() for name in (head.value, head.name)}
    close = nearest(text, sorted(names))  # of equally near ones the same every time
    fix = f" Did you mean '{close}'?" if close else ""
    raise NotThere(f"The terminology that ships has nothing like '{text}'.{fix}")


def _standards(standard: str) -> list[str]:
    known = shipped_dates()
    if standard and standard not in known:
        raise NotThere(f"No terminology of '{standard}' ships; known: {', '.join(known)}.")
    return [standard] if standard else list(known)


def _lines(package: Package, codelist: PublishedCodelist, fits: Callable[[str], bool]) -> Iterator[str]:
    """The codelist and those of its terms that are looked for; all when it is looked for itself."""
    whole = any(fits(said) for said in (codelist.code, codelist.value, codelist.name))
    terms = [t for t in codelist.terms.values() if whole or any(fits(s) for s in (t.value, t.code, t.preferred))]
    if not terms and not whole:
        return
    extensible = "extensible" if codelist.extensible else "not extensible"
    origin = f"{package.standard} {package.date}"
    yield f"{codelist.code}  {codelist.value}: {codelist.name} ({origin}, {extensible}, {len(codelist.terms)} terms)"
    wide = max((len(t.value) for t in terms[:SHOWN]), default=0)
    for term in terms[:SHOWN]:
        yield f"    {term.code:8}  {term.value:{wide}}  {_meaning(codelist, term)}".rstrip()
    if len(terms) > SHOWN:
        yield f"    and {len(terms) - SHOWN} more"


def _meaning(codelist: PublishedCodelist, term: PublishedTerm) -> str:
    return codelist.decode(term.value) or term.preferred
