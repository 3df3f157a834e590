"""Facts of reports: accounting, queries, the cut, conformance and double programming."""

import json
from pathlib import Path

import pytest

from onespec.submission.guides.expressions import evaluate
from onespec.submission.guides.sources import Absent, NotGiven, Sources

FIELD = {"carried_to": {}, "used_by": {}, "not_submitted": 0, "not_submitted_because": ""}
INITIALS = {"field": "I", "label": {"en": "Initials"}, "not_submitted": 3, "not_submitted_because": "names a person"}
ACCOUNTING = {
    "forms": [
        {
            "form": "ae",
            "label": {"en": "Adverse events", "zh": "不良事件"},
            "fields": [
                FIELD | {"field": "T", "label": {}, "carried_to": {"AE.AETERM": 2}, "used_by": {"DM.X": 1}},
                FIELD | INITIALS,
            ],
        }
    ]
}
BREACH = {"standard": "sdtm", "engine": "onespec", "rule": "R1", "dataset": "AE", "message": "Blank."}
CONFORMANCE = {
    "engines": [
        {"engine": "onespec", "standard": "sdtm", "what": "own", "run": True, "rules": {"ran": 9}, "breaches": 3},
        {"engine": "CORE", "standard": "sdtm", "what": "not run", "run": False, "rules": {}, "breaches": 0},
    ],
    "explanations": [{"place": "conformance.yaml:2", "reason": "Not asked."}],
    "breaches": [
        BREACH | {"explained": "conformance.yaml:2"},
        BREACH | {"explained": "conformance.yaml:2"},
        BREACH | {"explained": ""},
        BREACH | {"standard": "adam", "dataset": "ADAE", "explained": ""},
    ],
}


@pytest.fixture
def sources(tmp_path) -> Sources:
    (tmp_path / "reports").mkdir()
    _write(tmp_path / "reports" / "accounting.json", ACCOUNTING)
    asked = [{"rule": "A", "dataset": "AE", "status": "open"}] * 2 + [
        {"rule": "A", "dataset": "AE", "status": "accepted"}
    ]
    _write(tmp_path / "reports" / "queries.json", {"queries": asked})
    (tmp_path / "reports" / "cut.csv").write_text(
        "\ufeffform,field,becomes\nae,AEDAT,row left out\nae,AEDAT,row left out\n", "utf-8"
    )
    _write(tmp_path / "run.json", {"cut": {"date": "2021-01-31", "rows": 2}, "study": "S"})
    _write(tmp_path / "report.json", CONFORMANCE)
    return Sources(tmp_path, tmp_path / "run.json", tmp_path / "reports", tmp_path)  # fmt: skip


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    "expression, value",
    [
        ({"run": "cut.date"}, "2021-01-31"),
        ({"run": "cut.rows"}, 2),
        ({"forms": "AE"}, ["Adverse events (ae)"]),
        ({"forms": "DM"}, []),
        ({"unfed": ["AE", "DM", "PE"]}, ["PE"]),
        ({"fields": "all"}, 2),
        ({"not_submitted": "reasons"}, [{"reason": "names a person", "fields": 1, "cells": 3, "named": "Initials"}]),
        ({"queries": "total"}, 3),
        ({"queries": "open"}, 2),
        (
            {"queries": "by", "names": ["status"]},
            [{"status": "accepted", "queries": 1}, {"status": "open", "queries": 2}],
        ),
        ({"cut": "rows"}, [{"form": "Adverse events", "field": "AEDAT", "becomes": "row left out", "rows": 2}]),
        ({"given": "conformance"}, 1),
        ({"given": "qc"}, 0),
        ({"conformance": "total", "standard": "sdtm"}, 3),
        ({"conformance": "unexplained", "standard": "sdtm"}, 1),
        ({"conformance": "unexplained", "standard": "adam"}, 1),
        ({"not_run": "sdtm"}, ["CORE"]),
        ({"engines": "sdtm"}, [{"engine": "onespec", "what": "own", "ran": 9, "breaches": 3}]),
        (
            {"issues": "sdtm"},
            [
                {"rule": "R1 (onespec)", "dataset": "AE", "message": "Blank.", "breaches": 1, "reason": ""},
                {"rule": "R1 (onespec)", "dataset": "AE", "message": "Blank.", "breaches": 2, "reason": "Not asked."},
            ],
        ),
    ],
)
def test_reports_are_counted(sources, expression, value):
    assert evaluate(expression, sources) == value


def test_what_a_report_does_not_say_is_absent(sources):
    with pytest.raises(Absent):
        evaluate({"run": "cut.subjects"}, sources)


def test_without_reports_nothing_is_said(tmp_path):
    for expression in ({"forms": "all"}, {"queries": "total"}, {"cut": "rows"}):
        with pytest.raises(NotGiven):
            evaluate(expression, Sources(tmp_path))
