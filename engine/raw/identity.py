"""What a row is called, wherever it stands in its file: its key.  By it two exports, and two builds, find it again."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import combinations, text
from onespec.engine.kinds import Text
from onespec.engine.raw.typed_form import TypedForm

BETWEEN = " / "


def row_names(form: TypedForm) -> Text:
    """The subject and the other fields of the form's key, of each row: ``01001 / 2``.

    Values are as they are typed, so that a date written in another format is the same one; what could not be typed
    stands as the cell says it.  A further row of the same key is numbered, in the order of the rows: ``01001 / 2 #2``.
    """
    names = [name for name in form.form.key if name not in form.form.subjects]
    parts = [form.subject, *(_said(form, name) for name in names)]
    codes, first = combinations(parts)
    called = [BETWEEN.join(values) for values in zip(*(p.take(first).tolist() for p in parts), strict=True)]
    times = _times(codes)
    if not (times > 1).any():
        return text(called).take(codes)
    numbered, first = combinations([codes, times])
    return text([called[codes[i]] + (f" #{times[i]}" if times[i] > 1 else "") for i in first]).take(numbered)


def _said(form: TypedForm, name: str) -> Text:
    typed = form.frame[name]
    return typed.where(typed.notna(), form.verbatim[name].str.strip())


def _times(codes: np.ndarray) -> np.ndarray:
    """Which one of the rows with its code each row is: 1 for the first."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(codes) else np.empty(0, np.intp)
    counts = np.diff(np.r_[begins, len(codes)])
    out = np.empty(len(codes), np.int64)
    out[order] = np.arange(len(codes)) - np.repeat(begins, counts) + 1
    return out
