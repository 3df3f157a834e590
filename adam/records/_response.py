"""Responses of RECIST 1.1: when one is confirmed by a later one, and which is the best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.adam.records._choose import NONE, Dated, first, one_each, owner
from onespec.engine.column import Column
from onespec.engine.columns import number, position_in, text
from onespec.engine.contract import Bundle, Rows, Selection, TextName

CR, PR, SD, NON_CR_PD, PD, NE, MISSING = "CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "MISSING"


@dataclass(kw_only=True)
class Assessments(Dated):
    """Response assessments, at most one a day and subject."""

    response: TextName

    @property
    def responses(self) -> Column:
        return self.frame[self.response]


@dataclass(frozen=True)
class Confirmation(Bundle):
    """What confirms a response: a later one, so many days after it or more.

    most_ne, most_sd   between the two stand so many NE at most, and after a PR so many SD
    """

    confirmation_days: int
    most_ne: int
    most_sd: int = 0


def confirmed(who: np.ndarray, assessments: Assessments, by: Confirmation) -> np.ndarray:
    """True for each CR or PR that a later assessment of the same ``who`` confirms.

    A CR is confirmed by a CR, a PR by a CR or PR; between the two stand only CR, PR and the NE and SD that are
    allowed, and no PR or SD after a CR.  One pass for each further assessment.
    """
    date = assessments.dates.to_numpy()
    order = np.lexsort((date, who))
    is_cr, is_pr, is_sd, is_ne = ((assessments.responses == r)[order] for r in (CR, PR, SD, NE))
    who, date = who[order], date[order]
    found = np.zeros(len(who), bool)
    rows = later = np.flatnonzero((is_cr | is_pr) & (who != NONE))
    seen_cr, seen_ne, seen_sd = is_cr[rows], np.zeros(len(rows), int), np.zeros(len(rows), int)
    while len(rows):
        same = np.append(who, NONE)[later + 1] == who[rows]
        rows, later = rows[same], later[same] + 1
        seen_cr, seen_ne, seen_sd = seen_cr[same], seen_ne[same], seen_sd[same]
        supports = is_cr[later] | is_pr[later] & ~seen_cr
        confirms = supports & (date[later] - date[rows] >= by.confirmation_days)
        found[rows[confirms]] = True
        allowed = is_sd[later] & ~seen_cr & (seen_sd < by.most_sd) | is_ne[later] & (seen_ne < by.most_ne)
        seen_cr, seen_ne, seen_sd = seen_cr | is_cr[later], seen_ne + is_ne[later], seen_sd + is_sd[later]
        on = ~confirms & (supports | allowed)
        rows, later = rows[on], later[on]
        seen_cr, seen_ne, seen_sd = seen_cr[on], seen_ne[on], seen_sd[on]
    out = np.empty(len(who), bool)
    out[order] = found
    return out


def best(
    subjects: Selection,
    start: str,
    assessments: Assessments,
    stable_days: int,
    order: list[str],
    stands: np.ndarray | bool = True,
) -> Rows:
    """One record a subject with the first of CR, PR, SD, NON-CR/NON-PD, PD, NE, MISSING that holds.

    stands  which CR and PR stand as such; every CR and PR counts towards SD
    """
    n, who = len(subjects.frame), owner(subjects, assessments)
    what = assessments.responses
    first_day = np.append(subjects.frame[start].to_numpy(), np.nan)[who]
    long_enough = assessments.dates.to_numpy() - first_day >= stable_days
    rules = {
        CR: (what == CR) & stands,
        PR: (what == PR) & stands,
        SD: what.isin([CR, PR, SD]) & long_enough,
        NON_CR_PD: (what == NON_CR_PD) & long_enough,
        PD: what == PD,
        NE: what != "",
    }
    lacking = {*rules, MISSING} - set(order)
    if lacking:
        raise ValueError(f"the order of responses lacks {', '.join(sorted(lacking))}")
    if others := set(order) - {*rules, MISSING}:
        raise ValueError(f"the order of responses holds {', '.join(sorted(others))}, which no subject has")
    result, decides = text(MISSING, n), np.full(n, NONE)
    for name, rule in rules.items():
        position = first(who, assessments.dates, n, rule)
        new = (decides == NONE) & (position != NONE)
        result, decides = result.mask(new, name), np.where(new, position, decides)
    rank = number(position_in(result, text(order)) + 1)
    return one_each(subjects, [assessments], [decides], {"AVALC": result, "AVAL": rank})
