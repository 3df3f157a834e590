"""onespec queries: the register, the list to send, the answered list."""

from __future__ import annotations

import json

import openpyxl
import pytest

from onespec.cli.main import main

ID = "Q-6540d6e5"


@pytest.fixture
def queries(other_done, capsys):
    """The command for the other study: exit code and what it prints, its folder left out."""

    def run(*more: str) -> tuple[int, str]:
        capsys.readouterr()
        places = ["--study", str(other_done.spec), "--raw", str(other_done.raw), "--out", str(other_done.out)]
        code = main(["queries", *more, *places])
        said = capsys.readouterr()
        return code, (said.out + said.err).replace(str(other_done.folder), "")

    return run


def fill(study, **cells: str) -> None:
    """Answer the one query of the list."""
    file = study.folder / "list.xlsx"
    book = openpyxl.load_workbook(file)
    [sheet] = book.worksheets[1:]
    columns = {cell.value.split(" ")[0]: cell.column for cell in sheet[1]}
    for name, value in cells.items():
        sheet.cell(2, columns[name]).value = value
    book.save(file)


def test_the_way_of_a_query(other_done, queries):
    list_ = str(other_done.folder / "list.xlsx")
    code, said = queries("--update", "--transfer", "2021-03", "--output", list_)
    assert (code, said) == (
        0,
        "Transfer 2021-03: 1 new, 0 closed, 0 open again. Queries: 1 open; in /spec/queries.yaml\n"
        "1 query in /list.xlsx, 1 in Chinese. 'onespec queries --read' takes the answers back.\n",
    )
    book = openpyxl.load_workbook(list_)
    assert book.sheetnames == ["Summary", "Site S1"]
    assert [cell.value for cell in book["Site S1"][2]][:7] == [
        *(ID, "S1", "102", "Inhaler dispensing"),
        *("2021-01-06", "Last use", "UN/02/2021"),
    ]
    before = (other_done.spec / "queries.yaml").read_bytes()
    assert queries("--read", list_) == (0, "nothing changed. Queries: 1 open; in /spec/queries.yaml\n")
    assert (other_done.spec / "queries.yaml").read_bytes() == before
    fill(other_done, Answer="The day is not known.", By="S1", Date="2021-03-05")
    code, said = queries("--output", list_)
    assert code == 2 and "/list.xlsx exists and holds what the register does not have;" in said
    assert queries("--read", list_) == (0, "1 now answered. Queries: 1 answered; in /spec/queries.yaml\n")
    assert queries("--output", list_)[0] == 0
    assert queries()[1].splitlines()[0].startswith(f"{ID}  open     inhaler 102 / 2021-01-06, LAST 'UN/02/2021': The")
    assert other_done.build() == 0
    assert queries()[1].splitlines()[0].startswith(f"{ID}  answered")


def test_a_mended_value_closes_its_query_and_returns(other_done, queries):
    assert queries("--update", "--transfer", "1")[0] == 0
    other_done.replace("raw/inhaler.csv", "UN/02/2021", "20/02/2021")
    assert other_done.build() == 0
    said = queries("--update", "--transfer", "2")[1]
    assert said.startswith("Transfer 2: 0 new, 1 closed, 0 open again. Queries: 1 closed;")
    other_done.replace("raw/inhaler.csv", "102,Placebo,2,06/01/2021,20/02/2021", "102,Placebo,2,06/01/2021,UN/02/2021")
    other_done.append("raw/events.csv", "102,1,cough,Cough,Chest,20/01/2021,no,\n")
    assert other_done.build() == 0
    said = queries("--update", "--transfer", "3")[1]
    assert said.startswith("Transfer 3: 0 new, 0 closed, 1 open again. Queries: 1 open;")


def test_a_list_that_does_not_fit_writes_nothing(other_done, queries):
    list_ = str(other_done.folder / "list.xlsx")
    assert queries("--update", "--output", list_)[0] == 0
    before = (other_done.spec / "queries.yaml").read_bytes()
    fill(other_done, Status="accept", Answer="x", Value="01/02/2021")
    code, said = queries("--read", list_)
    assert code == 1 and "and the list has '01/02/2021'" in said
    assert (other_done.spec / "queries.yaml").read_bytes() == before


def test_a_list_needs_a_register_and_a_register_a_build(other_done, queries):
    assert queries("--output") == (
        2,
        "onespec cannot run: the study has no register of queries (queries.yaml); "
        "'onespec queries --update' writes it.\n",
    )
    (other_done.out / "reports" / "queries.json").unlink()
    assert "there are no queries in /out/reports; build first (make all)." in queries("--update")[1]


def test_another_file_is_not_replaced(other_done, queries):
    (other_done.folder / "mine.xlsx").write_bytes(b"mine")
    assert queries("--update", "--output", str(other_done.folder / "mine.xlsx"))[0] == 2
    assert (other_done.folder / "mine.xlsx").read_bytes() == b"mine"


def test_clean_removes_the_list_that_nobody_has_filled(other_done, queries, capsys):
    file, list_ = other_done.folder / "out.queries" / "queries.xlsx", other_done.folder / "list.xlsx"
    places = ["--study", str(other_done.spec), "--out", str(other_done.out)]
    assert queries("--update", "--output")[0] == 0
    file.rename(list_)
    fill(other_done, Answer="The day is not known.")
    list_.rename(file)
    assert main(["clean", *places]) == 2 and "queries.xlsx (changed since)" in capsys.readouterr().err
    assert queries("--read", str(file))[0] == 0 and queries("--output")[0] == 0
    assert main(["clean", *places]) == 0 and not file.exists()
    assert (other_done.spec / "queries.yaml").is_file()


def test_the_queries_in_python(other_done, queries):
    import onespec

    assert queries("--update", "--transfer", "1")[0] == 0 and other_done.build() == 0
    table = onespec.open(other_done.spec, other_done.raw, other_done.out).queries()
    [row] = table[["id", "form", "row_name", "field", "status", "first_seen"]].to_numpy().tolist()
    assert row == [ID, "inhaler", "102 / 2021-01-06", "LAST", "open", "1"]


def test_for_programs_one_document(other_done, queries):
    found = json.loads(queries("--update", "--output", "--json")[1])
    assert found["update"]["new"] == [ID] and found["list"]["queries"] == 1
    assert (other_done.folder / "out.queries" / "queries.xlsx").is_file()
    assert [q["id"] for q in json.loads(queries("--json")[1])["asked"]["queries"]] == [ID]
