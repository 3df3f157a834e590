"""Verbatim texts and their translations, held against each other over the whole export.

A translation is made outside the CRF: a text that is corrected later keeps the translation of the text before it.
"""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import combinations
from onespec.engine.findings import QUERY, Findings
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.spec.coding import folded
from onespec.engine.spec.forms import Field, Form

RULE = "RAW-TRANSLATED"
_FIX = "Hold the translation against the text; correct it, or have the text translated anew."


def hold_translations(form: Form, cells: Frame, numbers: np.ndarray, subject: Text, findings: Findings) -> None:
    """A query for each translation that is not, or may not be, that of the text beside it; all of them are carried.

    One without a text; one of several of the same text that is not the most frequent (of equally frequent ones, not
    the first); and one of a text that was another when it was translated, where the form has a field that says so.
    """
    for field in form.fields.values():
        if field.translation:
            for row, value, message in _faults(field, cells):
                file, number = form.place(numbers[row])
                place = {"file": file, "row": number, "column": field.translation, "form": form.name}
                told = {"subject": subject[row], "value": value}
                findings.add(RULE, QUERY, f"'{value}' {message}; carried.", _FIX, **place, **told)


def _faults(field: Field, cells: Frame) -> list[tuple[int, str, str]]:
    """Row, translation and what is wrong with it, in the order of the rows."""
    verbatim, translation = (cells[name].str.strip() for name in (field.name, field.translation))
    found = {
        int(i): f"translates a text in {field.name} that is not there" for i in _where(translation, ~verbatim.notna())
    }
    if field.translated:
        before = cells[field.translated].str.strip()
        for i in _where(translation, before.notna() & verbatim.notna() & (before != verbatim)):
            found[int(i)] = f"translates '{before[i]}', and {field.name} is now '{verbatim[i]}'"
    for i in _where(translation, verbatim.notna()) if field.translations else ():
        known = field.translations.get(folded(verbatim[i]), "")
        if known and known.casefold() != translation[i].casefold():
            found.setdefault(int(i), f"translates '{verbatim[i]}', which is '{known}' in the table of translations")
    for i, usual, times in _other_translations(verbatim, translation):
        said = f"translates '{verbatim[i]}', which is '{usual}' in {times} other row{'s' * (times != 1)}"
        found.setdefault(i, said)
    return [(i, translation[i], found[i]) for i in sorted(found)]


def _where(translation: Text, rows: np.ndarray) -> np.ndarray:
    return np.flatnonzero(translation.notna() & rows)


def _other_translations(verbatim: Text, translation: Text) -> list[tuple[int, str, int]]:
    """Rows with another translation than most rows of the same text have; that translation, and how often it stands."""
    rows = np.flatnonzero(verbatim.notna() & translation.notna())
    text, folded = verbatim.take(rows), translation.take(rows).str.casefold()
    of, _ = combinations([text])
    pair, first = combinations([text, folded])
    count = np.bincount(pair, minlength=len(first))
    texts = np.bincount(of[first], minlength=1)  # how many translations each text has
    best = np.full(len(texts), -1)
    for p in np.lexsort((first, -count))[::-1]:  # the most frequent and first one is written last
        best[of[first[p]]] = p
    other = np.flatnonzero(pair != best[of]) if len(rows) else rows
    return [(int(rows[i]), translation[rows[first[best[of[i]]]]], int(count[best[of[i]]])) for i in other]
