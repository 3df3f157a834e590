"""The forms of crf.yaml as pages of paper have them: one for each file, its fields with what is written into them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onespec.engine.contract import Term
from onespec.engine.spec.form_visits import ROLE, study_visits, visits_of
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.model import Study

MOST = 20  # choices on a form; a longer list stands once, at the end
_KINDS = {
    "text": ("text", "文本"),
    "number": ("number", "数值"),
    "result": ("result", "结果"),
    "date": ("date", "日期"),
    "time": ("time", "时间"),
    "code": ("choice", "选项"),
}


@dataclass(frozen=True)
class Row:
    """A field as it is drawn.

    places   the fields of crf.yaml that it is: several where forms of one file share the column
    label    its words, a line a language
    hint     its name, and how it is filled in
    choices  what may be ticked
    """

    places: tuple[tuple[str, str], ...]
    label: tuple[str, ...]
    hint: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True)
class DrawnForm:
    """A page of the case record form: forms of crf.yaml that read the same rows of the same file are one."""

    names: tuple[str, ...]
    title: tuple[str, ...]
    rows: tuple[Row, ...]
    occasion: str  # when it is filled in: a key of `OCCASIONS`
    visits: tuple[str, ...] = ()  # at which it is filled in, where crf.yaml says so


Begins = tuple[tuple[DrawnForm, int], ...]  # forms, each with its first page
OCCASIONS = {
    "visits": ("At visits", "访视"),
    "once": ("Once a subject", "每名受试者一次"),
    "log": ("Whenever something happens", "随时记录"),
}


def in_chinese(study: Study) -> bool:
    """Does its CRF speak Chinese, too?"""
    labels = [f.label for form in study.forms.values() for f in (form, *form.fields.values())]
    return any("zh" in label for label in labels)


def drawn_forms(study: Study) -> tuple[DrawnForm, ...]:
    """All forms, in the order of crf.yaml."""
    together: dict[tuple[object, ...], list[Form]] = {}
    for form in study.forms.values():
        together.setdefault((form.files, form.sheet, form.rows), []).append(form)
    known = study_visits(study.forms, study.codelists)
    return tuple(_drawn(study, forms, known) for forms in together.values())


def by_visit(study: Study, begins: Begins) -> tuple[tuple[str, Begins], ...]:
    """The study's visits in order, each with the forms that are filled in there; one without forms is left out."""
    visits = study_visits(study.forms, study.codelists)
    each = ((_choice(term), tuple(b for b in begins if visit in b[0].visits)) for visit, term in visits.items())
    return tuple((visit, forms) for visit, forms in each if forms)


def _drawn(study: Study, forms: list[Form], known: Iterable[str]) -> DrawnForm:
    columns: dict[str, list[Form]] = {}
    for form in forms:
        for name in form.columns:
            columns.setdefault(name, []).append(form)
    rows = tuple(_row(study, name, found) for name, found in columns.items())
    at = {visit for form in forms for visit in visits_of(form, known)}
    visits = tuple(visit for visit in known if visit in at)
    title = _words(forms[0].label, forms[0].name)
    return DrawnForm(tuple(f.name for f in forms), title, rows, _occasion(forms[0]), visits)


def _occasion(form: Form) -> str:
    if form.roles.get(ROLE, "") in form.key and form.roles.get(ROLE):
        return "visits"
    return "once" if form.one_per_subject else "log"


def _words(label: dict[str, str], name: str) -> tuple[str, ...]:
    """English first; the name where there is no label."""
    found = [label.get(language, "").strip() for language in ("en", "zh")]
    return tuple(dict.fromkeys(text for text in found if text)) or (name,)


def _row(study: Study, name: str, forms: list[Form]) -> Row:
    field = forms[0].fields[name]
    codelist = study.codelists.get(field.codelist)
    name_, hint = _hint(field, forms[0], in_chinese(study))
    choices: tuple[str, ...] = ("",) if _is_checkbox(forms[0], name) else ()
    if codelist and field.type == "code" and len(codelist.terms) > MOST:
        hint = f"{hint}: one of the {len(codelist.terms)} terms of list {codelist.name}, at the end"
    elif codelist and field.type == "code":
        choices = tuple(_choice(term) for term in codelist.terms.values())
    places = tuple((form.name, name) for form in forms)
    return Row(places, _words(field.label, field.name), (name_, hint), choices)


def long_lists(study: Study) -> dict[str, tuple[str, ...]]:
    """The lists of choices that are too long for a form -> their choices, in the order in which fields name them."""
    named = (f.codelist for form in study.forms.values() for f in form.fields.values() if f.type == "code")
    lists = (study.codelists[name] for name in dict.fromkeys(named) if name in study.codelists)
    return {each.name: tuple(map(_choice, each.terms.values())) for each in lists if len(each.terms) > MOST}


def _is_checkbox(form: Form, name: str) -> bool:
    return any(name in field.checkboxes for field in form.fields.values())


def _hint(field: Field, form: Form, chinese: bool) -> tuple[str, ...]:
    """Its name, and ``date, YYYY-MM-DD``."""
    kind, name = ("tick box", "勾选") if _is_checkbox(form, field.name) else _KINDS[field.type]
    said = f"{kind} {name}" if chinese else kind
    limits = [f"{field.min or '...'} to {field.max or '...'}"] if field.min or field.max else []
    return field.name, ", ".join([said, *field.format, *limits])


def _choice(term: Term) -> str:
    """The term, what it means, and how the CRF says it: ``M · Male · 男``; of several sayings the first Chinese one."""
    chinese = next((raw for raw in term.raw if any(ord(c) > 0x2E80 for c in raw)), "")
    said = [term.value, term.decode, chinese or next(iter(term.raw), "")]
    out = {text.casefold(): text for text in reversed(said) if text}
    return " · ".join(reversed(out.values()))
