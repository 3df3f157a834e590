# pyright: standard
"""Explanations of records and values, in the words that define.xml uses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from onespec.define.acrf.paged import with_pages
from onespec.define.wording import Words
from onespec.engine.days import sas_date
from onespec.engine.findings import NotThere, unknown
from onespec.engine.plan.references import Plan
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import Dataset, Variable
from onespec.engine.trace.explain import Explainer
from onespec.engine.trace.explain_text import record_links
from onespec.engine.trace.links import Link
from onespec.engine.trace.one_subject import behind, matching_rows, open_subjects
from onespec.told import Explanation

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Question:
    """What is to be explained.

    where      of the records: variable -> value, dates as YYYY-MM-DD
    variables  with everything behind them; the whole record when empty
    most       so many of the records that match
    full       everything, however deep and long
    """

    dataset: str
    where: Mapping[str, str]
    variables: Sequence[str] = ()
    most: int = 3
    full: bool = False


def words(plan: Plan) -> Words:
    """A plan in words; a helper is explained by itself."""
    return Words(with_pages(plan), helpers_by_name=True)


def explain(plan: Plan, raw: Path, out: Path, question: Question) -> Explanation:
    """The explanation of the records that meet the conditions; raises `NotThere` for what does not exist."""
    dataset = named(plan.study.datasets, question.dataset.upper(), "dataset")
    asked = tuple(_condition(_variable(dataset, name), value) for name, value in question.where.items())
    variables = [_variable(dataset, name).name for name in question.variables]
    told: list[list[Link]] = []
    with open_subjects(plan, raw, out) as subjects:
        found = subjects.matching(dataset, asked)
        for subject in found.subjects:
            if len(told) >= question.most:
                break
            part = subjects.part([subject] if subject else [], behind(plan, dataset))
            for row in matching_rows(part, dataset, asked)[: question.most - len(told)]:
                limits = () if question.full else (Explanation.DEPTH, Explanation.ROWS)
                told.append(_told(Explainer(part, words(plan), *limits), dataset, row, variables))
    return Explanation(told, found.count)


@contextmanager
def after_cut(day: str) -> Iterator[None]:
    """Whoever asks for what is not there is told of the data cut, which may have taken it; nothing without one."""
    try:
        yield
    except NotThere as not_there:
        if not day:
            raise
        said = f"{not_there} What lies after the data cut of {day} is no part of the data; reports/cut.csv lists it."
        raise NotThere(said) from None


def _told(explainer: Explainer, dataset: Dataset, row: int, variables: Sequence[str]) -> list[Link]:
    if not variables:
        return record_links(explainer, dataset.name, row)
    record = explainer.record(dataset.name, row, every_key=True)
    return [record, *(explainer.value(dataset.name, v, row) for v in variables)]


def _variable(dataset: Dataset, name: str) -> Variable:
    """A variable, in any case, or a helper by its name; raises `NotThere`."""
    known = dataset.variables
    return known[name] if name in known else named(known, name.upper(), f"variable of {dataset.name}")


def _condition(variable: Variable, value: str) -> Condition:
    if variable.type == "sasdate" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = str(sas_date(date.fromisoformat(value)))
    return Condition(variable.name, "EQ", (value,))


def named(entries: Mapping[str, Entry], name: str, what: str) -> Entry:
    """The entry of a name; raises `NotThere` with the nearest name."""
    require(entries, name, what)
    return entries[name]


def require(names: Collection[str], name: str, what: str) -> None:
    """Raises `NotThere` with the nearest name where a name does not exist."""
    if name not in names:
        raise NotThere(" ".join(unknown(what, name, names)))
