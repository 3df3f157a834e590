"""The visits at which forms are filled in."""

from __future__ import annotations

from onespec.engine.contract import Codelist, Term
from onespec.engine.findings import Findings
from onespec.engine.spec.form_visits import study_visits, visits_of, visits_stand
from onespec.engine.spec.forms import Field, Form

LISTS = {"V": Codelist("V", "V", "", "", False, "text", {t: Term(t) for t in ("SCREEN", "DAY 1", "DAY 8", "END")})}


def form(name: str, visits: tuple[str, ...] = (), roles: dict[str, str] | None = None) -> Form:
    fields = {"VIS": Field("VIS", {}, "code", codelist="V"), "TXT": Field("TXT", {}, "text")}
    return Form(name, {}, (f"{name}.csv",), "utf-8", "", ("TXT",), ("TXT",), fields, visits=visits, roles=roles or {})


def faults(**forms: Form) -> list[tuple[str, str]]:
    findings = Findings()
    visits_stand(forms, LISTS, findings)
    return [(f.message, f.fix) for f in findings]


def test_visits_are_those_of_the_codelist_in_its_order():
    lab, once = form("lab", ("END", "DAY *"), {"visit": "VIS"}), form("once", ("SCREEN",))
    known = study_visits({"once": once, "lab": lab}, LISTS)
    assert list(known) == ["SCREEN", "DAY 1", "DAY 8", "END"]
    assert visits_of(lab, known) == ("DAY 1", "DAY 8", "END")
    assert visits_of(once, known) == ("SCREEN",)
    assert visits_of(form("log"), known) == ()
    assert faults(lab=lab, once=once) == []


def test_a_visit_that_the_study_does_not_have():
    lab = form("lab", ("DAY 2", "WEEK *"), {"visit": "VIS"})
    assert faults(lab=lab) == [
        ("Form 'lab' is filled in at 'DAY 2', which is no visit of the study.", "Did you mean 'DAY 8'?"),
        ("Form 'lab' is filled in at 'WEEK *', which is no visit of the study.", "Known: SCREEN, DAY 1, DAY 8, END."),
    ]


def test_no_form_says_where_visits_stand():
    """A text names visits, too, but nobody knows which there are."""
    for roles in ({}, {"visit": "TXT"}, {"visit": "none"}):
        ((message, fix),) = faults(lab=form("lab", ("END",), roles))
        assert message == "Form 'lab' is filled in at 'END', which is no visit of the study."
        assert fix == "Name the field of the visit at a form ('roles: {visit: FIELD}'), a code with its codelist."
