"""ODM-XML files as raw forms: what an occurrence stands in, transactions, units, and what a file contradicts."""

from __future__ import annotations

from dataclasses import replace

import odmlib.odm_1_3_2.model as model
import pytest
from odm import clinical, defined, element, invalid, null, occurrence, odm

from onespec.engine.findings import Findings
from onespec.engine.raw.files import Export, read_form
from onespec.engine.raw.odm_content import content_of
from onespec.engine.raw.odm_file import said_twice
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.forms import Field, Form

OF_AE = "SE", "F", "AE"


def contract(*names: str, sheet: str = "AE", **more) -> Form:
    fields = {name: Field(name, {}, "text", **more.get(name, {})) for name in ("SubjectKey", *names)}
    return Form("ae", {}, ("x.xml",), "", sheet, ("SubjectKey",), ("SubjectKey",), fields)


def read(folder, text: str, form: Form) -> tuple[list | None, list[str]]:
    (folder / "x.xml").write_bytes(text.encode() if isinstance(text, str) else text)
    findings = Findings()
    rows = read_form(form, folder, findings)
    told = [f"{f.level} {f.rule} {f.place}: {f.message}" for f in findings]
    return (None if rows is None else [tuple(row) for row in rows.cells.rows()]), told


def subject(*inside: str, key: str = "1", **more: str) -> str:
    return element("SubjectData", *inside, SubjectKey=key, **more)


def group(*items: str, kind: str = "", repeat: str = "1", event: str = "Context") -> str:
    """An item group of subject 1 in a transactional file."""
    data = element("ItemGroupData", *items, ItemGroupOID="AE", ItemGroupRepeatKey=repeat, TransactionType=kind)
    form = element("FormData", data, FormOID="F", TransactionType="Context")
    return subject(
        element("StudyEventData", form, StudyEventOID="SE", TransactionType=event), TransactionType="Context"
    )


def item(value: str | None, kind: str = "", oid: str = "T", *inside: str) -> str:
    given = {"ItemOID": oid, "TransactionType": kind}
    return (
        element("ItemData", *inside, **given) if value is None else element("ItemData", *inside, **given, Value=value)
    )


# -- rows and columns ------------------------------------------------------------------------------


def test_an_occurrence_is_a_row_and_an_item_a_column(tmp_path):
    text = odm(
        clinical(
            occurrence({"T": "rash", "G": ""}, "1", *OF_AE, "1"), occurrence({"T": "cough", "G": "2"}, "2", *OF_AE, "1")
        )
    )
    assert read(tmp_path, text, contract("T", "G")) == ([("1", "rash", ""), ("2", "cough", "2")], [])


def test_an_item_goes_by_its_name_where_the_form_names_it_so(tmp_path):
    text = odm(defined({"AE": ["I.1", "I.2"]}, {"I.1": "AETERM"}), clinical(occurrence({"I.1": "rash"}, "1", *OF_AE)))
    assert read(tmp_path, text, contract("AETERM", "I.2")) == ([("1", "rash", "")], [])


def test_two_items_of_one_name_go_by_their_oids(tmp_path):
    text = odm(defined({"AE": ["I.1", "I.2"]}, {"I.1": "X", "I.2": "X"}), clinical(occurrence({}, "1", *OF_AE)))
    rows, told = read(tmp_path, text, contract("X"))
    assert rows is None and len(told) == 3 and "The column 'X' of form 'ae' is missing." in told[0]


def test_what_occurrences_stand_in_is_a_column_where_it_differs(tmp_path):
    text = odm(clinical(occurrence({"T": "a"}, "1", "V1", "F", "AE"), occurrence({"T": "b"}, "1", "V2", "F", "AE")))
    rows, told = read(tmp_path, text, contract("T"))
    assert rows is None
    assert told == ["stop RAW-EXTRA-COLUMN x.xml, StudyEventOID: crf.yaml does not know the column 'StudyEventOID'."]
    named = "StudyEventOID", "FormOID", "StudyOID", "LocationOID", "StudyEventRepeatKey"
    assert read(tmp_path, text, contract(*named, "T")) == (
        [("1", "V1", "F", "S", "", "", "a"), ("1", "V2", "F", "S", "", "", "b")],
        [],
    )


