"""All rows of two tables into a tally: block beside block as long as they hold much the same rows, the rest by keys.

Two files of one dataset mostly have the same rows in the same order; these need no join and no place in memory.
Where some rows are missing, those around them are joined, and the rows without a counterpart are put aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from onespec.engine.findings import Stopped
from onespec.qc.align import align, hashes, partition, unequal_keys
from onespec.qc.cells import Block, NotInStep, block_of
from onespec.qc.parts import partitions
from onespec.qc.seen import Seen, repeated
from onespec.qc.tables import Table
from onespec.qc.tally import Pairs, Tally

STEP = 1 << 16  # rows compared at a time
_ALL = 1 << 40
_ASIDE = 250_000  # rows that are put aside at most


@dataclass(frozen=True)
class Plan:
    """How rows are compared.

    tally   makes a new one
    parts   how many: a row's part comes of its keys, or of its number where there are none, ``rows`` of them each
    read    rows read at a time, where they are not compared in step
    large   whether rows that are not in step go through files
    """

    tally: Callable[[], Tally]
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
    """Rows of one table, taken from the front.

    names   variables that are looked at
    row     the number of the first one that is not taken
    aside   rows that were left out, with their numbers
    """

    def __init__(self, blocks: Iterator[Block], names: list[str]):
        self.blocks, self.names = blocks, names
        self.block, self.at, self.row = Block({}, 0), 0, 0
        self.aside: list[tuple[Block, np.ndarray]] = []

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

    def window(self) -> Block:
        """What is ready; with the next block where that is little."""
        if self.ready() < STEP // 2 and (following := next(self.blocks, None)) is not None:
            self.block, self.at = self.first(self.ready()).joined([following], self.names), 0
        return self.first(self.ready())

    def put_aside(self, positions: np.ndarray) -> None:
        """Rows of the window, before they are taken."""
        if len(positions):
            self.aside.append((self.first(self.ready()).take(positions), self.row + positions))

    def rest(self, rows: int) -> Iterator[tuple[Block, np.ndarray]]:
        """What is left, so many rows or a few more at a time; at least one block, which may be empty."""
        found = self.aside
        while True:
            found.append(self.take(self.ready()))
            if (more := self.ready()) and sum(len(numbers) for _, numbers in found) < rows:
                continue
            blocks, numbers = zip(*found, strict=True)
            yield blocks[0].joined(list(blocks[1:]), self.names), np.concatenate(numbers)
            found = []
            if not more:
                return


class _Walk:
    """Both tables from their first row to the last.

    stepped  whether some rows were taken in step
    seen     hashes of the keys of such rows, which are the same in both tables; then those of the others of each
    """

    def __init__(self, plan: Plan, base: Iterator[Block], compare: Iterator[Block]):
        self.plan, self.tally, self.stepped = plan, plan.tally(), False
        self.seen = Seen(), Seen(), Seen()
        self.base, self.compare = (
            _Reader(blocks, list(dict.fromkeys([*self.tally.keys, *self.tally.variables, *more])))
            for blocks, more in ((base, self.tally.explained.names(False)), (compare, self.tally.explained.names(True)))
        )

    def in_step(self) -> None:
        """Rows as far as they are the same; `NotInStep` where keys are seen to be repeated."""
        keys = self.tally.keys
        while rows := min(self.base.ready(), self.compare.ready()):
            left, right = self.base.first(rows), self.compare.first(rows)
            same = left.same(right)
            if not len(unequal_keys(left, right, [k for k in keys if k not in same])):
                (_, base), (_, compare) = self.base.take(rows), self.compare.take(rows)
                self._add_pairs(left, right, base, compare, same)
            elif not self._joined():
                break

    def _joined(self) -> bool:
        """Rows up to the last that meets one near it; False where few do."""
        left, right = (reader.window() for reader in (self.base, self.compare))
        met = align(left, right, self.tally.keys)
        if 2 * len(met.base) < min(len(left), len(right)) or len(met.again_base) or len(met.again_compare):
            return False
        ends = []
        for reader, at, alone in ((self.base, met.base, met.only_base), (self.compare, met.compare, met.only_compare)):
            ends.append(int(at.max()) + 1)
            reader.put_aside(alone[alone < ends[-1]])
        base, compare = self.base.row + met.base, self.compare.row + met.compare
        self.base.take(ends[0])
        self.compare.take(ends[1])
        self._add_pairs(left.take(met.base), right.take(met.compare), base, compare)
        return sum(len(n) for reader in (self.base, self.compare) for _, n in reader.aside) <= _ASIDE

    def _add_pairs(
        self, left: Block, right: Block, base: np.ndarray, compare: np.ndarray, same: frozenset[str] | None = None
    ) -> None:
        self.stepped = True
        if self.tally.keys and self._see(0, left)[1]:
            raise NotInStep
        self.tally.add_pairs(Pairs(left, right, base, compare, left.same(right) if same is None else same))

    def _see(self, which: int, block: Block) -> tuple[np.ndarray, bool]:
        """Hashes of the keys, and whether two rows that follow one another have the same."""
        hashed = hashes(block, self.tally.keys)
        self.seen[which].add(hashed)
        return hashed, bool((hashed[1:] == hashed[:-1]).any())

    def rest(self) -> None:
        """All rows that were not taken yet."""
        stepped = self.stepped
        if not stepped or any(r.ready() or r.aside for r in (self.base, self.compare)):
            self._rest_in_parts() if self.plan.large else self._rest_at_once()
        if stepped and self.tally.keys:
            self._check_repeats()

    def _rest_at_once(self) -> None:
        (left, base), (right, compare) = (next(r.rest(_ALL)) for r in (self.base, self.compare))
        if self.stepped and self.tally.keys:
            self._see(1, left)
            self._see(2, right)
        self.tally.add(left, right, base, compare)

    def _rest_in_parts(self) -> None:
        fresh, read, base, compare = self._fresh_part, self.plan.read, self.base, self.compare
        of = (partial(self._part, 1), partial(self._part, 2)) if self.stepped else (fresh, fresh)
        with partitions(base.rest(read), compare.rest(read), (base.names, compare.names), of) as parts:
            for left, right, left_rows, right_rows in parts:
                self.tally.add(left, right, left_rows, right_rows)

    def _part(self, which: int, block: Block, numbers: np.ndarray) -> np.ndarray:
        if not self.tally.keys:
            return self._fresh_part(block, numbers)
        return (self._see(which, block)[0] % np.uint64(self.plan.parts)).astype(np.intp)

    def _fresh_part(self, block: Block, numbers: np.ndarray) -> np.ndarray:
        keys = self.tally.keys
        return partition(block, keys, self.plan.parts) if keys else numbers // self.plan.rows

    def _check_repeats(self) -> None:
        """Repeated keys of which one stands among the rows in step were not seen by the tally: `NotInStep`."""
        both, base, compare = self.seen
        alike = not (base.rows or compare.rows)
        for own, kind in ((base, "again_base"),) if alike else ((base, "again_base"), (compare, "again_compare")):
            if repeated([both, own]) != self.tally.counts[kind]:
                raise NotInStep
