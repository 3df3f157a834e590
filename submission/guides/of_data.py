"""Facts of the data: records, subjects and values of transport files."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from onespec.submission.guides.sources import Absent, Sources
from onespec.submission.guides.verbs import Row, Value, verb

if TYPE_CHECKING:
    import pandas as pd

SUBJECT = "USUBJID"


def chosen(sources: Sources, dataset: str, options: Mapping[str, Any]) -> pd.DataFrame:
    """The records for which ``where`` holds: a text (is), a list (is one of), ``{not: ...}`` (is none of)."""
    frame = sources.frame(dataset)
    for name, wanted in options.get("where", {}).items():
        column = _column(frame, dataset, name)
        other = wanted["not"] if isinstance(wanted, Mapping) else None
        given = wanted if other is None else other
        among = column.isin([str(each) for each in given] if isinstance(given, list) else [str(given)])
        frame = frame[among if other is None else ~among]
    return frame


def _column(frame: pd.DataFrame, dataset: str, name: str) -> pd.Series:
    if name not in frame:
        raise Absent(f"{dataset} has no variable {name}")
    return frame[name]


def _of(sources: Sources, place: str, options: Mapping[str, Any]) -> pd.Series:
    dataset, _, name = place.partition(".")
    return _column(chosen(sources, dataset, options), dataset, name)


@verb
def records(sources: Sources, dataset: str, options: Mapping[str, Any]) -> Value:
    """The number of records."""
    return len(chosen(sources, dataset, options))


@verb
def subjects(sources: Sources, dataset: str, options: Mapping[str, Any]) -> Value:
    """The number of subjects; of a dataset without subjects there is none to say."""
    frame = chosen(sources, dataset, options)
    return int(_column(frame, dataset, SUBJECT).replace("", None).nunique())


@verb
def value(sources: Sources, place: str, options: Mapping[str, Any]) -> Value:
    """The first value that is not blank."""
    column = _of(sources, place, options)
    filled = column[column != ""]
    if not len(filled):
        raise Absent(f"{place} is blank")
    return str(filled.iloc[0])


@verb
def values(sources: Sources, place: str, options: Mapping[str, Any]) -> Value:
    """The different values that are not blank, in their order."""
    column = _of(sources, place, options)
    return sorted(map(str, column[column != ""].unique()))


@verb
def distinct(sources: Sources, place: str, options: Mapping[str, Any]) -> Value:
    """How many different values there are."""
    column = _of(sources, place, options)
    return int(column[column != ""].nunique())


@verb
def rows(sources: Sources, dataset: str, options: Mapping[str, Any]) -> Value:
    """The different rows of some columns, in the order of the dataset."""
    frame = chosen(sources, dataset, options)
    names = [name for name in options["columns"] if name in frame]
    return [dict(zip(names, map(str, row), strict=True)) for row in frame[names].drop_duplicates().to_numpy()]


@verb
def counts(sources: Sources, dataset: str, options: Mapping[str, Any]) -> Value:
    """Records and subjects by the values of some variables."""
    frame = chosen(sources, dataset, options)
    names = [name for name in options["by"] if name in frame]
    if not names:
        raise Absent(f"{dataset} has none of {', '.join(options['by'])}")
    out: list[Row] = []
    for key, part in frame.groupby(names, sort=True):
        persons = part[SUBJECT].nunique() if SUBJECT in part else 0
        out.append({**dict(zip(names, map(str, key), strict=True)), "records": len(part), "subjects": int(persons)})
    return out


@verb
def filled(sources: Sources, like: str, options: Mapping[str, Any]) -> Value:
    """Variables whose names are of a kind (``*DTF``), of the datasets of a standard: filled records by value."""
    out: list[Row] = []
    for dataset in names_of(sources, options["standard"]):
        frame = sources.frame(dataset)
        for name in (name for name in frame if fnmatchcase(str(name), like)):
            for each, count in frame[name].value_counts().sort_index().items():
                if each != "":
                    out.append({"dataset": dataset, "variable": str(name), "value": str(each), "records": int(count)})
    return out


def names_of(sources: Sources, standard: str) -> list[str]:
    """The datasets of a standard that there are, in the order of its define.xml."""
    return [d.name for d in sources.define(standard).datasets if d.name in sources.files]


@verb
def part(sources: Sources, names: list[str], options: Mapping[str, Any]) -> Value:
    """Those of some datasets that there are, or with ``there: no`` those that there are not."""
    there = options.get("there", "yes") != "no"
    return [name for name in names if (name in sources.files) == there]


@verb
def splits(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The datasets of a standard that the package splits, with their parts."""
    own = {d.name for d in sources.define(standard).datasets}
    split = sorted((name, files) for name, files in sources.splits.items() if name in own)
    return [{"dataset": name, "parts": ", ".join(files)} for name, files in split]
