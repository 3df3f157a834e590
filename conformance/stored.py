"""Packages that stay on disk: each range of subjects is read when it is looked at, so memory does not grow with them.

The subjects of all datasets are numbered in one order, that of their first records.  A file whose records follow that
order is read where it lies; of another one a copy is put in that order first, range by range, in a temporary folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.conformance.package import Package, Source, Table
from onespec.conformance.records import Records, taken
from onespec.conformance.series import TEXT
from onespec.engine.findings import Stopped
from onespec.engine.xpt.decode import NumberCells, TextCells, decoded
from onespec.engine.xpt.header import XptFile, XptHeader, opened
from onespec.engine.xpt.reader import read_xpt

SUBJECT = "USUBJID"
_BYTES = 24 << 20  # of the records of one dataset that are read at a time
_ROWS = 400_000  # of any dataset that is looked at together with them
_CELL = _BYTES // 8  # of the ranges of subjects of which those are put together
_ROUND = 16 << 20  # of the records that pointblank is given at a time
_SMALL = 2 << 20  # bytes that are decoded as a whole, whatever column is asked for
_HELD = 32 << 20  # bytes of columns that are held beside
_FIRST = ("DM", "ADSL")  # which datasets say the order of the subjects


@dataclass
class Kept:
    """A dataset on disk.

    begin     the byte at which its records begin, and ``size`` the bytes of one
    before    how many records come before each range of the grid, and all at the end; None where it has no subjects
    nameless  whether some of its records have no subject
    copy      its records put in the order of the grid, where the file has another one; ``places``: a file of the place
              of each in the original
    """

    file: XptFile
    header: XptHeader
    begin: int
    size: int
    rows: int
    before: np.ndarray | None = None
    nameless: bool = False
    copy: XptFile | None = None
    places: Path | None = None

    @property
    def numbers(self) -> dict[str, bool]:
        return {v.name: v.type == "Num" for v in self.header.variables}

    def columns(self, names: Sequence[str], first: int, last: int, copy: bool = False) -> dict[str, pd.Series]:
        """Columns of the records from ``first`` to before ``last``, of the file or of its copy."""
        return {n: column(cells) for n, cells in self.decoded(names, first, last, copy).items()}

    def decoded(
        self, names: Sequence[str] | None, first: int, last: int, copy: bool = False
    ) -> dict[str, TextCells | NumberCells]:
        file, begin = (self.copy, 0) if copy and self.copy else (self.file, self.begin)
        begin, end = begin + first * self.size, begin + last * self.size
        return decoded(file, self.header.variables, begin, end, names, known=True)[1]

    def whole(self) -> Table:
        """All records, each column read when it is asked for."""
        records = Records(self.numbers, self.rows, lambda names: self.columns(names, 0, self.rows))
        return Table(self.header, records, total=self.rows, pick=self.pick)

    def part(self, ranges: tuple[int, int], main: bool = False) -> Table:
        """The records of ranges of the grid, from one to before another; what is judged is all decoded at once."""
        if self.before is None:
            return self.whole()
        first, last = (int(self.before[i]) for i in ranges)
        records = self._records(first, last, main)
        if self.places is None:
            return Table(self.header, records, np.arange(first, last), self.rows, self.pick)
        places = np.fromfile(self.places, np.int64, last - first, offset=8 * first)
        order = np.argsort(places)
        return Table(self.header, records.take(order), places[order], self.rows, self.pick)

    def _records(self, first: int, last: int, main: bool) -> Records:
        if not main and (last - first) * self.size > _SMALL:
            return Records(self.numbers, last - first, lambda names: self.columns(names, first, last, copy=True))
        held: dict[str, TextCells | NumberCells] = {}

        def read(names: Sequence[str]) -> dict[str, pd.Series]:
            if not held:
                held.update(self.decoded(None, first, last, copy=True))
            return {n: column(held[n]) for n in names}

        return Records(self.numbers, last - first, read, _HELD)

    def pick(self, names: Sequence[str], places: np.ndarray) -> pd.DataFrame:
        """Columns of the records at some places, read a part of the file at a time."""
        step = max(_BYTES // self.size, 1)
        part = places // step
        found = [pd.DataFrame(self.columns(names, 0, 0), columns=list(names))]
        order = [np.empty(0, np.intp)]
        for number in np.unique(part).tolist():
            at = np.flatnonzero(part == number)
            first = number * step
            read = self.columns(names, first, min(first + step, self.rows))
            found.append(pd.DataFrame({n: taken(read[n], places[at] - first) for n in names}))
            order.append(at)
        return pd.concat(found, ignore_index=True).take(np.argsort(np.concatenate(order))).reset_index(drop=True)


def column(cells: TextCells | NumberCells) -> pd.Series:
    if isinstance(cells, NumberCells):
        return pd.Series(cells.values)
    return pd.Series(pd.arrays.ArrowStringArray(cells.arrow(), dtype=TEXT))  # pyright: ignore[reportCallIssue]  stubs lack dtype


class Stored(Source):
    """A folder of datasets on disk.

    grid    the first subject of each range that is read at a time, and the number of all subjects at the end
    fullest of each range, and those before it, how many records each dataset of all packages has
    copies  the folder of copies, which goes with the last that holds it
    """

    def __init__(self, folder: Path, kept: dict[str, Kept], fullest: np.ndarray, copies: object):
        self.folder, self.kept, self._before, self._copies = folder, kept, fullest, copies

    def whole(self) -> Package:
        return Package(self.folder, {name: k.whole() for name, k in self.kept.items()}, self)

    def package(self, span: tuple[int, int], main: str = "") -> Package:
        return Package(self.folder, {n: k.part(span, n == main) for n, k in self.kept.items()}, self)

    def spans(self, name: str) -> list[tuple[int, int]]:
        kept = self.kept.get(name)
        if kept is None or kept.before is None:
            return []
        mine, most, out, first = kept.before * kept.size, self._before, [], 0
        for last in range(1, len(mine)):
            end = min(last + 1, len(mine) - 1)
            full = mine[end] - mine[first] > _BYTES or (most[:, end] - most[:, first]).max() > _ROWS
            if full or last == len(mine) - 1:
                out.append((first, last))
                first = last
        return out

    def rounds(self) -> Iterator[dict[str, Table]]:
        begin: dict[str, Table] = {}
        later: list[tuple[int, str, tuple[int, int]]] = []
        for name, kept in self.kept.items():
            if kept.before is None or not kept.rows:
                begin[name] = kept.whole()
                continue
            before, size = kept.before, kept.size
            first = int(np.argmax(before > 0))  # where the first range with records ends
            begin[name] = kept.part((0, first))
            while before[first] < kept.rows:
                full = int(np.searchsorted(before, before[first] + _ROUND // size, "right")) - 1
                last = max(full, first + 1)
                later.append((int(before[last] - before[first]) * size, name, (first, last)))
                first = last
        yield begin
        some: dict[str, tuple[int, int]] = {}
        held = 0
        for more, name, span in later:
            if some and (held + more > _ROUND or name in some):
                yield {n: self.kept[n].part(s) for n, s in some.items()}
                some, held = {}, 0
            some[name], held = span, held + more
        if some:
            yield {n: self.kept[n].part(s) for n, s in some.items()}

    def has_nameless(self, name: str) -> bool:
        kept = self.kept.get(name)
        return kept is None or kept.before is None or kept.nameless


def open_packages(folders: Sequence[Path], encoding: str = "utf-8") -> list[Package]:
    """The packages of folders, their records on disk; no datasets where there are no transport files.

    Raises `Stopped` as `read_package` does: at once, or when faulty records are looked at.
    """
    found = [(folder, path) for folder in folders for path in sorted(folder.glob("*.xpt"))]
    subjects: dict[str, int] = {}
    indexed: dict[Path, Kept] = {}
    counts: dict[Path, np.ndarray] = {}
    scattered: list[Path] = []
    with as_read_whole(folders, encoding):
        for _, path in sorted(found, key=lambda one: one[1].stem.upper() not in _FIRST):
            kept, codes, times = _indexed(path, encoding, subjects)
            indexed[path] = kept
            if codes is not None:
                counts[path] = np.bincount(codes, times).astype(np.int32)
                kept.nameless = subjects.get("", -1) in codes
                scattered += [path] if (np.diff(codes) < 0).any() else []
    before = {path: np.append(0, np.cumsum(_padded(c, len(subjects)), dtype=np.int64)) for path, c in counts.items()}
    grid = _grid([(indexed[path].size, b) for path, b in before.items()], len(subjects))
    for path, b in before.items():
        indexed[path].before = b[grid]
    copies = tempfile.TemporaryDirectory(prefix="onespec-") if scattered else None
    for number, path in enumerate(scattered):
        assert copies is not None
        _regroup(indexed[path], encoding, (subjects, grid), Path(copies.name) / str(number))
    most = np.array([b[grid] for b in before.values()])
    each = {folder: {indexed[p].header.name: indexed[p] for f, p in found if f == folder} for folder in folders}
    return [Stored(folder, each[folder], most, copies).whole() for folder in folders]


@contextmanager
def as_read_whole(folders: Sequence[Path], encoding: str = "utf-8") -> Iterator[None]:
    """What a fault of a file raises is that of reading the files one after the other: its row is that of the file."""
    try:
        yield
    except Stopped as stopped:
        if not any(f.rule.startswith("XPT-") for f in stopped.findings):
            raise
        for folder in folders:
            for path in sorted(folder.glob("*.xpt")):
                read_xpt(path, encoding)
        raise


def _indexed(path: Path, encoding: str, subjects: dict[str, int]) -> tuple[Kept, np.ndarray | None, np.ndarray]:
    """A file, read once, its other columns not decoded; the subject of each run of records, and how many these are.

    ``subjects`` gets the numbers of those that it does not have.
    """
    file, header, begin = opened(path, encoding)
    subject = [v.name for v in header.variables if v.name == SUBJECT and v.type == "Char"]
    rows, cells = decoded(file, header.variables, begin, names=subject)
    kept = Kept(file, header, begin, sum(v.length for v in header.variables), rows)
    if not subject:
        return kept, None, np.empty(0, np.int64)
    runs = cells[SUBJECT]
    assert isinstance(runs, TextCells)
    numbers = np.array([subjects.setdefault(text, len(subjects)) for text in runs.texts.to_pylist()], np.int64)
    return kept, numbers[runs.codes] if len(numbers) else np.empty(0, np.int64), runs.times


def _padded(counts: np.ndarray, subjects: int) -> np.ndarray:
    return np.append(counts, np.zeros(subjects - len(counts), counts.dtype))


def _grid(found: list[tuple[int, np.ndarray]], subjects: int) -> np.ndarray:
    """Where ranges of subjects begin of which no dataset has more than so many bytes; a subject is never cut.

    ``found``: of each dataset the bytes of a record, and how many records come before each subject.
    """
    out = [0]
    while out[-1] < subjects:
        full = (np.searchsorted(b, b[out[-1]] + max(_CELL // size, 1), "right") - 1 for size, b in found)
        out.append(max(int(min(full)), out[-1] + 1))
    return np.array(out)


def _regroup(kept: Kept, encoding: str, order: tuple[dict[str, int], np.ndarray], path: Path) -> None:
    """Copy the records into ranges of the grid, those of a range in the order of the file."""
    subjects, grid = order
    _, codes, times = _indexed(kept.file.path, encoding, subjects)
    assert codes is not None and kept.before is not None
    ranges, ends = np.searchsorted(grid, codes, "right") - 1, np.cumsum(times)
    kept.places = path.with_suffix(".places")
    free, step = kept.before[:-1].copy(), max(_BYTES // kept.size, 1)
    with open(kept.file.path, "rb") as source, open(path, "wb") as rows, open(kept.places, "wb") as places:
        source.seek(kept.begin)
        for first in range(0, kept.rows, step):
            last = min(first + step, kept.rows)
            block = np.frombuffer(source.read((last - first) * kept.size), np.dtype((np.void, kept.size)))
            of_row = ranges[np.searchsorted(ends, np.arange(first, last), "right")]
            by_range = np.argsort(of_row, kind="stable")
            for number, count in zip(*np.unique(of_row, return_counts=True), strict=True):
                mine, by_range = by_range[:count], by_range[count:]
                rows.seek(int(free[number]) * kept.size)
                rows.write(block[mine].tobytes())
                places.seek(int(free[number]) * 8)
                places.write((mine + first).tobytes())
                free[number] += count
    kept.copy = replace(kept.file, path=path, size=kept.rows * kept.size, start=0, rows=None)
