"""Values: how each verb gives a variable its values, whole columns at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import (
    as_number,
    as_text,
    blanks,
    column_of,
    combinations,
    concat,
    number,
    position_in,
    text,
)
from onespec.engine.contract import Report, Told
from onespec.engine.findings import QUERY, STOP, Problem
from onespec.engine.kinds import Text
from onespec.engine.matching import match_table
from onespec.engine.plan.references import (
    Argument,
    Computation,
    Fixed,
    LookUp,
    ManyOf,
    OneOf,
    Other,
    Own,
    Reference,
    Stated,
    Transfer,
    VariablePlan,
    flat,
)
from onespec.engine.raw.account import CARRIED, USED
from onespec.engine.run.blocks import Block
from onespec.engine.run.cells import Record, behind, own_cell
from onespec.engine.run.coding import with_codes
from onespec.engine.run.held import in_parts, left_blank, refuse_cells
from onespec.engine.run.operate import FAILED, operate
from onespec.engine.run.part import Grouped, Part
from onespec.engine.run.work import Cells, Work
from onespec.engine.spec.model import Variable
from onespec.engine.spec.verbs import Collected


def make_variable(work: Work, phase: int, plan: VariablePlan) -> None:
    """One variable of one phase: what record steps set or produce, and its verb on the other rows."""
    block = work.part.blocks[work.dataset.name, phase]
    made, given = block.produced(plan.variable.name)
    if made is not None and given.all():
        computed = made
    else:
        work = replace(work, given=given)
        computed = by_verb(work, block, plan)
        if made is not None:
            made = as_text(made) if not computed.is_number else as_number(made)
            computed = made.where(given, computed)
    value = with_codes(work.part, work.dataset.name, block, plan.variable, _cast(work, block, plan.variable, computed))
    block.columns |= in_parts(work, block, plan.variable, value)


def make_whole(work: Work, plan: VariablePlan) -> None:
    """A variable whose method looks at all records of the dataset."""
    part, dataset = work.part, work.dataset
    blocks = part.phase_blocks(dataset.name)
    joined = Block(concat([b.subject for b in blocks]), [])
    for each in [n for n in dataset.variables if all(n in b.columns for b in blocks)]:
        joined.columns[each] = part.column(dataset.name, each)
    whole = _cast(work, joined, plan.variable, by_verb(work, joined, plan))
    for name, value in in_parts(work, joined, plan.variable, whole).items():
        part.whole[dataset.name, name] = value
        start = 0
        for block in blocks:
            block.columns[name] = value.cut(start, start + len(block))
            start += len(block)


def by_verb(work: Work, block: Block, plan: VariablePlan) -> Any:
    """The variable by its verb."""
    variable, n = plan.variable, len(block)
    match plan.how:
        case Transfer(sources):
            carried = isinstance(variable.verb, Collected) and not variable.helper
            return _one_of(work, block, sources, CARRIED if carried else USED)
        case LookUp():
            return _looked_up(work, block, plan.how)
        case Stated(value):
            return number(value or np.nan, n) if variable.is_number else text(value, n)
        case Computation():
            return _derived(work, block, plan, plan.how)
    return blanks(n, variable.is_number)


def reference_values(work: Work, block: Block, reference: Reference, status: int = USED) -> Any:
    """The values of a reference, aligned with the block's rows."""
    part = work.part
    if isinstance(reference, Fixed):
        return number(reference.value, len(block)) if reference.is_number else text(reference.value, len(block))
    if isinstance(reference, OneOf):
        return _one_of(work, block, reference.references, status)
    if isinstance(reference, Own):
        if reference.name in block.columns:
            return block.columns[reference.name]
        if (work.dataset.name, reference.name) in part.whole:
            return part.whole[work.dataset.name, reference.name]
        return _made_by_step(work, block, reference.name, "", status)
    if reference.along:
        if reference.target in part.forms and reference.name not in part.forms[reference.target].frame:
            return _made_by_step(work, block, reference.name, reference.target, status)
        position = part.along(block, reference.target)
        if reference.target not in part.forms and part.plan.dataset(reference.target).one_per_subject:
            position = np.where(position < 0, _by_subject(part, reference.target, block), position)
    else:
        position = _by_subject(part, reference.target, block)
    taken = position if work.given is None else np.where(work.given, -1, position)
    work.mark(reference.target, reference.name, taken, status)
    return part.column(reference.target, reference.name).take(position)


