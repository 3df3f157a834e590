"""Rows that belong to those of another form: terms that a coder gave to each event, in a file of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from onespec.engine.columns import as_number, as_text, combinations, concat
from onespec.engine.findings import QUERY, Problem
from onespec.engine.kinds import Text
from onespec.engine.raw.account import USED
from onespec.engine.raw.cells import as_called
from onespec.engine.raw.fields import hold_against_register
from onespec.engine.raw.typed_form import TypedForm

PARTNER, CODED = "RAW-PARTNER", "RAW-CODED"


def hold_together(out: TypedForm, forms: Mapping[str, TypedForm], register: str) -> None:
    """Hold a typed form against the forms that it says something of again: the register of subjects, and its own."""
    other = forms[out.form.belongs_to] if out.form.belongs_to else None
    repeated = {f.name for f in out.form.fields.values() if other and f.repeats in other.form.fields}
    hold_against_register(out, forms[register], repeated)
    if other is not None:
        _find_partners(out, other)
        for name in (n for n in out.form.fields if n in repeated):
            _compare(out, other, name)


def _find_partners(out: TypedForm, other: TypedForm) -> None:
    """The row of each row of the other form, by the form's key; rows without one, and second ones, are refused."""
    names = [name for name in out.form.key if name not in out.form.subjects]
    keys = [(out.subject, other.subject), *_alike(out, other, names)]
    codes, _ = combinations([concat(pair) for pair in keys])
    mine, theirs = np.split(codes, [len(out.rows)])
    whole = np.logical_and.reduce([own.notna() for own, _ in keys])
    count = np.bincount(mine[whole], minlength=len(codes))
    second = whole & (count[mine] > 1)
    lonely = ~second & ~(whole & np.isin(mine, theirs))
    at = np.full(len(codes), -1, np.intp)
    good = np.flatnonzero(~second & ~lonely)
    at[mine[good]] = good
    out.partners = at[theirs]
    said = f"row of form {other.form.name}"
    for rows, message, fix in (
        (lonely, f"belongs to no {said}; the row is not carried", "Correct the key, or ask why the row is gone."),
        (second, f"stands in several rows that belong to one {said}; none is carried", "Remove all but one of them."),
    ):
        out.report(out.form.key[-1], rows, Problem(PARTNER, QUERY, message, fix))
        for name in (n for n in out.form.columns if not out.form.fields[n].not_submitted) if rows.any() else ():
            out.refuse(name, rows & out.filled[name], PARTNER)


def _alike(out: TypedForm, other: TypedForm, names: list[str]) -> Iterator[tuple[Text, Text]]:
    """The columns of a key in both forms; numbers as they count, however they are written."""
    for name in names:
        own, theirs = out.frame[name], other.frame[name]
        if out.form.fields[name].is_number and other.form.fields[name].is_number:
            own, theirs = as_text(as_number(own)), as_text(as_number(theirs))
        yield own, theirs


def _compare(out: TypedForm, other: TypedForm, name: str) -> None:
    """A query for a text that is not that of the other form any more, whatever the capitals."""
    theirs = out.form.fields[name].repeats
    row = np.full(len(out.rows), -1, np.intp)
    for position in np.flatnonzero(out.partners >= 0)[::-1]:  # of rows with one key the first one stays
        row[out.partners[position]] = position
    own = as_called(out.form.fields[name], out.verbatim[name]).str.casefold()
    text = as_called(other.form.fields[theirs], other.verbatim[theirs]).str.casefold().take(row)
    problem = f"is not what {theirs} of its row in form {other.form.name} says; what belongs to it is carried"
    fix = "Have the text coded anew, or correct it."
    unlike = out.filled[name] & (row >= 0) & (own != text)
    out.report(name, unlike, Problem(CODED, QUERY, problem, fix), lambda at: other.cell(theirs, int(row[at])))
    out.mark(name, np.flatnonzero(out.filled[name]), USED)
