"""Values: how each verb gives a variable its values, whole columns at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.engine.columns import as_number, as_text, blanks, is_number, number, position_in, text
from onespec.engine.contract import Report
from onespec.engine.findings import STOP
from onespec.engine.plan.references import ManyOf, OneOf, Other, Own, VariablePlan
from onespec.engine.raw.account import CARRIED, USED
from onespec.engine.run.blocks import Block
from onespec.engine.run.match import match_table, take
from onespec.engine.run.operate import operate
from onespec.engine.run.part import Part
from onespec.engine.spec.model import Dataset, Variable


def make_variable(part: Part, dataset: Dataset, phase: int, plan: VariablePlan) -> None:
    """One variable of one phase: what record steps set or produce, and its verb on the other rows."""
    block, variable = part.blocks[dataset.name, phase], plan.variable
    made, given = block.produced(variable.name)
    if made is not None and given.all():
        computed = made
    else:
        block.given = given
        computed = _computed(part, dataset, block, plan, ~given)
        block.given = None
        if made is not None:
            made = as_text(made) if not is_number(computed) else as_number(made)
            computed = made.where(given, computed)
    block.columns[variable.name] = _cast(part, dataset, block, variable, computed)


def make_whole(part: Part, dataset: Dataset, plan: VariablePlan) -> None:
    """A variable whose method looks at all records of the dataset."""
    blocks = part.phase_blocks(dataset.name)
    joined = Block(pd.concat([b.subject for b in blocks], ignore_index=True), [])
    for name in [n for n in dataset.variables if all(n in b.columns for b in blocks)]:
        joined.columns[name] = part.column(dataset.name, name)
    value = _computed(part, dataset, joined, plan, np.ones(len(joined), bool))
    value = _cast(part, dataset, joined, plan.variable, value)
    part.whole[dataset.name, plan.variable.name] = value
    start = 0
    for block in blocks:
        block.columns[plan.variable.name] = value.iloc[start : start + len(block)].reset_index(drop=True)
        start += len(block)


def _computed(part: Part, dataset: Dataset, block: Block, plan: VariablePlan, mine: np.ndarray) -> pd.Series:
    """The variable by its verb; ``mine`` marks the rows whose findings count."""
    variable, n = plan.variable, len(block)
    if variable.verb == "collected":
        return _one_of(part, dataset, block, plan.sources, CARRIED)
    if variable.verb == "predecessor":
        return _one_of(part, dataset, block, plan.sources, USED)
    if plan.table[0]:
        return _from_table(part, dataset, block, plan)
    if variable.verb in ("assigned", "protocol"):
        return number(variable.value, n) if variable.is_number else text(str(variable.value), n)
    if plan.operation is not None:
        return _derived(part, dataset, block, plan, mine)
    return blanks(n, variable.is_number)


def reference_values(
    part: Part, dataset: Dataset, block: Block, reference: Own | Other | OneOf, status: int = USED
) -> pd.Series:
    """The values of a reference, aligned with the block's rows."""
    if isinstance(reference, OneOf):
        return _one_of(part, dataset, block, reference.references, status)
    if isinstance(reference, Own):
        if reference.name in block.columns:
            return block.columns[reference.name]
        if (dataset.name, reference.name) in part.whole:
            return part.whole[dataset.name, reference.name]
        return _made_by_step(part, block, reference.name, "", status)
    if reference.along:
        if reference.target in part.forms and reference.name not in part.forms[reference.target].frame:
            return _made_by_step(part, block, reference.name, reference.target, status)
        position = block.along(reference.target)
        if reference.target not in part.forms and part.plan.dataset(reference.target).one_per_subject:
            position = np.where(position < 0, _by_subject(part, reference.target, block), position)
    else:
        position = _by_subject(part, reference.target, block)
    part.mark(
        reference.target,
        reference.name,
        position if block.given is None else np.where(block.given, -1, position),
        status,
    )
    return take(part.column(reference.target, reference.name), position)


def _made_by_step(part: Part, block: Block, name: str, source: str, status: int) -> pd.Series:
    """A column that is no variable: record steps have made it, or read it from a form."""
    for piece in block.pieces:
        taken = (
            block.given is None or not block.given[piece.start : piece.stop].any()
        )  # a step gives a variable to all its records or to none
        if taken and name in piece.fields and piece.source == (source or piece.source):
            part.mark_read(piece, name, status)
    made, _ = block.produced(name, source)
    return made if made is not None else blanks(len(block))


def _by_subject(part: Part, target: str, block: Block) -> np.ndarray:
    """Position of each row's subject in ``target``, -1 where it has none; looked up once a block."""
    if target not in block.joined:
        block.joined[target] = position_in(block.subject, part.subjects(target))
    return block.joined[target]


