"""References: what a specification names, checked against what exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from onespec.engine.contract import CellsOf, Layout, TermOf, Usual
from onespec.engine.findings import nearest, unknown
from onespec.engine.frames import table_of
from onespec.engine.matching import columns_of
from onespec.engine.plan.compare import DATED, ISO, NUMERIC, TEXT, At, Comparing
from onespec.engine.plan.references import (
    Argument,
    Arguments,
    BySubject,
    CodesOf,
    Constant,
    Fixed,
    ManyOf,
    OneOf,
    Other,
    Own,
    Single,
    TableOf,
    flat,
)
from onespec.engine.registry import Operation, Parameter
from onespec.engine.spec.conditions import Joined
from onespec.engine.spec.model import CONSTANTS, SHIPPED_TABLE

_NAMED = re.compile(r"[^\W\d]")  # a letter, or _: every name has one
_SUBJECT = ("STUDYID", "USUBJID")  # the keys with which those of every dataset begin


@dataclass(frozen=True)
class Slot:
    """The place of an argument in the specification: the parameter's name and whose it is, line and variable.

    source  the form or dataset that the record step stands on
    """

    name: str
    owner: str
    line: int
    column: str = ""
    source: str = ""

    def __str__(self) -> str:
        return f"'{self.name}' of {self.owner}"


class Resolver(Comparing):
    """Resolves the references of one dataset's entries; every fault is a finding."""

    besides = ""  # what may be written beside the parameters of an operation

    # -- references -------------------------------------------------------------------------

    def reference(self, reference: str, line: int, column: str) -> Own | Other | None:
        """A reference whose values are aligned with the dataset's rows."""
        target, name = self.split(reference)
        if target == self.dataset.name:
            if name in self.dataset.variables or name in self.produced:
                return Own(name)
            self.stop("SPEC-VARIABLE", *unknown("variable", name, self.dataset.variables, target), line, column)
            return None
        along = bool({target, self.study.stands_on(target)} & set(self.dataset.sources))
        made = along and target in self.study.forms and name in self.produced
        if not made and not self.exists(target, name, line, column):
            return None
        if target in self.study.forms:
            self.mark(target, name, "used")
        if not along and not self.one_per_subject(target):
            if not self.lost_source:  # the source may be the one meant
                self.stop(
                    "SPEC-JOIN",
                    f"{reference} has several rows a subject and no record step of {self.dataset.name} reads it.",
                    "Use a method that takes all rows (earliest, latest, first_value ...), "
                    "or read it in a record step.",
                    line,
                    column,
                )
            return None
        return Other(target, name, along)

    # -- parameters -------------------------------------------------------------------------

    def arguments(
        self, operation: Operation, given: Mapping[str, object], line: int, column: str = "", source: str = ""
    ) -> Arguments:
        """The arguments of an operation as YAML gives them, in that order, resolved by the signature."""
        known = self.parameters(operation)
        for name in given:
            if name not in known:
                close = nearest(name, known)
                fix = f"Did you mean '{close}'?" if close else f"Its parameters: {', '.join(known) or self.besides}."
                self.stop("SPEC-PARAMETER", f"{operation.name} has no parameter '{name}'.", fix, line, column)
        for name, parameter in known.items():
            if parameter.required and name not in given:
                problem = f"{operation.name} needs the parameter '{name}'."
                self.stop("SPEC-PARAMETER", problem, f"Add '{name}:'.", line, column)
        given = {**given, **self._usual(known, given, column)}
        out: Arguments = {}
        for name in (n for n in given if n in known):
            value = self.argument(known[name], given[name], Slot(name, operation.name, line, column, source))
            if value is not None:
                out[known[name].argument] = value
        for name in (n for n in given if n in known):
            for mark in (m for m in known[name].marks if isinstance(m, Layout)):
                table = out.get(known[name].argument)
                self._laid_out(table, mark, Slot(name, operation.name, line, column, source))
            for mark in (m for m in known[name].marks if isinstance(m, TermOf)):
                self._terms(out, known, known[name], mark, Slot(name, operation.name, line, column, source))
            for mark in (m for m in known[name].marks if isinstance(m, CellsOf)):
                self._cells_given(out, known, known[name], mark, Slot(name, operation.name, line, column, source))
        return out

    def _cells_given(
        self, out: Arguments, known: dict[str, Parameter], parameter: Parameter, mark: CellsOf, slot: Slot
    ) -> None:
        """Cells of a table that are compared with other arguments: values that can occur there."""
        table = out.get(parameter.argument)
        if not isinstance(table, TableOf) or table.name.startswith(SHIPPED_TABLE):
            return  # a shipped table has rows of what the study does not measure
        rows = [dict(row) for row in table.rows] if not table.name else self.study.tables[table.name]
        given = {name: list(flat([out.get(p.argument, ())])) for name, p in known.items()}
        pairs = [(column, o) for column, name in mark.pairs for o in given.get(name, ())]
        names = [c.text for c in given.get(mark.keys[0], ()) if isinstance(c, Constant)]
        self.has_columns(table, chain.from_iterable(map(columns_of, names)), slot)
        listed = out.get(known[mark.keys[1]].argument, ()) if mark.keys[1] else ()
        values = listed if isinstance(listed, tuple) else (listed,)
        if len(names) != len(values):
            problem = f"{slot.owner} has {len(names)} '{mark.keys[0]}' and {len(values)} '{mark.keys[1]}'."
            self.stop("SPEC-PARAMETER", problem, "Write one value for each column.", slot.line, slot.column)
        pairs += [(n, v) for n, v in zip(names, values, strict=False) if not isinstance(v, (OneOf, tuple))]
        if mark.fills and slot.column:
            filling = next((c.text for c in given.get(mark.fills, ()) if isinstance(c, Constant)), mark.fills)
            self.has_columns(table, [filling], slot)
            self._filled(table, rows, filling, slot)
        for column, argument in pairs:
            named = self._column_of(argument, slot)
            if named and self.known(*named):
                place = f" (table {table.name})" if table.name else ""
                self.lies_between(rows, column, named, At(slot.line, slot.column, place))
            possible = self.possible.of(*named) if named else None
            seen: set[str] = set()
            for number, row in enumerate(rows, start=2 if table.name else 1):
                cell = row.get(column, "")
                if not cell or cell in seen or row.get(mark.source, slot.source) not in ("", slot.source):
                    continue
                seen.add(cell)
                if named and possible is not None and cell not in possible.values:
                    if table.name and (table.name, column, cell) in self.plan.told:
                        continue
                    self.plan.told.add((table.name, column, cell))
                    place = f" (table {table.name}, row {number}, column {column})" if table.name else ""
                    problem = f"'{cell}' is compared with {'.'.join(named)}, which it never is{place}."
                    fix = unknown("value", cell, possible.values)[1]
                    self.stop("SPEC-CONSTANT", problem, fix, slot.line, slot.column)

    def has_columns(self, table: Argument | None, columns: Iterable[str], slot: Slot) -> bool:
        """A table of the study has the columns that an operation looks at."""
        if not isinstance(table, TableOf) or not self.study.tables.get(table.name):
            return False
        known = self.study.tables[table.name][0]
        missing = [c for c in dict.fromkeys(columns) if c and c not in known]
        for column in missing:
            self.stop("SPEC-TABLE", *unknown("column", column, known, f"table {table.name}"), slot.line, slot.column)
        return not missing

    def _laid_out(self, table: Argument | None, layout: Layout, slot: Slot) -> None:
        """A table is what its operation can use."""
        if not self.has_columns(table, layout.columns, slot) or not isinstance(table, TableOf) or layout.read is None:
            return
        try:
            layout.read(table_of(self.study.tables[table.name], table.name))
        except ValueError as wrong:
            fix = f"Correct the table: {slot.owner} cannot use it."
            self.stop("SPEC-TABLE", f"{str(wrong)[:1].upper()}{str(wrong)[1:]}.", fix, slot.line, slot.column)

    def _filled(self, table: TableOf, rows: list[dict[str, str]], column: str, slot: Slot) -> None:
        """The cells of a table's column that the variable takes, each held against it."""
        cells: dict[str, int] = {}
        for number, row in enumerate(rows, start=2 if table.name else 1):
            cells.setdefault(row.get(column, ""), number)
        for cell, number in cells.items():
            place = f" (table {table.name}, row {number}, column {column})" if table.name else ""
            self.fits(self.dataset.name, slot.column, [cell], At(slot.line, slot.column, place), {})
            self.can_hold(self.dataset.variables[slot.column], cell, At(slot.line, slot.column, place))

    def _usual(self, known: Mapping[str, Parameter], given: Mapping[str, object], column: str) -> dict[str, object]:
        """The own variables that an operation takes where the specification names none."""
        out: dict[str, object] = {}
        for name, parameter in known.items():
            for mark in (m for m in parameter.marks if isinstance(m, Usual) and name not in given):
                names = (usual.replace("--", self.dataset.name) for usual in mark.names)
                found = next((n for n in names if n in self.dataset.variables), "")
                out |= {name: found} if found else {}
                if mark.keys:
                    out[name] = [k for k in self.dataset.keys if k not in (*_SUBJECT, column)]
        return out

    # parameters: as of `_cells_given`
    def _terms(
        self, out: Arguments, known: dict[str, Parameter], parameter: Parameter, mark: TermOf, slot: Slot
    ) -> None:
        """Constants that are compared with another argument, or become the variable: values that can occur there."""
        constants = [c for c in flat([out.get(parameter.argument, ())]) if isinstance(c, Constant)]
        columns = [self._column_of(o, slot) for o in flat([out.get(mark.parameter, ())])]
        if not mark.parameter:
            columns = [(self.dataset.name, slot.column)]
        elif not columns and known[mark.parameter].kind in ("name", "names"):  # those taken when it is left out
            usual = known[mark.parameter].default
            columns = [(slot.source, str(n)) for n in (usual if isinstance(usual, (list, tuple)) else [usual]) if n]
        before = len(self.findings)
        for each in (c for c in columns if c is not None and mark.parameter and self.typed(*c)):
            if self.kind(*each) != TEXT:
                self.fits(*each, [c.text for c in constants], At(slot.line, slot.column))
        if len(self.findings) > before:
            return
        possible = [self.possible.of(*c) for c in columns if c is not None]
        listed = [p for p in possible if p is not None]
        if not possible or len(listed) < len(columns):
            return
        values = dict.fromkeys(v for p in listed for v in p.values)
        for constant in (c for c in constants if c.text and c.text not in values):
            what = " or ".join(dict.fromkeys(f"{target}.{name}" for target, name in filter(None, columns)))
            problem = f"{slot} is '{constant.text}', which {what} never is."
            self.stop("SPEC-CONSTANT", problem, unknown("value", constant.text, values)[1], slot.line, slot.column)

    def _column_of(self, argument: Single, slot: Slot) -> tuple[str, str] | None:
        """The form or dataset and the column that an argument names."""
        match argument:
            case Own(name):
                return self.dataset.name, name
            case Other(target, name) | ManyOf(target, name) | BySubject(target, name) | Joined(target, name):
                return target, name
            case Constant(text=text):
                return slot.source, text
        return None

    def parameters(self, operation: Operation) -> dict[str, Parameter]:
        """The parameters of an operation that a specification names."""
        return operation.yaml_parameters

    def argument(self, parameter: Parameter, value: object, slot: Slot) -> Argument | None:
        """One argument; None where it is a finding."""
        kind = parameter.kind
        if kind in ("columns", "names") or kind.startswith("list["):
            values = value if isinstance(value, (list, tuple)) else [value]
            inner = {"columns": "column", "names": "name"}.get(kind, kind[5:-1])
            singles = tuple(s for s in (self.single(inner, v, slot) for v in values) if s is not None)
            for each in singles if kind == "columns" else ():
                self._of_kind(parameter, each, slot)
            return singles
        found = self.single(kind, value, slot)
        if kind in ("column", "many") and found is not None:
            self._of_kind(parameter, found, slot)
        if parameter.permitted and isinstance(found, Constant) and found.value not in parameter.permitted:
            problem, fix = unknown("value", str(found.value), parameter.permitted, str(slot))
            self.stop("SPEC-PARAMETER", problem, fix, slot.line, slot.column)
        return found

    def _of_kind(self, parameter: Parameter, given: Single, slot: Slot) -> None:
        """What is given to a parameter that takes dates, or numbers, holds them."""
        wanted = {"date": "dates of ISO 8601", "number": "numbers (a date as a SAS date)"}.get(parameter.holds)
        for each in flat([given]) if wanted else ():
            if isinstance(each, Fixed):
                what, kind = (
                    f"'{each.text}'",
                    NUMERIC if each.is_number else DATED if ISO.fullmatch(each.text) else TEXT,
                )
            else:
                named = self._column_of(each, slot)
                if named is None or not self.typed(*named):
                    continue
                what, kind = ".".join(named), self.kind(*named)
            if kind != DATED if parameter.holds == "date" else kind in (DATED, TEXT):
                problem = f"{slot} takes {wanted}, and {what} is {kind}."
                self.stop("SPEC-SOURCE", problem, f"Name a column that holds {wanted}.", slot.line, slot.column)

    def single(self, kind: str, value: object, slot: Slot) -> Single | None:
        """One value of a certain kind."""
        if kind == "table" and isinstance(value, list):
            return TableOf("", tuple(tuple(self._cells_of(row, slot)) for row in value))
        if kind == "column" and isinstance(value, list):
            return self._one_of(value, slot)
        if not isinstance(value, str):
            self.stop("SPEC-PARAMETER", f"{slot} must be one text.", "Write one value.", slot.line, slot.column)
            return None
        if kind == "column":
            fixed = value and (value.startswith(f"{CONSTANTS}.") or not _NAMED.search(value))
            return self._fixed(value, slot) if fixed else self.reference(value, slot.line, slot.column)
        if kind == "many":
            return self._many(value, slot)
        if kind == "table":
            if value in self.study.tables:
                return TableOf(value)
            self.stop("SPEC-TABLE", *unknown("table", value, self.study.tables), slot.line, slot.column)
            return None
        if kind == "codes":
            if value in self.study.codelists:
                return CodesOf(value)
            self.stop("SPEC-CODELIST", *unknown("codelist", value, self.study.codelists), slot.line, slot.column)
            return None
        return self._typed(kind, value, slot)

    def _cells_of(self, row: Mapping[str, str], slot: Slot) -> Iterator[tuple[str, str]]:
        """The cells of a row that is written inline; study.NAME is the value of study.yaml."""
        yield from ((column, self.reader.constant(cell, slot.line)) for column, cell in row.items())

    def _fixed(self, written: str, slot: Slot) -> Fixed:
        """A constant in the place of a column: study.NAME, or a text without a letter, which names nothing."""
        value = self.reader.constant(written, slot.line)
        return Fixed.of(value, written.partition(".")[2] if value is not written else "")

    def _many(self, value: str, slot: Slot) -> ManyOf | None:
        target, name = self.split(value)
        if not self.exists(target, name, slot.line, slot.column):
            return None
        if target in self.study.forms:
            self.mark(target, name, "used")
        return ManyOf(target, name)

    def _one_of(self, references: list[str], slot: Slot) -> OneOf | None:
        """One field a form, as ``collected`` has it."""
        found = [self.reference(r, slot.line, slot.column) for r in references]
        for reference, resolved in zip(references, found, strict=True):
            if resolved is not None and not (isinstance(resolved, Other) and resolved.along):
                problem = f"In a list each reference is to a source that {self.dataset.name} reads; {reference} is not."
                fix = "Name fields of the sources in 'records:', or a single reference."
                self.stop("SPEC-REFERENCE", problem, fix, slot.line, slot.column)
        others = tuple(r for r in found if isinstance(r, Other))
        self.one_a_source([(r.target, r.name) for r in others], slot.line, slot.column)
        return OneOf(others)

    def _typed(self, kind: str, written: str, slot: Slot) -> Constant | None:
        """A constant; ``study.NAME`` is the value of study.yaml."""
        value = self.reader.constant(written, slot.line)
        name = written.partition(".")[2] if value is not written else ""
        try:
            typed = int(value) if kind == "int" else float(value) if kind == "float" else value
        except ValueError:
            problem = f"{slot} must be a number, not '{value}'."
            self.stop("SPEC-PARAMETER", problem, "Write a number.", slot.line, slot.column)
            return None
        return Constant(typed, value, name)
