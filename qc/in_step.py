"""All rows of two tables into a tally: block beside block while their keys are equal row by row, the rest by keys.

Two files of one dataset mostly have the same rows in the same order; these need no join and no place in memory.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from onespec.engine.findings import Stopped
from onespec.qc.align import hashes, partition, unequal_keys
from onespec.qc.cells import Block, NotInStep, block_of
from onespec.qc.drivers import check_missing
from onespec.qc.parts import partitions
from onespec.qc.tables import Table
from onespec.qc.tally import Pairs, Tally

STEP = 1 << 16  # rows compared at a time
_ALL = 1 << 40
_WORTH = 1000  # rows in step below which the tables are taken to have other rows


@dataclass(frozen=True)
class Plan:
    """How rows are compared.

    tally   makes a new one for a number of parts
    parts   how many: a row's part comes of its keys, or of its number where there are none, ``rows`` of them each
    read    rows read at a time, where they are not compared in step
    large   whether rows that are not in step go through files
    """

    tally: Callable[[int], Tally]
    parts: int
    rows: int
    read: int
    large: bool


def add_rows(base: Table, compare: Table, plan: Plan) -> tuple[Tally, tuple[int, int]]:
    """A tally of all rows, and how many each table has."""
    try:
        walk = _Walk(plan, *(t.blocks(STEP) if t.blocks else _in_parts(t, plan) for t in (base, compare)))
        walk.in_step()
        walk.rest()
    except (NotInStep, Stopped):  # of two faulty files the base's fault is told, at its row in what is read at a time
        walk = _Walk(plan, *(_in_parts(t, plan) for t in (base, compare)))
        walk.rest()
    return walk.tally, (walk.base.row, walk.compare.row)


def _in_parts(table: Table, plan: Plan) -> Iterator[Block]:
    return map(block_of, table.parts(plan.read))


class _Reader:
    """Rows of one table, taken from the front; ``row`` is the number of the first one that is not taken."""

    def __init__(self, blocks: Iterator[Block]):
        self.blocks, self.block, self.at, self.row = blocks, Block({}, 0), 0, 0

    def ready(self) -> int:
        """How many rows can be taken at once; 0 at the end."""
        while self.at == len(self.block):
            following = next(self.blocks, None)
            if following is None:
                return 0
            self.block, self.at = following, 0
        return len(self.block) - self.at

    def first(self, rows: int) -> Block:
        return self.block.part(self.at, self.at + rows)

    def take(self, rows: int) -> tuple[Block, np.ndarray]:
        """So many rows, and their numbers."""
        block, numbers = self.first(rows), np.arange(self.row, self.row + rows)
        self.at, self.row = self.at + rows, self.row + rows
        return block, numbers

    def rest(self, rows: int, names: list[str]) -> Iterator[tuple[Block, np.ndarray]]:
        """What is left, so many rows or a few more at a time; at least one block, which may be empty."""
        more = True
        while more:
            blocks = [self.take(self.ready())[0]]
            while sum(map(len, blocks)) < rows and (more := self.ready()):
                blocks.append(self.take(more)[0])
            block = blocks[0].joined(blocks[1:], names)
            yield block, np.arange(self.row - len(block), self.row)


class _Walk:
    """Both tables from their first row to the last.

    seen   hashes of the keys of both tables' rows, kept when some rows were taken in step
    """

    def __init__(self, plan: Plan, base: Iterator[Block], compare: Iterator[Block]):
        self.plan, self.tally = plan, plan.tally(plan.parts)
        self.base, self.compare = _Reader(base), _Reader(compare)
        self.seen: tuple[list[np.ndarray], list[np.ndarray]] = [], []

    def in_step(self) -> None:
        """Rows before the first whose keys differ; `NotInStep` where keys are seen to be repeated."""
        keys = self.tally.keys
        while rows := min(self.base.ready(), self.compare.ready()):
            left, right = self.base.first(rows), self.compare.first(rows)
            same = left.same(right)
            equal = int(unequal_keys(left, right, [k for k in keys if k not in same]).min(initial=rows))
            if equal == rows or self.base.row + equal >= _WORTH:
                self._add_pairs(equal, same)
            if equal < rows:
                break

    def _add_pairs(self, rows: int, same: frozenset[str]) -> None:
        left, base = self.base.take(rows)
        right, compare = self.compare.take(rows)
        part = self._part(0, left, base)
        for hashed in self.seen[0][-1:]:
            self.seen[1].append(hashed)
            if (hashed[1:] == hashed[:-1]).any():
                raise NotInStep
        self.tally.add_pairs(Pairs(left, right, base, compare, part, same))

    def _part(self, side: int, block: Block, numbers: np.ndarray) -> np.ndarray:
        keys = self.tally.keys
        if not keys:
            return numbers // self.plan.rows
        hashed = hashes(block, keys)
        self.seen[side].append(hashed)
        for key in keys:
            check_missing(block[key])
        return (hashed % np.uint64(self.plan.parts)).astype(np.intp)

    def rest(self) -> None:
        """All rows that were not taken yet."""
        stepped = bool(self.tally.pairs)
        if self.base.ready() or self.compare.ready() or not stepped:
            self._rest_in_parts(stepped) if self.plan.large else self._rest_at_once(stepped)
        if stepped and self.tally.keys:
            self._check_repeats()

    def _rest_at_once(self, stepped: bool) -> None:
        (left, base), (right, compare) = (next(r.rest(_ALL, self._names())) for r in (self.base, self.compare))
        if stepped:
            self._part(0, left, base)
            self._part(1, right, compare)
        self.tally.add(left, right, base, compare)

    def _rest_in_parts(self, stepped: bool) -> None:
        fresh, names, read = self._fresh_part, self._names(), self.plan.read
        of = (partial(self._part, 0), partial(self._part, 1)) if stepped else (fresh, fresh)
        with partitions(self.base.rest(read, names), self.compare.rest(read, names), names, of) as parts:
            for part in parts:
                self.tally.add(*part)

    def _fresh_part(self, block: Block, numbers: np.ndarray) -> np.ndarray:
        keys = self.tally.keys
        return partition(block, keys, self.plan.parts) if keys else numbers // self.plan.rows

    def _names(self) -> list[str]:
        return [*self.tally.keys, *self.tally.variables]

    def _check_repeats(self) -> None:
        """Repeated keys of which one stands among the rows in step were not seen by the tally: `NotInStep`."""
        base, compare = self.seen
        alike = all(a is b for a, b in itertools.zip_longest(base, compare))
        for hashed, kind in ((base, "again_base"),) if alike else ((base, "again_base"), (compare, "again_compare")):
            if _repeated(hashed) != self.tally.counts[kind]:
                raise NotInStep


def _repeated(hashed: list[np.ndarray]) -> int:
    values = np.concatenate(hashed)
    values.sort()
    return int(np.count_nonzero(values[1:] == values[:-1]))
