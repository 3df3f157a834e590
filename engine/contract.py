"""The contract of operations: what a method, a record operation or a check is given, and what it gives back.

The annotations of a function's parameters say what each of them is (docs/spec-language.md, Operations).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, NamedTuple, Protocol

import numpy as np

from onespec.engine.column import Column
from onespec.engine.declared import SAID, Given, Key, Permitted, called
from onespec.engine.findings import QUERY, STOP, Problem
from onespec.engine.frames import Frame
from onespec.engine.groups import Many, PerSubject
from onespec.engine.kinds import Text
from onespec.engine.languages import ENGLISH, LANGUAGES

Group = Annotated[np.ndarray, "group"]  # group number of each own row (int64)
Subject = Annotated[Text, "subject"]  # subject of each own row
PerGroup = Annotated[Column, "per group"]  # result: a value for each group, in the order of their numbers
Table = Annotated[Frame, "table"]  # a long table of the study, all text
PerRecord = Annotated[Column, "per record"]  # a column as the records of ``source`` meet it: one value each
Date = Annotated[Column, "column", "date"]  # a column that holds dates of ISO 8601, some of them maybe in part
Dates = Annotated[Many, "many", "date"]  # all rows of such a column of another dataset
Amount = Annotated[Column, "column", "number"]  # one that holds numbers, and a date as a SAS date
Name = Annotated[str, "name"]  # a column of the selection's source
NumberName = Annotated[str, "name", "number"]  # one that holds numbers, and a date as a SAS date, say
TextName = Annotated[str, "name", "text"]  # one that holds texts
DateName = Annotated[str, "name", "date"]  # one that holds dates; a check is given them as ISO 8601
DatePerRecord = Annotated[Column, "per record", "date"]  # the same of another column
DatePerSubject = Annotated[PerSubject, "per subject", "date"]
NumberPerSubject = Annotated[PerSubject, "per subject", "number"]  # `PerSubject` of numbers


@dataclass(frozen=True)
class Carries:
    """``Annotated[str, "name", Carries()]``: a column of the selection's source that goes into the records as it is.

    besides  columns that the operation makes, and of which its own text says that they may be carried
    """

    besides: tuple[str, ...] = ()


@dataclass(frozen=True)
class TermOf:
    """``Annotated[str, TermOf("value")]``: a constant that is compared with the column given to another parameter.

    ``TermOf("")``: that becomes the variable itself.
    """

    parameter: str


@dataclass(frozen=True)
class Usual:
    """``Annotated[Column | None, Usual("--DTC")]``: the own variable that is taken when the parameter is left out.

    names  with ``--`` for the prefix of the domain; the first that the dataset has
    keys   of a list: the dataset's keys after study and subject, without the variable itself
    """

    names: tuple[str, ...] = ()
    keys: bool = False


@dataclass(frozen=True)
class CellsOf:
    """``Annotated[Table, CellsOf((("UNIT", "unit"),))]``: a table whose cells are compared with columns, or fill one.

    pairs   column of the table, and the parameter that is given the column which it is compared with
    keys    two parameters: the names of columns of the table, and the columns that they are compared with
    source  the column of the table that names the dataset of a row; those of others are left aside
    fills   the column whose cells the variable takes, or the parameter that names it
    """

    pairs: tuple[tuple[str, str], ...] = ()
    keys: tuple[str, str] = ("", "")
    source: str = ""
    fills: str = ""


@dataclass(frozen=True)
class Layout:
    """``Annotated[Table, Layout(("FROM", "TO"), factors_of)]``: what a table must be to be used.

    columns  those that it has
    read     a function that raises ValueError for rows that cannot be used
    """

    columns: tuple[str, ...]
    read: Callable[[Frame], object] | None = None


@dataclass(frozen=True)
class FieldsOf:
    """``Annotated[Table, FieldsOf("FIELD", "RESULT")]``: a table whose cells name fields of the form that a step reads.

    column  the column of the table, or the parameter that names it
    makes   the column that the step reads these fields into
    looks   whether the operation looks at all of their cells: also one that makes no record is used then
    term    the parameter whose constant the fields are compared with
    """

    column: str
    makes: str
    looks: bool = False
    term: str = ""


_CHOICE = ("SPEC-TYPE", "'{key}' of codelist {name} is '{value}'.", "Known: {known}.")
_STANDARD, _TYPE = Permitted(("sdtm", "adam"), *_CHOICE), Permitted(("text", "integer", "float"), *_CHOICE)
_LANGUAGES = Permitted(LANGUAGES, "SPEC-KEY", "There is no language '{value}'.", "Known: {known}.")
_YES_NO = Permitted(("no", "yes", "true", "false"), *_CHOICE)


@called("a term", blank=True)
@dataclass(frozen=True)
class Term:
    """One value of a codelist; a text or a list alone is its raw."""

    value: Annotated[str, Given.NAME]
    decode: str = ""  # what it means, in the language of the edition
    nci: Annotated[str, Key("Its NCI code; as published when left out, none of an extended value.")] = ""
    raw: Annotated[tuple[str, ...], Key("The answers of the CRF that mean it, besides itself; in any case.")] = ()
    order: Annotated[int, Given.ORDER] = 0
    line: Annotated[int, Given.LINE] = field(default=0, repr=False, compare=False)  # does not change what it means
    said: Annotated[
        dict[str, str],
        Key(
            "What it means, a text or {en: ..., zh: ...}; as published when left out.",
            name="decode",
            alone=ENGLISH,
            names=_LANGUAGES,
        ),
    ] = field(default_factory=dict, hash=False)

    @property
    def english(self) -> str:
        """What it means in English."""
        return self.said.get(ENGLISH, "" if self.said else self.decode)


@called("a codelist", "Codelist {name}", "Give name and terms.")
@dataclass(frozen=True)
class Codelist:
    """A controlled list of values.

    ``answers`` maps what a CRF may say to the term.
    """

    name: Annotated[str, Given.NAME]
    label: Annotated[
        str, Key("Its name in define.xml; as published when left out.", name="name", default="{name}", shape=SAID)
    ]
    nci: Annotated[str, Key("Its NCI code; left out for the sponsor's own.")]
    standard: Annotated[str, Key("Whose terminology it is; the one that has its NCI code.", only=_STANDARD)]
    extensible: Annotated[
        bool, Key("Whether it may have terms of the sponsor; as published.", only=_YES_NO, default="no")
    ]
    type: Annotated[str, Key("What its values are.", only=_TYPE, default="text")]
    terms: Annotated[
        dict[str, Term], Key("Its values.", required=True, missing="{what} has no terms.", alone="raw", listed=True)
    ]
    sas_format: Annotated[str, Key("The SAS format that shows its decodes, which define.xml tells: `$SEX`.")] = ""
    line: Annotated[int, Given.LINE] = 0
    file: Annotated[str, Given.FILE] = "codelists.yaml"

    @property
    def answers(self) -> dict[str, str]:
        out: dict[str, str] = {}
        for term in self.terms.values():
            for answer in (term.value, *term.raw):
                out.setdefault(answer.casefold(), term.value)
        return out


@dataclass
class Selection:
    """Rows of a form or dataset chosen by a record step.

    frame      the chosen rows: the columns that the step names, and ``SUBJECT``
    position   each chosen row's position in the source
    set        constants that a mapping with ``set:`` gives (texts)
    told       how define.xml tells it: ``{source}`` with its conditions, and the entries of the class by name;
               a part in [brackets] is left out where an entry that it names is not given
    """

    told: ClassVar[str] = "{source}"

    name: str
    frame: Frame
    position: np.ndarray
    set: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> Text:
        return self.frame["SUBJECT"]


class Bundle:
    """Parameters that belong together and have a name in the trade: the columns of a result, say.

    A subclass is a dataclass.  In YAML each of its fields is a parameter of the operation, by its own name and with its
    own default; the function takes them together, as one object.
    """


@dataclass
class Rows:
    """What a record operation gives: one entry a new record.

    subject    subject of each record (blank in study-level datasets)
    values     produced columns
    source     name of the form or dataset that the records stand on, with ``position`` in it
               (position is relative to the *selection* given to the operation)
    table      long table whose row ``table_position`` each record is linked to
    fields     produced column -> the raw field that each of its values was read from
    decision   what the records come from, where the operation decides between records or by rules
    replaces   records of the dataset itself, of earlier phases, in whose place these stand: they are left out
               (positions as `Selection.position` of a selection of the dataset gives them)
    """

    subject: Text
    values: Mapping[str, Column] | Frame = field(default_factory=dict)
    source: str = ""
    position: np.ndarray | None = None
    table: str = ""
    table_position: np.ndarray | None = None
    fields: Mapping[str, Column] = field(default_factory=dict)
    decision: Decision | None = None
    replaces: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.subject)


@dataclass(frozen=True)
class Reason:
    """One line of an operation's own account of a record: what it considered, and what became of it.

    source, position   the row of a form or dataset that the line tells of (``Selection.position``),
                       and the ``column`` that counts
    decides            the record is what it is because of this row
    """

    text: str
    source: str = ""
    position: int = -1
    column: str = ""
    decides: bool = False


class Decision(Protocol):
    """What a record operation decided; it tells why a record is what it is, when somebody asks."""

    def reasons(self, record: int) -> list[Reason]:
        """What was considered for one of the records made, and which rule won."""
        ...


class Told(NamedTuple):
    """One entry of a report: a problem, the positions of its rows, and the operation's whole column of values."""

    level: str
    rule: str
    message: str
    fix: str
    rows: np.ndarray
    values: Column | None

    @property
    def problem(self) -> Problem:
        return Problem(self.rule, self.level, self.message, self.fix)


