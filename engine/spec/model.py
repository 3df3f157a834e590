"""The specification model: small tables, declared once.

Everything that builds data or documents data reads these objects and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated

from onespec.engine.contract import Codelist
from onespec.engine.declared import MAPPING, RULE, SAID, Given, Key, Permitted, called
from onespec.engine.encodings import OF_EDITIONS
from onespec.engine.findings import QUERY, STOP
from onespec.engine.languages import ENGLISH, LANGUAGES
from onespec.engine.limits import NAME_LENGTH
from onespec.engine.milestones import MILESTONES
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.cut import Cut
from onespec.engine.spec.displays import Displays
from onespec.engine.spec.forms import Form
from onespec.engine.spec.labels import Edition, Said, edition_of, own_labels
from onespec.engine.spec.to_write import ToWrite
from onespec.engine.spec.totals import Total
from onespec.engine.spec.verbs import Collected, Produced, Verb
from onespec.engine.spec.yamltext import Map

NUMBER_TYPES = ("integer", "float", "sasdate", "sasdatetime", "sastime")
DATE_TYPES = frozenset(
    ("date", "datetime", "partialDate", "partialDatetime", "incompleteDatetime", "sasdate", "sasdatetime")
)
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
STANDARDS = ("sdtm", "adam")
SHIPPED_TABLE = "standard."  # how the names of shipped tables begin
CONSTANTS = "study"  # study.NAME stands for a value of study.yaml


_LEVEL = Permitted((STOP, QUERY), "SPEC-LEVEL", "'{value}' is no level for {key}.", "Write stop or query.")
_LANGUAGE = Permitted(LANGUAGES, "SPEC-LANGUAGE", "There is no edition in language '{value}'.", "Known: {known}.")
_ENCODING = Permitted(
    OF_EDITIONS, "SPEC-FORMAT", "An edition is not written in the encoding '{value}'.", "Known: {known}."
)
_LANGUAGES = Permitted(LANGUAGES, "SPEC-KEY", "There is no language '{value}'.", "Known: {known}.")
_MILESTONE = Permitted(MILESTONES, "SPEC-LEVEL", "There is no milestone '{value}'.", "Write {known}.")
_MOMENT = Permitted(
    (),
    "SPEC-DATE",
    "'{key}' is not a date and time: '{value}'.",
    "Write YYYY-MM-DDThh:mm:ss.",
    re.compile(r"\d{4}-?\d\d.*"),
)
_STANDARD = Permitted(STANDARDS, "SPEC-STANDARD", "There is no standard '{value}'.", "Known: {known}.")


@dataclass(frozen=True)
class Taken:
    """A check of the library that a study takes; ``by_group``: with its group, so that it may be left aside."""

    id: str
    by_group: bool


@dataclass(frozen=True)
class Step:
    """How rows arise: an operation, and ``as_written`` its parameters, which the plan resolves."""

    operation: str
    source: str  # form or dataset, "" for study-level rows
    where: tuple[Condition, ...]
    set: dict[str, str]
    as_written: dict[str, object]
    phase: int = 0
    reason: str = ""  # refuse: why the rows are not mapped
    columns: tuple[str, ...] = ()  # of the source, beside those that its parameters name
    line: int = 0
    taken: Taken | None = None  # of the checks.yaml: the check of the library that it is

    def answers(self, variable: Variable) -> bool:
        """Does it set a constant that is an answer in other words?

        It is where the step reads certain answers of the very field that the variable is collected from.
        """
        if not isinstance(variable.verb, Collected) or variable.name not in self.set:
            return False
        equal = (c for c in self.where if c.comparator in ("EQ", "IN"))
        return any(f"{self.source}.{c.name}" in variable.verb.references for c in equal)


@dataclass(frozen=True)
class Variable:
    """A variable of a dataset: what it is, and its one origin.

    type     Define-XML data type, or sasdate/sasdatetime/sastime for numbers with a date format
    verb     where its values come from (`onespec.engine.spec.verbs`)
    parts    how many variables and supplemental qualifiers hold its text: itself and `further`
    part_of  of a further part: the variable whose text it continues
    helper   it is computed for others of its dataset, and not submitted
    to_write what an import says of its origin, which nobody has written yet; `verb` is then not available
    label    in the language of the edition; ``said``: in each, ``short``: where a transport file cannot hold it
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
    parts: int = 1
    part_of: str = ""
    helper: bool = False
    to_write: ToWrite | None = None
    said: dict[str, str] = field(default_factory=dict, hash=False)
    short: str = ""

    @property
    def written(self) -> str:
        """Its label in the transport file."""
        return self.short or self.label

    @property
    def english(self) -> str:
        """Its label in English."""
        return self.said.get(ENGLISH, self.label)

    @property
    def further(self) -> tuple[str, ...]:
        """The names of its further parts: a digit after its name, or in the place of the eighth character.

        SDTMIG 3.4, section 4.5.3.2.
        """
        return tuple(f"{self.name[: NAME_LENGTH - 1]}{digit}" for digit in range(1, self.parts))

    @property
    def is_number(self) -> bool:
        return self.type in NUMBER_TYPES

    @property
    def is_date(self) -> bool:
        """Does it hold days, or moments?"""
        return self.type in DATE_TYPES


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
    variables: dict[str, Variable]  # in the order of the dataset; at the end those that it does not hold itself
    value_level: dict[str, tuple[str, ...]] = field(default_factory=dict)
    comment: str = ""
    parent: str = ""  # SUPP--: the dataset that it qualifies
    file: str = ""
    line: int = 0
    value_codelists: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # variable -> value of its one "by" variable -> codelist
    value_assigned: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # variable with the verb protocol -> values of its one "by" variable where the sponsor states it
    said: dict[str, str] = field(default_factory=dict)  # its label in each language
    short: str = ""  # its label where a transport file cannot hold the whole one

    @property
    def written(self) -> str:
        """Its label in the transport file."""
        return self.short or self.label

    @property
    def english(self) -> str:
        """Its label in English."""
        return self.said.get(ENGLISH, self.label)

    @property
    def columns(self) -> list[Variable]:
        """The variables that the dataset itself holds."""
        return [v for v in self.variables.values() if not (v.supplemental or v.helper)]

    @property
    def supplemental(self) -> list[Variable]:
        return [v for v in self.variables.values() if v.supplemental]

    @property
    def submitted(self) -> list[Variable]:
        """Its variables and supplemental qualifiers, without helpers."""
        return [v for v in self.variables.values() if not v.helper]

    @cached_property
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
        """True when steps that stand on nothing are beside steps for subjects (RELREC).

        What those that stand on nothing make belongs to no subject, and stands once.
        """
        return not self.study_level and any(not s.source for s in self.steps)

    def column(self, name: str) -> Variable:
        return self.variables[name]

    @property
    def one_per_subject(self) -> bool:
        return set(self.keys) in ({"STUDYID", "USUBJID"}, {"USUBJID"})


