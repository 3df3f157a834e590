"""How many records of the last build a change reaches, and how many raw cells it begins with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from onespec.engine.build.ownership import record_of
from onespec.engine.columns import as_text
from onespec.engine.disk import bytes_of
from onespec.engine.series import column_of
from onespec.engine.spec.model import Study
from onespec.engine.trace.impact import Reach
from onespec.engine.trace.standing import Standing
from onespec.engine.xpt.reader import read_xpt

_STEP = re.compile(r"step (\d+) \(")


def counted(
    study: Study,
    reached: list[Reach],
    out: Path,
    standing: Callable[[Mapping[str, np.ndarray]], Standing] | None = None,
) -> dict[str, tuple[int, int]]:
    """By dataset: the records that are reached, and all records, in the build in ``out``; empty when there is none.

    standing  of a raw field: only records that stand on it count, where that is known of each record

    A dataset that the build does not have whole is left out.
    """
    rows = {n: d["rows_out"] for n, d in record_of(out).get("datasets", {}).items()}
    found = {r.dataset: _reached(study, r, out, rows[r.dataset]) for r in reached if r.dataset in rows}
    if standing:
        stand = standing(found)
        held = {name: stand.records(name) for name in found}
        found |= {name: records for name, records in held.items() if records is not None}
    return {name: (int(mask.sum()), rows[name]) for name, mask in found.items()}


def _reached(study: Study, reach: Reach, out: Path, rows: int) -> np.ndarray:
    """True for the records of the kinds that are reached; where only variables are, every record counts."""
    kinds = [k for k in reach.records if k != "every record"]
    path = out / study.datasets[reach.dataset].standard / f"{reach.dataset.lower()}.xpt"
    if len(kinds) < len(reach.records) or not kinds or not path.exists():
        return np.ones(rows, bool)
    found = np.zeros(rows, bool)
    steps = {int(m[1]) for k in kinds if (m := _STEP.match(k))}
    if steps:
        found |= np.isin(
            pq.read_table(out / "lineage" / f"{reach.dataset.lower()}.parquet", columns=["step"])["step"].to_numpy(),
            list(steps),
        )
    conditions = [re.findall(r"(\w+)=(.*?)(?=, \w+=|$)", k) for k in kinds if not _STEP.match(k)]
    if conditions:
        _, frame = read_xpt(path, study.encoding)
        for pairs in conditions:
            found |= np.logical_and.reduce(
                [as_text(column_of(frame[n])) == v for n, v in pairs if n in frame] or [np.ones(rows, bool)]
            )
    return found


def cells(target: str, out: Path) -> str:
    """What stands in a raw field, or in all of a form, in words; "" for another target or without a build."""
    kind, _, rest = target.partition(":")
    if kind.lower() != "raw":
        return ""
    try:
        said = json.loads(bytes_of(out / "reports" / "accounting.json"))
    except (OSError, ValueError):
        return ""
    if not isinstance(said, dict):
        return ""
    form, _, name = rest.partition(".")
    found = next((f for f in said["forms"] if f["form"] == form), None)
    each = found and (next((f for f in found["fields"] if f["field"] == name), None) if name else found["total"])
    return (
        ""
        if not each
        else (
            f"It holds {each['filled']:,} filled cells: {each['carried']:,} carried, {each['used']:,} used, "
            f"{each['not_submitted']:,} not submitted, {each['refused']:,} refused"
            f"{', {:,} after the data cut'.format(each['after_cut']) if each.get('after_cut') else ''}."
        )
    )
