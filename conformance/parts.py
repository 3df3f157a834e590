"""Checks run on a dataset, whole or on ranges of subjects one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from onespec.conformance.breach import ONESPEC, Breach
from onespec.conformance.check_list import Check
from onespec.conformance.data import Data, Fault, Lacking, World
from onespec.conformance.listing import Listing
from onespec.conformance.reach import Distinct, Judge, OfSubject
from onespec.conformance.series import as_text, combinations, text


def in_parts(check: Check, data: Data) -> bool:
    """Whether the check finds on ranges of subjects what it finds on the whole dataset."""
    reach, given = check.operation.reach, check.arguments(data)
    return isinstance(reach, Distinct) or isinstance(reach, OfSubject) and (given is None or reach.holds(data, given))


def breaches_in_parts(checks: Sequence[Check], world: World, name: str, listing: Listing) -> list[Breach]:
    """The breaches of checks for which `in_parts` holds."""
    spans = world.spans(name)
    found: list[Breach] = []
    told: list[set[Breach]] = [set() for _ in checks]  # what was said of the dataset as a whole
    sums = [list(_sums(c, Data(world, world.package.tables[name]))) for c in checks]
    for span in spans:
        part = world.part(span, name)
        data = Data(part, part.package.tables[name])
        for check, said, mine in zip(checks, told, sums, strict=True):
            if isinstance(check.operation.reach, Distinct):
                some = data.where(check.conditions(data.prefix)) if mine else data
                for each in mine:
                    each.add(some)
                continue
            breaches = list(of_check(check, data, listing))
            found += [b for b in breaches if b.row is not None or b not in said]
            said |= {b for b in breaches if b.row is None}
        pa.default_memory_pool().release_unused()
    for check, mine in zip(checks, sums, strict=True):
        for each in mine:
            faults = each.faults()
            found += [b for f in faults if f.rows is None for b in _breaches(check, each.data, f, listing)]
            if any(f.rows is not None for f in faults):
                found += _of_alike(check, each, [f for f in faults if f.rows is not None], listing)
    return found


def _of_alike(check: Check, alike: Alike, faults: Sequence[Fault], listing: Listing) -> Iterator[Breach]:
    """The breaches of all records that are like one at fault: they are looked for."""
    name = alike.data.name
    for span in alike.data.world.spans(name):
        part = alike.data.world.part(span, name)
        data = Data(part, part.package.tables[name])
        some = data.where(check.conditions(data.prefix))
        place = alike.place_of(some)
        for fault in faults:
            detail = (
                fault.detail.iloc[place].reset_index(drop=True) if isinstance(fault.detail, pd.Series) else fault.detail
            )
            here = replace(fault, rows=np.asarray(fault.rows)[place], detail=detail)
            yield from _breaches(check, some, here, listing)


class Alike:
    """The different values of some variables of a dataset side by side, and how many records have them.

    data   the whole dataset
    frame  the different values, in the order in which they first stand in the file
    """

    def __init__(self, data: Data, names: Sequence[str], judge: Judge):
        self.data, self.names, self._judge = data, list(names), judge
        self.frame: pd.DataFrame | None = None
        self._count, self._position = np.empty(0, np.int64), np.empty(0, np.int64)

    def add(self, data: Data) -> None:
        """Some more records."""
        frame, codes, first = self._distinct(data)
        count, position = np.bincount(codes, data.count, len(first)).astype(np.int64), data.position[first]
        if self.frame is None:
            self.frame, self._count, self._position = frame, count, position
            return
        counts, positions = np.append(self._count, count), np.append(self._position, position)
        both = pd.concat([self.frame, frame], ignore_index=True)
        codes, first = combinations([both[n] for n in self.names])
        least = np.full(len(first), np.iinfo(np.int64).max)
        np.minimum.at(least, codes, positions)
        self.frame = both.take(first).reset_index(drop=True)
        self._count, self._position = np.bincount(codes, counts, len(first)).astype(np.int64), least

    def faults(self) -> list[Fault]:
        """What is wrong with them; masks of rows of ``frame``."""
        assert self.frame is not None
        order = np.argsort(self._position)
        self.frame = self.frame.take(order).reset_index(drop=True)
        self._count, self._position = self._count[order], self._position[order]
        few = self.data.distinct(self.frame, self._position, self._count)
        out = []
        try:
            for fault in self._judge(few):
                rows = None if fault.rows is None else _mask(fault.rows, len(few))
                if rows is None or rows.any():
                    out.append(replace(fault, rows=rows))
        except Lacking:
            pass
        return out

    def place_of(self, data: Data) -> np.ndarray:
        """In which row of ``frame`` the values of each record stand."""
        assert self.frame is not None
        frame, codes, _ = self._distinct(data)
        both = pd.concat([self.frame, frame], ignore_index=True)
        level, first = combinations([both[n] for n in self.names])
        return first[level[len(self.frame) :]][codes]

    def _distinct(self, data: Data) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
        columns = {n: data[n] for n in self.names}
        codes, first = combinations(list(columns.values()))
        return pd.DataFrame({n: c.take(first).reset_index(drop=True) for n, c in columns.items()}), codes, first


def _mask(rows: Any, n: int) -> np.ndarray:
    rows = np.asarray(rows)
    if rows.dtype == bool:
        return rows
    out = np.zeros(n, bool)
    out[rows.astype(np.intp)] = True
    return out


def _sums(check: Check, data: Data) -> Iterator[Alike]:
    """What a check that looks at different values is to be told of a dataset."""
    reach, given = check.operation.reach, check.arguments(data)
    if isinstance(reach, Distinct) and given is not None:
        for names in reach.lists(data, given):
            if names:
                yield Alike(data, names, _judge(check, reach, given, names))


def _judge(check: Check, reach: Distinct, given: Mapping[str, Any], names: Sequence[str]) -> Judge:
    if reach.judge:
        return partial(_with_names, reach.judge, names)
    return lambda few: check.operation.function(**{n: few if isinstance(v, Data) else v for n, v in given.items()})


def _with_names(judge: Any, names: Sequence[str], data: Data) -> Iterator[Fault]:
    return judge(data, names)


def of_check(check: Check, whole: Data, listing: Listing | None = None) -> Iterator[Breach]:
    """The breaches of one check in one dataset; all are listed without ``listing``."""
    data = whole.where(check.conditions(whole.prefix))
    given = check.arguments(data)
    if given is not None:
        try:
            for fault in check.operation.function(**given):
                yield from _breaches(check, data, fault, listing)
        except Lacking:
            return


def _breaches(check: Check, data: Data, fault: Fault, listing: Listing | None) -> Iterator[Breach]:
    if fault.rows is None:
        yield Breach(
            ONESPEC,
            check.id,
            data.name,
            None,
            tuple(fault.variables),
            tuple(fault.values),
            check.text(data.prefix, str(fault.detail)),
            check.fix,
            standard=data.world.guide.standard,
        )
        return
    rows = np.asarray(fault.rows)
    rows = np.flatnonzero(rows) if rows.dtype == bool else rows
    if not len(rows):
        return
    standard = data.world.guide.standard
    names = (*dict.fromkeys([*fault.variables, *fault.others]),)
    if listing:
        about = Breach(ONESPEC, check.id, data.name, None, names, (), "", check.fix, standard=standard)
        room = listing.room(about, len(rows))
        if room < len(rows):
            more = rows[room:]
            said = {check.text(data.prefix, d) for d in set(fault.details(more))}
            listing.keep(about, data.position[more] + 1, said)
            rows = rows[:room]
    shown = {v: data.text(v) for v in fault.variables} | {n: as_text(s) for n, s in fault.others.items()}
    values = list(zip(*(s.iloc[rows].tolist() for s in shown.values()), strict=True)) or [()] * len(rows)
    details = fault.details(rows)
    subjects = data["USUBJID"] if "USUBJID" in data else text("", len(data))
    for row, subject, value, detail in zip(
        data.position[rows].tolist(), subjects.iloc[rows].tolist(), values, details, strict=True
    ):
        yield Breach(
            ONESPEC,
            check.id,
            data.name,
            row + 1,
            names,
            value,
            check.text(data.prefix, detail),
            check.fix,
            subject,
            standard=standard,
        )
