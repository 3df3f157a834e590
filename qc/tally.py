"""Adding up the differences of rows and values, of a whole dataset or part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from onespec.qc.align import Alignment, align
from onespec.qc.result import Cell, Comparison, Difference, Driver, Positions, Row, VariableResult
from onespec.qc.values import Method, Texts, changes, differing, display, distance

_HEAVIEST = 10
_DRIVERS = 3
_VALUES = 100_000  # values of a key among which the one that drives the differences is looked for
_NEAR = 20_000  # rows without a counterpart among which near ones are looked for


@dataclass
class _Variable:
    type: str = ""
    differing: int = 0
    largest: float | None = None
    largest_cell: Cell | None = None
    changes: Counter = field(default_factory=Counter)


class Tally:
    """Takes parts of two tables, in which each row's counterpart is in the same part, and adds them up."""

    def __init__(
        self,
        keys: Sequence[str],
        variables: Sequence[str],
        methods: dict[str, Method],
        texts: Texts,
        show: int,
        keep: bool,
    ):
        self.keys, self.variables, self.methods, self.texts, self.show, self.keep = (
            tuple(keys),
            list(variables),
            methods,
            texts,
            show,
            keep,
        )
        self.found = {name: _Variable() for name in variables}
        self.counts: Counter = Counter()
        self.cells: list[Cell] = []
        self.rows: dict[str, list[Row]] = {"only_base": [], "only_compare": [], "again_base": [], "again_compare": []}
        self.heaviest: list[tuple[Row, int]] = []
        self.cells_by: dict[str, Counter] = {k: Counter() for k in keys}
        self.rows_by: dict[str, Counter] = {k: Counter() for k in keys}
        self.near: Counter = Counter()
        self.positions = Positions() if keep else None
        self.pairs: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, base: pd.DataFrame, compare: pd.DataFrame, base_rows: np.ndarray, compare_rows: np.ndarray) -> None:
        """One part: its rows, and their numbers (from 0) in the whole tables."""
        met = align(base, compare, self.keys)
        self._count_rows(met, base, compare, base_rows, compare_rows)
        left = _taken(base, met.base)
        right = _taken(compare, met.compare)
        at = base_rows[met.base], compare_rows[met.compare]
        self.pairs.append((at[0].astype(np.int32), at[1].astype(np.int32)))
        weight = np.zeros(len(met.base), np.int32)
        first: list[np.ndarray] = []
        where: dict[str, np.ndarray] = {}
        for name in self.variables:
            positions = differing(left[name], right[name], self.methods[name], self.texts)
            self.found[name].type = "Num" if left[name].dtype.kind == "f" else "Char"
            if self.positions is not None:
                self.positions.values[name] = (at[0][positions], at[1][positions])
            if len(positions):
                weight[positions] += 1
                where[name] = positions
                first.append(positions[: self.show])
                self._count_values(name, left, right, positions, at)
        if first:
            self._count_differing(left, right, at, weight, where, np.unique(np.concatenate(first))[: self.show])
        self._count_keys(left, weight)

    def _count_rows(
        self, met: Alignment, base: pd.DataFrame, compare: pd.DataFrame, base_rows: np.ndarray, compare_rows: np.ndarray
    ) -> None:
        self.counts["matched"] += len(met.base)
        for kind, positions, frame, rows in (
            ("only_base", met.only_base, base, base_rows),
            ("only_compare", met.only_compare, compare, compare_rows),
            ("again_base", met.again_base, base, base_rows),
            ("again_compare", met.again_compare, compare, compare_rows),
        ):
            self.counts[kind] += len(positions)
            self.rows[kind] = _least(
                [*self.rows[kind], *self._rows(frame, positions[: self.show], rows)], self.show, lambda row: row.row
            )
        self._count_near(base.take(met.only_base[:_NEAR]), compare.take(met.only_compare[:_NEAR]))
        if self.positions is not None:
            self.positions.only_base = base_rows[met.only_base]
            self.positions.only_compare = compare_rows[met.only_compare]

    def _count_near(self, base: pd.DataFrame, compare: pd.DataFrame) -> None:
        """Rows that meet none, and would if one key were left out."""
        if len(self.keys) > 1 and len(base) and len(compare):
            for key in self.keys:
                self.near[key] += len(align(base, compare, [k for k in self.keys if k != key]).base)

    def _count_values(
        self,
        name: str,
        left: pd.DataFrame,
        right: pd.DataFrame,
        positions: np.ndarray,
        at: tuple[np.ndarray, np.ndarray],
    ) -> None:
        found = self.found[name]
        found.differing += len(positions)
        x, y = left[name].take(positions), right[name].take(positions)
        found.changes += changes(x, y)
        if found.type == "Num":
            kind = self.methods[name].kind
            apart = distance(x.to_numpy(), y.to_numpy(), "absolute" if kind == "exact" else kind)
            if not np.isnan(apart).all():
                worst = int(np.nanargmax(apart))
                if found.largest is None or apart[worst] > found.largest:
                    found.largest = float(apart[worst])
                    found.largest_cell = self._cells({name: positions[worst : worst + 1]}, left, right, at)[0]

    def _count_differing(
        self, left, right, at, weight: np.ndarray, where: dict[str, np.ndarray], first: np.ndarray
    ) -> None:
        rows = np.flatnonzero(weight)
        self.counts["differing_rows"] += len(rows)
        shown = {name: positions[np.isin(positions, first)] for name, positions in where.items()}
        order = {name: i for i, name in enumerate(self.variables)}
        self.cells = _first_rows(
            sorted([*self.cells, *self._cells(shown, left, right, at)], key=lambda c: (c.base_row, order[c.variable])),
            self.show,
        )
        heavy = rows[np.argsort(-weight[rows], kind="stable")[:_HEAVIEST]]
        more = list(zip(self._rows(left, heavy, at[0]), weight[heavy].tolist(), strict=True))
        self.heaviest = _least(self.heaviest + more, _HEAVIEST, lambda item: (-item[1], item[0].row))

    def _count_keys(self, left: pd.DataFrame, weight: np.ndarray) -> None:
        """Rows and differing values by value of each key; a key of very many values is left out."""
        for key in [k for k in self.keys if len(self.rows_by[k]) <= _VALUES]:
            codes, values = pd.factorize(left[key], use_na_sentinel=False)
            rows, cells = (
                np.bincount(codes, minlength=len(values)),
                np.bincount(codes, weight, len(values)).astype(np.int64),
            )
            values = display(pd.Series(values))
            self.rows_by[key].update(dict(zip(values, rows.tolist(), strict=True)))
            self.cells_by[key].update({values[i]: int(cells[i]) for i in np.flatnonzero(cells)})

    def _rows(self, frame: pd.DataFrame, positions: np.ndarray, numbers: np.ndarray) -> list[Row]:
        keys = (
            list(zip(*(display(frame[k].take(positions)) for k in self.keys), strict=True))
            if self.keys
            else [()] * len(positions)
        )
        return [Row(int(n) + 1, k) for n, k in zip(numbers[positions], keys, strict=True)]

    def _cells(self, where: dict[str, np.ndarray], left, right, at) -> list[Cell]:
        out = []
        for name, positions in where.items():
            x, y = left[name].take(positions), right[name].take(positions)
            apart = (
                (y.to_numpy() - x.to_numpy()).tolist() if self.found[name].type == "Num" else [None] * len(positions)
            )
            rows = self._rows(left, positions, at[0])
            out += [
                Cell(r.row, int(c) + 1, r.keys, name, a, b, None if d is None or d != d else d)
                for r, c, a, b, d in zip(rows, at[1][positions], display(x), display(y), apart, strict=True)
            ]
        return out

    def into(self, result: Comparison) -> None:
        """Write the sums into the dataset's comparison."""
        result.matched, result.only_base, result.only_compare = (
            self.counts[k] for k in ("matched", "only_base", "only_compare")
        )
        result.only_base_first, result.only_compare_first = self.rows["only_base"], self.rows["only_compare"]
        result.differing_rows, result.cells, result.heaviest = self.counts["differing_rows"], self.cells, self.heaviest
        result.positions = self.positions
        result.near = [
            (key, count)
            for key, count in self.near.most_common()
            if 2 * count >= min(result.only_base, result.only_compare) > 0
        ]
        for name, found in self.found.items():
            change = found.changes.most_common(1)
            result.variables.append(
                VariableResult(
                    name,
                    found.type,
                    self.methods[name].text(),
                    found.differing,
                    found.largest,
                    found.largest_cell,
                    (*change[0][0], change[0][1]) if change else None,
                )
            )
        result.drivers = self._drivers(result.differing_values, result.matched)

    def _drivers(self, cells: int, rows: int) -> list[Driver]:
        """Values of keys that hold a tenth of the differing values and twice their share of the rows."""
        out = []
        for key in [k for k in self.keys if len(self.rows_by[k]) <= _VALUES]:
            for value, count in self.cells_by[key].most_common(_DRIVERS):
                if count > 1 and count * 10 >= cells and count * rows >= 2 * cells * self.rows_by[key][value]:
                    out.append(Driver(key, value, count, cells, self.rows_by[key][value]))
        return out

    def row_order(self) -> list[Difference]:
        """The first row that has another row before it than in the compared table."""
        base = np.concatenate([b for b, _ in self.pairs]) if self.pairs else np.empty(0, np.int32)
        compare = np.concatenate([c for _, c in self.pairs]) if self.pairs else base
        if len(self.pairs) > 1:
            compare = compare[np.argsort(base)]
            base = np.sort(base)
        turned = np.flatnonzero(np.diff(compare) < 0)
        if not len(turned):
            return []
        i = int(turned[0])
        rows = [int(v) + 1 for v in (base[i], base[i + 1], compare[i], compare[i + 1])]
        return [
            Difference(
                "row order", "", f"row {rows[0]} before row {rows[1]}", f"the same rows are {rows[2]} and {rows[3]}"
            )
        ]


def _taken(frame: pd.DataFrame, positions: np.ndarray) -> pd.DataFrame:
    """Rows at positions; the frame itself when these are all its rows in order."""
    if len(positions) == len(frame) and (positions == np.arange(len(frame))).all():
        return frame
    return frame.take(positions).reset_index(drop=True)


def _least(items: list, most: int, key) -> list:
    return sorted(items, key=key)[:most]


def _first_rows(cells: list[Cell], most: int) -> list[Cell]:
    """Cells in order, of the first ``most`` rows."""
    rows = sorted({c.base_row for c in cells})[:most]
    return [c for c in cells if not rows or c.base_row <= rows[-1]]
