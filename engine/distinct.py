"""The distinct texts of a column, and what is to know of each: looked at once, however often they stand there.

Columns that were taken, joined or sorted out of one another share one `Distinct`, and with it what was found out: a
date that stands in four datasets is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property, lru_cache
from itertools import count, repeat
from typing import Any

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import array_of, numpy_of, texts_of

BLANK = 0  # the code of the blank text: every `Distinct` begins with it


class Distinct:
    """Different texts; a text's place among them is its code, and the first is the blank.  It never changes.

    A column may not use all of them.
    """

    def __init__(self, texts: list[str]):
        """``texts`` are different ones and begin with ``""``."""
        self.texts = texts
        self._found: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def index(self) -> dict[str, int]:
        """The code of each text."""
        return {text: code for code, text in enumerate(self.texts)}

    @cached_property
    def objects(self) -> np.ndarray:
        """The texts as an array of objects."""
        out = np.empty(len(self.texts), object)
        out[:] = self.texts
        return out

    @cached_property
    def arrow(self) -> pa.Array:
        """The texts as Arrow has them."""
        return texts_of(self.texts)

    @cached_property
    def rank(self) -> np.ndarray:
        """The place of each text in ascending order of its characters (by code point); the blank comes first."""
        out = np.empty(len(self.texts), np.int64)
        out[sorted(range(len(self.texts)), key=self.texts.__getitem__)] = np.arange(len(self.texts))
        return out

    def codes_of(self, texts: Iterable[str]) -> list[int]:
        """The code of each of ``texts``; -1 for one that is not among these."""
        return list(map(self.index.get, texts, repeat(-1)))

    def once(self, name: Hashable, find: Callable[[], Any]) -> Any:
        """What ``find`` gives, found out once: ``name`` says what it is."""
        if name not in self._found:
            self._found[name] = find()
        return self._found[name]

    def has(self, name: Hashable) -> bool:
        """Was it found out?"""
        return name in self._found

    def used(self, codes: np.ndarray) -> np.ndarray:
        """The codes that stand in ``codes``, ascending."""
        there = np.zeros(len(self.texts), bool)
        there[codes] = True
        return there.nonzero()[0]


NOTHING = Distinct([""])


def distinct_of(values: Iterable[Any]) -> tuple[np.ndarray, Distinct]:
    """The codes of texts, and their `Distinct`; a value that is no text (None, NaN) is blank."""
    return distinct_of_texts([v if isinstance(v, str) else "" for v in values])


def distinct_of_texts(texts: list[str]) -> tuple[np.ndarray, Distinct]:
    """The same of texts and nothing else."""
    index = dict(zip(dict.fromkeys(["", *texts]), count()))
    return np.fromiter(map(index.__getitem__, texts), np.int32, len(texts)), Distinct(list(index))


def distinct_of_arrow(array: pa.Array) -> tuple[np.ndarray, Distinct]:
    """The same of an Arrow array of texts, without making a Python text of every cell."""
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    texts, indices = coded.dictionary.to_pylist(), coded.indices
    own = {text or "": 0 for text in texts}
    own.pop("", None)
    new = Distinct(["", *own])
    codes = np.array([*new.codes_of(text or "" for text in texts), BLANK], np.int32)
    at = indices.fill_null(len(texts)) if indices.null_count else indices
    return codes[numpy_of(at)], new


def distinct_of_codes(codes: np.ndarray, texts: pa.Array) -> tuple[np.ndarray, Distinct]:
    """The same of codes into many ``texts``, of which the first is the blank: of those that are used only."""
    there = np.zeros(len(texts), bool)
    there[codes] = True
    used = there[1:].nonzero()[0] + 1
    new = np.zeros(len(texts), np.int32)
    new[used] = np.arange(1, len(used) + 1)
    return new[codes], Distinct(["", *texts.take(array_of(used)).to_pylist()])


def compacted(codes: np.ndarray, distinct: Distinct) -> tuple[np.ndarray, Distinct]:
    """The same with those texts only that are used."""
    used = distinct.used(codes)
    used = used[used != BLANK]
    if len(used) == len(distinct) - 1:
        return codes, distinct
    new = np.zeros(len(distinct), np.int32)
    new[used] = np.arange(1, len(used) + 1)
    return new[codes], Distinct(["", *map(distinct.texts.__getitem__, used.tolist())])


def joined(several: list[Distinct]) -> tuple[Distinct, list[np.ndarray | None]]:
    """One for several, and the new code of each old one; None where the codes stay as they are."""
    first = several[0]
    if all(other is first for other in several):
        return first, [None] * len(several)
    index = dict(first.index)
    maps: list[np.ndarray | None] = [None]
    made: dict[int, np.ndarray | None] = {id(first): None}
    for other in several[1:]:
        if id(other) not in made:
            index.update(zip([text for text in other.texts if text not in index], count(len(index))))
            made[id(other)] = np.fromiter(map(index.__getitem__, other.texts), np.int32, len(other))
        maps.append(made[id(other)])
    return (first if len(index) == len(first) else Distinct(list(index))), maps


@lru_cache(maxsize=16)
def joined_pair(one: Distinct, other: Distinct) -> tuple[Distinct, np.ndarray | None]:
    """One for two, and the new code of each text of the other; None where the codes stay as they are."""
    distinct, (_, new) = joined([one, other])
    return distinct, new
