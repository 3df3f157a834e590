# pyright: standard
"""The table of measurements: one line a work and size, the plain way beside it."""

from __future__ import annotations

from onespec.cli.bench.process import Sample

HEAD = (
    f"{'work':36}{'subjects':>9}{'rows':>11}{'seconds':>9}{'CPU s':>9}{'rows/s':>11}{'peak MB':>9}   "
    f"{'the plain way':28}{'seconds':>9}{'peak MB':>9}{'ratio':>7}\n"
    "seconds: by the clock, the best of up to 5 runs; CPU s: of all processes; peak MB: memory of the largest process; "
    "ratio: seconds of the plain way / ours"
)


def line(name: str, size: int, ours: Sample, plain_name: str, plain: Sample) -> str:
    measured = f"{ours.seconds:>9.3f}{ours.cpu:>9.2f}{ours.rows / ours.seconds:>11,.0f}{ours.peak:>9,.0f}"
    out = f"{name:36}{size:>9,}{ours.rows:>11,}{measured}"
    return out + (
        f"   {plain_name:28}{plain.seconds:>9.3f}{plain.peak:>9,.0f}{plain.seconds / ours.seconds:>7.1f}"
        if plain_name
        else ""
    )
