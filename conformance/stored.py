"""Packages that stay on disk: each range of subjects is read when it is looked at, so memory does not grow with them.

The subjects of all datasets are numbered in one order, that of their first records.  A file whose records follow that
order is read where it lies; of another one a copy is put in that order first, range by range, in a temporary folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
_ROUND = 48 << 20  # of the records that pointblank is given at a time
_SMALL = 2 << 20  # bytes that are decoded as a whole, whatever column is asked for
_HELD = 32 << 20  # bytes of columns that are held beside
_FIRST = ("DM", "ADSL")  # which datasets say the order of the subjects


@dataclass
class Kept:
    """A dataset on disk.

    begin   the byte at which its records begin, and ``size`` the bytes of one
    runs    where in the file each run of records of one subject begins, and the number of all records at the end
    codes   the number of the subject of each run; None where the records have no subject, or a number as one
    cells   where each range of the grid begins in the copy, and ``places`` the file of their places in the original
    """

    file: XptFile
    header: XptHeader
    begin: int
    size: int
    rows: int
    runs: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int64))
    codes: np.ndarray | None = None
    copy: XptFile | None = None
    cells: np.ndarray | None = None
    places: Path | None = None

    @property
    def numbers(self) -> dict[str, bool]:
        return {v.name: v.type == "Num" for v in self.header.variables}

    def columns(self, names: Sequence[str] | None, first: int, last: int, copy: bool = False) -> dict[str, pd.Series]:
        """Columns of the records from ``first`` to before ``last``, of the file or of its copy; all without names."""
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

    def part(self, span: tuple[int, int], grid: np.ndarray, main: bool = False) -> Table:
        """The records of a range of subjects; those that are judged are all decoded at once."""
        if self.codes is None:
            return self.whole()
        if self.cells is not None and self.places is not None:
            cells = self.cells[np.searchsorted(grid, span)]
            first, last = int(cells[0]), int(cells[1])
            places = np.fromfile(self.places, np.int64, last - first, offset=8 * first)
            order = np.argsort(places)
            records = self._records(first, last, main, copy=True).take(order)
            return Table(self.header, records, places[order], self.rows, self.pick)
        first, last = (int(self.runs[k]) for k in np.searchsorted(self.codes, span))
        records = self._records(first, last, main)
        return Table(self.header, records, np.arange(first, last), self.rows, self.pick)

    def _records(self, first: int, last: int, main: bool, copy: bool = False) -> Records:
        if not main and (last - first) * self.size > _SMALL:
            return Records(self.numbers, last - first, lambda names: self.columns(names, first, last, copy))
        held: dict[str, TextCells | NumberCells] = {}

        def read(names: Sequence[str]) -> dict[str, pd.Series]:
            if not held:
                held.update(self.decoded(None, first, last, copy))
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
    """A folder of datasets on disk."""

    def __init__(self, folder: Path, kept: dict[str, Kept], order: Order):
        self.folder, self.kept, self.order = folder, kept, order

    def whole(self) -> Package:
        return Package(self.folder, {name: k.whole() for name, k in self.kept.items()}, self)

    def package(self, span: tuple[int, int], main: str = "") -> Package:
        grid = self.order.grid
        return Package(self.folder, {n: k.part(span, grid, n == main) for n, k in self.kept.items()}, self)

    def spans(self, name: str) -> list[tuple[int, int]]:
        kept, grid = self.kept.get(name), self.order.grid
        if kept is None or kept.codes is None or len(grid) < 2:
            return []
        mine = self.order.before[id(kept)] * kept.size
        out, first = [], 0
        for last in range(1, len(grid)):
            end = min(last + 1, len(grid) - 1)
            if (
                last == len(grid) - 1
                or mine[end] - mine[first] > _BYTES
                or max(b[end] - b[first] for b in self.order.before.values()) > _ROWS
            ):
                out.append((int(grid[first]), int(grid[last])))
                first = last
        return out

    def rounds(self) -> Iterator[dict[str, Table]]:
        grid, first, later = self.order.grid, {}, []
        for name, kept in self.kept.items():
            if kept.codes is None or not kept.rows:
                first[name] = kept.whole()
                continue
            before = self.order.before[id(kept)]
            cell = int(np.argmax(before > 0))  # where the first range with records ends
            first[name] = kept.part((0, int(grid[cell])), grid)
            while cell < len(grid) - 1:
                end = max(int(np.searchsorted(before, before[cell] + _ROUND // kept.size, "right")) - 1, cell + 1)
                later.append((int((before[end] - before[cell]) * kept.size), kept, (int(grid[cell]), int(grid[end]))))
                cell = end
        yield first
        some: dict[str, Table] = {}
        size = 0
        for more, kept, span in later:
            if some and (size + more > _ROUND or kept.header.name in some):
                yield some
                some, size = {}, 0
            some[kept.header.name] = kept.part(span, grid)
            size += more
        if some:
            yield some

    def has_nameless(self, name: str) -> bool:
        kept = self.kept.get(name)
        return kept is None or kept.codes is None or bool((kept.codes == self.order.nameless).any())


@dataclass
class Order:
    """The subjects of all packages in one order.

    grid      the subjects at which ranges begin that are read at a time, and the number of all subjects at the end
    before    of each dataset with subjects, how many of its records come before each of these
    nameless  the number of the records without a subject; -1 where there are none
    folder    of copies of files in this order; it goes with the last that holds this
    """

    grid: np.ndarray
    before: dict[int, np.ndarray]  # by the identity of `Kept`
    nameless: int
    folder: tempfile.TemporaryDirectory | None = None


def open_packages(folders: Sequence[Path], encoding: str = "utf-8") -> list[Package]:
    """The packages of folders, their records on disk; no datasets where there are no transport files.

    Raises `Stopped` as `read_package` does: at once, or when faulty records are looked at.
    """
    with as_read_whole(folders, encoding):
        found = [[_indexed(path, encoding) for path in sorted(folder.glob("*.xpt"))] for folder in folders]
    order = _ordered([one for each in found for one in each])
    kept = [{k.header.name: k for k, _ in each} for each in found]
    return [Stored(folder, each, order).whole() for folder, each in zip(folders, kept, strict=True)]


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


def _indexed(path: Path, encoding: str) -> tuple[Kept, list[str]]:
    """A file, read once, its other columns not decoded; and the texts of its subjects."""
    file, header, begin = opened(path, encoding)
    subject = [v.name for v in header.variables if v.name == SUBJECT and v.type == "Char"]
    rows, cells = decoded(file, header.variables, begin, names=subject)
    kept = Kept(file, header, begin, sum(v.length for v in header.variables), rows)
    if not subject:
        return kept, []
    runs = cells[SUBJECT]
    assert isinstance(runs, TextCells)
    kept.runs, kept.codes = np.append(0, np.cumsum(runs.times)), runs.codes.astype(np.int64)
    return kept, runs.texts.to_pylist()


def _ordered(found: list[tuple[Kept, list[str]]]) -> Order:
    """Number the subjects of all datasets in one order, and put copies of the files into it that have another one."""
    found = sorted((one for one in found if one[0].codes is not None), key=lambda one: one[0].header.name not in _FIRST)
    numbers: dict[str, int] = {}
    for kept, texts in found:
        here = np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int64)
        assert kept.codes is not None
        kept.codes = here[kept.codes] if len(here) else kept.codes
    per = {id(kept): _per_subject(kept, len(numbers)) for kept, _ in found}
    grid = _grid([(kept, per[id(kept)]) for kept, _ in found], len(numbers))
    order = Order(grid, {n: before[grid] for n, before in per.items()}, numbers.get("", -1))
    for number, (kept, _) in enumerate(found):
        if kept.codes is not None and (np.diff(kept.codes) < 0).any():
            order.folder = order.folder or tempfile.TemporaryDirectory(prefix="onespec-")
            _regroup(kept, order, Path(order.folder.name) / str(number))
    return order


def _per_subject(kept: Kept, subjects: int) -> np.ndarray:
    """How many records come before each subject."""
    assert kept.codes is not None
    return np.append(0, np.cumsum(np.bincount(kept.codes, np.diff(kept.runs), subjects))).astype(np.int64)


def _grid(found: list[tuple[Kept, np.ndarray]], subjects: int) -> np.ndarray:
    """Where ranges of subjects begin of which no dataset has more than so many bytes; a subject is never cut."""
    out = [0]
    while out[-1] < subjects:
        full = (np.searchsorted(b, b[out[-1]] + max(_BYTES // k.size, 1), "right") - 1 for k, b in found)
        out.append(max(int(min(full)), out[-1] + 1))
    return np.array(out)


def _regroup(kept: Kept, order: Order, path: Path) -> None:
    """Copy the records into ranges of the grid, those of a range in the order of the file."""
    assert kept.codes is not None
    kept.cells = order.before[id(kept)]
    kept.places = path.with_suffix(".places")
    free, step = kept.cells[:-1].copy(), max(_BYTES // kept.size, 1)
    with open(kept.file.path, "rb") as source, open(path, "wb") as rows, open(kept.places, "wb") as places:
        source.seek(kept.begin)
        for first in range(0, kept.rows, step):
            last = min(first + step, kept.rows)
            block = np.frombuffer(source.read((last - first) * kept.size), np.dtype((np.void, kept.size)))
            run = np.searchsorted(kept.runs, np.arange(first, last), "right") - 1
            cell = np.searchsorted(order.grid, kept.codes[run], "right") - 1
            by_cell = np.argsort(cell, kind="stable")
            for number, count in zip(*np.unique(cell, return_counts=True), strict=True):
                mine, by_cell = by_cell[:count], by_cell[count:]
                rows.seek(int(free[number]) * kept.size)
                rows.write(block[mine].tobytes())
                places.seek(int(free[number]) * 8)
                places.write((mine + first).tobytes())
                free[number] += count
    kept.copy = replace(kept.file, path=path, size=kept.rows * kept.size, start=0, rows=None)
