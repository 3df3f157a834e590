"""The reports: what a person reads, what a machine reads, and what a spreadsheet must not run."""

import json

import openpyxl
import pandas as pd
import pytest
from compared import compared, frame

from onespec.qc.report import Report, WaiverLine, plain_entry
from onespec.qc.report_html import report_html
from onespec.qc.report_json import report_json
from onespec.qc.report_text import report_text
from onespec.qc.report_xlsx import write_xlsx
from onespec.qc.values import Method

BASE = frame(USUBJID=["1", "2", "3"], AETERM=["Fever", "=1+1", "<b>"], AESTDY=[3, 10, None])
OTHER = frame(USUBJID=["1", "2", "4"], AETERM=["Rash", "", "<b>"], AESTDY=[3, 12, None])
WAIVER = WaiverLine(
    "waivers.yaml:3", "AE", "USUBJID EQ 1", "AETERM", "value", "Coded again.", "A. Example", "2027-11-02", 1, 0
)


@pytest.fixture
def report():
    return Report("Comparison of old with new", [plain_entry(compared(BASE, OTHER, "USUBJID"))])


def test_text(report):
    assert (
        report_text(report)
        == """\
AE differs: 1 row only in base; 1 row only in compare; 3 values in 2 rows (AETERM 2, AESTDY 1)
  keys: USUBJID (--by); SYSINFO 4288; 2 pairs of rows
  1 row only in base:
    row  USUBJID
    3    3
  1 row only in compare:
    row  USUBJID
    3    4
  variable  type  method  differing  largest  commonest
  AETERM    Char  exact           2           Fever -> Rash (1)
  AESTDY    Num   exact           1        2  10 -> 12 (1)
  the differing rows:
    row  meets row  USUBJID  variable  base   compare  difference
      1          1  1        AETERM    Fever  Rash
      2          2  2        AETERM    =1+1   (blank)
      2          2  2        AESTDY    10     12       2

1 dataset: 1 differs."""
    )


def test_text_of_identical_datasets():
    entries = [plain_entry(compared(BASE, BASE, "USUBJID"))] * 2
    assert (
        report_text(Report("", entries))
        == """\
dataset  verdict    base  compare  SYSINFO  what
AE       identical     3        3        0

AE       identical     3        3        0

2 datasets: 2 identical.""".replace("0\n\nAE", "0\nAE")
    )


def test_a_stale_waiver_is_told(report):
    report.waivers = [WAIVER]
    assert "STALE  waivers.yaml:3: the waiver says that it explains 1 differences of AE; it explains 0." in report_text(
        report
    )
    assert report.verdict == "1 dataset: 1 differs, 1 waiver stale."


def test_html_says_the_verdict_first_loads_nothing_and_escapes(report):
    report.entries += [
        plain_entry(compared(BASE, BASE.assign(AETERM=["<b>", "x", "y"]).astype({"AETERM": "str"}), "USUBJID"))
    ]
    html = report_html(report)
    assert html.index("Differences found") < html.index("By dataset") < html.index('id="AE"') < html.index("Files")
    assert "&lt;b&gt;" in html and "<b>" not in html
    assert "<script" not in html and "://" not in html and "src=" not in html


def test_html_to_sign(report):
    report.signatures, report.waivers = ("Statistician",), [WAIVER]
    html = report_html(report)
    assert "Not accepted" in html and "Signatures" in html and "Coded again." in html


def test_json(report):
    content = json.loads(report_json(report))
    (ae,) = content["datasets"]
    assert (content["good"], content["made"], ae["verdict"], ae["sysinfo"], ae["sysinfo_bits"]) == (
        False,
        None,
        "differs",
        4288,
        ["BASEOBS", "COMPOBS", "VALUE"],
    )
    assert ae["cells"][2] == {
        "base_row": 2,
        "compare_row": 2,
        "keys": ["2"],
        "variable": "AESTDY",
        "base": "10",
        "compare": "12",
        "difference": 2.0,
    }


def test_xlsx_holds_no_formula_and_has_the_same_bytes(report, tmp_path):
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "a\x01b", "x" * 40_000]
    base = frame(USUBJID=[str(i) for i in range(len(hostile))], AETERM=hostile)
    report.entries = [plain_entry(compared(base, base.assign(AETERM="y").astype("str"), "USUBJID"))]
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(report, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in cells} <= {"s", "n"}
    assert all(c.quotePrefix for c in cells if str(c.value).startswith(("=", "+", "@")))
    values = [row[5].value for row in book["Values"].iter_rows(min_row=2)]
    assert values[:4] == hostile[:4] and values[5] == "a\u2401b" and len(values[6]) == 32_767


def test_numbers_stay_numbers_in_the_spreadsheet(report, tmp_path):
    write_xlsx(report, tmp_path / "a.xlsx")
    table = pd.read_excel(tmp_path / "a.xlsx", sheet_name="Variables", engine="openpyxl")
    assert table.loc[table["variable"] == "AESTDY", ["differing", "largest"]].values.tolist() == [[1, 2]]


@pytest.mark.parametrize("show", [0, 1])
def test_reports_of_no_rows_and_of_infinite_differences(tmp_path, show):
    """A change of any size is infinitely many per cent of 0."""
    base, compare = frame(ID=["1", "2"], AVAL=[0.0, 5]), frame(ID=["1", "3"], AVAL=[1.0, 5])
    told = Report("t", [plain_entry(compared(base, compare, "ID", show=show, method=Method("percent", 1)))])
    found = json.loads(report_json(told))["datasets"][0]
    assert found["variables"][0]["largest"] == "Infinity"
    assert [len(found[k]) for k in ("cells", "only_base_first", "only_compare_first")] == [show] * 3
    assert "inf" in report_text(told)
    assert report_html(told).endswith("</html>\n")
    write_xlsx(told, tmp_path / "a.xlsx")


def test_what_cannot_be_seen_is_shown():
    base, compare = frame(ID=["1", "2"], T=["ab", "a b"]), frame(ID=["1", "2"], T=["ab\t", "a  b"])
    told = Report("t", [plain_entry(compared(base, compare, "ID"))])
    for text in (report_text(told), report_html(told)):
        assert "ab\u2409" in text and "a \u2420b" in text
    assert json.loads(report_json(told))["datasets"][0]["cells"][0]["compare"] == "ab\t"  # machines read it as it is
