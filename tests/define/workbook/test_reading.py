import zipfile

import pytest

from onespec.define.workbook.landed import MIDDLE, NEW, OLD
from onespec.define.workbook.reading import read_workbook
from onespec.engine.metadata.model import Check, Origin, Pages, Reference
from onespec.engine.sheet_bounds import NotWorkbook

from . import books
from .books import changed, named, read


def test_the_older_generation(tmp_path):
    model, landed = read(books.OLD, tmp_path)
    assert (landed.generation, landed.rows, landed.landed, landed.named) == (OLD, 16, 16, ())
    (dataset,) = model.datasets
    assert (dataset.label, dataset.purpose, dataset.keys) == (
        {"": "Vital Signs"},
        "Tabulation",
        ("USUBJID", "VSTESTCD"),
    )
    assert [(v.name, v.order, v.length, v.mandatory) for v in dataset.variables] == [
        ("USUBJID", "1", "11", "Yes"),
        ("VSTESTCD", "2", "8", "Yes"),
        ("VSORRES", "3", "5", "No"),
    ]
    crf = Reference(leaf="blankcrf", pages=(Pages(pages=("7",)),))
    assert dataset.variables[1].origins == (Origin(type="CRF", documents=(crf,)),)
    (value,) = dataset.variables[2].values
    assert (value.name, value.label, value.comment, value.wheres) == ("VSORRES", {"": "Pressure"}, "C1", ("VS.SYSBP",))
    (where,) = model.wheres
    assert (where.oid, where.comment) == ("VS.SYSBP", "C1")
    assert [(c.variable, c.comparator, c.values) for c in where.checks] == [
        ("VSTESTCD", "IN", ("SYSBP", "DIABP")),
        ("USUBJID", "NE", ("X AND Y",)),
    ]
    tests, dictionary = model.codelists
    assert [(t.value, t.decode, t.aliases) for t in tests.terms] == [
        ("SYSBP", {"": "Systolic"}, {"nci:ExtCodeID": "C25298"}),
        ("DIABP", {"": "Diastolic"}, {"nci:ExtCodeID": "C25299"}),
    ]
    assert (tests.aliases, dictionary.dictionary.version) == ({"nci:ExtCodeID": "C66741"}, "26.1")
    assert model.comments[0].documents == (Reference(leaf="SAP", pages=(Pages(first="4", last="6"),)),)
    assert (model.annotated, model.supplemental) == ((Reference(leaf="blankcrf"),), (Reference(leaf="SAP"),))
    assert [(s.name, s.version) for s in model.standards] == [("SDTM-IG", "3.2")]


def test_the_newest_generation(tmp_path):
    model, landed = read(books.NEW, tmp_path)
    assert (landed.generation, landed.rows, landed.landed) == (NEW, 13, 12)
    assert named(landed) == [
        ("Define, row 5 (no attribute of a study)", "Legend | Highlighted cells are for analysis data.")
    ]
    (dataset,) = model.datasets
    assert (dataset.subclasses, dataset.purpose, dataset.no_data) == (("TIME-TO-EVENT",), "Analysis", "No")
    standards = {s.oid: (s.type, s.name, s.publishing_set, s.version) for s in model.standards}
    assert standards[dataset.standard] == ("IG", "ADaMIG", "", "1.3")
    assert standards[model.codelists[0].standard] == ("CT", "CDISC/NCI", "ADaM", "2026-03-27")
    subject, parameter, value = dataset.variables
    assert subject.origins == (Origin(type="Predecessor", said={"en": "ADSL.USUBJID"}),)
    assert subject.beside == {"Common": "Yes", "Core": "Req"}
    assert parameter.beside == {"Assigned Value": "PFS", "Source Variables": "X.Y", "Developer Notes": "check"}
    assert value.values[0].method == "M1"
    assert model.wheres[0].checks == (
        Check(dataset="ADTTE", variable="PARAMCD", comparator="EQ", values=("PFS",), item="IT.ADTTE.PARAMCD"),
        Check(dataset="ADTTE", variable="USUBJID", comparator="NOTIN", values=("A", "B, C"), item="IT.ADTTE.USUBJID"),
    )
    assert value.values[0].wheres == (model.wheres[0].oid,)
    assert model.methods[0].documents[0].pages == (Pages(pages=("12",)), Pages(first="14", last="15"))
    (display,) = model.displays
    assert display.documents == (Reference(leaf="SAP", pages=(Pages(type="NamedDestination", pages=("Table1",)),)),)
    (analysed,) = display.analyses[0].datasets
    assert (analysed.dataset, analysed.variables) == ("ADTTE", ("AVAL", "PARAMCD"))
    assert [w.checks[0].values for w in model.wheres if w.oid in analysed.wheres] == [("PFS",)]
    assert display.analyses[0].documents == (Reference(leaf="SAP", pages=(Pages(pages=("9",)),)),)


