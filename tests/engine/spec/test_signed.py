"""What all registers share: a list of entries, signed, dated and counted; every fault has its line."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from onespec.engine.declared import Key, called
from onespec.engine.findings import Findings
from onespec.engine.spec.signed import DATE, REASON, WHO, SignedReader

GOOD = "listed:\n- {thing: A, count: 2, reason: Because., who: A. Example, date: 2027-11-02}\n"


@called("a note")
@dataclass
class Note:
    thing: Annotated[str, Key("What it is about.")]
    count: Annotated[int, Key("How many.")]
    reason: Annotated[str, REASON]
    who: Annotated[str, WHO]
    date: Annotated[str, DATE]


def read(tmp_path, text):
    (tmp_path / "register.yaml").write_text(text, encoding="utf-8")
    findings, out = Findings(), []
    register = SignedReader("register.yaml", "listed", Note, "REGISTER", "a note", findings)
    for item, line in register.signed(tmp_path):
        texts = register.texts(item, "thing", "count")
        register.number("count", texts["count"], "things", line)
        register.date(texts["date"], line)
        out.append(texts | {"line": line})
    return out, [(f.rule, f.file, f.line, f.message) for f in findings]


def test_no_register(tmp_path):
    assert SignedReader("register.yaml", "listed", Note, "REGISTER", "a note", Findings()).signed(tmp_path) == []


def test_an_entry_is_read_with_its_line(tmp_path):
    assert read(tmp_path, GOOD) == (
        [{"thing": "A", "count": "2", "reason": "Because.", "who": "A. Example", "date": "2027-11-02", "line": 2}],
        [],
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("count: 2", "count: 0", ("REGISTER", 2, "'count' is not the number of things explained: '0'.")),
        ("count: 2", "count: two", ("REGISTER", 2, "'count' is not the number of things explained: 'two'.")),
        ("2027-11-02", "2027-11", ("REGISTER", 2, "'date' is not a date: '2027-11'.")),
        ("2027-11-02", "2027-11-31", ("REGISTER", 2, "'date' is not a date: '2027-11-31'.")),
        ("reason: Because., ", "", ("SPEC-MISSING", 2, "The note has no 'reason'.")),
        ("who: A. Example, ", "", ("SPEC-MISSING", 2, "The note has no 'who'.")),
        ("thing", "thin", ("SPEC-KEY", 2, "'thin' is not an entry of a note.")),
        ("listed", "list", ("SPEC-KEY", 1, "'list' is not an entry of register.yaml.")),
        ("- {", "  {", ("REGISTER", 1, "'listed' must be a list.")),
        ("- {thing", "- text\n- {thing", ("REGISTER", 2, "A note is a mapping.")),
    ],
)
def test_faults_have_their_line(tmp_path, old, new, fault):
    assert GOOD.count(old) == 1
    assert read(tmp_path, GOOD.replace(old, new))[1] == [(fault[0], "register.yaml", *fault[1:])]
