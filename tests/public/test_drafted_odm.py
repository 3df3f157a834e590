"""A study drafted from an ODM file: what the file defines, what its data say, and what builds."""

from __future__ import annotations

import pytest
from odm import element, invalid, occurrence, odm
from support import run_build

import onespec
from onespec.cli.main import main
from onespec.drafted_columns import DraftCodelist, joined, published_as
from onespec.engine.spec.terminology import shipped


def texts(name: str, **said: str) -> str:
    inside = "".join(f'<TranslatedText xml:lang="{lang}">{text}</TranslatedText>' for lang, text in said.items())
    return f"<{name}>{inside}</{name}>"


def group(oid: str, name: str, items: str, repeats: str = "No", domain: str = "") -> str:
    refs = [element("ItemRef", ItemOID=item, Mandatory="No") for item in items.split()]
    return element("ItemGroupDef", *refs, OID=oid, Name=name, Repeating=repeats, Domain=domain)


def item(oid: str, name: str, type_: str, *inside: str, codelist: str = "", units: str = "") -> str:
    more = [element("CodeListRef", CodeListOID=codelist)] if codelist else []
    more += [element("MeasurementUnitRef", MeasurementUnitOID=unit) for unit in units.split()]
    return element("ItemDef", *inside, *more, OID=oid, Name=name, DataType=type_)


def codelist(oid: str, name: str, **terms: dict[str, str]) -> str:
    listed = [element("CodeListItem", texts("Decode", **said), CodedValue=c.strip("_")) for c, said in terms.items()]
    return element("CodeList", *listed, OID=oid, Name=name, DataType="text")


def form(oid: str, name: str, groups: str, repeats: str = "No", **said: str) -> str:
    refs = [element("ItemGroupRef", ItemGroupOID=each, Mandatory="No") for each in groups.split()]
    about = [texts("Description", **said)] if said else []
    return element("FormDef", *about, *refs, OID=oid, Name=name, Repeating=repeats)


def event(oid: str, name: str, forms: str, repeats: str = "No") -> str:
    refs = [element("FormRef", FormOID=each, Mandatory="No") for each in forms.split()]
    return element("StudyEventDef", *refs, OID=oid, Name=name, Repeating=repeats, Type="Scheduled")


UNITS = element(
    "BasicDefinitions",
    element("MeasurementUnit", texts("Symbol", en="kg"), OID="MU.KG", Name="kg"),
    element("MeasurementUnit", texts("Symbol", en="LB"), OID="MU.LB", Name="LB"),
)
DEFINED = element(
    "Study",
    element(
        "GlobalVariables",
        element("StudyName", "X"),
        element("StudyDescription", "A trial"),
        element("ProtocolName", "ABC-01"),
    ),
    UNITS,
    element(
        "MetaDataVersion",
        event("SE.SCR", "Screening", "F.DM F.VS"),
        event("SE.W4", "Week 4", "F.VS"),
        event("SE.AE", "Events", "F.AE"),
        form("F.VS", "Vital Signs", "IG.VS", en="Vital Signs", zh="生命体征"),
        form("F.DM", "Demographics", "IG.DM", en="Demographics", zh="人口学资料"),
        form("F.AE", "Adverse Events", "IG.AE"),
        group("IG.VS", "VS", "IT.VSDAT IT.WEIGHT"),
        group("IG.DM", "DM", "IT.BRTHDTC IT.SEX IT.NOTE"),
        group("IG.AE", "AE", "IT.AETERM IT.AESTDTC IT.AESER IT.AEREL", repeats="Yes"),
        item("IT.VSDAT", "VSDAT", "date", texts("Question", en="Date of measurement", zh="测量日期")),
        item("IT.WEIGHT", "WEIGHT", "float", texts("Question", en="Weight", zh="体重"), units="MU.KG MU.LB"),
        item("IT.BRTHDTC", "BRTHDTC", "partialDate", texts("Question", zh="出生日期")),
        item("IT.SEX", "SEX", "integer", texts("Question", en="Sex", zh="性别"), codelist="CL.SEX"),
        item("IT.NOTE", "Note: anything else", "text"),
        item("IT.AETERM", "AETERM", "text"),
        item("IT.AESTDTC", "AESTDTC", "datetime"),
        item("IT.AESER", "AESER", "text", codelist="CL.NY"),
        item("IT.AEREL", "AEREL", "text", codelist="CL.REL"),
        codelist("CL.SEX", "Sex", _1={"en": "Male", "zh": "男"}, _2={"en": "Female", "zh": "女"}),
        codelist("CL.NY", "Yes or no", _1={"en": "Yes", "zh": "是"}, _0={"en": "No", "zh": "否"}),
        codelist("CL.REL", "Related", A={"en": "Surely", "zh": "肯定"}, B={"zh": "无关"}),
        OID="M",
        Name="1",
    ),
    OID="S",
)


