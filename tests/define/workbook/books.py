"""Small workbooks as others write them: sheets of rows, the first of which is the header."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from onespec.define.workbook.reading import read_workbook

OLD = {
    "Study": [["Attribute", "Value"], ["StudyName", "S1"], ["StandardName", "SDTM-IG"], ["StandardVersion", 3.2]],
    "Datasets": [
        ["Dataset", "Description", "Class", "Structure", "Purpose", "Key Variables", "Repeating", "Reference Data"],
        ["VS", "Vital Signs", "FINDINGS", "One record per result", "Tabulation", "USUBJID,VSTESTCD", "Yes", "No"],
    ],
    "Variables": [
        ["Order", "Dataset", "Variable", "Label", "Data Type", "Length", "Mandatory", "Codelist", "Origin", "Pages"],
        [2, "VS", "VSTESTCD", "Test", "text", 8, "Yes", "VSTESTCD", "CRF", 7],
        [1, "VS", "USUBJID", "Subject", "text", "11", "Y", None, "Derived", None],
        [3, "VS", "VSORRES", "Result", "text", 5.0, "No", None, None, None],
    ],
    "ValueLevel": [
        ["Order", "Dataset", "Variable", "Where Clause", "Description", "Data Type", "Value Level Comment"],
        [1, "VS", "VSORRES", "VS.SYSBP", "Pressure", "integer", "C1"],
    ],
    "WhereClauses": [
        ["ID", "Dataset", "Variable", "Comparator", "Value", "Join Comment"],
        ["VS.SYSBP", "VS", "VSTESTCD", "IN", "SYSBP, DIABP", "C1"],
        ["VS.SYSBP", "VS", "USUBJID", "NE", "X AND Y", None],
    ],
    "Codelists": [
        ["ID", "Name", "NCI Codelist Code", "Data Type", "Order", "Term", "NCI Term Code", "Decoded Value"],
        ["VSTESTCD", "Tests", "C66741", "text", 2, "DIABP", "C25299", "Diastolic"],
        ["VSTESTCD", "Tests", "C66741", "text", 1, "SYSBP", "C25298", "Systolic"],
    ],
    "Dictionaries": [["ID", "Name", "Data Type", "Dictionary", "Version"], ["MED", "Terms", "text", "MedDRA", "26.1"]],
    "Comments": [["ID", "Description", "Document", "Pages"], ["C1", "Sitting.", "SAP", "4-6"]],
    "Documents": [["ID", "Title", "Href"], ["blankcrf", "Annotated CRF", "acrf.pdf"], ["SAP", "Plan", "sap.pdf"]],
}
NEW = {
    "Define": [
        ["Attribute", "Value"],
        ["StudyName", "S1"],
        ["Language", "en"],
        [None, None],
        ["Legend", "Highlighted cells are for analysis data."],
    ],
    "Datasets": [
        ["Dataset", "Label", "Class", "SubClass", "Key Variables", "Standard", "Has No Data"],
        ["ADTTE", "Time to Event", "BASIC DATA STRUCTURE", "TIME-TO-EVENT", "USUBJID, PARAMCD", "ADaMIG 1.3", "No"],
    ],
    "Variables": [
        ["Order", "Dataset", "Variable", "Label", "Data Type", "Assigned Value", "Common", "Origin", "Source",
         "Predecessor", "Method", "Comment", "Source Variables", "Developer Notes", "Core"],
        [1, "ADTTE", "USUBJID", "Subject", "text", None, "Yes", "Predecessor", None, "ADSL.USUBJID", None, None, None,
         None, "Req"],
        [2, "ADTTE", "PARAMCD", "Parameter", "text", "PFS", None, "Assigned", "Sponsor", None, None, "as it is", "X.Y",
         "check", None],
        [3, "ADTTE", "AVAL", "Value", "float", None, None, "Derived", "Sponsor", None, "M1", None, None, None, None],
    ],
    "ValueLevel": [
        ["Order", "Dataset", "Variable", "Where Clause", "Data Type", "Method"],
        [1, "ADTTE", "AVAL", 'PARAMCD EQ PFS AND USUBJID NOTIN (A, "B, C")', "float", "M1"],
    ],
    "Codelists": [
        ["ID", "Name", "Data Type", "Terminology", "Order", "Term"],
        ["P", "Parameters", "text", "ADaM 2026-03-27", 1, "PFS"],
    ],
    "Methods": [
        ["ID", "Name", "Type", "Description", "Expression Context", "Expression Code", "Document", "Pages"],
        ["M1", "Days", "Computation", "ADT - STARTDT + 1", "SAS", "aval = adt - startdt + 1;", "SAP", "12, 14-15"],
    ],
    "Documents": [["ID", "Title", "Href"], ["SAP", "Plan", "sap.pdf"]],
    "Analysis Displays": [["ID", "Title", "Document", "Pages"], ["Table 1", "Survival", "SAP", "Table1"]],
    "Analysis Results": [
        ["Display", "ID", "Description", "Variables", "Reason", "Purpose", "Selection Criteria", "Documentation Refs"],
        ["Table 1", "R1", "Curve", "ADTTE.AVAL, ADTTE.PARAMCD", "SPECIFIED IN SAP", "PRIMARY OUTCOME MEASURE",
         "ADTTE.PARAMCD EQ PFS", "SAP (9)"],
    ],
}  # fmt: skip


def book(sheets: dict[str, list[list[object]]]) -> Workbook:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def read(sheets: dict[str, list[list[object]]] | Workbook, folder: Path):
    """The model of such a workbook, and what became of its rows."""
    path = folder / "spec.xlsx"
    (sheets if isinstance(sheets, Workbook) else book(sheets)).save(path)
    return read_workbook(path)


def changed(sheets: dict[str, list[list[object]]], **others: list[list[object]]) -> dict[str, list[list[object]]]:
    return {**sheets, **others}


def named(landed) -> list[tuple[str, str]]:
    return [(each.place, each.text) for each in landed.named]
