"""What a query is known by from build to build."""

from __future__ import annotations

import pytest

from onespec.engine.causes import one_a_cause
from onespec.engine.findings import Cell, Finding
from onespec.engine.queries import Identity, id_of, identities, is_id_of, kind_of, row_of

NAMES = {("visits", "visits.csv", 7): "01 / WEEK 1", ("visits", "visits.csv", 9): "01 / WEEK 2"}
WEEK_1 = Cell("visits.csv", 7, "VISDAT", "01", "2026-01-28", "visits")
PLACE = {"file": "visits.csv", "row": 7, "subject": "01", "form": "visits"}


def query(rule: str = "CHECK-WINDOW", message: str = "Late.", **where) -> Finding:
    return Finding(rule, "query", message, "Ask.", **where)


def one(finding: Finding) -> tuple[str, ...]:
    return tuple(identities([finding], NAMES)[0])


@pytest.mark.parametrize(
    ("finding", "about"),
    [
        (  # a record is asked about by its raw cell
            query(dataset="SV", column="SVSTDTC", value="2026-01-28T", cells=(WEEK_1,), **PLACE),
            ("visits", "01 / WEEK 1", "VISDAT", "CHECK-WINDOW", "2026-01-28"),
        ),
        (query("ROW-EMPTY", dataset="LB", **PLACE), ("visits", "01 / WEEK 1", "LB", "ROW-EMPTY", "")),
        (  # a value that no raw cell is known for
            query(dataset="DM", column="AGE", subject="01", cells=(Cell("", None, "DM.AGE", "01", "41"),)),
            ("", "01", "DM.AGE", "CHECK-WINDOW", "41"),
        ),
        (
            query("KEY-DUPLICATE", dataset="LB", column="LBSEQ", subject="01", value="3"),
            ("", "01", "LB.LBSEQ", "KEY-DUPLICATE", "3"),
        ),
        (query("RAW-EMPTY-ROW", file="all.csv", row=3), ("", "all.csv", "", "RAW-EMPTY-ROW", "")),
        (query("RAW-SUBJECT", file="ae.csv", row=3, form="ae"), ("ae", "row 3", "", "RAW-SUBJECT", "")),
    ],
)
def test_what_a_query_is_about(finding, about):
    assert one(finding) == about


def test_an_unknown_subject_is_the_same_query_in_one_row_and_in_many():
    def refused(row: int) -> Finding:
        cells = (Cell("ae.csv", row, "SUBJID", "99", "99", "ae"), Cell("", None, "", "99", "99"))
        place = {"file": "ae.csv", "row": row, "column": "SUBJID", "subject": "99", "value": "99", "form": "ae"}
        return query("RAW-SUBJECT", cells=cells, **place)

    [single], [many] = one_a_cause([refused(3)]), one_a_cause([refused(3), refused(4)])
    assert one(single) == one(many) == ("", "99", "", "RAW-SUBJECT", "99")
    assert row_of(single) is None


def test_the_rules_of_several_findings_are_part_of_it():
    both = one_a_cause([query(cells=(WEEK_1,), **PLACE), query("RAW-RANGE", "Early.", cells=(WEEK_1,), **PLACE)])
    assert [one(f)[3] for f in both] == ["CHECK-WINDOW, RAW-RANGE"]


def test_the_cell_that_is_asked_about_counts_where_it_is_another_than_the_finding_s_own():
    """The consent is the cause of two queries; a date that contradicts only it stands with it."""
    consent = Cell("dm.csv", 1, "ICDAT", "01", "2026-05-01", "dm")
    other = Cell("visits.csv", 9, "VISDAT", "01", "2026-04-01", "visits")
    found = one_a_cause([query(cells=(WEEK_1, consent), **PLACE), query(cells=(other, consent), dataset="SV")])
    assert [tuple(a) for a in identities(found, {("dm", "dm.csv", 1): "01"})] == [
        ("dm", "01", "ICDAT", "CHECK-WINDOW", "2026-05-01")
    ]


def test_queries_that_nothing_tells_apart_are_numbered():
    alike = [query("KEY-DUPLICATE", message, dataset="LB", subject="01") for message in ("One.", "Two.")]
    assert [a.row for a in identities(alike, {})] == ["01", "01 #2"]


def test_an_id_is_short_and_says_what_the_query_is_about():
    about = Identity("visits", "01 / WEEK 1", "VISDAT", "CHECK-WINDOW", "2026-01-28")
    other = about._replace(value="2026-01-29")
    assert id_of(about) == id_of(about) != id_of(other)
    assert len(id_of(about)) == 10 and is_id_of(id_of(about), about) and not is_id_of(id_of(about), other)
    assert not is_id_of(id_of(about)[:6], about) and not is_id_of("X" + id_of(about)[1:], about)


def test_an_id_that_another_query_has_is_longer():
    about = Identity("visits", "01 / WEEK 1", "VISDAT", "CHECK-WINDOW", "2026-01-28")
    longer = id_of(about, {id_of(about)})
    assert longer.startswith(id_of(about)) and len(longer) == 11 and is_id_of(longer, about)


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ("On 2026-01-02.", "On 2026-02-12.", True),
        ("AE is early.", "AE is early (3 times).", True),
        ("AE is early.", "AE is early. VS is early.", False),
        ("AE is after the death.", "AE is after the end of treatment.", False),
    ],
)
def test_a_question_is_the_same_whatever_its_numbers(before, now, same):
    assert (kind_of(before) == kind_of(now)) is same
