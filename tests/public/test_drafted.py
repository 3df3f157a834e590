"""A study drafted from an export: what is guessed, on what evidence, and what is left to answer."""

from __future__ import annotations

import shutil

import pytest
from support import OTHER, run_build

import onespec
from onespec.cli.main import main
from onespec.drafted_columns import (
    DraftColumn,
    decide_centuries,
    decide_dates,
    draft_codelist,
    draft_column,
    mark_missing,
)
from onespec.drafted_forms import DraftForm, draft_forms, draft_key, header_row, register
from onespec.drafted_tests import draft_test
from onespec.engine.spec.forms import Field
from onespec.engine.spec.terminology import shipped

PACKAGE = shipped("sdtm", "2025-03-28")


@pytest.fixture
def drafted(tmp_path):
    assert main(["new", "study", str(tmp_path / "new"), "--raw", str(OTHER / "raw"), "--study-id", "ASTH-02"]) == 0
    return tmp_path / "new"


@pytest.mark.parametrize(
    ("cells", "type_", "formats"),
    [
        (["2021-01-04", "UN"], "text", ()),
        (["2021-01-04", "2021-UN-UN"], "date", ("YYYY-MM-DD",)),
        (["2021-01-04", "03AUG2025"], "date", ("YYYY-MM-DD", "DDMONYYYY")),
        (["30/01/2021", "01/30/2021", "04/05/2021"], "text", ()),
        (["20210104"], "date", ("YYYYMMDD",)),
        (["99990104"], "number", ()),
        (["1", "2.5", ""], "number", ()),
        (["01", "2"], "text", ()),
        (["08:30"], "time", ()),
        (["2021-02-30"], "text", ()),
        (["36,6", "37"], "number", ()),
        (["1,234"], "text", ()),
        (["1,2,3"], "text", ()),
        (["6-May-18", "16-May-15"], "date", ("D-MON-YY",)),
        (["16-May-2015", "6-May-2018"], "date", ("D-MON-YYYY",)),
        (["2/17/21"], "date", ("M/D/YY",)),
        (["15-Sep-20", "UN UNK 2019"], "date", ("DD MON YYYY", "D-MON-YY")),
        (["42", "NA", ""], "number", ()),
        (["2021-01-04", "."], "date", ("YYYY-MM-DD",)),
        (["NA", "white"], "text", ()),
        (["ND", "1"], "text", ()),
    ],
)
def test_a_type_is_what_all_values_meet(cells, type_, formats):
    column = draft_column("X", cells)
    assert (column.type, column.formats) == (type_, formats)


def test_two_digits_of_a_year_end_with_the_time_stamp_or_the_latest_other_date():
    def century(created, *others):
        short = draft_column("SEEN", ["16-May-15"])
        decide_centuries([short, *(draft_column("X", [text]) for text in others)], created)
        return short.type, short.century

    assert century("2023-05-01T00:00:00") == ("date", "1924")
    assert century("", "2021-01-04", "1980-05-17") == ("date", "1922")
    assert century("") == ("text", "")


def test_a_marker_that_a_number_proves_is_one_in_the_texts_of_the_file():
    age, sex, note = (
        draft_column("AGE", ["42", "NA"]),
        draft_column("SEX", ["NA", "F"]),
        draft_column("NOTE", ["x", ""]),
    )
    mark_missing([age, sex, note])
    assert (age.missing, sex.missing, note.missing) == (("NA",), ("NA",), ())
    assert sex.evidence == "2 values, 2 of them different; NA is no value, as in AGE"


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        (["36,6", "37"], (",", "")),
        (["1.234,5", "2"], (",", ".")),
        (["1,234.5", "2"], (".", ",")),
        (["1,234,567"], (".", ",")),
        (["36.6"], (".", "")),
    ],
)
def test_the_decimal_mark_is_that_which_all_numbers_may_have(cells, marks):
    assert draft_column("X", cells).marks == marks


def test_a_comma_that_may_be_both_marks_is_left_to_answer():
    column = draft_column("X", ["1,234", "2"])
    assert column.type == "text" and "the comma may be a decimal mark: say which" in column.evidence


