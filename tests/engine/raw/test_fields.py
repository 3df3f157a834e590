"""Typing raw fields by their contract: what becomes of each cell, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Codelist, Term
from onespec.engine.frames import Frame
from onespec.engine.raw.account import CARRIED, NOT_SUBMITTED, REFUSED, USED
from onespec.engine.raw.fields import hold_against_register, type_form
from onespec.engine.spec.forms import Field, Form

NY = Codelist(
    "NY",
    "",
    "",
    "",
    False,
    "text",
    {"Y": Term("Y", "Yes", "", ("yes", "是", "√"), 1), "N": Term("N", "No", "", ("no", "否"), 2)},
)
LAB = Codelist("LAB", "", "", "", False, "text", {"NEGATIVE": Term("NEGATIVE", "", "", ("-", "阴性"), 1)})
LISTS = {"NY": NY, "LAB": LAB}
NOTHING = 0


def typed(values: list[str], language: str = "en", **field):
    """One field typed for subjects 01, 02 ...: values, what became of the cells, findings."""
    return form({"X": values}, language, X=field)


def form(columns: dict[str, list[str]], language: str = "en", key=("SUBJ",), **fields):
    n = len(next(iter(columns.values())))
    columns = {"SUBJ": [f"{i + 1:02}" for i in range(n)]} | columns
    declared = {"SUBJ": Field("SUBJ", {}, "text")} | {name: Field(name, {}, **given) for name, given in fields.items()}
    contract = Form("f", {}, ("f.csv",), "utf-8", "", ("SUBJ",), tuple(key), declared)
    return type_form(contract, Frame({n: text(v) for n, v in columns.items()}), np.arange(1, n + 1), LISTS, language)


def lines(out) -> list[str]:
    return [f.text() for f in out.findings]


def test_text_is_carried_without_the_blanks_around_it():
    out = typed(["  headache ", "", " ", "ＡＢＣ１"], type="text")
    assert (out.frame["X"].tolist(), out.filled["X"].tolist(), lines(out)) == (
        ["headache", "", "", "ＡＢＣ１"],
        [True, False, False, True],
        [],
    )


def test_numbers_stay_as_they_are_written():
    out = typed(["010", "5.20", "-3", "+.5", ""], type="number")
    assert (out.frame["X"].tolist(), lines(out)) == (["010", "5.20", "-3", "+.5", ""], [])


@pytest.mark.parametrize("value", ["five", "5,2", "1e3", "5 mg", "--5", "0x10", "nan", "inf"])
def test_a_number_that_is_none_is_refused(value):
    out = typed(["1", value], type="number")
    assert (out.frame["X"].tolist(), out.status["X"].tolist()) == (["1", ""], [NOTHING, REFUSED])
    assert lines(out) == [
        f"QUERY RAW-NUMBER  f.csv row 2, X [subject 02]: '{value}' is not a number. Fix: Ask the site for the number."
    ]


def test_a_date_outside_its_limits_is_carried_and_told():
    """Of a date of which a part is unknown, only one that lies outside on every day that it may be."""
    values = ["2201-05-01", "0021-05-01", "2027-10-31", "2027-11-01", "2027-UN-UN", "2027-11-UN", "2019", "2027-UN-30"]
    limits = {"earliest": "2020", "latest": "2027-10-31"}
    out = typed(values, type="date", format=("YYYY-MM-DD", "YYYY"), **limits)
    assert out.frame["X"].tolist() == [
        *("2201-05-01", "0021-05-01", "2027-10-31", "2027-11-01", "2027", "2027-11", "2019", "2027---30")
    ]
    assert out.status["X"].tolist() == [NOTHING] * 8
    assert [(f.rule, f.row) for f in out.findings] == [("RAW-RANGE", row) for row in (2, 7, 1, 4, 6)]
    assert lines(out)[2] == (
        "QUERY RAW-RANGE  f.csv row 1, X [subject 01]: '2201-05-01' lies after 2027-10-31; carried as collected. "
        "Fix: Ask the site to check the date."
    )


def test_a_date_keeps_what_is_known_when_its_time_cannot_be_taken():
    out = typed(["2025-08-03 25:00", "2025-08-UN 08:30"], type="date", format=("YYYY-MM-DD HH:MM",))
    assert (out.frame["X"].tolist(), out.status["X"].tolist()) == (["2025-08-03", "2025-08"], [NOTHING] * 2)
    assert lines(out) == [
        "QUERY RAW-TIME  f.csv row 1, X [subject 01]: '2025-08-03 25:00' is not a time of day; the time is not "
        "carried. Fix: Ask the site for the time.",
        "QUERY RAW-TIME  f.csv row 2, X [subject 02]: '2025-08-UN 08:30' has no complete date; the time is not "
        "carried. Fix: Ask the site for the time.",
    ]


def test_a_time_with_unknown_minutes_joins_its_date():
    day = {"type": "date", "format": ("YYYY-MM-DD",), "time": "T"}
    time = {"type": "time", "format": ("HH:MM AM",)}
    out = form({"X": ["2025-08-03", "2025-08-03"], "T": ["08:UN PM", "12:05 am"]}, X=day, T=time)
    assert (out.frame["X"].tolist(), lines(out)) == (["2025-08-03T20", "2025-08-03T00:05"], [])


def test_a_number_outside_its_limits_is_carried_and_told():
    out = typed(["0", "-0.1", "120", "121", ""], type="number", min="0", max="120")
    assert out.frame["X"].tolist() == ["0", "-0.1", "120", "121", ""]
    assert out.status["X"].tolist() == [NOTHING] * 5
    assert lines(out) == [
        "QUERY RAW-RANGE  f.csv row 2, X [subject 02]: '-0.1' lies below 0; carried as collected. "
        "Fix: Ask the site to check the value.",
        "QUERY RAW-RANGE  f.csv row 4, X [subject 04]: '121' lies above 120; carried as collected. "
        "Fix: Ask the site to check the value.",
    ]


def test_full_width_digits_are_read_and_told():
    out = typed(["１２．５", "12.5"], type="number")
    assert out.frame["X"].tolist() == ["12.5", "12.5"]
    assert lines(out) == [
        "QUERY RAW-WIDTH  f.csv row 1, X [subject 01]: '１２．５' holds full-width characters; read as ASCII. "
        "Fix: Correct the entry in the CRF."
    ]


def test_codes_become_terms_in_any_case():
    out = typed(["Y", "y", "YES", "是", "√", "否", "", " no "], type="code", codelist="NY")
    assert (out.frame["X"].tolist(), lines(out)) == (["Y", "Y", "Y", "Y", "Y", "N", "", "N"], [])


@pytest.mark.parametrize(("unknown", "level"), [("stop", "STOP "), ("query", "QUERY")])
def test_an_unknown_answer_is_refused(unknown, level):
    out = typed(["maybe", "Y"], type="code", codelist="NY", unknown=unknown)
    assert (out.frame["X"].tolist(), out.status["X"].tolist()) == (["", "Y"], [REFUSED, NOTHING])
    assert lines(out) == [
        f"{level} RAW-CODE  f.csv row 1, X [subject 01]: 'maybe' is no answer of codelist NY. "
        "Fix: Add the answer under 'raw:' of its term in codelist NY, or correct it in the CRF."
    ]


def test_results_stay_verbatim_except_listed_answers():
    out = typed(["5.1", "<0.5", "是", ""], type="result", codelist="NY")
    assert (out.frame["X"].tolist(), lines(out)) == (["5.1", "<0.5", "Y", ""], [])


def test_a_date_that_is_none_is_refused():
    out = typed(["2025-08-03", "2025-02-30", "03AUG2025", ""], type="date", format=("YYYY-MM-DD",))
    assert (out.frame["X"].tolist(), out.status["X"].tolist()) == (
        ["2025-08-03", "", "", ""],
        [NOTHING, REFUSED, REFUSED, NOTHING],
    )
    assert [line.split(": ", 1)[1].partition(" Fix")[0] for line in lines(out)] == [
        "'2025-02-30' is no day of the calendar.",
        "'03AUG2025' is not written as YYYY-MM-DD.",
    ]


def test_a_complete_date_takes_its_time():
    out = form(
        {"D": ["2025-08-03", "2025-08", "", "2025-08-04", "2025-08-05"], "T": ["9:30", "9:30", "9:30", "", "25:00"]},
        D={"type": "date", "format": ("YYYY-MM-DD", "YYYY-MM"), "time": "T"},
        T={"type": "time"},
    )
    assert out.frame["D"].tolist() == ["2025-08-03T09:30", "2025-08", "", "2025-08-04", "2025-08-05"]
    assert out.status["T"].tolist() == [NOTHING, REFUSED, REFUSED, NOTHING, REFUSED]
    assert [(f.rule, f.row, f.message) for f in out.findings] == [
        ("RAW-TIME", 5, "'25:00' is not a time of day (HH:MM or HH:MM:SS)."),
        ("RAW-TIME", 2, "'9:30' has no complete date in D; the time is not carried."),
        ("RAW-TIME", 3, "'9:30' has no complete date in D; the time is not carried."),
    ]


TRANSLATED = {"X": {"type": "text", "translation": "X_EN"}, "X_EN": {"type": "text"}}


def test_a_text_is_translated_and_plain_ascii_needs_no_translation():
    columns = {"X": ["头痛", "headache", "发热", ""], "X_EN": ["Headache", "", "", ""]}
    out = form(columns, **TRANSLATED)
    assert out.frame["X"].tolist() == ["Headache", "headache", "发热", ""]
    assert lines(out) == [
        "STOP  RAW-TRANSLATION  f.csv row 3, X [subject 03]: '发热' has no translation in X_EN. "
        "Fix: Have the text translated."
    ]


def test_the_chinese_edition_holds_what_was_written():
    out = form({"X": ["头痛"], "X_EN": ["Headache"]}, "zh", **TRANSLATED)
    assert (out.frame["X"].tolist(), lines(out)) == (["头痛"], [])


def test_what_is_not_submitted_is_not_read_either():
    out = typed(["nonsense", ""], type="number", not_submitted="no study data")
    assert (out.frame["X"].tolist(), out.status["X"].tolist(), lines(out)) == (
        ["nonsense", ""],
        [NOT_SUBMITTED, NOTHING],
        [],
    )


def test_a_key_is_read_though_it_is_not_submitted():
    """Two ways to write a day are one day."""
    day = {"type": "date", "format": ("DD/MM/YYYY", "D/M/YYYY"), "not_submitted": "only tells rows apart"}
    out = form({"SUBJ": ["01", "01"], "DAY": ["01/02/2021", "1/2/2021"]}, key=("SUBJ", "DAY"), DAY=day)
    assert out.frame["DAY"].tolist() == ["2021-02-01", "2021-02-01"]
    assert [f.rule for f in out.findings] == ["RAW-DUPLICATE"]


def test_subject_and_key_are_used_by_the_form():
    out = form({"NO": ["1", "2"]}, key=("SUBJ", "NO"), NO={"type": "number"})
    assert (out.status["SUBJ"].tolist(), out.status["NO"].tolist()) == ([USED, USED], [USED, USED])
    assert CARRIED > USED  # a use of the cell elsewhere goes before


def test_a_second_row_with_the_same_key():
    columns = {"SUBJ": ["01", "01", "02"], "NO": ["1", "1", "1"]}
    assert lines(form(columns, key=("SUBJ", "NO"), NO={"type": "number"})) == [
        "QUERY RAW-DUPLICATE  f.csv row 2, NO [subject 01]: '1' stands in a second row with the same SUBJ + NO. "
        "Fix: Remove one of the rows in the export, or complete the form's key in crf.yaml."
    ]


def test_a_second_row_of_a_subject_where_each_has_one():
    assert [line.split()[0] for line in lines(form({"SUBJ": ["01", "01"]}))] == ["STOP"]


def test_a_form_without_rows():
    out = form({"D": [], "N": []}, D={"type": "date", "format": ("YYYY-MM-DD",)}, N={"type": "number", "min": "0"})
    assert (len(out.frame), lines(out)) == (0, [])


def test_a_field_that_repeats_the_register_must_agree_with_it():
    register = form({"SITE": ["S1", "S2"]}, SITE={"type": "text"})
    other = form({"SITE": ["S1", "S1", ""]}, SITE={"type": "text", "repeats": "SITE"})
    hold_against_register(other, register)
    assert lines(other) == [
        "QUERY RAW-REGISTER  f.csv row 2, SITE [subject 02]: 'S1' differs from SITE of the subject in form f; "
        "not carried. "
        "Fix: Ask the site which is right; the row may belong to another subject."
    ]
    assert other.status["SITE"].tolist() == [USED, REFUSED, NOTHING]


@pytest.mark.parametrize(
    "value",
    ["n/a", "hemolysed", "6,52", "12.5*", "~12.5", "12.5 H", "1,200", "10 900", "1.2E1", "<12,5", "12.5-13", "2+", "-"],
)
def test_a_result_that_is_neither_a_number_nor_an_answer_is_carried_and_told(value):
    out = typed(["12.5", value, ">= 12.5", "<.5"], type="result")
    assert (out.frame["X"].tolist(), out.status["X"].tolist()) == (["12.5", value, ">= 12.5", "<.5"], [NOTHING] * 4)
    assert lines(out) == [
        f"QUERY RAW-RESULT  f.csv row 2, X [subject 02]: '{value}' is neither a number nor an answer of the test; "
        "carried as collected. Fix: Ask the laboratory or the site for the result; where the test has this answer, "
        "name it in a codelist of the field."
    ]


def test_a_result_that_the_english_edition_cannot_hold_is_refused_and_told():
    out, verbatim = (typed(["溶血", "5"], type="result", language=language) for language in ("en", "zh"))
    assert (out.frame["X"].tolist(), out.status["X"].tolist()) == (["", "5"], [REFUSED, NOTHING])
    assert "'溶血' is neither a number nor an answer of the test; not carried: it is not English." in lines(out)[0]
    assert (verbatim.frame["X"].tolist(), verbatim.status["X"].tolist()) == (["溶血", "5"], [NOTHING] * 2)


def test_an_answer_of_one_test_is_none_of_another():
    columns = {"TEST": ["Protein", "PT", "Protein", "PT"], "X": ["-", "-", "2.5", "11.9"]}
    given = {"type": "result", "test": "TEST", "answers": {"Protein": "LAB"}}
    for order in (("TEST", "X"), ("X", "TEST")):
        fields = {"TEST": {"type": "text"}, "X": given}
        out = form(columns, key=("SUBJ", "TEST"), **{name: fields[name] for name in order})
        assert out.frame["X"].tolist() == ["NEGATIVE", "-", "2.5", "11.9"]
        assert [(f.rule, f.row, f.value) for f in out.findings] == [("RAW-RESULT", 2, "-")]


@pytest.mark.parametrize("digits", ["١٢", "१२", "１２"[:1] + "٢", "½", "12²"])
@pytest.mark.parametrize("kind", ["number", "result"])
def test_digits_of_other_scripts_are_no_digits(digits, kind):
    out = typed([digits, "12"], type=kind)
    assert out.frame["X"].tolist() == ["", "12"]
    assert [f.rule for f in out.findings if f.rule != "RAW-WIDTH"] == [f"RAW-{kind.upper()}"]


@pytest.mark.parametrize("value", ["٢٠٢٥-٠٨-٠٣", "२०२५-०८-०३", "2025-08-٠٣"])
def test_a_date_in_digits_of_other_scripts_is_refused(value):
    out = typed([value, "２０２５-08-03"], type="date", format=("YYYY-MM-DD",))
    assert out.frame["X"].tolist() == ["", "2025-08-03"]
    assert [(f.rule, f.row) for f in out.findings if f.rule != "RAW-WIDTH"] == [("RAW-DATE", 1)]
    assert [f.rule for f in typed(["٠٨:٣٠"], type="time", format=("HH:MM",)).findings] == ["RAW-TIME"]


@pytest.mark.parametrize("kind", ["number", "result"])
def test_a_number_that_a_dataset_rounds_is_carried_and_told(kind):
    out = typed(
        ["123456789012345678", "9007199254740993", "9007199254740992", "0.1", "1.000000000000000000"], type=kind
    )
    assert out.frame["X"].tolist()[0] == "123456789012345678"
    assert [(f.rule, f.row) for f in out.findings] == [("RAW-PRECISION", 1), ("RAW-PRECISION", 2)]
