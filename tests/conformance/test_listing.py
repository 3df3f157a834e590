"""A rule that meets very many records lists the first of them and counts the others."""

import json

import pytest
from compared import frame
from packages import model, package
from support import OTHER

from onespec.conformance import listing
from onespec.conformance.breach import ONESPEC
from onespec.conformance.explained import Explanation
from onespec.conformance.report_html import report_html
from onespec.conformance.report_json import report_csv, report_json
from onespec.conformance.report_text import report_text
from onespec.conformance.stored import open_packages
from onespec.conformance.validate import run_own, validate
from onespec.engine.findings import Findings
from onespec.engine.spec.conditions import Condition

N = 30


def entry(where=(), count=1):
    return Explanation("OS0804", ONESPEC, ("AE",), where, "", "It is so.", "A. Example", "2027-11-02", count, 3)


def judged(tmp_path, *explanations):
    dm = frame(STUDYID=["S"] * N, USUBJID=[f"S-{i:02}" for i in range(N)], RFSTDTC=["2027-01-01"] * N)
    ae = frame(
        STUDYID=["S"] * N,
        USUBJID=[f"S-{i:02}" for i in range(N)],
        AETERM=["Cough", "Fever", "Rash"] * (N // 3),
        AESTDTC=["2027-01-01", "2027-01-02", "2027-01-03"] * (N // 3),
        AESTDY=[7.0] * N,
    )
    package(tmp_path, DM=dm, AE=ae)
    (kept,) = open_packages([tmp_path])
    study = model(OTHER / "spec")
    found = validate(study, kept, [run_own(kept, study)], list(explanations), Findings())
    found.judged = [j for j in found.judged if j.breach.rule == "OS0804"]
    return found


def test_what_is_not_listed_is_counted(tmp_path, monkeypatch):
    everything = judged(tmp_path)
    monkeypatch.setattr(listing, "LISTED", 10)
    found = judged(tmp_path)
    *listed, more = found.judged
    assert listed == everything.judged[:10] and everything.count() == found.count() == N
    assert (more.breach.row, more.breach.message) == (None, "20 more records, which are not listed.")
    assert found.verdict == everything.verdict and found.runs[0].count == everything.runs[0].count
    one, other = found.unexplained[0], everything.unexplained[0]
    assert (one.count, one.messages, one.first) == (other.count, other.messages, other.first) == (N, 3, other.first)


@pytest.mark.parametrize("listed", [5, 10, 100])
def test_entries_explain_what_is_not_listed(tmp_path, monkeypatch, listed):
    monkeypatch.setattr(listing, "LISTED", listed)
    found = judged(tmp_path, entry((Condition("AETERM", "EQ", ("Fever",)),), 10), entry((), 20))
    assert [(n, e.count) for e, n in found.explanations] == [(10, 10), (20, 20)] and found.stale == []
    found = judged(tmp_path, entry((Condition("AETERM", "EQ", ("Fever",)),), 10))
    assert found.count(unexplained=True) == 20 and found.explanations[0][1] == 10


def test_few_are_listed_of_the_rules_that_come_when_many_are(tmp_path, monkeypatch):
    monkeypatch.setattr(listing, "IN_ALL", 0)
    monkeypatch.setattr(listing, "THEN", 2)
    assert [j.breach.row for j in judged(tmp_path).judged] == [1, 2, None]


def test_the_reports_say_it(tmp_path, monkeypatch):
    monkeypatch.setattr(listing, "LISTED", 3)
    found = judged(tmp_path)
    assert "30 breaches" in report_text(found) and "30 breaches, the first 2" in report_html(found, shown=2)
    told = json.loads(report_json(found))["breaches"]
    assert [b.get("count") for b in told] == [None, None, None, 27]
    assert report_csv(found).splitlines()[-1].count("27 more records, which are not listed.") == 1