def test_a_day_that_may_be_a_month_is_decided_by_another_column_only():
    unclear, clear = draft_column("SEEN", ["04/05/2021"]), draft_column("BORN", ["17/05/1980"])
    decide_dates([unclear, clear])
    assert (unclear.type, unclear.formats) == ("date", ("DD/MM/YYYY",))
    assert unclear.evidence.endswith("BORN can only be DD/MM/YYYY")


@pytest.mark.parametrize("others", [[], [["17/05/1980"], ["05/17/1980"]]])
def test_a_day_that_may_be_a_month_is_left_to_answer(others):
    unclear = draft_column("SEEN", ["04/05/2021"])
    decide_dates([unclear, *(draft_column(f"D{i}", cells) for i, cells in enumerate(others))])
    assert (unclear.type, unclear.formats) == ("text", ())
    assert "DD/MM/YYYY and MM/DD/YYYY" in unclear.evidence and "say which" in unclear.evidence


@pytest.mark.parametrize(
    ("cells", "nci", "terms"),
    [
        (["male", "FEMALE", "female"], "C66731", {"M": ["male"], "F": ["FEMALE"]}),
        (["Y", "no"], "C66742", {"Y": [], "N": ["no"]}),
        (["ward", "home", "ward", "home"], "", {"ward": [], "home": []}),
    ],
)
def test_a_codelist_knows_all_answers_or_lists_those_that_are_repeated(cells, nci, terms):
    made = draft_codelist(draft_column("X", cells), PACKAGE)
    assert (made.nci, made.terms) == (nci, terms)


@pytest.mark.parametrize("cells", [["ward", "home", "ward"], ["male", "male"], ["1", "2", "1", "2"]])
def test_texts_that_are_not_repeated_are_no_codelist(cells):
    assert draft_codelist(draft_column("X", cells), PACKAGE) is None


def form(name, **columns) -> DraftForm:
    return DraftForm(name, f"{name}.csv", "", "utf-8", "", {n: DraftColumn(n, v) for n, v in columns.items()})


def test_the_register_is_where_the_subjects_are_unique_and_most():
    visits = form("visits", ID=["1", "1", "2"], SITE=["A", "A", "A"])
    people, left = form("people", SITE=["A", "A", "A"], ID=["1", "2", "3"]), form("left", ID=["2"], SITE=["A"])
    found, subject, _ = register([left, visits, people])
    assert (found.name, subject) == ("people", "ID")


def test_without_a_register_the_column_is_asked_for():
    with pytest.raises(onespec.Stopped, match="--subject"):
        register([form("visits", ID=["1", "1", "2", "2"])])


def test_a_column_that_numbers_the_rows_of_each_form_is_no_subject(tmp_path):
    (tmp_path / "ae.csv").write_text("ROW,WHO\n1,a\n2,a\n", encoding="utf-8")
    (tmp_path / "vs.csv").write_text("ROW,WHO\n3,a\n4,b\n", encoding="utf-8")
    assert register(draft_forms(tmp_path))[1] == "WHO"


def test_the_register_may_write_something_before_the_numbers_of_a_form(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "dm.csv").write_text("SUBJ,SEX\nT-1,F\nT-2,M\n", encoding="utf-8")
    (tmp_path / "raw" / "vs.csv").write_text("ID,VISIT,PULSE\n1,1,60\n1,2,61\n2,1,62\n", encoding="utf-8")
    words = ["new", "study", str(tmp_path / "new"), "--raw", str(tmp_path / "raw"), "--study-id", "T"]
    assert main([*words, "--subject", "SUBJ"]) == 0
    crf = (tmp_path / "new" / "crf.yaml").read_text(encoding="utf-8")
    assert "subject: ID  # guessed: 3 of 3 values are in the register of subjects" in crf
    assert 'ID: {label: ID, type: text, prefix: "T-"}' in crf
    assert run_build(tmp_path / "new", tmp_path / "raw", tmp_path / "out") == 0


def test_a_key_is_the_fewest_columns_and_those_that_number_rows_come_first():
    events = form("events", ID=["1", "1", "2"], TERM=["a", "b", "a"], NO=["1", "2", "1"])
    events.subject = "ID"
    draft_key(events, False)
    assert (events.key, events.key_evidence) == (("ID", "NO"), "identifies 3 of 3 rows")


