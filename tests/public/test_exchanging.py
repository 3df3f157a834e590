"""onespec spec export and diff, on the outputs of the other study and on small files."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

import onespec
from onespec.cli.main import main
from onespec.define.workbook.writing import write_workbook
from onespec.engine.metadata.model import Dataset, Metadata, Variable
from onespec.exchanging import export_workbooks

AE = Dataset(oid="IG.AE", name="AE", variables=(Variable(oid="IT.AE.AETERM", name="AETERM", label={"en": "Term"}),))
MODEL = Metadata(study_name="S1", datasets=(AE,))
OTHER = replace(MODEL, study_name="=S2")


@pytest.fixture
def books(tmp_path):
    for name, model in (("a", MODEL), ("b", OTHER)):
        (tmp_path / f"{name}.xlsx").write_bytes(write_workbook(model))
    return tmp_path


def test_a_built_study_becomes_a_workbook_each_standard(built_other, tmp_path):
    study, file = built_other, tmp_path / "spec.xlsx"
    exported = export_workbooks(study, file, list)
    assert [each.file.name for each in exported.written] == ["spec-sdtm.xlsx", "spec-adam.xlsx"]
    for each in exported.written:
        names = {dataset.name for dataset in each.metadata.datasets}
        assert {cell.value for cell in load_workbook(each.file)["Datasets"]["A"]} == names | {"Dataset"}
        assert {difference.what for difference in each.left} <= {"status"}


def test_without_a_build_it_says_so(tmp_path):
    with pytest.raises(onespec.NotBuilt, match="there is no define.xml in .*; build the study first"):
        export_workbooks(tmp_path, tmp_path / "spec.xlsx", list)


def test_a_workbook_that_somebody_has_edited_is_not_replaced(books, built_other, capsys):
    define, file = built_other / "sdtm" / "define.xml", books / "a.xlsx"
    assert main(["spec", "export", str(define), "--xlsx", str(file)]) == 0
    book = load_workbook(file)
    book.save(file)  # as a spreadsheet program does, with the time
    assert main(["spec", "export", str(define), "--xlsx", str(file)]) != 0
    assert "would be replaced" in capsys.readouterr().err


def test_what_differs_is_told_and_makes_the_exit_code(books, capsys):
    a, b = books / "a.xlsx", books / "b.xlsx"
    assert main(["spec", "diff", str(a), str(a)]) == 0
    assert capsys.readouterr().out == f"{a} and {a} say the same.\n"
    assert main(["spec", "diff", str(a), str(b)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"- {a}", f"+ {b}", "", "study", "  study name", "    - S1", "    + =S2",
        "1 difference in 1 of the datasets, codelists and others.",
    ]  # fmt: skip


def test_what_differs_as_a_table_and_for_programs(books, capsys):
    a, b, table, facts = (books / name for name in ("a.xlsx", "b.xlsx", "d.csv", "d.json"))
    for file in (table, facts):
        assert main(["spec", "diff", str(a), str(b), "--output", str(file)]) == 1
    assert table.read_text(encoding="utf-8-sig").splitlines() == [
        "standard,dataset,variable,where,attribute,left,right",
        ",study,,,study name,S1,'=S2",
    ]
    (difference,) = json.loads(facts.read_text(encoding="utf-8"))["differences"]
    assert (difference["attribute"], difference["left"], difference["right"]) == ("study name", "S1", "=S2")
    assert main(["spec", "diff", str(a), str(b), "--output", str(books / "d.txt")]) == 1
    assert "ends in .csv or .json" in capsys.readouterr().err


def test_a_study_is_compared_with_its_own_define(built_other):
    assert onespec.spec_differences(built_other, built_other / "adam" / "define.xml").same


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"<ODM/>", b"no such thing"])
def test_a_file_that_is_neither_is_refused(content, books, capsys):
    path = books / "strange.xml"
    path.write_bytes(content)
    assert main(["spec", "diff", str(path), str(books / "a.xlsx")]) == 1
    assert str(path) in capsys.readouterr().err
