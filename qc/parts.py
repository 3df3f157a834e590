"""Large datasets in parts: rows whose keys have the same hash stand in the same part of both tables.

The rows go through files in a temporary folder, so that memory holds one part of each table at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from onespec.qc.cells import Block
from onespec.qc.part_files import ArrowFiles, PartFiles

LARGE = 1_000_000  # rows compared at once
READ = 250_000  # rows read at a time
MOST_PARTS = 200  # each has four files at most while rows are written

Rows = Iterator[tuple[Block, np.ndarray]]  # blocks, at least one; and the numbers of their rows in the whole table
Part = tuple[Block, Block, np.ndarray, np.ndarray]
PartOf = Callable[[Block, np.ndarray], np.ndarray]


@contextmanager
def partitions(
    base: Rows, compare: Rows, names: tuple[Sequence[str], Sequence[str]], part_of: tuple[PartOf, PartOf]
) -> Iterator[Iterator[Part]]:
    """The parts of two tables: rows, and their numbers.

    ``names`` are the variables of each table that are kept; ``part_of`` tells the part of each row of either.
    """
    with tempfile.TemporaryDirectory() as folder:
        left = _spread(base, part_of[0], names[0], Path(folder) / "base")
        right = _spread(compare, part_of[1], names[1], Path(folder) / "compare")
        yield _read_parts(left, right)


def _spread(rows: Rows, part_of: PartOf, names: Sequence[str], folder: Path) -> PartFiles:
    """Write each row into the file of its part."""
    folder.mkdir()
    files: PartFiles | None = None
    try:
        for block, numbers in rows:
            codes = part_of(block, numbers)
            order = np.argsort(codes.astype(np.uint16) if codes.max(initial=0) < 1 << 16 else codes, kind="stable")
            parts, begins = np.unique(codes[order], return_index=True)
            files = files or block.part_files(folder) or ArrowFiles(folder, names)
            files.write(block, numbers, order, dict(zip(parts.tolist(), begins.tolist(), strict=True)))
    finally:
        if files:
            files.close()
    assert files
    return files


def _read_parts(base: PartFiles, compare: PartFiles) -> Iterator[Part]:
    for part in sorted(base.parts | compare.parts):
        (left, left_rows), (right, right_rows) = base.read(part), compare.read(part)
        yield left, right, left_rows, right_rows
