"""Evaluating the plan on one part: rows arise, variables are computed, whole columns at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from onespec.engine.columns import TEXT, Report, Rows, Selection, as_number, as_text, blank, blanks, combinations, is_number, number, position_in, text
from onespec.engine.fields import CARRIED, REFUSED, USED, TypedForm, companions
from onespec.engine.findings import QUERY, STOP, Findings
from onespec.engine.graph import WHOLE, is_whole
from onespec.engine.model import Condition, Dataset, Variable
from onespec.engine.plan import BySubject, Chosen, CodesOf, Constant, ManyOf, Node, OneOf, Other, Own, Plan, StepPlan, TableOf, VariablePlan


@dataclass
class Piece:
    """The rows of one record step: they stand together in a block, from ``start`` to ``stop``."""

    step: StepPlan
    start: int
    stop: int
    source: str = ""
    position: np.ndarray | None = None          # row of the source (all its rows)
    produced: dict[str, pd.Series] = field(default_factory=dict)   # produced and set columns
    fields: dict[str, pd.Series] = field(default_factory=dict)
    table: str = ""
    table_position: np.ndarray | None = None


@dataclass
class Block:
    """The records of one phase of a dataset."""

    subject: pd.Series
    pieces: list[Piece]
    columns: dict[str, pd.Series] = field(default_factory=dict)
    joined: dict[str, np.ndarray] = field(default_factory=dict)   # form or dataset with one row a subject -> its row of each record

    def __len__(self) -> int:
        return len(self.subject)

    @property
    def step(self) -> np.ndarray:
        return np.repeat([p.step.number for p in self.pieces], [p.stop - p.start for p in self.pieces]).astype(np.int32)

    def alone(self, piece: Piece) -> Block:
        """The rows of one piece as a block."""
        rows = slice(piece.start, piece.stop)
        return Block(self.subject.iloc[rows].reset_index(drop=True), [replace(piece, start=0, stop=piece.stop - piece.start)])

    def along(self, target: str) -> np.ndarray:
        """Each row's position in ``target`` where that is its source, -1 elsewhere."""
        out = np.full(len(self), -1, np.intp)
        for piece in self.pieces:
            if piece.source == target and piece.position is not None:
                out[piece.start:piece.stop] = piece.position
        return out

    def produced(self, name: str, source: str = "") -> tuple[pd.Series | None, np.ndarray]:
        """A produced or set column over the block (blank where no step gives it), and where steps give it."""
        given = np.zeros(len(self), bool)
        parts = []
        for piece in self.pieces:
            column = piece.produced.get(name) if not source or piece.source == source else None
            given[piece.start:piece.stop] = column is not None
            parts.append((column, piece.stop - piece.start))
        if not given.any():
            return None, given
        numeric = next(is_number(c) for c, _ in parts if c is not None)
        filled = [c if c is not None else blanks(n, numeric) for c, n in parts]
        filled = [as_text(c) for c in filled] if any(not is_number(c) for c in filled) else filled
        return pd.concat(filled, ignore_index=True), given


@dataclass
class Ledger:
    """What computing one dataset found, and what it did with raw cells: (form, field) -> status a row."""

    findings: Findings = field(default_factory=Findings)
    marks: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)