def _one_of(part: Part, dataset: Dataset, block: Block, references: tuple[Other, ...], status: int) -> pd.Series:
    """Each row takes its own source's value; a reference by subject serves every row."""
    if len(references) == 1:
        return reference_values(part, dataset, block, references[0], status)
    by_source = {r.target: r for r in references}
    values = []
    for piece in block.pieces:
        own, reference = block.alone(piece), by_source.get(piece.source)
        values.append(
            None
            if reference is None or piece.position is None
            else reference_values(part, dataset, own, reference, status)
        )
    numeric = all(is_number(v) for v in values if v is not None)
    values = [
        blanks(p.stop - p.start, numeric) if v is None else v if numeric else as_text(v)
        for p, v in zip(block.pieces, values)
    ]
    return pd.concat(values, ignore_index=True) if values else blanks(len(block))


def _from_table(part: Part, dataset: Dataset, block: Block, plan: VariablePlan) -> pd.Series:
    table, column = part.tables[plan.table[0]], plan.table[1]
    if not plan.match:
        position = np.full(len(block), -1, np.intp)
        for piece in block.pieces:
            if piece.table == plan.table[0] and piece.table_position is not None:
                position[piece.start : piece.stop] = piece.table_position
        return take(table[column], position)
    values = {c: as_text(reference_values(part, dataset, block, r)) for c, r in plan.match.items()}
    return take(table[column], match_table(table, values))


def _derived(part: Part, dataset: Dataset, block: Block, plan: VariablePlan, mine: np.ndarray) -> pd.Series:
    operation, report, variable = plan.operation, Report(), plan.variable
    given, group = method_arguments(part, dataset, block, plan, report)
    result = operate(
        operation,
        given,
        part.findings,
        file=dataset.file,
        line=variable.line,
        dataset=dataset.name,
        column=variable.name,
    )
    if result is None:
        return blanks(len(block), variable.is_number)
    if operation.per_group:
        position = (
            pd.Series(np.arange(len(result)), index=result.index).reindex(group.to_numpy()).fillna(-1).to_numpy(np.intp)
        )
        result = take(result.reset_index(drop=True), position)
    _method_reports(part, report, dataset, block, variable, mine)
    return result.reset_index(drop=True)


def method_arguments(
    part: Part, dataset: Dataset, block: Block, plan: VariablePlan, report: Report
) -> tuple[dict[str, object], pd.Series]:
    """What the method of a variable is called with, and the group number of each row."""
    group = _groups(part, dataset, block, plan)
    given = {
        argument: _method_argument(part, dataset, block, value, group) for argument, value in plan.arguments.items()
    }
    injected = {"group": group[0], "subject": block.subject, "report": report}
    return given | {
        p.argument: injected[p.kind] for p in plan.operation.parameters.values() if p.kind in injected
    }, group[0]


def _method_argument(part: Part, dataset: Dataset, block: Block, value: object, group: tuple) -> object:
    if isinstance(value, tuple):
        return [_method_argument(part, dataset, block, v, group) for v in value]
    if isinstance(value, (Own, Other, OneOf)):
        return reference_values(part, dataset, block, value)
    if isinstance(value, ManyOf):
        position, codes = group[1][value.target]
        part.mark(value.target, value.name, position, USED)
        return part.column(value.target, value.name).iloc[position].set_axis(codes)
    return part.simple(value)


def _groups(
    part: Part, dataset: Dataset, block: Block, plan: VariablePlan
) -> tuple[pd.Series, dict[str, tuple[np.ndarray, np.ndarray]]]:
    """Group number of each own row; and for each dataset that Many parameters name, chosen rows and their groups."""
    targets = dict.fromkeys(
        a.target
        for v in plan.arguments.values()
        for a in (v if isinstance(v, tuple) else (v,))
        if isinstance(a, ManyOf)
    )
    own = [block.subject, *(as_text(reference_values(part, dataset, block, Own(o))) for o in plan.group)]
    chosen = {t: part.keep(t, plan.variable.where) for t in targets}
    theirs = {
        t: [part.subjects(t).iloc[p], *(as_text(part.column(t, n)).iloc[p] for n in plan.group.values())]
        for t, p in chosen.items()
    }
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
    return pd.Series(codes[: len(block)]), out


def _cast(part: Part, dataset: Dataset, block: Block, variable: Variable, value: pd.Series) -> pd.Series:
    """The variable's type: a text that is no number is a stop, never a missing value."""
    if not variable.is_number:
        return as_text(value).reset_index(drop=True)
    if is_number(value):
        return value.reset_index(drop=True)
    out = as_number(value)
    lost = (out.isna() & (value != "")).to_numpy()
    part.rows_findings(
        dataset,
        block,
        variable.name,
        np.flatnonzero(lost),
        STOP,
        "VALUE-NUMBER",
        f"{variable.name} is a number and cannot hold the value.",
        "Make the variable a character one, or derive the number with a method.",
        value[lost],
    )
    return out.reset_index(drop=True)


def _method_reports(
    part: Part, report: Report, dataset: Dataset, block: Block, variable: Variable, mine: np.ndarray
) -> None:
    for level, rule, message, fix, rows, values in report.entries:
        rows = rows[mine[rows]]
        part.rows_findings(
            dataset,
            block,
            variable.name,
            rows,
            level,
            rule,
            message,
            fix,
            None if values is None else values.iloc[rows],
        )
