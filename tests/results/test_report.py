"""The page of the report: what it shows in both languages, and that each number leads to its records."""

from __future__ import annotations

import base64
import gzip
import json
import re

from onespec.results.contract import Cell, Standing, Stat, Words
from onespec.results.report.html import Heading, report_html
from onespec.results.report.records import Held
from onespec.results.report.sheets import Block, Sheet, ShownLine, Standings, _cell

HEADING = Heading("ABC-101", "A <trial>", "ABC", "2026-01-31", "ADaMIG 1.3", Words("Simulated data.", "模拟数据。"))


def page() -> tuple[str, Standings]:
    standings = Standings()
    counted = Cell(
        (
            Stat("n", "n", 2.0, "2", Standing("ADSL", (1, 3))),
            Stat("p", "Percent", 50.0, "50.0", Standing("ADSL", (1, 3))),
        ),
        "{0} ({1}%)",
    )
    line = ShownLine(Words("<F>", "女"), (_cell(counted, standings, {"ADSL": ("SEX",)}),), 1)
    block = Block((Words("Arm A\n(N=4)"),), (line,), (("Number of subjects.", "counts: from: ADSL"),))
    sheet = Sheet(
        "sex",
        "14.1",
        "table",
        Words("Sex", "性别"),
        Words("Subjects", "受试者"),
        Words("Safety"),
        4,
        (Words("Note & more."),),
        (block,),
        "displays/a.yaml:3",
    )
    held = {
        "ADSL": Held(
            (("USUBJID", "Subject"),),
            1,
            {1: ("S1",), 3: ("S3",)},
            {1: "Copied from DM."},
            {1: "onespec explain ADSL", 3: ""},
        )
    }
    return report_html(HEADING, [sheet], standings, held), standings


def test_statistics_that_stand_on_the_same_records_are_told_together():
    _, standings = page()
    assert standings.listed == [Standing("ADSL", (1, 3))]


def test_a_number_leads_to_its_records_and_they_to_their_chain():
    html, _ = page()
    assert '<a href="#" data-on="[[&#34;n 2; Percent 50.0&#34;, 0, [&#34;SEX&#34;]]]">2 (50.0%)</a>' in html
    packed = re.search(r'<script id="held" type="text/plain">(.*?)</script>', html)[1]
    held = json.loads(gzip.decompress(base64.b64decode(packed)))
    assert held["standings"] == [["ADSL", [1, 3]]]
    assert held["datasets"]["ADSL"]["rows"] == {"1": ["S1"], "3": ["S3"]}
    assert held["datasets"]["ADSL"]["chains"] == {"1": "Copied from DM."}


def test_the_page_is_whole_escaped_marked_and_in_both_languages():
    html, _ = page()
    assert "&lt;F&gt;" in html and "A &lt;trial&gt;" in html and "Note &amp; more." in html
    assert html.count("Simulated data.") == html.count("模拟数据。") == 2  # at the head, and on the page of the display
    assert '<span lang="en">Sex</span><span lang="zh">性别</span>' in html
    assert not re.search(r'(src|href)="(?!#)', html)


def test_the_same_numbers_give_the_same_bytes():
    assert page()[0] == page()[0]
