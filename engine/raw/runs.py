"""The rows of a form while it is read: runs of them on the disk, each in the order of subjects.

How many subjects a part has is known when all forms are read; then each part takes its rows out of the runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.raw.slices import Place, Slice, Slices, append, below, stored_in


class Runs:
    """The rows of a form, as many as there are; in memory there are never more than those of one run."""

    def __init__(self, path: Path):
        """``path``: of the runs, which go when they are no more needed."""
        self.path, self.rows = path, 0
        self.places: list[tuple[Place, Place, list[str]]] = []  # of the rows and of their subjects, and what is shared
        self._file = path.open("wb")

    def add(self, cells: Frame, numbers: np.ndarray, subject: np.ndarray, elsewhere: Mapping[str, np.ndarray]) -> None:
        """Rows that follow those before; ``subject``: the number of each row's subject in the register's order."""
        order = np.argsort(subject, kind="stable")
        fields = [cells[name].take(order).compact() for name in cells]
        rows = Slice(fields, numbers[order], [mask[order] for mask in elsewhere.values()])
        beside = append(self._file, Slice([], subject[order], []))
        self.places.append((append(self._file, rows), beside, list(elsewhere)))
        self.rows += len(numbers)

    @property
    def shared(self) -> list[str]:
        """The fields of which another form may account for cells."""
        return list(dict.fromkeys(name for _, _, names in self.places for name in names))

    def each(self) -> Iterator[Slice]:
        """The runs, each read by itself."""
        self._file.flush()
        file = Slices(self.path)
        for place, _, _ in self.places:
            yield file.rows(place)

    def parts(self, bounds: Sequence[int]) -> Parts:
        """The rows by parts; ``bounds``: the number of each part's first subject, and one more than the last's."""
        self._file.flush()
        return Parts(self, np.array(bounds))

    def close(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


class Parts:
    """The runs of a form, cut by parts."""

    def __init__(self, runs: Runs, bounds: np.ndarray):
        self.runs, self.shared = runs, runs.shared
        self.cuts = [np.searchsorted(_numbers(self._mapped(), beside), bounds) for _, beside, _ in runs.places]

    def rows(self, number: int, empty: Sequence[Text]) -> Slice:
        """The rows of a part: in the order of subjects, and of the files within a subject.

        empty  the fields of a form without rows
        """
        pieces, subjects, mapped = [], [], self._mapped() if self.cuts else None
        for (place, beside, shared), cut in zip(self.runs.places, self.cuts, strict=True):
            low, high = int(cut[number]), int(cut[number + 1])
            if mapped is not None and low < high:
                piece = stored_in(mapped.slice(place.start, place.size), place.rows).cut(low, high)
                masks = dict(zip(shared, piece.elsewhere, strict=True))
                none = np.zeros(high - low, np.int8)
                pieces.append(Slice(piece.fields, piece.numbers, [masks.get(name, none) for name in self.shared]))
                subjects.append(_numbers(mapped, beside)[low:high])
        if not pieces:
            return Slice(list(empty), np.empty(0, np.int32), [np.empty(0, np.int8) for _ in self.shared])
        if len(pieces) == 1:
            return pieces[0]
        return _taken(below(pieces), np.argsort(np.concatenate(subjects), kind="stable"))

    def _mapped(self) -> pa.Buffer:
        """The file of the runs, mapped for one part: what another one has looked at need not stay in memory."""
        return pa.memory_map(str(self.runs.path)).read_buffer()


def _numbers(mapped: pa.Buffer, place: Place) -> np.ndarray:
    return np.frombuffer(mapped.slice(place.start, place.size), np.int32, place.rows)


def _taken(rows: Slice, order: np.ndarray) -> Slice:
    return Slice([c.take(order) for c in rows.fields], rows.numbers[order], [mask[order] for mask in rows.elsewhere])
