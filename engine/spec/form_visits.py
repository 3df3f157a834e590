"""The visits at which a form is filled in: what the bookmarks of an annotated CRF are ordered by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from onespec.engine.contract import Codelist, Term
from onespec.engine.findings import STOP, Findings, nearest
from onespec.engine.spec.forms import Form

ROLE = "visit"  # of the field that names the visit of a row


def study_visits(forms: Mapping[str, Form], codelists: Mapping[str, Codelist]) -> dict[str, Term]:
    """The study's visits in order: the terms of the codelists of the fields that name the visit of a row."""
    fields = (form.fields.get(form.roles.get(ROLE, "")) for form in forms.values())
    named = dict.fromkeys(field.codelist for field in fields if field is not None and field.type == "code")
    listed = [codelists[name].terms for name in named if name in codelists]
    return {visit: term for terms in reversed(listed) for visit, term in terms.items()}


def visits_of(form: Form, known: Iterable[str]) -> tuple[str, ...]:
    """Those of the study's visits at which a form is filled in, in the study's order."""
    return tuple(visit for visit in known if any(fnmatchcase(visit, asked) for asked in form.visits))


def visits_stand(forms: Mapping[str, Form], codelists: Mapping[str, Codelist], findings: Findings) -> None:
    """Each visit that a form names is one of the study's."""
    known = study_visits(forms, codelists)
    for form in forms.values():
        for asked in form.visits:
            if any(fnmatchcase(visit, asked) for visit in known):
                continue
            close = nearest(asked, known)
            fix = f"Did you mean '{close}'?" if close else f"Known: {', '.join(known)}."
            if not known:
                fix = f"Name the field of the visit at a form ('roles: {{{ROLE}: FIELD}}'), a code with its codelist."
            problem = f"Form '{form.name}' is filled in at '{asked}', which is no visit of the study."
            findings.add("SPEC-CONSTANT", STOP, problem, fix, file="crf.yaml", line=form.line, value=asked)
