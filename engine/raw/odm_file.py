"""ODM-XML files: the occurrences of an item group are rows, what they stand in and its items are columns.

A row is the n-th occurrence in the file that was not removed.  An item is named by its OID, or by its name where
crf.yaml does so; the unit of its values stands beside it (``WEIGHT.MeasurementUnitOID``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import texts_of
from onespec.engine.columns import text
from onespec.engine.distinct import distinct_of_codes
from onespec.engine.findings import QUERY, STOP, Findings, nearest
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.raw.odm_content import INSERT, KINDS, REMOVE, UNIT, UPDATE, Cells, Content, Group, Node, content_of
from onespec.engine.raw.odm_text import Refused
from onespec.engine.spec.forms import Form

CONTEXT = (
    "StudyOID",
    "SubjectKey",
    "LocationOID",
    "UserOID",
    "StudyEventOID",
    "StudyEventRepeatKey",
    "FormOID",
    "FormRepeatKey",
    "ItemGroupRepeatKey",
)
_RULE = "RAW-OCCURRENCE"
_ASK = "Compare with the source; export the file again."
_SAID = {  # of an item: what is wrong with its cell
    INSERT: "has a value before it is inserted; the later value counts",
    UPDATE: "is changed and was not inserted before",
    "unsaid": "is changed without a value; the earlier one stays",
    "at odds": "has a value and is null; the value is read",
}


def read_odm(path: Path, form: Form, findings: Findings) -> Frame | None:
    """The occurrences of the form's item group."""
    try:
        content = content_of(path)
    except Refused as fault:
        tell_refused(fault, form.file, findings)
        return None
    name = form.sheet
    if content.defined and name not in content.groups and name not in content.defined:
        close = nearest(name, {*content.groups, *content.defined})
        fix = f"Did you mean '{close}'?" if close else "Correct 'sheet:' in crf.yaml."
        findings.add("RAW-SHEET", STOP, f"There is no item group '{name}'.", fix, file=form.file)
        return None
    return _Rows(content, name, form).frame(findings)


def tell_refused(fault: Refused, file: str, findings: Findings) -> None:
    """A stop for a file that cannot be read."""
    findings.add(fault.rule, STOP, fault.message, fault.fix, file=file, line=fault.line or None)


def said_twice(path: Path, file: str, findings: Findings) -> None:
    """A query for each thing that a snapshot says in two ways of a subject, event or form, such as its site."""
    for node, what, line in content_of(path).several:
        message = f"The file gives it several {what}; the last one counts."
        where = {"file": file, "line": line, "column": what, "value": node.said[what]}
        findings.add(_RULE, QUERY, message, _ASK, **where, subject=node.value("SubjectKey"))