@pytest.mark.parametrize(
    ("data", "encoding", "said"),
    [
        (b"ID\n1\n", "utf-8", "5 of 5 bytes are ASCII"),
        (b"\xef\xbb\xbfID\n1\n", "utf-8-sig", "it starts with a byte-order mark"),
        ("ID,名\n1,男\n".encode(), "utf-8", "13 bytes are utf-8"),
        ("ID,名\n1,男\n".encode("gb18030"), "gb18030", "11 bytes are gb18030, and cp1252, too"),
        ("ID,X\n1,caf\xe9\n".encode("cp1252"), "cp1252", "12 bytes are cp1252"),
    ],
)
def test_an_encoding_is_that_of_all_bytes(data, encoding, said, tmp_path):
    (tmp_path / "x.csv").write_bytes(data)
    (made,) = draft_forms(tmp_path)
    assert (made.encoding, made.evidence) == (encoding, said)


LABELLED = """\
Export of study X;;;
SUBJ;WHEN;TEMP;SITE
Subject;Date;Temperature;Place
1;04.01.2021;36,6;oral
2;13.01.2021;37;ear
"""


@pytest.mark.parametrize(
    ("text", "header", "skip"),
    [
        (LABELLED, 2, 1),
        (LABELLED.partition("\n")[2], 1, 1),
        (LABELLED.replace("Subject;Date;Temperature;Place\n", ""), 2, 0),
        ("SUBJ;RESULT\nS-1;ND\nS-1;5\nS-2;6\n", 1, 0),  # a row of data without a number
        ("SUBJ;RESULT\nS-1;5\nS-2;6\n", 1, 0),
    ],
)
def test_the_header_and_rows_of_labels_are_seen(text, header, skip, tmp_path):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    (made,) = draft_forms(tmp_path)
    assert (made.header, made.skip) == (header, skip)


@pytest.mark.parametrize("rows", [["SUBJ;;", "S-1;5;6"], ["SUBJ;;", "a;b;b"], ["SUBJ;A;", "a;b;c"], [";;"], []])
def test_a_row_of_data_names_no_columns(rows):
    assert header_row([row.split(";") for row in rows]) == 1


def test_an_export_with_labels_and_decimal_commas_is_drafted_and_builds(tmp_path, capsys):
    raw, spec = tmp_path / "raw", tmp_path / "spec"
    raw.mkdir()
    (raw / "vitals.csv").write_bytes(LABELLED.replace("ear", "c\xf4t\xe9").encode("cp1252"))
    (raw / "people.csv").write_text("SUBJ;BORN\n1;17.05.1980\n2;02.11.1975\n", encoding="utf-8")
    assert main(["new", "study", str(spec), "--raw", str(raw)]) == 0
    text = (spec / "crf.yaml").read_text(encoding="utf-8")
    assert "header: 2  # guessed" in text and "skip: [1]  # guessed" in text and "encoding: cp1252  # guessed" in text
    assert (
        'TEMP: {label: Temperature, type: number, decimal: ","}  # guessed: 2 of 2 values are numbers as 36,6' in text
    )
    assert main(["new", "dataset", "VS", "--from", "vitals", "--study", str(spec)]) == 0
    assert "VSDTC: {collected: vitals.WHEN}" in (spec / "sdtm" / "vs.yaml").read_text(encoding="utf-8")
    assert main(["check", "--study", str(spec)]) == 0
    assert run_build(spec, raw, tmp_path / "out") == 0


def test_what_common_yaml_gives_is_not_said_again(drafted):
    """Here the start by the role of a field; the key says the variable that the role gives."""
    crf, common = drafted / "crf.yaml", drafted / "common.yaml"
    crf.write_text(
        crf.read_text(encoding="utf-8").replace(
            "    file: events.csv\n", "    file: events.csv\n    roles: {date: BEGAN}\n"
        ),
        encoding="utf-8",
    )
    with common.open("a", encoding="utf-8") as file:
        file.write("  --STDTC: {collected: role.date}\n")
    assert main(["new", "dataset", "AE", "--from", "events", "--study", str(drafted)]) == 0
    text = (drafted / "sdtm" / "ae.yaml").read_text(encoding="utf-8")
    assert "AESTDTC" not in text and "AESTDY" not in text and "STUDYID:" not in text
    assert main(["check", "--study", str(drafted)]) == 0