def test_site_and_investigator_are_those_of_the_subject(tmp_path):
    about = element("InvestigatorRef", UserOID="U1"), element("SiteRef", LocationOID="S1")
    said = element("FormData", element("ItemGroupData", item("a"), ItemGroupOID="AE"), FormOID="F")
    text = odm(clinical(subject(*about, element("StudyEventData", said, StudyEventOID="SE"))))
    assert read(tmp_path, text, contract("LocationOID", "UserOID", "T")) == ([("1", "S1", "U1", "a")], [])


def test_an_attribute_of_a_vendor_is_a_column_where_it_differs(tmp_path):
    def event(start: str, repeat: str) -> str:
        form = element("FormData", element("ItemGroupData", item("a"), ItemGroupOID="AE"), FormOID="F")
        return element("StudyEventData", form, StudyEventOID="SE", StudyEventRepeatKey=repeat, v_Start=start)

    text = odm(clinical(subject(event("2021-01-04", "1"), event("2021-02-04", "2"))))
    form = contract("StudyEventRepeatKey", "StudyEventData/v:Start")
    rows, told = read(tmp_path, text.replace('ItemOID="T"', 'ItemOID="StudyEventData"'), form)
    assert rows is None and told[0].startswith("stop RAW-EXTRA-COLUMN x.xml, StudyEventData:")
    form = contract("StudyEventRepeatKey", "StudyEventData/v:Start", "T")
    assert read(tmp_path, text, form) == ([("1", "1", "2021-01-04", "a"), ("1", "2", "2021-02-04", "a")], [])


def test_several_clinical_data_are_read_and_studies_told_apart(tmp_path):
    text = odm(clinical(occurrence({"T": "a"}, "1", *OF_AE)), clinical(occurrence({"T": "b"}, "1", *OF_AE), study="S2"))
    assert read(tmp_path, text, contract("StudyOID", "T")) == ([("1", "S", "a"), ("1", "S2", "b")], [])


def test_typed_items_hold_their_value_as_text(tmp_path):
    typed = [
        element("ItemDataString", "a &lt; b", ItemOID="T"),
        element("ItemDataInteger", "7", ItemOID="N"),
        element("ItemDataDate", ItemOID="D", IsNull="Yes"),
    ]
    data = element("ItemGroupData", *typed, ItemGroupOID="AE")
    event = element("StudyEventData", element("FormData", data, FormOID="F"), StudyEventOID="SE")
    assert read(tmp_path, odm(clinical(subject(event))), contract("T", "N", "D")) == ([("1", "a < b", "7", "")], [])


def test_the_unit_of_an_item_is_a_column_beside_it(tmp_path):
    unit = element("MeasurementUnitRef", MeasurementUnitOID="MU.KG")
    text = odm(clinical(group(item("70", "", "W", unit))))
    rows, told = read(tmp_path, text, contract("W"))
    assert rows is None and told[0].startswith("stop RAW-EXTRA-COLUMN x.xml, W.MeasurementUnitOID:")
    assert read(tmp_path, text, contract("W", "W.MeasurementUnitOID")) == ([("1", "70", "MU.KG")], [])


def test_a_unit_is_that_of_the_last_value(tmp_path):
    unit = element("MeasurementUnitRef", MeasurementUnitOID="MU.LB")
    said = group(item("154", "Insert", "W", unit), kind="Insert"), group(item("70", "Update", "W"), kind="Context")
    assert read(tmp_path, odm(clinical(*said), kind="Transactional"), contract("W", "W.MeasurementUnitOID")) == (
        [("1", "70", "")],
        [],
    )


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "GB18030", "windows-1252"])
def test_a_file_is_read_in_the_encoding_that_it_declares(tmp_path, encoding):
    value = "皮疹" if encoding in ("UTF-8", "UTF-16", "GB18030") else "éruption"
    text = odm(clinical(occurrence({"T": value}, "1", *OF_AE)), encoding=encoding)
    assert read(tmp_path, text.encode(encoding), contract("T")) == ([("1", value)], [])


def test_an_item_that_nobody_filled_is_blank_where_the_file_defines_none(tmp_path):
    text = odm(clinical(occurrence({"T": "a"}, "1", *OF_AE)))
    assert read(tmp_path, text, contract("T", "RARE")) == ([("1", "a", "")], [])
    assert read(tmp_path, text, contract("T", sheet="CM")) == ([], [])
    fields = contract("T", "NEW", NEW={"was": ("T2",)})
    assert read(tmp_path, text.replace('"T"', '"T2"'), fields) == ([("1", "", "a")], [])


