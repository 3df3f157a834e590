"""Accounting: what became of every non-blank raw cell, by form and field.  The balance must be zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from onespec.engine.findings import STOP, Findings
from onespec.engine.raw.account import (
    AFTER_CUT,
    CARRIED,
    EXAMPLES,
    NOT_SUBMITTED,
    REFUSED,
    THE_FORM,
    USED,
    Account,
    Accounts,
)
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.run.blocks import Ledger
from onespec.engine.spec.model import Dataset

LOST = "RAW-UNACCOUNTED"
MISSING = "marker of a missing value"
Mark = tuple[str, str, np.ndarray]  # dataset, variable or rule, status a row


def account(forms: Mapping[str, TypedForm], ledgers: Mapping[str, Ledger], datasets: Mapping[str, Dataset]) -> Accounts:
    """The accounts of one part; ``ledgers`` by dataset."""
    marks: dict[tuple[str, str], list[Mark]] = {}
    for dataset, ledger in ledgers.items():
        for (form, name, by), status in ledger.marks.items():
            marks.setdefault((form, name), []).append((dataset, by, status))
    return {
        (form.form.name, name): _account(form, name, marks.get((form.form.name, name), []), datasets)
        for form in forms.values()
        for name in form.filled
    }


def _account(form: TypedForm, name: str, marks: list[Mark], datasets: Mapping[str, Dataset]) -> Account:
    filled, status = form.accounted(name), states(form, name, [mark for _, _, mark in marks])
    counts = np.bincount(status[filled], minlength=6)
    left_out = int(form.out[name].sum()) if name in form.out else 0
    out = Account(int(filled.sum()) + left_out, after_cut=int(counts[AFTER_CUT]) + left_out)
    out.carried, out.used = int(counts[CARRIED]), int(counts[USED])
    out.not_submitted, out.refused = int(counts[NOT_SUBMITTED]), int(counts[REFUSED])
    out.lost = [
        (*form.form.place(form.rows[i]), form.verbatim[name][i])
        for i in np.flatnonzero(filled & (status == 0))[:EXAMPLES]
    ]
    out.carried_to = _counted(_places(marks, CARRIED, datasets, filled & (status == CARRIED)))
    marker = form.missing.get(name, np.zeros(len(filled), bool))
    used = filled & (status == USED) & ~marker
    own = [(THE_FORM, used & (form.status[name] == USED)), (MISSING, filled & (status == USED) & marker)]
    out.used_by = _counted([*_places(marks, USED, datasets, used), *own])
    out.refused_by = _counted(_refusals(form, name, marks, filled & (status == REFUSED)))
    return out


def states(form: TypedForm, name: str, marks: list[np.ndarray]) -> np.ndarray:
    """What became of each cell of a field; ``marks`` are those of all datasets.

    A cell that a dataset refuses, and that stands in another one or in another record, is carried.
    """
    status, carried = form.status[name].copy(), np.zeros(len(form.rows), bool)
    for mark in marks:
        carried |= mark == CARRIED
    for mark in marks:
        status = np.maximum(status, np.where(carried & (mark == REFUSED), CARRIED, mark))
    return np.where(form.missing[name], form.status[name], status) if name in form.missing else status


def _counted(places: Iterator[tuple[str, np.ndarray]] | list[tuple[str, np.ndarray]]) -> dict[str, int]:
    """Cells by place, without those where there are none."""
    out: dict[str, int] = {}
    for place, cells in places:
        out[place] = out.get(place, 0) + int(cells.sum())
    return {place: count for place, count in out.items() if count}


def _places(
    marks: list[Mark], status: int, datasets: Mapping[str, Dataset], cells: np.ndarray
) -> Iterator[tuple[str, np.ndarray]]:
    """Where those cells went: variables; the records of a dataset for those that no variable of it has."""
    named = np.zeros(len(cells), bool)
    for dataset, by, mark in marks:
        if by in datasets[dataset].variables:
            here = cells & (mark == status)
            named |= here
            yield place_of(datasets, dataset, by), here
    for dataset in dict.fromkeys(d for d, by, _ in marks if by not in datasets[d].variables):
        here = np.logical_or.reduce(
            [mark == status for d, by, mark in marks if d == dataset and by not in datasets[d].variables]
        )
        yield f"records of {dataset}", cells & here & ~named


def place_of(datasets: Mapping[str, Dataset], dataset: str, variable: str) -> str:
    """``AE.AETERM``; of a supplemental qualifier ``SUPPAE.QVAL (QNAM AETRTEM)``."""
    if not datasets[dataset].variables[variable].supplemental:
        return f"{dataset}.{variable}"
    return f"{next((d.name for d in datasets.values() if d.parent == dataset), dataset)}.QVAL (QNAM {variable})"


def _refusals(form: TypedForm, name: str, marks: list[Mark], cells: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Refused cells by the first rule that refuses them: of the form itself, then of the datasets."""
    rules = [(rule, rows) for (field_name, rule), rows in form.refused.items() if field_name == name]
    for rule, rows in [*rules, *((by, mark == REFUSED) for _, by, mark in marks)]:
        yield rule, cells & rows
        cells = cells & ~rows


def report_lost(accounts: Accounts, findings: Findings) -> None:
    """A stop for each field with cells that are neither carried, used, declared nor refused."""
    for (form, name), a in accounts.items():
        if a.balance:
            file, row, value = a.lost[0] if a.lost else ("", None, "")
            findings.add(
                LOST,
                STOP,
                f"{a.balance} of {a.filled} filled cells of {form}.{name} reach no dataset; the first is '{value}'.",
                "Map these rows, add a 'refuse' step with the reason, or declare the field 'not_submitted'.",
                file=file,
                row=row,
                column=name,
                value=value,
            )
