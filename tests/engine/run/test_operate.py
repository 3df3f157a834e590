"""An operation that cannot work with what it is given."""

from __future__ import annotations

METHOD = """from onespec.engine.columns import as_number
from onespec.engine.contract import Column, Table
from onespec.engine.registry import method

@method("{value} times the FACTOR of {factors}.")
def multiplied(value: Column, factors: Table) -> Column:
    return as_number(value) * float(factors["FACTOR"][0])
"""
LINE = "AELLTCD: {not_available: the coding house returned preferred terms only}"


def spoiled(other, table: str) -> None:
    other.append("spec/methods.py", METHOD)
    other.append("spec/tables/factors.csv", table)
    other.replace("spec/sdtm/ae.yaml", LINE, "AELLTCD: {derived: multiplied, with: {value: AESPID, factors: factors}}")


def stops(other, capsys) -> list[str]:
    assert other.build("--part-rows", "1") == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    return [line for line in err.splitlines() if line.startswith("STOP")]


LOOK = "Fix: Look at the tables and parameters that it is given; when they are right, correct the operation."


def test_a_table_that_it_can_work_with(other):
    spoiled(other, "FACTOR\n10\n")
    assert other.evaluated().column("AE", "AELLTCD").tolist() == [10, 10, 20]


def test_a_table_without_the_column(other, capsys):
    """Told once, though each of the three parts has met it."""
    spoiled(other, "FACTR\n10\n")
    assert stops(other, capsys) == [
        "STOP  SPEC-OPERATION  sdtm/ae.yaml:18, AELLTCD: multiplied cannot work with what it is given "
        f"(NoColumn: factors has no column FACTOR; it has FACTR in methods.py, line 7). {LOOK}"
    ]


def test_a_table_whose_number_is_none(other, capsys):
    spoiled(other, "FACTOR\nten\n")
    assert stops(other, capsys) == [
        "STOP  SPEC-OPERATION  sdtm/ae.yaml:18, AELLTCD: multiplied cannot work with what it is given "
        f"(ValueError: could not convert string to float: 'ten' in methods.py, line 7). {LOOK}"
    ]


def test_what_its_blanks_led_to_is_not_told(other, capsys):
    """A required variable would be blank; a date that is none is still told."""
    other.append("spec/methods.py", METHOD.replace("as_number(value)", "value.nonsense"))
    other.append("spec/tables/factors.csv", "FACTOR\n1\n")
    other.replace(
        "spec/sdtm/ae.yaml",
        "AETERM:  {collected: events.EVENT}",
        "AETERM:  {derived: multiplied, with: {value: events.EVENT, factors: factors}}",
    )
    other.replace("raw/events.csv", "10/01/2021", "30/02/2021")
    assert [line.split()[1] for line in stops(other, capsys)] == ["SPEC-OPERATION"]
    assert sorted(f.rule for f in other.findings) == ["RAW-DATE", "SPEC-OPERATION"]


def test_a_record_step_that_fails(other, capsys):
    other.append(
        "spec/methods.py",
        """from onespec.engine.contract import Name, Rows, Selection
from onespec.engine.registry import records

@records("Rows of {source}.")
def failing(source: Selection, column: Name) -> Rows:
    raise ValueError(f"{column} is not wanted")
""",
    )
    other.replace("spec/sdtm/ae.yaml", "read: {from: events}", "failing: {from: events, column: NO}")
    assert stops(other, capsys) == [
        "STOP  SPEC-OPERATION  sdtm/ae.yaml:4: failing cannot work with what it is given "
        f"(ValueError: NO is not wanted in methods.py, line 6). {LOOK}"
    ]


def test_a_check_that_fails(other, capsys):
    """Told once, though each of the three parts has met it."""
    other.append(
        "spec/methods.py",
        """from onespec.engine.contract import Name, Report, Selection
from onespec.engine.registry import check

@check("{column} of {source}.")
def failing(source: Selection, column: Name, report: Report) -> None:
    raise ValueError(f"{column} is not wanted")
""",
    )
    other.append("spec/checks.yaml", "checks:\n  - failing: {from: AE, column: AETERM}\n")
    assert stops(other, capsys) == [
        "STOP  SPEC-OPERATION  checks.yaml:2: failing cannot work with what it is given "
        f"(ValueError: AETERM is not wanted in methods.py, line 6). {LOOK}"
    ]


def test_a_result_with_more_values_than_records(other, capsys):
    """They would be the values of other records."""
    other.append("spec/methods.py", METHOD.replace("as_number(value) *", "as_number(value).repeat(2) *"))
    other.append("spec/tables/factors.csv", "FACTOR\n10\n")
    other.replace("spec/sdtm/ae.yaml", LINE, "AELLTCD: {derived: multiplied, with: {value: AESPID, factors: factors}}")
    assert "multiplied gives 2 values for 1 records." in stops(other, capsys)[0]
