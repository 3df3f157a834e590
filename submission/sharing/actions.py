"""The actions: what the values of a variable become.  Each different value is looked at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from onespec.engine.series import TEXT
from onespec.submission.sharing.dates import moved, moved_inside, moved_numbers, part_of, without_dates
from onespec.submission.sharing.key import RECORD_LETTERS, SITE_LETTERS, Key
from onespec.submission.sharing.register import KEEP, Sharing
from onespec.submission.sharing.rules import NUMBER, Decision, defaults
from onespec.submission.sharing.survey import SHORT, SUBJECT, Survey

REMOVED, OTHER, MASKED = "REMOVED", "OTHER", "MSK"  # MSK: ISO 21090, masked
_SECONDS = re.compile(r"DATETIME|DTM$")
# A number as a result has it: its sign, comparison, range or ratio; not the digits of a telephone or a card.
_NUMBER = re.compile(r"[<>=~±+-]{0,2}\s?\d{1,8}(?:[.,]\d{1,15})?(?:\s?(?:-|:|/)\s?\d{1,8}(?:\.\d{1,15})?)?%?")


@dataclass(frozen=True)
class Context:
    """What every dataset's values are changed by; ``encoding``: of the texts of its files."""

    key: Key
    sharing: Sharing
    survey: Survey
    decisions: dict[tuple[str, str], Decision]
    encoding: str = "utf-8"

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms of all codelists, which the edition's define.xml shows, and the reviewed texts."""
        return frozenset(self.sharing.reviewed).union(*(d.known.terms for d in self.decisions.values()))

    @property
    def least(self) -> int:
        return int(self.sharing.rare)

    @property
    def masked(self) -> set[str]:
        """The trial summary parameters that are masked."""
        return {*defaults().parameters, *self.sharing.parameters}


@dataclass(frozen=True)
class Records:
    """The records of a dataset while they are changed: as they were, and what they became so far."""

    dataset: str
    old: pd.DataFrame
    new: pd.DataFrame
    context: Context

    @property
    def subjects(self) -> pd.Series:
        """Whose each record is, by the original identifier; "" of nobody."""
        return self.old[SUBJECT] if SUBJECT in self.old else pd.Series("", self.old.index, dtype=TEXT)


Action = Callable[[Records, Decision], pd.Series]


def value_of(context: Context, decision: Decision, subject: str, value: str) -> str | None:
    """What a single text becomes by the actions that look at nothing else; None for other actions."""
    if decision.action == KEEP:
        return value
    if decision.action == "record":
        return value and context.key.name("record", f"{subject}\0{value}", RECORD_LETTERS)
    if decision.action == "shift":
        return _moved(context, decision.known.name, subject, value)
    return None


def _moved(context: Context, name: str, subject: str, value: str) -> str:
    days = context.survey.days.get(subject)
    if days is None or not value:
        return ""
    stand = context.survey.stand(name, subject, value)
    return moved(value, days, part_of(name), context.sharing.dates.times == KEEP, stand) or ""


def each_pair(subjects: pd.Series, column: pd.Series, function: Callable[[str, str], str]) -> pd.Series:
    """``function`` of subject and text, called once for each different pair."""
    codes, pairs = pd.factorize(subjects + "\0" + column)
    made = [function(*pair.split("\0", 1)) for pair in pairs]
    return pd.Series(np.array([*made, ""], object)[codes], column.index, dtype=TEXT)


def each_value(column: pd.Series, function: Callable[[str], str]) -> pd.Series:
    """``function`` of each different text."""
    codes, values = pd.factorize(column)
    return pd.Series(np.array([*map(function, values), ""], object)[codes], column.index, dtype=TEXT)


# The actions -------------------------------------------------------------------------------------


def keep(records: Records, decision: Decision) -> pd.Series:
    return records.old[decision.known.name]


def subject(records: Records, decision: Decision) -> pd.Series:
    """A subject identifier: USUBJID with the study's identifier before it, any other without."""
    survey, name, column = records.context.survey, decision.known.name, records.old[decision.known.name]
    if name == SHORT and SUBJECT in records.old:
        return each_value(records.subjects, lambda s: survey.names.get(s, ""))

    def new(value: str) -> str:
        who = value if value in survey.names else survey.short.get(value, "")
        if value and not who:
            return records.context.key.name("subject", value, len(next(iter(survey.names.values()))))
        return survey.names.get(who, "")

    made = each_value(column, new)
    if name != SUBJECT:
        return made
    return (records.old["STUDYID"] + "-" + made).where(made != "", "") if "STUDYID" in records.old else made


def site(records: Records, decision: Decision) -> pd.Series:
    key = records.context.key
    return each_value(records.old[decision.known.name], lambda v: v and key.name("site", v, SITE_LETTERS))


def one_by_one(records: Records, decision: Decision) -> pd.Series:
    """Record identifiers and dates: what a text becomes depends on it and its subject alone."""
    column, context = records.old[decision.known.name], records.context
    if decision.known.type == NUMBER:
        return _numbers_moved(records, decision)
    return each_pair(records.subjects, column, lambda s, v: value_of(context, decision, s, v) or "")


def _numbers_moved(records: Records, decision: Decision) -> pd.Series:
    column, context = records.old[decision.known.name], records.context
    days = records.subjects.map(context.survey.days).to_numpy(np.float64, na_value=np.nan)
    seconds = bool(_SECONDS.search(decision.known.name))
    new = moved_numbers(column.to_numpy(), days, seconds, context.sharing.dates.times == KEEP)
    return pd.Series(new, column.index)


