"""The data cut: what study.yaml says of it, and by the class of the datasets where it is silent.

The cut acts on forms, after their cells are typed and before anything is computed from them (`onespec.engine.raw.cut`):
so every dataset, flag and endpoint follows from the rows that are left, and none needs a rule of its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, NamedTuple

from onespec.engine.contract import Codelist
from onespec.engine.declared import WHERE, Given, Key, Permitted, called
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.forms import Form
from onespec.engine.spec.verbs import Collected
from onespec.engine.tried import FULL_DAY

if TYPE_CHECKING:
    from onespec.engine.spec.model import Dataset

BY_DATE, BY_VISIT, BY_SUBJECT = "date", "visit", "subject"
ACTS = (BY_DATE, BY_VISIT, BY_SUBJECT)
CUT, OPEN = "cut", "open"  # a period that runs at the cut ends at it, or has no end yet
VISIT_ROLE = "visit"

_DAY = Permitted(like=re.compile(rf"{FULL_DAY.pattern}|study\..+"))
_ACTS = Permitted(ACTS, "SPEC-CONSTANT", "The cut acts by '{value}', which it cannot.", column=True)
_ENDS = Permitted((CUT, OPEN), "SPEC-CONSTANT", "'{value}' says not what becomes of the date.", column=True)


@called("what is set later", "What is set later", "Write - {date: FIELD, set: {FIELD: VALUE}}.")
@dataclass(frozen=True)
class Later:
    """What the form would have said on the day of the cut, in rows one of whose dates lies after it."""

    date: Annotated[str, Key("The date field that lies after the cut.", required=True)]
    where: Annotated[tuple[Condition, ...], Key("Only rows for which this holds, too.", shape=WHERE)] = ()
    set: Annotated[dict[str, str], Key("Field -> its value, as the form's codelist names it; blank: nothing.")] = field(
        default_factory=dict
    )


@called("the cut of a form", "The cut of form {name}", "Write {by: subject}, or dates, ends and later.")
@dataclass(frozen=True)
class FormCut:
    """What the cut does to the rows of a form."""

    name: Annotated[str, Given.NAME]
    by: Annotated[
        str,
        Key(
            "What decides about a row: its own dates, the date of its visit, or only whether its subject is in.",
            only=_ACTS,
        ),
    ] = ""
    dates: Annotated[tuple[str, ...], Key("Its dates; a row stays while one of them does not lie after the cut.")] = ()
    ends: Annotated[
        dict[str, str], Key("End of a period -> cut: it becomes the date of the cut; open: it is blank.", only=_ENDS)
    ] = field(default_factory=dict)
    later: Annotated[tuple[Later, ...], Key("What else is set where a date lies after the cut.")] = ()
    line: Annotated[int, Given.LINE] = 0


class Acts(NamedTuple):
    """What the cut does to a form when all is said.

    by      date, visit or subject
    dates   the fields that date its rows; ``ends`` those that end periods, and what becomes of them (cut, open)
    visit   the field of the visit, "" without one
    later   what is set in rows with a date after the cut
    """

    by: str
    dates: tuple[str, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()
    visit: str = ""
    later: tuple[Later, ...] = ()

    @property
    def dated(self) -> tuple[str, ...]:
        """All date fields that the cut looks at."""
        return (*self.dates, *(name for name, _ in self.ends))


@called("the cut", "The cut", "Write {date: YYYY-MM-DD}.")
@dataclass(frozen=True)
class Cut:
    """The data cut: what lies after its date is no part of the data.

    acts     what it does to each form
    consent  form and field of the informed consent: whoever gave it after the cut is not in
    visits   form, field of the visit and date of the visits, by which undated rows are dated
    order    the visits as the codelist lists them
    register the register of subjects: who is in, the consent alone decides, whatever other dates it holds
    """

    date: Annotated[str, Key("Its day, YYYY-MM-DD, or study.NAME; nothing is cut without it.", only=_DAY)] = ""
    datasets: Annotated[
        dict[str, str], Key("Dataset -> what decides about the rows of its forms: date, visit or subject.", only=_ACTS)
    ] = field(default_factory=dict)
    forms: Annotated[dict[str, FormCut], Key("What it does to forms, where that is not what their class says.")] = (
        field(default_factory=dict)
    )
    acts: Mapping[str, Acts] = field(default_factory=dict)
    consent: tuple[str, str] = ("", "")
    visits: tuple[str, str, str] = ("", "", "")
    order: tuple[str, ...] = ()
    register: str = ""

    @property
    def reads(self) -> set[str]:
        """The forms that it looks at to decide about the others."""
        return {self.consent[0], self.visits[0]} - {""} if self.date else set()

    def named(self, form: str) -> set[str]:
        """The fields of a form that study.yaml names for the cut."""
        own = self.forms.get(form, FormCut(form))
        later = {n for each in own.later for n in (each.date, *each.set, *(c.name for c in each.where))}
        return {*own.dates, *own.ends, *later}

    def said(self, form: str) -> str:
        """All that decides what it does to a form; nothing without a date."""
        return repr((self.date, self.acts.get(form), self.consent, self.visits, self.order)) if self.date else ""


class Rule(NamedTuple):
    """What the standard's class says of one variable: what the cut does by it, and what becomes of an end."""

    acts: str
    ends: str


