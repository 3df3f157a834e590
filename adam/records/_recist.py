"""RECIST 1.1, section 4.3, from lesions to the response of a visit: whole columns, one row a visit.

``visits``  one row a visit: subject, visit, date; in order of subject and time, index 0..n-1
``before``, ``after``  one row a lesion and date, of the baseline and of the visits: subject, key (row of its visit, -1:
            none), number (of the lesion), date, sequence, test, size, state
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from onespec.adam.records._response import CR, NE, NON_CR_PD, PD, PR, SD
from onespec.adam.records._rules import Rule, Rules
from onespec.engine.contract import Bundle

DECIMALS = 3  # of a sum in mm; finer than any reading, and the same on every platform
EXACT = 1e-9  # sizes are decimals, and 0.1 + 0.2 is not above 0.3


@dataclass(frozen=True)
class Thresholds(Bundle):
    """Percent and mm above nadir (PD), percent below baseline (PR), short axis of a normal node in mm."""

    increase_percent: float
    increase_mm: float
    decrease_percent: float
    node_normal_mm: float


@dataclass(frozen=True)
class Terms(Bundle):
    """The controlled terms of lesions.

    target, non_target, new   the kinds of lesion
    node_test                 the test that measures the short axis of a node
    gone, progressed          states of a non-target lesion
    certain                   state of a new lesion that counts
    """

    target: str
    non_target: str
    new: str
    node_test: str
    gone: str
    progressed: str
    certain: str


@dataclass
class Pairs:
    """Each visit (``key``) with each lesion of the baseline: rows of ``before`` and ``after``; in ``now`` -1 for none.

    news  visits of the lesions that have no baseline, and their rows of ``after``
    """

    before: pd.DataFrame
    after: pd.DataFrame
    key: np.ndarray
    base: np.ndarray
    now: np.ndarray
    news: tuple[np.ndarray, np.ndarray]


def expected(visits: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> Pairs:
    """What is due at each visit, and what was seen.

    Of a lesion the latest record of the visit counts, of the same date the larger.
    """
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
    at = pd.Index(found).get_indexer(pd.Index(due))
    now = np.where(at < 0, -1, np.append(seen[first], -1)[at])
    alone = ~np.isin(found, due)
    return Pairs(before, after, key, base, now, (found[alone] // width, seen[first[alone]]))


def last_rows(before: pd.DataFrame) -> np.ndarray:
    """Where the latest record of each lesion stands; of the same date that of the highest sequence."""
    order = np.lexsort((before["sequence"], before["date"]))[::-1]
    return order[np.unique(before["number"].to_numpy()[order], return_index=True)[1]]


class TargetResponse:
    """Response of the target lesions of each visit, by ``rules``; blank without any.

    total, base, nadir   sum at the visit, at the baseline, and the lowest earlier one; missing without a lesion
    """

    def __init__(self, visits: pd.DataFrame, pairs: Pairs, terms: Terms, limits: Thresholds):
        self.pairs, n = pairs, len(visits)
        before, after, key = pairs.before, pairs.after, pairs.key
        size = _at(after["size"], pairs.now, np.nan)
        node = (before["test"] == terms.node_test).to_numpy()[pairs.base]
        lesions, seen = np.bincount(key, minlength=n), np.bincount(key[~np.isnan(size)], minlength=n)
        gone = np.bincount(key[(size == 0) | node & (size < limits.node_normal_mm)], minlength=n)
        total = np.bincount(key, weights=np.nan_to_num(size), minlength=n).round(DECIMALS)
        base = np.bincount(key, weights=before["size"].to_numpy()[pairs.base], minlength=n).round(DECIMALS)
        whole = (lesions > 0) & (seen == lesions)
        nadir = np.fmin(base, _lowest_earlier(visits["subject"], np.where(whole, total, np.nan)))
        above = total - nadir
        grown = (above * 100 >= limits.increase_percent * nadir - EXACT) & (above >= limits.increase_mm - EXACT)
        shrunk = (base - total) * 100 >= limits.decrease_percent * base - EXACT
        percent, mm, less = f"{limits.increase_percent:g}%", f"{limits.increase_mm:g} mm", limits.decrease_percent
        self.rules = Rules(
            Rule(lesions == 0, ""),
            Rule(gone == lesions, CR, "every target lesion is gone"),
            Rule((nadir == 0) & (total > 0), PD, "the nadir is 0, and there is a lesion again"),
            Rule((nadir != 0) & grown, PD, f"the sum is at least {percent} and at least {mm} above the nadir"),
            Rule(~whole, NE, "not every target lesion was measured ({unmeasured})"),
            Rule(np.isnan(base), NE, "a target lesion has no size at the baseline"),
            Rule(shrunk, PR, f"the sum is at least {less:g}% below the baseline"),
            Rule(True, SD, f"the sum is neither {less:g}% below the baseline nor {percent} and {mm} above the nadir"),
        )
        self.response = self.rules.given()
        self.total = np.where(seen > 0, total, np.nan)
        self.base, self.nadir = (np.where(lesions > 0, sums, np.nan) for sums in (base, nadir))


class NonTargetResponse:
    """Response of the non-target lesions of each visit, with or without a baseline, by ``rules``; blank without any."""

    def __init__(self, visits: pd.DataFrame, pairs: Pairs, terms: Terms):
        state, n = pairs.after["state"], len(visits)
        stated = (state != "").to_numpy()[pairs.news[1]]  # one without a state tells nothing
        self.pairs = pairs = replace(pairs, news=(pairs.news[0][stated], pairs.news[1][stated]))
        key, now = (np.append(known, new) for known, new in zip((pairs.key, pairs.now), pairs.news, strict=True))
        lesions = np.bincount(key, minlength=n)
        absent, worse, unseen = (
            np.bincount(key[_at(state == term, now, unknown)], minlength=n)
            for term, unknown in ((terms.gone, False), (terms.progressed, False), ("", True))
        )
        self.rules = Rules(
            Rule(lesions == 0, ""),
            Rule(worse > 0, PD, "one is {progressed}"),
            Rule(unseen > 0, NE, "not every one of the baseline was assessed"),
            Rule(absent == lesions, CR, "every one is {gone}"),
            Rule(True, NON_CR_PD, "none is {progressed} and not every one is {gone}"),
        )
        self.response = self.rules.given()


def overall_response(target: np.ndarray, non_target: np.ndarray, new: np.ndarray) -> Rules:
    """RECIST 1.1, tables 1 and 2; ``new`` is the row of a new lesion that is certain, -1 for visits without one."""
    lingers = (target == CR) & np.isin(non_target, [NON_CR_PD, NE])
    return Rules(
        Rule(new >= 0, PD, "new lesion {new_lesion} is {certain}", on=new),
        Rule(target == PD, PD, f"the target lesions are {PD}"),
        Rule(non_target == PD, PD, f"the non-target lesions are {PD}"),
        Rule((target == "") & (non_target == ""), NE, "there are neither target nor non-target lesions"),
        Rule(target == "", non_target, "there are no target lesions, and the non-target lesions decide"),
        Rule(lingers, PR, f"the target lesions are {CR}, but the non-target lesions are {{non_target_response}}"),
        Rule(True, target, "the target lesions are {target_response}, and no other lesion changes that"),
    )


def _at(values: pd.Series, rows: np.ndarray, none: object) -> np.ndarray:
    return np.append(values.to_numpy(), np.asarray(none))[rows]


def _lowest_earlier(subject: pd.Series, total: np.ndarray) -> np.ndarray:
    """The lowest of the subject's totals before each row; missing when there is none."""
    lowest = pd.Series(total).fillna(np.inf).groupby(subject.to_numpy()).cummin()
    return lowest.groupby(subject.to_numpy()).shift().replace(np.inf, np.nan).to_numpy(float)
