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


def test_an_uncoded_event_stops_the_build(other, capsys):
    other.replace(EVENTS, "hoarse voice,Dysphonia", "hoarse voice,")
    assert other.build() == 1
    assert "VALUE-REQUIRED  events.csv row 1, AEDECOD [subject 101]: AEDECOD is required and blank." in (
        capsys.readouterr().err
    )


def test_an_uncoded_event_may_be_a_query(other):
    other.append(STUDY, "levels:\n  VALUE-REQUIRED: query\n")
    other.replace(EVENTS, "hoarse voice,Dysphonia", "hoarse voice,")
    assert other.build() == 0
    assert column(other, "sdtm/ae.xpt", "AEDECOD") == ["", "Asthma", "Oral candidiasis"]
    assert queries(other) == [("VALUE-REQUIRED", "events.csv", 1, "AEDECOD", "")]


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