def test_each_number_of_a_wide_form_is_a_test_with_the_name_that_the_terminology_has(drafted, tmp_path):
    assert main(["new", "dataset", "RE", "--from", "peak_flow", "--study", str(drafted)]) == 0
    text = (drafted / "sdtm" / "re.yaml").read_text(encoding="utf-8")
    assert "keys: [STUDYID, USUBJID, RETESTCD, REDTC]  # guessed" in text
    assert "  - gather: {from: peak_flow, tests: re_tests}\n" in text
    row = "- {FORM: peak_flow, FIELD: PEF, RETESTCD: PEF, RETEST: Peak Expiratory Flow}"
    assert f"    {row}  # guessed: the term of C111106 with this name\n" in text
    assert run_build(drafted, OTHER / "raw", tmp_path / "out") == 0
    re_ = onespec.open(drafted, OTHER / "raw", tmp_path / "out")["RE"]
    assert re_[["RETESTCD", "REORRES", "REDTC"]].head(2).values.tolist() == [
        ["PEF", "410", "2021-01-04"],
        ["PEF", "455", "2021-02-20"],
    ]


def test_results_that_are_numbers_have_no_codelist_of_words(drafted):
    """That of LBSTRESC, which the study does not have."""
    assert main(["new", "dataset", "LB", "--from", "peak_flow", "--study", str(drafted)]) == 0
    assert "LBSTRESC: {collected: peak_flow.RESULT, codelist: none}" in (drafted / "sdtm" / "lb.yaml").read_text(
        "utf-8"
    )
    assert main(["check", "--study", str(drafted)]) == 0


@pytest.mark.parametrize(
    ("name", "label", "code", "test", "published"),
    [
        ("TEMP", "TEMP", "TEMP", "Temperature", True),
        ("T1", "Temperature", "TEMP", "Temperature", True),
        ("pulse", "Puls", "PULSE", "Pulse Rate", True),
        ("SYS_BP", "SYS_BP", "SYSBP", "Systolic Blood Pressure", True),
        ("SCOOPS_A_DAY", "Scoops a day", "SCOOPSAD", "Scoops a day", False),
        ("6MWT", "Walk", "T6MWT", "Walk", False),
        ("体温", "体温", "TEST", "体温", False),
    ],
)
def test_a_test_is_named_by_the_terminology_or_by_its_column(name, label, code, test, published):
    made = draft_test(Field(name, {"en": label}, "number"), PACKAGE["C66741"])
    assert (made.field, made.code, made.name, made.published) == (name, code, test, published)
    assert made.evidence == ("the term of C66741 with this name" if published else "no term of C66741 has this name")


def test_without_common_yaml_a_dataset_says_what_every_dataset_has(drafted):
    (drafted / "common.yaml").unlink()
    assert main(["new", "dataset", "AE", "--from", "events", "--study", str(drafted)]) == 0
    text = (drafted / "sdtm" / "ae.yaml").read_text(encoding="utf-8")
    for line in ("STUDYID: {predecessor: DM.STUDYID}", "DOMAIN: {assigned: AE}", "AESEQ: {derived: sequence}"):
        assert f"  {line}\n" in text


def test_a_drafted_study_is_complete_and_builds(drafted, tmp_path, capsys):
    for dataset, source in (("AE", "events"), ("EX", "inhaler")):
        assert main(["new", "dataset", dataset, "--from", source, "--study", str(drafted)]) == 0
    assert main(["check", "--study", str(drafted)]) == 0
    assert "3 datasets" in capsys.readouterr().out
    assert run_build(drafted, OTHER / "raw", tmp_path / "out") == 0
    ae = onespec.open(drafted, OTHER / "raw", tmp_path / "out")["AE"]
    assert ae["USUBJID"].tolist() == ["ASTH-02-101", "ASTH-02-201", "ASTH-02-201"]
    assert ae["AESTDTC"].tolist() == ["2021-01-10", "2021-01", "2021-01-20"]
    assert ae["AESER"].tolist() == ["N", "N", "Y"]


