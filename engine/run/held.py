"""What a variable may hold: terms of its codelist, and the texts that a transport file takes.

What it cannot hold is a stop.  A study may lower its rule (``levels:``): then the value is left blank and queried.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import as_text, number_text
from onespec.engine.contract import Codelist
from onespec.engine.findings import QUERY, STOP, Problem
from onespec.engine.kinds import Number
from onespec.engine.limits import MAX_TEXT
from onespec.engine.long_text import parts_of
from onespec.engine.raw.account import CARRIED, REFUSED, USED
from onespec.engine.rules import LEFT_BLANK
from onespec.engine.run.blocks import Block
from onespec.engine.run.cells import Record, own_cell
from onespec.engine.run.measure import Values
from onespec.engine.run.work import Work
from onespec.engine.spec.model import Study, Variable
from onespec.engine.xpt.ibm import BEYOND, SMALLEST, unrepresentable


def faults(study: Study, variable: Variable, values: Values) -> Iterator[tuple[Problem, np.ndarray]]:
    """What is wrong with values of a variable, and the rows that have it."""
    if variable.codelist:
        yield no_term(study.codelists[variable.codelist], values)
    if values.is_number:
        yield (
            Problem(
                "VALUE-RANGE",
                STOP,
                f"The number cannot be written: a transport file holds 0 and sizes of {SMALLEST:.2g} to {BEYOND:.2g}.",
                "Correct the entry, or what derives the number.",
            ),
            unrepresentable(values.column.array) if isinstance(values.column, Number) else values.rows(values.control),
        )
        return
    yield too_long(variable, values, study.encoded)
    yield (
        Problem(
            "VALUE-CONTROL",
            STOP,
            "The text has a control character (a line feed, a tab), which a transport file cannot hold.",
            "Correct the entry, or give its field 'replace:' in crf.yaml.",
        ),
        values.rows(values.control),
    )
    if study.language == "en":
        yield (
            Problem(
                "VALUE-ASCII",
                STOP,
                "The English edition holds plain ASCII only.",
                "Have the text translated, map the answer in codelists.yaml, or give its field 'replace:' in crf.yaml.",
            ),
            values.rows(values.foreign),
        )
    elif values.foreign.any():
        yield (
            Problem(
                "VALUE-ENCODING",
                STOP,
                f"The text has a character that {study.encoded} lacks.",
                "Give its field 'replace:' in crf.yaml, or declare another encoding in study.yaml.",
            ),
            values.rows(values.foreign),
        )


def too_long(variable: Variable, values: Values, encoding: str) -> tuple[Problem, np.ndarray]:
    """The rows whose text the variable, with its further parts, cannot hold."""
    wrong = values.size > MAX_TEXT
    if variable.parts == 1:
        said = f"The text is longer than {MAX_TEXT} bytes, the most that a transport file holds."
        fix = "Shorten the translation, or give the SDTM variable 'parts: 2' or more (SDTMIG 3.4, section 4.5.3.2)."
    else:
        texts = values.distinct.texts
        wrong = np.array([w and len(parts_of(texts[i], encoding)) > variable.parts for i, w in enumerate(wrong)], bool)
        said = f"The text is longer than the {variable.parts} parts of {variable.name} hold, of {MAX_TEXT} bytes each."
        fix = "Shorten the translation, or raise 'parts:' of the variable."
    return Problem("VALUE-LENGTH", STOP, said, fix), values.rows(wrong)


def in_parts(work: Work, block: Block, variable: Variable, whole: Column) -> dict[str, Column]:
    """A variable and its further parts by name; a text that needs more of them is a finding."""
    if variable.parts == 1:
        return {variable.name: whole}
    text, encoding = as_text(whole).compact(), work.part.plan.study.encoded
    problem, wrong = too_long(variable, Values(text, text, encoding), encoding)
    if wrong.any():
        work.report_in(block, problem, variable.name, np.flatnonzero(wrong), text[wrong])
    parts = {t: parts_of(t, encoding) for t in text.distinct.texts}
    return {
        name: text.map({t: p[i] if i < len(p) else "" for t, p in parts.items()})
        for i, name in enumerate((variable.name, *variable.further))
    }


def no_term(codelist: Codelist, values: Values) -> tuple[Problem, np.ndarray]:
    """The rows whose value is no term of a codelist."""
    terms = {number_text(float(t)) for t in codelist.terms} if values.is_number else codelist.terms
    unknown = values.filled & np.array([text not in terms for text in values.distinct.texts], bool)
    kind = "extensible" if codelist.extensible else "complete in the terminology"
    fix = f"Correct the value; if it is right and the codelist is {kind}, add the term to codelists.yaml."
    message = f"The value is no term of codelist {codelist.name}."
    return Problem("VALUE-CODE", STOP, message, fix), values.rows(unknown)


def left_blank(work: Work, block: Block, variable: Variable, column: Column) -> Column:
    """The column without the values that the study lets be left blank: each is queried, and its raw cell refused."""
    study = work.part.plan.study
    if variable.helper or not any(study.levels.get(rule) == QUERY for rule in LEFT_BLANK):
        return column
    for problem, wrong in faults(study, variable, Values(column, as_text(column), study.encoded)):
        if wrong.any() and study.levels.get(problem.rule) == QUERY:
            rows = np.flatnonzero(wrong)
            work.report_in(block, problem, variable.name, rows, column[wrong])
            refuse_cells(work, block, variable, problem.rule, rows)
            column = column.mask(wrong)
    return column


def refuse_cells(work: Work, block: Block, variable: Variable, rule: str, rows: np.ndarray) -> None:
    """The raw cells behind a variable of some records do not stand in it."""
    found: dict[tuple[str, str], set[int]] = {}  # file and column -> rows
    for row in rows.tolist():
        cell = own_cell(Record(work.part, work.dataset.name, block, row), variable.name)
        if cell is not None and cell.row is not None:
            found.setdefault((cell.file, cell.column), set()).add(cell.row)
    for (file, column), numbers in found.items():
        for name, form in work.part.forms.items():
            if form.form.file == file and column in form.status:
                at = np.flatnonzero(np.isin(form.rows, list(numbers)))
                _not_carried(work, name, column, at, variable)
                work.mark(name, column, at, REFUSED, by=rule)


def _not_carried(work: Work, form: str, field: str, rows: np.ndarray, variable: Variable) -> None:
    """The variable does not hold these cells, nor does a column that a step has read them into."""
    for (target, name, by), marks in work.ledger.marks.items():
        if (target, name) == (form, field) and (by == variable.name or by not in work.dataset.variables):
            marks[rows] = np.where(marks[rows] == CARRIED, USED, marks[rows])
