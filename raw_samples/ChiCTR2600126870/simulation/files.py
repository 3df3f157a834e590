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
    """Takes rows of forms and writes the files; to be used in a `with`."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.open, self.csv, self.cells = folder, [], {}, {}
        self.rows = dict.fromkeys(FORMS, 0)

    def __enter__(self) -> "Exports":
        for name, form in FORMS.items():
            if form.encoding:
                file = open(self.folder / form.file, "w", encoding=form.encoding, newline="")
                self.open.append(file)
                self.csv[name] = csv.writer(file, lineterminator="\n")
                self.csv[name].writerow(form.columns)
            else:
                self.cells[name] = [_row(form.columns)]
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
            self.cells[name].append(_row(values))
        self.rows[name] += 1
        return self.rows[name]

    def __exit__(self, *exception) -> None:
        for file in self.open:
            file.close()
        for name, rows in self.cells.items():
            write_workbook(self.folder / FORMS[name].file, FORMS[name].sheet, rows)


def _row(values) -> str:
    return "<row>" + "".join(map(_cell, values)) + "</row>"


def _cell(value) -> str:
    if value == "":
        return "<c/>"
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def write_workbook(path: Path, sheet: str, rows: list[str]) -> None:
    main = f"{OOXML}/spreadsheetml/2006/main"
    parts = {
        **PARTS,
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{OFFICE}">'
        f'<sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(rows)}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, MIDNIGHT)
            entry.create_system = 0  # the same on every operating system
            archive.writestr(entry, (HEAD + text).encode())