class _Rows:
    """The occurrences of one item group, and the columns under the names that a form gives them."""

    def __init__(self, content: Content, name: str, form: Form):
        self.content, self.name, self.form = content, name, form
        self.group = content.groups.get(name, Group())
        there: dict[Node, bool] = {}
        self.kept = np.array(
            [
                number
                for number, node in enumerate(self.group.forms)
                if there.setdefault(node, node.there) and number not in self.group.gone
            ],
            np.int64,
        )
        self.known = set(form.fields).union(*(field.was for field in form.fields.values()))
        items = list(dict.fromkeys([*content.defined.get(name, ()), *self.group.items]))
        named = Counter(content.names.get(oid, "") for oid in items)
        taken = {"", *items, *CONTEXT, *(n for n, count in named.items() if count > 1)}
        self.columns = {oid: self._column(oid, taken) for oid in items}
        self.texts = texts_of(list(content.texts), pa.string())

    def _column(self, oid: str, taken: set[str]) -> str:
        name = self.content.names.get(oid, "")
        return name if oid not in self.known and name in self.known and name not in taken else oid

    def frame(self, findings: Findings) -> Frame | None:
        out: dict[str, Text] = {}
        for name, column in self._context().items():
            if name in self.known or len(set(column)) > 1:
                out[name] = column
        for oid, name in self.columns.items():
            if name in out:
                message = f"An item has the OID '{oid}', which is the name of a column of its own."
                findings.add("RAW-COLUMN", STOP, message, "Export it under another OID.", file=self.form.file)
                return None
            out[name] = self._values(self.group.items.get(oid, Cells()))
            unit = self.group.attributes.get(oid + UNIT)
            if unit is not None or name + UNIT in self.known:
                out[name + UNIT] = self._values(unit or Cells())
        if not self.content.defined:  # an item that nobody filled is not in the file
            out |= {
                n: text("", len(self.kept)) for n in self.form.columns if n not in out and not self._renamed(n, out)
            }
        self._tell(out, findings)
        return Frame(out, len(self.kept))

    def _renamed(self, name: str, there: Iterable[str]) -> bool:
        return any(old in there for old in self.form.fields[name].was)

    def _context(self) -> dict[str, Text]:
        """What the occurrences stand in: a value of each."""
        forms = [self.group.forms[number] for number in self.kept]
        more: dict[str, None] = {}
        node: Node | None
        for node in dict.fromkeys(forms):
            while node is not None:
                more.update(dict.fromkeys(name for name in node.said if "/" in name))
                node = node.above
        out = {}
        for name in (*CONTEXT[:-1], *more):
            value: dict[Node, str] = {}
            out[name] = text([value.setdefault(node, node.value(name)) for node in forms])
        out[CONTEXT[-1]] = text([self.group.repeats[number] for number in self.kept])
        own = {n: cells for n, cells in self.group.attributes.items() if "/" in n}
        return out | {name: self._values(cells) for name, cells in own.items()}

    def _values(self, cells: Cells) -> Text:
        """A value of each occurrence: the last that the file says."""
        codes = np.zeros(len(self.group.forms), np.int32)
        codes[np.array(cells.rows, np.int64)] = np.array(cells.codes, np.int32)
        return Text(*distinct_of_codes(codes[self.kept], self.texts))

    # -- what is wrong -----------------------------------------------------------------------------

    def _tell(self, columns: dict[str, Text], findings: Findings) -> None:
        """One finding a kind of fault, and item: its first place, and how many there are."""
        group = self.group
        said = "stands there twice, with the same keys; both are carried"
        self._tell_one(group.twice, "", said, None, findings)
        self._tell_one(group.missing, "", _SAID[UPDATE], None, findings)
        for oid, name in self.columns.items():
            faults = _of_item(group.items[oid]) if oid in group.items else {}
            faults |= {"unsaid": group.unsaid.get(oid, []), "at odds": group.at_odds.get(oid, [])}
            for kind, rows in faults.items():
                self._tell_one(rows, name, _SAID[kind], columns[name], findings)

    def _tell_one(self, rows: list[int], column: str, said: str, values: Text | None, findings: Findings) -> None:
        kept = set(self.kept.tolist()) if rows else ()
        rows = [row for row in dict.fromkeys(rows) if row in kept]
        if not rows:
            return
        what = "item" if column else "occurrence"
        more = f" ({len(rows)} such {what}s)" if len(rows) > 1 else ""
        message = f"The {what} of item group '{self.name}' {said}{more}."
        number, node = int(np.searchsorted(self.kept, rows[0])) + 1, self.group.forms[rows[0]]
        where = {"file": self.form.file, "line": self.group.lines[rows[0]], "row": number, "column": column}
        where |= {"subject": node.value("SubjectKey"), "value": values[number - 1] if values is not None else ""}
        findings.add(_RULE, QUERY, message, _ASK, **where)


def _of_item(cells: Cells) -> dict[str, list[int]]:
    """Occurrences in which an item is inserted though it is there, or changed though it is not."""
    out: dict[str, list[int]] = {INSERT: [], UPDATE: []}
    if KINDS.index(UPDATE) not in cells.kinds and len(set(cells.rows)) == len(cells.rows):
        return out
    there: set[int] = set()
    for row, number in zip(cells.rows, cells.kinds, strict=True):
        kind = KINDS[number]
        if (kind == INSERT and row in there) or (kind == UPDATE and row not in there):
            out[kind].append(row)
        (there.discard if kind == REMOVE else there.add)(row)
    return out