class Values(dict[str, str]):
    """The constants of study.yaml; ``used`` names those that something of the specification names.

    ``facts`` are what study.yaml says of the study itself: they are there in any case.  ``totals`` are what was found
    over all subjects, blank before a build.
    """

    def __init__(
        self,
        given: Mapping[str, str] | None = None,
        facts: Mapping[str, str] | None = None,
        totals: Mapping[str, str] | None = None,
    ):
        super().__init__(given or {})
        self.used: set[str] = set()
        self.facts: dict[str, str] = dict(facts or {})
        self.totals: dict[str, str] = dict(totals or {})

    @property
    def known(self) -> dict[str, str]:
        """All that ``study.NAME`` may name."""
        return self.facts | self.totals | self


@called("a standard", "Standard '{name}'", "Write {name: ..., version: ..., ct: ...}.")
@dataclass(frozen=True)
class Standard:
    """A standard that the study follows."""

    key: Annotated[str, Given.NAME]  # sdtm or adam
    name: Annotated[str, Key("Its name: SDTMIG, ADaMIG.", required=True)]
    version: Annotated[str, Key("Its version.", required=True)]
    ct: Annotated[str, Key("The date of the package of controlled terminology.", required=True)]


@called("a dictionary", "Dictionary {name}", "Write {name: ..., version: ...}.")
@dataclass(frozen=True)
class Dictionary:
    """A dictionary of coded terms: an external codelist of define.xml."""

    name: Annotated[str, Key("Its name in define.xml.")]
    version: Annotated[str, Key("Its version.")]
    ref: Annotated[str, Key("Where it is described.")] = ""
    href: Annotated[str, Key("Its address.")] = ""
    codes: Annotated[str, Key("The table of codes that coders gave to texts; it fills blanks of the export.")] = ""


