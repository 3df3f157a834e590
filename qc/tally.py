"""Adding up the differences of rows and values, of a whole dataset or part by part: the sums are the same.

What of many equal things is told is decided by the numbers of the rows, never by the order in which they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from onespec.qc.align import Alignment, align
from onespec.qc.cells import Block
from onespec.qc.drivers import KeyValues
from onespec.qc.explained import BASE_ROW, COMPARE_ROW, Explained, Wanted
from onespec.qc.foremost import Changes, Foremost
from onespec.qc.result import Cell, Comparison, Difference, Row, VariableResult
from onespec.qc.runs import Runs, digest
from onespec.qc.values import Method, Texts, difference, differing, display, distance

_HEAVIEST = 10
_NEAR = 20_000  # rows without a counterpart among which near ones are looked for
_CHANGES = 1000  # differing values among which the commonest change is looked for


@dataclass
class _Variable:
    """What is known of a variable.

    largest   how far apart two numbers are at most, and the base's row of the cell
    changes   which value stands against which, in the first rows
    place     a number for the places of all differences
    """

    type: str = ""
    differing: int = 0
    largest: tuple[float, int] | None = None
    largest_cell: Cell | None = None
    changes: Changes = field(default_factory=lambda: Changes(_CHANGES))
    place: int = 0


@dataclass(frozen=True)
class Pairs:
    """Rows that meet: row i of ``left`` meets row i of ``right``.

    base, compare   their numbers, from 0, in the whole tables; those of the base ascend
    """

    left: Block
    right: Block
    base: np.ndarray
    compare: np.ndarray
    same: frozenset[str] = frozenset()  # variables that do not differ


@dataclass(frozen=True)
class Told:
    """Of how many differing rows the values are listed; and which differences are counted besides."""

    rows: int
    wanted: tuple[Wanted, ...] = ()


class Tally:
    """Takes rows of two tables, in any cut and order, and adds them up."""

    def __init__(
        self, keys: Sequence[str], variables: Sequence[str], methods: dict[str, Method], texts: Texts, told: Told
    ):
        self.keys, self.variables, self.methods, self.texts = tuple(keys), list(variables), methods, texts
        self.show = told.rows
        self.found = {name: _Variable() for name in variables}
        self.counts: Counter = Counter()
        self.cells: list[Cell] = []
        self.rows: dict[str, list[Row]] = {"only_base": [], "only_compare": [], "again_base": [], "again_compare": []}
        self.heaviest: list[tuple[Row, int]] = []
        self.values = [KeyValues(k) for k in keys]
        self.near = Foremost(_NEAR, keys), Foremost(_NEAR, keys)
        self.alone = {BASE_ROW: 0, COMPARE_ROW: 0}
        self.explained = Explained(told.wanted)
        self.pairs = Runs()

    def add(self, base: Block, compare: Block, base_rows: np.ndarray, compare_rows: np.ndarray) -> None:
        """Rows, each with its counterpart if it has one; and their numbers (from 0) in the whole tables."""
        met = align(base, compare, self.keys)
        self._count_rows(met, base, compare, base_rows, compare_rows)
        self.add_pairs(
            Pairs(base.take(met.base), compare.take(met.compare), base_rows[met.base], compare_rows[met.compare])
        )

    def add_pairs(self, pairs: Pairs) -> None:
        """Rows that meet."""
        self.counts["matched"] += len(pairs.base)
        self.pairs.add(pairs.base, pairs.compare)
        weight = np.zeros(len(pairs.base), np.int32)
        where: dict[str, np.ndarray] = {}
        for name in self.variables:
            positions = self._differing(name, pairs)
            if len(positions):
                weight[positions] += 1
                where[name] = positions
                self._count_values(name, pairs, positions)
        if where:
            self._count_differing(pairs, weight, where)
        for key in self.values:
            key.add(pairs.left[key.name], weight, pairs.base)

    def _differing(self, name: str, pairs: Pairs) -> np.ndarray:
        """Where a variable differs: looked at only where it is not represented alike."""
        left, right = pairs.left[name], pairs.right[name]
        self.found[name].type = left.type
        at = np.empty(0, np.intp) if name in pairs.same else left.unequal(right)
        if not len(at):
            return at
        x, y = (side.take(at).plain().series() for side in (left, right))
        return at[differing(x, y, self.methods[name], self.texts)]

    def _count_rows(
        self, met: Alignment, base: Block, compare: Block, base_rows: np.ndarray, compare_rows: np.ndarray
    ) -> None:
        for kind, positions, block, rows in (
            ("only_base", met.only_base, base, base_rows),
            ("only_compare", met.only_compare, compare, compare_rows),
            ("again_base", met.again_base, base, base_rows),
            ("again_compare", met.again_compare, compare, compare_rows),
        ):
            self.counts[kind] += len(positions)
            self.rows[kind] = _least(
                [*self.rows[kind], *self._rows(block, positions[: self.show], rows)], self.show, lambda row: row.row
            )
        for kind, near, block, positions, rows in (
            (BASE_ROW, self.near[0], base, met.only_base, base_rows),
            (COMPARE_ROW, self.near[1], compare, met.only_compare, compare_rows),
        ):
            near.add(block, positions, rows[positions])
            self.alone[kind] = digest(self.alone[kind], rows[positions])
            self.explained.rows(kind, block, positions)

    def _near(self) -> Counter:
        """Rows that meet none, and would if one key were left out."""
        base, compare = (side.block() for side in self.near)
        found: Counter = Counter()
        if len(self.keys) > 1 and len(base) and len(compare):
            for key in self.keys:
                found[key] = len(align(base, compare, [k for k in self.keys if k != key]).base)
        return found

    def _count_values(self, name: str, pairs: Pairs, positions: np.ndarray) -> None:
        found = self.found[name]
        found.differing += len(positions)
        found.place = digest(found.place, pairs.base[positions], pairs.compare[positions])
        self.explained.values(name, pairs.left, positions)
        x, y = (side[name].take(positions).plain().series() for side in (pairs.left, pairs.right))
        found.changes.add(pairs.base[positions], x, y)
        if found.type == "Num":
            kind = self.methods[name].kind
            apart = distance(x, y, "absolute" if kind == "exact" else kind)
            self._count_distance(name, pairs, positions, apart)

    def _count_distance(self, name: str, pairs: Pairs, positions: np.ndarray, apart: np.ndarray) -> None:
        """Of equally large differences the first row's counts."""
        if np.isnan(apart).all():
            return
        found, most = self.found[name], float(np.nanmax(apart))
        worst = positions[[np.argmax(apart == most)]]
        largest = most, int(pairs.base[worst[0]])
        if found.largest is None or (-largest[0], largest[1]) < (-found.largest[0], found.largest[1]):
            found.largest, found.largest_cell = largest, self._cells({name: worst}, pairs)[0]

    def _count_differing(self, pairs: Pairs, weight: np.ndarray, where: dict[str, np.ndarray]) -> None:
        rows = np.flatnonzero(weight)
        self.counts["differing_rows"] += len(rows)
        first = rows[: self.show]
        shown = {name: positions[np.isin(positions, first)] for name, positions in where.items()}
        order = {name: i for i, name in enumerate(self.variables)}
        self.cells = _first_rows(
            sorted([*self.cells, *self._cells(shown, pairs)], key=lambda c: (c.base_row, order[c.variable])), self.show
        )
        heavy = rows[np.argsort(-weight[rows], kind="stable")[:_HEAVIEST]]
        more = list(zip(self._rows(pairs.left, heavy, pairs.base), weight[heavy].tolist(), strict=True))
        self.heaviest = _least(self.heaviest + more, _HEAVIEST, lambda item: (-item[1], item[0].row))

    def _rows(self, block: Block, positions: np.ndarray, numbers: np.ndarray) -> list[Row]:
        if not len(positions):
            return []
        keys = [display(block[k].take(positions).plain().series()) for k in self.keys]
        each = list(zip(*keys, strict=True)) if keys else [()] * len(positions)
        return [Row(int(n) + 1, k) for n, k in zip(numbers[positions], each, strict=True)]

    def _cells(self, where: dict[str, np.ndarray], pairs: Pairs) -> list[Cell]:
        out = []
        for name, positions in where.items():
            x, y = (side[name].take(positions).plain().series() for side in (pairs.left, pairs.right))
            apart = difference(x, y).tolist() if self.found[name].type == "Num" else [None] * len(positions)
            rows = self._rows(pairs.left, positions, pairs.base)
            out += [
                Cell(r.row, int(c) + 1, r.keys, name, a, b, None if d is None or d != d else d)
                for r, c, a, b, d in zip(rows, pairs.compare[positions], display(x), display(y), apart, strict=True)
            ]
        return out

    def into(self, result: Comparison) -> None:
        """Write the sums into the dataset's comparison."""
        result.matched, result.only_base, result.only_compare = (
            self.counts[k] for k in ("matched", "only_base", "only_compare")
        )
        result.only_base_first, result.only_compare_first = self.rows["only_base"], self.rows["only_compare"]
        result.differing_rows, result.cells, result.heaviest = self.counts["differing_rows"], self.cells, self.heaviest
        result.places = {name: found.place for name, found in self.found.items() if found.differing} | self.alone
        result.explained = tuple(self.explained.counts)
        result.near = [
            (key, count)
            for key, count in self._near().most_common()
            if 2 * count >= min(result.only_base, result.only_compare) > 0
        ]
        for name, found in self.found.items():
            change = found.changes.commonest()
            result.variables.append(
                VariableResult(
                    name,
                    found.type,
                    self.methods[name].text(),
                    found.differing,
                    found.largest[0] if found.largest else None,
                    found.largest_cell,
                    change,
                )
            )
        result.drivers = [d for key in self.values for d in key.drivers(result.differing_values, result.matched)]

    def row_order(self) -> list[Difference]:
        """The first row that has another row before it than in the compared table."""
        turned = self.pairs.turned()
        if turned is None:
            return []
        rows = [row + 1 for row in turned]
        return [
            Difference(
                "row order", "", f"row {rows[0]} before row {rows[1]}", f"the same rows are {rows[2]} and {rows[3]}"
            )
        ]


def _least(items: list, most: int, key) -> list:
    return sorted(items, key=key)[:most]


def _first_rows(cells: list[Cell], most: int) -> list[Cell]:
    """Cells in order, of the first ``most`` rows."""
    rows = sorted({c.base_row for c in cells})[:most]
    return [c for c in cells if not rows or c.base_row <= rows[-1]]
