"""Origins: the verb of a variable is its origin (Define-XML 2.1, 4.3.2 and 5.3.12.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from onespec.define.documents import Documents
from onespec.define.methods import COMPUTATION, IMPUTATION, Method
from onespec.define.pages import in_page_order, pages
from onespec.define.steps import Steps, main_of
from onespec.define.telling import Telling
from onespec.define.wording import Words
from onespec.define.xml import element, translated
from onespec.engine.plan.references import Plan, StepPlan, VariablePlan
from onespec.engine.spec.model import Dataset, Variable
from onespec.engine.spec.step_text import chooses, derived_text, step_text
from onespec.engine.spec.verbs import Collected, Derived, NotAvailable, Predecessor, Produced, Protocol

COLLECTED, ASSIGNED, DERIVED, NOT_AVAILABLE = "Collected", "Assigned", "Derived", "Not Available"


@dataclass(frozen=True)
class Origin:
    """Where values come from, and the method behind them when they are derived."""

    type: str
    source: str = ""
    description: str = ""
    pages: tuple[str, ...] = ()
    method: Method | None = None


BY_SPONSOR = Origin(ASSIGNED, "Sponsor")


def origin_elements(origins: Iterable[Origin], documents: Documents) -> list[etree._Element]:
    """One def:Origin for each origin; origins that differ in their methods or pages only are one, with all pages.

    Of values that are collected on some records and assigned on others only the collection, which has
    pages, is an origin: readers take the first one.  `assigned_beside` tells of the others.
    """
    out: list[etree._Element] = []
    told: dict[Origin, set[str]] = {}
    for origin in origins:
        told.setdefault(replace(origin, method=None, pages=()), set()).update(origin.pages)
    collected = any(origin.type == COLLECTED for origin in told)
    for origin, found in ((o, found) for o, found in told.items() if not collected or o.type != ASSIGNED):
        cited = documents.crf_pages(in_page_order(found)) if origin.type == COLLECTED else None
        out.append(
            element("def:Origin", {"Type": origin.type, "Source": origin.source}, translated(origin.description), cited)
        )
    return out


class Origins:
    """Decides where the values of a variable come from."""

    def __init__(self, plan: Plan, telling: Telling):
        self._plan, self._telling = plan, telling

    def of(
        self, variable: VariablePlan, steps: Iterable[StepPlan], group: Mapping[str, str] | None = None
    ) -> dict[Origin, list[StepPlan]]:
        """The distinct origins of a variable, each with the record steps whose rows have it.

        A constant that a step sets is Assigned, unless it is blank, or stands for certain answers of the
        field that the variable is collected from; what a step produces is Derived; on other rows the variable's
        verb decides.  ``group`` gives the values of the by-variables of a value-level definition; there the main one of
        the produced variables tells how its records arise.
        """
        first = variable.variable.part_of  # a further part comes from where the first one does
        variable = self._plan.variables[variable.dataset, first] if first else variable
        out: dict[Origin, list[StepPlan]] = {}
        others = []
        for step in steps:
            if step.step.set.get(variable.variable.name) == "":
                continue
            made = self._made(variable, step, bool(group))
            if made:
                out.setdefault(made, []).append(step)
            else:
                others.append(step)
        if not isinstance(variable.variable.verb, Produced) and (others or not out):
            out.setdefault(self._stated(variable, others, group or {}), []).extend(others)
        return out or {BY_SPONSOR: []}

    def _made(self, variable: VariablePlan, step: StepPlan, in_detail: bool) -> Origin | None:
        """The origin that a record step gives a variable; None when it leaves it to its verb."""
        name = variable.variable.name
        if step.step.answers(variable.variable):
            return Origin(COLLECTED, "Investigator", pages=pages(self._plan, variable, [step], {}))
        if name in step.step.set or (self._plan.dataset(variable.dataset).parent and name != "QVAL"):
            return BY_SPONSOR
        told, operation, code = self._telling.tell(lambda words: words.produced(step, name)), step.operation, ""
        if not told or operation is None:
            return None
        whole = in_detail and main_of(self._plan.dataset(variable.dataset), step) == name
        if whole:
            told = self._telling.joined(
                lambda words: (words.produced(step, name), words.rule(operation, words.step_arguments(step)))
            )
            code = step_text(step.step).rstrip() if chooses(step.step, self._plan.study.tables) else ""
        return Origin(DERIVED, "Sponsor", method=Method(told, code=code))

    def _stated(self, variable: VariablePlan, steps: list[StepPlan], group: Mapping[str, str]) -> Origin:
        """The origin that the variable's verb says."""
        match variable.variable.verb:
            case Collected() if variable.variable.dictionary:  # a coded term is the coder's, not the investigator's
                return BY_SPONSOR
            case Collected():
                return Origin(COLLECTED, "Investigator", pages=pages(self._plan, variable, steps, group))
            case Predecessor(references):
                return Origin("Predecessor", description=", ".join(references))
            case Derived() as verb:
                type_ = IMPUTATION if variable.operation and variable.operation.imputes else COMPUTATION
                code = derived_text(verb).rstrip() if chooses(verb, self._plan.study.tables) else ""
                told = self._telling.tell(lambda words: words.method(variable))
                return Origin(DERIVED, "Sponsor", method=Method(told, type_, code))
            case NotAvailable():
                return Origin(NOT_AVAILABLE)
            case Protocol() if not self._by_sponsor(variable, group):
                return Origin("Protocol", "Sponsor")
        return BY_SPONSOR

    def _by_sponsor(self, variable: VariablePlan, group: Mapping[str, str]) -> bool:
        """The specification says of these values that the sponsor states them, not the protocol."""
        assigned = self._plan.dataset(variable.dataset).value_assigned.get(variable.variable.name, ())
        return any(value in assigned for value in group.values())

    def common(self, origins: Mapping[Origin, list[StepPlan]], dataset: Dataset) -> Method | None:
        """The one method of an item: an ItemRef has a single MethodOID (Define-XML 2.1, 5.3.11.2).

        Several are told one after the other, each with the records that it is of.
        """
        derived = {origin.method: found for origin, found in origins.items() if origin.method}
        if len(origins) < 2 or not derived:
            return next(iter(derived), None)

        def said(words: Words) -> Iterator[str]:
            steps = Steps(self._plan, words, dataset)
            for method, found in derived.items():
                which = steps.which(found)
                records = f"{which[:1].upper()}{which[1:]}"
                yield words.say("{records}: {method}", records=records, method=method.told.of(words.say.language))

        code = "\n".join(method.code for method in derived if method.code)
        return replace(next(iter(derived)), told=self._telling.joined(said), code=code)


def assigned_where(variable: Variable, origins: Mapping[Origin, list[StepPlan]], steps: Steps) -> str:
    """Which records of a variable have which constant; blank where all have the same, or none."""
    by_sponsor = [s for origin, found in origins.items() if origin.type == ASSIGNED for s in found]
    told = steps.assigned(variable.name, by_sponsor)
    collected = any(origin.type == COLLECTED for origin in origins)
    if not told or (variable.comment and not collected):  # the specification tells it in its own words
        return ""
    return steps.say("Assigned, not collected: {told}." if collected else "{told}.", told=told)
