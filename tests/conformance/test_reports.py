"""The reports of a validation: text, HTML, JSON and CSV say the same."""

import csv
import io
import json

import pytest
from lxml import html

from onespec.conformance.breach import CORE, ONESPEC, POINTBLANK, Breach
from onespec.conformance.explained import Explanation
from onespec.conformance.report_html import report_html
from onespec.conformance.report_json import report_csv, report_json
from onespec.conformance.report_text import report_text
from onespec.conformance.run import Run
from onespec.conformance.validate import Judged, Validation
from onespec.engine.spec.conditions import Condition

RULES = {"ran": 3, "not applicable": 1, "failed": 0}
BREACHES = [
    Breach(
        ONESPEC,
        "OS0401",
        "AE",
        row,
        ("AESTDTC", "DM.RFICDTC"),
        (f"2027-0{row}", ""),
        f"Month {row} is no date & <wrong>.",
        "Correct it.",
        f"S-{row}",
        "sdtm/ae.yaml:9",
    )
    for row in (1, 2, 3)
]
SEX = Breach(POINTBLANK, "SDTM-007", "DM", 4, ("SEX",), ("x" * 300,), "No such code.", "", "S-4", "sdtm/dm.yaml:2")
ENTRY = Explanation(
    "SDTM-007",
    POINTBLANK,
    ("DM",),
    (Condition("SEX", "EQ", ("x",)),),
    "SEX",
    "It is so.",
    "A. Example",
    "2027-11-02",
    1,
    7,
)
STALE = Explanation("OS0001", ONESPEC, (), (), "", "Gone.", "A. Example", "2027-11-02", 2, 8)
WAITS = Explanation("CORE-000001", CORE, (), (), "", "Later.", "A. Example", "2027-11-02", 2, 9)


@pytest.fixture
def found():
    runs = [
        Run(ONESPEC, "our own", RULES, BREACHES),
        Run(POINTBLANK, "1.1.1", RULES, [SEX]),
        Run(CORE, "not run: name it"),
    ]
    judged = [*(Judged(b, (f"USUBJID={b.subject}",), -1) for b in BREACHES), Judged(SEX, ("USUBJID=S-4",), 0)]
    return Validation("Conformance of S", runs, judged, [(ENTRY, 1), (STALE, 0), (WAITS, 0)], ["A note."])


def test_text(found):
    assert (
        report_text(found)
        == """\
engine      of    rules  ran  not applicable  failed  breaches  what
onespec     SDTM      4    3               1       0         3  our own
pointblank  SDTM      4    3               1       0         1  1.1.1
CORE        SDTM                                                not run: name it

A note.

SDTM:
AE AESTDTC, DM.RFICDTC: Month 1 is no date & <wrong>. (3 messages; this is the first)
  OS0401 (onespec), 3 breaches, made by sdtm/ae.yaml:9
  The first: row 1, USUBJID=S-1; AESTDTC = 2027-01, DM.RFICDTC = (blank)
  Fix: Correct it.

explained  dataset  breaches  reason
SDTM-007   DM              1  It is so.

STALE  conformance.yaml:8: the entry says that it explains 2 breaches of OS0001; it explains 0. Fix: take it out, or
  find out why the number has changed.
4 breaches by onespec and pointblank: 3 unexplained, 1 explained, 1 explanation stale."""
    )


