# pyright: standard
"""What of a define.xml cannot be as it stands: values that Define-XML does not permit, each told once.

A whole check of the file is another command; these are the faults that decide what lands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onespec.engine.metadata.model import NUMBERED_PAGES, Dataset, Metadata, Origin, Variable
from onespec.engine.spec.conditions import COMPARATORS
from onespec.imported_names import Names

_ORIGINS = ("Collected", "Derived", "Assigned", "Protocol", "Predecessor", "Not Available", "CRF", "eDT")
_SOURCES = ("", "Subject", "Investigator", "Vendor", "Sponsor")
_TYPES = tuple(
    "text integer float date datetime time partialDate partialTime partialDatetime incompleteDate incompleteTime "
    "incompleteDatetime durationDatetime intervalDatetime string double boolean hexBinary base64Binary URI".split()
)
_YES = ("", "Yes", "No")
_NUMBER = re.compile(r"[1-9]\d{0,8}|")
Told = tuple[int, str, str, str]  # line, place, what it is of, the value


def find_values(metadata: Metadata, names: Names) -> None:
    """A fault for each value that is not permitted, with the place where it stands first, and how often it does."""
    found: dict[tuple[str, str], list[Told]] = {}
    for told in _all(metadata):
        found.setdefault(told[2:], []).append(told)
    for (what, value), each in found.items():
        line, place, *_ = each[0]
        many = f", {len(each)} times; here first" if len(each) > 1 else ""
        names.fault(line, place, f"{what} is '{value}'{many}.")
        names.wrong.add(value)


def _all(metadata: Metadata) -> Iterator[Told]:
    for dataset in metadata.datasets:
        yield from _of_dataset(dataset)
    for where in metadata.wheres:
        for check in where.checks:
            yield from _not_in(
                check.line, f"WhereClauseDef {where.oid}", "The comparator", check.comparator, COMPARATORS
            )


def _of_dataset(dataset: Dataset) -> Iterator[Told]:
    place = f"dataset {dataset.name}"
    for what, value in (("Repeating", dataset.repeating), ("IsReferenceData", dataset.reference)):
        yield from _not_in(dataset.line, place, what, value, _YES)
    for variable in dataset.variables:
        yield from _of_variable(variable, f"{dataset.name}.{variable.name}")
        for value in variable.values:
            yield from _of_variable(value, f"{dataset.name}.{variable.name} by value")


def _of_variable(variable: Variable, place: str) -> Iterator[Told]:
    yield from _not_in(variable.line, place, "Mandatory", variable.mandatory, _YES)
    for what, value in (("KeySequence", variable.key), ("OrderNumber", variable.order), ("Length", variable.length)):
        if not _NUMBER.fullmatch(value):
            yield variable.line, place, what, value
    if not variable.lost:
        yield from _not_in(variable.line, place, "The data type", variable.type, _TYPES)
    for origin in variable.origins:
        yield from _of_origin(origin, place)


def _of_origin(origin: Origin, place: str) -> Iterator[Told]:
    yield from _not_in(origin.line, place, "The origin", origin.type, _ORIGINS)
    yield from _not_in(origin.line, place, "The source of an origin", origin.source, _SOURCES)
    for document in origin.documents:
        for pages in document.pages:
            numbers = (*pages.pages, pages.first, pages.last) if pages.type == NUMBERED_PAGES else ()
            for page in (each for each in numbers if not _NUMBER.fullmatch(each)):
                yield pages.line, place, "A page", page


def _not_in(line: int, place: str, what: str, value: str, known: Iterable[str]) -> Iterator[Told]:
    if value not in known:
        yield line, place, what, value
