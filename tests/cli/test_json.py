"""``--json``: one document on the standard output and nothing else, with the exit code of the command."""

from __future__ import annotations

import json

import pytest

import onespec
from onespec.cli.main import main


def asked(study, capsys, *words: str) -> tuple[int, dict]:
    places = ["--study", str(study.spec)]
    if words[0] in ("build", "explain"):
        places += ["--raw", str(study.raw)]
    if words[0] in ("build", "explain", "impact"):
        places += ["--out", str(study.out)]
    code = main([words[0], *words[1:], *(places if words[0] != "diff" else []), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_build_and_its_findings_once_more_when_there_is_nothing_to_do(other, capsys):
    other.replace("raw/events.csv", "hoarse voice", "=hoarse voice")
    other.replace("raw/events.csv", "20/01/2021", "32/01/2021")
    code, told = asked(other, capsys, "build")
    assert (code, told["complete"], told["up_to_date"], told["milestone"]) == (0, True, False, "")
    assert told["datasets"][0] == {
        "name": "AE",
        "rows_in": 3,
        "rows_out": 3,
        "variables": 24,
        "findings": 1,
        "rebuilt": True,
    }
    assert told["cells"]["balance"] == 0 and told["cells"]["refused"] == 1
    assert [f["rule"] for f in told["findings"]] == ["RAW-DATE", "ADAM-DATE"]
    code, again = asked(other, capsys, "build")
    assert (code, again["up_to_date"], again["findings"]) == (0, True, told["findings"])
    code, kept = asked(other, capsys, "build", "--if-absent")
    assert (code, kept["left_as_it_is"]) == (0, str(other.out))


def test_a_build_that_stops(other, capsys):
    other.replace("raw/events.csv", "20/01/2021,yes", "20/01/2021,perhaps")
    code, told = asked(other, capsys, "build")
    assert (code, told["complete"]) == (1, False)
    (stop,) = (f for f in told["findings"] if f["level"] == "stop")
    assert (stop["rule"], stop["file"], stop["row"], stop["value"]) == ("RAW-CODE", "events.csv", 3, "perhaps")
    assert told["findings_file"].endswith("findings.csv")


def test_a_chain_back_to_the_raw_cells(other_done, capsys):
    code, told = asked(other_done, capsys, "explain", "AE", "--where", "AEDECOD=Asthma", "--variable", "AESTDY")
    (record, value), count = told["records"][0], told["count"]
    assert (code, count, record["name"].split(":")[0]) == (0, 1, "Record of AE")
    assert (value["name"], value["value"], value["behind"][0]["value"]) == ("AESTDY", "13", "2021-01-20")
    assert value["behind"][0]["lines"][0].startswith("Collected: events.csv, row 3, column BEGAN")


def test_a_variable(other_done, capsys):
    code, told = asked(other_done, capsys, "explain", "ae.aeser")
    assert (code, told["standard"]["core"], told["study"]["verb"]) == (0, "Exp", "collected")


def test_impact_and_diff(other_done, capsys):
    code, told = asked(other_done, capsys, "impact", "DM.SEX")
    assert (code, told["target"], told["used_by"]) == (0, "DM.SEX", ["ADSL.SEX"])
    assert told["reached"][1] == {"dataset": "ADSL", "records": [], "variables": ["SEX"], "reached": 3, "all": 3}
    same = str(other_done.spec)
    assert asked(other_done, capsys, "diff", same, same)[1] == {"changes": [], "text": "Nothing changed in meaning."}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["explain", "AE.AESRE"], 1),
        (["explain", "AE", "--where", "AEDECOD"], 1),
        (["impact", "AE.AESRE"], 1),
        (["check", "--study", "nowhere"], 2),
    ],
)
def test_what_is_not_there(other, capsys, words, code):
    places = [] if "--study" in words else ["--study", str(other.spec)]
    assert main([*words, *places, "--json"]) == code
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert (told["complete"], told["findings"]) == (False, []) and told["error"] + "\n" == printed.err


@pytest.mark.parametrize("words", [["explain", "AE.AESER"], ["impact", "DM.SEX"], ["diff"], ["build"]])
def test_a_faulty_specification(other, capsys, words):
    other.replace("spec/sdtm/ae.yaml", "derived: study_day", "derived: study_daiy")
    more = [str(other.spec), str(other.spec)] if words == ["diff"] else []
    code, told = asked(other, capsys, *words, *more)
    assert (code, [f["rule"] for f in told["findings"]]) == (1, ["SPEC-METHOD"])


def test_findings_as_a_table(other):
    other.replace("spec/sdtm/ae.yaml", "derived: study_day", "derived: study_daiy")
    with pytest.raises(onespec.Stopped) as stopped:
        onespec.open(other.spec).check()
    frame = onespec.findings_frame(stopped.value.findings)
    assert frame[["rule", "line", "column"]].to_numpy().tolist() == [["SPEC-METHOD", 16, "AESTDY"]]
    assert list(onespec.findings_frame([])) == list(frame)