@lru_cache
def _rules() -> tuple[dict[str, str], ...]:
    text = (resources.files("onespec.standards") / "data-cut.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def rule_of(dataset: Dataset, variable: str) -> Rule:
    """What the cut does by a variable; a date of which nothing is said is one of its record."""
    general = f"--{variable[2:]}" if variable[:2] == dataset.name[:2] else variable
    fitting = [
        row
        for row in _rules()
        if row["CLASS"] == dataset.cls
        and row["VARIABLE"] in (variable, general)
        and row["DATASET"] in ("", dataset.name)
    ]
    row = max(fitting, key=lambda r: bool(r["DATASET"]), default=None)
    return Rule(row["ACTS"], row["ENDS"]) if row else Rule(BY_DATE, "")


def with_acts(
    cut: Cut, forms: Mapping[str, Form], datasets: Iterable[Dataset], codelists: Mapping[str, Codelist], register: str
) -> Cut:
    """The cut with what it does to each form; ``register``: the register of subjects."""
    taken = _taken(datasets)
    consent, visits = ("", ""), ("", "", "")
    for form, fields in taken.items():
        for name, rules in fields.items():
            acts = {rule.acts for rule, _ in rules}
            visit = forms[form].roles.get(VISIT_ROLE, "") if form in forms else ""
            consent = (form, name) if "consent" in acts and not consent[0] else consent
            visits = (form, visit, name) if "visit" in acts and visit and not visits[0] else visits
    acts = {name: _acts(cut, form, taken.get(name, {}), visits) for name, form in forms.items()}
    listed = forms[visits[0]].fields.get(visits[1]) if visits[0] else None
    codelist = codelists.get(listed.codelist) if listed else None
    order = tuple(codelist.terms) if codelist else ()
    return Cut(cut.date, cut.datasets, cut.forms, acts, consent, visits, order, register)


Taken = dict[str, dict[str, list[tuple[Rule, str]]]]  # form -> field -> what the variables that take it say, and whose


def _taken(datasets: Iterable[Dataset]) -> Taken:
    out: Taken = {}
    for dataset in datasets:
        for variable in dataset.variables.values() if dataset.standard == "sdtm" else ():
            if isinstance(variable.verb, Collected):
                for form, _, name in (reference.partition(".") for reference in variable.verb.references):
                    rule = rule_of(dataset, variable.name), dataset.name
                    out.setdefault(form, {}).setdefault(name, []).append(rule)
    return out


def _acts(cut: Cut, form: Form, taken: dict[str, list[tuple[Rule, str]]], visits: tuple[str, str, str]) -> Acts:
    own = cut.forms.get(form.name, FormCut(form.name))
    feeds = {dataset for rules in taken.values() for _, dataset in rules}
    of_dataset = next((by for dataset, by in cut.datasets.items() if dataset in feeds), "")
    by = own.by or of_dataset or BY_DATE
    inside = {n for each in form.fields.values() for n in each.made_of}
    dates: list[str] = []
    ends: dict[str, str] = {}
    for each in form.fields.values():
        rules = [rule for rule, _ in taken.get(each.name, ())]
        acts = {rule.acts for rule in rules}
        if not each.is_date or each.not_submitted or each.name in inside and not rules or acts == {"none"}:
            continue
        if acts and acts <= {"end", "none"}:
            ends[each.name] = CUT if CUT in {rule.ends for rule in rules} else OPEN
        else:
            dates.append(each.name)
    ends = {name: how for name, how in (ends | own.ends).items() if name not in own.dates}
    kept = own.dates or tuple(name for name in dates if name not in ends)
    visit = form.roles.get(VISIT_ROLE, "") if visits[0] else ""
    return Acts(by, kept, tuple(ends.items()), visit if visit in form.fields else "", own.later)
