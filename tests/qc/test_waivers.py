"""The register of explained differences: exact, or stale."""

import pytest
from compared import compared, frame

from onespec.engine.findings import Findings
from onespec.qc.report import Entry, Report
from onespec.qc.result import Difference
from onespec.qc.waivers import Register, read_waivers

BASE = frame(USUBJID=["1", "2", "3", "4"], AETERM=["a", "b", "c", "d"], AESTDY=[1, 2, 3, 4])
OTHER = frame(
    USUBJID=["1", "2", "3", "5"], AETERM=["a", "B", "C", "d"], AESTDY=[1, 2, 3, 4]
)  # two terms, a row only in each
GOOD = {
    "dataset": "AE",
    "variable": "AETERM",
    "kind": "value",
    "reason": "Upper case.",
    "who": "A. Example",
    "date": "2027-11-02",
    "cells": 2,
}


def entry(book, facts=(), other=OTHER):
    return Entry(compared(BASE, other, "USUBJID", wanted=book.wanted("AE", BASE, other)), facts=list(facts))


def register(tmp_path, *waivers):
    lines = ["waivers:"]
    for waiver in waivers:
        lines += [
            f"  {'- ' if i == 0 else '  '}{k}: {str(v).replace(chr(39), '')}" for i, (k, v) in enumerate(waiver.items())
        ]
    (tmp_path / "waivers.yaml").write_text("\n".join(lines), encoding="utf-8")
    findings = Findings()
    return read_waivers(tmp_path, findings), findings


def explained(tmp_path, *waivers, facts=()):
    found, findings = register(tmp_path, *waivers)
    assert not findings
    book = Register(found)
    one = entry(book, facts)
    book.explain(one, BASE, OTHER, findings)
    return one, book.lines(), findings


def test_no_register_explains_nothing(tmp_path):
    assert read_waivers(tmp_path, Findings()) == []
    book = Register([])
    one = entry(book)
    book.explain(one, BASE, OTHER, Findings())
    assert (one.explained, one.unexplained, one.verdict) == (0, 4, "differs")


def test_everything_explained(tmp_path):
    rows = [GOOD | {"kind": kind, "variable": "", "cells": 1} for kind in ("base row", "compare row")]
    one, lines, _ = explained(tmp_path, GOOD, *rows)
    assert (one.explained, one.unexplained, one.verdict) == (4, 0, "explained")
    assert not any(line.stale for line in lines)


@pytest.mark.parametrize(
    ("where", "cells", "explains"),
    [
        ("{USUBJID: 2}", 1, 1),
        ("{AESTDY: {GE: 2}, USUBJID: {NE: 3}}", 1, 1),
        ("{AESTDY: {IN: [2, 3]}}", 2, 2),
        ("{USUBJID: 2}", 2, 1),  # fewer than it says
        ("{AESTDY: {LE: 3}}", 1, 2),  # more than it says
        ("{USUBJID: 9}", 1, 0),  # none
    ],
)
def test_a_waiver_explains_exactly_what_it_says_or_is_stale(tmp_path, where, cells, explains):
    one, (line,), findings = explained(tmp_path, GOOD | {"where": where, "cells": cells})
    assert (line.explains, line.stale, one.explained, list(findings)) == (explains, cells != explains, explains, [])


def test_a_stale_waiver_fails_the_report_even_where_nothing_differs(tmp_path):
    found, _ = register(tmp_path, GOOD)
    book = Register(found)
    one = entry(book, other=BASE)
    book.explain(one, BASE, BASE, Findings())
    report = Report("", [one], waivers=book.lines())
    assert (one.verdict, report.good, report.verdict) == ("identical", False, "1 dataset: 1 identical, 1 waiver stale.")


def test_a_difference_is_explained_once(tmp_path):
    one, lines, _ = explained(tmp_path, GOOD | {"where": "{USUBJID: 2}", "cells": 1}, GOOD)
    assert ([line.explains for line in lines], one.explained) == ([1, 1], 2)


def test_statements(tmp_path):
    facts = [Difference("label in define.xml", "AETERM", "Term", "Reported Term")]
    one, (line,), _ = explained(tmp_path, GOOD | {"kind": "label in define.xml", "cells": 1}, facts=facts)
    assert (line.explains, one.explained, one.unexplained) == (1, 1, 4)


def test_a_condition_on_a_variable_that_is_not_there(tmp_path):
    _, _, findings = explained(tmp_path, GOOD | {"where": "{AETRM: a}"})
    assert (findings[0].message, findings[0].fix) == ("AE has no variable 'AETRM'.", "Did you mean 'AETERM'?")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "valu"}, "There is no kind of difference 'valu'."),
        ({"reason": ""}, "The waiver has no 'reason'."),
        ({"who": ""}, "The waiver has no 'who'."),
        ({"date": "2027-13-01"}, "'date' is not a date: '2027-13-01'."),
        ({"date": "yesterday"}, "'date' is not a date: 'yesterday'."),
        ({"cells": "all"}, "'cells' is not the number of differences explained: 'all'."),
        ({"cells": 0}, "'cells' is not the number of differences explained: '0'."),
        ({"variable": ""}, "A waiver of kind 'value' has no variable."),
        ({"kind": "base row"}, "A waiver of kind 'base row' has a variable."),
        ({"kind": "label", "where": "{USUBJID: 1}"}, "A waiver of kind 'label' cannot have 'where'."),
        ({"dataset": "[AE, DM]"}, "A waiver is about one dataset."),
        ({"varable": "x"}, "'varable' is not an entry of a waiver."),
    ],
)
def test_a_waiver_that_cannot_be_understood(tmp_path, change, message):
    waivers, findings = register(tmp_path, GOOD | change)
    assert (waivers, findings[0].message, findings[0].file) == ([], message, "waivers.yaml") and findings[0].fix
