"""The raw store: forms sorted by subject, parts as slices, digests of what stands in them."""

from __future__ import annotations

import pytest

from onespec.engine.findings import Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.raw.fill import _subjects_a_part, fill_store
from onespec.engine.raw.store import raw_row_numbers, slice_form
from onespec.engine.registry import discover


def store(other, tmp_path, part_rows: int = 1):
    findings = Findings()
    plan = make_plan(other.spec, discover(("onespec.sdtm", "onespec.adam")), findings)
    assert findings == []
    return (
        plan.study,
        fill_store(plan.study, other.raw, tmp_path / "store", part_rows, findings, lambda text: None),
        findings,
    )


def test_parts_are_ranges_of_subjects_in_order(other, tmp_path):
    other.replace("raw/enrol.csv", "101,S1,04/01/2021,17/05/1980,male,A\n", "")
    other.append("raw/enrol.csv", "101,S1,04/01/2021,17/05/1980,male,A\n")
    _, found, _ = store(other, tmp_path, 12)
    assert found.parts == [["101", "102"], ["201"]]


def test_a_part_of_a_form_keeps_the_order_and_the_numbers_of_the_file(other, tmp_path):
    other.append("raw/events.csv", "101,2,cough,Cough,Chest,20/01/2021,no,\n")
    study, found, _ = store(other, tmp_path)
    cells = [slice_form(study.forms["events"], found.forms["events"], part) for part in range(3)]
    assert [(frame["EVENT"].tolist(), rows.tolist()) for frame, rows in cells] == [
        (["hoarse voice", "cough"], [1, 4]),
        ([], []),
        (["oral thrush", "asthma attack"], [2, 3]),
    ]
    assert raw_row_numbers(found.forms["events"], 0).tolist() == [1, 4]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("oral thrush", "thrush of the mouth", [2]),
        ("hoarse voice", "a voice that is hoarse", [0]),
        ("201,1,", "201,01,", [2]),
    ],
)
def test_a_changed_row_changes_the_digest_of_its_own_part(other, tmp_path, old, new, changed):
    before = store(other, tmp_path / "a")[1].forms["events"].digests
    other.replace("raw/events.csv", old, new)
    after = store(other, tmp_path / "b")[1].forms["events"].digests
    assert [i for i, digest in enumerate(after) if digest != before[i]] == changed


def test_cells_that_move_between_columns_change_the_digest(other, tmp_path):
    before = store(other, tmp_path / "a")[1].forms["enrol"].digests
    other.replace("raw/enrol.csv", "102,S1,", "102S,1,")
    other.replace("raw/enrol.csv", "102S,1,", "102,1S,")
    assert store(other, tmp_path / "b")[1].forms["enrol"].digests[1] != before[1]


def test_cells_of_unknown_subjects_are_counted_as_refused(other, tmp_path):
    other.append("raw/events.csv", "999,1,cough,Cough,Chest,20/01/2021,no,\n")
    _, found, findings = store(other, tmp_path)
    assert (
        found.refused["events", "EVENT"].refused,
        found.refused["events", "MONITOR"].refused,
        [f.rule for f in findings],
    ) == (1, 0, ["RAW-SUBJECT"])


def test_a_register_without_subjects(other, tmp_path):
    path = other.raw / "enrol.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    _, found, findings = store(other, tmp_path)
    assert found is None
    assert [f.text() for f in findings.stops] == [
        "STOP  RAW-REGISTER  enrol.csv: The register of subjects is empty. Fix: Export it again."
    ]


def test_faults_of_all_files_come_at_once(other, tmp_path):
    (other.raw / "enrol.csv").unlink()
    other.replace("raw/events.csv", ",BODY,", ",BODI,")
    _, found, findings = store(other, tmp_path)
    assert found is None and [f.rule for f in findings] == ["RAW-FILE", "RAW-COLUMN", "RAW-EXTRA-COLUMN"]


@pytest.mark.parametrize(
    ("subjects", "rows", "part_rows", "size"),
    [(3, 15, 1, 1), (3, 15, 12, 2), (1000, 131_352, 1 << 16, 512), (5000, 658_252, 1 << 16, 512), (5, 0, 100, 512)],
)
def test_subjects_of_a_part(subjects, rows, part_rows, size):
    """The power of two whose rows are nearest to those wanted: a growing study keeps its parts."""
    assert _subjects_a_part(subjects, rows, part_rows) == size
