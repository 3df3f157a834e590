import io
import zipfile
from dataclasses import replace

from openpyxl import load_workbook

from onespec.define.workbook.writing import write_workbook
from onespec.engine.metadata.model import Check as Condition
from onespec.engine.metadata.model import Codelist, Comment, Dataset, Metadata, Method, Origin, Term, Variable, Where

AVAL = Variable(
    oid="IT.ADLB.AVAL",
    name="AVAL",
    label={"en": "=1+1"},
    order="2",
    mandatory="No",
    type="float",
    length="8",
    codelist="CL.P",
    method="MT.1",
    comment="COM.1",
    origins=(Origin(type="Derived", source="Sponsor"),),
    values=(Variable(oid="IT.ADLB.AVAL.1", name="AVAL", label={"en": "Alanine"}, order="1", wheres=("WC.1", "WC.2")),),
)
MODEL = Metadata(
    study_name="S1",
    datasets=(
        Dataset(
            oid="IG.ADLB",
            name="ADLB",
            label={"en": "Laboratory"},
            variables=(
                Variable(oid="IT.ADLB.PARAMCD", name="PARAMCD", label={"en": "Parameter"}, order="1", key="1"),
                AVAL,
            ),
        ),
        Dataset(oid="IG.ADSL", name="ADSL", variables=(Variable(oid="IT.ADSL.AGE", name="AGE", length="007"),)),
    ),
    wheres=(
        Where(oid="WC.1", checks=(Condition(dataset="ADLB", variable="PARAMCD", comparator="EQ", values=("ALT",)),)),
        Where(oid="WC.2", checks=(Condition(dataset="ADSL", variable="AGE", comparator="IN", values=("1", "2, 3")),)),
    ),
    codelists=(Codelist(oid="CL.P", name="Parameters", terms=(Term(value="ALT"), Term(value="_x0041_"))),),
    methods=(Method(oid="MT.1", name="As is", said={"en": "-"}),),
    comments=(Comment(oid="COM.1", said={"en": "two\nlines"}),),
)


def written(model=MODEL):
    return load_workbook(io.BytesIO(write_workbook(model)))


def column(sheet, header):
    """The cells under a header."""
    place = next(cell.column for cell in sheet[1] if cell.value == header)
    return [sheet.cell(row, place) for row in range(2, sheet.max_row + 1)]


def test_the_sheets_and_columns_of_the_newest_workbook():
    book = written()
    assert book.sheetnames == [
        "Define", "Datasets", "Variables", "ValueLevel", "Codelists", "Dictionaries", "Methods", "Comments",
        "Documents", "Analysis Displays", "Analysis Results", "Choices",
    ]  # fmt: skip
    assert book["Choices"].sheet_state == "hidden"
    assert [cell.value for cell in book["Datasets"][1]] == [
        "Dataset", "Label", "Class", "SubClass", "Structure", "Key Variables", "Standard", "Has No Data", "Repeating",
        "Reference Data", "Comment", "Developer Notes",
    ]  # fmt: skip
    assert [cell.value for cell in book["Variables"][1]] == [
        "Order", "Dataset", "Variable", "Label", "Data Type", "Length", "Significant Digits", "Format", "Mandatory",
        "Assigned Value", "Codelist", "Common", "Origin", "Source", "Pages", "Method", "Predecessor", "Role",
        "Has No Data", "Comment", "Source Variables", "Developer Notes",
    ]  # fmt: skip


def test_values_stand_in_their_cells():
    book = written()
    assert [cell.value for cell in column(book["ValueLevel"], "Where Clause")] == [
        'PARAMCD EQ ALT OR ADSL.AGE IN (1, "2, 3")'
    ]
    assert [cell.value for cell in column(book["Variables"], "Length")] == [None, 8, "007"]
    assert [cell.value for cell in column(book["Datasets"], "Key Variables")] == ["PARAMCD", None]


def test_no_cell_is_a_formula():
    sheet = written()["Variables"]
    label = column(sheet, "Label")[1]
    assert (label.value, label.data_type, label.quotePrefix) == ("=1+1", "s", True)
    with zipfile.ZipFile(io.BytesIO(write_workbook(MODEL))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 12 and not any(b"<f>" in data or b"<f " in data for data in sheets)


def test_cells_lead_to_what_they_name():
    book = written()
    leads = {
        header: [cell.hyperlink and cell.hyperlink.location for cell in column(book["Variables"], header)][1]
        for header in ("Dataset", "Variable", "Codelist", "Method", "Comment")
    }
    assert leads == {
        "Dataset": "'Datasets'!A2",
        "Variable": "'ValueLevel'!A2",
        "Codelist": "'Codelists'!A2",
        "Method": "'Methods'!A2",
        "Comment": "'Comments'!A2",
    }
    assert [cell.hyperlink.location for cell in column(book["Datasets"], "Dataset")] == [
        "'Variables'!A2",
        "'Variables'!A4",
    ]
    assert column(book["Variables"], "Variable")[0].hyperlink is None  # without value level it leads nowhere


def test_drop_downs_offer_what_may_stand_there():
    book = written()
    sheet, lists = book["Variables"], book["Choices"]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        place = str(rule.sqref).split(":")[0]
        area = rule.formula1.partition("!")[2].replace("$", "")
        offered[sheet[place.rstrip("0123456789") + "1"].value] = [row[0].value for row in lists[area]]
    assert offered["Mandatory"] == ["Yes", "No"]
    assert offered["Codelist"] == ["CL.P"]
    assert offered["Origin"][:3] == ["Collected", "Derived", "Assigned"]
    assert {"Data Type", "Source", "Method", "Comment", "Has No Data"} <= offered.keys()


def test_it_is_made_for_people():
    sheet = written()["Variables"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", "A1:V4")
    assert all(cell.comment and cell.comment.text for cell in sheet[1])
    assert sheet.column_dimensions["D"].width == 36
    bands = [cell.fill.fgColor.rgb for cell in column(sheet, "Dataset")]
    assert bands[0] == bands[1] != bands[2]


def test_columns_of_a_sponsor_and_other_languages_stand_beside():
    told = replace(AVAL, label={"en": "Value", "zh": "值"}, beside={"Common": "Yes", "Core": "Req"}, sas_name="AVALX")
    dataset = replace(MODEL.datasets[0], variables=(told,))
    sheet = written(replace(MODEL, datasets=(dataset,)))["Variables"]
    assert [cell.value for cell in sheet[1]][3:5] == ["Label", "Label (zh)"]
    assert [cell.value for cell in sheet[1]][-2:] == ["SAS Field Name", "Core"]
    found = {name: column(sheet, name)[0].value for name in ("Label (zh)", "Common", "SAS Field Name", "Core")}
    assert found == {"Label (zh)": "值", "Common": "Yes", "SAS Field Name": "AVALX", "Core": "Req"}


def test_the_same_model_gives_the_same_bytes():
    assert write_workbook(MODEL) == write_workbook(MODEL)


def test_an_empty_model_gives_an_empty_workbook():
    assert written(Metadata())["Variables"].max_row == 1
