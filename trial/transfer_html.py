"""A transfer as one HTML file to read and print: endpoints, datasets, forms, subjects, and the differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from onespec.engine.paper.blocks import Block, Cell, Heading, Line, Piece, Table, Verdict, blocks_page, value
from onespec.engine.raw.form_change import FormChange, RowAt
from onespec.trial.endpoints import ARRIVED, FOLLOWED, MOVED
from onespec.trial.records import DatasetChange
from onespec.trial.transfer import Reached, Transfer, contents
from onespec.trial.transfer_text import (
    FOUND_AGAIN,
    changed_fields,
    counted,
    dataset_counts,
    datasets_sentence,
    endpoints_sentence,
    few,
    form_counts,
    forms_sentence,
)

LISTED = 200  # lines of one table; more are counted
FEW = 20  # of what is new: the tables above count it


def reach_html(transfer: Reached, title: str, told: str, more: Iterable[Block] = ()) -> str:
    """The page of two builds alone; ``told`` stands in its box, ``more`` between the datasets and their values."""
    body = [
        Heading(1, title),
        Verdict("told", "What if", told),
        *_endpoints(transfer),
        *_datasets(transfer),
        *more,
        *(part for change in transfer.datasets if change.values or change.gone for part in _dataset(change)),
    ]
    return blocks_page(title, body)


def transfer_html(transfer: Transfer) -> str:
    """The whole page; it loads nothing."""
    body = [
        Heading(1, transfer.title),
        _verdict(transfer),
        *_about(transfer),
        *_stops(transfer),
        *_endpoints(transfer),
        *_datasets(transfer),
        *_forms(transfer),
        *_subjects(transfer),
        *(part for name, form in transfer.change.forms.items() if form.any for part in _form(name, form)),
        *(part for change in transfer.datasets if change.values or change.gone for part in _dataset(change)),
    ]
    return blocks_page(transfer.title, body)


def _verdict(transfer: Transfer) -> Verdict:
    if transfer.stops:
        return Verdict("bad", "Not complete", "An export has stops: what a build of it would say stands below.")
    if not transfer.change.any:
        return Verdict("good", "The same", "Both exports say the same.")
    said = [*([] if transfer.unreached else [endpoints_sentence(transfer)]), forms_sentence(transfer)]
    return Verdict("told", "Changed", " ".join(said))


def _about(transfer: Transfer) -> Iterator[Block]:
    change = transfer.change
    rows = [[side.folder, Piece(side.digest, "hash")] for side in (transfer.old, transfer.new)]
    yield Table(("Export", "SHA-256 of its files"), rows)
    yield from (Line(f"{what}: {', '.join(names)}.") for what, names in contents(change))
    if transfer.unreached:
        yield Line(transfer.unreached)


def _stops(transfer: Transfer) -> Iterator[Block]:
    if transfer.stops:
        yield Heading(2, "Stops")
        head = ("Rule", "Where", "What", "What to do")
        yield from first_rows(head, ((f.rule, f.place, f.message, f.fix) for f in transfer.stops))


def _endpoints(transfer: Reached) -> Iterator[Block]:
    if transfer.unreached:
        return
    yield from (Heading(2, "Endpoints"), Line(endpoints_sentence(transfer)))
    kinds = ((MOVED, "Moved", LISTED), (FOLLOWED, "Only followed up", FEW), (ARRIVED, "Of new subjects", FEW))
    for kind, title, most in kinds:
        rows = [
            [e.parameter, e.label, e.subject, _value(e.old), _value(e.new)]
            for e in transfer.endpoints
            if e.kind == kind
        ]
        if rows:
            yield Heading(3, title)
            yield from first_rows(("Parameter", "", "Subject", "Old", "New"), rows, most)


def _datasets(transfer: Reached) -> Iterator[Block]:
    if transfer.unreached:
        return
    yield from (Heading(2, "Datasets"), Line(datasets_sentence(transfer)))
    rows = [
        [d.dataset.name, d.dataset.label, *dataset_counts(d), f"{d.numbered:,}", few(counted(d.variables()), 12)]
        for d in transfer.datasets
        if d.any or d.numbered
    ]
    head = ("Dataset", "", "#Old", "#New", "#Added", "#Gone", "#Changed", "#Number alone", "Values that differ")
    if rows:
        yield Table(head, rows)


def _forms(transfer: Transfer) -> Iterator[Block]:
    yield from (Heading(2, "Forms"), Line(forms_sentence(transfer)))
    rows = [
        [name, form.form.file, *form_counts(form), few(counted(changed_fields(form)), 12)]
        for name, form in transfer.change.forms.items()
        if form.any
    ]
    head = ("Form", "File", "#Old", "#New", "#Added", "#Gone", "#Changed", "#Otherwise", "Cells that changed")
    if rows:
        yield Table(head, rows)
        yield Line("Otherwise: rows of which cells are only written otherwise.", "facts")


def _subjects(transfer: Transfer) -> Iterator[Block]:
    """What changed by subject, new subjects left out."""
    forms = transfer.change.forms.values()
    counts: dict[str, Counter[str]] = {}
    for form in forms:
        for what, rows in (("added", form.added), ("gone", form.gone)):
            for row in rows:
                counts.setdefault(row.subject, Counter())[what] += 1
        for cell in form.changed_cells():
            counts.setdefault(cell.new_row.subject, Counter())["cells"] += 1
    moved = Counter(each.subject for each in transfer.endpoints if each.kind == MOVED)
    new = set(transfer.change.subjects_new)
    rows = [
        [subject, *(f"{found[what]:,}" for what in ("added", "gone", "cells")), f"{moved[subject]:,}"]
        for subject, found in sorted(counts.items())
        if subject not in new
    ]
    if rows:
        yield Heading(2, "Subjects of the old export")
        yield from first_rows(("Subject", "#Rows added", "#Rows gone", "#Cells changed", "#Endpoints moved"), rows)


def _form(name: str, form: FormChange) -> Iterator[Block]:
    yield Heading(2, name)
    yield Line(f"{form.form.label.get('en', '')} ({form.form.file})", "facts")
    cells = [
        [
            cell.new_row.subject,
            cell.new_row.name,
            f"{cell.old_row.row}",
            f"{cell.new_row.row}",
            cell.field,
            _value(cell.old),
            _value(cell.new),
            "written otherwise" if cell.otherwise else "",
        ]
        for cell in form.cells
    ]
    if cells:
        yield Heading(3, "Cells")
        yield from first_rows(("Subject", "Row", "#In the old file", "#In the new", "Field", "Old", "New", ""), cells)
    for title, rows, most in (("Rows gone", form.gone, LISTED), ("Rows added", form.added, FEW)):
        if rows:
            yield Heading(3, title)
            yield from first_rows(("Subject", "Row", "File", "#Number"), map(_row, rows), most)


def _row(row: RowAt) -> list[str]:
    return [row.subject, row.name, row.file, f"{row.row}"]


def _dataset(change: DatasetChange) -> Iterator[Block]:
    yield Heading(2, change.dataset.name)
    yield Line(f"{change.dataset.label}. {FOUND_AGAIN}", "facts")
    values = [[v.subject, v.name, v.variable, _value(v.old), _value(v.new)] for v in change.values]
    if values:
        yield Heading(3, "Values")
        yield from first_rows(("Subject", "Record", "Variable", "Old", "New"), values)
    if change.gone:
        yield Heading(3, "Records gone")
        yield from first_rows(("Subject", "Record"), ([r.subject, r.name] for r in change.gone))


def first_rows(head: Sequence[str], rows: Iterable[Sequence[Cell]], most: int = LISTED) -> list[Block]:
    """The first lines of a table, and how many more there are."""
    rows = list(rows)
    more = len(rows) - most
    said = [Line(f"{more:,} more; the CSV file has them all.", "facts")] if more > 0 else []
    return [Table(head, rows[:most]), *said]


def _value(text: str) -> Cell:
    """A value; blanks at its ends can be seen."""
    inner = text.strip()
    if not inner or inner == text:
        return value(text)
    begin, end = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    edges = [Piece("␣" * count, "edge") if count else "" for count in (begin, end)]
    return [edges[0], value(inner), edges[1]]
