"""What is still to write: what an imported specification says of a variable's origin, in the place of a verb.

Its texts are those of the file that it was imported from; nothing is computed from them, and nothing is built until a
person has written a verb instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Any

from onespec.engine.declared import WHERE, Key, Permitted, called
from onespec.engine.spec.conditions import Condition

TO_WRITE = "to_write"  # the key, where a verb would stand
_COPY = re.compile(r"[A-Z][A-Z0-9_]{0,7}\.[A-Z_][A-Z0-9_]{0,7}")
_LONGEST = 160  # characters of a foreign text that a finding shows
_PAGES = "The pages, or named places, of the annotated CRF; 3-5 is a range."
_FIX = {
    "Collected": "Name its field: 'collected: form.FIELD'.",
    "CRF": "Name its field: 'collected: form.FIELD'.",
    "eDT": "Name its field: 'collected: form.FIELD'.",
    "Derived": "Write 'derived: METHOD', with its parameters under 'with:'.",
    "Assigned": "Write 'assigned:' with the constant, or table.COLUMN.",
    "Protocol": "Write 'protocol:' with the constant, or table.COLUMN.",
    "Predecessor": "Write 'predecessor: DS.VAR'.",
    "Not Available": "Write 'not_available:' with the reason.",
}
_TYPE = Permitted(
    ("Computation", "Imputation"), "SPEC-TYPE", "'{key}' of a method is '{value}'.", "Write Computation or Imputation."
)


@dataclass(frozen=True)
class _From:
    """One origin (Define-XML 2.1, 5.3.12.3), as it was imported."""

    origin: Annotated[str, Key("What it is there: Collected, Derived, Assigned, Protocol, Predecessor, ...")] = ""
    source: Annotated[str, Key("Who gives it there: Investigator, Sponsor, Subject, Vendor.")] = ""
    said: Annotated[str, Key("What is said of it there: the variable that it copies.", name="from")] = ""
    pages: Annotated[tuple[str, ...], Key(_PAGES)] = ()


@called("a further origin", "A further origin", "Write - {origin: Collected, pages: 12}.")
@dataclass(frozen=True)
class FurtherOrigin(_From):
    """Another origin of the same variable."""


@called("a further condition", "A further condition", "Write - {where: {VAR: value}}.")
@dataclass(frozen=True)
class OrWhere:
    """Records that a definition by value is of, too."""

    where: Annotated[Any, Key("Which records: an AND of conditions.", shape=WHERE)] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return self.where


@dataclass(frozen=True)
class _Stated(_From):
    also: Annotated[tuple[FurtherOrigin, ...], Key("Its further origins.")] = ()
    method: Annotated[str, Key("The text of its method.")] = ""
    method_type: Annotated[str, Key("What its method does.", only=_TYPE, default="Computation")] = "Computation"


@called("a definition by value", "A definition by value", "Write - {where: {VAR: value}, origin: Derived}.")
@dataclass(frozen=True)
class ValueToWrite(_Stated):
    """What is to write for some of the records."""

    where: Annotated[Any, Key("Which records: an AND of conditions, DS.VAR of another dataset.", shape=WHERE)] = ()
    or_: Annotated[tuple[OrWhere, ...], Key("Further records.")] = ()
    name: Annotated[str, Key("What the definition is called, where it is not the variable's name.")] = ""
    label: Annotated[str, Key("Its label.")] = ""
    type: Annotated[str, Key("Its type.")] = ""
    codelist: Annotated[str, Key("Its codelist.")] = ""
    dictionary: Annotated[str, Key("The dictionary that its values are of.")] = ""
    format: Annotated[str, Key("Its display format.")] = ""
    comment: Annotated[str, Key("Its comment.")] = ""

    @property
    def clauses(self) -> tuple[tuple[Condition, ...], ...]:
        """Its where clauses, any of which holds."""
        return (self.where, *(each.conditions for each in self.or_))


@called(TO_WRITE, "What is to write", "Write {origin: Derived, method: ...}.")
@dataclass(frozen=True)
class ToWrite(_Stated):
    """What an imported specification says of an origin that nobody has written yet; it stands instead of a verb."""

    values: Annotated[tuple[ValueToWrite, ...], Key("What it says of some of the records.")] = field(default=())

    def text(self) -> str:
        """What a finding shows of it."""
        by = f" ({self.source})" if self.source else ""
        told = [f"{self.origin}{by}" if self.origin else "", self.said, self.method]
        pages = f"page {', '.join(self.pages)}" if self.pages else ""
        said = ": ".join(part for part in (*told[:1], "; ".join(part for part in (*told[1:], pages) if part)) if part)
        said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
        many = len(self.values)
        values = f"{many} definition{'s' * (many > 1)} by value" if many else ""
        return ("; ".join(part for part in (said, values) if part) or "no origin was stated").rstrip(".")

    def fix(self, verbs: tuple[str, ...]) -> str:
        """What a person does about it."""
        instead = _FIX.get(self.origin, f"Give it exactly one of: {', '.join(verbs)}.")
        if self.origin == "Predecessor" and _COPY.fullmatch(self.said):
            instead = f"Write 'predecessor: {self.said}', once the study has {self.said.partition('.')[0]}."
        return f"{instead} It takes the place of '{TO_WRITE}:'."
