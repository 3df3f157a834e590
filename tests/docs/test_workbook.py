"""docs/workbook.md shows what the export of the shipped study prints, and how an edited workbook differs from it."""

from __future__ import annotations

import openpyxl
import pytest
from support import ROOT, SHIPPED

from onespec.cli.main import main

from .markdown import blocks

SHOWN = {block.marked: block.text.strip() for block in blocks(ROOT / "docs" / "workbook.md")}


@pytest.mark.slow
def test_what_the_page_shows(built, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    assert main(["spec", "export", "--study", str(SHIPPED), "--out", str(built), "--xlsx", "spec.xlsx"]) == 0
    printed = capsys.readouterr().out.replace(str(built), f"build/{SHIPPED.name}")
    assert printed.startswith(SHOWN["output: export"])
    _edited(tmp_path / "spec-sdtm.xlsx", tmp_path / "edited.xlsx")
    assert main(["spec", "diff", "spec-sdtm.xlsx", "edited.xlsx"]) == 1
    assert capsys.readouterr().out.strip() == SHOWN["output: diff"]


def _edited(book, to):
    """Label and length of AETERM, and the decode of F."""
    opened = openpyxl.load_workbook(book)
    variables, codelists = opened["Variables"], opened["Codelists"]
    head = {cell.value: cell.column for cell in variables[1]}
    for row in variables.iter_rows(min_row=2):
        if row[head["Variable"] - 1].value == "AETERM" and row[head["Dataset"] - 1].value == "AE":
            row[head["Label"] - 1].value, row[head["Length"] - 1].value = "Reported Term", 150
    head = {cell.value: cell.column for cell in codelists[1]}
    for row in codelists.iter_rows(min_row=2):
        if row[head["Term"] - 1].value == "F" and row[head["Name"] - 1].value == "Sex":
            row[head["Decoded Value"] - 1].value = "Woman"
    opened.save(to)
