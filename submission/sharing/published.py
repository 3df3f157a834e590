"""What the standards say of a variable: its role, and the published terms of its codelists."""

from __future__ import annotations

from functools import cache

from onespec.engine.spec.standards import ADAM_CLASSES, Fact, dataset_fact, find
from onespec.engine.spec.terminology import shipped, shipped_dates


@cache
def published(standard: str, dataset: str, name: str) -> Fact | None:
    """The fact of a variable of SDTMIG 3.4 or ADaMIG 1.3; None of one that is the sponsor's own.

    A dataset of SDTM is known by its name, or by the domain that its name begins with (QSCG: QS).  Of ADaM any class
    may have the variable, under its name or one that begins with ``--``, and any variable of a domain of SDTM.
    """
    if standard == "adam":
        names = (name, f"--{name[2:]}")
        found = (find(standard, dataset, cls, each) for each in names for cls in ADAM_CLASSES)
        return next((fact for fact in found if fact), None) or published("sdtm", name[:2], name)
    domain = dataset if dataset_fact(dataset) else dataset[:2]
    known = dataset_fact(domain)
    return find(standard, domain, known.cls, name) if known else None


@cache
def terms_of(codelists: tuple[str, ...]) -> frozenset[str]:
    """The submission values of published codelists (NCI codes), of the newest terminologies that ship."""
    packages = [shipped(standard, dates[-1]) for standard, dates in shipped_dates().items()]
    return frozenset(term for code in codelists for p in packages if p and code in p for term in p[code].terms)
