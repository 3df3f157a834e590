"""What is found over all subjects: how many records, the first day, the last one.

A part of a build sees the subjects of that part alone.  A total is put together when all parts are done, and then the
datasets of the study as a whole, which look at no subject, are made with it (TS: the actual number of subjects).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from onespec.engine.declared import WHERE, Given, Key, called
from onespec.engine.spec.conditions import Condition

COUNT, EARLIEST, LATEST = HOW = ("count", "earliest", "latest")


@called("a total", "Total {name}", "Write {count: DATASET}, or {earliest: DATASET.VARIABLE}.", one=HOW)
@dataclass(frozen=True)
class Total:
    """What is found over all subjects when the parts of a build are done, and named as study.NAME."""

    name: Annotated[str, Given.NAME]
    count: Annotated[str, Key("The form or SDTM dataset whose records are counted.")] = ""
    earliest: Annotated[str, Key("The date of a form or SDTM dataset whose earliest day it is.")] = ""
    latest: Annotated[str, Key("The date whose latest day it is.")] = ""
    where: Annotated[tuple[Condition, ...], Key("Only records for which this holds.", shape=WHERE)] = ()
    line: Annotated[int, Given.LINE] = 0

    @property
    def how(self) -> str:
        """count, earliest or latest; blank where none is written."""
        return next((how for how in HOW if getattr(self, how)), "")

    @property
    def of(self) -> str:
        return getattr(self, self.how) if self.how else ""
