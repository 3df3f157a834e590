"""RECIST 1.1, section 4.3, from lesions to the response of a visit: whole columns, one row a visit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from onespec.adam.records._lesions import Lesions
from onespec.adam.records._response import CR, NE, NON_CR_PD, PD, PR, SD
from onespec.adam.records._rules import Rule, Rules
from onespec.engine.columns import in_order, number, position_in
from onespec.engine.contract import Bundle
from onespec.engine.groups import last_of, nth_of

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
    """Each visit (``key``) with each lesion of the baseline: rows of ``lesions``; in ``now`` -1 for none.

    news  visits of the lesions that have no baseline, and their rows
    """

    lesions: Lesions
    key: np.ndarray
    base: np.ndarray
    now: np.ndarray
    news: tuple[np.ndarray, np.ndarray]


def expected(lesions: Lesions, kind: str) -> Pairs:
    """What is due at each visit of a kind of lesion, and what was seen.

    Of a lesion the latest record of the visit counts, of the same date the larger.
    """
    base = last_rows(lesions, lesions.baseline(kind))
    base = base[np.argsort(lesions.subject[base], kind="stable")]
    start, stop = (np.searchsorted(lesions.subject[base], lesions.visits.subject, side) for side in ("left", "right"))
    count = stop - start
    key = np.repeat(np.arange(len(count)), count)
    base = base[np.arange(len(key)) + np.repeat(start - np.cumsum(count) + count, count)]
    width = int(lesions.number.max(initial=0)) + 1
    rows = np.flatnonzero(lesions.later(kind))
    seen = rows[in_order(*(lesions.all[name].take(rows) for name in ("date", "size")))][::-1]
    found, first = np.unique(lesions.key[seen] * width + lesions.number[seen], return_index=True)
    due = key * width + lesions.number[base]
    now = np.append(seen[first], -1)[position_in(number(due), number(found))]
    alone = position_in(number(found), number(due)) < 0
    return Pairs(lesions, key, base, now, (found[alone] // width, seen[first[alone]]))


def last_rows(lesions: Lesions, among: np.ndarray) -> np.ndarray:
    """Where the latest record of each lesion stands; of the same date that of the highest sequence."""
    date, sequence = (lesions.all[name].to_numpy() for name in ("date", "sequence"))
    rows = last_of(lesions.number, int(lesions.number.max(initial=-1)) + 1, date, sequence, keep=among)
    return rows[rows >= 0]


class TargetResponse:
    """Response of the target lesions of each visit, by ``rules``; blank without any.

    total, base, nadir   sum at the visit, at the baseline, and the lowest earlier one; missing without a lesion
    """

    def __init__(self, pairs: Pairs, terms: Terms, limits: Thresholds):
        self.pairs, visits, key, n = pairs, pairs.lesions.visits, pairs.key, len(pairs.lesions.visits)
        sizes, tests = pairs.lesions.all["size"], pairs.lesions.all["test"]
        size, at_base = (sizes.take(rows).to_numpy() for rows in (pairs.now, pairs.base))
        node = tests.take(pairs.base) == terms.node_test
        lesions, seen = np.bincount(key, minlength=n), np.bincount(key[~np.isnan(size)], minlength=n)
        gone = np.bincount(key[(size == 0) | node & (size < limits.node_normal_mm)], minlength=n)
        total = np.bincount(key, weights=np.nan_to_num(size), minlength=n).round(DECIMALS)
        base = np.bincount(key, weights=at_base, minlength=n).round(DECIMALS)
        whole = (lesions > 0) & (seen == lesions)
        nadir = np.fmin(base, _lowest_earlier(visits.subject, np.where(whole, total, np.nan)))
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

    def __init__(self, pairs: Pairs, terms: Terms):
        state, n = pairs.lesions.all["state"], len(pairs.lesions.visits)
        stated = state.take(pairs.news[1]).notna()  # one without a state tells nothing
        self.pairs = pairs = replace(pairs, news=(pairs.news[0][stated], pairs.news[1][stated]))
        key, now = (np.append(known, new) for known, new in zip((pairs.key, pairs.now), pairs.news, strict=True))
        lesions, seen = np.bincount(key, minlength=n), state.take(now)
        absent, worse, unseen = (
            np.bincount(key[seen == term], minlength=n) for term in (terms.gone, terms.progressed, "")
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


def _lowest_earlier(subject: np.ndarray, total: np.ndarray) -> np.ndarray:
    """The lowest of the subject's totals before each row; missing when there is none."""
    nth = nth_of(subject)
    totals = np.full((subject.max(initial=-1) + 1, nth.max(initial=-1) + 2), np.nan)
    totals[subject, nth + 1] = total
    return np.fmin.accumulate(totals, axis=1)[subject, nth]
