"""Verbatim texts and their translations, held against each other over the whole export.

A translation is made outside the CRF: a text that is corrected later keeps the translation of the text before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from onespec.engine.columns import combinations
from onespec.engine.findings import QUERY, Findings
from onespec.engine.kinds import Text
from onespec.engine.spec.coding import folded
from onespec.engine.spec.forms import Field, Form

RULE = "RAW-TRANSLATED"
_FIX = "Hold the translation against the text; correct it, or have the text translated anew."


@dataclass(frozen=True)
class Rows:
    """Some rows of a form: their cells, their numbers, and what gives their subjects."""

    cells: Mapping[str, Text]
    numbers: np.ndarray
    subjects: Callable[[], Text]


def hold_translations(form: Form, blocks: Callable[[], Iterable[Rows]], findings: Findings) -> None:
    """A query for each translation that is not, or may not be, that of the text beside it; all of them are carried.

    One without a text; one of several of the same text that is not the most frequent (of equally frequent ones, not
    the first); and one of a text that was another when it was translated, where the form has a field that says so.

    blocks  gives all rows of the form, in any order, each time it is called
    """
    fields = [field for field in form.fields.values() if field.translation]
    if not fields:
        return
    usual = [_Usual() for _ in fields]
    for rows in blocks():
        for field, each in zip(fields, usual, strict=True):
            each.add(*_beside(field, rows), rows.numbers)
    told: list[tuple[int, int, Field, str, str, str]] = []
    for rows in blocks():
        found = [(n, *fault) for n, of in enumerate(zip(fields, usual, strict=True)) for fault in _faults(*of, rows)]
        subject = rows.subjects() if found else None
        for order, row, value, message in found:
            assert subject is not None
            told.append((order, int(rows.numbers[row]), fields[order], subject[row], value, message))
    for _, row, field, subject, value, message in sorted(told, key=lambda one: one[:2]):
        file, number = form.place(row)
        place = {"file": file, "row": number, "column": field.translation, "form": form.name}
        findings.add(RULE, QUERY, f"'{value}' {message}; carried.", _FIX, **place, subject=subject, value=value)


def _beside(field: Field, rows: Rows) -> tuple[Text, Text]:
    """A text and its translation."""
    return rows.cells[field.name].str.strip(), rows.cells[field.translation].str.strip()


def _faults(field: Field, usual: _Usual, rows: Rows) -> list[tuple[int, str, str]]:
    """Row, translation and what is wrong with it."""
    verbatim, translation = _beside(field, rows)
    found = {
        int(i): f"translates a text in {field.name} that is not there" for i in _where(translation, ~verbatim.notna())
    }
    if field.translated:
        before = rows.cells[field.translated].str.strip()
        for i in _where(translation, before.notna() & verbatim.notna() & (before != verbatim)):
            found[int(i)] = f"translates '{before[i]}', and {field.name} is now '{verbatim[i]}'"
    for i in _where(translation, verbatim.notna()) if field.translations else ():
        known = field.translations.get(folded(verbatim[i]), "")
        if known and known.casefold() != translation[i].casefold():
            found.setdefault(int(i), f"translates '{verbatim[i]}', which is '{known}' in the table of translations")
    for i, other, times in usual.others(verbatim, translation):
        said = f"translates '{verbatim[i]}', which is '{other}' in {times} other row{'s' * (times != 1)}"
        found.setdefault(i, said)
    return [(i, translation[i], found[i]) for i in sorted(found)]


class _Usual:
    """Of each text its translations, however their letters are written: how often, the first row, and how there."""

    def __init__(self):
        self.of: dict[str, dict[str, tuple[int, int, str]]] = {}

    def add(self, verbatim: Text, translation: Text, numbers: np.ndarray) -> None:
        rows = np.flatnonzero(verbatim.notna() & translation.notna())
        codes, first = combinations([verbatim.take(rows), translation.take(rows)])
        count, lowest = np.bincount(codes, minlength=len(first)), np.full(len(first), np.iinfo(np.int64).max)
        np.minimum.at(lowest, codes, numbers[rows])
        for at, times, row in zip(rows[first].tolist(), count.tolist(), lowest.tolist(), strict=True):
            of, said = self.of.setdefault(verbatim[at], {}), translation[at]
            before = of.get(said.casefold(), (0, row, said))
            earlier = min(before[1:], (row, said))
            of[said.casefold()] = (before[0] + times, *earlier)

    def others(self, verbatim: Text, translation: Text) -> Iterator[tuple[int, str, int]]:
        """Rows with another translation than most rows of the same text have; that one, and how often it stands."""
        rows = np.flatnonzero(verbatim.notna() & translation.notna())
        codes, first = combinations([verbatim.take(rows), translation.take(rows)])
        other: dict[int, tuple[str, int]] = {}
        for code, at in enumerate(rows[first].tolist()):
            of = self.of[verbatim[at]]
            usual = min(of, key=lambda said: (-of[said][0], of[said][1])) if len(of) > 1 else ""
            if usual and usual != translation[at].casefold():
                other[code] = of[usual][2], of[usual][0]
        wrong = np.zeros(len(first), bool)
        wrong[list(other)] = True
        for at in np.flatnonzero(wrong[codes]).tolist():
            yield int(rows[at]), *other[int(codes[at])]


def _where(translation: Text, rows: np.ndarray) -> np.ndarray:
    return np.flatnonzero(translation.notna() & rows)
