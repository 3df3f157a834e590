"""The data cut on the forms of a part: rows that lie after it go, what became known later is blank again.

Each filled cell that the cut takes is accounted for as that.  Questions about what it takes are not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from onespec.engine.columns import combinations, concat, position_in, positions_in, text
from onespec.engine.findings import Findings
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.raw.account import AFTER_CUT
from onespec.engine.raw.shared import holds_as_text
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.spec.cut import BY_SUBJECT, BY_VISIT, CUT, Acts, Cut

Typed = Callable[[str], TypedForm]  # a form of the part as it was before the cut
LATE = "its subject gave consent after the cut"
OUT, LATER, ENDED = "row left out", "blank", "ended at the cut"  # what becomes of rows and cells
COLUMNS = ("FORM", "FILE", "ROW", "SUBJECT", "FIELD", "VALUE", "BECOMES", "WHY")
FLAG = "Y"


def is_after(value: str, day: str) -> bool:
    """Does a date of ISO 8601 lie after a day, whatever its unknown parts are?

    >>> is_after("2027-11-01T08:00", "2027-10-31"), is_after("2027-11", "2027-10-31"), is_after("2027", "2027-10-31")
    (True, True, False)
    """
    known = value.partition("T")[0].partition("--")[0]
    return known > day[: len(known)]


def cut_form(form: TypedForm, cut: Cut, typed: Typed) -> TypedForm:
    """The form as it is on the day of the cut; ``typed`` gives the forms that decide about its rows."""
    acts = cut.acts[form.form.name]
    why = _reasons(form, cut, acts, typed)
    gone = why.notna()
    if not gone.any() and not any(after.any() for after in _after(form, acts, cut.date).values()):
        return form
    kept = _kept(form, ~gone)
    kept.taken = _rows_taken(form, acts, np.flatnonzero(gone), why)
    kept.out = {name: form.accounted(name) & gone for name in form.filled}
    _reset(kept, acts, cut.date)
    return kept


def _reasons(form: TypedForm, cut: Cut, acts: Acts, typed: Typed) -> Text:
    """Why each row lies after the cut; blank where it does not."""
    why = text("", len(form.rows))
    late = _late_subjects(form, cut, typed)
    why = why.mask(late, f"{LATE} ({'.'.join(cut.consent)})")
    if form.form.belongs_to:
        owner = typed(form.form.belongs_to)
        return why.where(
            why.notna(), _with_its_row(form, owner, _reasons(owner, cut, cut.acts[owner.form.name], typed))
        )
    if acts.by == BY_SUBJECT or form.form.name == cut.register:
        return why
    own, dated = _by_own_dates(form, acts, cut.date)
    visit, known = _by_visit(form, cut, acts, typed)
    if acts.by == BY_VISIT:
        own &= ~known
    else:
        visit &= ~dated
    why = why.mask(why.isna() & own, f"{', '.join(acts.dates)} lies after the cut")
    return why.mask(why.isna() & visit, "its visit lies after the cut")


def _late_subjects(form: TypedForm, cut: Cut, typed: Typed) -> np.ndarray:
    """True for rows of subjects who gave their consent after the cut."""
    name, field = cut.consent
    if not name:
        return np.zeros(len(form.rows), bool)
    register = typed(name)
    late = register.subject[_is_after(register.frame[field], cut.date)]
    on_time = register.subject[~_is_after(register.frame[field], cut.date)]
    return form.subject.isin(late) & ~form.subject.isin(on_time)


def _with_its_row(form: TypedForm, owner: TypedForm, why: Text) -> Text:
    """The reason of the row that each row belongs to."""
    names = [name for name in form.form.key if name not in form.form.subjects]
    mine = [form.subject, *(form.frame[n] for n in names)]
    theirs = [owner.subject, *(owner.frame[n] for n in names)]
    return why.take(positions_in(mine, theirs))


def _by_own_dates(form: TypedForm, acts: Acts, day: str) -> tuple[np.ndarray, np.ndarray]:
    """True for rows all of whose dates lie after the cut, and for those that have a date."""
    dated = np.zeros(len(form.rows), bool)
    before = np.zeros(len(form.rows), bool)
    for name in acts.dates:
        filled = form.frame[name].notna()
        dated |= filled
        before |= filled & ~_is_after(form.frame[name], day)
    return dated & ~before, dated


def _by_visit(form: TypedForm, cut: Cut, acts: Acts, typed: Typed) -> tuple[np.ndarray, np.ndarray]:
    """True for rows whose visit lies after the cut, and for those whose visit is there and is dated, or is after it."""
    name, visit, field = cut.visits
    nowhere = np.zeros(len(form.rows), bool)
    visits = typed(name) if acts.visit and name else None
    if visits is None or not len(visits.rows):
        return nowhere, nowhere
    late = _late_visits(visits, visit, field, cut)
    at = positions_in([form.subject, form.frame[acts.visit]], [visits.subject, visits.frame[visit]])
    there = (at >= 0) & form.frame[acts.visit].notna()
    return there & late[at], there & (late | visits.frame[field].notna())[at]


def _late_visits(visits: TypedForm, visit: str, field: str, cut: Cut) -> np.ndarray:
    """True for visits after the cut; one without a date follows a visit that the codelist lists before it."""
    dates, subject = visits.frame[field], visits.subject
    late = _is_after(dates, cut.date)
    undated = dates.isna()
    if not undated.any() or not late.any():
        return late
    rank = position_in(visits.frame[visit], text(list(cut.order)))
    codes, first = combinations([subject])
    begins = np.full(len(first), len(cut.order))
    np.minimum.at(begins, codes[late & (rank >= 0)], rank[late & (rank >= 0)])
    return late | (undated & (rank >= 0) & (begins[codes] < rank))


def _is_after(column: Text, day: str) -> np.ndarray:
    return column.each(lambda value: float(is_after(value, day))).array > 0


def _after(form: TypedForm, acts: Acts, day: str) -> dict[str, np.ndarray]:
    """Of each date field, the cells that lie after the cut."""
    names = dict.fromkeys((*acts.dated, *(each.date for each in acts.later)))
    return {name: _is_after(form.frame[name], day) for name in names} if acts.by != BY_SUBJECT else {}


def _kept(form: TypedForm, rows: np.ndarray) -> TypedForm:
    """The form without some rows, and without the questions about them."""
    if rows.all():
        return replace(form, findings=Findings(form.findings), status={n: s.copy() for n, s in form.status.items()})
    gone = {form.form.place(number) for number in form.rows[~rows]}
    left = {
        column: [(made, mask[rows], status, rule) for made, mask, status, rule in listed]
        for column, listed in form.left.items()
    }
    return replace(
        form,
        frame=form.frame.take(rows),
        verbatim=form.verbatim.take(rows),
        subject=form.subject[rows],
        rows=form.rows[rows],
        origin=np.flatnonzero(rows),
        filled={n: mask[rows] for n, mask in form.filled.items()},
        status={n: status[rows] for n, status in form.status.items()},
        findings=Findings(f for f in form.findings if (f.file, f.row) not in gone),
        refused={key: mask[rows] for key, mask in form.refused.items()},
        missing={n: mask[rows] for n, mask in form.missing.items()},
        elsewhere={n: mask[rows] for n, mask in form.elsewhere.items()},
        left=left,
    )


def _reset(form: TypedForm, acts: Acts, day: str) -> None:
    """Give the cells that became known later the values that they had on the day of the cut."""
    after = _after(form, acts, day)
    ends, before = dict(acts.ends), form.frame
    columns = dict(form.frame.items())
    touched: dict[str, np.ndarray] = {}
    for name, rows in after.items():
        if rows.any():
            columns[name] = columns[name].put(rows, day if ends.get(name) == CUT else "")
            touched[name] = rows
    for each in acts.later:
        rows = after.get(each.date, np.zeros(len(form.rows), bool)).copy()
        for condition in each.where:
            rows &= holds_as_text(condition, before[condition.name])
        for name, value in each.set.items() if rows.any() else ():
            value = day if value == CUT else value
            other = rows & (columns[name] != value)
            columns[name] = columns[name].put(other, value)
            touched[name] = touched.get(name, np.zeros(len(rows), bool)) | other
    for name, rows in touched.items():
        _take_cells(form, name, rows, columns[name], ends.get(name) == CUT)
    for name, field in form.form.fields.items():
        if field.cut_of:
            ended = np.logical_or.reduce([touched.get(n, np.zeros(len(form.rows), bool)) for n in field.cut_of])
            columns[name] = text("", len(form.rows)).mask(ended, FLAG)
    form.frame, form.reset = Frame(columns, len(form.rows)), touched


def _take_cells(form: TypedForm, name: str, rows: np.ndarray, becomes: Text, ended: bool) -> None:
    """Account for the cells of a field that the cut takes, and list them."""
    asked = set()
    for column in form.form.behind(name):
        filled = rows & form.filled[column]
        form.status[column][filled] = AFTER_CUT
        asked |= {(*form.form.place(form.rows[i]), column) for i in np.flatnonzero(filled)}
    form.findings[:] = [f for f in form.findings if (f.file, f.row, f.column) not in asked]
    at = np.flatnonzero(rows)
    said = text(ENDED if ended else "", len(at))
    value = becomes.take(at)
    said = said.where(said.notna(), value.where(value.notna(), LATER))
    cells = _listed(form, at, text(name, len(at)), form.verbatim[name].take(at), said, "became known after the cut")
    form.taken = cells if form.taken is None else below([form.taken, cells])


def taken_of(forms: Iterable[TypedForm]) -> Frame | None:
    """What the cut takes of several forms; None where it takes nothing."""
    taken = [form.taken for form in forms if form.taken is not None and len(form.taken)]
    return below(taken) if taken else None


def below(frames: Sequence[Frame]) -> Frame:
    """What the cut takes, of several forms or parts."""
    return Frame({name: concat([frame[name] for frame in frames]) for name in COLUMNS}, sum(map(len, frames)))


def _rows_taken(form: TypedForm, acts: Acts, at: np.ndarray, why: Text) -> Frame:
    """The rows that are left out, with the first of their dates."""
    field = value = text("", len(at))
    for name in acts.dates:
        first = value.isna() & form.filled[name][at]
        field, value = field.mask(first, name), value.mask(first, form.verbatim[name].take(at))
    return _listed(form, at, field, value, text(OUT, len(at)), why.take(at))


def _listed(form: TypedForm, at: np.ndarray, field: Text, value: Text, becomes: Text, why: Text | str) -> Frame:
    """Rows or cells that the cut takes, as the report lists them."""
    places = [form.form.place(number) for number in form.rows[at]]
    n = len(at)
    given = (
        text(form.form.name, n),
        text([file for file, _ in places]),
        text([str(row) for _, row in places]),
        form.subject.take(at),
        field,
        value,
        becomes,
        text(why, n) if isinstance(why, str) else why,
    )
    return Frame(dict(zip(COLUMNS, given, strict=True)), n)