def _made_by_step(work: Work, block: Block, name: str, source: str, status: int) -> Any:
    """A column that is no variable: record steps have made it, or read it from a form."""
    for piece in block.pieces:
        # A step gives a variable to all its records or to none.
        taken = work.given is None or not work.given[piece.start : piece.stop].any()
        if taken and name in piece.fields and piece.source == (source or piece.source):
            work.mark_read(piece, name, status)
    made, _ = block.produced(name, source)
    return made if made is not None else blanks(len(block))


def _by_subject(part: Part, target: str, block: Block) -> np.ndarray:
    """Position of each row's subject in ``target``, -1 where it has none; looked up once a block."""
    if target not in block.joined:
        block.joined[target] = position_in(block.subject, part.subjects(target))
    return block.joined[target]


def _one_of(work: Work, block: Block, references: tuple[Other, ...], status: int) -> Any:
    """Each row takes its own source's value; a reference by subject serves every row."""
    if len(references) == 1:
        return reference_values(work, block, references[0], status)
    by_source = {work.part.plan.study.stands_on(r.target): r for r in references} | {r.target: r for r in references}
    found: list[Column | None] = []
    for piece in block.pieces:
        reference = by_source.get(piece.source) if piece.position is not None else None
        own = work.within(piece), block.alone(piece)
        found.append(None if reference is None else reference_values(*own, reference, status))
    numeric = all(v.is_number for v in found if v is not None)
    values = [
        blanks(p.stop - p.start, numeric) if v is None else v if numeric else as_text(v)
        for p, v in zip(block.pieces, found, strict=True)
    ]
    return concat(values) if values else blanks(len(block))


def _looked_up(work: Work, block: Block, how: LookUp) -> Text:
    table = work.part.tables[how.table]
    if not how.match:
        position = np.full(len(block), -1, np.intp)
        for piece in block.pieces:
            if piece.table == how.table and piece.table_position is not None:
                position[piece.start : piece.stop] = piece.table_position
        return table[how.column].take(position)
    values = {c: as_text(reference_values(work, block, r)) for c, r in how.match.items()}
    return table[how.column].take(match_table(table, values))


def _derived(work: Work, block: Block, plan: VariablePlan, how: Computation) -> Column:
    dataset, variable, report = work.dataset, plan.variable, Report(how.operation.reports)
    given, group = method_arguments(work, block, how, report)
    place = {"file": dataset.file, "line": variable.line, "dataset": dataset.name, "column": variable.name}
    found = operate(how.operation, given, work.findings, **place)
    if found is None:
        return blanks(len(block), variable.is_number)
    result = column_of(found)
    if how.operation.per_group and len(result) > group.max(initial=-1):
        result = result.take(group)
    if len(result) != len(block):
        said = f"{how.operation.name} gives {len(result)} values for {len(block)} records."
        work.findings.add(FAILED, STOP, said, "Correct the operation: it gives a value a record or group.", **place)
        return blanks(len(block), variable.is_number)
    for told in report.entries:
        rows = told.rows if work.given is None else told.rows[~work.given[told.rows]]
        values = None if told.values is None else told.values[rows]
        work.report_in(
            block, told.problem, variable.name, rows, values, _stands_on(work, block, plan, told, given, rows)
        )
    return result


