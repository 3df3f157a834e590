# pyright: standard
"""The account of an import: everything that a file says, and whether the specification says it, too.

Nothing is claimed to have landed: the folder that was written is read again and described, and what the file says has
landed where the description says the same of the same thing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, NamedTuple

from onespec.define.described import dictionary_oid
from onespec.define.oids import oid
from onespec.engine.metadata.model import Dataset, Metadata, Variable, Where, by_oid
from onespec.imported_names import GUIDES, Names, kind_of
from onespec.imported_study import guide_of
from onespec.imported_variables import ASSIGNED_VALUE

_KINDS = 4  # of what did not land for one reason; more are counted
HEAD = ("file", "element", "place", "what", "line", "text", "landed", "why not")
Path = tuple[str, ...]
_SECOND = re.compile(r"#\d+$")  # how the second of a name is told from the first
_SAID = "*"  # the language whose text is taken
_DEFINED = ("methods", "comments", "wheres")  # elements that count where they are referred to
_REFERS = {"method": "methods", "comment": "comments", "wheres": "wheres"}
_IDENTIFIERS = ("oid", "value_list", "archive", "item", "item_group", "items", "study_oid")
_ELEMENTS = {
    "standards": "Standard",
    "datasets": "ItemGroupDef",
    "variables": "ItemDef",
    "values": "ItemDef by value",
    "origins": "Origin",
    "codelists": "CodeList",
    "dictionary": "ExternalCodeList",
    "terms": "Term",
    "methods": "MethodDef",
    "comments": "CommentDef",
    "wheres": "WhereClauseDef",
    "checks": "RangeCheck",
    "leaves": "leaf",
    "displays": "ResultDisplay",
    "analyses": "AnalysisResult",
    "unplaced": "strange",
    "annotated": "AnnotatedCRF",
    "supplemental": "SupplementalDoc",
    "expressions": "FormalExpression",
    "documents": "DocumentRef",
}
_OF_DISPLAYS = {"datasets": "AnalysisDataset", "code_documents": "DocumentRef"}
_WHY = {
    "length": "the program takes it from the data",
    "digits": "the program takes it from the data",
    "no_data": "the program sees it in the data",
    "mandatory": "the program sees it in the standard and the data",
    "repeating": "the program sees it in the keys",
    "reference": "the program sees it in the class",
    "order": "the program orders variables as the standard does",
    "role": "the standard's is taken",
    "cls": "the standard's is taken",
    "sas_name": "the program writes the name of the variable",
    "extended": "the program sees it in the terminology",
    "expressions": "a program of the file; the method that is written takes its place",
    "displays": "displays are written in displays/*.yaml",
    "attributes": "the program writes its own",
    "beside": "a column of the workbook that the specification has no place for",
    "unplaced": "its reader knows no such thing",
    "rank": "the specification has no place for it",
}
_PLAIN = "the specification has no place for it"


class Leaf(NamedTuple):
    """One thing that a file says: where in the model, the same where languages do not count, line and text."""

    path: Path
    at: Path
    line: int
    text: str


class Row(NamedTuple):
    """A leaf as the account lists it; ``landed`` is the file that says it, "" of what is named only."""

    file: str
    element: str
    place: str
    what: str
    line: int
    text: str
    landed: str
    why: str


@dataclass(frozen=True)
class Account:
    """All rows; rows in = landed + named."""

    rows: tuple[Row, ...]

    @property
    def landed(self) -> int:
        return sum(1 for row in self.rows if row.landed)

    def named(self) -> Counter[tuple[str, str]]:
        """What did not land, by kind and reason."""
        return Counter((f"{row.element}: {row.what.partition('[')[0]}", row.why) for row in self.rows if not row.landed)


def account(parts: Mapping[str, Metadata], names: Names, described: Metadata) -> Account:
    """Hold what files say against what the specification that was made of them says; ``parts``: by the file's name."""
    return Account(tuple(row for file, part in parts.items() for row in _Held(part, names, described).rows(file)))


def leaves(metadata: Metadata, names: Names) -> Iterator[Leaf]:
    """Everything in a model that is not blank, each with its path."""
    yield from _leaves(metadata, (), (), 0, names, by_oid(metadata.wheres))


