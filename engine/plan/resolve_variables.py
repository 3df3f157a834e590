"""References of variables: what each verb names."""

from __future__ import annotations

import re

from onespec.engine.findings import unknown
from onespec.engine.frames import Frame, table_of
from onespec.engine.matching import clashes, columns_of, shown_row
from onespec.engine.plan.compare import At
from onespec.engine.plan.fitting import Fitting
from onespec.engine.plan.references import (
    Computation,
    Fixed,
    How,
    LookUp,
    ManyOf,
    Nothing,
    OneOf,
    Other,
    Own,
    Reference,
    Stated,
    TableOf,
    Transfer,
    VariablePlan,
    flat,
)
from onespec.engine.plan.resolve import Slot
from onespec.engine.registry import METHOD
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.datasets import phases_met
from onespec.engine.spec.model import Variable
from onespec.engine.spec.operations import unknown_operation
from onespec.engine.spec.verbs import Collected, Derived, Listed, Predecessor

# A constant of this form is a misspelt table, not a value.
_TABLE_COLUMN = re.compile(r"[a-z][a-z0-9_]*\.[A-Z][A-Z0-9_]*")


class VariableResolver(Fitting):
    """Resolves the verbs of one dataset's variables."""

    def variable(self, variable: Variable) -> VariablePlan:
        """The plan of one variable."""
        of = self.dataset.value_codelists, self.dataset.value_assigned
        for value in [value for by_value in of for value in by_value.get(variable.name, ())]:
            by = self.dataset.value_level[variable.name][0]
            self.fits(self.dataset.name, by, [value], At(variable.line, variable.name), {})
        self.codelist_fits(variable)
        self.format_fits(variable)
        self.value_level_fits(variable)
        return VariablePlan(self.dataset.name, variable, self._how(variable))

    def _how(self, variable: Variable) -> How:
        match variable.verb:
            case Collected() | Predecessor():
                return self._transferred(variable, variable.verb)
            case Derived():
                return self._derived(variable, variable.verb)
            case Listed(value):
                table, _, column = value.partition(".")
                if table in self.study.tables and column:
                    return self._looked_up(variable, table, column, variable.verb.match)
                if _TABLE_COLUMN.fullmatch(value) and table not in self.study.forms:
                    self.stop("SPEC-TABLE", *unknown("table", table, self.study.tables), variable.line, variable.name)
                self.constant(variable.name, value, variable.line)
                return Stated(value)
        return Nothing()

    def _transferred(self, variable: Variable, verb: Collected | Predecessor) -> Transfer:
        collected, sources = isinstance(verb, Collected), []
        wanted, kind = (self.study.forms, "form") if collected else (self.study.datasets, "dataset")
        for reference in verb.references:
            target, _ = self.split(reference)
            if target not in wanted:
                problem, fix = unknown(kind, target, wanted)
                self._reference(f"'{verb.word}' names {reference}. {problem}", fix, variable)
                continue
            resolved = self.reference(reference, variable.line, variable.name)
            if isinstance(resolved, Own):
                self._reference(
                    f"{variable.name} cannot be copied from its own dataset.", "Name another dataset.", variable
                )
            elif resolved is not None:
                sources.append(resolved)
                self.source_fits(variable, verb, resolved)
                if collected and not variable.helper:
                    self.mark(resolved.target, resolved.name, "carried")
        self.one_a_source([(s.target, s.name) for s in sources], variable.line, variable.name)
        for source in sources if len(sources) > 1 else ():
            if not source.along:
                self._reference(
                    f"In a list each reference is to a source that {self.dataset.name} reads; "
                    f"{source.target}.{source.name} is not, and would reach no record.",
                    "Name fields of the sources in 'records:', or a single reference.",
                    variable,
                )
        if not verb.references:
            self._reference(f"'{verb.word}' names nothing.", "Name where the value comes from.", variable)
        return Transfer(tuple(sources))

    def _reference(self, message: str, fix: str, variable: Variable) -> None:
        self.stop("SPEC-REFERENCE", message, fix, variable.line, variable.name)

    def _looked_up(self, variable: Variable, table: str, column: str, match: dict[str, str]) -> LookUp:
        rows = self.study.tables[table]
        columns = list(rows[0]) if rows else []
        missing = [name for key in (column, *match) for name in columns_of(key) if name not in columns]
        for name in missing:
            fault = unknown("column", name, columns, f"table {table}")
            self.stop("SPEC-TABLE", *fault, variable.line, variable.name)
        if match and not missing:
            self._one_row(variable, table_of(rows, table), column, match)
        if not match and not self._linked(table):
            problem = f"No record step of {self.dataset.name} links its rows to table {table}."
            self.stop("SPEC-TABLE", problem, "Add 'match: {COLUMN: reference}'.", variable.line, variable.name)
        self._cells(variable, table, column, variable.name)
        found = {c: self._matched(c, r, variable) for c, r in match.items()}
        for matched, reference in found.items():
            if isinstance(reference, (Own, Other)):
                target = self.dataset.name if isinstance(reference, Own) else reference.target
                self._cells(variable, table, matched, reference.name, target)
                if self.known(target, reference.name):
                    at = At(variable.line, variable.name, f" (table {table})")
                    self.lies_between(rows, matched, (target, reference.name), at)
            cells = [row.get(matched, "") for row in rows]
            if isinstance(reference, Fixed) and matched in columns and not {"", reference.text} & {*cells}:
                problem = f"No row of table {table} has '{reference.text}' in {matched}."
                fix = unknown("value", reference.text, cells)[1]
                self.stop("SPEC-CONSTANT", problem, fix, variable.line, variable.name)
        return LookUp(table, column, {c: r for c, r in found.items() if r})

    def _one_row(self, variable: Variable, table: Frame, column: str, match: dict[str, str]) -> None:
        """A stop for rows that fit alike and say something else: only the first of them would count."""
        try:
            pairs = clashes(table, match, column)
        except ValueError as wrong:
            self.stop("SPEC-TABLE", f"{wrong}.", "Write numbers, or dates (YYYY-MM-DD).", variable.line, variable.name)
            return
        for i, j in pairs[:1]:
            more = f" So do {len(pairs) - 1} other pairs of rows." if pairs[1:] else ""
            self.stop(
                "SPEC-TABLE",
                f"Rows {i + 1} and {j + 1} of table {table.name} match alike ({shown_row(table, match, j)}) and have "
                f"'{table[column][i]}' and '{table[column][j]}' in {column}.{more}",
                "Name a column that tells them apart under 'match:' (FROM..TO: a date or age between two columns), "
                "close the range of one of them, or remove it.",
                variable.line,
                variable.name,
            )

    def _cells(self, variable: Variable, table: str, column: str, name: str, target: str = "") -> None:
        """The cells of a table's column, held against the column that they fill or are compared with."""
        beside = {
            v.name: v.verb.value.partition(".")[2]
            for v in self.dataset.variables.values()
            if isinstance(v.verb, Listed) and v.verb.value.startswith(f"{table}.") and not v.verb.match
        }
        target, seen = target or self.dataset.name, set()
        if target in self.study.datasets and name not in self.study.datasets[target].variables:
            return  # a column that a record step makes
        beside.pop(name, None)
        forms = {"", *self.dataset.sources}
        for number, row in enumerate(self.study.tables[table], start=2):
            if row.get("FORM", "") not in forms or column not in row:
                continue
            found = row[column], *map(row.get, beside.values())
            if found not in seen:
                seen.add(found)
                place = f" (table {table}, row {number}, column {column})"
                given = {v: (row[c],) for v, c in beside.items() if row.get(c)}
                self.fits(target, name, [row[column]], At(variable.line, variable.name, place), given)
                if name == variable.name:
                    self.can_hold(variable, row[column], At(variable.line, variable.name, place))

    def _matched(self, column: str, reference: object, variable: Variable) -> Reference | None:
        found = self.single("column", reference, Slot(column, "the selection", variable.line, variable.name))
        return found if isinstance(found, (Own, Other, OneOf, Fixed)) else None

    def _linked(self, table: str) -> bool:
        return any(
            isinstance(r, TableOf) and r.name == table
            for step in self.plan.steps[self.dataset.name]
            for r in step.references
        )

    def _derived(self, variable: Variable, verb: Derived) -> How:
        operation = self.plan.registry.get((METHOD, verb.method))
        if operation is None:
            fault = unknown_operation(METHOD, verb.method, self.plan.registry.names(METHOD))
            self.stop("SPEC-METHOD", *fault, variable.line, variable.name)
            return Nothing()
        arguments = self.arguments(operation, verb.as_written, variable.line, variable.name)
        for other in (a for a in flat(arguments.values()) if operation.whole and isinstance(a, Other) and a.along):
            if other.target in self.study.forms or not self.one_per_subject(other.target):
                problem = f"{verb.method} looks at all records of {self.dataset.name} together, and {other.target}"
                problem += f".{other.name} stands beside those of one step."
                fix = f"Give the value to a variable of {self.dataset.name}, and name that."
                self.stop("SPEC-REFERENCE", problem, fix, variable.line, variable.name)
        targets = sorted({a.target for a in flat(arguments.values()) if isinstance(a, ManyOf)})
        narrowed = verb.where or verb.match
        if len(targets) > 1 and narrowed:
            problem = f"{variable.name}: where and match need parameters of one dataset, not {', '.join(targets)}."
            self.stop("SPEC-METHOD", problem, "Derive the variables one after another.", variable.line, variable.name)
        if not targets and narrowed:
            problem = f"{verb.method} takes no rows of another dataset, so 'where' and 'match' have no meaning."
            self.stop("SPEC-METHOD", problem, "Remove them.", variable.line, variable.name)
        where: tuple[Condition, ...] = ()
        for target in targets:
            where = self.conditions(target, verb.where, variable.line, variable.name)
            for own, theirs in verb.match.items():
                self.reference(own, variable.line, variable.name)
                self.exists(target, theirs, variable.line, variable.name)
        phases = phases_met(self.dataset.steps, where) if self.dataset.name in targets else None
        return Computation(operation, arguments, where, dict(verb.match), phases)
