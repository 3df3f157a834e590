# pyright: standard
"""What a variable of an imported dataset says: its verb where the file decides it, else what is still to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onespec.define.described_origins import encoded_pages
from onespec.drafted_text import Written
from onespec.engine.metadata.model import Codelist, Comment, Metadata, Method, Origin, Said, Variable, Where, by_oid
from onespec.engine.spec.conditions import COMPARATORS
from onespec.engine.spec.standards import Fact, find
from onespec.engine.spec.to_write import TO_WRITE
from onespec.imported_names import ACRF, LONGEST_KEY, Names
from onespec.imported_study import NCI

ASSIGNED_VALUE = "Assigned Value"  # the column of a workbook
_COPY = re.compile(r"\s*([A-Z][A-Z0-9_]{0,7})\.([A-Z_][A-Z0-9_]{0,7})\s*")
_DATE = re.compile(r"(E8601DA|B8601DA|YYMMDD|MMDDYY|DDMMYY|DATE|IS8601DA)[A-Z]?[0-9.]*")
_DATETIME = re.compile(r"(E8601DT|B8601DT|DATETIME|IS8601DT)[0-9.]*")
_TIME = re.compile(r"(E8601TM|B8601TM|TIME|TOD|HHMM|IS8601TM)[0-9.]*")
_SAS = {"sasdate": (_DATE, "DATE9."), "sasdatetime": (_DATETIME, "DATETIME20."), "sastime": (_TIME, "TIME8.")}


@dataclass(frozen=True)
class Home:
    """The dataset that a variable is of, as the language knows it; ``cls`` is a class of the language."""

    name: str
    standard: str
    cls: str

    def fact(self, name: str) -> Fact | None:
        return find(self.standard, self.name, self.cls, name)


@dataclass
class Source:
    """The model that is imported, with what its elements refer to.

    there  the variables of each dataset that is imported
    """

    metadata: Metadata
    names: Names
    there: Mapping[str, set[str]]
    codelists: Mapping[str, Codelist] = field(init=False)
    methods: Mapping[str, Method] = field(init=False)
    comments: Mapping[str, Comment] = field(init=False)
    wheres: Mapping[str, Where] = field(init=False)

    def __post_init__(self) -> None:
        m = self.metadata
        self.codelists, self.methods = by_oid(m.codelists), by_oid(m.methods)
        self.comments, self.wheres = by_oid(m.comments), by_oid(m.wheres)
        crf = [each.leaf for each in m.annotated if self.names.documents.get(each.leaf) == ACRF]
        self._crf = crf[0] if crf else ""

    def said(self, said: Said) -> str:
        return self.names.text(said)

    def comment(self, oid: str, line: int, place: str) -> str:
        """The text of a comment."""
        return self.said(self._known(self.comments, oid, "comment", line, place, Comment(oid="")).said)

    def method(self, variable: Variable, place: str) -> dict[str, str]:
        """The text of a method, and its type where that is not the usual one."""
        found = self._known(self.methods, variable.method, "method", variable.line, place, Method(oid="", name=""))
        text = self.said(found.said)
        type_ = {"method_type": found.type} if text and found.type == "Imputation" else {}
        return ({"method": text} if text else {}) | type_

    def listed(self, variable: Variable, place: str) -> dict[str, str]:
        """The codelist, or the dictionary, of a variable."""
        found = self._known(self.codelists, variable.codelist, "codelist", variable.line, place, None)
        if found is None:
            return {}
        if found.oid in self.names.dictionaries:
            return {"dictionary": self.names.dictionaries[found.oid]}
        return {"codelist": self.names.codelists[found.oid]}

    def fitting(self, fact: Fact) -> list[str]:
        """The keys of the codelists that the language would take for a variable of the standard."""
        return [
            key
            for oid, key in self.names.codelists.items()
            if self.codelists[oid].aliases.get(NCI) in fact.codelists and fact.codelists
        ]

    def origin(self, origin: Origin, place: str) -> dict[str, Written]:
        """One origin as ``to_write`` has it."""
        pages: tuple[str, ...] = ()
        if len(origin.documents) == 1 and origin.documents[0].leaf == self._crf != "":
            found = origin.documents[0].pages
            pages = encoded_pages(next(iter(found))) if len(found) == 1 else ()
        for document in origin.documents:
            if document.leaf not in self.names.documents:
                self.names.fault(origin.line, place, f"There is no leaf '{document.leaf}'.")
        said: dict[str, Written] = {"origin": origin.type, "source": origin.source, "from": self.said(origin.said)}
        return {name: value for name, value in (said | {"pages": list(pages)}).items() if value}

    def coded(self, reference: Written) -> bool:
        """Has a variable of another dataset a codelist?"""
        dataset, _, name = str(reference).partition(".")
        return any(
            v.codelist in self.names.codelists
            for d in self.metadata.datasets
            for v in (d.variables if d.name == dataset else ())
            if v.name == name
        )

    def where(self, oid: str, dataset: str) -> dict[str, Written] | None:
        """A where clause as the language has it; None for one that it cannot have, and an OID that leads nowhere."""
        found = self.wheres.get(oid)
        out: dict[str, dict[str, Written]] = {}
        for check in found.checks if found else ():
            name = check.variable if check.dataset == dataset else f"{check.dataset}.{check.variable}"
            several = check.comparator in ("IN", "NOTIN")
            sound = check.dataset and check.variable and check.comparator in COMPARATORS and len(name) < LONGEST_KEY
            constant = any(value.startswith("study.") for value in check.values)
            if not sound or constant or check.comparator in out.get(name, {}) or "." in check.variable:
                return None
            if not check.values or (len(check.values) > 1 and not several):
                return None
            value: Written = list(check.values) if several else next(iter(check.values))
            out.setdefault(name, {})[check.comparator] = value
        plain = {name: each["EQ"] if list(each) == ["EQ"] else each for name, each in out.items()}
        return plain or None

    def _known(self, known: Mapping, oid: str, what: str, line: int, place: str, otherwise):
        """What an OID leads to; a fault where it leads nowhere."""
        if oid and oid not in known:
            self.names.fault(line, place, f"There is no {what} '{oid}'.")
        return known.get(oid, otherwise) if oid else otherwise


def variable_body(
    source: Source, home: Home, variable: Variable, values: list[Written], supplemental: bool = False
) -> tuple[dict[str, Written], str]:
    """The entry of a variable, and what a guess in it stands on (blank without one).

    values  its definitions by value, as ``to_write`` has them
    """
    place = f"{home.name}.{variable.name}"
    fact = None if supplemental else home.fact(variable.name)
    comment = source.comment(variable.comment, variable.line, place)
    verb, why = ({}, "") if values or supplemental else _verb(source, home, variable, comment, place)
    if "not_available" in verb:
        comment = ""
    body: dict[str, Written] = dict(verb) or {TO_WRITE: _to_write(source, variable, values, place)}
    label = source.said(variable.label)
    body |= {"label": label} if label and not (fact and fact.label == label) else {}
    type_, format_ = _type(variable)
    body |= {"type": type_} if type_ and not (fact and fact.type == type_) else {}
    body |= _codelist(source, fact, variable, place, verb.get("predecessor", ""))
    body |= {"format": format_} if format_ else {}
    return body | ({"comment": comment} if comment else {}), why


def value_body(source: Source, home: Home, of: Variable, value: Variable) -> dict[str, Written] | None:
    """A definition by value as ``to_write`` has it; None where the language cannot have its conditions."""
    place = f"{home.name}.{of.name} by value"
    clauses = [source.where(oid, home.name) for oid in value.wheres]
    sound = [clause for clause in clauses if clause]
    if not sound or len(sound) < len(clauses):
        message = "The conditions of a definition by value cannot be written, or lead nowhere; it is not taken over."
        source.names.fault(value.line, place, message)
        return None
    first, *further = sound
    out: dict[str, Written] = {"where": first}
    out |= {"or": [{"where": clause} for clause in further]} if further else {}
    said = {"name": value.name if value.name != of.name else "", "label": source.said(value.label), "type": value.type}
    out |= {name: text for name, text in said.items() if text} | source.listed(value, place)
    out |= {"format": value.format} if value.format else {}
    comment = source.comment(value.comment, value.line, place)
    out |= {"comment": comment} if comment else {}
    return out | _to_write(source, value, [], place)


def _to_write(source: Source, variable: Variable, values: list[Written], place: str) -> dict[str, Written]:
    origins = [source.origin(each, place) for each in variable.origins]
    further = origins[1:]
    out: dict[str, Written] = {**(origins[0] if origins else {}), **source.method(variable, place)}
    out |= {"also": further} if further else {}
    return out | ({"values": values} if values else {})


def _verb(
    source: Source, home: Home, variable: Variable, comment: str, place: str
) -> tuple[Mapping[str, Written], str]:
    """The verb that the file decides; none where a person has to."""
    if len(variable.origins) != 1 or variable.method or variable.origins[0].documents:
        return {}, ""
    origin, said = variable.origins[0], source.said(variable.origins[0].said)
    if origin.type == "Predecessor":
        found = _COPY.fullmatch(said)
        there = found and found[2] in source.there.get(found[1], set()) and not _circle(source, place)
        return ({"predecessor": f"{found[1]}.{found[2]}"}, "") if found and there else ({}, "")
    if origin.type == "Not Available" and not said and comment:
        return {"not_available": comment}, ""
    if origin.type not in ("Assigned", "Protocol") or said or origin.source not in ("", "Sponsor"):
        return {}, ""
    word, stated = origin.type.lower(), variable.beside.get(ASSIGNED_VALUE, "")
    known = _constant(source, home, variable.name, stated)
    if known:
        source.names.assigned |= {("datasets", home.name, "variables", variable.name)} if stated else set()
        return {word: known}, ""
    codelist = source.codelists.get(variable.codelist)
    if word == "assigned" and codelist and len(codelist.terms) == 1:
        value = codelist.terms[0].value
        if value and not value.startswith("study."):
            return {word: value}, "the only term of its codelist"
    return {}, ""


def _constant(source: Source, home: Home, name: str, stated: str) -> str:
    """The constant that a variable has for certain: the study's own names, or what a workbook states."""
    if name == "STUDYID" and stated in ("", source.metadata.study_name):
        return "study.STUDYID"
    if home.standard == "sdtm" and name == "DOMAIN" and stated in ("", home.name):
        return home.name
    return "" if stated.startswith("study.") else stated