def _leaves(value: Any, path: Path, at: Path, line: int, names: Names, wheres: Mapping[str, Where]) -> Iterator[Leaf]:
    if isinstance(value, str):
        if value:
            yield Leaf(path, at, line, value)
    elif isinstance(value, Mapping):
        picked = names.picked(value) if path[-1] in ("label", "said", "decode", "documentation") else None
        for key, text in value.items():
            yield from _leaves(text, (*path, key), (*at, _SAID if key == picked else key), line, names, wheres)
    elif isinstance(value, tuple):
        seen: Counter[str] = Counter()
        for number, each in enumerate(value, 1):
            known = _known_by(each, number, wheres)
            seen[known] += 1
            key = known if seen[known] == 1 else f"{known}#{seen[known]}"
            yield from _leaves(each, (*path, key), (*at, key), line, names, wheres)
    elif is_dataclass(value):
        own = getattr(value, "line", 0) or line
        for field in fields(value):
            if field.name != "line":
                below = getattr(value, field.name)
                yield from _leaves(below, (*path, field.name), (*at, field.name), own, names, wheres)


def _known_by(value: Any, number: int, wheres: Mapping[str, Where]) -> str:
    """By what an element of a list is known again: its name, its OID, its conditions, its value; else its number."""
    if isinstance(value, Dataset):
        return value.name
    if isinstance(value, Variable):
        return _conditions(value, wheres) if value.wheres else value.name
    if isinstance(value, str):
        return str(number)
    known = getattr(value, "oid", "") or getattr(value, "value", "")
    return str(known or number)


def _conditions(value: Variable, wheres: Mapping[str, Where]) -> str:
    clauses = (wheres[oid].checks if oid in wheres else () for oid in value.wheres)
    return " or ".join(
        " and ".join(f"{c.dataset}.{c.variable} {c.comparator} {', '.join(c.values)}" for c in checks)
        for checks in clauses
    )


class _Held:
    """What a file says, held against a description."""

    def __init__(self, metadata: Metadata, names: Names, described: Metadata):
        self._metadata, self._names, self._described = metadata, names, described
        own = Names(language=next((x for d in described.datasets for x in d.label), names.language))
        self._there = {leaf.at: leaf.text for leaf in leaves(described, own)}
        self._all = list(leaves(metadata, names))
        self._known = _translated(metadata, names)
        self._guides = (oid("STD", "SDTM"), oid("STD", "ADAM"))
        self._uses: dict[tuple[str, str], list[Path]] = {}
        for leaf in self._all:
            kind = _refers(leaf.at)
            if kind and leaf.at[0] not in _DEFINED:
                self._uses.setdefault((kind, leaf.text), []).append(leaf.at)

    def rows(self, file: str) -> Iterator[Row]:
        for leaf in self._all:
            landed = self._landed(leaf)
            element, place = _element(leaf.path)
            what = _what(leaf.path)
            why = "" if landed else self._why(leaf)
            yield Row(file, element, place, what, leaf.line, leaf.text, self._file(leaf) if landed else "", why)

    def _landed(self, leaf: Leaf) -> bool:
        first, last = leaf.at[0], leaf.at[-1]
        if first in _DEFINED:
            return self._defined(leaf)
        if first in ("annotated", "supplemental") and last == "leaf":
            return self._known.get(leaf.text) in {text for at, text in self._there.items() if at[0] == first}
        if last == ASSIGNED_VALUE and leaf.at[-2] == "beside":
            return self._assigned(leaf)
        if first in ("codelists", "standards", "leaves"):
            known = self._known.get(leaf.at[1])
            if first == "standards" and leaf.at[-1] == "name" and known in self._guides:
                return self._there.get((first, known, "name")) == GUIDES.get(leaf.text.upper(), leaf.text)
            return known is not None and self._equal((first, known, *leaf.at[2:]), leaf)
        return self._equal(leaf.at, leaf)

    def _equal(self, at: Path, leaf: Leaf) -> bool:
        """Does the description say the same there?  Of a reference: does it lead to the same?"""
        said = self._there.get(at)
        if said is None:
            return False
        if _refers(at):
            return True  # what it leads to is held itself
        if at[-1] in ("codelist", "standard", "leaf"):
            return self._known.get(leaf.text) == said
        return said == leaf.text

    def _defined(self, leaf: Leaf) -> bool:
        """Of a method, comment or where clause: does everything that refers to it lead to one that says so, too?"""
        kind, name, *rest = leaf.at
        uses = [use for use in self._uses.get((kind, name), []) if use[0] != "displays"]
        reached = [self._there.get(use) for use in uses]
        return bool(uses) and all(to is not None and self._there.get((kind, to, *rest)) == leaf.text for to in reached)

    def _assigned(self, leaf: Leaf) -> bool:
        """The value that a workbook assigns is the constant of the verb."""
        return leaf.at[:-2] in self._names.assigned

    def _at_fault(self, leaf: Leaf) -> bool:
        """Is it a value that is none, or of something that is not taken over, or of a second one of its name?"""
        left = self._names.left
        return leaf.text in self._names.wrong or any(
            (part, leaf.line) in left or _SECOND.search(part) for part in leaf.path
        )

    def _why(self, leaf: Leaf) -> str:
        path = leaf.path
        if path[0] in ("unplaced", "displays", "attributes"):
            return _WHY[path[0]]
        if path[0] == "leaves" and _of_dataset(self._metadata, path[1]):
            return "the program names the files of datasets"
        if "beside" in path:
            return _WHY["beside"]
        if any(part in _IDENTIFIERS for part in path[-2:]):
            return "an identifier; the program gives its own"
        if path[0] in _DEFINED and not self._uses.get((path[0], path[1])):
            return "nothing refers to it"
        if self._at_fault(leaf):
            return "at fault: see the faults"
        if any(each in path for each in ("label", "decode", "said")) and leaf.at[-1] != _SAID:
            return "a text in a further language"
        if path[0] == "codelists" and path[-1] == "order":
            return "terms are numbered from 1, in their order"
        if path[0] == "codelists" and path[1] in self._names.dictionaries:
            return "the dictionary has one name"
        if path[0] in _DEFINED and all(use[0] == "displays" for use in self._uses[path[0], path[1]]):
            return _WHY["displays"]
        if "expressions" in path:
            return _WHY["expressions"]
        if path[0] == "datasets" and path[1].startswith("SUPP"):
            return "the program makes SUPP-- datasets of the qualifiers"
        return _WHY.get(path[-1], _PLAIN)

    def _file(self, leaf: Leaf) -> str:
        path = leaf.path
        if path[0] == "datasets":
            return self._files.get(path[1], "")
        if path[0] == "codelists":
            return "codelists.yaml" if path[1] in self._names.codelists else "study.yaml"
        if path[0] in _DEFINED:
            return next(self._files.get(u[1], "") for u in self._uses[path[0], path[1]] if u[0] == "datasets")
        return "study.yaml"

    @property
    def _files(self) -> Mapping[str, str]:
        return self._names.of_dataset


