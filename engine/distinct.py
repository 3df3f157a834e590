"""The distinct texts of a column, and what is to know of each: looked at once, however often they stand there.

Columns that were taken, joined or sorted out of one another share one `Distinct`, and with it what was found out: a
date that stands in four datasets is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import texts_of

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
        index = self.index
        return [index.get(text, -1) for text in texts]

    def once(self, name: Hashable, find: Callable[[], Any]) -> Any:
        """What ``find`` gives, found out once: ``name`` says what it is."""
        if name not in self._found:
            self._found[name] = find()
        return self._found[name]

    def used(self, codes: np.ndarray) -> np.ndarray:
        """The codes that stand in ``codes``, ascending."""
        there = np.zeros(len(self.texts), bool)
        there[codes] = True
        return np.flatnonzero(there)


NOTHING = Distinct([""])


def distinct_of(values: Iterable[Any]) -> tuple[np.ndarray, Distinct]:
    """The codes of texts, and their `Distinct`; a value that is no text (None, NaN) is blank."""
    index = {"": BLANK}
    codes = [index.setdefault(v, len(index)) if isinstance(v, str) else BLANK for v in values]
    return np.array(codes, np.int32), Distinct(list(index))


def distinct_of_arrow(array: pa.Array) -> tuple[np.ndarray, Distinct]:
    """The same of an Arrow array of texts, without making a Python text of every cell."""
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    texts, indices = coded.dictionary.to_pylist(), coded.indices
    own = {text or "": 0 for text in texts}
    own.pop("", None)
    new = Distinct(["", *own])
    codes = np.array([*new.codes_of(text or "" for text in texts), BLANK], np.int32)
    at = indices.fill_null(len(texts)) if indices.null_count else indices
    return codes[at.to_numpy(zero_copy_only=False)], new


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
            codes = [index.setdefault(text, len(index)) for text in other.texts]
            made[id(other)] = np.array(codes, np.int32)
        maps.append(made[id(other)])
    return (first if len(index) == len(first) else Distinct(list(index))), maps