def test_an_item_or_group_that_the_definitions_lack_is_a_stop(tmp_path):
    text = odm(defined({"AE": ["T"]}), clinical(occurrence({"T": "a"}, "1", *OF_AE)))
    assert read(tmp_path, text, contract("T2"))[1][0] == (
        "stop RAW-COLUMN x.xml, T2: The column 'T2' of form 'ae' is missing."
    )
    assert read(tmp_path, text, contract("T", sheet="A")) == (
        None,
        ["stop RAW-SHEET x.xml: There is no item group 'A'."],
    )


def test_forms_that_share_an_item_group_take_their_rows_by_the_form(tmp_path):
    text = odm(clinical(occurrence({"T": "a"}, "1", "SE", "F1", "AE"), occurrence({"T": "b"}, "1", "SE", "F2", "AE")))
    (tmp_path / "x.xml").write_text(text)
    form = contract("FormOID", "T")
    forms = [replace(form, name=n, rows=(Condition("FormOID", "EQ", (n,)),)) for n in ("F1", "F3")]
    findings, export = Findings(), Export(forms, tmp_path)
    read_ = [[tuple(row) for row in export.read(each, findings).cells.rows()] for each in forms]
    export.left(findings)
    assert read_ == [[("1", "F1", "a")], []]
    assert [(f.rule, f.row, f.message) for f in findings] == [
        ("RAW-EXTRA-ROW", 2, "No form of crf.yaml takes the row (FormOID 'F2').")
    ]


def test_a_file_that_another_program_wrote(tmp_path):
    group = model.ItemGroupData(ItemGroupOID="AE", ItemGroupRepeatKey="1")
    unit = model.MeasurementUnitRef(MeasurementUnitOID="MU.MG")
    group.ItemData = [
        model.ItemData(ItemOID="T", Value="皮疹 <2>"),
        model.ItemData(ItemOID="N", IsNull="Yes"),
        model.ItemData(ItemOID="D", Value="5", MeasurementUnitRef=unit),
    ]
    form = model.FormData(FormOID="F", ItemGroupData=[group])
    event = model.StudyEventData(StudyEventOID="SE", FormData=[form])
    subject = model.SubjectData(SubjectKey="1", StudyEventData=[event], SiteRef=model.SiteRef(LocationOID="S1"))
    data = model.ClinicalData(StudyOID="S", MetaDataVersionOID="M", SubjectData=[subject])
    root = model.ODM(FileOID="F", FileType="Snapshot", CreationDateTime="2021-03-01T00:00:00", ODMVersion="1.3.2")
    root.ClinicalData = [data]
    root.write_xml(str(tmp_path / "made.xml"))
    text = (tmp_path / "made.xml").read_text(encoding="utf-8")
    named = contract("LocationOID", "T", "N", "D", "D.MeasurementUnitOID")
    assert read(tmp_path, text, named) == ([("1", "S1", "皮疹 <2>", "", "5", "MU.MG")], [])


# -- transactions ----------------------------------------------------------------------------------


def test_transactions_are_applied_in_the_order_of_the_file(tmp_path):
    said = [
        group(item("rash", "Insert"), item("1", "Insert", "G"), kind="Insert"),
        group(item("cough", "Insert"), kind="Insert", repeat="2"),
        group(item("RASH", "Update"), kind="Context"),
        group(item(None, "Remove", "G"), kind="Context"),
        group(item("fever", "Upsert"), kind="Upsert", repeat="3"),
        group(kind="Remove", repeat="2"),
    ]
    text = odm(clinical(*said), kind="Transactional")
    assert invalid(text) == []
    assert read(tmp_path, text, contract("ItemGroupRepeatKey", "T", "G")) == (
        [("1", "1", "RASH", ""), ("1", "3", "fever", "")],
        [],
    )


def test_what_stands_in_a_removed_element_is_removed(tmp_path):
    said = group(item("rash", "Insert"), kind="Insert"), group(event="Remove")
    assert read(tmp_path, odm(clinical(*said), kind="Transactional"), contract("T")) == ([], [])
    again = group(item("cough", "Insert"), kind="Insert", event="Insert")
    assert read(tmp_path, odm(clinical(*said, again), kind="Transactional"), contract("T")) == ([("1", "cough")], [])


