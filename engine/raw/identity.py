"""What a row is called, wherever it stands in its file: its key.  By it two exports, and two builds, find it again."""

from __future__ import annotations

from onespec.engine.columns import combinations, text
from onespec.engine.groups import nth_of
from onespec.engine.kinds import Text
from onespec.engine.notation import one_way
from onespec.engine.raw.typed_form import TypedForm

BETWEEN = " / "


def row_keys(form: TypedForm) -> Text:
    """The subject and the other fields of the form's key, of each row: ``01001 / 2``.

    Values are as they are typed, so that a date written in another format is the same one; what could not be typed
    stands as the cell says it.
    """
    names = [name for name in form.form.key if name not in form.form.subjects]
    parts = [form.subject, *(_said(form, name) for name in names)]
    codes, first = combinations(parts)
    called = [BETWEEN.join(values) for values in zip(*(p.take(first).tolist() for p in parts), strict=True)]
    return text(called).take(codes)


def row_names(form: TypedForm) -> Text:
    """The key of each row (`row_keys`); a further row of the same key is numbered, in the order of the rows.

    ``01001 / 2``, ``01001 / 2 #2``
    """
    keys = row_keys(form)
    times = nth_of(keys.codes) + 1
    if not (times > 1).any():
        return keys
    numbered, first = combinations([keys, times])
    called = [f"{keys[i]} #{times[i]}" if times[i] > 1 else keys[i] for i in first.tolist()]
    return text(called).take(numbered)


def _said(form: TypedForm, name: str) -> Text:
    typed = form.frame[name]
    if form.form.column(name).is_number:
        typed = typed.each(one_way)
    return typed.where(typed.notna(), form.verbatim[name].str.strip())