def _translated(metadata: Metadata, names: Names) -> dict[str, str]:
    """Identifiers of the file -> those of the description."""
    out = {old: oid("CL", key) for old, key in names.codelists.items()}
    out |= {old: dictionary_oid(key) for old, key in names.dictionaries.items()}
    out |= {old: oid("LF", key) for old, key in names.documents.items()}
    for key in ("sdtm", "adam"):
        terms = next((s for s in metadata.standards if s.type == "CT" and kind_of(s) == key), None)
        for standard, new in ((guide_of(metadata, key), ("STD",)), (terms, ("STD", "CT"))):
            if standard:
                known = standard.oid or str(metadata.standards.index(standard) + 1)
                out.setdefault(known, oid(*new, key.upper()))
    return out


def _refers(at: Path) -> str:
    """The kind of what a leaf leads to, "" of one that is no such reference."""
    return next((_REFERS[part] for part in reversed(at[-2:]) if part in _REFERS), "")


def _of_dataset(metadata: Metadata, leaf: str) -> bool:
    return any(each.oid == leaf and each.of for each in metadata.leaves)


def _element(path: Path) -> tuple[str, str]:
    """The kind of the innermost element that a path goes through, and its place."""
    kind, place = "MetaDataVersion", []
    skip = False
    elements = _ELEMENTS | (_OF_DISPLAYS if path[0] == "displays" else {})
    for number, part in enumerate(path[:-2]):
        if skip:
            skip = False
            continue
        if part in elements:
            kind = elements[part]
            if part != "dictionary":
                place.append(path[number + 1])
                skip = True
    return kind, ".".join(place)


def _what(path: Path) -> str:
    """The attribute, with what it is of where that is a part without a name of its own."""
    known = [number for number, part in enumerate(path[:-2]) if part in _ELEMENTS]
    after = known[-1] + (1 if path[known[-1]] == "dictionary" else 2) if known else 0
    first, *rest = path[after:] or path[-1:]
    return first + "".join(f"[{each}]" for each in rest)


def summary_of(named: Counter[tuple[str, str]]) -> Iterator[str]:
    """What did not land, a line a reason, the most first."""
    reasons: dict[str, Counter[str]] = {}
    for (what, why), number in named.items():
        reasons.setdefault(why, Counter())[what.replace(": ", " ")] += number
    for why, kinds in sorted(reasons.items(), key=lambda item: (-item[1].total(), item[0])):
        shown = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        told = ", ".join(f"{what} {number}" for what, number in shown[:_KINDS])
        more = f" and {len(shown) - _KINDS} more kinds" if len(shown) > _KINDS else ""
        yield f"{kinds.total():8}  {why}: {told}{more}"