def weighed(subject: str, event_: str, date: str, weight: str, unit: str) -> str:
    said = occurrence({"IT.VSDAT": date, "IT.WEIGHT": weight}, subject, event_, "F.VS", "IG.VS")
    value = f'ItemOID="IT.WEIGHT" Value="{weight}">'
    return said.replace(value, value + element("MeasurementUnitRef", MeasurementUnitOID=unit))


def event_of(*values: str) -> dict[str, str]:
    return dict(zip(("IT.AETERM", "IT.AESTDTC", "IT.AESER", "IT.AEREL"), values, strict=True))


DM, AE = ("SE.SCR", "F.DM", "IG.DM"), ("SE.AE", "F.AE", "IG.AE")
DATA = (
    *(element("SubjectData", element("SiteRef", LocationOID="S1"), SubjectKey=key) for key in ("101", "102")),
    occurrence({"IT.BRTHDTC": "1980-05", "IT.SEX": "1", "IT.NOTE": ""}, "101", *DM),
    occurrence({"IT.BRTHDTC": "1975-11-02", "IT.SEX": "2", "IT.NOTE": "left-handed"}, "102", *DM),
    weighed("101", "SE.SCR", "2021-01-04", "70.5", "MU.KG"),
    weighed("101", "SE.W4", "2021-02-01", "154", "MU.LB"),
    occurrence(event_of("rash", "2021-01-10T08:30", "0", "A"), "101", *AE, "1"),
    occurrence(event_of("cough", "2021-01-11T09:00", "1", "B"), "101", *AE, "2"),
)


def file_of(folder, *data: str, defined: str = DEFINED):
    subjects = element("ClinicalData", *data, StudyOID="S", MetaDataVersionOID="M") if data else ""
    folder.mkdir()
    (folder / "export.xml").write_text(odm(defined, subjects), encoding="utf-8")
    return folder / "export.xml"


@pytest.fixture
def drafted(tmp_path):
    made = tmp_path / "new"
    assert main(["new", "study", str(made), "--odm", str(file_of(tmp_path / "raw", *DATA))]) == 0
    return made


def lines(folder, file: str = "crf.yaml") -> list[str]:
    """The lines of a file, without their evidence."""
    text = (folder / file).read_text(encoding="utf-8")
    return [line.partition("  # guessed")[0].strip() for line in text.splitlines()]


def study_of(tmp_path, *data: str, defined: str = DEFINED):
    folder = tmp_path / "made"
    onespec.new_study(folder, file_of(tmp_path / "raw", *data, defined=defined), onespec.Asked("ABC-01"))
    assert main(["check", "--study", str(folder)]) == 0
    return folder


def test_the_files_of_these_tests_are_odm():
    assert invalid(odm(DEFINED, element("ClinicalData", *DATA, StudyOID="S", MetaDataVersionOID="M"))) == []


def test_forms_fields_and_labels_are_those_of_the_file(drafted):
    said = lines(drafted)
    for line in (
        "label: {en: Vital Signs, zh: 生命体征}",
        "label: Adverse Events",
        "key: [SubjectKey, StudyEventOID]",
        "key: [SubjectKey, ItemGroupRepeatKey]",
        "takes: [SubjectKey, LocationOID, StudyEventOID]",
        "VSDAT: {label: {en: Date of measurement, zh: 测量日期}, type: date, format: [YYYY-MM-DD]}",
        "BRTHDTC: {label: {en: BRTHDTC, zh: 出生日期}, type: date, format: [YYYY-MM-DD, YYYY-MM, YYYY]}",
        'IT.NOTE: {label: "Note: anything else", type: text}',
        'AESTDTC: {label: AESTDTC, type: date, format: ["YYYY-MM-DDTHH:MM:SS", "YYYY-MM-DDTHH:MM"]}',
        "StudyEventOID: {label: Visit Name, type: code, codelist: VISIT}",
    ):
        assert line in said, line
    assert any(line.startswith("WEIGHT.MeasurementUnitOID: ") and "codelist: UNIT" in line for line in said)
    assert "description: A trial" in lines(drafted, "study.yaml") and "study: ABC-01" in lines(drafted, "study.yaml")