def test_audit_records_are_no_data(tmp_path):
    audit = element("AuditRecord", element("UserRef", UserOID="U9"), element("LocationRef", LocationOID="L9"))
    said = group(item("rash", "Insert", "T", audit), audit, kind="Insert")
    text = odm(clinical(said), element("AdminData"), kind="Transactional")
    assert read(tmp_path, text, contract("T", "LocationOID")) == ([("1", "rash", "")], [])


def test_an_occurrence_that_is_only_named_makes_no_row(tmp_path):
    said = group(element("AuditRecord"), kind="Context").replace("<ItemGroupData", '<ItemGroupData v:Status="seen"')
    assert read(tmp_path, odm(clinical(said), kind="Transactional"), contract("T")) == ([], [])
    more = group(item("a", "Insert"), kind="Context").replace("<ItemGroupData", '<ItemGroupData v:Status="done"')
    form = contract("ItemGroupData/v:Status", "T")
    assert read(tmp_path, odm(clinical(said, more), kind="Transactional"), form) == ([("1", "done", "a")], [])


def test_a_signature_of_the_file_is_no_data(tmp_path):
    signed = '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"><s:Value>a</s:Value></s:Signature>'
    (tmp_path / "x.xml").write_text(odm(clinical(occurrence({"T": "a"}, "1", *OF_AE)), signed))
    assert content_of(tmp_path / "x.xml").parts() == {"AE": "item group"}


# -- what a file contradicts -----------------------------------------------------------------------

ODD = "query RAW-OCCURRENCE x.xml:"


@pytest.mark.parametrize(
    ("said", "rows", "told"),
    [
        (
            [group(item("a", "Insert"), kind="Insert"), group(item("b", "Insert"), kind="Insert")],
            [("1", "a"), ("1", "b")],
            "5 row 2: The occurrence of item group 'AE' stands there twice, with the same keys; both are carried.",
        ),
        (
            [group(item("a", "Upsert"), kind="Update")],
            [("1", "a")],
            "4 row 1: The occurrence of item group 'AE' is changed and was not inserted before.",
        ),
        (
            [group(item("a", "Update"), kind="Upsert")],
            [("1", "a")],
            "4 row 1, T: The item of item group 'AE' is changed and was not inserted before.",
        ),
        (
            [group(item("a", "Insert"), item("b", "Insert"), kind="Insert")],
            [("1", "b")],
            "4 row 1, T: The item of item group 'AE' has a value before it is inserted; the later value counts.",
        ),
        (
            [group(item("a", "Insert"), item(None, "Update"), kind="Insert")],
            [("1", "a")],
            "4 row 1, T: The item of item group 'AE' is changed without a value; the earlier one stays.",
        ),
        (
            [group(element("ItemData", ItemOID="T", Value="a", IsNull="Yes"), kind="Insert")],
            [("1", "a")],
            "4 row 1, T: The item of item group 'AE' has a value and is null; the value is read.",
        ),
    ],
)
def test_a_contradiction_is_a_query(tmp_path, said, rows, told):
    text = odm(clinical(*said), kind="Transactional")
    assert read(tmp_path, text, contract("T")) == (rows, [ODD + told])


def test_an_occurrence_with_the_same_keys_is_a_row_and_a_query(tmp_path):
    same = occurrence({"T": "a"}, "1", *OF_AE, "1")
    rows, told = read(tmp_path, odm(clinical(same, same, same)), contract("T"))
    assert rows == [("1", "a")] * 3
    said = "stands there twice, with the same keys; both are carried (2 such occurrences)."
    assert told == [f"{ODD}5 row 2: The occurrence of item group 'AE' {said}"]


def test_an_item_that_stands_in_a_snapshot_twice_is_a_query(tmp_path):
    rows, told = read(tmp_path, odm(clinical(group(item("a"), item("b")))), contract("T"))
    assert rows == [("1", "b")] and len(told) == 1 and "the later value counts" in told[0]


# -- files that cannot be read ---------------------------------------------------------------------

