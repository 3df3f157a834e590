"""The names of a few rows of the raw store: of those that queries are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from onespec.engine.queries import Place
from onespec.engine.raw.fields import raw_subject_of, type_form
from onespec.engine.raw.identity import row_names
from onespec.engine.raw.store import RawStore, StoredForm, raw_row_numbers, slice_form
from onespec.engine.spec.forms import Form
from onespec.engine.spec.model import Study


def named_rows(study: Study, store: RawStore, wanted: Iterable[Place]) -> dict[Place, str]:
    """The name of each row that the store has; rows of no subject are not among them.

    A name depends on the rows of its subject alone, so only these are looked at, and only the fields of the key.
    """
    by_form: dict[str, dict[int, Place]] = {}
    for place in wanted:
        name, file, row = place
        found = dict(store.forms[name].found) if name in store.forms else {}
        if file in found:
            by_form.setdefault(name, {})[found[file] + row] = place
    out: dict[Place, str] = {}
    for name, places in by_form.items():
        for number, called in _names(study, store.forms[name], study.forms[name], np.array(sorted(places))):
            out[places[number]] = called
    return out


def _names(study: Study, stored: StoredForm, form: Form, numbers: np.ndarray) -> Iterable[tuple[int, str]]:
    key = _key_alone(form.of(stored.found))
    for part in range(len(stored.places)):
        if not np.isin(raw_row_numbers(stored, part), numbers).any():
            continue
        cells, rows = slice_form(form, stored, part, tuple(key.fields))
        subject = raw_subject_of(key, cells)
        wanted = np.isin(rows, numbers)
        mine = subject.isin(set(subject[wanted]))
        typed = type_form(key, cells.take(mine), rows[mine], study.codelists, study.language)
        names = row_names(typed)
        at = np.flatnonzero(wanted[mine])
        yield from zip(typed.rows[at].tolist(), names.take(at).tolist(), strict=True)


def _key_alone(form: Form) -> Form:
    """The form with the fields of its key, and those without which they cannot be read; its rows are found already."""
    needed = list(dict.fromkeys((*form.subjects, *form.key)))
    for name in needed:
        field = form.fields[name]
        needed += [n for n in (*form.behind(name), field.test) if n in form.fields and n not in needed]
    return replace(form, fields={name: field for name, field in form.fields.items() if name in needed}, rows=())