def test_html_has_the_verdict_the_engines_the_groups_and_the_first_records(found):
    page = html.fromstring(report_html(found, shown=2))
    text = lambda path: [" ".join(e.text_content().split()) for e in page.xpath(path)]  # noqa: E731
    assert text("//*[contains(@class, 'verdict')]") == [f"Does not conform{found.verdict}"]
    assert text("//h2") == [
        "Engines",
        "Not explained, SDTM",
        "Explained",
        "Records not explained, SDTM",
        "Records explained",
    ]
    assert text("//h3") == ["AE AESTDTC, DM.RFICDTC", "DM SEX"]
    assert "OS0401 (onespec); 3 breaches, the first 2; made by sdtm/ae.yaml:9" in text("//p[@class='facts']")
    assert "SDTM-007 (pointblank); 1 breach; made by sdtm/dm.yaml:2; explained by conformance.yaml:7" in text(
        "//p[@class='facts']"
    )
    records = page.xpath("//table")[-2]
    assert [[c.text_content() for c in row] for row in records.xpath(".//tbody/tr")] == [
        ["1", "USUBJID=S-1", "2027-01", "blank"],
        ["2", "USUBJID=S-2", "2027-02", "blank"],
    ]
    assert (
        page.get_element_by_id(page.xpath("//td/a/@href")[0].removeprefix("#")).text_content()
        == "AE AESTDTC, DM.RFICDTC"
    )
    assert [
        [c.text_content() for c in row]
        for row in page.xpath("//h2[text()='Explained']/following-sibling::div[1]//tbody/tr")
    ] == [
        ["SDTM-007DM; SEX; SEX EQ x", "1 of 1", " It is so.A. Example; 2027-11-02; conformance.yaml:7"],
        ["OS0001any dataset", "0 of 2", "stale Gone.A. Example; 2027-11-02; conformance.yaml:8"],
        ["CORE-000001any dataset", "0 of 2", "waits for its engine Later.A. Example; 2027-11-02; conformance.yaml:9"],
    ]
    assert "x" * 200 + " ..." in report_html(found) and "x" * 201 not in report_html(found)


def test_html_of_a_package_that_conforms(found):
    found.judged, found.explanations = [], []
    page = html.fromstring(report_html(found))
    assert page.xpath("string(//*[contains(@class, 'verdict')]/strong)") == "Conforms"
    assert [h.text for h in page.xpath("//h2")] == ["Engines"]


def test_json_and_csv_hold_every_breach_whole(found):
    content, rows = json.loads(report_json(found)), list(csv.DictReader(io.StringIO(report_csv(found))))
    assert (content["good"], [(e["rule"], e["explains"], e["stale"]) for e in content["explanations"]]) == (
        False,
        [("SDTM-007", 1, False), ("OS0001", 0, True), ("CORE-000001", 0, False)],
    )
    assert [(e["engine"], e["run"]) for e in content["engines"]] == [(ONESPEC, True), (POINTBLANK, True), (CORE, False)]
    assert [(b["rule"], b["row"], b["explained"]) for b in content["breaches"]] == [
        ("OS0401", 1, None),
        ("OS0401", 2, None),
        ("OS0401", 3, None),
        ("SDTM-007", 4, "conformance.yaml:7"),
    ]
    assert rows[0] == {
        "standard": "sdtm",
        "dataset": "AE",
        "engine": "onespec",
        "rule": "OS0401",
        "row": "1",
        "subject": "S-1",
        "keys": "USUBJID=S-1",
        "variables": "AESTDTC; DM.RFICDTC",
        "values": "2027-01; ",
        "message": "Month 1 is no date & <wrong>.",
        "fix": "Correct it.",
        "spec": "sdtm/ae.yaml:9",
        "explained": "",
    }
    assert (len(rows), rows[3]["values"], rows[3]["explained"]) == (4, "x" * 300, "conformance.yaml:7")


def test_what_is_of_adam_stands_apart(found):
    """With an entry that waits for a package that was not judged."""
    flag = Breach(
        ONESPEC, "OA0304", "ADSL", 1, ("SAFFL",), ("U",), "A flag is neither Y, N nor blank.", standard="adam"
    )
    entry = Explanation("OA0101", ONESPEC, (), (), "", "So.", "A. Example", "2027-11-02", 1, 3)
    found.explanations = [*found.explanations, (entry, 0)]
    assert not any(e.rule == "OA0101" for e, _ in found.stale)
    found.runs.append(Run(ONESPEC, "our own", RULES, [flag], standard="adam"))
    found.judged.append(Judged(flag, (), -1))
    assert any(e.rule == "OA0101" for e, _ in found.stale)
    text = report_text(found)
    assert text.index("SDTM:\nAE AESTDTC") < text.index("ADaM:\nADSL SAFFL: A flag is neither")
    page = html.fromstring(report_html(found))
    assert [h.text for h in page.xpath("//h2")][1:3] == ["Not explained, SDTM", "Not explained, ADaM"]
    assert len({e.get("id") for e in page.xpath("//h3")}) == 3
    assert json.loads(report_json(found))["breaches"][-1]["standard"] == "adam"
