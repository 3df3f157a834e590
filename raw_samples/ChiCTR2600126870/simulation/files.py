"""Writes the exports: CSV in the encoding of the form, XLSX by hand, so that the bytes are always the same.

An XLSX from a library carries the clock, the library's version and the compression of the machine. This one
carries one sheet of inline texts and numbers, stored without compression.
"""

import csv
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from .forms import FORMS

MIDNIGHT = (2027, 11, 30, 0, 0, 0)  # the day of the export
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OOXML = "http://schemas.openxmlformats.org"
MAIN = f"{OOXML}/spreadsheetml/2006/main"
OFFICE = f"{OOXML}/officeDocument/2006/relationships"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OOXML}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEETS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEETS}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{OOXML}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OOXML}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


class Exports:
    """Takes rows of forms and writes the files as they come; to be used in a `with`."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.open, self.csv, self.sheets = folder, [], {}, {}
        self.rows = dict.fromkeys(FORMS, 0)

    def __enter__(self) -> "Exports":
        for name, form in FORMS.items():
            if form.encoding:
                file = open(self.folder / form.file, "w", encoding=form.encoding, newline="")
                self.open.append(file)
                self.csv[name] = csv.writer(file, lineterminator="\n")
                self.csv[name].writerow(form.columns)
            else:
                self.sheets[name] = Workbook(self.folder / form.file, form.sheet)
                self.sheets[name].write(form.columns)
        return self

    def write(self, name: str, row: dict) -> int:
        """A row, and its number in the file, the header not counted.

        Cells that the row lacks stay blank, and a column that the form lacks is an error.
        """
        form = FORMS[name]
        unknown = row.keys() - set(form.columns)
        if unknown:
            raise KeyError(f"{name} has no column {sorted(unknown)}")
        values = [row.get(column, "") for column in form.columns]
        if name in self.csv:
            self.csv[name].writerow(values)
        else:
            self.sheets[name].write(values)
        self.rows[name] += 1
        return self.rows[name]

    def __exit__(self, *exception) -> None:
        for file in (*self.open, *self.sheets.values()):
            file.close()


class Workbook:
    """One sheet, row by row."""

    def __init__(self, path: Path, sheet: str):
        self.archive = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)
        head = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        sheets = f'<sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        for name, text in {**PARTS, "xl/workbook.xml": head + sheets}.items():
            with self.archive.open(_entry(name), "w") as part:
                part.write((HEAD + text).encode())
        self.sheet = self.archive.open(_entry("xl/worksheets/sheet1.xml"), "w")
        self.sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())

    def write(self, values) -> None:
        self.sheet.write(_row(values).encode())

    def close(self) -> None:
        self.sheet.write(b"</sheetData></worksheet>")
        self.sheet.close()
        self.archive.close()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MIDNIGHT)
    entry.create_system = 0  # the same on every operating system
    entry.external_attr = 0o600 << 16
    return entry


def _row(values) -> str:
    return "<row>" + "".join(map(_cell, values)) + "</row>"


def _cell(value) -> str:
    if value == "":
        return "<c/>"
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
