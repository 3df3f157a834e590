"""Fields that are made of several columns, each by its way; columns that contradict one another are a query.

What of a cell is not in the made value is noted (`TypedForm.leave`): it is looked at only, or refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from onespec.engine.columns import combinations, text
from onespec.engine.findings import QUERY, Problem
from onespec.engine.kinds import Text
from onespec.engine.raw.account import REFUSED, USED
from onespec.engine.raw.dates import UNKNOWN, full_year, iso_of, month_of
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.spec.forms import Field

TOGETHER = "RAW-TOGETHER"
_ASK = "Ask the site which of them is right."
_MARKER = re.compile(UNKNOWN, re.IGNORECASE)


def made(out: TypedForm, field: Field, typed: Mapping[str, Text]) -> Text:
    """The values of a field that is made of others, which are typed."""
    if field.cut_of:
        return text("", len(out.rows))  # the cut fills it
    if field.first_of:
        return _first(out, field, typed)
    if field.date_of:
        return _date(out, field, typed)
    return _ticked(out, field, typed) if field.checkboxes else _specified(out, field, typed)


def _first(out: TypedForm, field: Field, typed: Mapping[str, Text]) -> Text:
    """The first filled one; another one that says something else is refused."""
    value = typed[field.first_of[0]]
    for name in field.first_of[1:]:
        other = typed[name]
        unlike = other.notna() & value.notna() & (other != value)
        before = field.first_of[: field.first_of.index(name)]
        said = f"is another value than that of {' or '.join(before)}, which comes first; not carried"
        leading = [out.leading(before, row) if unlike[row] else "" for row in range(len(unlike))]
        out.report(name, unlike, Problem(TOGETHER, QUERY, said, _ASK), lambda row, at=leading: out.cell(at[row], row))
        out.leave(field.name, name, unlike, REFUSED, TOGETHER)
        value = value.where(value.notna(), other)
    return value


def _date(out: TypedForm, field: Field, typed: Mapping[str, Text]) -> Text:
    """ISO 8601 of as many parts as are known; what is no date is refused."""
    named = [(part, field.date_of[part]) for part in ("year", "month", "day") if part in field.date_of]
    codes, first = combinations([typed[name] for _, name in named])
    values = [typed[name].take(first).tolist() for _, name in named]
    given: list[str] = []
    wrong: dict[tuple[str, str, bool], list[int]] = {}  # the part, what is wrong, is the date given -> combinations
    for number, row in enumerate(zip(*values, strict=True)):
        iso, part, problem = _iso(dict(zip((part for part, _ in named), row, strict=True)), field)
        given.append(iso)
        if problem:
            wrong.setdefault((part, problem, bool(iso)), []).append(number)
    for (part, problem, carried), numbers in wrong.items():
        here, shown = np.isin(codes, numbers), dict(named)[part]
        told = f"{problem}; carried as collected" if carried else problem
        out.report(shown, here, Problem(TOGETHER if carried else "RAW-DATE", QUERY, told, "Ask the site for the date."))
        for _, name in named if not carried else ():
            out.leave(field.name, name, here, REFUSED, "RAW-DATE")
    return text(given).take(codes)


def _iso(said: dict[str, str], field: Field) -> tuple[str, str, str]:
    """ISO 8601 of what the parts of a date say; the part that is wrong, and what is."""
    known = {part: "" if v in field.unknown_parts or _MARKER.fullmatch(v) else v for part, v in said.items()}
    year, month, day = full_year(known["year"], field.century), known.get("month", ""), known.get("day", "")
    wrong = {
        "year": bool(known["year"] and not year),
        "month": bool(month and not month_of(month)),
        "day": bool(day and not re.fullmatch("[0-9]{1,2}", day)),
    }
    if any(wrong.values()):
        part = next(part for part in wrong if wrong[part])
        return "", part, f"is no {part}"
    if not any(said.values()):
        return "", "year", ""
    iso, problem = iso_of(year, month_of(month), day)
    if problem:
        return (
            "",
            next(part for part in (("day", "month") if year else ("year", "month", "day")) if said.get(part)),
            problem,
        )
    return iso, "day", "is the day of an unknown month" if day and not month else ""


def _ticked(out: TypedForm, field: Field, typed: Mapping[str, Text]) -> Text:
    """The term of the ticked one; ``several`` where more are, or nothing, and a query."""
    ticked, unticked = ({t.casefold() for t in texts} for texts in (field.ticked, field.unticked))
    count, value = np.zeros(len(out.rows), int), text("", len(out.rows))
    on: dict[str, np.ndarray] = {}
    for name, term in field.checkboxes.items():
        cells = typed[name].str.casefold()
        on[name] = cells.isin(ticked)
        neither = cells.notna() & ~on[name] & ~cells.isin(unticked)
        said = f"is neither ticked nor unticked in field {field.name}"
        fix = "Write it under 'ticked:' or 'unticked:' of the field in crf.yaml, or correct it in the CRF."
        out.report(name, neither, Problem("RAW-CODE", field.unknown, said, fix))
        out.leave(field.name, name, neither, REFUSED, "RAW-CODE")
        out.leave(field.name, name, cells.isin(unticked), USED)
        count += on[name]
        value = value.where(~on[name], term)
    several = count > 1
    if not field.several and several.any():
        codes, first = combinations([ticked.astype(np.int64) for ticked in on.values()])
        for number, row in enumerate(first.tolist()):
            here, ticks = several & (codes == number), [n for n in on if on[n][row]]
            said = f"stands in {', '.join(ticks)}, and field {field.name} takes one of them; not carried"
            if here.any():
                out.report(ticks[0], here, Problem(TOGETHER, QUERY, said, "Ask the site which one is right."))
        for name in on:
            out.leave(field.name, name, several & on[name], REFUSED, TOGETHER)
    return value.where(~several, field.several)


def _specified(out: TypedForm, field: Field, typed: Mapping[str, Text]) -> Text:
    """The answer; where it is the term for another one, the text beside it."""
    listed, term, beside = (field.other_of[name] for name in ("list", "term", "text"))
    answer, written = typed[listed], typed[beside]
    other = answer == term
    alone = written.notna() & ~other
    said = f"stands beside {listed}, which is not {term}; not carried"
    out.report(
        beside,
        alone,
        Problem(TOGETHER, QUERY, said, "Ask the site whether the answer or the text is right."),
        lambda row: out.cell(listed, row),
    )
    out.leave(field.name, beside, alone, REFUSED, TOGETHER)
    out.leave(field.name, listed, other & written.notna(), USED)
    return answer.where(~(other & written.notna()), written)
