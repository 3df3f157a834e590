"""A transfer as one HTML file to read and print: endpoints, datasets, forms, subjects, and the differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from onespec.engine.html import escape, page, table, verdict
from onespec.engine.html import value as value_as_it_is
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
_STYLE = """
.verdict.told { border-color: var(--ink); background: var(--wash); color: var(--ink); }
.edge { color: var(--bad); }
"""


def reach_html(transfer: Reached, title: str, told: str, more: Iterable[str] = ()) -> str:
    """The page of two builds alone; ``told`` stands in its box, ``more`` between the datasets and their values."""
    body = [
        f"<h1>{escape(title)}</h1>",
        f'<div class="verdict told"><strong>What if</strong>{escape(told)}</div>',
        *_endpoints(transfer),
        *_datasets(transfer),
        *more,
        *(part for change in transfer.datasets if change.values or change.gone for part in _dataset(change)),
    ]
    return page(title, "\n".join(body), style=_STYLE)


def transfer_html(transfer: Transfer) -> str:
    """The whole page; it loads nothing."""
    body = [
        f"<h1>{escape(transfer.title)}</h1>",
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
    return page(transfer.title, "\n".join(body), style=_STYLE)


def _verdict(transfer: Transfer) -> str:
    if transfer.stops:
        return verdict(False, "Not complete", "An export has stops: what a build of it would say stands below.")
    if not transfer.change.any:
        return verdict(True, "The same", "Both exports say the same.")
    said = [*([] if transfer.unreached else [endpoints_sentence(transfer)]), forms_sentence(transfer)]
    return f'<div class="verdict told"><strong>Changed</strong>{escape(" ".join(said))}</div>'


def _about(transfer: Transfer) -> Iterator[str]:
    change = transfer.change
    rows = [[escape(side.folder), f'<span class="hash">{side.digest}</span>'] for side in (transfer.old, transfer.new)]
    yield table(("Export", "SHA-256 of its files"), rows)
    yield from (f"<p>{escape(what)}: {escape(', '.join(names))}.</p>" for what, names in contents(change))
    if transfer.unreached:
        yield f"<p>{escape(transfer.unreached)}</p>"


def _stops(transfer: Transfer) -> Iterator[str]:
    if transfer.stops:
        yield "<h2>Stops</h2>"
        head = ("Rule", "Where", "What", "What to do")
        yield first_rows(head, ([escape(t) for t in (f.rule, f.place, f.message, f.fix)] for f in transfer.stops))


def _endpoints(transfer: Reached) -> Iterator[str]:
    if transfer.unreached:
        return
    yield f"<h2>Endpoints</h2><p>{escape(endpoints_sentence(transfer))}</p>"
    kinds = ((MOVED, "Moved", LISTED), (FOLLOWED, "Only followed up", FEW), (ARRIVED, "Of new subjects", FEW))
    for kind, title, most in kinds:
        rows = [
            [escape(e.parameter), escape(e.label), escape(e.subject), _value(e.old), _value(e.new)]
            for e in transfer.endpoints
            if e.kind == kind
        ]
        if rows:
            yield f"<h3>{title}</h3>"
            yield first_rows(("Parameter", "", "Subject", "Old", "New"), rows, most)


def _datasets(transfer: Reached) -> Iterator[str]:
    if transfer.unreached:
        return
    yield f"<h2>Datasets</h2><p>{escape(datasets_sentence(transfer))}</p>"
    rows = [
        [
            escape(d.dataset.name),
            escape(d.dataset.label),
            *dataset_counts(d),
            f"{d.numbered:,}",
            escape(few(counted(d.variables()), 12)),
        ]
        for d in transfer.datasets
        if d.any or d.numbered
    ]
    head = ("Dataset", "", "#Old", "#New", "#Added", "#Gone", "#Changed", "#Number alone", "Values that differ")
    if rows:
        yield table(head, rows)


def _forms(transfer: Transfer) -> Iterator[str]:
    yield f"<h2>Forms</h2><p>{escape(forms_sentence(transfer))}</p>"
    rows = [
        [escape(name), escape(form.form.file), *form_counts(form), escape(few(counted(changed_fields(form)), 12))]
        for name, form in transfer.change.forms.items()
        if form.any
    ]
    head = ("Form", "File", "#Old", "#New", "#Added", "#Gone", "#Changed", "#Otherwise", "Cells that changed")
    if rows:
        yield table(head, rows)
        yield '<p class="facts">Otherwise: rows of which cells are only written otherwise.</p>'


def _subjects(transfer: Transfer) -> Iterator[str]:
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
        [escape(subject), *(f"{found[what]:,}" for what in ("added", "gone", "cells")), f"{moved[subject]:,}"]
        for subject, found in sorted(counts.items())
        if subject not in new
    ]
    if rows:
        yield "<h2>Subjects of the old export</h2>"
        yield first_rows(("Subject", "#Rows added", "#Rows gone", "#Cells changed", "#Endpoints moved"), rows)


def _form(name: str, form: FormChange) -> Iterator[str]:
    yield f"<h2>{escape(name)}</h2>"
    yield f'<p class="facts">{escape(form.form.label.get("en", ""))} ({escape(form.form.file)})</p>'
    cells = [
        [
            escape(cell.new_row.subject),
            escape(cell.new_row.name),
            f"{cell.old_row.row}",
            f"{cell.new_row.row}",
            escape(cell.field),
            _value(cell.old),
            _value(cell.new),
            "written otherwise" if cell.otherwise else "",
        ]
        for cell in form.cells
    ]
    if cells:
        yield "<h3>Cells</h3>"
        yield first_rows(("Subject", "Row", "#In the old file", "#In the new", "Field", "Old", "New", ""), cells)
    for title, rows, most in (("Rows gone", form.gone, LISTED), ("Rows added", form.added, FEW)):
        if rows:
            yield f"<h3>{title}</h3>"
            yield first_rows(("Subject", "Row", "File", "#Number"), map(_row, rows), most)


def _row(row: RowAt) -> list[str]:
    return [escape(row.subject), escape(row.name), escape(row.file), f"{row.row}"]


def _dataset(change: DatasetChange) -> Iterator[str]:
    yield f'<h2>{escape(change.dataset.name)}</h2><p class="facts">{escape(change.dataset.label)}. {FOUND_AGAIN}</p>'
    values = [
        [escape(v.subject), escape(v.name), escape(v.variable), _value(v.old), _value(v.new)] for v in change.values
    ]
    if values:
        yield "<h3>Values</h3>"
        yield first_rows(("Subject", "Record", "Variable", "Old", "New"), values)
    if change.gone:
        yield "<h3>Records gone</h3>"
        yield first_rows(("Subject", "Record"), ([escape(r.subject), escape(r.name)] for r in change.gone))


def first_rows(head: Sequence[str], rows: Iterable[Sequence[str]], most: int = LISTED) -> str:
    """The first lines of a table, and how many more there are."""
    rows = list(rows)
    more = len(rows) - most
    said = f'<p class="facts">{more:,} more; the CSV file has them all.</p>' if more > 0 else ""
    return table(head, rows[:most]) + said


def _value(text: str) -> str:
    """A value; blanks at its ends can be seen."""
    inner = text.strip()
    if not inner or inner == text:
        return value_as_it_is(text)
    begin, end = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    edges = [f'<span class="edge">{"␣" * count}</span>' for count in (begin, end)]
    return f'<span class="value">{edges[0]}{escape(inner)}{edges[1]}</span>'
