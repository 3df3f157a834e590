"""Typing raw fields by the contract of crf.yaml: text in, typed text out, nothing lost unseen.

A value that its type cannot take is refused: the typed cell is blank, the finding names file, row,
column and value, and the cell counts as refused in the accounting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from onespec.engine.columns import as_number, combinations, position_in, repeated, text
from onespec.engine.contract import Codelist
from onespec.engine.findings import QUERY, STOP, Problem
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.notation import PLAIN, RESULT, exact, plain
from onespec.engine.notation import narrow as narrow_text
from onespec.engine.raw.account import NOT_SUBMITTED, USED
from onespec.engine.raw.cells import as_called, missing_in
from onespec.engine.raw.dates import TIME_LOST, parse_date, parse_time
from onespec.engine.raw.edition import text_of_edition
from onespec.engine.raw.made import made
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.spec.coding import folded
from onespec.engine.spec.forms import CONTROLS, Field, Form
from onespec.engine.spec.made_fields import in_order

_CONTROL = "\r\n|[\x00-\x1f\x7f-\x9f]"  # the end of a line is one
_ASK_TIME = "Ask the site for the time."
NO_LEVELS: Mapping[str, str] = MappingProxyType({})


def type_form(
    form: Form,
    verbatim: Frame,
    rows: np.ndarray,
    codelists: dict[str, Codelist],
    language: str,
    levels: Mapping[str, str] = NO_LEVELS,
) -> TypedForm:
    """Type one part of a raw form.

    verbatim  the cells as text, one column a field of the contract
    rows      raw row number of each row (1 is the first after the header)
    """
    stripped = {n: as_called(f, verbatim[n]) for n, f in form.fields.items()}
    filled = {n: verbatim[n].str.strip().notna() for n in form.fields}
    out = TypedForm(
        form,
        Frame(),
        verbatim,
        subject_of(form, stripped),
        rows,
        filled,
        {n: np.zeros(len(rows), np.uint8) for n in form.fields},
    )
    typed = {}
    _read(out, stripped)
    columns = sorted(map(form.column, form.columns), key=lambda field: bool(field.test))  # a test before its results
    for field in columns:
        name = field.name
        tests = typed[field.test] if field.test else None
        typed[name] = _typed(out, field, stripped[name], tests, Reading(codelists, language))
        if field.not_submitted:
            out.mark(name, np.flatnonzero(filled[name]), NOT_SUBMITTED)
    for field in (*map(form.column, form.columns), *in_order(form)):
        name = field.name
        if field.made_of and field.not_submitted:
            typed[name] = text("", len(rows))
            for column in form.behind(name):
                out.mark(column, np.flatnonzero(filled[column]), NOT_SUBMITTED)
            continue
        if field.made_of:
            typed[name] = made(out, field, typed)
            _plausible(out, field, typed[name])
        if field.time:
            typed[name] = _with_time(out, field, typed[name], typed[field.time])
        if field.translation and language == "en":
            typed[name] = _translated(out, field, typed, levels)
        if field.taken:
            typed[name] = text_of_edition(out, field, typed)
    out.frame = Frame({name: typed[name] for name in form.fields}, len(rows))
    _structural(out)
    _duplicates(out)
    return out


def _read(out: TypedForm, stripped: Mapping[str, Text]) -> None:
    """Markers of missing values are noted; a cell without the declared part of its text is refused."""
    for name, field in out.form.fields.items():
        if field.missing:
            out.missing[name] = missing_in(field, out.verbatim[name])
            out.mark(name, np.flatnonzero(out.missing[name]), USED)
        if field.part:
            lacking = out.filled[name] & (stripped[name] == "") & ~out.missing.get(name, False)
            problem = "has no such part as the field declares; not carried"
            out.report(name, lacking, Problem("RAW-PART", QUERY, problem, "Ask the site for the value."))
            out.refuse(name, lacking, "RAW-PART")


def narrow(column: Text) -> Text:
    """Full-width digits, letters and signs as ASCII; digits of other scripts stay, and are none."""
    return column if all(map(str.isascii, column.distinct.texts)) else column.each(narrow_text)


def subject_of(form: Form, cells: Mapping[str, Text]) -> Text:
    """The subject of each row; numbers that restart in each site are joined with it, and blank where a part is."""
    parts = [narrow(cells[name].str.strip()) for name in form.subjects]
    joined = parts[0]
    for part in parts[1:]:
        joined = (joined + "-" + part).where(joined.notna() & part.notna(), "")
    return joined


def raw_subject_of(form: Form, verbatim: Frame) -> Text:
    """The subject of each row, as the study calls it, from the cells as they are exported."""
    return subject_of(form, {n: as_called(form.fields[n], verbatim[n]) for n in form.subjects})


@dataclass(frozen=True)
class Reading:
    """What the whole study says of how fields are read."""

    codelists: dict[str, Codelist]
    language: str

    def answers(self, codelist: str) -> dict[str, str]:
        """What the CRF may say, in lower case -> the term."""
        found = self.codelists.get(codelist)
        return {narrow_text(a): t for a, t in found.answers.items()} if found else {}


def _typed(out: TypedForm, field: Field, column: Text, tests: Text | None, reading: Reading) -> Text:
    subject = field.name in out.form.subjects
    apart = field.not_submitted and field.name not in out.form.structural  # nothing looks at its values
    if apart or (field.type == "text" and not subject):
        return column if field.not_submitted or not field.replace else _replaced(column, field.replace)
    narrowed = narrow(column)
    wide = np.zeros(len(column), bool) if narrowed is column else narrowed != column
    if field.type == "code" and field.codelist in reading.codelists and wide.any():  # it may be listed as it stands
        wide = wide & ~column.str.casefold().isin(reading.codelists[field.codelist].answers)
    out.report(
        field.name,
        wide,
        Problem("RAW-WIDTH", QUERY, "holds full-width characters; read as ASCII", "Correct the entry in the CRF."),
    )
    if subject:
        return narrowed
    if field.type == "result":
        parsed = _results(out, field, narrowed, tests, reading)
    else:
        parsed = _parsed(out, field, narrowed, reading)
    if field.type in ("number", "result"):
        _inexact(out, field, parsed)
    if field.type == "number":
        _limits(out, field, parsed)
    if field.type == "date":
        _plausible(out, field, parsed)
    return parsed


def _parsed(out: TypedForm, field: Field, narrowed: Text, reading: Reading) -> Text:
    """Each different value by its type; what the type cannot take is refused."""
    parse, rule, level, fix = _parser(field, reading)
    codes, first = combinations([narrowed])
    values = narrowed.take(first).tolist()
    results = [parse(v) if v else ("", "") for v in values]
    given = [r[0] for r in results]
    for carried, problem in dict.fromkeys((bool(value), problem) for value, problem in results if problem):
        bad = np.array([(bool(v), p) == (carried, problem) for v, p in results], bool)[codes]
        if carried:  # a date without its time of day
            out.report(field.name, bad, Problem("RAW-TIME", QUERY, problem, _ASK_TIME))
        else:
            out.report(field.name, bad, Problem(rule, level, problem, fix))
            out.refuse(field.name, bad, rule)
    return narrowed if given == values else text(given).take(codes)


def _results(out: TypedForm, field: Field, narrowed: Text, tests: Text | None, reading: Reading) -> Text:
    """Answers of the test's own list as terms; a number, and what is neither, as it is written.

    What is neither is told.  It is refused where the edition cannot hold its characters.
    """
    of_test = {test: reading.answers(codelist) for test, codelist in field.answers.items()}
    others = reading.answers(field.codelist)
    codes, first = combinations([narrowed] if tests is None else [narrowed, tests])
    values = narrowed.take(first).tolist()
    named = [""] * len(values) if tests is None else tests.take(first).tolist()
    given = [of_test.get(t, others).get(v.casefold(), "") for v, t in zip(values, named, strict=True)]
    numbers = [plain(v, field.decimal, field.grouping) for v in values]
    neither = np.array([not g and bool(v) and not n for v, g, n in zip(values, given, numbers, strict=True)], bool)
    lost = neither & (reading.language == "en") & ~np.array([v.isascii() for v in values], bool)
    other = neither & np.array([bool(RESULT.fullmatch(v)) for v in values], bool)  # a number in another notation
    said, fix = "is neither a number nor an answer of the test", "Ask the laboratory or the site for the result."
    listed = "; where the test has this answer, name it in a codelist of the field."
    for bad, carried in (
        (neither & ~lost & ~other, "carried as collected"),
        (lost, "not carried: it is not English"),
        (other, "not carried: its marks are not those that the field declares"),
    ):
        problem = Problem("RAW-RESULT", QUERY, f"{said}; {carried}", fix[:-1] + listed)
        out.report(field.name, bad[codes], problem)
    lost |= other
    if lost.any():
        out.refuse(field.name, lost[codes], "RAW-RESULT")
    typed = ["" if gone else g or n or v for v, g, n, gone in zip(values, given, numbers, lost, strict=True)]
    return narrowed if typed == values else text(typed).take(codes)


def _inexact(out: TypedForm, field: Field, parsed: Text) -> None:
    """A query for a number with more digits than a number of a dataset holds."""
    codes, first = combinations([parsed])
    found = [RESULT.fullmatch(v) for v in parsed.take(first).tolist()]
    rounded = np.array([bool(m) and not exact(m[2]) for m in found], bool)
    problem = "has more digits than a number of a dataset holds (about 15); as a number it is rounded"
    out.report(field.name, rounded[codes], Problem("RAW-PRECISION", QUERY, problem, "Ask the site to check the value."))


def _parser(field: Field, reading: Reading) -> tuple[Callable[[str], tuple[str, str]], str, str, str]:
    """How one value is read: function to (typed, problem), and rule, level and fix of a problem."""
    if field.type == "date":
        return (
            lambda v: parse_date(v, field.format, field.century, field.unknown_parts),
            "RAW-DATE",
            QUERY,
            "Ask the site for the date; declare the format in crf.yaml if it is right.",
        )
    if field.type == "time":
        return (lambda v: parse_time(v, field.format, field.unknown_parts), "RAW-TIME", QUERY, _ASK_TIME)
    if field.type == "number":
        return (lambda v: _number(field, v), "RAW-NUMBER", QUERY, "Ask the site for the number.")
    answers = reading.answers(field.codelist)
    level = QUERY if field.unknown == QUERY else STOP
    fix = f"Add the answer under 'raw:' of its term in codelist {field.codelist}, or correct it in the CRF."
    return (
        (
            lambda v: (
                (answers[v.casefold()], "")
                if v.casefold() in answers
                else ("", f"is no answer of codelist {field.codelist}")
            )
        ),
        "RAW-CODE",
        level,
        fix,
    )


def _number(field: Field, value: str) -> tuple[str, str]:
    number = plain(value, field.decimal, field.grouping)
    return (number, "") if PLAIN.fullmatch(number) else ("", "is not a number")


def _limits(out: TypedForm, field: Field, parsed: Text) -> None:
    numbers = as_number(parsed)
    for limit, outside, word in ((field.min, np.less, "below"), (field.max, np.greater, "above")):
        if limit:
            out.report(
                field.name,
                outside(numbers.array, float(limit)),
                Problem(
                    "RAW-RANGE", QUERY, f"lies {word} {limit}; carried as collected", "Ask the site to check the value."
                ),
            )


def _plausible(out: TypedForm, field: Field, dates: Text) -> None:
    """A query for a date before the earliest or after the latest one, as far as both are known."""
    if not field.earliest and not field.latest:
        return
    codes, first = combinations([dates])
    known = [value.partition("T")[0].partition("--")[0] for value in dates.take(first).tolist()]
    for limit, before in ((field.earliest, True), (field.latest, False)):
        outside = [
            limit and d and (d < limit[: len(d)] if before else d[: len(limit)] > limit[: len(d)]) for d in known
        ]
        said = f"lies {'before' if before else 'after'} {limit}; carried as collected"
        problem = Problem("RAW-RANGE", QUERY, said, "Ask the site to check the date.")
        out.report(field.name, np.array(outside, bool)[codes], problem)


def _with_time(out: TypedForm, field: Field, dates: Text, times: Text) -> Text:
    """A complete date takes its time of day; the time of an incomplete date is refused."""
    whole = dates.str.len() == 10
    lost = times.notna() & ~whole
    out.report(
        field.time,
        lost,
        Problem("RAW-TIME", QUERY, f"has no complete date in {field.name}; {TIME_LOST}", "Ask the site for the date."),
    )
    out.refuse(field.time, lost, "RAW-TIME")
    return (dates + "T" + times).where(whole & (times != ""), dates)


def _replaced(column: Text, instead: Mapping[str, str]) -> Text:
    """The texts without what a transport file cannot hold, as the field declares; the longest text first."""
    wanted = sorted((t for t in instead if t != CONTROLS), key=len, reverse=True)
    patterns = [re.escape(t) for t in wanted] + ([_CONTROL] if CONTROLS in instead else [])
    found = re.compile("|".join(patterns))
    controls = instead.get(CONTROLS, "")
    distinct = [found.sub(lambda m: instead.get(m[0], controls), t).strip() for t in column.distinct.texts]
    return text(distinct).take(column.codes)


def _translated(out: TypedForm, field: Field, typed: dict[str, Text], levels: Mapping[str, str]) -> Text:
    """The translation, of the export or of the table of translations; a verbatim that is plain ASCII needs none.

    One that needs it and has none is refused where the study lowers that to a query.
    """
    verbatim, translation = typed[field.name], typed[field.translation]
    if field.translations:
        known = {text: field.translations.get(folded(text), "") for text in verbatim.distinct.texts}
        translation = translation.where(translation.notna(), verbatim.map(known))
    missing = (verbatim != "") & (translation == "")
    lacking = missing & ~verbatim.str.isascii()
    out.report(
        field.name,
        lacking,
        Problem("RAW-TRANSLATION", STOP, f"has no translation in {field.translation}", "Have the text translated."),
    )
    if levels.get("RAW-TRANSLATION") == QUERY:
        out.refuse(field.name, lacking, "RAW-TRANSLATION")
        missing &= ~lacking
    return verbatim.where(missing, translation)


def _structural(out: TypedForm) -> None:
    """Fields that say whose a row is, and which one, are used by the form itself.

    So are times and translations with their fields.
    """
    for name in {column for each in out.form.identity for column in out.form.columns_of(each)}:
        out.mark(name, np.flatnonzero(out.filled[name]), USED)


def hold_against_register(out: TypedForm, known: TypedForm, but: Collection[str] = ()) -> None:
    """Fields that repeat a field of the register of subjects must agree with it; a different value is refused.

    ``but`` are those that repeat a field of another form.
    """
    for field in out.form.fields.values():
        if field.repeats and field.name not in but:
            at = position_in(out.subject, known.subject)
            right = known.frame[field.repeats].take(at)
            wrong = (out.frame[field.name] != right) & out.filled[field.name]
            out.report(
                field.name,
                wrong,
                Problem(
                    "RAW-REGISTER",
                    QUERY,
                    f"differs from {field.repeats} of the subject in form {known.form.name}; not carried",
                    "Ask the site which is right; the row may belong to another subject.",
                ),
                lambda row, field=field, at=at: known.cell(field.repeats, int(at[row])),
            )
            out.mark(field.name, np.flatnonzero(out.filled[field.name]), USED)
            out.refuse(field.name, wrong, "RAW-REGISTER")


def _duplicates(out: TypedForm) -> None:
    form = out.form
    if not form.key or form.belongs_to:  # a row that belongs to another one is looked at with it
        return
    twice = repeated(out.subject, *(out.frame[name] for name in form.key if name not in form.subjects))
    level = STOP if form.one_per_subject else QUERY
    out.report(
        form.key[-1],
        twice,
        Problem(
            "RAW-DUPLICATE",
            level,
            f"stands in a second row with the same {' + '.join(form.key)}",
            "Remove one of the rows in the export, or complete the form's key in crf.yaml.",
        ),
    )


def empty_typed(form: Form) -> TypedForm:
    """A form without rows in this part."""
    frame = Frame({n: text([]) for n in form.fields})
    return TypedForm(
        form,
        frame,
        frame,
        text([]),
        np.empty(0, np.int64),
        {n: np.empty(0, bool) for n in form.fields},
        {n: np.empty(0, np.uint8) for n in form.fields},
    )
