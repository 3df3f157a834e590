"""The specification model: small tables, declared once.

Everything that builds data or documents data reads these objects and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from onespec.engine.contract import Codelist
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.verbs import Produced, Verb

NUMBER_TYPES = ("integer", "float", "sasdate", "sasdatetime", "sastime")
VARIABLE_TYPES = (
    "text",
    "integer",
    "float",
    "date",
    "datetime",
    "time",
    "partialDate",
    "partialDatetime",
    "incompleteDatetime",
    "durationDatetime",
    *NUMBER_TYPES[2:],
)
FIELD_TYPES = ("text", "number", "result", "date", "time", "code")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
CONSTANTS = "study"  # study.NAME stands for a value of study.yaml


@dataclass(frozen=True)
class Field:
    """A column of a raw form."""

    name: str
    label: dict[str, str]
    type: str
    codelist: str = ""
    format: tuple[str, ...] = ()
    time: str = ""
    translation: str = ""
    min: str = ""
    max: str = ""
    page: str = ""
    not_submitted: str = ""
    unknown: str = "stop"
    repeats: str = ""  # the field of the register of subjects whose value this one repeats
    line: int = 0


@dataclass(frozen=True)
class Form:
    """A raw file."""

    name: str
    label: dict[str, str]
    file: str
    encoding: str
    sheet: str
    subject: str
    key: tuple[str, ...]
    fields: dict[str, Field]
    not_submitted: str = ""
    line: int = 0

    @property
    def one_per_subject(self) -> bool:
        return self.key == (self.subject,)

    @property
    def structural(self) -> set[str]:
        """Fields that the form itself uses: subject, key, times and translations of other fields."""
        return {
            self.subject,
            *self.key,
            *(f.time for f in self.fields.values()),
            *(f.translation for f in self.fields.values()),
            *(f.name for f in self.fields.values() if f.repeats),
        } - {""}


@dataclass(frozen=True)
class Step:
    """How rows arise: an operation with its parameters as written."""

    operation: str
    source: str  # form or dataset, "" for study-level rows
    where: tuple[Condition, ...]
    set: dict[str, str]
    parameters: dict[str, object]
    phase: int = 0
    reason: str = ""  # refuse: why the rows are not mapped
    columns: tuple[str, ...] = ()  # of the source, beside those that its parameters name
    line: int = 0


@dataclass(frozen=True)
class Variable:
    """A variable of a dataset: what it is, and its one origin.

    type   Define-XML data type, or sasdate/sasdatetime/sastime for numbers with a date format
    verb   where its values come from (`onespec.engine.spec.verbs`)
    """

    name: str
    label: str
    type: str
    role: str = ""
    core: str = ""
    codelist: str = ""
    verb: Verb = Produced()
    format: str = ""
    comment: str = ""
    dictionary: str = ""
    evaluator: str = ""
    supplemental: bool = False
    line: int = 0

    @property
    def is_number(self) -> bool:
        return self.type in NUMBER_TYPES


@dataclass(frozen=True)
class Dataset:
    """A dataset of the package."""

    name: str
    label: str
    standard: str  # sdtm or adam
    cls: str  # class as the standard names it (Findings, BDS ...)
    structure: str
    keys: tuple[str, ...]
    steps: tuple[Step, ...]
    variables: dict[str, Variable]  # in the order of the dataset; includes supplemental ones at the end
    value_level: dict[str, tuple[str, ...]] = field(default_factory=dict)
    comment: str = ""
    parent: str = ""  # SUPP--: the dataset that it qualifies
    file: str = ""
    line: int = 0
    value_codelists: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # variable -> value of its one "by" variable -> codelist

    @property
    def columns(self) -> list[Variable]:
        """The variables that the dataset itself holds."""
        return [v for v in self.variables.values() if not v.supplemental]

    @property
    def supplemental(self) -> list[Variable]:
        return [v for v in self.variables.values() if v.supplemental]

    @property
    def phases(self) -> int:
        return 1 + max((s.phase for s in self.steps), default=0)

    @property
    def sources(self) -> set[str]:
        return {s.source for s in self.steps if s.source and s.source != self.name}

    @property
    def study_level(self) -> bool:
        """True when no step stands on a form or dataset (trial design, dataset-level RELREC)."""
        return all(not s.source for s in self.steps)

    @property
    def of_both(self) -> bool:
        """True when steps that stand on nothing are beside steps for subjects (RELREC): what they make belongs to no subject and stands once."""
        return not self.study_level and any(not s.source for s in self.steps)

    @property
    def one_per_subject(self) -> bool:
        return set(self.keys) in ({"STUDYID", "USUBJID"}, {"USUBJID"})


class Values(dict[str, str]):
    """The constants of study.yaml; ``used`` names those that something of the specification names."""

    def __init__(self, given: Mapping[str, str] | None = None):
        super().__init__(given or {})
        self.used: set[str] = set()


@dataclass(frozen=True)
class Standard:
    key: str  # sdtm or adam
    name: str
    version: str
    ct: str


@dataclass(frozen=True)
class Study:
    """Everything that one study's folder says."""

    folder: Path
    id: str
    name: str
    description: str
    protocol: str
    created: datetime
    language: str
    subjects: str
    standards: dict[str, Standard]
    dictionaries: dict[str, dict[str, str]]
    documents: dict[str, dict[str, str]]
    values: Values
    levels: dict[str, str]
    forms: dict[str, Form]
    codelists: dict[str, Codelist]
    tables: dict[str, list[dict[str, str]]]
    datasets: dict[str, Dataset]
    checks: tuple[Step, ...] = ()
