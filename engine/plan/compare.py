"""Comparisons: what conditions and constants may be held against, and the columns that conditions name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from onespec.engine.encodings import lacking, size_in
from onespec.engine.findings import nearest, unknown
from onespec.engine.limits import MAX_TEXT
from onespec.engine.matching import columns_of
from onespec.engine.notation import PLAIN
from onespec.engine.plan.names import Names
from onespec.engine.plan.possible import EQUAL, Given, PossibleValues, given_by
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.model import Variable

ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d)?)?)?)?)?")
_COLUMN = re.compile(r"[A-Z][A-Z0-9]{1,7}\.[A-Z][A-Z0-9]{0,7}")
_NUMBERS = {"sasdate": "a SAS date", "sasdatetime": "a SAS date and time", "sastime": "a SAS time"}
_ISO_TYPES = ("date", "datetime", "partialDate", "partialDatetime", "incompleteDatetime")
NUMERIC, DATED, TEXT = "a number", "a date of ISO 8601", "a text"


class At(NamedTuple):
    """Where a constant stands: the line and variable of the specification, or the ``place`` in a table."""

    line: int
    column: str
    place: str = ""


class Comparing(Names):
    """Resolves where clauses, and holds constants against what they meet."""

    @property
    def possible(self) -> PossibleValues:
        return self.plan.possible

    def conditions(self, target: str, where: Iterable[Condition], line: int, column: str) -> tuple[Condition, ...]:
        """A where clause on ``target``: its conditions, each with the column that its value names."""
        out, where = [], tuple(where)
        for condition in where:
            if not self.exists(target, condition.name, line, column):
                out.append(condition)
                continue
            if target in self.study.forms:
                self.mark(target, condition.name, "used")
            if any(map(self.is_column, condition.values)):
                against = self._against(target, condition, line, column)
                out += [replace(condition, against=against)] if against else []
                continue
            self._comparable(target, condition, given_by(where), line, column)
            out.append(condition)
        return tuple(out)

    # -- columns ----------------------------------------------------------------------------

    def is_column(self, value: str) -> bool:
        """Does a value name a column?  ``DS.VAR`` or ``form.FIELD``, where there is that dataset or form."""
        target, dot, _ = value.partition(".")
        return bool(dot) and (target in self.study.forms or target in self.study.datasets)

    def _against(self, target: str, condition: Condition, line: int, column: str) -> Joined | None:
        if condition.comparator in ("IN", "NOTIN"):
            named = next(filter(self.is_column, condition.values))
            problem = f"A list of {condition.comparator} holds constants; {named} is a column."
            self.stop("SPEC-WHERE", problem, "Compare with one column: EQ, NE, LT, LE, GT or GE.", line, column)
            return None
        joined = self.joined(target, condition.values[0], line, column)
        if joined is None:
            return None
        kinds = [self.kind(target, condition.name), self.kind(joined.target, joined.name)]
        if len(set(kinds)) > 1:
            problem = f"{target}.{condition.name} is {kinds[0]} and {condition.values[0]} is {kinds[1]}."
            self.stop("SPEC-WHERE", problem, "Compare columns of one type.", line, column)
            return None
        if kinds[0] == TEXT and condition.comparator not in EQUAL:
            problem = f"{target}.{condition.name} is a text, and texts are not before or after one another."
            self.stop("SPEC-WHERE", problem, "Use EQ or NE, or compare numbers or dates.", line, column)
            return None
        return joined

    def joined(self, target: str, reference: str, line: int, column: str) -> Joined | None:
        """A column as the rows of ``target`` meet it: their own, of what they stand on, or of their subject."""
        other, name = self.split(reference)
        if not self.exists(other, name, line, column):
            return None
        if other in self.study.forms:
            self.mark(other, name, "used")
        if other == target:
            return Joined(other, name, "record")
        dataset = self.study.datasets.get(target)
        if dataset is not None and {other, self.study.stands_on(other)} & set(dataset.sources):
            return Joined(other, name, "source")
        if self.one_per_subject(other):
            return Joined(other, name, "subject")
        self.stop(
            "SPEC-JOIN",
            f"{reference} has several rows a subject, and the records of {target} do not stand on them.",
            f"Name a column of {target}, of what its records are read from, or of a dataset with one record a subject.",
            line,
            column,
        )
        return None

    def kind(self, target: str, name: str) -> str:
        """What a column holds, for those who compare it."""
        if target in self.study.forms:
            type_ = self.study.forms[target].fields[name].type
            return {"number": NUMERIC, "date": DATED}.get(type_, TEXT)
        variable = self.study.datasets[target].variables[name]
        if variable.is_number:
            return _NUMBERS.get(variable.type, NUMERIC)
        return DATED if variable.type in _ISO_TYPES else TEXT

    # -- constants --------------------------------------------------------------------------

    def _comparable(self, target: str, condition: Condition, given: Given, line: int, column: str) -> None:
        """A number is compared with numbers, a date with dates; equal to what can occur only."""
        given = {name: values for name, values in given.items() if name != condition.name}
        equal = condition.comparator in EQUAL
        self.fits(target, condition.name, condition.values, At(line, column), given if equal else None)

    def fits(self, target: str, name: str, values: Iterable[str], at: At, given: Given | None = None) -> None:
        """Constants that are given to ``target.name`` or compared with it.

        given  what is known of the records; None where the constants need not be values that can occur
        """
        kind, whole = self.kind(target, name), f"{target}.{name}"
        possible = None if given is None else self.possible.of(target, name, given)
        for value in filter(None, values):
            if kind not in (DATED, TEXT) and not PLAIN.fullmatch(value):
                self._never(f"{whole} is {kind} and never '{value}'", "Write a number.", at)
            elif kind == DATED and not ISO.fullmatch(value):
                fix = "Write YYYY-MM-DD, or a column: DATASET.VARIABLE."
                self._never(f"{whole} is {kind} and never '{value}'", fix, at)
            elif possible is not None and value not in possible.values:
                fix = unknown("value", value, possible.values)[1]
                no_term = f"'{value}' is no {possible.by}, which {whole} has"
                self._never(no_term if possible.by else f"{whole} is never '{value}'", fix, at)
            elif possible is None and _COLUMN.fullmatch(value) and (near := self._misspelt(value)):
                self._never(
                    f"{whole} is compared with '{value}', and there is no such column", f"Did you mean '{near}'?", at
                )

    def _never(self, message: str, fix: str, at: At) -> None:
        self.stop("SPEC-CONSTANT", f"{message}{at.place}.", fix, at.line, at.column)

    def _misspelt(self, value: str) -> str:
        """The column that a text nearly names."""
        target, _, name = value.partition(".")
        near = nearest(target, [d for d in self.study.datasets if name in self.study.datasets[d].variables])
        return f"{near}.{name}" if near else ""

    def constant(self, name: str, value: str, line: int, others: Mapping[str, str] | None = None) -> None:
        """A constant that a variable of the dataset is given.

        others  the constants that its records are given beside it
        """
        if self.is_column(value):
            verb = "collected" if value.partition(".")[0] in self.study.forms else "predecessor"
            problem = f"{name} is given the constant '{value}', and {value} is a column."
            self.stop("SPEC-CONSTANT", problem, f"Copy it with '{verb}: {value}'.", line, name)
        elif name in self.dataset.variables:
            given = {k: (v,) for k, v in (others or {}).items() if k != name}
            self.fits(self.dataset.name, name, [value], At(line, name), given)
            self.can_hold(self.dataset.variables[name], value, At(line, name))

    def can_hold(self, variable: Variable, value: str, at: At) -> None:
        """A constant of a text variable is one that the edition, and a transport file, can hold."""
        if variable.is_number:
            return
        if self.study.language == "en" and not value.isascii():
            problem = f"'{value}' is not ASCII, as all that the English edition holds"
            self.stop("SPEC-CONSTANT", f"{problem}{at.place}.", "Write it in ASCII.", at.line, at.column)
        elif self.study.language != "en" and lacking(self.study.encoding, value):
            problem = f"'{value}' has a character that {self.study.encoding} lacks"
            self.stop("SPEC-CONSTANT", f"{problem}{at.place}.", "Write it otherwise.", at.line, at.column)
        size = size_in(self.study.encoding, value)
        if size > MAX_TEXT and variable.parts == 1:
            problem = f"A text for {variable.name} has {size} bytes, and a transport file holds {MAX_TEXT}"
            fix = "Shorten it, or give the variable 'parts:'."
            self.stop("SPEC-CONSTANT", f"{problem}{at.place}.", fix, at.line, at.column)

    def lies_between(self, rows: Iterable[Mapping[str, str]], key: str, named: tuple[str, str], at: At) -> None:
        """A value that lies between two columns of a table (``FROM..TO``) is a number or a date, as they are."""
        columns = columns_of(key)
        cells = [row[c] for row in rows for c in columns if row.get(c)]
        if len(columns) == 1 or not cells:
            return
        kind, whole = self.kind(*named), ".".join(named)
        dates = bool(ISO.fullmatch(cells[0])) and not PLAIN.fullmatch(cells[0])
        like, wanted = (ISO, "dates") if dates else (PLAIN, "numbers")
        possible = self.possible.of(*named)
        known = kind == TEXT and possible is not None and not any(map(like.fullmatch, possible.values))
        if known or (dates and kind not in (TEXT, DATED)) or (not dates and kind == DATED):
            problem = f"{' and '.join(columns)} hold {wanted}, and {whole} is {kind}: it lies between none{at.place}."
            self.stop("SPEC-SOURCE", problem, f"Name a column that holds {wanted}.", at.line, at.column)
