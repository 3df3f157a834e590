"""The risk of being known again: how many subjects share the values of quasi-identifiers, before and after.

A class is all subjects with the same values.  k is the number of subjects of the smallest class; the risk of a subject
is 1/k of the own class (prosecutor risk); a subject alone in a class is unique.  EMA (policy 0070) and Health Canada
(Public Release of Clinical Information) take 0.09, which is k = 11, for data that are open to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pandas as pd

from onespec.engine.xpt.reader import read_xpt
from onespec.submission.sharing.register import Sharing
from onespec.submission.sharing.survey import SITE, SUBJECT

ENOUGH = 11  # subjects of a class, for a risk of 0.09
USUAL = ("SEX", "AGE", "RACE", "ETHNIC", "COUNTRY", SITE)  # where the study declares no set
_MOST = 8  # variables of which all sets are looked at
BANDS = ((1, 1), (2, 2), (3, 5), (6, 10), (11, None))  # sizes of classes


@dataclass(frozen=True)
class Risk:
    """The classes of one set of quasi-identifiers.

    k         subjects of the smallest class; ``classes`` how many there are
    uniques   subjects alone in theirs; ``highest`` and ``mean`` risk
    bands     subjects by the size of their class, as `BANDS` has it
    """

    k: int
    classes: int
    uniques: int
    highest: float
    mean: float
    bands: tuple[int, ...]


@dataclass(frozen=True)
class Compared:
    """A set of quasi-identifiers, before and after."""

    name: str
    variables: tuple[str, ...]
    before: Risk
    after: Risk


@dataclass(frozen=True)
class Reach:
    """Of all sets of so many of the declared variables: how many there are, how many reach k = 11 before and after."""

    size: int
    sets: int
    before: int
    after: int


def risk_of(frame: pd.DataFrame, variables: Sequence[str]) -> Risk:
    """The classes of subjects, one row each; blanks are a value as others are.  At least one row."""
    sizes = frame.groupby(list(variables), dropna=False, sort=False)[list(variables)[0]].transform("size")
    bands = tuple(int(((sizes >= low) & (sizes <= (high or sizes.max()))).sum()) for low, high in BANDS)
    classes = round(float((1 / sizes).sum()))
    k = int(sizes.min())
    return Risk(k, classes, int((sizes == 1).sum()), 1 / k, float((1 / sizes).mean()), bands)


def subjects_of(folder: Path, encoding: str) -> pd.DataFrame:
    """One row a subject: the variables of DM, and those of ADSL that DM does not have."""
    out = pd.DataFrame()
    for name in ("sdtm/dm.xpt", "adam/adsl.xpt"):
        if (folder / name).is_file():
            frame = read_xpt(folder / name, encoding)[1]
            new = frame[[SUBJECT, *(n for n in frame if n not in out)]] if len(out) else frame
            out = out.merge(new, on=SUBJECT, how="left") if len(out) else new
    return out.drop_duplicates(SUBJECT) if SUBJECT in out else out


def compare(before: pd.DataFrame, after: pd.DataFrame, sharing: Sharing) -> list[Compared]:
    """Each declared set; a variable that is not shared distinguishes nobody afterwards."""
    sets: Mapping[str, tuple[str, ...]] = {name: each.variables for name, each in sharing.risk.items()}
    if not sets and len(before):
        usual = [n for n in USUAL if n in before]
        sets = {", ".join(usual[:n]): tuple(usual[:n]) for n in range(1, len(usual) + 1)}
    out = []
    for name, variables in sets.items():
        known = [v for v in variables if v in before]
        if known:
            out.append(Compared(name, tuple(known), risk_of(before, known), risk_of(_with(after, known), known)))
    return out


def reach(before: pd.DataFrame, after: pd.DataFrame, compared: Sequence[Compared]) -> list[Reach]:
    """Of all sets of the declared variables, by size, how many reach k = 11: computed, not asserted."""
    names = list(dict.fromkeys(v for each in compared for v in each.variables))[:_MOST]
    after = _with(after, names)
    out = []
    for size in range(1, len(names) + 1):
        sets = list(combinations(names, size))
        reached = [sum(risk_of(frame, each).k >= ENOUGH for each in sets) for frame in (before, after)]
        out.append(Reach(size, len(sets), *reached))
    return out


def _with(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    return frame.assign(**{n: "" for n in names if n not in frame})