@dataclass(frozen=True)
class Beside:
    """Values of another selection that a check was given: a row of it for each row reported, -1 for none."""

    selection: Selection
    column: str
    rows: np.ndarray


class UndeclaredRule(Exception):
    """An operation reports a rule that its decorator does not declare."""


class Report:
    """Given to operations to report values that they cannot use.

    ``reports`` are the rules that the operation declares at its decorator: no other one is taken.  Without it any is.
    ``rows`` is a mask or a list of positions of the operation's own rows.
    The engine adds dataset, subject and the raw rows behind them.
    A record operation may name the ``column`` of its source at fault: then that cell is refused, not the row.
    A check that finds a value at odds with other ones says with which (``against``): a `PerSubject` that it is given,
    a column of its source, the position of another row of the source for each of the ``rows``, or a row of another
    selection (`Beside`); or several of them.
    When many values contradict the same one, that one is asked about.
    Rows ``without_record`` are those of which a record step makes none: told of those of which no other step of the
    dataset makes one either, and that none refuses.
    """

    def __init__(self, reports: Collection[str] | None = None) -> None:
        self.reports = reports
        self.entries: list[Told] = []
        self.columns: list[str] = []  # of each entry: the column of the source at fault, where one is named
        self.against: list[tuple[object, ...]] = []  # of each entry: what its values contradict
        self.without_record: list[bool] = []  # of each entry: whether it tells that its rows make no record

    # parameters: those of a problem, where it is, and what it contradicts
    def query(
        self,
        rule: str,
        message: str,
        fix: str,
        rows: object,
        values: Column | None = None,
        column: str = "",
        *,
        against: object = (),
        without_record: bool = False,
    ) -> None:
        others = against if isinstance(against, tuple) else (against,)
        self._add(Told(QUERY, rule, message, fix, _positions(rows), values), column, others, without_record)

    # parameters: those of a problem, and what becomes of its rows
    def stop(
        self,
        rule: str,
        message: str,
        fix: str,
        rows: object,
        values: Column | None = None,
        *,
        without_record: bool = False,
    ) -> None:
        self._add(Told(STOP, rule, message, fix, _positions(rows), values), without_record=without_record)

    def _add(
        self, told: Told, column: str = "", against: tuple[object, ...] = (), without_record: bool = False
    ) -> None:
        if self.reports is not None and told.rule not in self.reports:  # also without rows: a fault of the code
            declared = ", ".join(self.reports) or "none"
            raise UndeclaredRule(f"it reports the rule {told.rule!r}, and its decorator declares {declared}")
        if len(told.rows):
            self.entries.append(told)
            self.columns.append(column)
            self.against.append(against)
            self.without_record.append(without_record)


def _positions(rows: object) -> np.ndarray:
    rows = np.asarray(rows)
    return np.flatnonzero(rows) if rows.dtype == bool else rows.astype(np.intp)
