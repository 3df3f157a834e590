# pyright: standard
"""What the writer of transport files is given: frames of the engine.

`onespec.engine.xpt.dataframe` gives those of pandas the same face.
"""

from __future__ import annotations

from dataclasses import dataclass

from onespec.engine.column import Column
from onespec.engine.frames import Frame
from onespec.engine.kinds import Number, Text
from onespec.engine.xpt.layout import XptVariable
from onespec.engine.xpt.report import Report


@dataclass(frozen=True)
class Given:
    """Some rows of a dataset."""

    frame: Frame

    def __len__(self) -> int:
        return len(self.frame)

    def part(self, start: int, stop: int) -> Given:
        """The rows from one position to another."""
        columns = {name: _part(column, start, stop) for name, column in self.frame.items()}
        return Given(Frame(columns, max(min(stop, len(self)) - start, 0)))

    def names(self) -> list[str]:
        return self.frame.columns

    def type_of(self, name: str) -> tuple[str, str]:
        """The type of variable that a column is fit for (none: empty), and its dtype in words."""
        return ("Num", "float64") if self.frame[name].is_number else ("Char", "str")

    def column(self, variable: XptVariable, report: Report) -> Column | None:
        """The column of a variable, which is fit for its type; None with a finding."""
        return self.frame[variable.name]


def _part(column: Column, start: int, stop: int) -> Column:
    if isinstance(column, Text):
        return Text(column.codes[start:stop], column.distinct)
    return Number(column.to_numpy()[start:stop])
