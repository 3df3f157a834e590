# pyright: standard
"""The table of measurements: one line a work and size, the plain way beside it."""

from __future__ import annotations

import math

from onespec.cli.bench.process import Sample

HEAD = (
    f"{'work':36}{'subjects':>9}{'rows':>11}{'seconds':>9}{'CPU s':>9}{'units':>8}{'growth':>7}{'rows/s':>11}"
    f"{'peak MB':>9}   {'the plain way':28}{'seconds':>9}{'peak MB':>9}{'ratio':>7}\n"
    "seconds: by the clock, the best of up to 5 runs; CPU s: of all processes; units: CPU s / that of a process which "
    "imports pandas and pyarrow;\ngrowth: CPU s grows with this power of the rows, since the size before; "
    "peak MB: memory of the largest process; ratio: seconds of the plain way / ours"
)


def line(
    name: str, size: int, ours: Sample, plain: tuple[str, Sample] | None, unit: float, before: Sample | None = None
) -> str:
    """One line.

    plain   the name of the plain way, and its measurement
    unit    CPU seconds of the import of pandas and pyarrow
    before  the same work at the size before
    """
    measured = f"{ours.seconds:>9.3f}{ours.cpu:>9.2f}{ours.cpu / unit:>8.1f}{_growth(before, ours):>7}"
    out = f"{name:36}{size:>9,}{ours.rows:>11,}{measured}{ours.rows / ours.seconds:>11,.0f}{ours.peak:>9,.0f}"
    if plain is None:
        return out
    beside, sample = plain
    return out + f"   {beside:28}{sample.seconds:>9.3f}{sample.peak:>9,.0f}{sample.seconds / ours.seconds:>7.1f}"


def _growth(before: Sample | None, now: Sample) -> str:
    """The exponent between two sizes; blank without an earlier one, or where the rows are about the same."""
    if before is None or 2 * now.rows < 3 * before.rows or not before.cpu or not now.cpu:
        return ""
    return f"{math.log(now.cpu / before.cpu) / math.log(now.rows / before.rows):.2f}"
