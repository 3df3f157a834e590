"""The datasets of a build, as literal tables."""

from __future__ import annotations

from pathlib import Path

from support import SHIPPED

import onespec
from onespec.engine.columns import number, text
from onespec.engine.frames import Frame
from onespec.trial.records import BuiltSide

STUDY = onespec.open(SHIPPED).plan().study


def side(**datasets: dict[str, list]) -> BuiltSide:
    """The datasets of a build, by variable; others have no records."""
    out = BuiltSide(STUDY, Path("nowhere"))
    for name, columns in datasets.items():
        numbers = {v.name for v in STUDY.datasets[name].columns if v.is_number}
        out._frames[name] = Frame({n: number(c) if n in numbers else text(c) for n, c in columns.items()})
    return out