def test_code_lists_are_published_ones_or_the_sponsors_own(drafted):
    assert lines(drafted, "codelists.yaml") == [
        *("VISIT:", "name: Visit", "terms:", "Screening: {decode: Screening, raw: [SE.SCR]}"),
        *("Week 4: {decode: Week 4, raw: [SE.W4]}", "Events: {decode: Events, raw: [SE.AE]}"),
        *("UNIT:", "nci: C71620", "terms:", "kg: [MU.KG]", "LB: [MU.LB]"),
        *("SEX:", "nci: C66731", "terms:", "M: [1, Male, 男]", "F: [2, Female, 女]"),
        *("NY:", "nci: C66742", "terms:", '"Y": [1, "Yes", 是]', '"N": [0, "No", 否]'),
        *("RELATED:", "name: Related", "terms:", "A: {decode: Surely, raw: [肯定]}", "B: {decode: B, raw: [无关]}"),
    ]


def test_each_guess_has_its_evidence(drafted, capsys):
    assert main(["check", "--guesses", "--study", str(drafted)]) == 0
    shown = capsys.readouterr().out
    for evidence in (
        "(ItemDef IT.WEIGHT, float; 2 of 2 values are so)",
        "(CodeList CL.SEX, of which it has all terms)",
        "(StudyEventOID: 2 events have the form)",
        "(FormDef F.DM, ItemGroupDef IG.DM)",
        "the register is demographics: 2 subjects, demographics, nothing of it repeats)",
    ):
        assert evidence in shown, evidence


def test_a_drafted_study_builds(drafted, tmp_path):
    assert main(["new", "dataset", "AE", "--from", "adverse_events", "--study", str(drafted)]) == 0
    assert run_build(drafted, tmp_path / "raw", tmp_path / "out") == 0
    study = onespec.open(drafted, tmp_path / "raw", tmp_path / "out")
    assert study["DM"]["SEX"].tolist() == ["M", "F"]
    assert study["DM"]["BRTHDTC"].tolist() == ["1980-05", "1975-11-02"]
    ae = study["AE"]
    assert ae["AESTDTC"].tolist() == ["2021-01-10T08:30", "2021-01-11T09:00"]
    assert (ae["AESER"].tolist(), ae["AEREL"].tolist()) == (["N", "Y"], ["A", "B"])


def test_definitions_alone_are_enough(tmp_path):
    said = lines(study_of(tmp_path))
    assert "takes: [SubjectKey, LocationOID, StudyEventOID]" in said  # who has data knows better
    assert "key: [SubjectKey, ItemGroupRepeatKey]" in said
    assert "WEIGHT: {label: {en: Weight, zh: 体重}, type: number}" in said


def test_where_the_data_say_otherwise_they_count(tmp_path):
    odd = occurrence({"IT.BRTHDTC": "02/11/1975", "IT.SEX": "9", "IT.NOTE": ""}, "103", *DM)
    said = "\n".join((folder := study_of(tmp_path, *DATA, odd)).joinpath("crf.yaml").read_text().splitlines())
    assert (
        "BRTHDTC: {label: {en: BRTHDTC, zh: 出生日期}, type: text}  # guessed: ItemDef IT.BRTHDTC, partialDate, and"
        in said
    )
    assert "codelist: SEX, unknown: query}  # guessed: ItemDef IT.SEX, integer, CodeList CL.SEX; it does not" in said
    assert folder.is_dir()


def test_forms_that_share_an_item_group_say_whose_rows_they_read(tmp_path):
    more = form("F.VS2", "Vital Signs at Home", "IG.VS", repeats="Yes")
    defined = DEFINED.replace("<FormDef", more + "<FormDef", 1).replace(
        '<FormRef FormOID="F.AE"', '<FormRef FormOID="F.VS2" Mandatory="No"></FormRef><FormRef FormOID="F.AE"'
    )
    said = lines(study_of(tmp_path, *DATA, defined=defined))
    assert "rows: {FormOID: F.VS}" in said and "rows: {FormOID: F.VS2}" in said
    assert "key: [SubjectKey, StudyEventOID, FormRepeatKey]" in said
    assert run_build(tmp_path / "made", tmp_path / "raw", tmp_path / "out") == 0


def test_data_that_the_file_does_not_define_are_drafted_as_they_are(tmp_path):
    people = [occurrence({"AGE": age, "SEX": sex}, key, "E", "F", "G") for key, age, sex in PEOPLE]
    folder = study_of(tmp_path, *people, defined="")
    said = lines(folder)
    assert "sheet: G" in said and "AGE: {label: AGE, type: number}" in said
    assert "SEX: {label: SEX, type: code, codelist: SEX}" in said


PEOPLE = (("1", "45", "male"), ("2", "52", "female"), ("3", "61", "male"))


