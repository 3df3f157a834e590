"""Fields that are made of several columns: the first filled one, a date of its parts, checkboxes, another answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onespec.engine.spec.date_formats import DATE
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import OTHER_OF, Field, Form

_WAYS = ("first_of", "date_of", "checkboxes", "other_of", "cut_of")
_OF_CHECKBOXES = ("ticked", "unticked", "several")
# Keys that say how one cell is read.
_OF_A_COLUMN = (
    *("format", "test", "answers", "translation", "translated", "min", "max", "repeats", "replace", "missing"),
    *("part", "case", "prefix", "suffix", "grouping", "was"),
)


def made_of_what(field: Field) -> str:
    """How a field is made of its columns, in words; blank of a column."""
    text, given = how_made(field)
    return text.format(**{name: _listed(said) if isinstance(said, list) else said for name, said in given.items()})


def how_made(field: Field) -> tuple[str, dict[str, str | list[str]]]:
    """The same as a text with ``{names}``, and what they stand for: a text, or several."""
    if field.first_of:
        return "The first filled one of the raw {columns}.", {"columns": list(field.first_of)}
    if field.date_of:
        parts = [f"{field.date_of[part]} ({part})" for part in ("year", "month", "day") if part in field.date_of]
        return "The date of the raw {columns}.", {"columns": parts}
    if field.checkboxes:
        boxes: dict[str, str | list[str]] = {"columns": [f"{c} ({term})" for c, term in field.checkboxes.items()]}
        if field.several:
            text = "The one that is ticked of the raw {columns}; {several} where several are."
            return text, boxes | {"several": field.several}
        return "The one that is ticked of the raw {columns}.", boxes
    if field.other_of:
        answer, term, column = (field.other_of.get(name, "") for name in OTHER_OF)
        text = "The answer of the raw {answer}; where it is {term}, the text of the raw {column}."
        return text, {"answer": answer, "term": term, "column": column}
    if field.cut_of:
        text = "Y where the data cut ends a period, or leaves out a date: {columns}."
        return text, {"columns": list(field.cut_of)}
    return "", {}


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def made_fields_stand(reader: EntryReader, form: Form) -> None:
    """Each field that is made of columns can be made; a column that is not there is told elsewhere."""
    for field in form.fields.values():
        for rule, problem, fix in _faults(form, field):
            reader.stop(rule, problem, fix, field.line, column=field.name)


def in_order(form: Form) -> list[Field]:
    """The fields that are made of columns, each after those that it is made of."""
    out: list[Field] = []
    waiting = [field for field in form.fields.values() if field.made_of]
    while ready := [f for f in waiting if not {w.name for w in waiting} & set(f.made_of)]:
        out += ready
        waiting = [field for field in waiting if field not in ready]
    return out


def _faults(form: Form, field: Field) -> Iterator[tuple[str, str, str]]:
    """Rule, problem and fix of each fault."""
    name = f"Field {field.name}"
    ways = [way for way in _WAYS if getattr(field, way)]
    lone = [key for key in _OF_CHECKBOXES if getattr(field, key) and not field.checkboxes]
    if lone:
        yield "SPEC-MISSING", f"{name} has '{lone[0]}' and no 'checkboxes'.", "Add 'checkboxes: {COLUMN: TERM}'."
    if not ways:
        return
    if len(ways) > 1:
        yield "SPEC-TWICE", f"{name} is made in two ways, '{ways[0]}' and '{ways[1]}'.", "Leave one of them."
        return
    for key in (key for key in _OF_A_COLUMN if getattr(field, key)):
        yield (
            "SPEC-TYPE",
            f"'{key}' of field {field.name} belongs to a column, and the field is made of {_listed(field.made_of)}.",
            "Write it at the columns.",
        )
    twice = next((n for n in field.made_of if field.made_of.count(n) > 1), "")
    if twice:
        yield "SPEC-TWICE", f"{name} is made of {twice} twice.", "Name another column, or leave it out."
    if field.name in {*form.subjects, *(c.name for c in form.rows)}:
        yield "SPEC-USE", f"{name} is made of columns, and says whose the rows are.", "Name a column."
    if field not in in_order(form):
        yield "SPEC-CIRCLE", f"{name} is made of itself.", "Name columns of the file."
    if {field.name} & {n for other in form.fields.values() for n in (other.time, other.translation, other.translated)}:
        yield "SPEC-USE", f"{name} is made of columns, and stands beside another field.", "Name a column."
    for column in (form.fields[n] for n in field.made_of if n in form.fields):
        if column.not_submitted and not field.not_submitted:
            problem = f"{column.name} is declared not submitted, and field {field.name} is made of it."
            yield "SPEC-USE", problem, "Remove 'not_submitted'."
    yield from _OF_WAY[ways[0]](form, field)


def _first(form: Form, field: Field) -> Iterator[tuple[str, str, str]]:
    for column in _columns(form, field.first_of):
        if (column.type, column.codelist) != (field.type, field.codelist):
            own, theirs = (f"{f.type} {f.codelist}".strip() for f in (field, column))
            problem = f"Field {field.name} is a {own}, and {column.name}, of which it may be the value, is a {theirs}."
            yield "SPEC-TYPE", problem, "Give both the same type and codelist."


def _date(form: Form, field: Field) -> Iterator[tuple[str, str, str]]:
    if field.type != DATE:
        yield "SPEC-TYPE", f"'date_of' of field {field.name} makes no {field.type}.", "Write 'type: date'."
    lacking = next((p for p in ("year", "month") if p not in field.date_of), "") if len(field.date_of) > 1 else ""
    if (lacking or "year" not in field.date_of) and set(field.date_of) <= {"year", "month", "day"}:
        problem = f"'date_of' of field {field.name} names no {lacking or 'year'}."
        yield "SPEC-MISSING", problem, "Write 'date_of: {year: YY, month: MM, day: DD}'."
    yield from _plain(form, field, field.date_of.values())


def _boxes(form: Form, field: Field) -> Iterator[tuple[str, str, str]]:
    if field.type != "code":
        yield "SPEC-TYPE", f"'checkboxes' of field {field.name} make no {field.type}.", "Write 'type: code'."
    if not field.ticked:
        problem = f"Field {field.name} does not say what a ticked checkbox holds."
        yield "SPEC-MISSING", problem, "Add 'ticked: \"1\"', and 'unticked:' for what one that is not ticked holds."
    both = sorted({t.casefold() for t in field.ticked} & {t.casefold() for t in field.unticked})
    if both:
        yield "SPEC-TWICE", f"'{both[0]}' stands for ticked and unticked in field {field.name}.", "Remove one."
    yield from _plain(form, field, field.checkboxes)


def _other(form: Form, field: Field) -> Iterator[tuple[str, str, str]]:
    lacking = next((key for key in OTHER_OF if not field.other_of.get(key)), "")
    if lacking and set(field.other_of) <= set(OTHER_OF):
        problem = f"'other_of' of field {field.name} has no '{lacking}'."
        yield "SPEC-MISSING", problem, "Write 'other_of: {list: FIELD, term: OTHER, text: FIELD}'."
    kinds = {"list": ("code", "text"), "text": ("text",)}
    for key, column in ((key, form.fields.get(field.other_of.get(key, ""))) for key in kinds):
        if column and column.type not in kinds[key]:
            problem = f"'{key}' of field {field.name} is {column.name}, a {column.type}."
            yield "SPEC-TYPE", problem, f"Name a field of type {' or '.join(kinds[key])}."
    if field.type != "text":
        yield "SPEC-TYPE", f"'other_of' of field {field.name} makes no {field.type}.", "Write 'type: text'."


def _of_cut(form: Form, field: Field) -> Iterator[tuple[str, str, str]]:
    if field.type != "text":
        yield "SPEC-TYPE", f"'cut_of' of field {field.name} makes no {field.type}.", "Write 'type: text'."
    for column in (c for c in _columns(form, field.cut_of) if c.type != DATE):
        problem = f"{column.name}, which field {field.name} watches, is no date that a cut can take."
        yield "SPEC-TYPE", problem, "Name a field of type date."


def _plain(form: Form, field: Field, names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for column in _columns(form, names):
        if column.type not in ("text", "number"):
            problem = f"{column.name}, of which field {field.name} is made, is a {column.type}."
            yield "SPEC-TYPE", problem, "Write 'type: text' there."


def _columns(form: Form, names: Iterable[str]) -> list[Field]:
    return [form.fields[name] for name in names if name in form.fields]


_OF_WAY = {"first_of": _first, "date_of": _date, "checkboxes": _boxes, "other_of": _other, "cut_of": _of_cut}