def test_the_generation_between(tmp_path):
    datasets = [["Dataset", "Label", "Class"], ["AE", "Adverse Events", "EVENTS"]]
    assert read(changed(books.NEW, Datasets=datasets), tmp_path)[1].generation == MIDDLE


def test_the_sheets_of_datasets_and_variables_are_enough(tmp_path):
    model, landed = read({name: books.OLD[name] for name in ("Datasets", "Variables")}, tmp_path)
    assert (landed.generation, landed.rows, landed.landed) == (OLD, 4, 4)
    assert (model.study_name, [d.name for d in model.datasets]) == ("", ["VS"])


def test_a_text_in_the_place_of_an_id_is_kept_and_told(tmp_path):
    model, landed = read(books.NEW, tmp_path)
    comment = model.datasets[0].variables[1].comment
    assert {c.oid: c.said for c in model.comments}[comment] == {"en": "as it is"}
    assert landed.remarks == (f"Variables, row 3: the comment is no ID; the text itself has become comment {comment}.",)


def test_headers_in_any_order_with_any_capitals_and_other_names(tmp_path):
    variables = [["VARIABLE_NAME", "dataset", "variable label", "Type", None], ["A", "VS", "First", "text", None]]
    model, landed = read(changed(books.OLD, Variables=variables, ValueLevel=[["Dataset", "Variable"]]), tmp_path)
    (variable,) = model.datasets[0].variables
    assert (variable.name, variable.label, variable.type) == ("A", {"": "First"}, "text")
    assert named(landed) == [("Datasets!Key Variables, row 2", "USUBJID, VSTESTCD")]


def test_texts_in_a_second_language(tmp_path):
    variables = [["Dataset", "Variable", "Label", "Label (zh)"], ["VS", "USUBJID", "Subject", "受试者"]]
    model, _ = read(changed(books.NEW, Variables=variables), tmp_path)
    assert model.datasets[1].variables[0].label == {"en": "Subject", "zh": "受试者"}


def test_rows_without_a_place_are_named(tmp_path):
    variables = [
        ["Dataset", "Variable", "Label"],
        ["VS", "USUBJID", "Subject"],
        ["VS", "USUBJID", "again"],
        [None, "VSORRES", "of nothing"],
        ["QS", "QSSEQ", "of a dataset that Datasets does not have"],
    ]
    below = [["Dataset", "Variable", "Where Clause"], ["VS", "VSPOS", "A EQ 1"]]
    model, landed = read(changed(books.OLD, Variables=variables, ValueLevel=below), tmp_path)
    assert [each for each in named(landed) if each[0].startswith(("Variables", "Value"))] == [
        ("Variables, row 3 (USUBJID is there already)", "VS | USUBJID | again"),
        ("Variables, row 4 (no Dataset)", "VSORRES | of nothing"),
        ("ValueLevel, row 2 (Variables does not have its variable)", "VS | VSPOS | A EQ 1"),
    ]
    assert [(d.name, len(d.variables)) for d in model.datasets] == [("VS", 1), ("QS", 1)]
    assert landed.remarks == ("Dataset QS is not on sheet Datasets; it stands with its variables alone.",)
    assert {s.name: (s.rows, s.landed) for s in landed.sheets if s.rows != s.landed} == {
        "Variables": (4, 2),
        "ValueLevel": (1, 0),
    }


def test_sheets_and_columns_of_a_sponsor_are_kept_or_named(tmp_path):
    strange = changed(books.OLD, **{"Pre-defined": [["Term", "Use"], ["A", "x"]], "Empty": []})
    strange["Datasets"] = [[*row, extra] for row, extra in zip(books.OLD["Datasets"], ["Owner", "Ann"], strict=True)]
    model, landed = read(strange, tmp_path)
    assert model.datasets[0].beside == {"Owner": "Ann"}
    assert named(landed) == [("Pre-defined, row 1", "Term | Use"), ("Pre-defined, row 2", "A | x")]
    assert [s.beside for s in landed.sheets if s.name == "Datasets"] == [{"Owner": 1}]
    assert model.unplaced == landed.named


