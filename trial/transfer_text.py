"""A transfer in words, for a terminal: endpoints first, then datasets, then forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from onespec.engine.raw.form_change import FormChange
from onespec.engine.text_table import text_table
from onespec.trial.endpoints import ARRIVED, FOLLOWED, MOVED, EndpointChange
from onespec.trial.records import DatasetChange
from onespec.trial.transfer import Reached, Transfer, contents

SUBJECTS = 2  # of a parameter; more are counted
WIDE = 120  # of what is told of a parameter
NAMES = 4  # of variables and fields
FOUND_AGAIN = "Records are found again by their keys, without the numbers that a build gives (--SEQ, ASEQ, RELID)."


def transfer_text(transfer: Transfer) -> str:
    """The summary: what moved, what of the datasets is another, and what of the export."""
    parts = [
        [transfer.title, *_contents(transfer)],
        [f.text() for f in transfer.stops],
        list(reach_lines(transfer)),
        list(_forms(transfer)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _contents(transfer: Transfer) -> Iterator[str]:
    """Files, columns and subjects that only one of the exports has."""
    change = transfer.change
    if not change.any and not transfer.stops:
        yield "Both exports say the same."
    for what, names in contents(change):
        yield f"{what}: {len(names)} ({few(names, 12)})."


def reach_lines(transfer: Reached) -> Iterator[str]:
    """What moved, and what of the datasets is another."""
    if transfer.unreached:
        yield transfer.unreached
        return
    yield endpoints_sentence(transfer)
    moved = [each for each in transfer.endpoints if each.kind == MOVED]
    parameters = dict.fromkeys((each.dataset, each.parameter) for each in moved)
    rows = [
        (parameter, str(len(those)), _told(those))
        for dataset, parameter in parameters
        for those in [[each for each in moved if (each.dataset, each.parameter) == (dataset, parameter)]]
    ]
    head = ("parameter", "moved", "subject: old -> new")
    yield from ("  " + line for line in text_table(head, rows, (1,), WIDE) if rows)
    yield ""
    yield datasets_sentence(transfer)
    changed = [each for each in transfer.datasets if each.gone or each.changed]
    table = [(d.dataset.name, *dataset_counts(d), few(counted(d.variables()), NAMES)) for d in changed]
    head = ("dataset", "old", "new", "added", "gone", "changed", "values that differ")
    yield from ("  " + line for line in text_table(head, table, (1, 2, 3, 4, 5)) if table)
    only = [f"{d.dataset.name} {len(d.added):,}" for d in transfer.datasets if d.added and d not in changed]
    if only:
        yield f"  New records alone: {', '.join(only)}."


def endpoints_sentence(transfer: Reached) -> str:
    """How many endpoints moved."""
    kinds = Counter(each.kind for each in transfer.endpoints)
    subjects = len({each.subject for each in transfer.endpoints if each.kind == MOVED})
    if not kinds:
        return "Endpoints: all as they were."
    return (
        f"Endpoints: {kinds[MOVED]:,} moved ({_many(subjects, 'subject')}), "
        f"{kinds[FOLLOWED]:,} only followed up (a later date, or a time still censored), "
        f"{kinds[ARRIVED]:,} of new subjects."
    )


def datasets_sentence(transfer: Reached) -> str:
    """How many datasets are another."""
    differ = [each for each in transfer.datasets if each.any]
    same = len(transfer.datasets) - len(differ)
    return f"Datasets: {_differ(len(differ), same)}. {FOUND_AGAIN}"


def dataset_counts(change: DatasetChange) -> tuple[str, ...]:
    return tuple(f"{n:,}" for n in (change.old, change.new, len(change.added), len(change.gone), change.changed))


def _told(those: Sequence[EndpointChange]) -> str:
    said = [f"{each.subject}: {' -> '.join(_short(each))}" for each in those[:SUBJECTS]]
    return "; ".join([*said, *([f"and {len(those) - SUBJECTS} more"] if len(those) > SUBJECTS else [])])


def _short(change: EndpointChange) -> tuple[str, str]:
    """Both values without what stands in brackets, where that tells them apart."""
    old, new = (value.partition(" (")[0] for value in (change.old, change.new))
    return (old, new) if old != new else (change.old, change.new)


def _forms(transfer: Transfer) -> Iterator[str]:
    forms = transfer.change.forms
    if not forms:
        return
    yield forms_sentence(transfer)
    changed = {name: form for name, form in forms.items() if form.gone or form.cells}
    rows = [(name, *form_counts(form), few(counted(changed_fields(form)), NAMES)) for name, form in changed.items()]
    head = ("form", "old", "new", "added", "gone", "changed", "otherwise", "cells that changed")
    yield from ("  " + line for line in text_table(head, rows, (1, 2, 3, 4, 5, 6)) if rows)
    only = [f"{name} {len(form.added):,}" for name, form in forms.items() if form.added and name not in changed]
    if only:
        yield f"  New rows alone: {', '.join(only)}."


def forms_sentence(transfer: Transfer) -> str:
    """How many forms are another."""
    forms = transfer.change.forms
    cells = sum(len(form.changed_cells()) for form in forms.values())
    otherwise = sum(len(form.cells) for form in forms.values()) - cells
    differ = sum(form.any for form in forms.values())
    return (
        f"Forms: {_differ(differ, len(forms) - differ)}; {_many(cells, 'cell')} changed, "
        f"{otherwise:,} only written otherwise."
    )


def form_counts(form: FormChange) -> tuple[str, ...]:
    return tuple(f"{n:,}" for n in (form.old, form.new, len(form.added), len(form.gone), form.changed, form.otherwise))


def changed_fields(form: FormChange) -> dict[str, int]:
    """How many cells of each field changed, the most first."""
    counts = Counter(cell.field for cell in form.changed_cells())
    return dict(sorted(counts.items(), key=lambda each: -each[1]))


def counted(counts: dict[str, int]) -> list[str]:
    return [f"{name} {count:,}" for name, count in counts.items()]


def few(names: Iterable[str], most: int) -> str:
    """The first of some names, and how many more there are."""
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _differ(count: int, same: int) -> str:
    return f"{count} {'differs' if count == 1 else 'differ'}, {same} {'is' if same == 1 else 'are'} the same"


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
