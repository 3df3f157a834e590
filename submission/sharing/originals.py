"""What must not stand in the edition, gathered from the built datasets and what the actions make of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from onespec.engine.metadata.model import Metadata
from onespec.submission.sharing.actions import Context, is_number
from onespec.submission.sharing.dates import FULL, days_in
from onespec.submission.sharing.rules import TEXT
from onespec.submission.sharing.search import Originals
from onespec.submission.sharing.survey import SUBJECT
from onespec.submission.sharing.transform import REMOVE, Changed

LONG = 8  # letters of a subject identifier from which on it is looked for anywhere, not as a word
_WORDS = ("term", "reviewed", "group", "rare", "below", REMOVE)  # actions that take words away
_TERMS = ("group", "rare", "below")  # of them the words of a list, which may stand in other sentences
_DICTIONARY = ("rare", "below")
_SECONDS = 86400


def begin(context: Context, described: Iterable[Metadata]) -> Originals:
    """What the survey knows of them; `look` adds what each dataset holds, `Originals.settle` ends it."""
    out, survey = Originals(), context.survey
    for identifier in (*survey.names, *survey.short):
        (out.subjects if len(identifier) >= LONG else out.short).add(identifier)
    out.sites = set(survey.sites)
    out.allowed = {t.casefold() for t in context.terms}
    out.public = _public(described)
    return out


def look(dataset: str, old: pd.DataFrame, made: Changed, context: Context, out: Originals) -> None:
    """What a built dataset holds, beside what it becomes."""
    new = made.frame
    for name in map(str, old):
        decision = context.decisions[dataset, name]
        if decision.known.type == TEXT and decision.action in _WORDS:
            kind = out.terms if decision.action in _TERMS else out.texts
            _words(f"{dataset}.{name}", old[name], made, kind)
        if decision.action in _DICTIONARY or decision.known.dictionary and name in new:
            out.allowed |= {str(v).casefold() for v in new[name].unique()} if decision.known.type == TEXT else set()
        if SUBJECT in old and (decision.action == "shift" or name.endswith(("DTC", "DT", "DTM"))):
            _days(old[SUBJECT], old[name], name, out)


def _words(place: str, old: pd.Series, made: Changed, out: dict[str, str]) -> None:
    """Texts that are not shared; numbers are none.

    Of a subject who is left out they are those that would not be shared: a word of a list is nobody's.
    """
    lost = np.ones(len(old), bool)
    for new, rows in ((made.frame, made.rows), (made.would, made.left)):
        if old.name in new:
            lost[rows] = old.to_numpy()[rows] != new[old.name].to_numpy()
    for text in old[lost].unique():
        if text and not is_number(text):
            out.setdefault(text, place)


def _days(subjects: pd.Series, column: pd.Series, name: str, out: Originals) -> None:
    """The complete dates of each subject, of texts and of numbers."""
    if pd.api.types.is_numeric_dtype(column):
        whole = np.floor(column / _SECONDS) if name.endswith("DTM") else column
        texts = pd.to_datetime(whole, unit="D", origin="1960-01-01", errors="coerce").dt.strftime("%Y-%m-%d").fillna("")
    else:
        texts = column
    pairs = pd.DataFrame({"who": subjects.to_numpy(), "day": texts.to_numpy()}).drop_duplicates()
    for who, text in pairs.itertuples(index=False, name=None):
        if who and text:
            out.days.setdefault(who, set()).update(FULL.findall(text))


def _public(described: Iterable[Metadata]) -> set[str]:
    """Dates of standards and dictionaries, and the one that define.xml was made."""
    out: set[str] = set()
    for metadata in described:
        out |= days_in(metadata.attributes.values())
        out |= days_in(text for s in metadata.standards for text in (s.version, s.publishing_set))
        out |= days_in(c.dictionary.version for c in metadata.codelists if c.dictionary)
    return out
