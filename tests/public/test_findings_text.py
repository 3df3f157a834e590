"""Findings for programs: `onespec check --json`."""

from __future__ import annotations

import json

from onespec.cli.main import main


def checked(study, capsys, *more: str) -> tuple[int, dict]:
    code = main(["check", "--study", str(study.spec), "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def test_a_complete_specification(other, capsys):
    assert checked(other, capsys) == (0, {"complete": True, "findings": [], "guesses": []})


def test_a_finding_with_its_place_and_fix_and_an_id_that_survives_another_line(other, capsys):
    other.replace("spec/sdtm/ae.yaml", "derived: study_day", "derived: study_daiy")
    code, told = checked(other, capsys)
    (finding,) = told["findings"]
    assert (code, told["complete"]) == (1, False)
    assert {n: finding[n] for n in ("rule", "level", "file", "line", "column", "message", "fix")} == {
        "rule": "SPEC-METHOD",
        "level": "stop",
        "file": "sdtm/ae.yaml",
        "line": 16,
        "column": "AESTDY",
        "message": "There is no method 'study_daiy'.",
        "fix": "Did you mean 'study_day'?",
    }
    other.replace("spec/sdtm/ae.yaml", "dataset: AE\n", "# a comment\ndataset: AE\n")
    (moved,) = checked(other, capsys)[1]["findings"]
    assert (moved["id"], moved["line"]) == (finding["id"], 17)


def test_what_a_draft_guesses(other, capsys):
    other.replace("spec/crf.yaml", "    file: enrol.csv\n", "    file: enrol.csv  # guessed: its name\n")
    guess = {"file": "crf.yaml", "line": 4, "said": "file: enrol.csv", "evidence": "its name"}
    assert checked(other, capsys, "--guesses")[1]["guesses"] == [guess]
