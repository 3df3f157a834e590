"""Reading the cut of study.yaml, and holding it against the forms: what it names must be there, and fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from onespec.engine.findings import unknown
from onespec.engine.notation import PLAIN
from onespec.engine.spec.cut import BY_VISIT, CUT, Cut, FormCut, Later, with_acts
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.model import CONSTANTS, Study, Values
from onespec.engine.spec.yamltext import Map, Seq
from onespec.engine.tried import FULL_DAY, NO_CUT

_COMPARED = ("EQ", "NE", "IN", "NOTIN")


def dated(reader: EntryReader, cut: Cut, values: Values, entry: Map, tried: str) -> Cut:
    """The cut with its date; ``tried``: another day than the study states, or none.

    Where the study names a value for its cut, that value is another one, too: whatever takes it follows.
    """
    line = entry["cut"].line if isinstance(entry.get("cut"), Map) else 1
    name = cut.date.removeprefix(f"{CONSTANTS}.") if cut.date.startswith(f"{CONSTANTS}.") else ""
    if tried == NO_CUT:
        return replace(cut, date="")
    values.used |= {name} & values.keys()
    if tried and name in values:
        values[name] = tried
    day = tried or EntryReader(reader.file, reader.findings, values).constant(cut.date, line)
    if day and not _is_day(day):
        reader.stop("SPEC-DATE", f"The cut is no day: '{day}'.", "Write YYYY-MM-DD.", line)
        day = ""
    elif not day and isinstance(entry.get("cut"), Map) and not reader.findings.stops:
        reader.stop("SPEC-MISSING", "The cut has no 'date'.", "Write date: YYYY-MM-DD, or date: study.NAME.", line)
    return replace(cut, date=day)


def read_cut(reader: EntryReader, study: Study) -> Cut:
    """The cut with what it does to each form; what it names and is not there is a finding."""
    cut = study.cut
    forms = {name: replace(own, later=tuple(_later(reader, own))) for name, own in cut.forms.items()}
    cut = replace(cut, forms=forms)
    for name in (n for n in cut.datasets if n not in study.datasets):
        reader.stop("SPEC-DATASET", *unknown("dataset", name, study.datasets))
    for own in forms.values():
        form = study.forms.get(own.name)
        if form is None:
            reader.stop("SPEC-FORM", *unknown("form", own.name, study.forms), own.line)
        else:
            _stands(reader, study, form, own)
    out = with_acts(cut, study.forms, study.datasets.values(), study.codelists, study.subjects)
    if out.date and not out.consent[0] and not reader.findings.stops:
        problem = "The cut finds no date of informed consent, so nobody who gave it later could be left out."
        reader.stop(
            "SPEC-MISSING", problem, "Collect RFICDTC of DM from the field that holds it: {collected: FORM.FIELD}."
        )
    for own in forms.values():
        if own.by == BY_VISIT and own.name in out.acts and not out.acts[own.name].visit:
            problem = f"Form '{own.name}' is cut by its visits, and has no visit that a form of visits dates."
            reader.stop("SPEC-FIELD", problem, "Give the form a role 'visit', or cut it by its own dates.", own.line)
    return out


def _is_day(text: str) -> bool:
    if not FULL_DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _later(reader: EntryReader, own: FormCut) -> Iterator[Later]:
    listed: Any = own.later
    if not listed:
        return
    if not isinstance(listed, Seq):
        reader.stop(
            "SPEC-TYPE", f"'later' of form {own.name} must be a list.", "Write - {date: ..., set: ...}.", own.line
        )
        return
    for item, line in zip(listed, listed.lines, strict=True):
        if isinstance(item, Map):
            yield reader.entry(Later, item)
        else:
            reader.stop("SPEC-TYPE", "What is set later must be a mapping.", "Write - {date: ..., set: ...}.", line)


def _stands(reader: EntryReader, study: Study, form: Form, own: FormCut) -> None:
    """What the cut of a form names is there."""

    def stop(rule: str, problem: str, fix: str) -> None:
        reader.stop(rule, problem, fix, own.line, column=form.name)

    for name in (*own.dates, *own.ends, *(each.date for each in own.later if each.date)):
        if name not in form.fields:
            stop("SPEC-FIELD", *unknown("field", name, form.fields, f"form '{form.name}'"))
        elif not form.fields[name].is_date:
            dates = [f.name for f in form.fields.values() if f.is_date]
            stop("SPEC-TYPE", f"Field {name} of form '{form.name}' is no date.", f"Its dates: {', '.join(dates)}.")
    for each in own.later:
        for condition in each.where:
            if condition.name not in form.fields:
                stop("SPEC-FIELD", *unknown("field", condition.name, form.fields, f"form '{form.name}'"))
            elif condition.comparator not in _COMPARED:
                problem = f"'{condition.comparator}' compares no answers of a form."
                stop("SPEC-WHERE", problem, f"Write {', '.join(_COMPARED)}.")
        if not each.set:
            stop("SPEC-MISSING", f"What form '{form.name}' says later has no 'set'.", "Write set: {FIELD: VALUE}.")
        for name, value in each.set.items():
            field = form.fields.get(name)
            if field is None:
                stop("SPEC-FIELD", *unknown("field", name, form.fields, f"form '{form.name}'"))
            elif name in form.identity or field.made_of:
                stop(
                    "SPEC-USE", f"Field {name} says which row it is, or is made of others, and is not set.", "Leave it."
                )
            elif problem := _unfit(study, field, value):
                stop("SPEC-CONSTANT", *problem)


def _unfit(study: Study, field: Field, value: str) -> tuple[str, str] | None:
    """Problem and fix of a value that a field cannot have."""
    codelist = study.codelists.get(field.codelist)
    if not value:
        return None
    if field.is_date and value != CUT:
        return f"The date {field.name} is set to '{value}'.", "Leave it blank, or write cut."
    if field.is_number and not PLAIN.fullmatch(value):
        return f"'{value}' is no number, and {field.name} is one.", "Write a number."
    if field.type == "code" and codelist and value not in codelist.terms:
        return unknown("term", value, codelist.terms, f"codelist {codelist.name}")
    return None
