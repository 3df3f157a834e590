"""What became of the rows of a workbook: landed in the model, kept beside, or named as not landing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onespec.engine.metadata.model import Unplaced

OLD, MIDDLE, NEW = "Define-XML 2.0", "Define-XML 2.0 with sheet Define", "Define-XML 2.1"


@dataclass(frozen=True)
class SheetLanded:
    """Of one sheet.

    rows    that hold something, below the header
    landed  of these in the model, perhaps without a cell of theirs
    beside  columns that no define.xml has a place for, with their filled cells; they stand in ``beside`` of what the
            row describes
    named   rows and cells that did not land
    """

    name: str
    rows: int
    landed: int
    beside: Mapping[str, int] = field(default_factory=dict)
    named: tuple[Unplaced, ...] = ()


@dataclass(frozen=True)
class Landed:
    """Of the whole workbook.

    generation  the Define-XML that it was made for
    remarks     what was understood otherwise than it is written, each with its place
    """

    generation: str
    sheets: tuple[SheetLanded, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(sheet.rows for sheet in self.sheets)

    @property
    def landed(self) -> int:
        return sum(sheet.landed for sheet in self.sheets)

    @property
    def named(self) -> tuple[Unplaced, ...]:
        return tuple(each for sheet in self.sheets for each in sheet.named)
