"""The list of queries, written, answered and read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from onespec.engine.findings import Findings
from onespec.engine.queries import Identity, id_of
from onespec.engine.spec.query_register import Entry, Register, Transfer
from onespec.trial.query_answers import read_answers
from onespec.trial.query_book import ANSWERS, COLUMNS, SUMMARY, Line, book

ABOUT = Identity("visits", "01 / WEEK 1", "VISDAT", "CHECK-WINDOW", "2026-01-28")
ID = id_of(ABOUT)
OTHER = ABOUT._replace(row="02 / WEEK 1", value="=1+1")
SITES = {"01": "S1", "02": ""}


def entry(about: Identity = ABOUT, **said: str) -> Entry:
    known = {"subject": about.row[:2], "message": "Late.", "first_seen": "1", "last_seen": "1", "status": "open"}
    return Entry(id_of(about), *about, **(known | said))


def register(*entries: Entry) -> Register:
    return Register((Transfer("1", "e" * 16),), entries or (entry(), entry(OTHER)))


def written(known: Register) -> bytes:
    lines = [
        Line(e, SITES.get(e.subject, ""), "Visits\n访视", "WEEK 1", "Date\n日期", "Late. Ask.", "请核实。")
        for e in known.queries
        if e.status in ("open", "answered")
    ]
    return book("ONE", "1", lines, {("S1", "open"): 1, ("", "open"): 1, ("S1", "accepted"): 3})


class Book:
    """A list that somebody fills: ``fill(id, Status=..., Answer=...)``."""

    def __init__(self, file: Path, known: Register):
        self.file = file
        file.write_bytes(written(known))
        self.book = openpyxl.load_workbook(file)

    def cell(self, id_: str, column: str):
        for sheet in self.book.worksheets[1:]:
            for row in range(2, sheet.max_row + 1):
                if sheet.cell(row, 1).value == id_:
                    number = next(n for n, name in enumerate(COLUMNS, 1) if name.split(" ")[0] == column)
                    return sheet.cell(row, number)
        raise KeyError(id_)

    def fill(self, id_: str, **cells: object) -> Book:
        for column, value in cells.items():
            self.cell(id_, column).value = value
        return self

    def read(self, known: Register):
        self.book.save(self.file)
        findings = Findings()
        return read_answers(self.file, known, findings), [f.message for f in findings]


@pytest.fixture
def sent(tmp_path) -> Book:
    return Book(tmp_path / "list.xlsx", register())


def test_the_list_by_site(sent):
    assert sent.book.sheetnames == [SUMMARY, "Site S1", "no site"]
    summary = [[c.value for c in row] for row in sent.book[SUMMARY].iter_rows(min_row=2)]
    assert summary[0][:2] == ["Study 研究", "ONE"] and ["Site 中心", "S1", 1, 0, 3] in summary
    assert ["Rule 规则", "CHECK-WINDOW", 2, 0] in [row[:4] for row in summary]
    row = [c.value for c in sent.book["Site S1"][2]]
    shown = [ID, "S1", "01", "Visits\n访视", "WEEK 1", "Date\n日期", "2026-01-28", "Late. Ask.", "请核实。"]
    assert row[:12] == [*shown, "CHECK-WINDOW", "1", "open"]
    [choice] = sent.book["Site S1"].data_validations.dataValidation
    assert choice.formula1 == f'"{",".join(ANSWERS)}"' and str(choice.sqref) == "L2"
    assert sent.book["Site S1"].column_dimensions[get_column_letter(len(COLUMNS))].hidden


def test_the_same_facts_are_the_same_bytes():
    assert written(register()) == written(register())


def test_sites_whose_names_no_sheet_can_have():
    names = ["a/b", "a:b", "S" * 40, "S" * 41, "A/B", "Summary"]
    lines = [Line(entry(), site, "", "", "", "", "") for site in names]
    sheets = openpyxl.load_workbook(_file(book("ONE", "1", lines, {}))).sheetnames
    assert len({name.casefold() for name in sheets}) == len(names) + 1 and max(map(len, sheets)) <= 31


def _file(data: bytes):
    import io

    return io.BytesIO(data)


def test_a_list_that_nobody_has_filled_changes_nothing(sent):
    read, said = sent.read(register())
    assert (read.register, read.changed, said) == (register(), {}, [])


def test_a_formula_stays_text_both_ways(sent):
    assert sent.cell(id_of(OTHER), "Value").data_type == "s"
    cell = sent.cell(id_of(OTHER), "Answer")
    cell.value, cell.data_type = "=2+2", "s"
    read, said = sent.read(register())
    answered = next(e for e in read.register.queries if e.about == OTHER)
    assert (answered.answer, answered.status, said) == ("=2+2", "answered", [])
    again = Book(sent.file, read.register)
    assert (again.cell(id_of(OTHER), "Answer").value, again.cell(id_of(OTHER), "Answer").data_type) == ("=2+2", "s")
    assert again.read(read.register) == (replace(read, changed={}), [])


def test_a_formula_without_a_result_is_no_answer(sent):
    sent.cell(ID, "Answer").value = "=2+2"
    assert sent.read(register())[1][0] == "Sheet 'Site S1' holds a formula without a result: =2+2."


def test_answers_are_read_once(sent):
    sent.fill(ID, Answer="Confirmed.", By="A. B.", Date="2027-04-01")
    sent.fill(id_of(OTHER), Status="Accepted", Reason="Agreed.", By="C. D.", Date="2027-04-02")
    read, said = sent.read(register())
    assert said == [] and read.changed == {ID: "answered", id_of(OTHER): "accepted"}
    first, second = read.register.queries
    assert (first.status, first.answer, first.by, first.date) == ("answered", "Confirmed.", "A. B.", "2027-04-01")
    assert (second.status, second.reason, second.by, second.date) == ("accepted", "Agreed.", "C. D.", "2027-04-02")
    again, said = sent.read(read.register)
    assert (again.register, again.changed, said) == (read.register, {}, [])


def test_a_date_that_the_spreadsheet_has_made_one(sent):
    from datetime import datetime

    sent.fill(ID, Answer=5, By="A. B.", Date=datetime(2027, 4, 1))
    [first, _] = sent.read(register())[0].register.queries
    assert (first.answer, first.date) == ("5", "2027-04-01")


@pytest.mark.parametrize(
    ("filled", "message"),
    [
        ({"Status": "answerd", "Answer": "x"}, f"{ID}: 'answerd' is no status."),
        ({"Status": "answered"}, f"{ID}: It is answered and has no answer."),
        ({"Status": "accepted", "By": "A."}, f"{ID}: It is accepted without Reason 接受理由, Date 日期."),
        ({"Status": "closed", "Answer": "x"}, f"{ID}: The program closes a query when it no longer arises."),
        ({"Answer": "x", "Date": "1.4.2027"}, f"{ID}: '1.4.2027' is no date."),
        ({"Answer": "x", "Date": "2027-02-30"}, f"{ID}: '2027-02-30' is no date."),
        ({"Value": "2026-01-27"}, f"The value of {ID} is '2026-01-28', and the list has '2026-01-27'."),
        ({"Value": None}, f"The value of {ID} is '2026-01-28', and the list has ''."),
        ({"Query": "Q-00000000"}, "The register has no query 'Q-00000000'."),
        ({"Query": None}, "The register has no query ''."),
        ({"Query": id_of(OTHER)}, f"{id_of(OTHER)} stands in row 2 of sheet 'Site S1', too."),
    ],
)
def test_what_is_no_answer_is_told(sent, filled, message):
    _, said = sent.read(register()) if not filled else sent.fill(ID, **filled).read(register())
    assert any(message in each for each in said), said


def test_a_head_that_is_none(sent):
    sent.book["Site S1"]["A1"].value = "Number"
    sent.book.create_sheet("Notes")
    assert sent.read(register())[1] == [
        "The head of sheet 'Site S1' is not that of a list of queries.",
        "The head of sheet 'Notes' is not that of a list of queries.",
    ]


@pytest.mark.parametrize("data", [b"", b"no workbook"])
def test_a_file_that_is_no_list(tmp_path, data):
    (tmp_path / "list.xlsx").write_bytes(data)
    findings = Findings()
    read_answers(tmp_path / "list.xlsx", register(), findings)
    assert [f.rule for f in findings.stops] == ["QUERY-ANSWER"]


def test_an_answer_to_a_query_that_is_closed_meanwhile_is_kept_and_told(sent):
    closed = register(entry(status="closed"), entry(OTHER))
    sent.fill(ID, Answer="We were late.", By="A. B.")
    read, said = sent.read(closed)
    assert said == [f"{ID} is closed meanwhile; the answer is kept with it."]
    assert (read.register.queries[0].status, read.register.queries[0].answer) == ("closed", "We were late.")
    assert sent.read(read.register) == (replace(read, changed={}), [])


def test_a_query_that_is_closed_meanwhile_and_not_answered_is_nothing_to_tell(sent):
    closed = register(entry(status="closed"), entry(OTHER))
    assert sent.read(closed)[0].changed == {} and sent.read(closed)[1] == []


def test_an_answer_that_another_one_has_overtaken_is_a_stop(sent):
    meanwhile = register(entry(status="answered", answer="By mail."), entry(OTHER))
    assert sent.read(meanwhile) == (sent.read(meanwhile)[0], []) and sent.read(meanwhile)[0].changed == {}
    _, said = sent.fill(ID, Answer="By list.").read(meanwhile)
    assert said == [f"Sheet 'Site S1': {ID} was answered otherwise since the list was written: answered 'By mail.'."]


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=10)


@given(value=TEXTS, answer=TEXTS, row=TEXTS)
def test_any_text_comes_back_from_a_list_that_nobody_has_filled(tmp_path_factory, value, answer, row):
    about = Identity("ae", "01 / " + row, "F", "RAW-DATE", value)
    status = "answered" if answer.strip() else "open"
    known = register(entry(about, answer=answer, status=status))
    file = tmp_path_factory.mktemp("list") / "list.xlsx"
    file.write_bytes(written(known))
    findings = Findings()
    read = read_answers(file, known, findings)
    assert (read.register, read.changed, findings) == (known, {}, [])