def test_a_date_that_may_be_read_in_two_ways_is_left_to_answer(tmp_path):
    dates = {"SEEN": "04/05/2021", "BORN": "17/05/80"}
    said = lines(study_of(tmp_path, *(occurrence(dates, key, "E", "F", "G") for key in "123"), defined=""))
    assert "SEEN: {label: SEEN, type: text}" in said and "BORN: {label: BORN, type: text}" in said
    odd = occurrence({"IT.BRTHDTC": "04/05/2021"}, "103", *DM)
    raw = file_of(tmp_path / "more", odd)
    onespec.new_study(tmp_path / "again", raw, onespec.Asked("ABC-01"))
    assert "BRTHDTC: {label: {en: BRTHDTC, zh: 出生日期}, type: text}" in lines(tmp_path / "again")


def test_what_no_form_reads_is_declared(tmp_path):
    noted = DATA[2].replace('Value="1"></ItemData>', f'Value="1">{ANNOTATION}</ItemData>')
    said = lines(study_of(tmp_path, noted, *DATA[3:]))
    assert "unread_sheets: {Annotation: not mapped yet}" in said


ANNOTATION = element("Annotation", element("Comment", "as told"), SeqNum="1")


@pytest.mark.parametrize(
    ("defined", "said"),
    [
        ("", "The file defines no form with items, and holds no clinical data."),
        (
            DEFINED.replace('Name="Demographics"', 'Name="D"').replace('Repeating="No"', 'Repeating="Yes"'),
            "No form has",
        ),
        ("<Study>", "The file is no well-formed XML, or is cut: mismatched tag."),
    ],
)
def test_a_file_that_shows_no_study_is_a_stop(tmp_path, defined, said, capsys):
    file = file_of(tmp_path / "raw", defined=defined)
    assert main(["new", "study", str(tmp_path / "made"), "--odm", str(file)]) == 1
    assert said in capsys.readouterr().err and not (tmp_path / "made").exists()


@pytest.mark.parametrize("share", range(1, 20))
def test_a_file_that_is_cut_anywhere_is_a_stop(tmp_path, share):
    file = file_of(tmp_path / "raw", *DATA)
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * share // 20])
    with pytest.raises(onespec.Stopped, match="RAW-FILE"):
        onespec.new_study(tmp_path / "made", file, onespec.Asked())


def test_what_lxml_refuses_and_expat_reads_is_a_stop(tmp_path):
    file = file_of(tmp_path / "raw", *DATA)
    file.write_text(file.read_text(encoding="utf-8").replace('version="1.0"', 'version="1.0x"'), encoding="utf-8")
    with pytest.raises(onespec.Stopped, match="RAW-FILE"):
        onespec.new_study(tmp_path / "made", file, onespec.Asked())


def test_what_is_asked_for_must_be_there(tmp_path, capsys):
    file, made = file_of(tmp_path / "raw"), str(tmp_path / "made")
    assert main(["new", "study", made, "--odm", str(tmp_path / "none.xml")]) == 1
    assert main(["new", "study", made, "--odm", str(file), "--subject", "ID"]) == 1
    said = capsys.readouterr().err
    assert "there is no file" in said and "of an ODM file it is SubjectKey" in said


def test_answers_that_mean_another_term_are_a_codelist_of_their_own():
    codelists: dict[str, DraftCodelist] = {}
    package = shipped("sdtm", "2025-03-28")
    for no in ("0", "2"):
        assert joined(codelists, published_as({"1": {"en": "Yes"}, no: {"en": "No"}}, package)) == "NY"
    assert joined(codelists, published_as({"2": {"en": "Yes"}, "1": {"en": "No"}}, package)) == "NY_2"
    assert codelists["NY"].terms == {"Y": ["1", "Yes"], "N": ["0", "No", "2"]}


@pytest.mark.parametrize(
    ("terms", "nci", "code"),
    [
        ({"1": {"en": "Yes"}}, "", "C66742"),
        ({"1": {"en": "Male"}}, "", None),
        ({"M": {}, "F": {}}, "", "C66731"),
        ({"M": {"en": "Man"}, "F": {"en": "Woman"}}, "", None),
        ({"M": {"en": "Man"}, "F": {"en": "Woman"}}, "C66731", "C66731"),
        ({"1": {"en": "Male"}, "2": {"en": "M"}}, "", None),
        ({}, "", None),
    ],
)
def test_a_code_list_is_a_published_one_when_each_term_is_one_of_it(terms, nci, code):
    made = published_as(terms, shipped("sdtm", "2025-03-28"), nci)
    assert (made.nci if made else None) == code
