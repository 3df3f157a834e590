"""Findings: what is wrong with a specification or its data, said so that it can be mended.

A *stop* keeps all outputs as they were (exit code 1); a *query* is built, and listed for
data management (exit code 0); a *note* is only counted.
"""

from __future__ import annotations

import difflib
import logging
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from onespec.engine.visible import visible

if TYPE_CHECKING:
    from onespec.engine.queries import Query

STOP, QUERY, NOTE = "stop", "query", "note"
LEVELS = (STOP, QUERY, NOTE)
logger = logging.getLogger(__name__)


class Line(int):
    """A line of a specification that knows its file: what a dataset inherits stands in another file than its own."""

    file: str
    inherited: bool  # from a folder that the study extends

    def __new__(cls, number: int, file: str, inherited: bool = False) -> Line:
        out = super().__new__(cls, number)
        out.file, out.inherited = file, inherited
        return out

    def __reduce__(self) -> tuple[type[Line], tuple[int, str, bool]]:
        return Line, (int(self), self.file, self.inherited)


def is_inherited(line: int | None) -> bool:
    """Does the line stand in a folder that the study extends?  What is inherited and unused is no fault."""
    return isinstance(line, Line) and line.inherited


@dataclass(frozen=True)
class Problem:
    """What is wrong and what can be done about it, without the place; the same for each record that has it.

    ``check``: the check of the library that found it (``EC-AE-07``).
    """

    rule: str
    level: str
    message: str
    fix: str = ""
    check: str = ""


class Cell(NamedTuple):
    """A cell that a finding stands on: of a raw file, or, without ``file``, a value that no raw cell is known for.

    column  the field; of a value without a raw cell ``DATASET.VARIABLE``
    form    the form that reads it; a cell that two forms read is one
    """

    file: str
    row: int | None
    column: str
    subject: str
    value: str
    form: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and self[:5] == other[:5]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:5])


@dataclass(frozen=True)
class Finding:
    """One fault.  Only ``rule``, ``level`` and ``message`` are always filled.

    rule     short code, upper case with hyphens: what kind of fault this is (``RAW-DATE``)
    level    ``stop``, ``query`` or ``note``
    message  what is wrong, in one plain sentence
    fix      what the reader can do about it
    file     the specification file or raw file; ``line`` its line (specification),
             ``row`` its row (raw file: 1 is the first row after the header)
    cells    what the fault stands on, its own cell first; others follow where two values contradict one another
    count    how many findings it stands for (`onespec.engine.causes`), and ``reached``: where they are
    members  these findings, where there are several
    form     the form whose row it is
    query    what a query is known by from build to build, and how it stands (`onespec.engine.queries`)
    check    the check of the library that found it; of several findings those that did
    """

    rule: str
    level: str
    message: str
    fix: str = ""
    file: str = ""
    line: int | None = None
    row: int | None = None
    dataset: str = ""
    column: str = ""
    subject: str = ""
    value: str = ""
    cells: tuple[Cell, ...] = field(default=(), compare=False)
    count: int = 1
    reached: str = ""
    members: tuple[Finding, ...] = field(default=(), compare=False, repr=False)
    form: str = field(default="", compare=False, repr=False)
    query: Query | None = field(default=None, compare=False, repr=False)
    check: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.line, Line):  # it stands in the file of the line
            object.__setattr__(self, "file", self.line.file)
            object.__setattr__(self, "line", int(self.line))

    @property
    def place(self) -> str:
        """Where the fault is: ``file:line``, or ``file row n, column``."""
        where = self.file or self.dataset
        if self.line is not None:
            where += f":{self.line}"
        if self.row is not None:
            where += f" row {self.row}"
        if self.column:
            where += f", {self.column}" if where else self.column
        return where

    def text(self) -> str:
        """The finding as one line for a terminal or a log."""
        where = self.place + (f" [subject {self.subject}]" if self.subject else "")
        value = f" The value is '{self.value}'." if self.value and f"'{self.value}'" not in self.message else ""
        many = f" {self.count} findings: {self.reached}." if self.count > 1 else ""
        fix = f" Fix: {self.fix}" if self.fix else ""
        said = f"{self.level.upper():5} {self.rule}{'  ' * bool(where)}{where}: {self.message}{value}{many}{fix}"
        return visible(said)

    def record(self) -> dict[str, object]:
        """The finding as one row of a table."""
        return dict(vars(self))


def finding_order(f: Finding) -> tuple:
    """By place; it does not depend on how the work was cut."""
    return (f.file, f.line or 0, f.row or 0, f.dataset, f.column, f.subject, f.rule, f.value, f.message)


class Findings(list):
    """All findings of a run, collected; nothing is raised at the first one."""

    def add(self, rule: str, level: str, message: str, fix: str = "", **where: Any) -> None:
        """Collect one finding; ``where`` takes the other fields of `Finding`.

        Of a finding that is made from an exception (inside ``except``) the log tells where that was raised.
        """
        assert level in LEVELS, level
        finding = Finding(rule, level, message, fix, **where)
        self.append(finding)
        if sys.exc_info()[0]:
            logger.debug("%s", finding.text(), exc_info=True)

    def tell(self, problem: Problem, **where: Any) -> None:
        """Collect one finding of a problem at its place."""
        self.add(problem.rule, problem.level, problem.message, problem.fix, check=problem.check, **where)

    @property
    def stops(self) -> list[Finding]:
        return [f for f in self if f.level == STOP]

    @property
    def queries(self) -> list[Finding]:
        return [f for f in self if f.level == QUERY]


class Stopped(Exception):
    """Raised where work cannot go on; carries every finding made so far."""

    def __init__(self, findings: Findings):
        self.findings = findings
        super().__init__("\n".join(f.text() for f in findings.stops))


class NotThere(Exception):
    """What was asked for by name does not exist; the text says so, with the nearest name."""


def nearest(name: str, names: Iterable[str]) -> str:
    """The existing name most like ``name``, or an empty string.

    >>> nearest("LBORESS", ["LBORRES", "LBTEST"])
    'LBORRES'
    """
    names = list(names)
    upper = {n.upper(): n for n in names}
    close = difflib.get_close_matches(name.upper(), list(upper), n=1, cutoff=0.6 if len(name) > 3 else 0.5)
    return upper[close[0]] if close else ""


def unknown(kind: str, name: str, names: Iterable[str], place: str = "") -> tuple[str, str]:
    """Message and fix for a name that does not exist.

    >>> unknown("method", "studyday", ["study_day", "sequence"])
    ("There is no method 'studyday'.", "Did you mean 'study_day'?")
    >>> unknown("variable", "HEIGHT", ["AGE", "SEX"], "DM")
    ("There is no variable 'HEIGHT' in DM.", 'Known: AGE, SEX.')
    """
    names = sorted(names)
    close = nearest(name, names)
    known = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    fix = f"Did you mean '{close}'?" if close else f"Known: {known or 'none'}."
    return f"There is no {kind} '{name}'{f' in {place}' if place else ''}.", fix
