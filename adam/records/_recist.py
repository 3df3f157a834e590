"""RECIST 1.1, section 4.3, from lesions to the response of a visit: whole columns, one row a visit.

``visits``  one row a visit: subject, visit, date; in order of subject and time, index 0..n-1
``before``, ``after``  one row a lesion and date: subject, key (row of its visit, -1: none), number (of the lesion), date, sequence,
            test, size, state; of the baseline, and of the visits
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.adam.records._response import CR, NE, NON_CR_PD, PD, PR, SD

DECIMALS = 3  # of a sum in mm; finer than any reading, and the same on every platform
EXACT = 1e-9  # sizes are decimals, and 0.1 + 0.2 is not above 0.3


@dataclass(frozen=True)
class Limits:
    """Thresholds: percent and mm above nadir (PD), percent below baseline (PR), short axis of a normal node in mm."""

    increase_percent: float
    increase_mm: float
    decrease_percent: float
    node_normal_mm: float


@dataclass
class Pairs:
    """Each visit (``key``) with each lesion of the baseline: rows of ``before`` and ``after``; in ``now`` -1 for a lesion that has none.

    news  visits of the lesions that have no baseline, and their rows of ``after``
    """

    key: np.ndarray
    base: np.ndarray
    now: np.ndarray
    news: tuple[np.ndarray, np.ndarray]


def expected(visits: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> Pairs:
    """What is due at each visit, and what was seen: of a lesion the latest record of the visit, of the same date the larger."""
    base = last_rows(before)
    owner = before["subject"].to_numpy()[base]
    base, owner = (x[np.argsort(owner, kind="stable")] for x in (base, owner))
    start, stop = (np.searchsorted(owner, visits["subject"], side) for side in ("left", "right"))
    lesions = stop - start
    key = np.repeat(np.arange(len(visits)), lesions)
    base = base[np.arange(len(key)) + np.repeat(start - np.cumsum(lesions) + lesions, lesions)]
    width = max((int(side["number"].max()) + 1 for side in (before, after) if len(side)), default=1)
    seen = np.lexsort((after["size"].fillna(-np.inf), after["date"]))
    seen = seen[after["key"].to_numpy()[seen] >= 0][::-1]
    found, first = np.unique(
        after["key"].to_numpy()[seen] * width + after["number"].to_numpy()[seen], return_index=True
    )
    due = key * width + before["number"].to_numpy()[base]
    at = pd.Index(found).get_indexer(due)
    alone = ~np.isin(found, due)
    return Pairs(
        key, base, np.where(at < 0, -1, np.append(seen[first], -1)[at]), (found[alone] // width, seen[first[alone]])
    )


def last_rows(before: pd.DataFrame) -> np.ndarray:
    """Where the latest record of each lesion stands; of the same date that of the highest sequence."""
    order = np.lexsort((before["sequence"], before["date"]))[::-1]
    return order[np.unique(before["number"].to_numpy()[order], return_index=True)[1]]


def _at(values: object, rows: np.ndarray, none: object) -> np.ndarray:
    return np.append(np.asarray(values), none)[rows]


def target_response(
    visits: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, node_test: str, limits: Limits
) -> pd.DataFrame:
    """Response of the target lesions of each visit (blank without any), with sum and nadir."""
    pairs, n = expected(visits, before, after), len(visits)
    size, node = _at(after["size"], pairs.now, np.nan), (before["test"] == node_test).to_numpy()[pairs.base]
    count = lambda rows: np.bincount(pairs.key[rows], minlength=n)  # noqa: E731
    lesions, seen = count(slice(None)), count(~np.isnan(size))
    gone = count((size == 0) | node & (size < limits.node_normal_mm))
    total = np.bincount(pairs.key, weights=np.nan_to_num(size), minlength=n).round(DECIMALS)
    base = np.bincount(pairs.key, weights=before["size"].to_numpy()[pairs.base], minlength=n).round(DECIMALS)
    whole = (lesions > 0) & (seen == lesions)
    nadir = np.fmin(base, _lowest_earlier(visits["subject"], np.where(whole, total, np.nan)))
    above = total - nadir
    grown = (above * 100 >= limits.increase_percent * nadir - EXACT) & (above >= limits.increase_mm - EXACT)
    grown = np.where(nadir == 0, total > 0, grown)
    shrunk = (base - total) * 100 >= limits.decrease_percent * base - EXACT
    response = np.select(
        [lesions == 0, gone == lesions, grown, ~whole | np.isnan(base), shrunk], ["", CR, PD, NE, PR], SD
    )
    return pd.DataFrame(
        {"response": response, "sum": np.where(seen > 0, total, np.nan), "nadir": np.where(lesions > 0, nadir, np.nan)}
    )


def non_target_response(
    visits: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, gone: str, progressed: str
) -> np.ndarray:
    """Response of the non-target lesions of each visit, with or without a baseline; blank without any."""
    pairs, n = expected(visits, before, after), len(visits)
    stated = (after["state"] != "").to_numpy()[pairs.news[1]]  # one without a state tells nothing
    key, now = (np.append(known, new[stated]) for known, new in zip((pairs.key, pairs.now), pairs.news))
    count = lambda state, none=False: np.bincount(key[_at(after["state"] == state, now, none)], minlength=n)  # noqa: E731
    lesions, absent, worse, unseen = np.bincount(key, minlength=n), count(gone), count(progressed), count("", none=True)
    return np.select([lesions == 0, worse > 0, unseen > 0, absent == lesions], ["", PD, NE, CR], NON_CR_PD)


def overall_response(target: np.ndarray, non_target: np.ndarray, new: np.ndarray) -> np.ndarray:
    """RECIST 1.1, tables 1 and 2."""
    progressed = new | (target == PD) | (non_target == PD)
    lingers = (target == CR) & np.isin(non_target, [NON_CR_PD, NE])
    return np.select(
        [progressed, (target == "") & (non_target == ""), target == "", lingers], [PD, NE, non_target, PR], target
    )


def _lowest_earlier(subject: pd.Series, total: np.ndarray) -> np.ndarray:
    """The lowest of the subject's totals before each row; missing when there is none."""
    lowest = pd.Series(total).fillna(np.inf).groupby(subject.to_numpy()).cummin()
    return lowest.groupby(subject.to_numpy()).shift().replace(np.inf, np.nan).to_numpy(float)