def _stands_on(
    work: Work, block: Block, plan: VariablePlan, told: Told, given: dict[str, Any], rows: np.ndarray
) -> Cells:
    """The raw cell of each finding of a method: that of the argument whose values it shows."""
    shown = next((a for a, v in given.items() if v is told.values is not None), "")
    argument = plan.arguments.get(shown)
    records = [Record(work.part, work.dataset.name, block, row) for row in rows.tolist()]
    return [(behind(record, argument) or own_cell(record, plan.variable.name),) for record in records]


def method_arguments(work: Work, block: Block, how: Computation, report: Report) -> tuple[dict[str, Any], np.ndarray]:
    """What the method of a variable is called with, and the group number of each row."""
    group, groups = _groups(work, block, how)
    given = {argument: _method_argument(work, block, value, groups) for argument, value in how.arguments.items()}
    injected = {"group": group, "subject": block.subject, "report": report}
    wanted = {p.argument: p.kind for p in how.operation.parameters.values() if p.kind in injected}
    return given | {argument: injected[kind] for argument, kind in wanted.items()}, group


def _method_argument(work: Work, block: Block, value: Argument, groups: dict[str, Grouped]) -> Any:
    if isinstance(value, tuple):
        return [_method_argument(work, block, v, groups) for v in value]
    if isinstance(value, (Own, Other, OneOf, Fixed)):
        return reference_values(work, block, value)
    if isinstance(value, ManyOf):
        chosen = groups[value.target]
        work.mark(value.target, value.name, chosen.position, USED)
        return chosen.many(value.name, work.part.column(value.target, value.name, chosen.phases))
    return work.simple(value)


def _groups(work: Work, block: Block, how: Computation) -> tuple[np.ndarray, dict[str, Grouped]]:
    """Group number of each own row; and for the datasets that Many parameters name, their chosen rows in groups.

    A subject is a group, with the same number for every variable of the part, so that what an operation finds out of
    the subject elements or the register of visits serves all datasets.  With ``group:`` there are groups of its own.
    """
    part = work.part
    targets = dict.fromkeys(r.target for r in flat(how.arguments.values()) if isinstance(r, ManyOf))
    if not targets and not how.group and not how.operation.grouped:
        return np.zeros(len(block), np.int64), {}
    phases = {t: how.phases_of(t, work.dataset.name) for t in targets}
    chosen = {t: work.keep(t, how.where, phases[t]) for t in targets}
    if not how.group:
        grouped = {t: part.grouped(t, how.where, rows, phases[t]) for t, rows in chosen.items()}
        return part.subject_numbers(block.subject), grouped
    own = [block.subject, *(as_text(reference_values(work, block, Own(o))) for o in how.group)]
    theirs = {
        t: [
            part.subjects(t, phases[t]).take(p),
            *(as_text(part.column(t, n, phases[t])).take(p) for n in how.group.values()),
        ]
        for t, p in chosen.items()
    }
    codes, first = combinations([concat([column, *(theirs[t][i] for t in targets)]) for i, column in enumerate(own)])
    ends = np.cumsum([len(block), *map(len, chosen.values())])
    groups = np.split(codes, ends[:-1])[1:]
    return codes[: len(block)], {
        t: Grouped(rows, group, len(first), phases[t]) for (t, rows), group in zip(chosen.items(), groups, strict=True)
    }


def _cast(work: Work, block: Block, variable: Variable, value: Column) -> Column:
    """The variable's type: a text that is no number is a stop, never a missing value unseen."""
    if not variable.is_number:
        return left_blank(work, block, variable, as_text(value))
    if value.is_number:
        return left_blank(work, block, variable, value)
    out = as_number(value)
    lost = out.isna() & value.notna()
    message = f"{variable.name} is a number and cannot hold the value."
    fix = "Make the variable a character one, or derive the number with a method."
    problem = Problem("VALUE-NUMBER", STOP, message, fix)
    work.report_in(block, problem, variable.name, np.flatnonzero(lost), value[lost])
    if work.part.plan.study.levels.get(problem.rule) == QUERY:
        refuse_cells(work, block, variable, problem.rule, np.flatnonzero(lost))
    return left_blank(work, block, variable, out)
