"""Each action on a table that can be read: what a value becomes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from onespec.engine.series import TEXT
from onespec.submission.sharing.actions import Context
from onespec.submission.sharing.key import Key
from onespec.submission.sharing.register import Dates, Sharing
from onespec.submission.sharing.rules import Decision, Known
from onespec.submission.sharing.survey import Survey
from onespec.submission.sharing.transform import changed

KEY = Key(bytes(32), Path("key"))
NEW = {"S-1": "BBBB", "S-2": "CCCC"}
MOVED = {"S-1": -10, "S-2": -40}


def shared(
    dataset: str,
    columns: dict[str, list],
    actions: dict[str, str | tuple[str, tuple[str, ...]]],
    sharing: Sharing | None = None,
    having: dict[str, dict[str, int]] | None = None,
    left_out: set[str] | None = None,
) -> dict[str, list]:
    """The columns of a dataset after its actions; a variable without one is kept."""
    frame = pd.DataFrame({n: pd.Series(v, dtype=TEXT if isinstance(v[0], str) else float) for n, v in columns.items()})
    decisions = {}
    for name in columns:
        action, levels = actions.get(name, "keep"), ()
        if isinstance(action, tuple):
            action, levels = action
        known = Known(dataset, name, "sdtm", "text" if isinstance(columns[name][0], str) else "number")
        decisions[dataset, name] = Decision(known, "direct", action, levels)
    for qnam in set(columns.get("QNAM", ())):
        action = actions.get(f"QNAM {qnam}", "keep")
        decisions["AE", qnam] = Decision(Known("AE", qnam, "sdtm", qualifier=True), "direct", action)
    survey = Survey(NEW, MOVED, {"1": "S-1", "2": "S-2"}, {"01"}, having or {}, left_out=left_out or set())
    made = changed(dataset, frame, Context(KEY, sharing or Sharing(), survey, decisions))
    return {n: made.frame[n].tolist() for n in made.frame}


def test_subjects_get_new_identifiers_and_stand_in_their_order():
    made = shared(
        "DM",
        {"STUDYID": ["X", "X"], "USUBJID": ["S-2", "S-1"], "SUBJID": ["2", "1"], "AGE": [30.0, 92.0]},
        {"USUBJID": "subject", "SUBJID": "subject", "AGE": "age"},
    )
    assert made == {"STUDYID": ["X", "X"], "USUBJID": ["X-BBBB", "X-CCCC"], "SUBJID": ["BBBB", "CCCC"], "AGE": [90, 30]}


def test_who_is_left_out_has_no_record():
    made = shared("AE", {"USUBJID": ["S-1", "S-2"], "AESEQ": [1.0, 2.0]}, {"USUBJID": "subject"}, left_out={"S-1"})
    assert made == {"USUBJID": ["CCCC"], "AESEQ": [2.0]}


@pytest.mark.parametrize(("times", "then"), [("keep", [3600.0]), ("remove", [None])])
def test_a_time_of_day_goes_with_the_times_of_dates(times, then):
    made = shared("ADVS", {"USUBJID": ["S-1"], "ATM": [3600.0]}, {"ATM": "time"}, Sharing(dates=Dates(times=times)))
    assert [None if pd.isna(x) else x for x in made["ATM"]] == then


def test_dates_of_a_subject_move_alike_and_nobody_s_go():
    made = shared(
        "AE",
        {
            "USUBJID": ["S-1", "S-1", "S-2", ""],
            "AESTDTC": ["2026-03-11", "2026-03", "2026-03-11T10:30", "2026-03-11"],
            "ASTDT": [100.0, float("nan"), 100.0, 100.0],
        },
        {"AESTDTC": "shift", "ASTDT": "shift"},
    )
    assert sorted(made["AESTDTC"]) == ["", "2026-01-30T10:30", "2026-02", "2026-03-01"]
    assert sorted(n for n in made["ASTDT"] if n == n) == [60, 90]


def test_an_imputed_day_or_a_limit_of_the_subject_stands_for_a_partial_date():
    """Consent on 7 January, death on 3 May: January began with the 7th, May ended with the 3rd."""
    survey = Survey(limits={"S-1": ("2026-01-07", "2026-05-03")})
    assert survey.stand("AESTDTC", "S-1", "2026-01") == date(2026, 1, 7)
    assert survey.stand("AEENDTC", "S-1", "2026-05") == date(2026, 5, 3)
    assert survey.stand("AESTDTC", "S-1", "2026-02") is None and survey.stand("AESTDTC", "S-2", "2026-01") is None
    survey.anchors = {"AESTDTC": {("S-1", "2026-01"): date(2026, 1, 20)}}
    assert survey.stand("AESTDTC", "S-1", "2026-01") == date(2026, 1, 20)


def test_a_record_identifier_is_new_the_same_for_the_subject_and_relations_follow():
    actions = {"AESPID": "record"}
    made = shared("AE", {"USUBJID": ["S-1", "S-1", "S-2"], "AESPID": ["1", "1", "1"]}, actions)["AESPID"]
    assert made[0] == made[1] != made[2] and len(made[0]) == 8
    frame = {"RDOMAIN": ["AE", "AE"], "USUBJID": ["S-1", "S-1"], "IDVAR": ["AESPID", "AESEQ"], "IDVARVAL": ["1", "1"]}
    decisions = {
        ("RELREC", n): Decision(Known("RELREC", n, "sdtm"), "kept", "related" if n == "IDVARVAL" else "keep")
        for n in frame
    }
    decisions["AE", "AESPID"] = Decision(Known("AE", "AESPID", "sdtm"), "direct", "record")
    context = Context(KEY, Sharing(), Survey(NEW, MOVED), decisions)
    related = changed("RELREC", pd.DataFrame(frame, dtype=TEXT), context).frame["IDVARVAL"].tolist()
    assert related == [made[0], "1"]


def test_a_rare_term_gives_way_to_the_next_level_and_its_words_to_the_term():
    made = shared(
        "AE",
        {
            "USUBJID": ["S-1", "S-2", "S-2"],
            "AETERM": ["felt sick", "vomiting blood", "itch"],
            "AEDECOD": ["Nausea", "Haematemesis", ""],
            "AEPTCD": [1.0, 2.0, float("nan")],
            "AEBODSYS": ["Gastro", "Gastro", ""],
        },
        {"AETERM": ("term", ("AEDECOD",)), "AEDECOD": ("rare", ("AEBODSYS",)), "AEPTCD": "below"},
        having={"AEDECOD": {"Nausea": 5, "Haematemesis": 1}, "AEBODSYS": {"Gastro": 6}},
    )
    assert made["AEDECOD"] == ["Nausea", "Gastro", ""]
    assert made["AETERM"] == ["Nausea", "Gastro", "REMOVED"]
    assert made["AEPTCD"][0] == 1 and made["AEPTCD"][1] != made["AEPTCD"][1]


def test_a_group_of_too_few_is_other_and_so_is_a_term_without_a_level():
    made = shared(
        "DM",
        {"USUBJID": ["S-1", "S-2"], "RACE": ["ASIAN", "WHITE"], "RACEN": [1.0, 2.0], "CMDECOD": ["A", "B"]},
        {"RACE": "group", "RACEN": "group", "CMDECOD": "rare"},
        having={"RACE": {"ASIAN": 9, "WHITE": 1}, "CMDECOD": {"A": 2, "B": 1}},
    )
    assert made["RACE"] == ["ASIAN", "OTHER"] and made["RACEN"][0] == 1 and made["RACEN"][1] != made["RACEN"][1]
    assert made["CMDECOD"] == ["A", "OTHER"]


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ("12.5", "12.5"),
        ("<20", "<20"),
        (">= 1210", ">= 1210"),
        ("1:40", "1:40"),
        ("13800138000", "REMOVED"),  # the digits of a telephone
        ("Hypertension", "Hypertension"),
        ("hypertension", "REMOVED"),
        ("Seen on 2026-03-11.", "Seen on 2026-03-01."),
        ("Seen by Dr. Who on 2026-03-11.", "REMOVED"),
        ("", ""),
    ],
)
def test_a_text_stays_if_somebody_has_read_it(value, made):
    sharing = Sharing(reviewed=("Hypertension", "Seen on {date}."))
    found = shared("CM", {"USUBJID": ["S-1"], "CMINDC": [value]}, {"CMINDC": "reviewed"}, sharing)
    assert found["CMINDC"] == [made]


def test_dates_of_the_study_are_masked():
    made = shared(
        "TS",
        {"TSPARMCD": ["SSTDTC", "TITLE"], "TSVAL": ["2026-01-01", "A trial"], "TSVALNF": ["", ""]},
        {"TSVAL": "parameters"},
    )
    assert made["TSVAL"] == ["", "A trial"] and made["TSVALNF"] == ["MSK", ""]


def test_qualifiers_by_their_names():
    made = shared(
        "SUPPAE",
        {
            "RDOMAIN": ["AE", "AE", "AE"],
            "USUBJID": ["S-1", "S-1", "S-2"],
            "QNAM": ["WORDS", "DAY", "FLAG"],
            "QVAL": ["as he told me", "2026-03-11", "Y"],
        },
        {"QNAM WORDS": "remove", "QNAM DAY": "shift", "QVAL": "reviewed"},
    )
    assert list(zip(made["QNAM"], made["QVAL"], strict=True)) == [("DAY", "2026-03-01"), ("FLAG", "Y")]
