"""The register of queries, read and written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.findings import Findings
from onespec.engine.queries import Identity, id_of
from onespec.engine.spec.query_register import Entry, Register, Transfer, read_register, register_text

ABOUT = Identity("visits", "01005 / CYCLE 5 DAY 1", "VISDAT", "CHECK-WINDOW", "2026-01-28")


def entry(about: Identity = ABOUT, **more) -> Entry:
    said = {"subject": "01005", "message": "Late.", "first_seen": "2027-03", "last_seen": "2027-03", "status": "open"}
    return Entry(id_of(about), *about, **(said | more))


def read(folder, text: str) -> tuple[Register | None, Findings]:
    (folder / "queries.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    return read_register(folder, findings), findings


def test_no_register(tmp_path):
    findings = Findings()
    assert read_register(tmp_path, findings) is None and findings == []


def test_what_is_written_is_read(tmp_path):
    accepted = entry(status="accepted", reason="Known: see note #3", by="A. B.", date="2027-04-01", history=("x", "y"))
    register = Register((Transfer("2027-03", "5d1f0c6a"),), (accepted, entry(ABOUT._replace(value="NO"))))
    text = register_text(register)
    found, findings = read(tmp_path, text)
    assert findings == [] and found is not None
    assert set(found.queries) == set(register.queries) and found.transfers == register.transfers
    assert register_text(found) == text


def test_the_file_is_read_by_people():
    assert register_text(Register((Transfer("2027-03", "5d1f0c6a"),), (entry(),))).splitlines()[2:] == [
        "transfers:",
        '  - {name: "2027-03", export: "5d1f0c6a"}',
        "queries:",
        f"  - id: {id_of(ABOUT)}",
        "    form: visits",
        '    row: "01005 / CYCLE 5 DAY 1"',
        "    field: VISDAT",
        "    rule: CHECK-WINDOW",
        '    value: "2026-01-28"',
        '    subject: "01005"',
        "    message: Late.",
        '    first_seen: "2027-03"',
        '    last_seen: "2027-03"',
        "    status: open",
    ]


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@given(row=TEXTS, value=TEXTS, message=TEXTS, name=TEXTS.filter(bool))
def test_any_text_comes_back(tmp_path_factory, row, value, message, name):
    about = Identity("ae", row, "F", "RAW-DATE", value)
    register = Register((Transfer(name, "e"),), (entry(about, message=message, history=(message + ".",)),))
    found, findings = read(tmp_path_factory.mktemp("register"), register_text(register))
    assert findings == [] and found == register


@pytest.mark.parametrize(
    "text", ["yes", "NO", "~", "null", "1e3", "0x1F", "a: b", "a #b", "- a", "'a", "{a}", " a", "a "]
)
def test_no_text_is_taken_for_anything_else(tmp_path, text):
    found, findings = read(tmp_path, register_text(Register((), (entry(answer=text),))))
    assert findings == [] and found is not None and found.queries[0].answer == text


@pytest.mark.parametrize(
    ("old", "new", "message", "fix"),
    [
        ("status: open", "status: acepted", "'acepted' is no status of a query.", "Did you mean 'accepted'?"),
        ("status: open", "state: open", "'state' is not an entry of a query.", "Did you mean 'status'?"),
        ("status: open", "status: answered", f"{id_of(ABOUT)} is answered and has no 'answer'.", "Add 'answer:'."),
        (
            "status: open",
            "status: accepted\n    reason: x\n    date: 2027-01-01",
            f"{id_of(ABOUT)} is accepted and has no 'by'.",
            "Add 'by:'.",
        ),
        ("status: open", "status: open\n    date: 1/2/2027", "'1/2/2027' is no date.", "Write YYYY-MM-DD."),
        ('value: "2026-01-28"', 'value: "2026-01-29"', f"{id_of(ABOUT)} is not the id of this form, row, field,", ""),
        ("transfers:", "transfer:", "'transfer' is not an entry of queries.yaml.", "Did you mean 'transfers'?"),
        ("  - id: ", "  - {}\n  - id: ", "The query has no 'id'.", "Add 'id:'."),
        ("  - id: ", "  - word\n  - id: ", "An entry of 'queries' is a mapping.", ""),
    ],
)
def test_a_register_that_is_not_as_it_must_be(tmp_path, old, new, message, fix):
    text = register_text(Register((Transfer("2027-03", "5d1f0c6a"),), (entry(),)))
    assert old in text
    _, findings = read(tmp_path, text.replace(old, new))
    assert all(f.level == "stop" and f.file == "queries.yaml" and f.line for f in findings)
    assert any(f.message.startswith(message) and (not fix or f.fix == fix) for f in findings), list(findings)


def test_a_query_that_stands_twice(tmp_path):
    _, findings = read(tmp_path, register_text(Register((), (entry(), replace(entry(), message="Other.")))))
    assert [f.message for f in findings] == [
        f"{id_of(ABOUT)} has the id of the query on line 5.",
        f"{id_of(ABOUT)} has the form, row, field, rule and value of the query on line 5.",
    ]


@pytest.mark.parametrize("text", ["", "queries:", "queries: []\n", "transfers: []\nqueries: []\n"])
def test_an_empty_register(tmp_path, text):
    assert read(tmp_path, text) == (Register(), [])


@pytest.mark.parametrize("text", ["queries: 3", "queries: {a: b}", "[a]", "queries: [", "queries: []\nqueries: []"])
def test_a_file_that_is_no_register(tmp_path, text):
    assert [f.level for f in read(tmp_path, text)[1]] == ["stop"]
