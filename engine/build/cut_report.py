"""What the data cut took: each row and cell of the export, and how many in all."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from onespec.engine.columns import as_number
from onespec.engine.csv_text import write_csv
from onespec.engine.frames import Frame
from onespec.engine.raw.cut import COLUMNS, ENDED, LATE, OUT
from onespec.engine.spec.model import Study


class CutTaken(NamedTuple):
    """How much lies after the cut: subjects who are not in, rows left out, cells of the other rows, periods ended."""

    date: str
    subjects: int = 0
    rows: int = 0
    cells: int = 0
    ended: int = 0

    @property
    def said(self) -> str:
        """One sentence for a reader of the build."""
        if not any(self[1:]):
            return f"Data cut {self.date}: nothing lies after it."
        out = " and ".join(_many(n, what) for n, what in ((self.subjects, "subject"), (self.rows, "row")) if n)
        said = [f"{out} left out"] if out else []
        said += [f"{_many(self.cells, 'cell')} as on that day"] if self.cells else []
        said += [f"{_many(self.ended, 'period')} ended"] if self.ended else []
        return f"Data cut {self.date}: {', '.join(said)}"


def cut_taken(study: Study, taken: Frame | None) -> CutTaken | None:
    """The sums; None where the study has no cut."""
    if not study.cut.date:
        return None
    if taken is None:
        return CutTaken(study.cut.date)
    out, ended = taken["BECOMES"] == OUT, taken["BECOMES"] == ENDED
    late = taken["SUBJECT"][taken["WHY"].str.startswith(LATE)]
    subjects = len({late.distinct.texts[code] for code in np.unique(late.codes)})
    return CutTaken(study.cut.date, subjects, int(out.sum()), int((~out & ~ended).sum()), int(ended.sum()))


def write_cut(path: Path, study: Study, taken: Frame) -> None:
    """What was taken, a line a row or a cell, in the order of the forms and of their rows."""
    form = taken["FORM"].map({name: float(number) for number, name in enumerate(study.forms)})
    order = np.lexsort([taken["FIELD"].order(), as_number(taken["ROW"]).array, taken["FILE"].order(), form.array])
    listed = taken.take(order)
    write_csv(path, [name.lower() for name in COLUMNS], listed.rows())


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