def _circle(source: Source, place: str) -> bool:
    """Do predecessors lead from a variable back to it, or into another circle?"""
    copies = _copies(source)
    seen, at = set(), place
    while at in copies and at not in seen:
        seen.add(at)
        at = copies[at]
    return at in seen


def _copies(source: Source) -> dict[str, str]:
    known: dict[str, str] | None = vars(source).get("_copied")
    if known is None:
        known = source.__dict__["_copied"] = {
            f"{dataset.name}.{variable.name}": source.said(origin.said).strip()
            for dataset in source.metadata.datasets
            for variable in dataset.variables
            for origin in variable.origins[:1]
            if origin.type == "Predecessor"
        }
    return known


def _type(variable: Variable) -> tuple[str, str]:
    """Type and display format as the language has them: a number that is shown as a date is one."""
    written = variable.format.upper()
    for type_, (pattern, usual) in _SAS.items():
        if variable.type in ("integer", "float") and pattern.fullmatch(written):
            return type_, "" if variable.format == usual else variable.format
    return variable.type, variable.format


def _codelist(
    source: Source, fact: Fact | None, variable: Variable, place: str, copied: Written
) -> Mapping[str, Written]:
    """The codelist where the language would not take the same by itself; 'none' where it would take one."""
    listed = source.listed(variable, place)
    fitting = source.fitting(fact) if fact else []
    if listed.get("codelist"):
        return {} if fitting == [listed["codelist"]] else listed
    inherited = bool(copied) and not (fact and fact.codelists) and source.coded(copied)
    own = {"codelist": "none"} if fitting or inherited else {}
    return listed | own


def by_variables(clauses: Iterable[Mapping[str, Written]], dataset: set[str]) -> tuple[str, ...]:
    """The variables whose values decide, where all clauses name the same ones of the dataset, each with its values."""
    found = {tuple(clause) for clause in clauses}
    names = next(iter(found), ())
    plain = all(isinstance(v, str) or list(v) == ["IN"] for clause in clauses for v in clause.values())
    return names if len(found) == 1 and plain and set(names) <= dataset else ()
