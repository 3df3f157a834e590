"""`onespec list`: which operations there are, and all there is to know of one."""

from __future__ import annotations

import json

import pytest

import onespec
from onespec.cli.main import main
from onespec.engine.registry import ANALYSIS, CHECK, METHOD, RECORDS, discover
from onespec.packages import operation_packages

OWN = '''
from onespec import Column, method

@method("{value}, twice.")
def twice(value: Column, mark: str = "x") -> Column:
    """What twice is."""
    return value
'''


def test_alone_it_counts_the_operations_of_each_group(capsys):
    registry = discover(operation_packages())
    assert main(["list"]) == 0
    told = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    groups = {"methods": METHOD, "records": RECORDS, "checks": CHECK, "analyses": ANALYSIS}
    wanted = [[str(len(registry.names(role))), group] for group, role in groups.items()]
    assert told == [*wanted, [str(len(onespec.list_edit_checks())), "edit-checks"]]


def test_a_group_lists_each_of_its_operations_on_one_line(capsys):
    assert main(["list", "methods"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == discover(operation_packages()).names(METHOD)
    (line,) = [each for each in lines if each.startswith("unique_subject_id ")]
    assert line.count(". ") == 0


WHOLE = '''
from onespec import Report, Rows, Selection, Table, records

@records(
    "One record for each answer of {source} that {tests} lists.",
    produces={"RESULT": "the answer, as text"},
    reports=("ROW-EMPTY",),
)
def answers(source: Selection, tests: Table, report: Report) -> Rows:
    """In the order of the rows.

    Example::

        - answers: {from: vitals, tests: vs_tests}

        VS | RESULT
           | 72
    """
    return Rows(source.subject)
'''


def test_an_operation_in_full(other, capsys):
    """One of a study's own: what there is to say of it changes with the test alone."""
    (other.spec / "methods.py").write_text(WHOLE, encoding="utf-8")
    assert main(["list", "records", "answers", "--study", str(other.spec)]) == 0
    assert capsys.readouterr().out == (
        "answers\n"
        "  One record for each answer of {source} that {tests} lists.\n\n"
        "Parameters\n"
        "  from (required): Rows of a form or dataset.\n"
        "  tests (required): A table.\n\n"
        "Produces\n"
        "  RESULT: the answer, as text\n\n"
        "May report\n"
        "  ROW-EMPTY: query\n\n"
        "Remarks\n"
        "  In the order of the rows.\n\n"
        "Written as\n"
        "  - answers: {from: form_or_DS, tests: table_name}\n\n"
        "Example\n"
        "  - answers: {from: vitals, tests: vs_tests}\n\n"
        "  VS | RESULT\n"
        "     | 72\n"
    )


def test_defaults_permitted_values_and_the_fields_of_selections_are_told(capsys):
    assert main(["list", "records", "time_to_event"]) == 0
    told = capsys.readouterr().out
    assert "  day_of_stop (default counts): A constant, or study.NAME. One of: counts, does not count.\n" in told
    assert "  schedule (may be left out): A table.\n" in told
    assert "    CNSR (required): A whole number, or study.NAME.\n" in told
    assert "      events: [{from: form_or_DS, date: COLUMN}]\n" in told


def test_the_same_for_programs(capsys):
    assert main(["list", "checks", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == onespec.list_operations("checks")
    (known,) = onespec.list_operations("checks", "month_known")["checks"]
    assert [p["name"] for p in known["parameters"] if p["required"]][0] == "from"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["methods", "studyday"], "There is no method 'studyday'. Did you mean 'study_day'?"),
        (["method"], "There is no group of operations 'method'. Did you mean 'methods'?"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(words, said, capsys):
    assert main(["list", *words]) == 1
    assert capsys.readouterr().err.strip() == f"onespec list: {said}"


def test_a_study_adds_its_own(other, capsys):
    assert "twice" not in [f["name"] for f in onespec.list_operations("methods")["methods"]]
    (other.spec / "methods.py").write_text(OWN, encoding="utf-8")
    assert main(["list", "methods", "twice", "--study", str(other.spec)]) == 0
    told = capsys.readouterr().out
    assert "  {value}, twice.\n" in told and "  mark (default x): A constant, or study.NAME.\n" in told
    assert "  What twice is.\n" in told and "    with: {value: VAR}\n" in told


def test_a_fault_of_the_study_s_own_file_is_a_finding(other, capsys):
    (other.spec / "methods.py").write_text("def (", encoding="utf-8")
    assert main(["list", "--study", str(other.spec)]) == 1
    assert "methods.py" in capsys.readouterr().err


def test_edit_checks_one_a_line_one_in_full_and_for_programs(capsys):
    assert main(["list", "edit-checks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [f["id"] for f in onespec.list_edit_checks()]
    assert main(["list", "edit-checks", "EC-AE-07", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["edit-checks"]
    assert told["with"] == {"from": "AE", "where": {"AETOXGR": "5", "AEOUT": {"NE": "FATAL"}}, "shown": "AETOXGR"}
    assert (told["datasets"], set(told["message"])) == (["AE"], {"en", "zh"})
    assert "state" not in told


def test_a_study_says_which_edit_checks_are_on(other, capsys):
    other.append("spec/checks.yaml", "library: {take: AE, but: {EC-AE-02: Not here.}}\n")
    assert main(["list", "edit-checks", "--study", str(other.spec)]) == 0
    said = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert said["EC-AE-15"] == "EC-AE-15   on          Event that stands twice"
    assert said["EC-AE-02"] == "EC-AE-02   off         Event before consent (Not here.)"
    assert said["EC-AE-20"] == "EC-AE-20   left aside  Grade missing (There is no variable 'AETOXGR' in AE.)"
    assert said["EC-DM-01"] == "EC-DM-01   not taken   Date of informed consent"
    assert main(["list", "edit-checks", "EC-AE-20", "--study", str(other.spec)]) == 0
    assert "State    left aside: There is no variable 'AETOXGR' in AE." in capsys.readouterr().out


def test_an_edit_check_that_is_not_there_is_told_with_the_nearest(capsys):
    assert main(["list", "edit-checks", "EC-VS-1"]) == 1
    assert "There is no edit check 'EC-VS-1'. Did you mean 'EC-VS-01'?" in capsys.readouterr().err
