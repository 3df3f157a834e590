"""ODM files that tests write: an export made of tables, and text around single elements."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import odmlib
from lxml import etree

HEAD = (
    '<?xml version="1.0" encoding="{encoding}"?>\n'
    '<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:v="http://vendor" FileType="{kind}" FileOID="F" '
    'CreationDateTime="2021-03-01T00:00:00" ODMVersion="1.3.2">\n'
)


def odm(*parts: str, kind: str = "Snapshot", encoding: str = "UTF-8") -> str:
    """A file of these elements."""
    return HEAD.format(kind=kind, encoding=encoding) + "\n".join(parts) + "\n</ODM>\n"


def invalid(text: str) -> list[str]:
    """What of a file breaks the schema of ODM 1.3.2, which odmlib carries."""
    path = Path(odmlib.__file__).parent / "schemas" / "odm" / "1.3.2" / "ODM1-3-2.xsd"
    schema = etree.XMLSchema(etree.parse(path))
    return [] if schema.validate(etree.fromstring(text.encode())) else str(schema.error_log).splitlines()


def clinical(*subjects: str, study: str = "S") -> str:
    return f'<ClinicalData StudyOID="{study}" MetaDataVersionOID="M">\n' + "\n".join(subjects) + "\n</ClinicalData>"


def element(name: str, *inside: str, **attributes: str) -> str:
    """An element; an attribute ``v_Status`` is the vendor's ``v:Status``."""
    said = "".join(f" {n.replace('v_', 'v:')}={quoteattr(v)}" for n, v in attributes.items() if v)
    return f"<{name}{said}>" + "".join(inside) + f"</{name}>"


def occurrence(items: dict[str, str], subject: str, event: str, form: str, group: str, repeat: str = "") -> str:
    """A subject with one item group."""
    data = [element("ItemData", ItemOID=oid, Value=value) if value else null(oid) for oid, value in items.items()]
    of_group = element("ItemGroupData", *data, ItemGroupOID=group, ItemGroupRepeatKey=repeat)
    of_form = element("FormData", of_group, FormOID=form)
    return element("SubjectData", element("StudyEventData", of_form, StudyEventOID=event), SubjectKey=subject)


def null(oid: str) -> str:
    return element("ItemData", ItemOID=oid, IsNull="Yes")


def defined(groups: dict[str, Iterable[str]], names: dict[str, str] | None = None) -> str:
    """The definitions of item groups: the OIDs of their items, and names of items."""
    items = dict.fromkeys(oid for each in groups.values() for oid in each)
    made = [
        element(
            "ItemGroupDef",
            *(element("ItemRef", ItemOID=i, Mandatory="No") for i in oids),
            OID=g,
            Name=g,
            Repeating="Yes",
        )
        for g, oids in groups.items()
    ]
    made += [element("ItemDef", OID=oid, Name=(names or {}).get(oid, oid), DataType="text") for oid in items]
    study = element("GlobalVariables", *(element(n, "S") for n in ("StudyName", "StudyDescription", "ProtocolName")))
    return element("Study", study, element("MetaDataVersion", *made, OID="M", Name="M"), OID="S")


def of_tables(tables: dict[str, Path], subject: str) -> str:
    """A snapshot of CSV files: an item group each, its rows by the subject's column."""
    said, groups = [], {}
    for name, path in tables.items():
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = [column for column in rows[0] if column != subject]
        groups[f"IG.{name}"] = [f"IT.{name}.{column}" for column in columns]
        for number, row in enumerate(rows):
            before = sum(other[subject] == row[subject] for other in rows[:number])
            items = {f"IT.{name}.{column}": row[column] for column in columns}
            said.append(occurrence(items, row[subject], "SE", f"F.{name}", f"IG.{name}", str(before + 1)))
    names = {oid: oid.rpartition(".")[2] for oids in groups.values() for oid in oids}
    return odm(defined(groups, names), clinical(*said))
