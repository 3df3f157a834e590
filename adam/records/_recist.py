"""RECIST 1.1, section 4.3, from lesions to the response of a visit: whole columns, one row a visit.

``visits``  one row a visit: subject, visit, date; in order of subject and time, index 0..n-1
``lesions`` one row a lesion and date: subject, visit, lesion, date, sequence, test, size, state
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


def expected(visits: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, others: bool = False) -> pd.DataFrame:
    """One row for each visit (``key``) and each lesion of the baseline, with what was seen of it: a missing row is blank.

    others  also the lesions with a state at the visit that have no baseline; their ``test`` is missing
    """
    keys = visits.assign(key=visits.index)[["key", "subject", "visit"]]
    due = keys.merge(last_record(before)[["subject", "lesion", "test"]], on="subject")[["key", "lesion", "test"]]
    seen = after.sort_values(["date", "size"], kind="stable", na_position="first").drop_duplicates(["subject", "visit", "lesion"], keep="last")
    seen = keys.merge(seen[["subject", "visit", "lesion", "size", "state"]], on=["subject", "visit"])[["key", "lesion", "size", "state"]]
    pairs = due.merge(seen, on=["key", "lesion"], how="outer" if others else "left")
    return pairs.assign(state=pairs["state"].fillna(""))


def last_record(before: pd.DataFrame) -> pd.DataFrame:
    """The latest record of each lesion."""
    return before.sort_values(["date", "sequence"], kind="stable").drop_duplicates(["subject", "lesion"], keep="last")


def target_response(visits: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, node_test: str, limits: Limits) -> pd.DataFrame:
    """Response of the target lesions of each visit (blank without any), with sum and nadir."""
    pairs, n = expected(visits, before, after), len(visits)
    assessed = pairs["size"].notna()
    normal_node = (pairs["test"] == node_test) & (pairs["size"] < limits.node_normal_mm)
    lesions, seen = np.bincount(pairs["key"], minlength=n), np.bincount(pairs["key"][assessed], minlength=n)
    gone = np.bincount(pairs["key"][(pairs["size"] == 0) | normal_node], minlength=n)
    total = np.bincount(pairs["key"], weights=pairs["size"].fillna(0), minlength=n).round(DECIMALS)
    base = visits["subject"].map(last_record(before).groupby("subject")["size"].sum(skipna=False)).to_numpy(float).round(DECIMALS)
    whole = (lesions > 0) & (seen == lesions)
    nadir = np.fmin(base, _lowest_earlier(visits["subject"], np.where(whole, total, np.nan)))
    above = total - nadir
    grown = (above * 100 >= limits.increase_percent * nadir - EXACT) & (above >= limits.increase_mm - EXACT)
    grown = np.where(nadir == 0, total > 0, grown)
    shrunk = (base - total) * 100 >= limits.decrease_percent * base - EXACT
    response = np.select([lesions == 0, gone == lesions, grown, ~whole | np.isnan(base), shrunk], ["", CR, PD, NE, PR], SD)
    return pd.DataFrame({"response": response, "sum": np.where(seen > 0, total, np.nan), "nadir": np.where(lesions > 0, nadir, np.nan)})


def non_target_response(visits: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, gone: str, progressed: str) -> np.ndarray:
    """Response of the non-target lesions of each visit, with or without a baseline; blank without any."""
    pairs, n = expected(visits, before, after, others=True), len(visits)
    pairs = pairs[pairs["test"].notna() | (pairs["state"] != "")]
    count = lambda rows: np.bincount(pairs["key"][rows], minlength=n)  # noqa: E731
    lesions, absent = np.bincount(pairs["key"], minlength=n), count(pairs["state"] == gone)
    worse, unseen = count(pairs["state"] == progressed), count(pairs["state"] == "")
    return np.select([lesions == 0, worse > 0, unseen > 0, absent == lesions], ["", PD, NE, CR], NON_CR_PD)


def overall_response(target: np.ndarray, non_target: np.ndarray, new: np.ndarray) -> np.ndarray:
    """RECIST 1.1, tables 1 and 2."""
    progressed = new | (target == PD) | (non_target == PD)
    lingers = (target == CR) & np.isin(non_target, [NON_CR_PD, NE])
    return np.select([progressed, (target == "") & (non_target == ""), target == "", lingers], [PD, NE, non_target, PR], target)


def _lowest_earlier(subject: pd.Series, total: np.ndarray) -> np.ndarray:
    """The lowest of the subject's totals before each row; missing when there is none."""
    lowest = pd.Series(total).fillna(np.inf).groupby(subject.to_numpy()).cummin()
    return lowest.groupby(subject.to_numpy()).shift().replace(np.inf, np.nan).to_numpy(float)
