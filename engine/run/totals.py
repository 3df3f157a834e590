"""Totals over all subjects (`onespec.engine.spec.totals`): what a part gives, and several parts together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onespec.engine.columns import as_text
from onespec.engine.contract import Selection
from onespec.engine.plan.references import Plan, TotalPlan
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.checks import ANCHOR
from onespec.engine.run.part import Part
from onespec.engine.run.work import Work
from onespec.engine.spec.totals import COUNT, EARLIEST
from onespec.engine.tried import FULL_DAY

_DAY = len("2027-10-31")


def totals_of(part: Part) -> dict[str, str]:
    """The totals over one part of the subjects; a first or last day is that of complete dates, blank where none is."""
    work = Work(part, ANCHOR, Ledger())
    return {total.name: _of(total, work.select(total.chosen, 0)) for total in part.plan.totals}


def _of(total: TotalPlan, selection: Selection) -> str:
    if total.how == COUNT:
        return str(len(selection.frame))
    different = as_text(selection.frame[total.column]).compact().distinct.texts
    return _first_or_last(total.how, (text[:_DAY] for text in different))


def put_together(plan: Plan, parts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The totals over all subjects."""
    found = list(parts)
    out = {}
    for total in plan.totals:
        values = [part[total.name] for part in found]
        out[total.name] = str(sum(map(int, values))) if total.how == COUNT else _first_or_last(total.how, values)
    return out


def _first_or_last(how: str, days: Iterable[str]) -> str:
    known = [day for day in days if FULL_DAY.fullmatch(day)]
    return (min if how == EARLIEST else max)(known, default="")
