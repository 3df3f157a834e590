# pyright: standard
"""The whole build, as the command does it: raw export to transport files, define.xml, lineage and reports."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from onespec.cli.bench.process import Clock, Place, command
from onespec.engine.build.freshness import cache_folder


def one_worker(place: Place, clock: Clock) -> int:
    return _fresh(place, clock, 1)


def two_workers(place: Place, clock: Clock) -> int:
    return _fresh(place, clock, 2)


def again(place: Place, clock: Clock) -> int:
    """Nothing changed since the last build."""
    return _build(place, place.raw, clock, 2)


def after_change(place: Place, clock: Clock) -> int:
    """The longest form has one line more than at the last build."""
    changed = place.folder / "changed"
    shutil.rmtree(changed, ignore_errors=True)
    shutil.copytree(place.raw, changed)
    longest = max(changed.glob("*.csv"), key=lambda path: path.stat().st_size)
    _add_line(longest)
    rows = _build(place, changed, clock, 2)
    _build(place, place.raw, Clock(), 2)
    shutil.rmtree(changed)
    return rows


def _add_line(path: Path) -> None:
    """Say the file's last line again: a second row of one subject, which is a query."""
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, next(line for line in reversed(lines) if line.strip(b',"\r\n'))]))


def fresh(place: Place) -> None:
    """Remove what the last build left."""
    for folder in (place.out, cache_folder(place.out)):
        shutil.rmtree(folder, ignore_errors=True)


def raw_rows(place: Place) -> int:
    """The number of raw rows of the last build."""
    return sum(json.loads((place.out / "run.json").read_text(encoding="utf-8"))["raw_rows"].values())


def _fresh(place: Place, clock: Clock, workers: int) -> int:
    fresh(place)
    return _build(place, place.raw, clock, workers)


def _build(place: Place, raw: Path, clock: Clock, workers: int) -> int:
    """Build; returns the number of raw rows."""
    places = "--study", str(place.study), "--raw", str(raw), "--out", str(place.out)
    command(clock, "build", *places, "--workers", str(workers), "--quiet")
    return raw_rows(place)
