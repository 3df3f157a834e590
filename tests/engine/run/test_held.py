"""What a variable cannot hold: a stop, or left blank and queried where the study says so."""

from __future__ import annotations

import csv

import pytest
from support import values_of

from onespec.engine.visible import visible

EVENTS, STUDY = "raw/events.csv", "spec/study.yaml"


def column(study, dataset: str, name: str) -> list[str]:
    """The values of one variable of a built dataset."""
    return [row[name] for row in csv.DictReader(values_of(study.out / dataset).splitlines())]


def refused(study) -> dict[str, int]:
    """Refused cells by field."""
    with (study.out / "reports" / "accounting.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["field"]: int(row["refused"]) for row in csv.DictReader(file) if row["refused"] != "0"}


def queries(study) -> list[tuple]:
    return [(f.rule, f.file, f.row, f.column, f.value) for f in study.queries if f.rule != "ADAM-DATE"]


def test_an_uncoded_event_is_no_required_variable_that_is_blank(other):
    other.replace(EVENTS, "hoarse voice,Dysphonia", "hoarse voice,")
    assert other.build() == 0
    assert column(other, "sdtm/ae.xpt", "AEDECOD") == ["", "Asthma", "Oral candidiasis"]
    assert queries(other) == [("TERM-UNCODED", "events.csv", 1, "AEDECOD", "hoarse voice")]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("VALUE-CONTROL", "hoarse\tvoice"),
        ("VALUE-CONTROL", '"hoarse\nvoice"'),
        ("VALUE-ASCII", "hoarse at 20 °C"),
        ("VALUE-LENGTH", "x" * 201),
    ],
)
def test_a_text_that_a_transport_file_cannot_hold(other, rule, text):
    """Found with its raw row beside every other stop; or left blank, its cell refused."""
    other.replace(EVENTS, "hoarse voice", text)
    other.replace(EVENTS, "20/01/2021,yes", "20/01/2021,perhaps")
    assert other.build() == 1
    found = [(f.rule, f.file, f.row, f.column, f.subject, f.value) for f in other.findings if f.level == "stop"]
    assert found == [
        (rule, "events.csv", 1, "AETERM", "101", visible(text.strip('"'))),
        ("RAW-CODE", "events.csv", 3, "SERIOUS", "201", "perhaps"),
    ]
    other.replace(EVENTS, "20/01/2021,perhaps", "20/01/2021,yes")
    other.append(STUDY, f"levels:\n  {rule}: query\n  VALUE-REQUIRED: query\n")
    assert other.build() == 0
    assert column(other, "sdtm/ae.xpt", "AETERM") == ["", "asthma attack", "oral thrush"]
    assert [row[:4] for row in queries(other)] == [(rule, "events.csv", 1, "EVENT")]
    assert [f.count for f in other.queries if f.rule == rule] == [2]  # with the required variable that is blank
    assert refused(other) == {"EVENT": 1}


def test_a_value_without_a_term_may_be_left_blank(other):
    other.replace("spec/crf.yaml", "type: code, codelist: NY, page: 9", "type: text, page: 9")
    other.replace(EVENTS, "10/01/2021,no", "10/01/2021,N")
    other.replace(EVENTS, "UN/01/2021,no", "UN/01/2021,N")
    other.append(STUDY, "levels:\n  VALUE-CODE: query\n  VALUE-REQUIRED: query\n")
    assert other.build() == 0
    assert column(other, "sdtm/ae.xpt", "AESER") == ["N", "", "N"]
    assert queries(other)[0][:4] == ("VALUE-CODE", "events.csv", 3, "AESER")
    assert refused(other) == {"SERIOUS": 1}


def test_a_level_counts_for_what_was_computed_before_it_was_set(other):
    other.replace("spec/crf.yaml", "type: code, codelist: NY, page: 9", "type: text, page: 9")
    other.replace(EVENTS, "10/01/2021,no", "10/01/2021,N")
    other.replace(EVENTS, "UN/01/2021,no", "UN/01/2021,N")
    assert other.build() == 1
    other.append(STUDY, "levels:\n  VALUE-CODE: query\n  VALUE-REQUIRED: query\n")
    assert other.build() == 0
    assert column(other, "sdtm/ae.xpt", "AESER") == ["N", "", "N"]


