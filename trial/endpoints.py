"""Endpoints that moved between two builds, in words: by subject and parameter what they were and are.

An endpoint is a record of a time-to-event dataset (class TTE), or a parameter of an analysis dataset (class BDS) with
one record a subject that is of no visit and whose result is a term (AVALC), not an amount of a drug, say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from onespec.engine.columns import combinations
from onespec.trial.records import SUBJECT, BuiltSide

TIMES, RESULTS = "TTE", "BDS"
NO_RECORD = "no record"
MOVED, FOLLOWED, ARRIVED = "moved", "followed", "new subject"


class EndpointChange(NamedTuple):
    """An endpoint of a subject.

    kind  MOVED; FOLLOWED where only a date moved, or a time that is censored on both sides; ARRIVED where the old
          build does not know the subject
    """

    dataset: str
    parameter: str
    label: str
    subject: str
    old: str
    new: str
    kind: str


@dataclass(frozen=True)
class _Endpoint:
    """What a record says: its result, when, whether it is censored; and all of it in words."""

    result: str
    date: str
    censored: bool
    said: str
    label: str
    number: float

    def only_followed(self, other: _Endpoint) -> bool:
        """Is nothing new but a date, or a time without an event?"""
        return self.censored and other.censored or (not self.censored and self.result == other.result)


_Found = dict[tuple[str, str], _Endpoint]  # parameter and subject


def endpoint_changes(old: BuiltSide, new: BuiltSide) -> Iterator[EndpointChange]:
    """Endpoints that are not in both builds alike: by dataset, parameter and subject."""
    for dataset in new.study.datasets.values():
        if dataset.cls not in (TIMES, RESULTS) or SUBJECT not in dataset.variables:
            continue
        found = [_found(side, dataset.name) for side in (old, new)]
        none = _several(old, dataset.name) | _several(new, dataset.name) if dataset.cls == RESULTS else set()
        for parameter, subject in sorted({*found[0], *found[1]}, key=lambda key: _order(key, found)):
            before, after = (each.get((parameter, subject)) for each in found)
            either = after or before
            if either is None or before == after or parameter in none:
                continue
            was, is_ = (each.said if each else NO_RECORD for each in (before, after))
            kind = _kind(before, after, subject in old.subjects)
            called = new.called.get(subject) or old.called.get(subject, subject)
            yield EndpointChange(dataset.name, parameter, either.label, called, was, is_, kind)


def _order(key: tuple[str, str], found: list[_Found]) -> tuple[float, str, str]:
    """By the number of the parameter, where it has one."""
    return min(each[key].number for each in found if key in each), *key


def _kind(before: _Endpoint | None, after: _Endpoint | None, known: bool) -> str:
    if not known:
        return ARRIVED
    return FOLLOWED if before and after and before.only_followed(after) else MOVED


def _found(side: BuiltSide, name: str) -> _Found:
    """The endpoints of a dataset; of several records of a subject and parameter, which are none, the last."""
    rows = _rows(side, name)
    dataset, frame = side.study.datasets[name], side.frame(name)
    there = [
        v for v in ("PARAMCD", SUBJECT, "PARAM", "PARAMN", "AVAL", "AVALC", "ADT", "EVNTDESC", "CNSDTDSC") if v in frame
    ]
    texts = {v: side.shown(name, v).take(rows).tolist() for v in there}
    censored = (frame["CNSR"].to_numpy()[rows] > 0).tolist() if "CNSR" in frame else [False] * len(rows)
    out: _Found = {}
    for at in range(len(rows)):
        said = {v: texts[v][at] for v in there}
        words = _time(said, censored[at]) if dataset.cls == TIMES else _result(said)
        result = said.get("AVALC") or said.get("AVAL", "")
        out[said["PARAMCD"], said[SUBJECT]] = _Endpoint(
            result, said.get("ADT", ""), censored[at], words, said.get("PARAM", ""), float(said.get("PARAMN") or 0)
        )
    return out


def _time(said: dict[str, str], censored: bool) -> str:
    why = ": ".join(t for t in (said.get("EVNTDESC", ""), "" if not censored else said.get("CNSDTDSC", "")) if t)
    return f"{said.get('AVAL', '')} {'censored' if censored else 'event'}" + (f" ({why})" if why else "")


def _result(said: dict[str, str]) -> str:
    date = said.get("ADT", "")
    return (said.get("AVALC") or said.get("AVAL", "")) + (f" ({date})" if date else "")


def _rows(side: BuiltSide, name: str) -> np.ndarray:
    """The records that may be endpoints."""
    frame = side.frame(name)
    if not {"PARAMCD", SUBJECT} <= set(frame):
        return np.empty(0, np.intp)
    mask = np.ones(len(frame), bool)
    if side.study.datasets[name].cls == RESULTS:
        mask = frame["AVISIT"].isna() if "AVISIT" in frame else mask
        filled = [frame[v].notna() for v in ("AVAL", "AVALC") if v in frame]
        mask = mask & np.logical_or.reduce(filled) if filled else mask & False
    return np.flatnonzero(mask)


def _several(side: BuiltSide, name: str) -> set[str]:
    """The parameters that are no endpoints: with records of a visit, with two of a subject, or without a term."""
    frame, rows = side.frame(name), _rows(side, name)
    if not len(rows):
        return set()
    parameters = frame["PARAMCD"].take(rows)
    codes, first = combinations([parameters, frame[SUBJECT].take(rows)])
    twice = set(parameters.take(first).pick(np.bincount(codes, minlength=len(first)) > 1))
    stated = set(parameters.pick(frame["AVALC"].take(rows).notna())) if "AVALC" in frame else set()
    twice |= set(parameters.tolist()) - stated
    return twice | (set(frame["PARAMCD"].pick(frame["AVISIT"].notna())) if "AVISIT" in frame else set())
