"""ODM-XML 1.3 (CDISC): what a file holds, read in one pass, transactions in the order of the file.

The tree is never built: of each item the occurrences and values stay, as numbers.  Document types and entities are
refused, nothing is fetched.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

from onespec.engine.disk import stamp
from onespec.engine.raw.odm_text import Refused, pieces

_SIGNED = "http://www.w3.org/2000/09/xmldsig#"
NAMESPACE = "http://www.cdisc.org/ns/odm/v1.3"
SNAPSHOT, TRANSACTIONAL = "Snapshot", "Transactional"
INSERT, UPDATE, UPSERT, REMOVE, CONTEXT = "Insert", "Update", "Upsert", "Remove", "Context"
KINDS = (INSERT, UPDATE, UPSERT, REMOVE, CONTEXT)
UNIT = ".MeasurementUnitOID"  # after the name of an item: the measurement unit of its values
ITEM_GROUP, ELEMENT = "item group", "element"

_LEVELS = {  # element -> the one that it stands in, and what tells it from others there
    "SubjectData": ("ClinicalData", ("SubjectKey",)),
    "StudyEventData": ("SubjectData", ("StudyEventOID", "StudyEventRepeatKey")),
    "FormData": ("StudyEventData", ("FormOID", "FormRepeatKey")),
    "ItemGroupData": ("FormData", ("ItemGroupOID", "ItemGroupRepeatKey")),
}
_ABOUT_SUBJECT = {"SiteRef": "LocationOID", "InvestigatorRef": "UserOID"}
_STUDY = ("Study", "MetaDataVersion", "ItemGroupDef", "ItemDef", "ItemRef")
_PAST = {"AuditRecord", "AuditRecords", "Signature", "Signatures", "ArchiveLayoutRef", "AdminData"}  # no study data
_OWN = {*(name for _, names in _LEVELS.values() for name in names), "TransactionType"}
_OF_ITEM = {"ItemOID", "Value", "IsNull", "TransactionType", "AuditRecordID", "SignatureID", "AnnotationID"}
_OF_DATA = {"StudyOID", "MetaDataVersionOID"}


class Node:
    """A subject, event or form in the clinical data: what is said of it, and what it stands in."""

    __slots__ = ("above", "said", "below", "gone")

    def __init__(self, above: Node | None, said: dict[str, str]):
        self.above, self.said, self.gone = above, said, False
        self.below: dict[tuple[str, ...], Node] = {}

    @property
    def there(self) -> bool:
        """Was neither it nor anything above it removed?"""
        return not self.gone and (self.above is None or self.above.there)

    def value(self, name: str) -> str:
        node: Node | None = self
        while node is not None and name not in node.said:
            node = node.above
        return node.said[name] if node else ""


@dataclass
class Cells:
    """What is said of one item, in the order of the file: occurrence, value (a code) and kind of transaction."""

    rows: array[int] = field(default_factory=lambda: array("i"))
    codes: array[int] = field(default_factory=lambda: array("i"))
    kinds: array[int] = field(default_factory=lambda: array("b"))

    def add(self, row: int, code: int, kind: str) -> None:
        self.rows.append(row)
        self.codes.append(code)
        self.kinds.append(KINDS.index(kind))


@dataclass
class Group:
    """The occurrences of an item group: form, line of the file and repeat key of each, and its items.

    twice    occurrences of which the file has an earlier one with the same keys
    missing  occurrences that are changed, and not inserted before
    unsaid   item -> occurrences in which it is changed without a value
    at_odds  item -> occurrences in which it has a value and is null
    """

    forms: list[Node] = field(default_factory=list)
    lines: array[int] = field(default_factory=lambda: array("i"))
    repeats: list[str] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    items: dict[str, Cells] = field(default_factory=dict)
    attributes: dict[str, Cells] = field(default_factory=dict)
    last: dict[tuple[Node, str], int] = field(default_factory=dict)
    twice: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    unsaid: dict[str, list[int]] = field(default_factory=dict)
    at_odds: dict[str, list[int]] = field(default_factory=dict)

    def add(self, form: Node, repeat: str, line: int) -> int:
        self.forms.append(form)
        self.lines.append(line)
        self.repeats.append(repeat)
        self.last[form, repeat] = len(self.forms) - 1
        return len(self.forms) - 1


@dataclass
class Content:
    """What an ODM file holds.

    groups   item group -> its occurrences in the clinical data
    defined  item group -> its items, where the file defines it; ``names``: item -> its name
    texts    all values, by their codes; the blank is the first
    unread   elements and attributes of the data that are not read -> the line of the first
    several  subjects, events and forms of which a snapshot says a thing twice (two sites): what, with the line
    """

    kind: str = SNAPSHOT
    groups: dict[str, Group] = field(default_factory=dict)
    defined: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=lambda: {"": 0})
    unread: dict[str, int] = field(default_factory=dict)
    several: list[tuple[Node, str, int]] = field(default_factory=list)

    def parts(self) -> dict[str, str]:
        """What holds data: item groups and elements that are not read, by name."""
        held = {name: ITEM_GROUP for name, group in self.groups.items() if len(group.forms) > len(group.gone)}
        return held | dict.fromkeys(self.unread, ELEMENT)

    def code(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))


def content_of(path: Path) -> Content:
    """What a file holds; read once while it is the same.  Raises `Refused`."""
    return _content(path, *stamp(path))


@lru_cache(maxsize=4)
def _content(path: Path, *left: int) -> Content:
    return _Reader().read(path)


forget_contents = _content.cache_clear


class _Reader:
    """Takes the elements of a file one after the other."""

    def __init__(self) -> None:
        self.out = Content()
        self.open: list[str] = []  # the elements that are open, those passed over left out
        self.passed = 0  # how deep within an element that is passed over
        self.nodes: list[Node] = []  # study, subject, event, form
        self.studies: dict[str, Node] = {}
        self.group, self.row = Group(), -1
        self.waits: tuple[Node, str, int] | None = None  # an occurrence of which nothing is said yet
        self.more: dict[str, str] = {}  # what a vendor says of it
        self.item, self.doing, self.null, self.said = "", "", False, False  # its OID, the transaction, what is given
        self.value, self.unit, self.typed = "", "", False
        self.definition = ""
        self.tags: dict[str, str] = {}
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def read(self, path: Path) -> Content:
        try:
            for piece in pieces(path):
                self.parser.Parse(piece, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            raise Refused(f"The file is no well-formed XML, or is cut: {said}.", line=error.lineno) from error
        return self.out

    def doctype(self, *_: object) -> None:
        fix = "Export it without <!DOCTYPE ...>: entities of a file are not resolved."
        raise Refused("The file declares a document type.", fix, self.line)

    def tag(self, name: str) -> str:
        """``ItemData`` of ODM, ``mdsol:Query`` of another namespace."""
        if name not in self.tags:
            uri, local, prefix = ([""] * (1 - name.count(" ")) + name.split(" ") + [""])[:3]
            self.tags[name] = local if uri in ("", NAMESPACE, _SIGNED) else f"{prefix or uri}:{local}"
        return self.tags[name]

    # -- elements ----------------------------------------------------------------------------------

    def start(self, name: str, given: dict[str, str]) -> None:
        if self.passed:
            self.passed += 1
            return
        tag, above = self.tag(name), self.open[-1] if self.open else ""
        if not above:
            self.root(name, tag, given)
        elif tag in _LEVELS and _LEVELS[tag][0] == above:
            if not self.level(tag, given):
                return
        elif above == "ItemGroupData" and tag.startswith("ItemData"):
            self.start_item(tag, given)
        elif self.item and tag == "MeasurementUnitRef":
            self.unit = given.get("MeasurementUnitOID", "")
        elif tag in _ABOUT_SUBJECT and above == "SubjectData":
            self.say(_ABOUT_SUBJECT[tag], given.get(_ABOUT_SUBJECT[tag], ""))
        elif tag == "ClinicalData" and above == "ODM":
            self.study(given)
        elif self.open[1:2] == ["Study"] or (tag == "Study" and above == "ODM"):
            self.define(tag, given)
        else:
            if tag not in _PAST:
                self.out.unread.setdefault(tag, self.line)
            self.passed = 1
            return
        self.open.append(tag)

    def end(self, name: str) -> None:
        if self.passed:
            self.passed -= 1
            return
        tag = self.open.pop()
        if tag in _LEVELS and tag != "ItemGroupData":
            self.nodes.pop()
        elif self.item and tag.startswith("ItemData"):
            self.end_item()

    def characters(self, text: str) -> None:
        if self.typed and not self.passed:
            self.value += text

    def root(self, name: str, tag: str, given: dict[str, str]) -> None:
        version, self.out.kind = given.get("ODMVersion", "1.3"), given.get("FileType", "")
        if tag != "ODM" or not name.startswith(NAMESPACE + " ") or not version.startswith("1.3"):
            shown = " ".join(name.split(" ")[:2][::-1])
            message = f"The file is no ODM 1.3: its root is {shown}, its ODMVersion '{version}'."
            raise Refused(message, f'Export it as ODM 1.3.2 (xmlns="{NAMESPACE}").', self.line)
        if self.out.kind not in (SNAPSHOT, TRANSACTIONAL):
            message = f"The FileType of the file is '{self.out.kind}'."
            raise Refused(message, f"Export it as {SNAPSHOT} or {TRANSACTIONAL}.", self.line)
        if self.out.kind == TRANSACTIONAL and given.get("PriorFileOID"):
            message = f"The file continues another one (PriorFileOID '{given['PriorFileOID']}')."
            raise Refused(message, "Export all transactions into one file.", self.line)

    def study(self, given: dict[str, str]) -> None:
        self.unread_attributes("ClinicalData", given, _OF_DATA)
        study = given.get("StudyOID", "")
        self.nodes = [self.studies.setdefault(study, Node(None, {"StudyOID": study}))]

    def define(self, tag: str, given: dict[str, str]) -> None:
        """Names of items, and the items of item groups: of several versions all."""
        if tag == "ItemGroupDef":
            self.definition = given.get("OID", "")
            self.out.defined.setdefault(self.definition, [])
        elif tag == "ItemRef" and self.open[-1] == "ItemGroupDef":
            items = self.out.defined[self.definition]
            items += [given["ItemOID"]] if given.get("ItemOID") and given["ItemOID"] not in items else []
        elif tag == "ItemDef" and given.get("OID"):
            self.out.names.setdefault(given["OID"], given.get("Name", ""))

    def unread_attributes(self, tag: str, given: dict[str, str], known: set[str]) -> None:
        for name in given:
            if name not in known:
                self.out.unread.setdefault(f"{tag}/{self.tag(name)}", self.line)

    # -- clinical data -----------------------------------------------------------------------------

    def kind(self, given: dict[str, str]) -> str:
        """The transaction: that of a snapshot inserts, where it is not said; that of another file does what is due."""
        kind = given.get("TransactionType") or (INSERT if self.out.kind == SNAPSHOT else UPSERT)
        if kind not in KINDS:
            raise Refused(f"There is no TransactionType '{kind}'.", f"Known: {', '.join(KINDS)}.", self.line)
        return kind

    def level(self, tag: str, given: dict[str, str]) -> bool:
        """Go into a subject, event, form or item group; false where it is removed, with all that stands in it."""
        key, kind = tuple(given.get(name, "") for name in _LEVELS[tag][1]), self.kind(given)
        if not key[0]:
            raise Refused(f"An element {tag} has no {_LEVELS[tag][1][0]}.", line=self.line)
        more = {f"{tag}/{self.tag(name)}": value for name, value in given.items() if name not in _OWN}
        if tag == "ItemGroupData":
            self.more, there = more, self.occurrence(key, kind)
        else:
            above = self.nodes[-1]
            there = kind != REMOVE
            if not there:
                if gone := above.below.pop(key, None):
                    gone.gone = True
            else:
                node = above.below.get(key)
                if node is None:
                    node = above.below[key] = Node(above, dict(zip(_LEVELS[tag][1], key, strict=True)))
                self.nodes.append(node)
                for name, value in more.items():
                    self.say(name, value)
        self.passed = 0 if there else 1
        return there

    def occurrence(self, key: tuple[str, ...], kind: str) -> bool:
        """One of an item group: found again, or a new one; false where it is removed."""
        (name, repeat), form = key, self.nodes[-1]
        group = self.group = self.out.groups.setdefault(name, Group())
        there = group.last.get((form, repeat))
        if kind == REMOVE:
            if there is not None:
                group.gone.add(group.last.pop((form, repeat)))
            return False
        if there is None or kind == INSERT:
            self.waits = form, repeat, self.line
            if kind == CONTEXT:
                return True
            self.row = self.begin()
            group.twice += [self.row] if there is not None else []
            group.missing += [self.row] if kind == UPDATE else []
        else:
            self.row, self.waits = there, None
            self.begin()
        return True

    def begin(self) -> int:
        """The number of the occurrence; a new one, where nothing was said of it before."""
        if self.waits:
            self.row, self.waits = self.group.add(*self.waits), None
        for name, value in self.more.items():
            self.group.attributes.setdefault(name, Cells()).add(self.row, self.out.code(value), UPSERT)
        self.more = {}
        return self.row

    def say(self, what: str, value: str) -> None:
        """Something of the subject, event or form, such as the site; a snapshot says it in one way."""
        node = self.nodes[-1]
        if self.out.kind == SNAPSHOT and node.said.get(what, value) != value:
            self.out.several.append((node, what, self.line))
        node.said[what] = value

    def start_item(self, tag: str, given: dict[str, str]) -> None:
        self.item, self.doing, self.null = given.get("ItemOID", ""), self.kind(given), given.get("IsNull") == "Yes"
        if not self.item:
            raise Refused(f"An element {tag} has no ItemOID.", line=self.line)
        self.unread_attributes("ItemData", given, _OF_ITEM)
        self.typed, self.value, self.unit = tag != "ItemData", given.get("Value", ""), ""
        self.said = self.typed or self.null or "Value" in given

    def end_item(self) -> None:
        oid, kind, group = self.item, self.doing, self.group
        self.item, self.typed = "", False
        if kind == CONTEXT:
            return
        row = self.begin()
        if self.null and self.value:
            group.at_odds.setdefault(oid, []).append(row)
        if not self.said and kind in (UPDATE, UPSERT):
            group.unsaid.setdefault(oid, []).append(row)
            return
        cells = group.items.setdefault(oid, Cells())
        cells.add(row, 0 if kind == REMOVE else self.out.code(self.value), kind)
        if self.unit or oid + UNIT in group.attributes:
            unit = 0 if kind == REMOVE else self.out.code(self.unit)
            group.attributes.setdefault(oid + UNIT, Cells()).add(row, unit, UPSERT)
