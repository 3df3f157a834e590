"""Origins: the verb of a variable is its origin (Define-XML 2.1, 4.3.2 and 5.3.12.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from onespec.define.documents import Documents
from onespec.define.methods import COMPUTATION, IMPUTATION, Method
from onespec.define.pages import pages
from onespec.define.wording import Words
from onespec.define.xml import element, translated
from onespec.engine.spec.model import Dataset, Step, Study, Variable

COLLECTED, ASSIGNED, DERIVED, NOT_AVAILABLE = "Collected", "Assigned", "Derived", "Not Available"
_BY_VERB = {
    "assigned": (ASSIGNED, "Sponsor"),
    "protocol": ("Protocol", "Sponsor"),
    "not_available": (NOT_AVAILABLE, ""),
}


@dataclass(frozen=True)
class Origin:
    """Where values come from, and the method behind them when they are derived."""

    type: str
    source: str = ""
    description: str = ""
    pages: tuple[str, ...] = ()
    method: Method | None = None


def origin_elements(origins: Iterable[Origin], documents: Documents) -> list[etree._Element]:
    """One def:Origin for each origin; origins that differ in their methods only are one.

    Of values that are collected on some records and assigned on others only the collection, which has
    pages, is an origin: readers take the first one.  `assigned_beside` tells of the others.
    """
    out, told = [], dict.fromkeys(replace(o, method=None) for o in origins)
    collected = any(origin.type == COLLECTED for origin in told)
    for origin in (o for o in told if not collected or o.type != ASSIGNED):
        cited = documents.crf_pages(origin.pages) if origin.type == COLLECTED else None
        out.append(
            element("def:Origin", {"Type": origin.type, "Source": origin.source}, translated(origin.description), cited)
        )
    return out


class Origins:
    """Decides where the values of a variable come from."""

    def __init__(self, study: Study, words: Words):
        self._study, self._words = study, words

    def of(
        self, dataset: Dataset, variable: Variable, steps: Iterable[int], group: Mapping[str, str] | None = None
    ) -> dict[Origin, list[int]]:
        """The distinct origins of a variable, each with the record steps whose rows have it.

        A constant that a step sets is Assigned, unless it is blank, or stands for certain answers of the
        field that the variable is collected from; what a step produces is Derived; on other rows the variable's verb decides.  ``group`` gives the values of the by-variables of
        a value-level definition; there a produced value tells how its records arise.
        """
        out: dict[Origin, list[int]] = {}
        others = []
        for number in steps:
            if dataset.steps[number].set.get(variable.name) == "":
                continue
            made = self._made(dataset, variable, number, bool(group))
            if made:
                out.setdefault(made, []).append(number)
            else:
                others.append(number)
        if variable.verb != "produced" and (others or not out):
            out.setdefault(self._stated(dataset, variable, others, group or {}), []).extend(others)
        return out or {Origin(*_BY_VERB["assigned"]): []}

    def _made(self, dataset: Dataset, variable: Variable, number: int, in_detail: bool) -> Origin | None:
        """The origin that a record step gives a variable; None when it leaves it to its verb."""
        step = dataset.steps[number]
        if self._answered(variable, step):
            return Origin(COLLECTED, "Investigator", pages=pages(self._study, dataset, variable.value, [number], {}))
        if variable.name in step.set or (dataset.parent and variable.name != "QVAL"):
            return Origin(*_BY_VERB["assigned"])
        text = self._words.produced(step, variable.name)
        if not text:
            return None
        if in_detail:
            text += f" {self._words.records(step)}"
        return Origin(DERIVED, "Sponsor", method=Method(text))

    @staticmethod
    def _answered(variable: Variable, step: Step) -> bool:
        """A constant for certain answers of the field that the variable is collected from is the answer in other words."""
        return (
            variable.verb == "collected"
            and variable.name in step.set
            and any(c.comparator in ("EQ", "IN") and f"{step.source}.{c.name}" in variable.value for c in step.where)
        )

    def _stated(self, dataset: Dataset, variable: Variable, steps: list[int], group: Mapping[str, str]) -> Origin:
        """The origin that the variable's verb says."""
        if variable.verb == "collected" and variable.dictionary:  # a coded term is the coder's, not the investigator's
            return Origin(*_BY_VERB["assigned"])
        if variable.verb == "collected":
            return Origin(COLLECTED, "Investigator", pages=pages(self._study, dataset, variable.value, steps, group))
        if variable.verb == "predecessor":
            return Origin("Predecessor", description=", ".join(variable.value))
        if variable.verb == "derived":
            type_ = IMPUTATION if self._words.imputes(variable) else COMPUTATION
            return Origin(DERIVED, "Sponsor", method=Method(self._words.method(variable), type_))
        return Origin(*_BY_VERB[variable.verb])


def assigned_beside(dataset: Dataset, variable: Variable, origins: Mapping[Origin, list[int]]) -> str:
    """Which records of a collected variable have an assigned value instead; blank when none have."""
    if not any(origin.type == COLLECTED for origin in origins):
        return ""
    by_value: dict[str, list[int]] = {}
    for number in (n for origin, numbers in origins.items() if origin.type == ASSIGNED for n in numbers):
        by_value.setdefault(dataset.steps[number].set[variable.name], []).append(number)
    told = [f'"{value}" in records of {_steps(numbers)}' for value, numbers in by_value.items()]
    return f"Assigned, not collected, as told in the comment of the dataset: {'; '.join(told)}." if told else ""


def _steps(numbers: list[int]) -> str:
    return f"step{'s' if numbers[1:] else ''} {', '.join(str(n + 1) for n in numbers)}"


def common_method(origins: Mapping[Origin, list[int]]) -> Method | None:
    """The one method of an item: an ItemRef has a single MethodOID (Define-XML 2.1, 5.3.11.2).

    Several are told one after the other, with the numbers of the record steps of the dataset's comment.
    """
    derived = {origin.method: numbers for origin, numbers in origins.items() if origin.method}
    if len(origins) < 2 or not derived:
        return next(iter(derived), None)
    told = [f"Records of {_steps(numbers)}: {method.text}" for method, numbers in derived.items()]
    return replace(next(iter(derived)), text=" ".join(told))
