"""Which of several analysis dates is the latest."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Column, TermOf
from onespec.engine.registry import method


@method("""The one of {sources} that stands in the place of the latest of {dates} (of equal dates the first); blank when
all are missing.""")
def source_of_latest(dates: list[Column], sources: list[Annotated[str, TermOf("")]]) -> Column:
    """Character: one of the sources.

    Example::

        LSTALVSR: {derived: source_of_latest, with: {dates: [TRTEDT, EOSDT], sources: [DOSE, VISIT]}}

        ADSL | TRTEDT     | EOSDT      | LSTALVSR
             | 2025-08-20 | 2025-08-04 | DOSE
             | 2025-08-04 | 2025-08-20 | VISIT
             |            |            |
    """
    if len(dates) != len(sources):
        raise ValueError(f"{len(dates)} dates have {len(sources)} sources")
    known = np.array([date.fillna(-np.inf).to_numpy() for date in dates])
    latest = np.where(np.isinf(known.max(axis=0)), -1, known.argmax(axis=0))
    return text(sources).take(latest)
