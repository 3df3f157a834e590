"""Repeated readings of one day as their mean (ADaMIG 1.3: DTYPE AVERAGE)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Annotated

import numpy as np

from onespec.engine.columns import combinations, number, number_text, on_unique, text
from onespec.engine.contract import NumberName, Rows, Selection, TextName
from onespec.engine.groups import Many
from onespec.engine.registry import records

_DAY = 10  # characters of a date that is complete to the day


@records(
    """One record for several records of {source} with a {value} that share subject, {by} and the day of {date}, and
stand for readings of one occasion. It stands on the last of them, of the same {date} the one that comes last; records
without a {date} complete to the day are left out.""",
    produces={
        "AVAL": "Mean of {value}, rounded to {decimals} decimal places, a half away from zero.",
        "DTYPE": "AVERAGE.",
    },
)
def mean_of_repeats(
    source: Selection, value: NumberName, date: TextName, by: list[Annotated[str, "name"]], decimals: int
) -> Rows:
    """One record for two or more readings; a single reading has none: the step that reads the source has its record.

    Example::

        - mean_of_repeats: {from: VS, value: VSSTRESN, date: VSDTC, by: [VSTESTCD, VISITNUM], decimals: 1}

        VS | USUBJID | VSTESTCD | VISITNUM | VSDTC            | VSSTRESN
           | 1       | SYSBP    | 1        | 2025-08-04T09:00 | 140
           | 1       | SYSBP    | 1        | 2025-08-04T09:05 | 133
           | 1       | SYSBP    | 1        | 2025-08-05       | 120
           | 1       | SYSBP    | 2        | 2025-08-25       | 118
           | 1       | SYSBP    | 2        | 2025-08-25       |

        ADVS | USUBJID | VS.VISITNUM | VS.VSDTC         | AVAL  | DTYPE
             | 1       | 1           | 2025-08-04T09:05 | 136.5 | AVERAGE
    """
    readings, when = source.frame[value], source.frame[date]
    known = readings.notna() & (when.str.len() >= _DAY)
    group, first = combinations([source.subject, *(source.frame[name] for name in by), when.str[:_DAY]])
    of = Many(readings, group, len(first))
    several = np.flatnonzero(of.count(known) > 1)
    several = several[np.argsort(of.last(when, keep=known)[several], kind="stable")]
    total, count = of.total(readings.where(known)).take(several), number(of.count(known)).take(several)
    last = of.last(when, keep=known)[several]
    values = {"AVAL": on_unique(partial(_mean, decimals), total, count), "DTYPE": text("AVERAGE", len(last))}
    return Rows(source.subject.take(last), values, source.name, last)


def _mean(decimals: int, total: float, count: float) -> float:
    if total == "" or count == "":  # what an empty column is asked for
        return np.nan
    mean = Decimal(number_text(total)) / int(count)
    return float(mean.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0  # no zero with a sign
