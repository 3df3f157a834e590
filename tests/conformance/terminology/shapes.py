"""One small package of terminology in each of the forms of NCI EVS, as bytes."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape, quoteattr

import openpyxl

HEADER = (
    "Code",
    "Codelist Code",
    "Codelist Extensible (Yes/No)",
    "Codelist Name",
    "CDISC Submission Value",
    "CDISC Synonym(s)",
    "CDISC Definition",
    "NCI Preferred Term",
)
ROWS = (
    ("C66731", "", "No", "Sex", "SEX", "Sex", "The sexes.", "CDISC SDTM Sex of Individual Terminology"),
    ("C16576", "C66731", "", "Sex", "F", "Female", 'A "female" person.', "Female"),
    ("C20197", "C66731", "", "Sex", "M", "Male", "A male person.", "Male"),
    ("C71620", "", "Yes", "Unit", "UNIT", "Unit", "Units of measurement.", "CDISC SDTM Unit of Measure Terminology"),
    ("C28253", "C71620", "", "Unit", "mg", "Milligram", "A thousandth of a gram.", "Milligram"),
    (
        "C48508",
        "C71620",
        "",
        "Unit",
        "umol/L",
        "Micromole per Liter; mmol/m3; nmol/mL",
        "A millionth of a mole in a litre, µmol/L.",
        "Micromole per Liter",
    ),
    (
        "C65047",
        "",
        "Yes",
        "Laboratory Test Code",
        "LBTESTCD",
        "",
        "Codes of tests.",
        "CDISC SDTM Laboratory Test Code Terminology",
    ),
    (
        "C64848",
        "C65047",
        "",
        "Laboratory Test Code",
        "HGB",
        "Hemoglobin; Hgb",
        "Haemoglobin.",
        "Hemoglobin Measurement",
    ),
    (
        "C67154",
        "",
        "Yes",
        "Laboratory Test Name",
        "LBTEST",
        "",
        "Names of tests.",
        "CDISC SDTM Laboratory Test Name Terminology",
    ),
    (
        "C64848",
        "C67154",
        "",
        "Laboratory Test Name",
        "Hemoglobin",
        "Hemoglobin; Hgb",
        "Haemoglobin.",
        "Hemoglobin Measurement",
    ),
)


def text_form(rows=(HEADER, *ROWS), encoding: str = "utf-8") -> bytes:
    return "".join("\t".join(row) + "\r\n" for row in rows).encode(encoding)


def excel_form(rows=(HEADER, *ROWS), sheet: str = "SDTM Terminology 2025-03-28") -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "ReadMe"
    book.active.append(["How to read this file"])
    listed = book.create_sheet(sheet)
    for row in rows:
        listed.append(row)
    book.save(out)
    return out.getvalue()


def xml_form(rows=ROWS, identity: str = "CDISC_CT.SDTM.2025-03-28") -> bytes:
    lists: dict[str, list] = {}
    for row in rows:
        lists.setdefault(row[1] or row[0], []).append(row)
    inner = "".join(
        f'<CodeList OID="CL.{head[0]}.{head[4]}" Name={quoteattr(head[3])} DataType="text" '
        f'nciodm:ExtCodeID="{head[0]}" nciodm:CodeListExtensible="{head[2]}">\n'
        + "".join(
            f'<EnumeratedItem CodedValue={quoteattr(term[4])} nciodm:ExtCodeID="{term[0]}">\n'
            + "".join(f"<nciodm:CDISCSynonym>{escape(s)}</nciodm:CDISCSynonym>" for s in term[5].split("; "))
            + f"<nciodm:PreferredTerm>{escape(term[7])}</nciodm:PreferredTerm></EnumeratedItem>\n"
            for term in terms
        )
        + f"<nciodm:CDISCSubmissionValue>{head[4]}</nciodm:CDISCSubmissionValue></CodeList>\n"
        for head, *terms in lists.values()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" '
        'xmlns:nciodm="http://ncicb.nci.nih.gov/xml/odm/EVS/CDISC" '
        f'FileOID="{identity}" SourceSystem="NCI Thesaurus">\n'
        f'<Study OID="{identity}"><MetaDataVersion OID="MDV" Name="CT">\n{inner}'
        f"</MetaDataVersion></Study></ODM>\n"
    ).encode()
