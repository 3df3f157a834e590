"""Translations that may not be those of their texts."""

import numpy as np
from coded import events, table, with_tables

import onespec
from onespec.engine.columns import text
from onespec.engine.findings import Findings
from onespec.engine.frames import Frame
from onespec.engine.raw.translations import Rows, hold_translations
from onespec.engine.spec.forms import Field, Form


def told(rows: list[tuple[str, ...]], translated: str = "") -> list[str]:
    """What is said of rows of verbatim, translation and, where it is named, the text as it was translated."""
    fields = {n: Field(n, {}, "text") for n in ("SUBJ", "EN", "BEFORE")}
    fields["TERM"] = Field("TERM", {}, "text", translation="EN", translated=translated)
    form = Form("ae", {}, ("ae.csv",), "utf-8", "", ("SUBJ",), ("SUBJ",), fields)
    columns = dict(zip(("TERM", "EN", "BEFORE"), zip(*rows, strict=True), strict=False))
    subject, findings = text([f"{i + 1:02}" for i in range(len(rows))]), Findings()
    cells = Frame({"SUBJ": subject, **{name: text(list(column)) for name, column in columns.items()}})
    numbers = np.arange(len(rows)) + 1
    halves = [
        Rows(dict(cells.take(at).items()), numbers[at], lambda at=at: subject.take(at))
        for at in (np.flatnonzero(numbers % 2 == half) for half in (0, 1))
    ]
    hold_translations(form, lambda: halves, findings)
    assert {(f.rule, f.level, f.file, f.column) for f in findings} <= {("RAW-TRANSLATED", "query", "ae.csv", "EN")}
    return [f"{f.row}, {f.subject}: {f.message}" for f in findings]


def test_one_translation_of_each_text_is_right():
    assert (
        told([("发热", "Fever"), ("发烧", "Fever"), ("发热 ", " fever"), ("呕吐", "Vomiting"), ("rash", ""), ("", "")])
        == []
    )


def test_the_rarer_of_two_translations_of_a_text_is_told():
    rows = [("发热", "Vomiting"), ("发热", "Fever"), ("呕吐", "Vomiting"), ("发热", "FEVER")]
    assert told(rows) == ["1, 01: 'Vomiting' translates '发热', which is 'Fever' in 2 other rows; carried."]


def test_of_equally_frequent_translations_the_later_one_is_told():
    assert told([("发热", "Fever"), ("发热", "Pyrexia")]) == [
        "2, 02: 'Pyrexia' translates '发热', which is 'Fever' in 1 other row; carried."
    ]


def test_a_translation_without_a_text_is_told():
    assert told([("", "Fever"), (" ", "Rash"), ("发热", "Fever")]) == [
        "1, 01: 'Fever' translates a text in TERM that is not there; carried.",
        "2, 02: 'Rash' translates a text in TERM that is not there; carried.",
    ]


def test_a_text_that_was_changed_after_it_was_translated_is_told():
    rows = [("呕吐", "Fever", "发热"), ("发热", "Fever", "发热 "), ("头痛", "Headache", ""), ("皮疹", "", "红疹")]
    assert told(rows, translated="BEFORE") == ["1, 01: 'Fever' translates '发热', and TERM is now '呕吐'; carried."]
    assert told(rows) == []


def test_a_build_tells_it_whatever_the_parts(other):
    other.replace(
        "spec/crf.yaml",
        "      EVENT:   {label: {en: Event}, type: text, page: 9}\n",
        "      EVENT:   {label: {en: Event}, type: text, page: 9, translation: EVENT_EN, translated: EVENT_OLD}\n"
        "      EVENT_EN: {label: {en: Event in English}, type: text, page: 9}\n"
        "      EVENT_OLD: {label: {en: Event as translated}, type: text}\n",
    )
    head = "PATIENT,NO,EVENT,EVENT_EN,EVENT_OLD,TERM,BODY,BEGAN,SERIOUS,MONITOR\n"
    rows = ["101,1,发热,Fever,发热", "102,1,发热,Chills,发热", "201,1,呕吐,Vomiting,恶心"]
    tail = ",Term,Body,10/01/2021,no,\n"
    (other.raw / "events.csv").write_text(head + tail.join(rows) + tail, encoding="utf-8")
    for more in ([], ["--part-rows", "1"]):
        assert other.build(*more) == 0
        assert [(f.row, f.value) for f in other.queries if f.rule == "RAW-TRANSLATED"] == [
            (2, "Chills"),
            (3, "Vomiting"),
        ]


TABLE = "VERBATIM,TRANSLATION,CODER,DATE,COMMENT\n"


def test_a_table_translates_what_the_export_does_not(other):
    with_tables(other)
    events(other, "101,1,发热,,Pyrexia,General,10/01/2021", "201,1,发热,,Pyrexia,General,20/01/2021")
    assert other.build() == 1
    assert {f.rule for f in other.findings if f.level == "stop"} == {"RAW-TRANSLATION", "VALUE-ASCII"}
    table(other, "translated", TABLE + "发 热,Fever,T. R,2021-02-01,\n")
    assert other.build("--milestone", "lock") == 0
    study = onespec.open(other.spec, other.raw, other.out)
    assert study["AE"]["AETERM"].tolist() == ["Fever", "Fever"]
    said = study.explain("AE", {"AETERM": "Fever"}, "AETERM", most=1).text().replace("\n  ", " ")
    assert 'column EVENT: "发热". Translated: table translated, row 1, T. R 2021-02-01.' in said


def test_a_translation_of_the_export_counts_before_the_table(other):
    with_tables(other)
    events(other, "101,1,发热,Pyrexia,Pyrexia,General,10/01/2021", "201,1,发热,,Pyrexia,General,20/01/2021")
    table(other, "translated", TABLE + "发热,Fever,T. R,2021-02-01,\n")
    assert other.build() == 0
    assert onespec.open(other.spec, other.raw, other.out)["AE"]["AETERM"].tolist() == ["Pyrexia", "Fever"]
    assert [(f.rule, f.row, f.message) for f in other.queries if f.rule == "RAW-TRANSLATED"] == [
        ("RAW-TRANSLATED", 1, "'Pyrexia' translates '发热', which is 'Fever' in the table of translations; carried.")
    ]
