"""A simulated trial without faults: no check of the library asks anything, and neither do those of the study."""

from __future__ import annotations

import sys

import pytest
from support import ROOT, SHIPPED, makes_slow, read_findings, run_build

RAW = ROOT / "raw_samples" / "ChiCTR2600126870"
SUBJECTS = 60

sys.path.insert(0, str(RAW))

from simulate import simulate  # noqa: E402


@makes_slow
@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean")
    simulate(folder / "export", folder / "truth", SUBJECTS, 2600126870, clean=True)
    assert run_build(SHIPPED, folder / "export", folder / "out") == 0
    return folder


def test_no_check_asks_anything(clean):
    queries = read_findings(clean / "out" / "reports" / "queries.csv")
    assert [f.text() for f in queries if f.check or f.rule.startswith("CHECK-")] == []


def test_the_checks_looked_at_a_whole_trial(clean):
    """Nothing to ask is no proof where nothing was there: all courses of disease, doses, events and lesions are."""
    report = (clean / "out" / "reports" / "edit-checks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert sum(",on,,0,0," in line for line in report) == 99
    rows = {p.stem: len(p.read_bytes().splitlines()) for p in (clean / "export").glob("*.csv")}
    assert all(rows[name] > SUBJECTS for name in ("ae", "conmeds", "oxaliplatin", "target_lesions", "response", "ecg"))
    assert rows["death"] > 10


def test_no_fault_is_planted(clean):
    assert (clean / "truth" / "faults.csv").read_text(encoding="utf-8").count("\n") == 1
