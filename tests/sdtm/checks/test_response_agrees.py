import pytest
from support import read_findings

from onespec.engine.contract import Report
from onespec.engine.frames import table_of
from onespec.engine.spec.edit_checks import library
from onespec.sdtm.checks.response_agrees import response_agrees

from .given import messages, rows, selection

RECIST = table_of(library().tables["standard.recist_1_1"])


def asked(target, nontarget, new, overall, rules=RECIST):
    parts = {"TRGRESP": target, "NTRGRESP": nontarget, "NEWLIND": new, "OVRLRESP": overall}
    there = [(test, value) for test, value in parts.items() if value]
    columns = {"TEST": [t for t, _ in there], "VALUE": [v for _, v in there], "AT": ["WEEK 6"] * len(there)}
    report = Report()
    response_agrees(selection(columns, name="RS"), "TEST", "VALUE", ["AT"], rules, report)
    return report


@pytest.mark.parametrize(  # RECIST 1.1, tables 1 and 2
    ("target", "nontarget", "new", "overall"),
    [
        ("CR", "CR", "N", "CR"),
        ("CR", "", "N", "CR"),
        ("CR", "NON-CR/NON-PD", "N", "PR"),
        ("CR", "NE", "N", "PR"),
        ("PR", "NON-CR/NON-PD", "N", "PR"),
        ("SD", "NE", "N", "SD"),
        ("NE", "NON-CR/NON-PD", "N", "NE"),
        ("PD", "CR", "N", "PD"),
        ("CR", "PD", "N", "PD"),
        ("PR", "CR", "Y", "PD"),
        ("", "CR", "N", "CR"),
        ("", "NON-CR/NON-PD", "N", "NON-CR/NON-PD"),
    ],
)
def test_the_tables_of_recist(target, nontarget, new, overall):
    assert rows(asked(target, nontarget, new, overall)) == []
    other = "SD" if overall != "SD" else "PR"
    report = asked(target, nontarget, new, other)
    assert len(rows(report)) == 1
    told = [f"{n} {v}" for n, v in (("TRGRESP", target), ("NTRGRESP", nontarget), ("NEWLIND", new)) if v]
    assert messages(report) == [f"The overall response is {other}, and {', '.join(told)} give {overall}."]


def test_parts_that_no_row_has_and_a_missing_response_are_not_looked_at():
    assert rows(asked("ODD", "", "N", "CR")) == []
    assert rows(asked("CR", "CR", "N", "")) == []


def test_each_assessment_by_itself():
    columns = {
        "TEST": ["TRGRESP", "OVRLRESP", "TRGRESP", "OVRLRESP"],
        "VALUE": ["PD", "PD", "PR", "PR"],
        "AT": ["WEEK 6", "WEEK 6", "WEEK 12", "WEEK 12"],
    }
    rules = table_of([{"TRGRESP": "PD", "OVRLRESP": "PD"}, {"TRGRESP": "PR", "OVRLRESP": "SD"}])
    report = Report()
    response_agrees(selection(columns, name="RS"), "TEST", "VALUE", ["AT"], rules, report)
    assert rows(report) == [3]


def test_the_response_of_the_subject_without_a_baseline_contradicts_itself(built):
    asked = [f for f in read_findings(built / "reports" / "queries.csv") if f.check == "EC-RS-02"]
    assert [(f.file, f.row, f.value, f.message) for f in asked if f.subject == "01033"] == [
        ("response.csv", 101, "SD", "The overall response is SD, and TRGRESP NE, NEWLIND N give NE."),
        ("response.csv", 102, "PD", "The overall response is PD, and TRGRESP NE, NEWLIND N give NE."),
    ]