def test_what_stands_for_characters_is_declared_and_told(other):
    other.replace(EVENTS, "hoarse voice", '"hoarse\tvoice\r\nat 20 °C"')
    other.replace(
        "spec/crf.yaml",
        "label: {en: Event}, type: text",
        'label: {en: Event}, replace: {control: " ", "°": " deg"}, type: text',
    )
    assert other.build() == 0
    assert column(other, "sdtm/ae.xpt", "AETERM")[0] == "hoarse voice at 20  degC"
    assert queries(other) == [] and refused(other) == {}
    define = (other.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    assert (
        define.count("replaced: control characters by a blank, ° by &quot; deg&quot;.")
        + define.count('replaced: control characters by a blank, ° by " deg".')
        == 1
    )


AE = "spec/sdtm/ae.yaml"
FIRST, SECOND, THIRD = "cough " * 32 + "cough", "pain " * 39 + "pain", "rash " * 3 + "rash"  # 197, 199, 19 bytes
LONG = f"{FIRST} {SECOND}  {THIRD}"
HEADER = "STUDYID,RDOMAIN,USUBJID,IDVAR,IDVARVAL,QNAM,QLABEL,QVAL,QORIG,QEVAL"


@pytest.fixture
def split(other):
    """The other study with AETERM in three parts, and a long text in the record of one event."""
    other.replace(AE, "{collected: events.EVENT}", "{collected: events.EVENT, parts: 3}")
    other.replace(EVENTS, "asthma attack", LONG)
    return other


def test_a_long_text_stands_in_parts(split):
    assert split.build() == 0
    assert column(split, "sdtm/ae.xpt", "AETERM") == ["hoarse voice", FIRST, "oral thrush"]
    assert values_of(split.out / "sdtm/suppae.xpt").splitlines() == [
        HEADER,
        f"ASTH-02,AE,ASTH-02-S2-201,AESEQ,1,AETERM1,Reported Term for the Adverse Event,{SECOND},CRF,",
        f"ASTH-02,AE,ASTH-02-S2-201,AESEQ,1,AETERM2,Reported Term for the Adverse Event,{THIRD},CRF,",
    ]
    assert queries(split) == []
    with (split.out / "reports" / "accounting.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [tuple(row.values()) for row in csv.DictReader(file) if row["field"] == "EVENT"]
    assert cells == [("events", "EVENT", "3", "3", "0", "0", "0", "0")]  # each cell is carried once


def test_define_tells_of_parts(split):
    assert split.build() == 0
    define = (split.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    for said in (
        "A text of more than 200 bytes is split between words, without the blanks there; it continues in AETERM1, "
        "AETERM2 of SUPPAE (QNAM).",
        "Continues the text of AETERM where that is longer than 200 bytes.",
        "CRF where QNAM is AETERM1, AETERM2.",
    ):
        assert define.count(f">{said}<") == 1
    item = define[define.index('<ItemDef OID="IT.SUPPAE.QVAL.AETERM2"') :].split("</ItemDef>")[0]
    assert 'Name="AETERM2" DataType="text" Length="19"' in item
    assert '<def:Origin Type="Collected" Source="Investigator"/>' in item


def test_a_text_that_needs_more_parts_is_no_less_a_stop(split):
    split.replace(AE, "parts: 3", "parts: 2")
    assert split.build() == 1
    stops = [f for f in split.findings if f.level == "stop"]
    assert [(f.rule, f.file, f.row, f.column, f.subject, f.value, f.message) for f in stops] == [
        (
            "VALUE-LENGTH",
            "events.csv",
            3,
            "AETERM",
            "201",
            LONG,
            "The text is longer than the 2 parts of AETERM hold, of 200 bytes each.",
        )
    ]


def test_a_text_that_needs_more_parts_may_be_left_blank(split):
    """Of such a text no part stands."""
    split.replace(AE, "parts: 3", "parts: 2")
    split.append(STUDY, "levels:\n  VALUE-LENGTH: query\n  VALUE-REQUIRED: query\n")
    assert split.build() == 0
    assert column(split, "sdtm/ae.xpt", "AETERM") == ["hoarse voice", "", "oral thrush"]
    assert not (split.out / "sdtm/suppae.xpt").exists()
    define = (split.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    assert "AETERM1" not in define and "split" not in define
    assert [row[:4] for row in queries(split)] == [("VALUE-LENGTH", "events.csv", 3, "EVENT")]
    assert refused(split) == {"EVENT": 1}


def test_a_long_text_without_parts_names_them_as_its_fix(other):
    other.replace(EVENTS, "asthma attack", LONG)
    assert other.build() == 1
    assert [(f.rule, f.fix) for f in other.findings if f.level == "stop"] == [
        (
            "VALUE-LENGTH",
            "Shorten the translation, or give the SDTM variable 'parts: 2' or more (SDTMIG 3.4, section 4.5.3.2).",
        )
    ]


def test_characters_are_whole_in_parts(split):
    split.replace(STUDY, "language: en", "language: zh")
    split.replace(EVENTS, LONG, "咳嗽" * 40)  # 240 bytes of UTF-8
    assert split.build() == 0
    assert column(split, "sdtm/ae.xpt", "AETERM")[1] == "咳嗽" * 33
    assert column(split, "sdtm/suppae.xpt", "QVAL") == ["咳嗽" * 7]


def test_a_qualifier_in_parts(split):
    """The digit replaces the eighth character."""
    split.replace(AE, ", parts: 3", "")
    split.replace(EVENTS, LONG, "asthma attack")
    split.replace(EVENTS, "20/01/2021,yes,ok", f"20/01/2021,yes,{FIRST} {SECOND}")
    split.replace("spec/crf.yaml", "not_submitted: no study data", "page: 9")
    split.append(AE, "supplemental:\n  AEREMARK: {label: Remark, collected: events.MONITOR, parts: 2}\n")
    assert split.build() == 0
    assert values_of(split.out / "sdtm/suppae.xpt").splitlines() == [
        HEADER,
        "ASTH-02,AE,ASTH-02-S1-101,AESEQ,1,AEREMARK,Remark,ok,CRF,",
        f"ASTH-02,AE,ASTH-02-S2-201,AESEQ,1,AEREMAR1,Remark,{SECOND},CRF,",
        f"ASTH-02,AE,ASTH-02-S2-201,AESEQ,1,AEREMARK,Remark,{FIRST},CRF,",
    ]


WHOLE = """
from onespec import Column, method

@method("Out of all records: {text}.", whole=True)
def out_of_all(text: Column) -> Column:
    return text + 50 * " pain"
"""


def test_a_text_that_a_step_sets(split):
    split.replace(AE, "  - read: {from: events}", f"  - read: {{from: events, set: {{AETERM: {FIRST} {THIRD}}}}}")
    split.replace("spec/crf.yaml", "EVENT:   {label: {en: Event}", "EVENT:   {not_submitted: set, label: {en: Event}")
    split.replace(AE, "{collected: events.EVENT, parts: 3}", "{assigned: x, parts: 3}")
    assert split.build() == 0
    assert column(split, "sdtm/ae.xpt", "AETERM") == [FIRST] * 3
    assert column(split, "sdtm/suppae.xpt", "QVAL") == [THIRD] * 3


def test_a_text_of_a_method_that_looks_at_all_records(other):
    other.append("spec/methods.py", WHOLE)
    other.append(AE, "supplemental:\n  AENOTE: {label: Note, derived: out_of_all, with: {text: AESPID}, parts: 2}\n")
    assert other.build() == 0
    rows = list(csv.DictReader(values_of(other.out / "sdtm/suppae.xpt").splitlines()))
    assert [(r["QNAM"], r["QVAL"], r["QORIG"]) for r in rows if r["USUBJID"] == "ASTH-02-S1-101"] == [
        ("AENOTE", "1" + 39 * " pain", "Derived"),
        ("AENOTE1", "pain" + 10 * " pain", "Derived"),
    ]
    assert len(rows) == 6


SUMMARY = f"""\
dataset: TS
keys: [STUDYID, TSPARMCD, TSSEQ]
records:
  - rows: {{table: summary}}
variables:
  STUDYID:  {{protocol: ASTH-02}}
  DOMAIN:   {{assigned: TS}}
  TSSEQ:    {{assigned: "1"}}
  TSPARMCD: {{assigned: summary.CODE, codelist: none}}
  TSPARM:   {{assigned: summary.NAME, codelist: none}}
  TSVAL:    {{assigned: summary.VALUE, parts: 3}}
  TSVALCD:  {{not_available: not coded}}
  TSVCDREF: {{not_available: not coded, codelist: none}}
  TSVCDVER: {{not_available: not coded}}
tables:
  summary:
    - {{CODE: TITLE, NAME: Trial Title, VALUE: "{LONG}"}}
"""


def test_a_parameter_of_the_trial_continues_in_variables(other):
    other.append("spec/sdtm/ts.yaml", SUMMARY)
    assert other.build() == 0, other.findings
    assert not (other.out / "sdtm/suppts.xpt").exists()
    rows = list(csv.DictReader(values_of(other.out / "sdtm/ts.xpt").splitlines()))
    assert [(r["TSVAL"], r["TSVAL1"], r["TSVAL2"]) for r in rows] == [(FIRST, SECOND, THIRD)]
    assert list(rows[0])[5:9] == ["TSVAL", "TSVAL1", "TSVAL2", "TSVALCD"]


COMMENTS = """\
dataset: CO
keys: [STUDYID, USUBJID, COREF, COSEQ]
records:
  - read: {from: events}
variables:
  STUDYID:  {predecessor: DM.STUDYID}
  DOMAIN:   {assigned: CO}
  RDOMAIN:  {not_available: not linked, codelist: none}
  USUBJID:  {predecessor: DM.USUBJID}
  COSEQ:    {derived: sequence, with: {by: [COREF]}}
  COREF:    {collected: events.NO}
  COVAL:    {collected: events.EVENT, parts: 2}
"""


def test_a_comment_continues_in_a_variable(other):
    other.append("spec/sdtm/co.yaml", COMMENTS)
    other.replace(EVENTS, "asthma attack", f"{FIRST} {SECOND}")
    assert other.build() == 1  # AETERM has no parts
    assert [(f.rule, f.column) for f in other.findings if f.level == "stop"] == [("VALUE-LENGTH", "AETERM")]
    other.replace(AE, "{collected: events.EVENT}", "{collected: events.EVENT, parts: 2}")
    assert other.build() == 0
    assert not (other.out / "sdtm/suppco.xpt").exists()
    rows = list(csv.DictReader(values_of(other.out / "sdtm/co.xpt").splitlines()))
    assert [(r["COVAL"], r["COVAL1"]) for r in rows] == [("hoarse voice", ""), ("oral thrush", ""), (FIRST, SECOND)]
    define = (other.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    assert define.count("it continues in COVAL1.<") == 1


def test_a_number_that_a_transport_file_cannot_hold(other):
    old = "PUFFS:   {label: {en: Dose}, type: number, min: 0"
    other.replace("spec/crf.yaml", old, "PUFFS:   {label: {en: Dose}, type: text")
    other.replace("raw/inhaler.csv", "101,Budesonide,2,", "101,Budesonide,1e76,")
    other.replace(EVENTS, "hoarse voice", "hoarse\tvoice")
    assert other.build() == 1
    found = [(f.rule, f.file, f.row, f.dataset, f.column, f.subject) for f in other.findings if f.level == "stop"]
    assert found == [
        ("VALUE-CONTROL", "events.csv", 1, "AE", "AETERM", "101"),
        ("VALUE-RANGE", "inhaler.csv", 1, "EX", "EXDOSE", "101"),
    ]


def test_a_value_of_an_analysis_dataset_is_told_with_its_raw_row(other):
    """It is the value of the SDTM dataset, so both are one finding; one that is put together has the row."""
    other.replace("raw/enrol.csv", "101,S1", "101,S\u00e9")
    assert other.build() == 1
    found = {(f.file, f.row, f.column, f.value, f.reached) for f in other.findings if f.level == "stop"}
    assert ("enrol.csv", 1, "SITEID", "S\u00e9", "ADSL 1, DM 1; enrol.csv row 1") in found
    assert ("enrol.csv", 1, "USUBJID", "ASTH-02-S\u00e9-101", "ADSL 1, DM 1; enrol.csv row 1") in found
    assert all(file and row for file, row, *_ in found)


def test_a_supplemental_value_is_told_with_its_raw_row(other):
    other.append("spec/sdtm/ae.yaml", "supplemental:\n  AEMON: {label: Mark, collected: events.MONITOR}\n")
    other.replace("spec/crf.yaml", "not_submitted: no study data}", "page: 9}")
    other.replace(EVENTS, "10/01/2021,no,ok", "10/01/2021,no,\u00f6k")
    assert other.build() == 1
    found = [(f.file, f.row, f.dataset, f.column) for f in other.findings if f.rule == "VALUE-ASCII"]
    assert found == [("events.csv", 1, "AE", "AEMON"), ("events.csv", 1, "SUPPAE", "QVAL")]


@pytest.mark.parametrize("levels", ["", "  RAW-CODE: query\n"])
def test_a_cell_that_no_codelist_knows_is_no_second_finding_as_a_blank(other, levels):
    """Where the answer is a query alone, the variable that is required stops the build."""
    other.replace("raw/enrol.csv", "17/05/1980,male", "17/05/1980,unclear")
    other.append(STUDY, f"levels:\n{levels}" if levels else "")
    assert other.build() == 1
    rules = [f.rule for f in other.findings if (f.file, f.row) == ("enrol.csv", 1)]
    assert rules == (["RAW-CODE", "VALUE-REQUIRED"] if levels else ["RAW-CODE"])
