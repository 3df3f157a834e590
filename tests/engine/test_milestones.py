"""Milestones: what is open is asked for in a draft, what is uncoded in a dry run, and all of it stops a lock."""

from __future__ import annotations

import json

import pytest
from support import StudyCopy, read_findings

import onespec
from onespec.cli.main import main
from onespec.engine.milestones import CODING, MAPPING, MILESTONES, levels_at, standing

STUDY, AE, EVENTS = "spec/study.yaml", "spec/sdtm/ae.yaml", "raw/events.csv"
DRAFT = "Milestone draft: what is not yet mapped, coded or translated may be missing. Not for submission."


def at(study: StudyCopy, milestone: str) -> StudyCopy:
    study.append(STUDY, f"milestone: {milestone}\n")
    return study


def rules(findings, level: str = "query") -> set[str]:
    return {f.rule for f in findings if f.level == level}


def left_open(study: StudyCopy):
    return read_findings(study.out / "reports" / "open.csv")


def unmap(other: StudyCopy) -> None:
    """A field that nobody maps, a variable without an origin, one that is missing, a column, a file and a list more."""
    other.replace(AE, "  AEBODSYS: {collected: events.BODY, dictionary: MEDDRA}\n", "")
    other.replace(AE, "  AEREL:   {not_available: not collected}\n", "  AEREL:   {codelist: none}\n")
    other.replace(EVENTS, "SERIOUS,MONITOR", "SERIOUS,MONITOR,MORE")
    lines = other.raw.joinpath("events.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join([lines[0], *(line + ",x" for line in lines[1:])]) + "\n"
    other.raw.joinpath("events.csv").write_text(text, encoding="utf-8")
    other.raw.joinpath("more.csv").write_text("A\n1\n", encoding="utf-8")
    other.append("spec/codelists.yaml", "\nLATER: {name: Later, terms: {A: {decode: A}}}\n")


OPEN = {"SPEC-CORE", "SPEC-ORIGIN", "SPEC-UNUSED", "RAW-EXTRA-COLUMN", "RAW-EXTRA-FILE", "RAW-UNACCOUNTED"}


def test_what_is_not_mapped_is_asked_for_in_a_draft(other):
    unmap(other)
    assert at(other, "draft").build() == 0
    assert rules(left_open(other)) == OPEN and rules(other.queries) == {"ADAM-DATE"}
    ae = onespec.open(other.spec, other.raw, other.out)["AE"]
    assert ae["AEREL"].tolist() == ["", "", ""] and "AEBODSYS" not in ae
    assert "BODY,3,0,0,0,0,3" in (other.out / "reports" / "accounting.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("milestone", ["dry-run", "lock", ""])
def test_what_is_not_mapped_stops_later(other, milestone):
    unmap(other)
    if milestone:
        at(other, milestone)
    assert other.build() == 1
    assert rules(other.findings, "stop") == {"SPEC-CORE", "SPEC-ORIGIN", "SPEC-UNUSED"}


def test_a_column_that_cannot_be_left_aside_stops_a_draft_too(other):
    lines = (other.raw / "events.csv").read_text(encoding="utf-8").splitlines()
    (other.raw / "events.csv").write_text("\n".join(line + "," for line in lines) + "\n", encoding="utf-8")
    assert at(other, "draft").build() == 1
    assert rules(other.findings, "stop") == {"RAW-EXTRA-COLUMN"}


def uncode(other: StudyCopy) -> None:
    other.replace(EVENTS, "hoarse voice,Dysphonia", "hoarse voice,")
    other.replace(EVENTS, "20/01/2021,yes", "20/01/2021,perhaps")


@pytest.mark.parametrize(("milestone", "code"), [("draft", 0), ("dry-run", 0), ("lock", 1)])
def test_what_is_not_coded_is_asked_for_until_the_lock(other, milestone, code):
    uncode(other)
    if milestone:
        at(other, milestone)
    assert other.build() == code
    found = other.findings if code else other.queries
    assert rules(found, "stop" if code else "query") - {"ADAM-DATE"} == {"TERM-UNCODED", "RAW-CODE"}


def test_the_stricter_of_level_and_milestone_counts(other):
    uncode(other)
    other.append(STUDY, "levels:\n  RAW-CODE: stop\n")
    assert at(other, "draft").build() == 1
    assert rules(other.findings, "stop") == {"RAW-CODE"}
    other.replace(STUDY, "RAW-CODE: stop", "RAW-CODE: query")
    assert other.build() == 0
    assert other.build("--milestone", "lock") == 1
    assert rules(other.findings, "stop") == {"RAW-CODE", "TERM-UNCODED"}


def test_guesses_and_open_questions_are_told_where_a_milestone_is_stated(other):
    other.replace(AE, "AESPID:  {collected: events.NO}", "AESPID:  {collected: events.NO}  # guessed: it numbers rows")
    other.replace(AE, "AEENDTC: {not_available: not collected}", "AEENDTC: {not_available: not answered yet}")
    other.replace(AE, "AEACN:   {not_available: not collected", "AEACN:   {not_available: not answered yet")
    other.replace("spec/crf.yaml", '"domain not built yet: RE"', "not mapped yet")
    assert other.faults() == []
    at(other, "draft")
    open_ = [
        "crf.yaml:42: PEF of form peak_flow: not mapped yet. Fix: Map it, or write why it is not submitted.",
        "sdtm/ae.yaml:10: 'AESPID:  {collected: events.NO}' is a guess (it numbers rows), and nobody has confirmed it. "
        "Fix: Correct the line, or remove its '# guessed:'.",
        "sdtm/ae.yaml:27: AEACN of AE: not answered yet. Fix: State an origin, or another reason.",
        "sdtm/ae.yaml:29: AEENDTC of AE: not answered yet. Fix: State an origin, or another reason.",
    ]
    told = [line.partition("  ")[2] for line in other.faults()]
    assert told == open_
    other.replace(STUDY, "milestone: draft", "milestone: lock")
    assert {line.split()[0] for line in other.faults()} == {"STOP"}


def test_outputs_say_that_they_stand_on_a_draft(other):
    assert at(other, "draft").build() == 0
    study = onespec.open(other.spec, other.raw, other.out)
    record = json.loads((other.out / "run.json").read_text(encoding="utf-8"))
    account = json.loads((other.out / "reports" / "accounting.json").read_text(encoding="utf-8"))
    assert record["milestone"] == account["milestone"] == "draft"
    for file in ("sdtm/define.xml", "adam/define.xml", "reports/accounting.html"):
        assert DRAFT in (other.out / file).read_text(encoding="utf-8")
    assert 'def:CommentOID="COM.MDV"' in (other.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    assert study.notes() == [DRAFT] and DRAFT in str(study.build()) and str(study.check()).endswith(f"\n{DRAFT}")
    assert DRAFT in study.subject("101").html and "草稿" in study.subject("101", "zh").html


def test_what_the_specification_leaves_open_is_no_query_to_a_site(other):
    other.replace(AE, "AESPID:  {collected: events.NO}", "AESPID:  {collected: events.NO}  # guessed: it numbers rows")
    other.replace("raw/events.csv", "10/01/2021", "30/02/2021")
    at(other, "draft")
    study = onespec.open(other.spec, other.raw, other.out)
    said = str(study.build())
    assert "management: 2 (1 ADAM-DATE, 1 RAW-DATE)" in said and "Open in the specification: 1 (1 SPEC-GUE" in said
    assert rules(other.queries) == {"ADAM-DATE", "RAW-DATE"}
    assert rules(left_open(other)) == {"SPEC-GUESSED"}
    assert rules(study.build().findings) == {"ADAM-DATE", "RAW-DATE", "SPEC-GUESSED"}  # nothing to do
    other.replace(STUDY, "milestone: draft\n", "")
    assert study.build() and not (other.out / "reports" / "open.csv").exists()


@pytest.mark.parametrize("milestone", ["lock", ""])
def test_outputs_of_a_lock_say_nothing(other, milestone):
    if milestone:
        at(other, milestone)
    assert other.build() == 0
    said = [p.read_text(encoding="utf-8") for p in other.out.rglob("*") if p.suffix in (".json", ".xml", ".html")]
    assert said and not any("Milestone" in text or '"milestone"' in text for text in said)


def test_another_milestone_may_be_tried(other_done):
    study = other_done
    uncode(study)
    assert study.build() == 1
    assert study.build("--milestone", "draft") == 0
    assert onespec.open(study.spec, study.raw, study.out, "draft").up_to_date()
    record = json.loads((study.out / "run.json").read_text(encoding="utf-8"))
    assert record["milestone"] == record["inputs"]["specification"]["milestone"] == "draft"
    assert "specification/milestone" in onespec.open(study.spec, study.raw, study.out).notes()[0]
    assert study.build() == 1  # the outputs are those of another milestone, and stay


def test_check_tries_a_milestone(other, capsys):
    other.replace(AE, "AESPID:  {collected: events.NO}", "AESPID:  {collected: events.NO}  # guessed: it numbers rows")
    place = "--study", str(other.spec)
    assert main(["check", *place]) == 0
    assert capsys.readouterr().out.endswith("The specification is complete; no findings.\n")
    assert main(["check", *place, "--milestone", "draft"]) == 0
    assert "Nothing stops; 1 query (1 SPEC-GUESSED).\nMilestone draft" in capsys.readouterr().out
    assert main(["check", *place, "--milestone", "lock", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["complete"], [f["rule"] for f in said["findings"]]) == (False, ["SPEC-GUESSED"])
    with pytest.raises(onespec.NotThere, match="There is no milestone 'lokc'. Did you mean 'lock'?"):
        onespec.open(other.spec, milestone="lokc")


def test_a_milestone_that_does_not_exist(other):
    at(other, "darft")
    assert other.faults() == [
        "STOP  SPEC-LEVEL  study.yaml:15: There is no milestone 'darft'. Fix: Write draft, dry-run, lock."
    ]


def test_diff_tells_of_another_milestone(other):
    at(other, "draft")
    told = str(onespec.open(other.spec).diff(onespec.open(other.spec, milestone="lock")))
    assert "  levels changed\n    milestone was lock, now draft\n    RAW-CODE was as it is, now query\n" in told


def test_the_rules_of_milestones_are_stops_by_themselves():
    assert not MAPPING & CODING and {m: bool(standing(m)) for m in ("", *MILESTONES)} == {
        "": False,
        "draft": True,
        "dry-run": True,
        "lock": False,
    }
    assert levels_at("", {"RAW-CODE": "query"}) == {"RAW-CODE": "query"}
