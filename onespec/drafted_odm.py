# pyright: standard
"""A study from an ODM file: forms, labels, types and code lists as it defines them, held against its clinical data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from onespec.drafted_columns import (
    DraftCodelist,
    DraftColumn,
    decide_centuries,
    decide_dates,
    draft_codelist,
    draft_column,
    joined,
    published_as,
)
from onespec.drafted_forms import Draft, DraftForm, few, free_name
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.frames import Frame
from onespec.engine.notation import PLAIN
from onespec.engine.raw.dates import parse_date, parse_time
from onespec.engine.raw.odm_content import UNIT, Content, content_of
from onespec.engine.raw.odm_file import CONTEXT, read_odm, tell_refused
from onespec.engine.raw.odm_text import Refused
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.terminology import Package
from onespec.odm_definitions import (
    CodeListDef,
    Definitions,
    EventDef,
    FormDef,
    GroupDef,
    ItemDef,
    Texts,
    definitions_of,
)

SUBJECT, SITE, EVENT, FORM = "SubjectKey", "LocationOID", "StudyEventOID", "FormOID"
_NUMBERS = {
    "StudyEventRepeatKey": "Number of the event",
    "FormRepeatKey": "Number of the form",
    "ItemGroupRepeatKey": "Number of the row",
}
_LABELS = {  # as SDTM calls what they may become
    SUBJECT: "Subject Identifier for the Study",
    SITE: "Study Site Identifier",
    "UserOID": "Investigator Identifier",
    EVENT: "Visit Name",
    **_NUMBERS,
}
_IN_UNIT = {"en": "unit", "zh": "单位"}
_DAY = ("YYYY-MM-DD", "YYYY-MM", "YYYY")
_MOMENT = ("YYYY-MM-DDTHH:MM:SS", "YYYY-MM-DDTHH:MM")
_TYPES: dict[str, tuple[str, tuple[str, ...]]] = {  # DataType -> type, and formats of dates
    **dict.fromkeys(("integer", "float", "double", "decimal"), ("number", ())),
    "date": ("date", _DAY[:1]),
    **dict.fromkeys(("partialDate", "incompleteDate"), ("date", _DAY)),
    "datetime": ("date", _MOMENT),
    **dict.fromkeys(("partialDatetime", "incompleteDatetime"), ("date", _MOMENT + _DAY)),
    "time": ("time", ()),
}
_SIMPLE = re.compile(r"\w(?:[\w -]*\w)?")  # a name that a specification can write without quotes
_PEOPLE = re.compile(r"(?<![a-z])dm(?![a-z])|demog|人口", re.IGNORECASE)
_UNITS = "C71620"


def draft_odm(path: Path, package: Package | None, created: str = "") -> Draft:
    """The forms of an ODM file: one for each item group of a form; ``created`` is the time stamp.  Raises `Stopped`."""
    findings = Findings()
    try:
        content, defined = content_of(path), definitions_of(path)
    except Refused as fault:
        tell_refused(fault, path.name, findings)
        raise Stopped(findings) from fault
    out = _Drafting(path, content, defined, package).draft()
    columns = [column for form in out.forms for column in form.columns.values()]
    decide_dates(columns)
    decide_centuries(columns, created)
    return out


@dataclass(frozen=True)
class _Page:
    """An item group of a form (none where the file does not define it), and all forms and events that have the group.

    names  column -> item;  ``rows``: the occurrences in this form
    """

    form: FormDef | None
    group: GroupDef
    forms: Sequence[FormDef]
    events: Sequence[EventDef]
    names: dict[str, str]
    rows: Frame

    def keys(self) -> dict[str, str]:
        """What tells one row of a subject from another -> why."""
        own = [event for event in self.events if self.form and self.form.oid in event.forms]
        why = {EVENT: f"{len(own)} events have the form"} if len(own) > 1 else {}
        repeats = any(event.repeats for event in own), bool(self.form and self.form.repeats), self.group.repeats
        for name, what, does in zip(_NUMBERS, ("an event", "the form", "the item group"), repeats, strict=True):
            why |= {name: f"{what} repeats"} if does else {}
        differ = {n: "its values differ" for n in (EVENT, *_NUMBERS) if len(set(_cells(self.rows, n))) > 1}
        why = differ | why
        return {n: why[n] for n in (EVENT, *_NUMBERS) if n in why}

    def surroundings(self) -> list[str]:
        """The columns of what an occurrence stands in: besides the keys those that differ, in this form or another."""
        elsewhere = [EVENT] if len(self.events) > 1 else []
        differ = [n for n in self.rows.columns if (n in CONTEXT and n != SITE) or "/" in n]
        site = [SITE] if not len(self.rows) or any(_cells(self.rows, SITE)) else []
        found = dict.fromkeys([SUBJECT, *site, *self.keys(), *elsewhere, *differ])
        return [n for n in found if n != FORM or len(self.forms) < 2]


class _Drafting:
    """Drafts one file."""

    def __init__(self, path: Path, content: Content, defined: Definitions, package: Package | None):
        self.path, self.content, self.defined, self.package = path, content, defined, package
        self.codelists: dict[str, DraftCodelist] = {}
        self.names: dict[str, str] = {}  # of code lists in the study, by their OIDs
        self.forms: list[DraftForm] = []
        self.people: set[str] = set()  # forms of demographics
        self.shared: dict[str, DraftColumn] = {}

    def draft(self) -> Draft:
        groups = self.defined.groups
        asked = [(form, groups[name]) for form in self.defined.forms.values() for name in form.groups if name in groups]
        had = {group.oid for _, group in asked}
        loose = [groups.get(n) or GroupDef(n, n, False, "", []) for n in self.content.groups if n not in had]
        for form, group in [*asked, *((None, group) for group in loose)]:
            self._page(form, group)
        if not self.forms:
            self._none("The file defines no form with items, and holds no clinical data.", "Export it with metadata.")
        read = {form.sheet for form in self.forms}
        self.forms[0].unread = tuple(name for name in self.content.parts() if name not in read)
        subjects, evidence = self._register()
        study = self.defined.study, self.defined.description
        return Draft(self.forms, subjects, self.shared, evidence, self.codelists, (), *study)

    def _none(self, message: str, fix: str) -> NoReturn:
        findings = Findings()
        findings.add("RAW-FILE", STOP, message, fix, file=self.path.name)
        raise Stopped(findings)

    # -- forms ---------------------------------------------------------------------------------------

    def _page(self, form: FormDef | None, group: GroupDef) -> None:
        known = self.content.groups.get(group.oid)
        items = list(dict.fromkeys([*group.items, *(known.items if known else ())]))
        if not items:
            return
        forms = [each for each in self.defined.forms.values() if group.oid in each.groups]
        events = [e for e in self.defined.events.values() if any(f.oid in e.forms for f in forms)]
        names = self._names(items)
        rows = self._read(group.oid, names)
        if form and len(forms) > 1 and FORM in rows:
            rows = rows.take(rows[FORM].isin([form.oid]))
        self._draft(_Page(form, group, forms, events, names, rows))

    def _names(self, items: list[str]) -> dict[str, str]:
        """Column -> item: by its name, where it is simple and that of one item, else by its OID."""
        given = [self.defined.items[oid].name if oid in self.defined.items else "" for oid in items]
        taken = {*items, *CONTEXT}
        good = [n not in taken and given.count(n) == 1 and bool(_SIMPLE.fullmatch(n)) for n in given]
        return {name if fine else oid: oid for oid, name, fine in zip(items, given, good, strict=True)}

    def _read(self, group: str, names: Iterable[str]) -> Frame:
        """All occurrences, with what they stand in where it differs."""
        fields = {n: Field(n, {}, "text") for n in (SUBJECT, SITE, *names)}
        form = Form(group, {}, (self.path.name,), "", group, (SUBJECT,), (SUBJECT,), fields)
        frame = read_odm(self.path, form, findings := Findings())
        if frame is None:
            raise Stopped(findings)
        return frame

    def _draft(self, page: _Page) -> None:
        columns = {n: self._surrounding(n, _cells(page.rows, n)) for n in page.surroundings()}
        for name, oid in page.names.items():
            item = self.defined.items.get(oid) or ItemDef(oid, oid, "", {}, "", [])
            columns[name] = self._item(name, item, _cells(page.rows, name))
            if name + UNIT in page.rows:
                columns[name + UNIT] = self._unit(columns[name], item, _cells(page.rows, name + UNIT))
        form, group, keys = page.form, page.group, page.keys()
        several = form is not None and len([g for g in form.groups if g in self.defined.groups]) > 1
        title = form.name if form else group.name
        title = f"{title}: {group.name}" if several and group.name != title else title
        name = free_name(title if title.isascii() else group.oid, {f.name for f in self.forms})
        out = DraftForm(name, self.path.name, group.oid, "", "", columns)
        out.labels = _labels(title, group.oid, {} if several or not form else form.labels)
        out.label_evidence = f"FormDef {form.oid}, ItemGroupDef {group.oid}" if form else "the file does not define it"
        out.of_form = form.oid if form and len(page.forms) > 1 else ""
        out.subject, out.key = SUBJECT, (SUBJECT, *keys)
        out.key_evidence = "; ".join(f"{n}: {why}" for n, why in keys.items()) or "nothing of it repeats"
        if group.domain == "DM" or _PEOPLE.search(f"{title} {group.name} {group.oid}"):
            self.people.add(name)
        self.forms.append(out)

    # -- fields --------------------------------------------------------------------------------------

    def _surrounding(self, name: str, values: list[str]) -> DraftColumn:
        """What occurrences stand in; a column that all forms may have is drafted once."""
        if name == EVENT and self.defined.events:
            column = _defined(name, values, "code")
            column.codelist, column.evidence = self._visits(), "StudyEventDef"
            column.unknown = self._strange(column)
        elif name in CONTEXT and name not in _NUMBERS:
            column = _defined(name, values)
            column.evidence = "an identifier of ODM"
        else:
            column = draft_column(name, values)
        column.labels = {"en": _LABELS.get(name, name)}
        if name in (SUBJECT, SITE, EVENT):
            first = self.shared.setdefault(name, column)
            first.unknown = first.unknown or column.unknown
        return column

    def _item(self, name: str, item: ItemDef, values: list[str]) -> DraftColumn:
        """A field as the file defines it, where its values agree; else as they are."""
        said = f"ItemDef {item.oid}, {item.type}" if item.type else "the file does not define it"
        column = _defined(name, values, *_TYPES.get(item.type, ("text", ())))
        wrong = [v for v in column.filled if not _meets(v, item.type)]
        if listed := self.defined.codelists.get(item.codelist):
            column.type, column.formats, column.codelist = "code", (), self._codelist(listed)
            column.unknown = self._strange(column)
            column.evidence = f"{said}, CodeList {listed.oid}"
            column.evidence += "; it does not know all values" if column.unknown else ""
        elif wrong:
            column = draft_column(name, values)
            column.evidence = f"{said}, and '{wrong[0]}' is none; {column.evidence}"
        elif item.type:
            count = len(column.filled) if column.type != "text" else 0
            column.evidence = f"{said}; {count} of {count} values are so" if count else said
        else:
            column = draft_column(name, values)
            if self.package and (made := draft_codelist(column, self.package)):
                column.type, column.codelist = "code", joined(self.codelists, made)
            column.evidence = f"{said}; {column.evidence}"
        if len(item.units) == 1:
            column.evidence += f"; in {self.defined.units.get(item.units[0], {}).get('en', item.units[0])}"
        column.labels = _labels(item.name or name, item.oid, item.labels)
        return column

    def _unit(self, measured: DraftColumn, item: ItemDef, values: list[str]) -> DraftColumn:
        """The unit of an item; of the published units, where all are."""
        column = _defined(measured.name + UNIT, values)
        column.evidence = f"MeasurementUnitRef of {item.oid}"
        units = {oid: self.defined.units.get(oid, {}) for oid in dict.fromkeys([*item.units, *column.filled])}
        if made := published_as(units, self.package, _UNITS):
            column.type, column.codelist = "code", joined(self.codelists, made)
        column.labels = {language: f"{label} ({_IN_UNIT[language]})" for language, label in measured.labels.items()}
        return column

    # -- code lists ----------------------------------------------------------------------------------

    def _codelist(self, listed: CodeListDef) -> str:
        """The name of a code list in the study: a published one that has all its terms, or the sponsor's own."""
        if listed.oid not in self.names:
            title = listed.name if listed.name.isascii() else listed.oid
            made = published_as(listed.terms, self.package, listed.nci)
            if made is None:
                made = DraftCodelist(re.sub(r"\W+", "_", title).strip("_").upper(), title=title)
                for coded, decode in listed.terms.items():
                    made.terms[coded] = [decode["zh"]] if decode.get("zh", coded) != coded else []
                    made.decodes[coded] = decode.get("en", coded)
            made.evidence = f"CodeList {listed.oid}" + (", of which it has all terms" if made.nci else "")
            self.names[listed.oid] = joined(self.codelists, made)
        return self.names[listed.oid]

    def _visits(self) -> str:
        """The codelist of the events: their names, behind them their OIDs."""
        if EVENT not in self.names:
            made = DraftCodelist("VISIT", title="Visit", evidence="StudyEventDef of each")
            titles = [event.name for event in self.defined.events.values()]
            for event in self.defined.events.values():
                clear = titles.count(event.name) == 1
                term = event.name if clear and event.name.isascii() else event.oid
                made.terms[term] = [n for n in dict.fromkeys((event.oid, event.name)) if n != term and clear]
                made.decodes[term] = term
            self.names[EVENT] = joined(self.codelists, made)
        return self.names[EVENT]

    def _strange(self, column: DraftColumn) -> bool:
        """Has it values that its codelist does not know?"""
        terms = self.codelists[column.codelist].terms
        known = {text.casefold() for term, answers in terms.items() for text in (term, *answers)}
        return any(value.casefold() not in known for value in column.filled)

    # -- subjects ------------------------------------------------------------------------------------

    def _register(self) -> tuple[DraftForm, str]:
        """The form with one row for each subject: of several that with the most subjects, then demographics."""
        found: list[tuple[int, bool, DraftForm]] = []
        for form in self.forms:
            subjects = form.columns[SUBJECT].filled
            if form.key == (SUBJECT,) and few(len(subjects) - len(set(subjects)), form.rows):
                found.append((len(set(subjects)), form.name in self.people, form))
        if not found:
            self._none("No form has one row for each subject.", "Write the study by hand: study.yaml needs a register.")
        count, people, form = max(found, key=lambda each: each[:2])
        said = [f"{count} subjects"] * bool(count) + ["demographics"] * people + ["nothing of it repeats"]
        return form, f"the key of SubjectData; the register is {form.name}: {', '.join(said)}"


def _defined(name: str, values: list[str], type_: str = "text", formats: tuple[str, ...] = ()) -> DraftColumn:
    """A column of which the file says what it is."""
    return DraftColumn(name, [v.strip() for v in values], type_, formats, decided=True)


def _cells(rows: Frame, name: str) -> list[str]:
    return rows[name].tolist() if name in rows else []


def _labels(name: str, oid: str, texts: Texts) -> Texts:
    """The texts in both languages; where there is none, the name, or in English the OID of what has a Chinese one."""
    out = {"en": name if name.isascii() else oid} | texts
    return out if name.isascii() or "zh" in out else out | {"zh": name}


def _meets(value: str, type_: str) -> bool:
    """Is a value of a DataType what its type here can read?"""
    kind, formats = _TYPES.get(type_, ("text", ()))
    if kind == "number":
        return bool(PLAIN.fullmatch(value))
    if kind == "date":
        return not parse_date(value, formats)[1]
    return kind != "time" or not parse_time(value)[1]
