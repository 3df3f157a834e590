"""What a define.xml says, written as the specification workbook of the industry in its newest form."""

from __future__ import annotations

from openpyxl import Workbook

from onespec.engine.metadata.model import Metadata
from onespec.engine.workbook import add_sheet, workbook_bytes


def write_workbook(metadata: Metadata) -> bytes:
    """The workbook; the same model, the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_sheet(book, "Define", ("Attribute", "Value"), [("StudyName", metadata.study_name)])
    return workbook_bytes(book)