def test_guesses_are_listed_until_their_comment_is_removed(drafted, capsys):
    assert main(["check", "--guesses", "--study", str(drafted)]) == 0
    shown = capsys.readouterr().out
    assert "GUESS  sdtm/dm.yaml:7: SUBJID: {collected: enrol.PATIENT}  (the subject column of the register)\n" in shown
    for file in drafted.rglob("*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("".join(line.partition("# guessed")[0] + "\n" for line in lines), encoding="utf-8")
    assert main(["check", "--guesses", "--study", str(drafted)]) == 0
    assert capsys.readouterr().out.startswith("No guess is left to confirm.\n")


def test_what_no_field_shows_is_to_be_answered(drafted):
    text = (drafted / "sdtm" / "dm.yaml").read_text(encoding="utf-8")
    assert "  not answered yet: [RFSTDTC, " in text and "BRTHDTC" not in text


def test_nothing_that_is_there_is_replaced(drafted, capsys):
    before = {p: p.read_bytes() for p in drafted.rglob("*.yaml")}
    assert main(["new", "study", str(drafted), "--raw", str(OTHER / "raw")]) == 2
    assert main(["new", "dataset", "DM", "--from", "enrol", "--study", str(drafted)]) == 2
    assert {p: p.read_bytes() for p in drafted.rglob("*.yaml")} == before
    assert capsys.readouterr().err.count("would be written over") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [(["XX", "--from", "events"], "no dataset 'XX'"), (["AE", "--from", "event"], "did you mean 'events'?")],
)
def test_a_name_that_nobody_knows_is_said(words, said, drafted, capsys):
    assert main(["new", "dataset", *words, "--study", str(drafted)]) == 1
    assert said in capsys.readouterr().err


def test_the_same_export_gives_the_same_bytes(drafted, tmp_path):
    raw = tmp_path / "copy"
    shutil.copytree(OTHER / "raw", raw)
    assert main(["new", "study", str(tmp_path / "again"), "--raw", str(raw), "--study-id", "ASTH-02"]) == 0
    for file in drafted.rglob("*.yaml"):
        assert (tmp_path / "again" / file.relative_to(drafted)).read_bytes() == file.read_bytes()


def test_a_semicolon_parts_cells_and_a_file_of_nobody_is_left_aside(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "people.csv").write_bytes("ID;NOTE\n1;a,b,c\n2;caf\xe9\n".encode("cp1252"))
    (raw / "units.csv").write_bytes(b"UNIT\nkg\n")
    (raw / "readme.txt").write_bytes(b"of the export\n")
    spec = tmp_path / "spec"
    assert main(["new", "study", str(spec), "--raw", str(raw), "--subject", "ID"]) == 0
    crf = (spec / "crf.yaml").read_text(encoding="utf-8")
    assert '    delimiter: ";"  # guessed: it stands in the header most often\n' in crf
    assert [line.partition(":")[0].strip() for line in crf.splitlines() if "no table with" in line] == [
        "readme.txt",
        "units.csv",
    ]
    assert run_build(spec, raw, tmp_path / "out") == 0
    assert onespec.open(spec, raw, tmp_path / "out")["DM"]["SUBJID"].tolist() == ["1", "2"]


def test_adsl_is_drafted_from_dm(tmp_path):
    spec = tmp_path / "spec"
    words = ["--raw", str(OTHER / "raw"), "--study-id", "ASTH-02", "--standards", "sdtm,adam"]
    assert main(["new", "study", str(spec), *words]) == 0
    assert run_build(spec, OTHER / "raw", tmp_path / "out") == 0
    adsl = onespec.open(spec, OTHER / "raw", tmp_path / "out")["ADSL"]
    assert adsl[["USUBJID", "SEX"]].to_numpy().tolist() == [
        ["ASTH-02-101", "M"],
        ["ASTH-02-102", "F"],
        ["ASTH-02-201", "F"],
    ]
