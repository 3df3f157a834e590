"""What tests of the reviewer's guides share: small transport files, and texts of documents."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import docx
import pandas as pd
from pdfminer.high_level import extract_text

from onespec.engine.xpt.writer import XptVariable, write_xpt

CREATED = datetime(2021, 3, 1)
AE = {"USUBJID": ["1", "1", "2", "3"], "AESER": ["Y", "N", "Y", ""], "AETERM": ["Rash", "Fever", "Rash", "Cough"]}


def write_data(folder: Path, name: str, columns: dict[str, list[str]], file: str = "") -> Path:
    """A dataset of texts as a transport file; ``file``: its name, where it is not the dataset's."""
    folder.mkdir(parents=True, exist_ok=True)
    variables = [XptVariable(key, key, "Char", 20) for key in columns]
    frame = pd.DataFrame(columns, dtype="str")
    path = folder / f"{file or name.lower()}.xpt"
    write_xpt(path, name, name, variables, [frame], created=CREATED)
    return path


def squeezed(text: str) -> str:
    """The text without blanks, and without the places where a long word may be broken."""
    return "".join(text.replace("\u200b", "").split())


def text_of_docx(content: bytes) -> str:
    """Paragraphs and rows of tables, in order."""
    document = docx.Document(io.BytesIO(content))
    out = []
    for each in document.iter_inner_content():
        if isinstance(each, docx.text.paragraph.Paragraph):
            out.append(each.text)
        else:
            out += [" ".join(cell.text for cell in row.cells) for row in each.rows]
    return "\n".join(out)


def text_of_pdf(content: bytes) -> str:
    return extract_text(io.BytesIO(content))
