"""One finding a cause: queries by the raw cell that is to be asked about, stops by the wrong value.

A finding may stand on several cells: a date, and the informed consent that it must not precede.  The one that more
values contradict is asked about; of equal ones the finding's own.  The result depends on the findings alone, not on
their order: however the work was cut, it is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onespec.engine.findings import QUERY, STOP, Cell, Finding, Findings, finding_order
from onespec.engine.rules import CONSEQUENCES

SHOWN = 5  # rows of a file, and different messages, that a finding names


def one_a_cause(findings: Iterable[Finding]) -> Findings:
    """The findings, those of one cause as one, which counts them and says where they are."""
    ordered = sorted(_once(findings), key=finding_order)
    chosen = _asked_about([f for f in ordered if f.level == QUERY and f.cells])
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(ordered):
        cell = chosen.get(id(finding))
        key = cell or (_wrong_value(finding) if finding.level == STOP else number)
        groups.setdefault(key, []).append(finding)
    told = [_together(key if isinstance(key, Cell) else None, members) for key, members in groups.items()]
    return Findings(sorted(told, key=finding_order))


def without_consequences(findings: list[Finding], stops: Iterable[Finding] = ()) -> list[Finding]:
    """The findings without those that a raw cell has led to which is a finding itself, and no lesser one.

    stops  findings beside them that are stops, whatever their level says
    """
    told = {_cell(f): f.level for f in findings if f.row is not None and not f.dataset}
    told |= {_cell(f): STOP for f in stops if f.row is not None and not f.dataset}

    def led_to(f: Finding) -> bool:
        levels = (told.get((cell.file, cell.row, cell.column)) for cell in f.cells) if f.rule in CONSEQUENCES else ()
        return any(level in (STOP, f.level) for level in levels)

    return [f for f in findings if not led_to(f)]


def _cell(f: Finding) -> tuple[str, int | None, str]:
    return f.file, f.row, f.column


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What two forms that read a row both say of it, or of its cell, is said once."""
    said: set[Finding] = set()
    for f in findings:
        of_records = f.dataset and (f.cells or f.level == STOP)
        of_the_row = f.row is not None and not of_records
        if not of_the_row or f not in said:
            yield f
        if of_the_row:
            said.add(f)


def once_a_line(findings: Iterable[Finding], file: str) -> Findings:
    """The findings, those of one rule and fix on one line of a file that many datasets share as one."""
    groups: dict[object, list[Finding]] = {}
    for number, f in enumerate(findings):
        shared = f.level == STOP and f.line is not None and f.file.rpartition("/")[2] == file
        groups.setdefault((f.rule, f.file, f.line, f.fix) if shared else number, []).append(f)
    return Findings(members[0] if len(members) == 1 else _of_line(members) for members in groups.values())


def _of_line(members: list[Finding]) -> Finding:
    datasets = dict.fromkeys(f.dataset for f in members if f.dataset)
    reached = ", ".join(datasets) or "one a dataset that takes it"
    return replace(members[0], count=len(members), reached=reached, members=(*members,))


def _wrong_value(f: Finding) -> tuple[object, ...]:
    """What the stops have in common that the same wrong value gives."""
    return f.rule, f.file or f.dataset, f.line, f.column, f.value, f.message, f.fix


def _asked_about(queries: list[Finding]) -> dict[int, Cell]:
    """The cell of each query (by its `id`) that is asked about."""
    at_odds: dict[Cell, set[Cell]] = {}
    for query in queries:
        for cell in query.cells if len(query.cells) > 1 else ():  # most stand on one alone
            at_odds.setdefault(cell, set()).update(other for other in query.cells if other != cell)
    return {id(q): max(q.cells, key=lambda cell: len(at_odds.get(cell, ()))) for q in queries}  # of equals the first


def _together(cell: Cell | None, members: list[Finding]) -> Finding:
    """Several findings as one; ``cell``: what is asked about."""
    first = members[0]
    if len(members) == 1 and cell:
        asked = (cell, *(other for other in first.cells if other != cell))
        placed = {"file": cell.file, "row": cell.row, "form": cell.form} if cell.file and not first.file else {}
        return replace(first, cells=asked, **placed)
    if len(members) == 1:
        return first
    said = {"count": len(members), "reached": _reached(members), "message": _message(members), "members": (*members,)}
    said["check"] = ", ".join(dict.fromkeys(f.check for f in members if f.check))
    if cell is None:
        return replace(first, **said, subject=_same(f.subject for f in members))
    first = next((f for f in members if (f.file, f.row, f.column) == (cell.file, cell.row, cell.column)), first)
    if not cell.column:  # no cell, but a value that many cells have
        place = {"dataset": ""}
    elif cell.file:
        place = {"file": cell.file, "row": cell.row, "column": cell.column, "dataset": "", "form": cell.form}
    else:
        dataset, _, column = cell.column.rpartition(".")
        place = {"file": "", "row": None, "column": column, "dataset": dataset, "form": ""}
    return replace(first, **said, **place, line=None, subject=cell.subject, value=cell.value, cells=(cell,))


def _message(members: list[Finding]) -> str:
    """What is wrong; where that differs, with the number of findings."""
    messages = Counter(f.message for f in members)
    if len(messages) == 1:
        return members[0].message
    said = [
        message if count == 1 else f"{message.removesuffix('.')} ({count} times)."
        for message, count in list(messages.items())[:SHOWN]
    ]
    return " ".join(said) + (f" And {len(messages) - SHOWN} more." if len(messages) > SHOWN else "")


def _reached(members: list[Finding]) -> str:
    """Where they are: records by dataset, and the first rows of each file."""
    rules = len({f.rule for f in members}) > 1
    datasets = Counter(f"{f.rule} {f.dataset}" if rules else f.dataset for f in members if f.dataset)
    parts = [", ".join(f"{name} {count}" for name, count in datasets.items())] if datasets else []
    rows: dict[str, list[int]] = {}
    for f in members:
        if f.row is not None and f.row not in rows.setdefault(f.file, []):
            rows[f.file].append(f.row)
    for file, numbers in rows.items():
        more = f" and {len(numbers) - SHOWN} more" if len(numbers) > SHOWN else ""
        parts.append(f"{file} row{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers[:SHOWN]))}{more}")
    return "; ".join(parts)


def _same(values: Iterable[str]) -> str:
    """The value that all have; blank where they differ."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""