@called("a document", "Document {name}", "Write {title: ..., href: ...}.")
@dataclass(frozen=True)
class Document:
    """A document that define.xml names; the one called acrf is the annotated CRF."""

    title: Annotated[str, Key("Its title; its place when left out.", shape=SAID)]
    href: Annotated[str, Key("Its place, relative to define.xml.", required=True)]
    standard: Annotated[str, Key("The define.xml that names it; both when left out.", only=Permitted(STANDARDS))] = ""
    table: Annotated[str, Key("The long table that the build writes into it, as tab-delimited text.")] = ""


@called("study.yaml")
@dataclass(frozen=True)
class Study:
    """The study, its standards and named values.

    And everything else that its folder says.
    """

    folder: Path
    id: Annotated[str, Key("The study's identifier (STUDYID).", required=True, name="study")]
    name: Annotated[str, Key("The study's name in titles; the identifier when left out.")]
    description: Annotated[str, Key("StudyDescription of define.xml.", shape=SAID)]
    protocol: Annotated[str, Key("ProtocolName of define.xml; the identifier when left out.")]
    created: Annotated[datetime, Key("The time stamp in every output; no clock is read.", required=True, only=_MOMENT)]
    language: Annotated[str, Key("en: translations, plain ASCII; zh: verbatim.", only=_LANGUAGE, default="en")]
    subjects: Annotated[str, Key("The form with one row a subject: the register of subjects.", required=True)]
    standards: Annotated[dict[str, Standard], Key("The standards that the study follows.", names=_STANDARD)]
    dictionaries: Annotated[dict[str, Dictionary], Key("The dictionaries that variables name.")]
    documents: Annotated[dict[str, Document], Key("The documents that define.xml names.")]
    values: Annotated[Values, Key("Named values, used anywhere as study.NAME.", shape=MAPPING)]
    levels: Annotated[dict[str, str], Key("Rules whose findings get another level.", only=_LEVEL, of=RULE)]
    forms: dict[str, Form]
    codelists: dict[str, Codelist]
    tables: dict[str, list[dict[str, str]]]
    datasets: dict[str, Dataset]
    encoding: Annotated[
        str, Key("Of texts and labels in an edition that is not plain ASCII.", only=_ENCODING, default="utf-8")
    ] = "utf-8"
    milestone: Annotated[
        str,
        Key("How far it is: what is not yet mapped or coded is a query in a draft, a stop at a lock.", only=_MILESTONE),
    ] = ""
    notice: Annotated[
        dict[str, str],
        Key("What stands on every page of the report: that the data are simulated, say.", alone="en", names=_LANGUAGES),
    ] = field(default_factory=dict)
    translations: Annotated[
        str, Key("The table of translations that people gave to texts for which the export holds none.")
    ] = ""
    labels: Annotated[
        str, Key("The table of what English labels, decodes and comments are in Chinese (TEXT, CHINESE, SHORTER).")
    ] = ""
    crf_pages: Annotated[
        str, Key("The table of the pages of the study's own CRF, which `onespec acrf --blank` writes.")
    ] = ""
    extends: Annotated[str, Key("The folder that it is laid over: what its sponsor's studies have alike.")] = ""
    leave_out: Annotated[tuple[str, ...], Key("The inherited datasets and forms that it does not have.")] = ()
    cut: Annotated[Cut, Key("The data cut: what lies after it is no part of the data.")] = field(default_factory=Cut)
    totals: Annotated[
        dict[str, Total],
        Key("What is found over all subjects: study.NAME for datasets of the study as a whole, and tables of these."),
    ] = field(default_factory=dict)
    checks: tuple[Step, ...] = ()
    displays: Displays = Displays()
    left_out: dict[str, str] = field(default_factory=dict)  # check of the library -> why the study does not take it
    in_full: dict[str, Map] = field(default_factory=dict, repr=False, compare=False)  # by dataset: what is written
    said_columns: frozenset[tuple[str, str]] = frozenset()  # columns of tables that have texts of an edition
    ignored: dict[str, str] = field(default_factory=dict)  # files of the export that are left aside, and why
    questions: dict[str, str] = field(default_factory=dict)  # what its checks ask, English -> Chinese

    @property
    def encoded(self) -> str:
        """The encoding of texts and labels: the English edition is plain ASCII."""
        return self.edition.encoding

    @property
    def edition(self) -> Edition:
        return edition_of(self.language, self.encoding)

    @property
    def texts(self) -> Mapping[str, Said]:
        """What English texts of the study are in Chinese: its table of labels."""
        return own_labels(self.tables.get(self.labels, []))

    def stands_on(self, target: str) -> str:
        """The form that the rows of a form belong to, or the form or dataset itself."""
        form = self.forms.get(target)
        return (form.belongs_to if form else "") or target