GOOD = odm(clinical(occurrence({"T": "a"}, "1", *OF_AE)))
V2 = "http://www.cdisc.org/ns/odm/v2.0"
LAUGHS = '<!DOCTYPE ODM [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>\n<ODM'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x.xml:1: The file is no well-formed XML, or is cut: no element found."),
        ("no xml", "x.xml:1: The file is no well-formed XML, or is cut: syntax error."),
        (GOOD[:-8], "x.xml:5: The file is no well-formed XML, or is cut: no element found."),
        (GOOD[:-20], "x.xml:5: The file is no well-formed XML, or is cut: unclosed token."),
        (GOOD.replace("</ClinicalData>", ""), "x.xml:6: The file is no well-formed XML, or is cut: mismatched tag."),
        (GOOD.replace('"a"', '"&a;"'), "x.xml:4: The file is no well-formed XML, or is cut: undefined entity."),
        (GOOD.replace("<ODM", LAUGHS, 1), "x.xml:2: The file declares a document type."),
        (
            GOOD.replace("<ODM", '<!DOCTYPE ODM [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<ODM', 1),
            "x.xml:2: The file declares a document type.",
        ),
        (
            GOOD.replace("odm/v1.3", "odm/v2.0"),
            f"x.xml:2: The file is no ODM 1.3: its root is ODM {V2}, its ODMVersion '1.3.2'.",
        ),
        (
            GOOD.replace('Version="1.3.2"', 'Version="2.0"'),
            "x.xml:2: The file is no ODM 1.3: its root is ODM http://www.cdisc.org/ns/odm/v1.3, its ODMVersion '2.0'.",
        ),
        (
            GOOD.replace('xmlns="http://www.cdisc.org/ns/odm/v1.3"', ""),
            "x.xml:2: The file is no ODM 1.3: its root is ODM, its ODMVersion '1.3.2'.",
        ),
        ("<define/>", "x.xml:1: The file is no ODM 1.3: its root is define, its ODMVersion '1.3'."),
        (GOOD.replace('FileType="Snapshot" ', ""), "x.xml:2: The FileType of the file is ''."),
        (
            GOOD.replace("FileType=", 'PriorFileOID="E" FileType=').replace("Snapshot", "Transactional"),
            "x.xml:2: The file continues another one (PriorFileOID 'E').",
        ),
        (
            GOOD.replace("<ItemData ", '<ItemData TransactionType="Delete" '),
            "x.xml:4: There is no TransactionType 'Delete'.",
        ),
        (GOOD.replace('ItemOID="T"', ""), "x.xml:4: An element ItemData has no ItemOID."),
        (GOOD.replace('FormOID="F"', ""), "x.xml:4: An element FormData has no FormOID."),
        (GOOD.replace("UTF-8", "zlib"), "x.xml: The file declares the encoding 'zlib', which is none."),
        (GOOD.replace("UTF-8", "klingon"), "x.xml: The file declares the encoding 'klingon', which is none."),
    ],
)
def test_a_file_that_cannot_be_read_is_a_stop(tmp_path, text, said):
    assert read(tmp_path, text, contract("T")) == (None, [f"stop RAW-FILE {said}"])


def test_a_file_in_another_encoding_is_a_stop(tmp_path):
    text = odm(clinical(occurrence({"T": "é"}, "1", *OF_AE)), encoding="gb18030").encode("cp1252")
    assert read(tmp_path, text, contract("T")) == (
        None,
        ["stop RAW-ENCODING x.xml: The file is not in its encoding gb18030."],
    )


def test_nothing_is_lost_at_the_ends_of_blocks(tmp_path):
    """Expat is given 64 KiB at a time."""
    said = [occurrence({"T": f"value {n} " + "x" * 90, "G": ""}, str(n), *OF_AE) for n in range(2000)]
    rows, told = read(tmp_path, odm(clinical(*said)), contract("T", "G"))
    assert told == [] and rows == [(str(n), f"value {n} " + "x" * 90, "") for n in range(2000)]


def test_a_subject_of_two_sites_in_a_snapshot_is_a_query(tmp_path):
    sites = [subject(element("SiteRef", LocationOID=site)) for site in ("S1", "S1", "S2")]
    (tmp_path / "x.xml").write_text(odm(clinical(*sites)))
    findings = Findings()
    said_twice(tmp_path / "x.xml", "x.xml", findings)
    assert [f.text() for f in findings] == [
        "QUERY RAW-OCCURRENCE  x.xml:6, LocationOID [subject 1]: The file gives it several LocationOID; the last "
        "one counts. The value is 'S2'. Fix: Compare with the source; export the file again."
    ]
    (tmp_path / "x.xml").write_text(odm(clinical(*sites), kind="Transactional"))
    said_twice(tmp_path / "x.xml", "x.xml", findings)
    assert len(findings) == 1


def test_an_unasked_null_is_blank(tmp_path):
    text = odm(clinical(occurrence({"T": ""}, "1", *OF_AE)))
    assert null("T") in text and read(tmp_path, text, contract("T")) == ([("1", "")], [])
