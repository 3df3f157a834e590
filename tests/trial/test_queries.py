"""The life of a query from transfer to transfer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onespec.engine.findings import Findings
from onespec.engine.queries import Identity, id_of
from onespec.engine.spec.query_register import Entry, Register, Transfer
from onespec.trial.queries import transfer_of, updated

ABOUT = Identity("visits", "01 / WEEK 1", "VISDAT", "CHECK-WINDOW", "2026-01-28")
ID = id_of(ABOUT)
MARCH, JUNE, SEPTEMBER = (Transfer(name, name * 3) for name in ("2027-03", "2027-06", "2027-09"))
DONE = {"answer": "", "reason": "Agreed.", "by": "A. B.", "date": "2027-04-01"}


def ask(value: str = "2026-01-28", message: str = "Late by 3 days.", rule: str = "CHECK-WINDOW"):
    about = ABOUT._replace(value=value, rule=rule)
    return about._asdict() | {"subject": "01", "message": message}


def march(**stand: str) -> Register:
    """The register after the first transfer, with what somebody has said of its one query."""
    register = updated(Register(), [ask()], MARCH).register
    return replace(register, queries=(replace(register.queries[0], **stand),))


def told(register: Register) -> list[tuple]:
    return [(e.value, e.status, e.first_seen, e.last_seen, e.history) for e in register.queries]


def test_a_new_query_is_open():
    done = updated(Register(), [ask()], MARCH)
    assert (done.new, done.closed, done.again) == ([ID], [], [])
    assert done.register == Register(
        (MARCH,), (Entry(ID, *ABOUT, "01", "Late by 3 days.", "2027-03", "2027-03", "open"),)
    )


def test_it_stays_open_while_it_arises():
    done = updated(march(), [ask(message="Late by 4 days.")], JUNE)
    assert (done.new, done.closed, done.again) == ([], [], [])
    assert told(done.register) == [("2026-01-28", "open", "2027-03", "2027-06", ())]
    assert done.register.queries[0].message == "Late by 4 days."
    assert done.register.transfers == (MARCH, JUNE)


def test_one_that_no_longer_arises_is_closed_and_open_again_when_it_returns():
    closed = updated(march(), [], JUNE)
    assert closed.closed == [ID]
    assert told(closed.register) == [
        ("2026-01-28", "closed", "2027-03", "2027-03", ("2027-06: closed, it no longer arises",))
    ]
    again = updated(closed.register, [ask()], SEPTEMBER)
    assert (again.new, again.again) == ([], [ID])
    history = "2027-06: closed, it no longer arises", "2027-09: open again, it arises again"
    assert told(again.register) == [("2026-01-28", "open", "2027-03", "2027-09", history)]


def test_an_answer_stays_until_the_data_close_it():
    answered = march(status="answered", answer="The date is right.", by="Site 01", date="2027-04-01")
    still = updated(answered, [ask()], JUNE).register
    assert told(still)[0][1] == "answered"
    closed = updated(still, [], SEPTEMBER).register.queries[0]
    assert (closed.status, closed.answer, closed.by) == ("closed", "The date is right.", "Site 01")


def test_an_accepted_query_stays_accepted_while_value_and_question_are_the_same():
    done = updated(march(status="accepted", **DONE), [ask(message="Late by 5 days.")], JUNE)
    assert (done.new, done.closed, done.again) == ([], [], [])
    assert told(done.register)[0][1] == "accepted" and done.register.queries[0].reason == "Agreed."


@pytest.mark.parametrize(
    ("value", "rule"), [("2026-01-29", "CHECK-WINDOW"), ("2026-01-28", "CHECK-WINDOW, RAW-RANGE"), ("", "CHECK-WINDOW")]
)
def test_another_value_or_rule_is_a_new_query_that_names_the_accepted_one(value, rule):
    done = updated(march(status="accepted", **DONE), [ask(value, rule=rule)], JUNE)
    new = id_of(ABOUT._replace(value=value, rule=rule))
    assert (done.new, done.closed) == ([new], [ID])
    by_id = {entry.id: entry for entry in done.register.queries}
    assert by_id[ID].status == "closed" and by_id[ID].reason == "Agreed."
    assert by_id[ID].history == (f"2027-06: closed, the value is now '{value}', {new}",)
    assert (by_id[new].status, by_id[new].earlier, by_id[new].first_seen) == ("open", ID, "2027-06")
    assert by_id[new].history == (
        f"2027-06: the value was '2026-01-28' in {ID}, accepted by A. B. on 2027-04-01: Agreed.",
    )


def test_another_question_about_an_accepted_value_is_asked():
    done = updated(march(status="accepted", **DONE), [ask(message="Late by 3 days. It is after the death.")], JUNE)
    [entry] = done.register.queries
    assert done.again == [ID] and (entry.status, entry.reason, entry.by, entry.date) == ("open", "", "", "")
    said = "open again, it asks something else; it was accepted by A. B. on 2027-04-01: Agreed."
    assert entry.history == (f"2027-06: {said}",)


def test_an_accepted_query_that_was_closed_is_asked_again_and_says_what_was_accepted():
    closed = updated(march(status="accepted", **DONE), [], JUNE).register
    [entry] = updated(closed, [ask()], SEPTEMBER).register.queries
    assert (entry.status, entry.reason) == ("open", "")
    said = "2027-09: open again, it arises again; it was accepted by A. B. on 2027-04-01: Agreed."
    assert entry.history[-1] == said


def test_a_query_of_a_value_beside_another_one_is_not_its_follower():
    """Two values of one place may be asked about at once: neither is the earlier one."""
    register = march(status="accepted", **DONE)
    done = updated(register, [ask(), ask("2026-02-28")], JUNE)
    assert [(e.value, e.status, e.earlier) for e in done.register.queries] == [
        ("2026-01-28", "accepted", ""),
        ("2026-02-28", "open", ""),
    ]


def test_the_same_transfer_again_changes_nothing():
    first = updated(march(status="accepted", **DONE), [ask(), ask("x")], JUNE).register
    assert updated(first, [ask("x"), ask()], JUNE).register == first


@pytest.mark.parametrize(
    ("export", "name", "called", "stop"),
    [
        ("f" * 64, "", "export ffffffff", ""),
        ("f" * 64, " 2027-09 ", "2027-09", ""),
        ("2027-062027-062027-06", "", "2027-06", ""),
        ("2027-062027-062027-06", "2027-06", "2027-06", ""),
        ("2027-062027-062027-06", "July", "", "This export is the transfer '2027-06' of the register, and not 'July'."),
        ("f" * 64, "2027-03", "", "The transfer '2027-03' of the register is another export."),
        ("2027-032027-032027-03", "", "", "The transfer '2027-03' came before '2027-06', where the register is."),
    ],
)
def test_what_a_transfer_is_called(export, name, called, stop):
    transfers = tuple(Transfer(each, (each * 3)[:16]) for each in ("2027-03", "2027-06"))
    findings = Findings()
    found = transfer_of(Register(transfers), export, name, findings)
    assert [f.message for f in findings] == ([stop] if stop else [])
    assert stop or (found.name, found.export) == (called, export[:16])