class Part:
    """One part: its typed forms, and the datasets as far as they are computed."""

    def __init__(self, plan: Plan, forms: dict[str, TypedForm]):
        self.plan, self.forms = plan, forms
        self.tables = {n: _table(n, rows) for n, rows in plan.study.tables.items()}
        self.blocks: dict[tuple[str, int], Block] = {}
        self.whole: dict[tuple[str, str], pd.Series] = {}
        self.current = ""
        self.ledgers: dict[str, Ledger] = {}

    @property
    def findings(self) -> Findings:
        """The findings of the dataset that is being computed."""
        return self.ledgers[self.current].findings

    # -- reading what is there ----------------------------------------------------------------

    def subjects(self, target: str, phases: int | None = None) -> pd.Series:
        if target in self.forms:
            return self.forms[target].subject
        blocks = self._blocks(target, phases)
        return pd.concat([b.subject for b in blocks], ignore_index=True) if blocks else text([])

    def column(self, target: str, name: str, phases: int | None = None) -> pd.Series:
        """A whole column of a form or dataset (of its first ``phases``)."""
        if target in self.forms:
            return self.forms[target].frame[name]
        if (target, name) in self.whole:
            return self.whole[target, name].iloc[:sum(map(len, self._blocks(target, phases)))]
        parts = [b.columns[name] for b in self._blocks(target, phases)]
        return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)

    def _blocks(self, target: str, phases: int | None = None) -> list[Block]:
        count = self.plan.dataset(target).phases if phases is None else phases
        return [self.blocks[target, p] for p in range(count)]

    def keep(self, target: str, where: tuple[Condition, ...], phases: int | None = None) -> np.ndarray:
        """The positions of the rows of ``target`` for which the where clause holds."""
        kept = np.ones(len(self.subjects(target, phases)), bool)
        for condition in where:
            column = self.column(target, condition.name, phases)
            kept &= holds(condition, column, self._numeric(target, condition.name))
            self._mark(target, condition.name, np.arange(len(column)), USED)
        return np.flatnonzero(kept)

    def _numeric(self, target: str, name: str) -> bool:
        return target in self.forms and self.forms[target].form.fields[name].type == "number"

    def _mark(self, target: str, name: str, positions: np.ndarray, status: int) -> None:
        """Account for raw cells (and for the cells that travel with them)."""
        form = self.forms.get(target)
        if form is None or name not in form.status:
            return
        positions = positions[positions >= 0]
        for cell in (name, *companions(form.form.fields[name])):
            marks = self.ledgers[self.current].marks.setdefault((target, cell), np.zeros(len(form.rows), np.uint8))
            marks[positions] = np.maximum(marks[positions], status)

    # -- nodes ----------------------------------------------------------------------------------

    def evaluate(self, node: Node) -> None:
        dataset, phase, name = self.plan.dataset(node[0]), node[1], node[2]
        self.current = dataset.name
        self.ledgers.setdefault(dataset.name, Ledger())
        if not name:
            self._rows(dataset, phase)
        elif phase == WHOLE:
            self._whole(dataset, self.plan.variables[dataset.name, name])
        else:
            self._variable(dataset, phase, self.plan.variables[dataset.name, name])

    def _rows(self, dataset: Dataset, phase: int) -> None:
        pieces, subjects, start = [], [], 0
        for step in self.plan.steps[dataset.name]:
            if step.step.phase != phase:
                continue
            if step.operation is None:
                self._refuse(dataset, step)
                continue
            piece, subject = self._piece(dataset, phase, step, start)
            pieces.append(piece)
            subjects.append(subject)
            start = piece.stop
        self.blocks[dataset.name, phase] = Block(pd.concat(subjects, ignore_index=True) if subjects else text([]), pieces)

    def _piece(self, dataset: Dataset, phase: int, plan: StepPlan, start: int) -> tuple[Piece, pd.Series]:
        """The rows that one step makes."""
        source = self.select(plan.source, dataset, phase) if plan.source else None
        report = Report()
        given = {a: self._step_argument(v, dataset, phase) for a, v in plan.arguments.items()}
        if "source" in plan.operation.parameters:
            given["source"] = source
        if "report" in plan.operation.parameters:
            given["report"] = report
        rows: Rows = plan.operation.function(**given)
        piece = Piece(plan, start, start + len(rows), rows.source, None, {}, rows.fields, rows.table, rows.table_position)
        if rows.position is not None:
            piece.position = source.position[rows.position] if source is not None and source.name == rows.source else rows.position
        piece.produced = {n: rows.values[n].reset_index(drop=True) for n in rows.values}
        for name, value in plan.step.set.items():
            variable = dataset.variables.get(name)
            piece.produced[name] = number(value or np.nan, len(rows)) if variable is not None and variable.is_number else text(value, len(rows))
        for name, fields in rows.fields.items():
            self._mark_fields(piece, fields)
        for parameter in plan.operation.parameters.values():
            if parameter.kind in ("name", "names") and parameter.argument in given and source is not None:
                for name in np.atleast_1d(given[parameter.argument]):
                    self._mark(source.name, str(name), source.position, USED)
        self._reported(report, dataset, source, piece)
        return piece, rows.subject.reset_index(drop=True)

    def _mark_fields(self, piece: Piece, fields: pd.Series) -> None:
        codes, names = pd.factorize(fields)
        for i, name in enumerate(names):
            self._mark(piece.source, name, piece.position[codes == i], CARRIED)

    def select(self, chosen: Chosen, dataset: Dataset, phase: int) -> Selection:
        """A selection of a form or dataset; of the dataset itself, its earlier phases."""
        before = phase if chosen.source == dataset.name else None
        position = self.keep(chosen.source, chosen.where, before)
        subject = self.subjects(chosen.source, before)
        frame = pd.DataFrame({"SUBJECT": subject.iloc[position].reset_index(drop=True)})
        columns = {n: self.column(chosen.source, n, before).iloc[position].reset_index(drop=True) for n in chosen.columns}
        frame = pd.concat([frame, pd.DataFrame(columns)], axis=1) if columns else frame
        if chosen.cls is None:
            return Selection(chosen.source, frame, position)
        for n in chosen.columns:
            self._mark(chosen.source, n, position, USED)
        return chosen.cls(name=chosen.source, frame=frame, position=position, set=dict(chosen.set), **dict(chosen.extra))

    def _step_argument(self, argument: object, dataset: Dataset, phase: int) -> object:
        if isinstance(argument, tuple):
            return [self._step_argument(a, dataset, phase) for a in argument]
        if isinstance(argument, Chosen):
            return self.select(argument, dataset, phase)
        if isinstance(argument, BySubject):
            column = self.column(argument.target, argument.name)
            self._mark(argument.target, argument.name, np.arange(len(column)), USED)
            return column.set_axis(self.subjects(argument.target).to_numpy())
        return self._simple(argument)

    def _simple(self, argument: object) -> object:
        if isinstance(argument, Constant):
            return argument.value
        if isinstance(argument, TableOf):
            return self.tables[argument.name] if argument.name else _table("", [dict(r) for r in argument.rows])
        if isinstance(argument, CodesOf):
            return self.plan.study.codelists[argument.name]
        raise TypeError(argument)

    def _refuse(self, dataset: Dataset, plan: StepPlan) -> None:
        """Rows that the specification declares unmapped: a query each, every cell refused."""
        position = self.keep(plan.source.source, plan.source.where)
        form = self.forms.get(plan.source.source)
        if form is None:
            return
        for name in form.status:
            self._mark(plan.source.source, name, position, REFUSED)
        for i in position:
            self.findings.add("RAW-REFUSED", QUERY, f"The row is not mapped to {dataset.name}: {plan.step.reason}.", "Ask the site to check the row.",
                              file=form.form.file, row=int(form.rows[i]), dataset=dataset.name, subject=form.subject.iat[i])

    # -- variables ------------------------------------------------------------------------------

    def _variable(self, dataset: Dataset, phase: int, plan: VariablePlan) -> None:
        block, variable = self.blocks[dataset.name, phase], plan.variable
        made, given = block.produced(variable.name)
        if made is not None and given.all():
            computed = made
        else:
            computed = self._computed(dataset, phase, block, plan, ~given)
            if made is not None:
                made = as_text(made) if not is_number(computed) else as_number(made)
                computed = made.where(given, computed)
        block.columns[variable.name] = self._cast(dataset, block, variable, computed)

    def _whole(self, dataset: Dataset, plan: VariablePlan) -> None:
        blocks = self._blocks(dataset.name)
        joined = Block(pd.concat([b.subject for b in blocks], ignore_index=True), [])
        for name in [n for n in dataset.variables if all(n in b.columns for b in blocks)]:
            joined.columns[name] = self.column(dataset.name, name)
        value = self._computed(dataset, WHOLE, joined, plan, np.ones(len(joined), bool))
        value = self._cast(dataset, joined, plan.variable, value)
        self.whole[dataset.name, plan.variable.name] = value
        start = 0
        for block in blocks:
            block.columns[plan.variable.name] = value.iloc[start:start + len(block)].reset_index(drop=True)
            start += len(block)

    def _computed(self, dataset: Dataset, phase: int, block: Block, plan: VariablePlan, mine: np.ndarray) -> pd.Series:
        variable, n = plan.variable, len(block)
        if variable.verb == "collected":
            return self._collected(dataset, block, plan)
        if variable.verb == "predecessor":
            return self._predecessor(dataset, block, plan)
        if plan.table[0]:
            return self._from_table(dataset, block, plan, mine)
        if variable.verb in ("assigned", "protocol"):
            return number(variable.value, n) if variable.is_number else text(str(variable.value), n)
        if plan.operation is not None:
            return self._derived(dataset, block, plan, mine)
        return blanks(n, variable.is_number)

    def reference(self, dataset: Dataset, block: Block, reference: Own | Other | OneOf, status: int = USED) -> pd.Series:
        """The values of a reference, aligned with the block's rows."""
        if isinstance(reference, OneOf):
            return self._one_of(dataset, block, reference.references, status)
        if isinstance(reference, Own):
            if reference.name in block.columns:
                return block.columns[reference.name]
            if (dataset.name, reference.name) in self.whole:
                return self.whole[dataset.name, reference.name]
            made, _ = block.produced(reference.name)
            return made if made is not None else blanks(len(block))
        if reference.along:
            if reference.target in self.forms and reference.name not in self.forms[reference.target].frame:
                made, _ = block.produced(reference.name, reference.target)
                return made if made is not None else blanks(len(block))
            position = block.along(reference.target)
            if reference.target not in self.forms and self.plan.dataset(reference.target).one_per_subject:
                position = np.where(position < 0, self._by_subject(reference.target, block), position)
        else:
            position = self._by_subject(reference.target, block)
        self._mark(reference.target, reference.name, position, status)
        return _take(self.column(reference.target, reference.name), position)

    def _by_subject(self, target: str, block: Block) -> np.ndarray:
        """Position of each row's subject in ``target``, -1 where it has none; looked up once a block."""
        if target not in block.joined:
            block.joined[target] = position_in(block.subject, self.subjects(target))
        return block.joined[target]

    def _collected(self, dataset: Dataset, block: Block, plan: VariablePlan) -> pd.Series:
        """Transfer from the CRF: each row takes its own form's field."""
        return self._one_of(dataset, block, plan.sources, CARRIED)

    def _one_of(self, dataset: Dataset, block: Block, references: tuple[Other, ...], status: int) -> pd.Series:
        """Each row takes its own source's value; a reference by subject serves every row."""
        if len(references) == 1:
            return self.reference(dataset, block, references[0], status)
        by_source = {r.target: r for r in references}
        values = []
        for piece in block.pieces:
            own, reference = block.alone(piece), by_source.get(piece.source)
            values.append(None if reference is None or piece.position is None else self.reference(dataset, own, reference, status))
        numeric = all(is_number(v) for v in values if v is not None)
        values = [blanks(p.stop - p.start, numeric) if v is None else v if numeric else as_text(v) for p, v in zip(block.pieces, values)]
        return pd.concat(values, ignore_index=True) if values else blanks(len(block))

    def _predecessor(self, dataset: Dataset, block: Block, plan: VariablePlan) -> pd.Series:
        return self._one_of(dataset, block, plan.sources, USED)

    def _from_table(self, dataset: Dataset, block: Block, plan: VariablePlan, mine: np.ndarray) -> pd.Series:
        table, column = self.tables[plan.table[0]], plan.table[1]
        if not plan.match:
            position = np.full(len(block), -1, np.intp)
            for piece in block.pieces:
                if piece.table == plan.table[0] and piece.table_position is not None:
                    position[piece.start:piece.stop] = piece.table_position
            return _take(table[column], position)
        values = {c: as_text(self.reference(dataset, block, r)) for c, r in plan.match.items()}
        return _take(table[column], match_table(table, values))

    def _derived(self, dataset: Dataset, block: Block, plan: VariablePlan, mine: np.ndarray) -> pd.Series:
        operation, report = plan.operation, Report()
        group = self._groups(dataset, block, plan)
        given = {}
        for argument, value in plan.arguments.items():
            given[argument] = self._method_argument(dataset, block, value, group)
        for parameter in operation.parameters.values():
            if parameter.kind == "group":
                given[parameter.argument] = group[0]
            elif parameter.kind == "subject":
                given[parameter.argument] = block.subject
            elif parameter.kind == "report":
                given[parameter.argument] = report
        result = operation.function(**given)
        if operation.per_group:
            position = pd.Series(np.arange(len(result)), index=result.index).reindex(group[0].to_numpy()).fillna(-1).to_numpy(np.intp)
            result = _take(result.reset_index(drop=True), position)
        self._method_reports(report, dataset, block, plan.variable, mine)
        return result.reset_index(drop=True)

    def _method_argument(self, dataset: Dataset, block: Block, value: object, group: tuple) -> object:
        if isinstance(value, tuple):
            return [self._method_argument(dataset, block, v, group) for v in value]
        if isinstance(value, (Own, Other, OneOf)):
            return self.reference(dataset, block, value)
        if isinstance(value, ManyOf):
            position, codes = group[1][value.target]
            self._mark(value.target, value.name, position, USED)
            return self.column(value.target, value.name).iloc[position].set_axis(codes)
        return self._simple(value)

    def _groups(self, dataset: Dataset, block: Block, plan: VariablePlan) -> tuple[pd.Series, dict[str, tuple[np.ndarray, np.ndarray]]]:
        """Group number of each own row; and for each dataset that Many parameters name, chosen rows and their groups."""
        targets = dict.fromkeys(a.target for v in plan.arguments.values() for a in (v if isinstance(v, tuple) else (v,)) if isinstance(a, ManyOf))
        own = [block.subject, *(as_text(self.reference(dataset, block, Own(o))) for o in plan.group)]
        chosen = {t: self.keep(t, plan.variable.where) for t in targets}
        theirs = {t: [self.subjects(t).iloc[p], *(as_text(self.column(t, n)).iloc[p] for n in plan.group.values())] for t, p in chosen.items()}
        codes = np.zeros(len(block) + sum(map(len, chosen.values())), np.int64)
        for i, column in enumerate(own):
            stacked = pd.concat([column, *(theirs[t][i] for t in targets)], ignore_index=True)
            level, values = pd.factorize(stacked)
            codes = pd.factorize(codes * (len(values) + 1) + level)[0]
        out, start = {}, len(block)
        for target in targets:
            stop = start + len(chosen[target])
            out[target] = (chosen[target], codes[start:stop])
            start = stop
        return pd.Series(codes[:len(block)]), out

    def _cast(self, dataset: Dataset, block: Block, variable: Variable, value: pd.Series) -> pd.Series:
        """The variable's type: a text that is no number is a stop, never a missing value."""
        if not variable.is_number:
            return as_text(value).reset_index(drop=True)
        if is_number(value):
            return value.reset_index(drop=True)
        out = as_number(value)
        lost = (out.isna() & (value != "")).to_numpy()
        self.rows_findings(dataset, block, variable.name, np.flatnonzero(lost), STOP, "VALUE-NUMBER", f"{variable.name} is a number and cannot hold the value.",
                            "Make the variable a character one, or derive the number with a method.", value)
        return out.reset_index(drop=True)

    # -- findings -------------------------------------------------------------------------------

    def _method_reports(self, report: Report, dataset: Dataset, block: Block, variable: Variable, mine: np.ndarray) -> None:
        for level, rule, message, fix, rows, values in report.entries:
            rows = rows[mine[rows]]
            self.rows_findings(dataset, block, variable.name, rows, level, rule, message, fix, values)

    def rows_findings(self, dataset: Dataset, block: Block, column: str, rows: np.ndarray, level: str, rule: str, message: str, fix: str,
                       values: pd.Series | None = None) -> None:
        """A finding a record, with the raw row behind it where it stands on a form."""
        shown = [""] * len(rows) if values is None else as_text(values.iloc[rows])
        for i, value in zip(rows, shown):
            piece = next((p for p in block.pieces if p.start <= i < p.stop), None)
            where = {}
            if piece is not None and piece.source in self.forms and piece.position is not None:
                form = self.forms[piece.source]
                where = {"file": form.form.file, "row": int(form.rows[piece.position[i - piece.start]])}
            self.findings.add(rule, level, message, fix, dataset=dataset.name, column=column, subject=block.subject.iat[i], value=value, **where)

    def _reported(self, report: Report, dataset: Dataset, source: Selection | None, piece: Piece) -> None:
        """Reports of a record operation: rows are those of the selection; one that makes no record is refused."""
        if source is None:
            return
        form = self.forms.get(source.name)
        mapped = set() if piece.position is None else set(piece.position.tolist())
        for level, rule, message, fix, rows, values in report.entries:
            at = source.position[rows]
            shown = as_text(values).iloc[rows].tolist() if values is not None else [""] * len(rows)
            for position, subject, value in zip(at, source.subject.iloc[rows], shown):
                where = {"file": form.form.file, "row": int(form.rows[position])} if form else {}
                self.findings.add(rule, level, message, fix, dataset=dataset.name, subject=subject, value=value, **where)
            unmapped = np.array([p for p in at if p not in mapped], np.intp)
            for name in form.status if form else ():
                self._mark(source.name, name, unmapped, REFUSED)


