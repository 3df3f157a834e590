"""RECIST 1.1, section 4.3, from lesions to the response of a visit: whole columns, one row a visit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from onespec.adam.methods._dates import complete
from onespec.adam.records._lesions import Lesions, Terms
from onespec.adam.records._parts import Parts, parts_of
from onespec.adam.records._response import CR, NE, NON_CR_PD, PD, PR, SD
from onespec.adam.records._rules import Rule, Rules
from onespec.engine.columns import in_order
from onespec.engine.contract import Bundle
from onespec.engine.groups import first_of, last_of, nth_of

DECIMALS = 3  # of a sum in mm; finer than any reading, and the same on every platform
EXACT = 1e-9  # sizes are decimals, and 0.1 + 0.2 is not above 0.3


@dataclass(frozen=True)
class Thresholds(Bundle):
    """Percent and mm above nadir (PD), percent below baseline (PR), short axis of a normal node in mm."""

    increase_percent: float
    increase_mm: float
    decrease_percent: float
    node_normal_mm: float
    until: str = ""  # an equivocal new lesion that is certain only after this date (ISO 8601) does not count


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
    width = max(lesions.lesions, 1)
    rows = np.flatnonzero(lesions.later(kind))
    order = (~lesions.axes.other[rows], *(lesions.all[name].take(rows) for name in ("date", "size")))
    seen = rows[in_order(*order)][::-1]
    found, first = np.unique(lesions.key[seen] * width + lesions.number[seen], return_index=True)
    due = key * width + lesions.number[base]
    at = np.searchsorted(found, due)  # in ascending order
    met = np.append(found, -1)[at] == due
    now = np.where(met, np.append(seen[first], -1)[at], -1)
    alone = np.bincount(at[met], minlength=len(found)) == 0
    return Pairs(lesions, key, base, now, (found[alone] // width, seen[first[alone]]))


def last_rows(lesions: Lesions, among: np.ndarray) -> np.ndarray:
    """Where the latest record of each lesion stands; of the same date that of the highest sequence."""
    date, sequence = (lesions.all[name].to_numpy() for name in ("date", "sequence"))
    rows = last_of(lesions.number, lesions.lesions, ~lesions.axes.other, date, sequence, keep=among)
    return rows[rows >= 0]


@dataclass
class Measured:
    """The target lesions of each visit as they were measured: rows of ``lesions``, -1 for none.

    key, base, now   visit, record of the baseline (-1 for a part of it), and record of the visit
    node             True where the short axis counts
    whole            rows of lesions that were measured at a visit beside their own fragments: they do not count
    strangers        rows of target lesions that the baseline has not, and that are no parts of it
    """

    lesions: Lesions
    key: np.ndarray
    base: np.ndarray
    now: np.ndarray
    node: np.ndarray
    whole: np.ndarray
    strangers: np.ndarray


def measured(pairs: Pairs) -> Measured:
    """A lesion that split is its fragments from then on, lesions that merged are the one; see `Parts`."""
    lesions, (key, row) = pairs.lesions, pairs.news
    parts = _parts(pairs)
    number = lesions.number[row]
    fragment, joined = np.isin(number, [*parts.fragments]), np.isin(number, [*parts.merged])
    at, part, of = [], [], []  # visit, row and lesion of each fragment that is due, also where it has no record
    for each, lesion in parts.fragments.items():  # few
        same = np.isin(number, [f for f, other in parts.fragments.items() if other == lesion])
        visits = np.unique(key[same])
        visits = visits[visits >= key[number == each].min()]
        at.append(visits)
        part.append([next(iter(row[(number == each) & (key == visit)]), -1) for visit in visits])
        of.append(np.full(len(visits), lesion))
    at, part, of = (np.array([x for xs in column for x in xs], int) for column in (at, part, of))
    replaced = [(visit, lesion) for visit, lesion in zip(at.tolist(), of.tolist(), strict=True)]
    replaced += [(v, m) for v, n in zip(key[joined], number[joined], strict=True) for m in parts.merged[n]]
    width = max(lesions.lesions, 1)
    gone = np.isin(pairs.key * width + lesions.number[pairs.base], [v * width + n for v, n in replaced])
    own = pairs.now[gone]
    node = lesions.axes.node
    first = np.array([parts.merged[n][0] for n in number[joined]], int)
    return Measured(
        lesions,
        np.concatenate([pairs.key[~gone], at, key[joined]]),
        np.concatenate([pairs.base[~gone], np.full(len(at) + joined.sum(), -1)]),
        np.concatenate([pairs.now[~gone], part, row[joined]]),
        np.concatenate([node[lesions.number[pairs.base[~gone]]], node[of], node[first]]),
        own[(own >= 0) & lesions.all["size"].take(own).notna()],
        row[~fragment & ~joined],
    )


def _parts(pairs: Pairs) -> Parts:
    """The parts among the lesions without a baseline record."""
    lesions = pairs.lesions
    names, rows = lesions.all["lesion"], pairs.news[1]
    rows = rows[np.unique(lesions.number[rows], return_index=True)[1]]
    named = {int(lesions.number[i]): (int(lesions.subject[i]), str(names[int(i)])) for i in rows}
    if not named:
        return Parts()
    base = np.unique(pairs.base[np.isin(lesions.subject[pairs.base], lesions.subject[rows])])
    known: dict[int, dict[str, int]] = {}
    for i in base:
        known.setdefault(int(lesions.subject[i]), {})[str(names[int(i)])] = int(lesions.number[i])
    return parts_of(named, known)


class TargetSums:
    """The target lesions of each visit as they were measured, and their sums.

    lesions            how many there are;  total: sum of those that were measured, missing without one
    sum, base, nadir   sum of the visit, of the baseline, and the lowest earlier one; missing where a lesion is missing
    """

    def __init__(self, pairs: Pairs):
        self.pairs, visits = pairs, pairs.lesions.visits
        self.measured = units = measured(pairs)
        n, key = len(visits), units.key
        sizes = pairs.lesions.all["size"]
        self.size, at_base = (sizes.take(rows).to_numpy() for rows in (units.now, pairs.base))
        self.lesions = np.bincount(key, minlength=n)
        seen = np.bincount(key[~np.isnan(self.size)], minlength=n)
        total = np.bincount(key, weights=np.nan_to_num(self.size), minlength=n).round(DECIMALS)
        base = np.bincount(pairs.key, weights=at_base, minlength=n).round(DECIMALS)
        base = np.where(self.lesions > 0, base, np.nan)
        self.total = np.where(seen > 0, total, np.nan)
        self.sum = np.where((self.lesions > 0) & (seen == self.lesions), total, np.nan)
        self.base, self.nadir = base, np.fmin(base, _lowest_earlier(visits.subject, self.sum))


class TargetResponse(TargetSums):
    """Response of the target lesions of each visit, by ``rules``; blank without any.

    gone     True for visits at which every lesion is gone
    decides  a lesion of each visit on which the rule stands, by its name; blank where it stands on none, or on the sum
    """

    def __init__(self, pairs: Pairs, limits: Thresholds):
        super().__init__(pairs)
        self.limits, units, n = limits, self.measured, len(pairs.lesions.visits)
        gone = (self.size == 0) | units.node & (self.size < limits.node_normal_mm)
        self.gone = (self.lesions > 0) & (np.bincount(units.key[gone], minlength=n) == self.lesions)
        self.seen = ~np.isnan(self.size) & ~gone
        self.there = np.bincount(units.key[self.seen], minlength=n) > 0

    def decide(self, after: np.ndarray) -> None:
        """Set rules and response; ``after`` is True for visits after one with an overall CR."""
        limits, base, nadir = self.limits, self.base, self.nadir
        total = np.nan_to_num(self.total)
        above = total - nadir
        grown = (above * 100 >= limits.increase_percent * nadir - EXACT) & (above >= limits.increase_mm - EXACT)
        grown &= above > 0  # where no mm are asked for, and nothing is left, nothing has grown
        shrunk = (base - total) * 100 >= limits.decrease_percent * base - EXACT
        percent, mm, less = f"{limits.increase_percent:g}%", f"{limits.increase_mm:g} mm", limits.decrease_percent
        unsized = self.pairs.lesions.all["size"].take(self.measured.base).isna() & (self.measured.base >= 0)
        self.rules = Rules(
            Rule(self.lesions == 0, ""),
            Rule(self.gone, CR, "every target lesion is gone", "ALL GONE"),
            Rule(after & self.there, PD, "there is a target lesion again after a complete response", "BACK AFTER CR"),
            Rule(grown, PD, f"the sum is at least {percent} and at least {mm} above the nadir", "ABOVE NADIR"),
            Rule(np.isnan(self.sum), NE, "not every target lesion was measured ({unmeasured})", "NOT ASSESSED"),
            Rule(np.isnan(base), NE, "a target lesion has no size at the baseline", "NO BASELINE"),
            Rule(shrunk, PR, f"the sum is at least {less:g}% below the baseline", "BELOW BASELINE"),
            Rule(
                True,
                SD,
                f"the sum is neither {less:g}% below the baseline nor {percent} and {mm} above the nadir",
                "NO OTHER RULE",
            ),
        )
        self.response = self.rules.given()
        name = self.pairs.lesions.all["lesion"].take(
            np.where(self.measured.now >= 0, self.measured.now, self.measured.base)
        )
        stands_on = {"BACK AFTER CR": self.seen, "NOT ASSESSED": np.isnan(self.size), "NO BASELINE": unsized}
        self.decides = self.rules.standing(stands_on, self.measured.key, name)


class NonTargetResponse:
    """Response of the non-target lesions of each visit, with or without a baseline, by ``rules``; blank without any.

    gone       True for visits at which every lesion is gone
    strangers  rows of lesions that the baseline has not
    decides    a lesion of each visit on which the rule stands, by its name
    """

    def __init__(self, pairs: Pairs, terms: Terms):
        self.terms, lesions, n = terms, pairs.lesions, len(pairs.lesions.visits)
        state = lesions.all["state"]
        self.strangers = pairs.news[1]
        stated = state.take(pairs.news[1]).notna()  # one without a state tells nothing
        self.pairs = pairs = replace(pairs, news=(pairs.news[0][stated], pairs.news[1][stated]))
        self.key, self.now = (
            np.append(known, new) for known, new in zip((pairs.key, pairs.now), pairs.news, strict=True)
        )
        self.state = state.take(self.now)
        self.lesions = np.bincount(self.key, minlength=n)
        absent, self.worse, self.unseen = (
            np.bincount(self.key[self.state == term], minlength=n) for term in (terms.gone, terms.progressed, "")
        )
        self.gone = (self.lesions > 0) & (absent == self.lesions)

    def decide(self, complete: np.ndarray) -> None:
        """Set rules and response; ``complete`` is True for visits with an overall CR."""
        lesions, visits = self.pairs.lesions, self.pairs.lesions.visits
        met = self.now >= 0
        rows, at = self.now[met], self.key[met]
        begins = np.full(max(lesions.lesions, 1), np.inf)  # the first visit with each lesion; -1 for the baseline
        np.fmin.at(begins, lesions.number[rows], at)
        begins[lesions.number[self.pairs.base]] = -1
        known = begins[lesions.number[rows]] <= _last_earlier(visits.subject, complete)[at]
        again = np.zeros(len(met), bool)
        again[met] = known & (self.state[met] != self.terms.gone) & self.state[met].notna()
        back = np.bincount(self.key[again], minlength=len(visits)) > 0
        self.rules = Rules(
            Rule(self.lesions == 0, ""),
            Rule(self.worse > 0, PD, "one is {progressed}", "PROGRESSION"),
            Rule(back, PD, "one is there again after a complete response", "BACK AFTER CR"),
            Rule(self.unseen > 0, NE, "not every one of the baseline was assessed", "NOT ASSESSED"),
            Rule(self.gone, CR, "every one is {gone}", "ALL GONE"),
            Rule(True, NON_CR_PD, "none is {progressed} and not every one is {gone}", "NO OTHER RULE"),
        )
        self.response = self.rules.given()
        base = np.append(self.pairs.base, self.pairs.news[1])
        name = lesions.all["lesion"].take(np.where(met, self.now, base))
        stands_on = {
            "PROGRESSION": self.state == self.terms.progressed,
            "BACK AFTER CR": again,
            "NOT ASSESSED": self.state.isna(),
        }
        self.decides = self.rules.standing(stands_on, self.key, name)


class NewLesions:
    """New lesions of the visits: ``seen`` is True for their rows.

    certain   row of the first one of each visit that is certain; -1 without one
    early     row of the first one that is uncertain, and certain at a later visit; -1 without one
    """

    def __init__(self, lesions: Lesions, terms: Terms, until: str):
        self.seen, n = lesions.later(terms.new), len(lesions.visits)
        state = lesions.all["state"]
        certain = self.seen & (state == terms.certain)
        in_time = certain & (lesions.all["date"] <= complete(until) if until else True)
        latest = np.full(lesions.lesions, -1)
        np.maximum.at(latest, lesions.number[in_time], lesions.key[in_time])
        early = self.seen & (state == terms.uncertain) & (lesions.key < latest[lesions.number])
        self.certain, self.early = (first_of(lesions.key, n, keep=keep) for keep in (certain, early))
        self.counts = (self.certain >= 0) | (self.early >= 0)
        self.decides = lesions.all["lesion"].take(np.where(self.certain >= 0, self.certain, self.early))


def overall_response(target: np.ndarray, non_target: np.ndarray, new: NewLesions) -> Rules:
    """RECIST 1.1, tables 1 and 2."""
    lingers = (target == CR) & np.isin(non_target, [NON_CR_PD, NE])
    return Rules(
        Rule(new.certain >= 0, PD, "new lesion {new_lesion} is {certain}", on=new.certain),
        Rule(new.early >= 0, PD, "new lesion {new_lesion} is {certain} at a later visit", on=new.early),
        Rule(target == PD, PD, f"the target lesions are {PD}"),
        Rule(non_target == PD, PD, f"the non-target lesions are {PD}"),
        Rule((target == "") & (non_target == ""), NE, "there are neither target nor non-target lesions"),
        Rule(target == "", non_target, "there are no target lesions, and the non-target lesions decide"),
        Rule(lingers, PR, f"the target lesions are {CR}, but the non-target lesions are {{non_target_response}}"),
        Rule(True, target, "the target lesions are {target_response}, and no other lesion changes that"),
    )


def complete_responses(target: TargetResponse, non_target: NonTargetResponse, new: NewLesions) -> np.ndarray:
    """True for visits with an overall CR."""
    either = (target.lesions > 0) | (non_target.lesions > 0)
    no_other = ((target.lesions == 0) | target.gone) & ((non_target.lesions == 0) | non_target.gone)
    return either & no_other & ~new.counts


def after_one(subject: np.ndarray, mark: np.ndarray) -> np.ndarray:
    """True for each row of a subject after one that is marked."""
    return _last_earlier(subject, mark) >= 0


def _last_earlier(subject: np.ndarray, mark: np.ndarray) -> np.ndarray:
    """The last marked row of the subject before each row; -2 when there is none."""
    return -_so_far(np.fmin, subject, np.where(mark, -np.arange(len(mark)), np.nan), 2)


def _lowest_earlier(subject: np.ndarray, total: np.ndarray) -> np.ndarray:
    """The lowest of the subject's totals before each row; missing when there is none."""
    return _so_far(np.fmin, subject, total, np.nan)


def _so_far(how: np.ufunc, subject: np.ndarray, values: np.ndarray, none: float) -> np.ndarray:
    """What ``how`` makes of the subject's values before each row; ``none`` when there is none."""
    nth = nth_of(subject)
    found = np.full((subject.max(initial=-1) + 1, nth.max(initial=-1) + 2), np.nan)
    found[subject, nth + 1] = values
    earlier = how.accumulate(found, axis=1)[subject, nth]
    return np.where(np.isnan(earlier), none, earlier)