def time(records: Records, decision: Decision) -> pd.Series:
    """A time of day stays where the times of dates do; else it is blank."""
    column = records.old[decision.known.name]
    if records.context.sharing.dates.times == KEEP:
        return column
    blank = np.nan if decision.known.type == NUMBER else ""
    return pd.Series(blank, column.index, dtype=column.dtype)


def age(records: Records, decision: Decision) -> pd.Series:
    """An age above the limit is the limit and one: it stands for the limit and all above it."""
    limit, column = float(records.context.sharing.age), records.old[decision.known.name]
    return column.where(~(column > limit), limit + 1)


def group(records: Records, decision: Decision) -> pd.Series:
    """A value that too few subjects have is OTHER; the number beside it is missing where its text was."""
    context, name = records.context, decision.known.name
    if decision.known.type == NUMBER:
        of = name.removesuffix("N")
        if of not in records.old:
            return pd.Series(np.nan, records.old.index)
        return records.old[name].where(~_rare(context, of, records.old[of]))
    return records.old[name].mask(_rare(context, name, records.old[name]), OTHER)


def rare(records: Records, decision: Decision) -> pd.Series:
    """A term that too few subjects have gives way to the first level that is filled, and not rare itself."""
    context, column = records.context, records.old[decision.known.name]
    low = _rare(context, decision.known.name, column)
    out = column.mask(low, "")
    for level in decision.levels:
        values = records.old[level]
        out = out.mask(low & (out == "") & ~_rare(context, level, values), values)
    return out.mask(low & (out == ""), OTHER)


def below(records: Records, decision: Decision) -> pd.Series:
    """What lies below the level that stands for a rare term is blank, and so are codes."""
    column, domain = records.old[decision.known.name], decision.known.name[:2]
    head = f"{domain}DECOD"
    at = records.context.decisions.get((records.dataset, head))
    if at is None or at.action != "rare":
        return column
    low = _rare(records.context, head, records.old[head])
    return column.mask(low, np.nan if decision.known.type == NUMBER else "")


def _rare(context: Context, name: str, column: pd.Series) -> pd.Series:
    return column.map({v: context.survey.rare(name, v, context.least) for v in column.unique() if v}).eq(True)


def term(records: Records, decision: Decision) -> pd.Series:
    """The first level of the record that is filled, as it is in the edition; REMOVED where none is."""
    column = records.old[decision.known.name]
    out = pd.Series("", column.index, dtype=TEXT)
    for level in decision.levels:
        out = out.mask(out == "", records.new[level])
    return out.mask(out == "", REMOVED).mask(column == "", "")


def reviewed(records: Records, decision: Decision) -> pd.Series:
    """Numbers, terms of codelists and reviewed texts stay, with the dates in them moved; others become REMOVED."""
    column, context = records.old[decision.known.name], records.context
    if decision.known.type == NUMBER or all(_stays(context, value) for value in column.unique()):
        return column
    return each_pair(records.subjects, column, reading(context))


def _stays(context: Context, value: str) -> bool:
    return not value or value in context.terms or is_number(value)


def is_number(value: str) -> bool:
    """Whether a text is a number as results have it: with sign, comparison, range or ratio."""
    return _NUMBER.fullmatch(value) is not None


def reading(context: Context) -> Callable[[str, str], str]:
    """Of subject and text what the text becomes."""

    def read(subject: str, value: str) -> str:
        if _stays(context, value):
            return value
        days = context.survey.days.get(subject)
        if days is not None and without_dates(value) in context.terms:
            return moved_inside(value, days)
        return REMOVED

    return read


def parameters(records: Records, decision: Decision) -> pd.Series:
    """Trial summary: a parameter that is a date of the study is masked."""
    return records.old["TSVAL"].mask(records.old["TSPARMCD"].isin(records.context.masked), "")


def null_flavour(records: Records) -> pd.Series:
    """TSVALNF beside masked parameters."""
    hidden = records.old["TSPARMCD"].isin(records.context.masked) & (records.old["TSVAL"] != "")
    return records.old["TSVALNF"].mask(hidden, MASKED)


def related(records: Records, decision: Decision) -> pd.Series:
    """IDVARVAL follows the variable that IDVAR names, in the dataset that RDOMAIN names."""
    old, context = records.old, records.context
    out = old[decision.known.name]
    for (domain, name), rows in old.groupby(["RDOMAIN", "IDVAR"], sort=False).groups.items():
        at = context.decisions.get((str(domain), str(name)))
        if not name or at is None or at.action == KEEP:
            continue
        made = each_pair(
            records.subjects[rows],
            old.loc[rows, decision.known.name],
            lambda s, v, at=at: value_of(context, at, s, v) or "",
        )
        out = out.where(~out.index.isin(rows), made.reindex(out.index, fill_value=""))
    return out


ACTING: dict[str, Action] = {
    KEEP: keep,
    "subject": subject,
    "site": site,
    "record": one_by_one,
    "shift": one_by_one,
    "time": time,
    "age": age,
    "group": group,
    "rare": rare,
    "below": below,
    "term": term,
    "reviewed": reviewed,
    "parameters": parameters,
    "related": related,
}
LAST = ("term",)  # of what other variables have become