def holds(condition: Condition, column: pd.Series, numeric: bool = False) -> np.ndarray:
    """Where one comparison of a where clause is true; numbers are compared as numbers, texts as texts."""
    comparator, values = condition.comparator, condition.values
    if is_number(column) or numeric:
        column = as_number(column)
        wanted = [float(v) if v else np.nan for v in values]
        equal = column.isin(wanted).to_numpy()
    else:
        wanted = list(values)
        equal = column.isin(wanted).to_numpy()
    if comparator in ("EQ", "IN"):
        return equal
    if comparator in ("NE", "NOTIN"):
        return ~equal
    compare = {"LT": column.lt, "LE": column.le, "GT": column.gt, "GE": column.ge}[comparator]
    return (compare(wanted[0]) & ~blank(column)).to_numpy(bool)


def match_table(table: pd.DataFrame, values: dict[str, pd.Series]) -> np.ndarray:
    """For each row the first table row that matches; a blank in the table stands for any value."""
    codes, first = combinations(list(values.values()))
    if not len(table):
        return np.full(len(codes), -1, np.intp)
    fits = np.ones((len(first), len(table)), bool)
    for column, value in values.items():
        cells = table[column].to_numpy(object)
        mine = value.take(first).to_numpy(object)
        fits &= (cells[None, :] == mine[:, None]) | (cells[None, :] == "")
    return np.where(fits.any(axis=1), fits.argmax(axis=1), -1)[codes]


def _take(column: pd.Series, position: np.ndarray) -> pd.Series:
    """Values at positions; blank where the position is -1."""
    if not len(column):
        return blanks(len(position), is_number(column))
    out = column.take(np.maximum(position, 0)).reset_index(drop=True)
    missing = position < 0
    return out.mask(missing, np.nan if is_number(column) else "") if missing.any() else out


def _table(name: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, dtype=TEXT).fillna("") if rows else pd.DataFrame()
    frame.attrs["name"] = name
    return frame
