"""The answered workbook of queries, read back into the register.

Only what somebody has written since the list was sent counts.  A list that does not fit the register is refused whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onespec.engine.findings import NOTE, STOP, Findings, nearest
from onespec.engine.queries import ACCEPTED, ANSWERED, CLOSED, NO_ANSWER, OPEN, STALE
from onespec.engine.sheets import FORMULA, NoWorkbook, read_sheet, sheet_names
from onespec.engine.spec.query_register import Entry, Register, is_day
from onespec.engine.workbook import in_cell
from onespec.trial.query_book import ANSWER, ANSWERS, COLUMNS, HEAD, SUMMARY, said, state_of

_SENT = (*HEAD, *ANSWER)  # the columns that a reader of the list sees


class Row(NamedTuple):
    """A row of a list; ``number`` is its row in the sheet, where 1 is the head."""

    sheet: str
    number: int
    cells: dict[str, str]

    @property
    def answer(self) -> tuple[str, ...]:
        """Status, answer, reason, by and date; an answer makes an open query answered."""
        status, answer, *rest = (self.cells[name] for name in ANSWER)
        status = status.casefold() or OPEN
        return (ANSWERED if status == OPEN and answer else status, answer, *rest)


@dataclass(frozen=True)
class Read:
    """A register with what a list says; ``changed``: the ids of what somebody has answered, and how they stand now."""

    register: Register
    changed: dict[str, str] = field(default_factory=dict)


def read_answers(file: Path, register: Register, findings: Findings) -> Read:
    """The register with the answers of a list; every fault is a stop, and a late answer to a closed query is told."""
    entries = {entry.id: entry for entry in register.queries}
    changed: dict[str, Entry] = {}
    seen: dict[str, Row] = {}
    for row in _rows(file, findings):
        id_ = row.cells[HEAD[0]]
        entry = entries.get(id_)
        if seen.setdefault(id_, row) is not row:
            first = f"row {seen[id_].number} of sheet '{seen[id_].sheet}'"
            _stop(findings, file, row, f"{id_} stands in {first}, too.", "Keep one of them.")
        elif entry is None:
            close = nearest(id_, entries) if id_ else ""
            fix = f"Is it {close}? Leave the column as written." if close else "Leave the column as written."
            _stop(findings, file, row, f"The register has no query '{id_}'.", fix)
        elif row.cells[HEAD[6]] != in_cell(entry.value).strip():
            message = f"The value of {id_} is '{in_cell(entry.value)}', and the list has '{row.cells[HEAD[6]]}'."
            _stop(
                findings, file, row, message, "Leave it as written: an answer changes no data. Write it as the answer."
            )
        else:
            answered = _answered(entry, row, file, findings)
            if answered is not None and answered != entry:
                changed[id_] = answered
    queries = tuple(changed.get(entry.id, entry) for entry in register.queries)
    return Read(replace(register, queries=queries), {id_: entry.status for id_, entry in changed.items()})


def _answered(entry: Entry, row: Row, file: Path, findings: Findings) -> Entry | None:
    """The query with what the row says; None where that cannot be."""
    answer, now = row.answer, said(entry)
    unchanged = _digest_of(row) == row.cells[COLUMNS[-1]]
    if answer == now or unchanged or (entry.status == CLOSED and answer[1:] == now[1:]):
        return entry
    faults = list(_faults(answer))
    for message, fix in faults:
        _stop(findings, file, row, f"{entry.id}: {message}", fix)
    if faults:
        return None
    given = dict(zip(("status", "answer", "reason", "by", "date"), answer, strict=True))
    if entry.status == CLOSED:
        message = f"{entry.id} is closed meanwhile; the answer is kept with it."
        findings.add(STALE, NOTE, message, file=str(file), row=row.number, subject=entry.subject)
        return replace(entry, **(given | {"status": CLOSED}))
    if row.cells[COLUMNS[-1]] != state_of(entry):
        message = f"{entry.id} was answered otherwise since the list was written: {entry.status} '{entry.answer}'."
        _stop(findings, file, row, message, "Write the list anew, and answer there.")
        return None
    return replace(entry, **given)


def _digest_of(row: Row) -> str:
    """The state that a row without a change has."""
    status, answer, reason, by, day = (row.cells[name] for name in ANSWER)
    blank = Entry("", "", "", "", "", "", "", "", "", "", status.casefold(), answer, reason, by, day)
    return state_of(blank)


def _faults(answer: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    status, text, reason, by, day = answer
    if status == CLOSED:
        yield "The program closes a query when it no longer arises.", f"Write {ACCEPTED} with the reason, or an answer."
    elif status not in ANSWERS:
        close = nearest(status, ANSWERS)
        yield f"'{status}' is no status.", f"Did you mean '{close}'?" if close else f"Write {', '.join(ANSWERS)}."
    if status == ANSWERED and not text:
        yield "It is answered and has no answer.", "Write the answer."
    if status == ACCEPTED:
        lacking = [name for name, held in zip(ANSWER[2:], (reason, by, day), strict=True) if not held]
        if lacking:
            yield f"It is accepted without {', '.join(lacking)}.", "Write why, who accepts it, and when."
    if day and not is_day(day):
        yield f"'{day}' is no date.", "Write YYYY-MM-DD."


def _rows(file: Path, findings: Findings) -> Iterator[Row]:
    try:
        names = [name for name in sheet_names(file) if name != SUMMARY]
        sheets = [(name, read_sheet(file, name)) for name in names]
    except NoWorkbook as wrong:
        findings.add(NO_ANSWER, STOP, f"The list cannot be read: {wrong}.", "Write it anew.", file=str(file))
        return
    if not sheets and SUMMARY not in sheet_names(file):
        findings.add(NO_ANSWER, STOP, "The file holds no list of queries.", "Write it anew.", file=str(file))
    for name, sheet in sheets:
        cells = [[_text(cell) for cell in row] for row in sheet.cells]
        if not cells or tuple(cells[0][: len(COLUMNS)]) != COLUMNS:
            message = f"The head of sheet '{name}' is not that of a list of queries."
            findings.add(NO_ANSWER, STOP, message, "Keep the columns as written; remove other sheets.", file=str(file))
            continue
        for doubt in sheet.doubts:
            if doubt.kind == FORMULA and doubt.column < len(COLUMNS):
                message = f"Sheet '{name}' holds a formula without a result: {doubt.text}."
                where = {"file": str(file), "row": doubt.row + 1, "column": COLUMNS[doubt.column]}
                findings.add(NO_ANSWER, STOP, message, "Write the answer itself.", **where)
        for number, row in enumerate(cells[1:], 2):
            wide = [*row, *[""] * len(COLUMNS)][: len(COLUMNS)]
            if any(wide[: len(_SENT)]):
                yield Row(name, number, dict(zip(COLUMNS, wide, strict=True)))


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _stop(findings: Findings, file: Path, row: Row, message: str, fix: str) -> None:
    where = {"file": str(file), "row": row.number, "value": "", "dataset": ""}
    findings.add(NO_ANSWER, STOP, f"Sheet '{row.sheet}': {message}", fix, **where)
