"""Which parts of an analysis date were imputed (ADaMIG 1.3, *DTF)."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Amount, Column, Date
from onespec.engine.registry import method

_FLAGS = text(["", "D", "M", "Y"])


@method("""D when the day of {imputed} was imputed, as {date} lacks it; M when the month was, too; Y when {date} is
blank; blank when {date} is complete, and when {imputed} is missing.""")
def imputed_parts_flag(date: Date, imputed: Amount) -> Column:
    """D, M, Y or blank.

    Example::

        ASTDTF: {derived: imputed_parts_flag, with: {date: AESTDTC, imputed: ASTDT}}

        ADAE | AESTDTC    | ASTDT      | ASTDTF
             | 2025-08-04 | 2025-08-04 |
             | 2025-08    | 2025-08-06 | D
             | 2025       | 2025-08-06 | M
             |            | 2025-08-06 | Y
             |            |            |
    """
    known = date.str.len()
    return _FLAGS.take(np.select([known >= 10, known >= 7, known >= 4], [0, 1, 2], 3)).where(imputed.notna())
