"""Which measurements of a target lesion count: those on the axis of its kind, of a node the short one (RECIST 1.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import combinations, positions_in
from onespec.engine.contract import Name, Selection, TextName
from onespec.engine.kinds import Number

UNKNOWN, LONG, SHORT = -1, 0, 1


@dataclass(kw_only=True)
class Identified(Selection):
    """Records that identify lesions (SDTMIG 3.4, TU): where each of them is."""

    lesion: TextName = "TULNKID"
    location: TextName = "TULOC"
    identifier: list[Name] = field(default_factory=lambda: ["TUEVAL"])  # who identified it


@dataclass(frozen=True)
class Axes:
    """The axis of each lesion and what it leaves of the measurements.

    node    True for lesions whose short axis counts, by number of the lesion
    other   True for rows whose size is not on the axis of the lesion, and does not count
    asked   those of them for which no other size of the same visit counts, or the kind of the lesion is not said
    twice   rows whose size is another one than that which counts, of the same visit, day and axis
    """

    node: np.ndarray
    other: np.ndarray
    asked: np.ndarray
    twice: np.ndarray


def kinds(owner: list[Column], identified: Identified | None, node_location: str) -> np.ndarray:
    """SHORT or LONG for each row by where its lesion is; UNKNOWN where that is not said, or said in two ways.

    ``owner``: subject, evaluator and lesion of each row.
    """
    if identified is None:
        return np.full(len(owner[0]), UNKNOWN)
    theirs = [identified.subject, *(identified.frame[c] for c in (*identified.identifier, identified.lesion))]
    if len(theirs) != len(owner):
        raise ValueError(f"{len(owner) - 2} evaluators have {len(theirs) - 2} identifiers")
    location = identified.frame[identified.location]
    nodal = location.isin([place for place in set(location.tolist()) if node_location in place])
    codes, first = combinations(theirs)
    said = [np.bincount(codes[mask], minlength=len(first)) > 0 for mask in (nodal, ~nodal & location.notna())]
    kind = np.select([said[0] & ~said[1], said[1] & ~said[0]], [SHORT, LONG], UNKNOWN)
    return np.append(kind, UNKNOWN)[positions_in(owner, [column.take(first) for column in theirs])]


def axes(lesion: np.ndarray, kind: np.ndarray, size: Number, axis: np.ndarray, when: list[np.ndarray]) -> Axes:
    """The axes of lesions.

    lesion   number of the lesion of each row
    kind     of each lesion, by its number; where it is unknown, the axis on which it was first measured counts
    axis     of each row: SHORT, LONG, or UNKNOWN for a test that tells none
    when     date and visit of each row, as numbers
    """
    rows = np.flatnonzero(size.notna())  # what is not measured has no axis
    at, sizes, axis = lesion[rows], size.to_numpy()[rows], axis[rows]
    date, visit = (each[rows] for each in when)
    said = kind != UNKNOWN
    if not said.all():
        kind = np.where(said, kind, _first(at, axis, date, axis != UNKNOWN, len(kind)))
    other = (axis != UNKNOWN) & (axis != kind[at])
    at_visit, visits = combinations([at, visit])
    has = np.bincount(at_visit[~other], minlength=len(visits)) > 0
    asked = other & ~(said[at] & has[at_visit])
    twice = _twice(at_visit, len(visits), sizes, date, ~other)
    return Axes(kind == SHORT, *(_among(rows, each, len(lesion)) for each in (other, asked, twice)))


def _among(rows: np.ndarray, mask: np.ndarray, n: int) -> np.ndarray:
    """A mask of some of ``n`` rows as a mask of all."""
    out = np.zeros(n, bool)
    out[rows[mask]] = True
    return out


def _first(lesion: np.ndarray, axis: np.ndarray, date: np.ndarray, told: np.ndarray, n: int) -> np.ndarray:
    """The one axis on which each lesion was measured first; UNKNOWN for none, and for both on that day."""
    earliest = np.full(n, np.inf)
    np.fmin.at(earliest, lesion[told], date[told])
    begins = told & (date == earliest[lesion])
    seen = [np.bincount(lesion[begins & (axis == each)], minlength=n) > 0 for each in (SHORT, LONG)]
    return np.select([seen[0] & ~seen[1], seen[1] & ~seen[0]], [SHORT, LONG], UNKNOWN)


def _twice(at_visit: np.ndarray, visits: int, size: np.ndarray, date: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """True for the smaller ones of several sizes of a lesion at a visit on a day."""
    if (np.bincount(at_visit[counts], minlength=visits) < 2).all():
        return np.zeros(len(size), bool)
    _, day = np.unique(date, return_inverse=True)
    same, groups = combinations([at_visit, day])
    largest = np.full(len(groups), -np.inf)
    np.fmax.at(largest, same[counts], size[counts])
    return counts & (size < largest[same])
