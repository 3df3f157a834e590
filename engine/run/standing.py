"""How the texts of a coded dataset stand: the records, subjects and codes of each; those of parts add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from onespec.engine.columns import as_text, combinations, concat, text
from onespec.engine.kinds import Text
from onespec.engine.run.blocks import Block
from onespec.engine.run.coding import fields_of, verbatims
from onespec.engine.run.part import Part
from onespec.engine.spec.coding import Coded, folded

PLACES = 3  # rows of the export that are named of a text

Place = tuple[str, int, str, int, str]  # form, number of its row; file, row in it, subject
Standings = dict[tuple[str, ...], "Standing"]  # by the text, folded, and its codes in the order of `Coded.columns`


@dataclass
class Standing:
    """The records of a dataset that have one text and the same codes.

    written      the text as it is written, with the number of records; ``translations`` and ``fields`` (form.FIELD) so
    places       the first rows of the export
    beside       of records without a code: variable -> value -> number of records
    """

    records: int = 0
    subjects: int = 0
    written: Counter[str] = field(default_factory=Counter)
    translations: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    places: list[Place] = field(default_factory=list)
    beside: dict[str, Counter[str]] = field(default_factory=dict)

    def merge(self, other: Standing) -> None:
        """Take in that of another part, which has other subjects."""
        self.records += other.records
        self.subjects += other.subjects
        self.written += other.written
        self.translations += other.translations
        self.fields += other.fields
        self.places = sorted(self.places + other.places)[:PLACES]
        for name, values in other.beside.items():
            self.beside[name] = self.beside.get(name, Counter()) + values


def standing_read(said: dict[str, Any]) -> Standing:
    """What `vars` of a standing says, as JSON holds it."""
    counts = {name: Counter(said[name]) for name in ("written", "translations", "fields")}
    beside = {name: Counter(values) for name, values in said["beside"].items()}
    places = [(form, number, file, row, subject) for form, number, file, row, subject in said["places"]]
    return Standing(said["records"], said["subjects"], **counts, places=places, beside=beside)


def merge_standings(into: Standings, more: Standings) -> None:
    for key, standing in more.items():
        into.setdefault(key, Standing()).merge(standing)


def missing(coded: Coded, codes: tuple[str, ...]) -> list[str]:
    """The variables that a record with these codes lacks."""
    values = dict(zip(coded.columns, codes, strict=True))
    return [name for name in coded.needed if not values[name]]


def standings(part: Part, dataset: str) -> Standings:
    """How the texts of a computed dataset stand in a part; none of one whose texts are not coded."""
    coded = part.plan.coded.get(dataset)
    if coded is None:
        return {}
    blocks = part.phase_blocks(dataset)
    written = concat([verbatims(part, dataset, block) for block in blocks])
    there = np.flatnonzero(written.notna())
    if not len(there):
        return {}
    columns = {n: as_text(part.column(dataset, n)).take(there) for n in (*coded.columns, *coded.beside, coded.topic)}
    written, subject = written.take(there), part.subjects(dataset).take(there)
    field_ = concat([fields_of(part, dataset, block) for block in blocks]).take(there)
    keys = [written.each(folded), *(columns[n] for n in coded.columns)]
    group, first = combinations(keys)
    names = list(zip(*(k.take(first).tolist() for k in keys), strict=True))
    out = [Standing(int(n)) for n in np.bincount(group, minlength=len(first))]
    for number, times in _different(group, subject):
        out[number].subjects = len(times)
    for number, times in _different(group, written):
        out[number].written = times
    for number, times in _different(group, field_):
        out[number].fields = _filled(times)
    translation = columns[coded.topic].where(columns[coded.topic] != written, "")
    for number, times in _different(group, translation):
        out[number].translations = _filled(times)
    open_ = [bool(missing(coded, key[1:])) for key in names]
    for name in coded.beside:
        for number, times in _different(group, columns[name]):
            if open_[number] and (filled := _filled(times)):
                out[number].beside[name] = filled
    stand_on = [each for block in blocks for each in _stand_on(part, block)]
    row = np.concatenate([rows for _, rows in stand_on])[there]
    form = concat([text(name, len(rows)) for name, rows in stand_on]).take(there)
    for number, at in _first(group, form, row):
        out[number].places = [(form[i], int(row[i]), *part.forms[form[i]].form.place(row[i]), subject[i]) for i in at]
    return dict(zip(names, out, strict=True))


def _different(group: np.ndarray, values: Text) -> Iterator[tuple[int, Counter[str]]]:
    """Of each group its different values, with the number of records."""
    pair, first = combinations([group, values])
    count, of, said = np.bincount(pair, minlength=len(first)), group[first], values.take(first).tolist()
    found: dict[int, Counter[str]] = {}
    for number, value, times in zip(of.tolist(), said, count.tolist(), strict=True):
        found.setdefault(number, Counter())[value] = times
    yield from found.items()


def _filled(times: Counter[str]) -> Counter[str]:
    return Counter({value: n for value, n in times.items() if value})


def _stand_on(part: Part, block: Block) -> Iterator[tuple[str, np.ndarray]]:
    """Of each piece the form that its records stand on ("" for none), and the numbers of their rows."""
    for piece in block.pieces:
        form, n = part.forms.get(piece.source), piece.stop - piece.start
        if form is None or piece.position is None:
            yield "", np.zeros(n, np.int64)
        else:
            yield piece.source, form.rows[piece.position].astype(np.int64)


def _first(group: np.ndarray, form: Text, row: np.ndarray) -> Iterator[tuple[int, list[int]]]:
    """Of each group the first records, in the order of forms and rows."""
    order = np.lexsort((row, form.order(), group))
    order = order[form.take(order).notna()]
    rank = np.arange(len(order)) - np.searchsorted(group[order], group[order], "left")
    found: dict[int, list[int]] = {}
    for i in order[rank < PLACES].tolist():
        found.setdefault(int(group[i]), []).append(i)
    yield from found.items()
