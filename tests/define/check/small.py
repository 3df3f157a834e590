"""A small define.xml of three datasets, valid in every respect, with its data and documents; and copies to spoil."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pikepdf

from onespec.engine.columns import number, text
from onespec.engine.frames import Frame
from onespec.engine.xpt.layout import XptVariable
from onespec.engine.xpt.writer import write_xpt

SMALL = (Path(__file__).parent / "small.xml").read_text(encoding="utf-8")
CREATED = datetime(2027, 1, 1)
# dataset -> label, and its variables: name, label, length in the file (0 of a number), values
DATA = {
    "DM": (
        "Demographics",
        [
            ("STUDYID", "Study Identifier", 5, ["SMALL", "SMALL"]),
            ("DOMAIN", "Domain Abbreviation", 2, ["DM", "DM"]),
            ("USUBJID", "Unique Subject Identifier", 8, ["SMALL-01", "SMALL-02"]),
            ("SUBJID", "Subject Identifier for the Study", 2, ["01", "02"]),
            ("RFSTDTC", "Subject Reference Start Date/Time", 10, ["2027-01-02", "2027-01-03"]),
            ("SITEID", "Study Site Identifier", 2, ["S1", "S1"]),
            ("AGE", "Age", 0, [34, 61]),
            ("AGEU", "Age Units", 5, ["YEARS", "YEARS"]),
            ("SEX", "Sex", 1, ["F", "M"]),
            ("ETHNIC", "Ethnicity", 1, ["", ""]),
            ("COUNTRY", "Country", 3, ["CHN", "CHN"]),
        ],
    ),
    "VS": (
        "Vital Signs",
        [
            ("STUDYID", "Study Identifier", 5, ["SMALL"] * 4),
            ("DOMAIN", "Domain Abbreviation", 2, ["VS"] * 4),
            ("USUBJID", "Unique Subject Identifier", 8, ["SMALL-01", "SMALL-01", "SMALL-02", "SMALL-02"]),
            ("VSSEQ", "Sequence Number", 0, [1, 2, 1, 2]),
            ("VSTESTCD", "Vital Signs Test Short Name", 5, ["SYSBP", "TEMP"] * 2),
            ("VSTEST", "Vital Signs Test Name", 23, ["Systolic Blood Pressure", "Temperature"] * 2),
            ("VSORRES", "Result or Finding in Original Units", 4, ["120", "36.6", "135", "37.1"]),
            ("VSORRESU", "Original Units", 4, ["mmHg", "C"] * 2),
            ("VSSTRESN", "Numeric Result/Finding in Standard Units", 0, [120, 36.6, 135, 37.1]),
            ("VISITNUM", "Visit Number", 0, [1] * 4),
            ("VSDTC", "Date/Time of Measurements", 10, ["2027-01-02", "2027-01-02", "2027-01-03", "2027-01-03"]),
        ],
    ),
    "SUPPDM": (
        "Supplemental Qualifiers for DM",
        [
            ("STUDYID", "Study Identifier", 5, ["SMALL"]),
            ("RDOMAIN", "Related Domain Abbreviation", 2, ["DM"]),
            ("USUBJID", "Unique Subject Identifier", 8, ["SMALL-01"]),
            ("QNAM", "Qualifier Variable Name", 7, ["RACEOTH"]),
            ("QLABEL", "Qualifier Variable Label", 10, ["Race Other"]),
            ("QVAL", "Data Value", 7, ["Inuit ."]),
            ("QORIG", "Origin", 3, ["CRF"]),
        ],
    ),
}


def write_small(folder: Path, define: str = SMALL, data: dict = DATA) -> Path:
    """The folder with define.xml, its stylesheet, documents and datasets; returns the define.xml."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "define.xsl").write_text("<x/>")
    (folder / "guide.txt").write_text("A guide.")
    write_pdf(folder / "acrf.pdf", 3, "vitals")
    for name, (label, variables) in data.items():
        write_dataset(folder / f"{name.lower()}.xpt", name, label, variables)
    path = folder / "define.xml"
    path.write_text(define, encoding="utf-8")
    return path


def write_dataset(path: Path, name: str, label: str, variables: list[tuple]) -> None:
    """A transport file of variables as `DATA` has them; a fifth place is the format."""
    described = [
        XptVariable(n, said, "Char" if size else "Num", size or 8, *rest) for n, said, size, _, *rest in variables
    ]
    columns = {n: text(values) if size else number(values) for n, _, size, values, *_ in variables}
    write_xpt(path, name, label, described, [Frame(columns)], created=CREATED)


def write_pdf(path: Path, pages: int, destination: str) -> None:
    """A PDF of blank pages; one destination has a name."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        place = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
        names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String(destination), place]))
        pdf.Root.Names = pikepdf.Dictionary(Dests=names)
        pdf.save(path, deterministic_id=True)
