"""Which records of a build stand on a raw field: those made of rows that hold it, and records made of those."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from onespec.engine.build.fingerprint import Fingerprints
from onespec.engine.build.freshness import cache_folder, read_state
from onespec.engine.plan.references import BySubject, ManyOf, Node, Other, Plan
from onespec.engine.raw.store import kept_store, slice_form
from onespec.engine.trace.impact import find_start, follow


class Standing:
    """The records of each dataset in the build in ``out`` that stand on a raw field.

    kinds  dataset -> the records of the kinds that may stand on it at all
    """

    def __init__(self, plan: Plan, target: str, out: Path, kinds: Mapping[str, np.ndarray]):
        self.plan, self.out, self.kinds = plan, out, kinds
        start = find_start(plan, target)
        self.form, _, self.field = start.label.removeprefix("raw:").partition(".")
        self.starts, self.reached = start.nodes, follow(plan, start)[1]
        self.records = cache(self._records)
        self.rows = cache(self._rows)

    def _records(self, dataset: str) -> np.ndarray | None:
        """True for records that stand on the field; None where any record of the dataset may.

        So it is where a reached node looks at more than the row or record that its own record is made of.
        """
        looks: set[str] = set()
        for node in (n for n in self.reached if n[0] == dataset):
            for source in self._sources(node):
                if source == dataset or not self._along(node, source):
                    return None
                looks.add(source)
        path = self.out / "lineage" / f"{dataset.lower()}.parquet"
        try:
            lineage = pq.read_table(path, columns=["source", "source_record"])
        except (OSError, pa.ArrowException):
            return None
        made_of, number = np.array(lineage["source"].to_pylist()), lineage["source_record"].to_numpy()
        found = np.zeros(len(number), bool)
        for source in looks:
            found |= (made_of == source) & self._holds(source, number)
        kind = self.kinds.get(dataset, found)
        return found & kind if len(kind) == len(found) else None

    def _sources(self, node: Node) -> set[str]:
        """The form, where the change begins here, and the datasets through which it comes."""
        own = {self.form} if node in self.starts else set()
        more = {n for n in self.plan.needs[node] if n in self.reached}
        return own | {n[0] for n in more if n[0] != node[0] or self._steps_read(node, node[0])}

    def _steps_read(self, node: Node, source: str) -> bool:
        return not node[2] and any(
            c.source == source
            for s in self.plan.steps[node[0]]
            if s.operation and s.step.phase == node[1]
            for c in s.selections
        )

    def _along(self, node: Node, source: str) -> bool:
        """Does a node look at no more of a source than the row or record that its own record is made of?"""
        steps = [s for s in self.plan.steps[node[0]] if s.operation and s.source]
        if not any(s.source and s.source.source == source for s in steps):
            return False
        if node[2]:
            plan = self.plan.variables[node[0], node[2]]
            named = [r for r in plan.references if isinstance(r, (Other, ManyOf)) and r.target == source]
            return source not in plan.many and bool(named)
        at = [s for s in self.plan.steps[node[0]] if s.operation and s.step.phase == node[1]]
        by_subject = any(isinstance(r, BySubject) and r.target == source for s in at for r in s.references)
        return not by_subject and all(c is s.source for s in at for c in s.selections if c.source == source)

    def _holds(self, source: str, number: np.ndarray) -> np.ndarray:
        """Do the rows or records of a source that have these numbers (from 1) stand on the field?"""
        held = self.rows() if source == self.form else self.records(source)
        if held is None:
            return np.ones(len(number), bool)
        return np.isin(number, np.flatnonzero(held) + 1)

    def _rows(self) -> np.ndarray | None:
        """True for rows of the form in which the field is filled, by their numbers from 1.

        None where the build's own copy of the export is not there any more, or for the form as a whole.
        """
        state, form = read_state(self.out), self.plan.study.forms[self.form]
        digests = state.get("inputs", {}).get("raw", {})
        store = kept_store(cache_folder(self.out) / "raw", Fingerprints(self.plan).export(digests))
        if store is None or not self.field:
            return None
        filled: list[int] = []
        for part in range(len(store.parts)):
            cells, rows = slice_form(form, store.forms[self.form], part)
            filled += rows[cells[self.field].str.strip().notna()].tolist()
        out = np.zeros(max(filled, default=0), bool)
        out[np.array(filled, np.int64) - 1] = True
        return out


def standing(plan: Plan, target: str, out: Path) -> Callable[[Mapping[str, np.ndarray]], Standing] | None:
    """What takes the kinds, for a raw field or form; None for another target."""
    return partial(Standing, plan, target, out) if find_start(plan, target).label.startswith("raw:") else None