def test_a_where_clause_that_nobody_understands_leads_nowhere(tmp_path):
    below = [["Dataset", "Variable", "Where Clause"], ["VS", "VSORRES", "see the plan"]]
    model, landed = read(changed(books.OLD, ValueLevel=below), tmp_path)
    assert model.datasets[0].variables[2].values[0].wheres == ("see the plan",)
    assert named(landed) == [("ValueLevel!Where Clause, row 2", "see the plan")]
    assert "see the plan" not in {where.oid for where in model.wheres}


def test_several_origins_stand_on_lines_of_their_own(tmp_path):
    variables = [
        ["Dataset", "Variable", "Origin", "Source", "Pages", "Predecessor"],
        ["VS", "USUBJID", "Collected\nPredecessor", "Investigator\n", "7\n", "\nDM.USUBJID"],
    ]
    model, _ = read(changed(books.OLD, Variables=variables), tmp_path)
    collected, predecessor = model.datasets[0].variables[0].origins
    assert (collected.type, collected.source, collected.documents[0].pages[0].pages) == (
        "Collected",
        "Investigator",
        ("7",),
    )
    assert (predecessor.type, predecessor.said, predecessor.documents) == ("Predecessor", {"": "DM.USUBJID"}, ())


# -- cells -----------------------------------------------------------------------------------------


def test_cells_are_read_as_a_person_sees_them(tmp_path):
    made = books.book(books.OLD)
    version, length = made["Dictionaries"]["E2"], made["Variables"]["F2"]
    version.value, version.number_format = 8, "0.0"
    length.value = "=2*4"
    made["Variables"]["D2"].value = "#N/A"
    made["Variables"].merge_cells("B2:B4")
    model, landed = read(made, tmp_path)
    assert model.codelists[1].dictionary.version == "8.0"
    assert [v.name for v in model.datasets[0].variables] == ["USUBJID", "VSTESTCD", "VSORRES"]
    assert (model.datasets[0].variables[1].length, model.datasets[0].variables[1].label) == ("", {})
    assert named(landed) == [("Variables!Length, row 2", "=2*4"), ("Variables!Label, row 2", "#N/A")]


def test_a_hidden_sheet_and_a_title_above_the_header(tmp_path):
    made = books.book(books.OLD)
    made["Comments"].sheet_state = "hidden"
    made["Comments"].insert_rows(1)
    made["Comments"]["A1"] = "All comments"
    model, landed = read(made, tmp_path)
    assert [c.oid for c in model.comments] == ["C1"]
    assert named(landed) == [("Comments, row 1 (above the header)", "All comments")]


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"Data": [["SUBJID"], ["1"]]}, "no sheet Datasets. Looked for were Define or Study, Datasets"),
        ({"Datasets": books.OLD["Datasets"], "Vars": [["A"]]}, "no sheet Variables"),
        (
            changed(books.OLD, Variables=[["Domain Table"], ["Col", "Lbl"], ["A", "B"]]),
            "Sheet Variables has no header with the columns Dataset, Variable in its first 20 rows",
        ),
    ],
)
def test_a_form_that_is_no_such_workbook_is_refused(sheets, said, tmp_path):
    with pytest.raises(NotWorkbook, match=said):
        read(sheets, tmp_path)


@pytest.mark.parametrize("content", [b"", b"STUDYID,USUBJID\n", b"PK\x03\x04 and no more"])
def test_a_file_that_is_no_workbook_is_refused(content, tmp_path):
    path = tmp_path / "spec.xlsx"
    path.write_bytes(content)
    with pytest.raises(NotWorkbook, match="no XLSX workbook"):
        read_workbook(path)


@pytest.mark.parametrize("content", [b"", b"junk", b"<worksheet><sheetData><row"])
def test_a_damaged_sheet_is_refused(content, tmp_path):
    whole, path = tmp_path / "whole.xlsx", tmp_path / "damaged.xlsx"
    books.book(books.OLD).save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == "xl/worksheets/sheet3.xml" else old.read(part))
    with pytest.raises(NotWorkbook, match="sheet Variables is damaged"):
        read_workbook(path)


def test_one_cell_far_away_is_refused_where_it_matters(tmp_path):
    made = books.book(books.OLD)
    made["Variables"]["XFD1048576"] = "x"
    with pytest.raises(NotWorkbook, match="Sheet Variables has something in cell XFD1048576"):
        read(made, tmp_path)
