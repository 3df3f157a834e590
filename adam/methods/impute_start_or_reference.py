"""When an event began, also one without a date: bounded imputation that leaves no event before treatment unasked."""

from __future__ import annotations

import numpy as np

from onespec.adam.methods._bounded import start_in, window
from onespec.engine.contract import Amount, Column, Date
from onespec.engine.kinds import Number
from onespec.engine.registry import method


@method(
    """The date part of {date} as a SAS date (days since 1960-01-01). Where {date} lacks the day, the month or all, it
is {reference} if {date} may be that day, otherwise the first day that it may be. It is not after the earliest of
{not_after}; of these one that is known in part counts with its last day, and one that lies before all days that {date}
may be does not count. Missing where {date} is blank and cannot be {reference}.""",
    imputes=True,
)
def impute_start_or_reference(date: Date, reference: Amount, not_after: list[Column]) -> Column:
    """A SAS date.

    As `impute_start_date`, but an event without a date that may have begun with the ``reference`` (the first dose, say)
    is dated so, and is none from before it.

    Example::

        ASTDT:
          derived: impute_start_or_reference
          with: {date: AESTDTC, reference: TRTSDT, not_after: [AEENDTC, DTHDT]}

        ADAE | AESTDTC | TRTSDT     | AEENDTC    | DTHDT | ASTDT
             | 2025-08 | 2025-08-06 | 2025-08-20 |       | 2025-08-06
             | 2025-09 | 2025-08-06 | 2025-09-20 |       | 2025-09-01
             |         | 2025-08-06 | 2025-09-20 |       | 2025-08-06
             |         | 2025-08-06 |            |       | 2025-08-06
             |         | 2025-08-06 | 2025-08-05 |       |
             |         |            | 2025-08-05 |       |
    """
    start = start_in(*window(date, not_after), reference)
    return Number(np.where(np.isinf(start), np.nan, start))
