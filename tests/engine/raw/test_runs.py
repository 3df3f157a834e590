"""Rows that are read in several runs come together by part: in the order of subjects, and of the file within one."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import text
from onespec.engine.frames import Frame
from onespec.engine.raw.runs import Runs

TERMS = ["cough", "fever", "", "rash", "cough", "nausea", "fever"]
SUBJECTS = np.array([3, 0, 3, 1, 0, 3, 1])


def laid_down(tmp_path, *bounds: int, sizes: tuple[int, ...] = (7,)) -> list[list[tuple[int, str, bool]]]:
    """Number, term and mask of the rows of each part, read in runs of so many rows."""
    runs, start = Runs(tmp_path / "x.runs"), 0
    for size in sizes:
        rows = slice(start, start + size)
        masks = {"TERM": SUBJECTS[rows] == 0} if start == 0 else {}  # a file of which another form reads rows, too
        runs.add(Frame({"TERM": text(TERMS[rows])}), np.arange(start, start + size) + 1, SUBJECTS[rows], masks)
        start += size
    assert runs.rows == 7 and runs.shared == ["TERM"]
    parts = runs.parts(bounds)
    found = [parts.rows(number, [text([])]) for number in range(len(bounds) - 1)]
    runs.close()
    assert not (tmp_path / "x.runs").exists()
    return [
        list(zip(rows.numbers.tolist(), rows.fields[0].tolist(), (rows.elsewhere[0] > 0).tolist(), strict=True))
        for rows in found
    ]


def test_one_run(tmp_path):
    assert laid_down(tmp_path, 0, 2, 4) == [
        [(2, "fever", True), (5, "cough", True), (4, "rash", False), (7, "fever", False)],
        [(1, "cough", False), (3, "", False), (6, "nausea", False)],
    ]


def test_several_runs_and_a_part_without_rows(tmp_path):
    assert laid_down(tmp_path, 0, 1, 2, 3, 4, sizes=(2, 0, 3, 2)) == [
        [(2, "fever", True), (5, "cough", False)],
        [(4, "rash", False), (7, "fever", False)],
        [],
        [(1, "cough", False), (3, "", False), (6, "nausea", False)],
    ]


def test_a_form_without_rows(tmp_path):
    runs = Runs(tmp_path / "x.runs")
    rows = runs.parts([0, 1]).rows(0, [text([])])
    runs.close()
    assert (len(rows.numbers), list(map(len, rows.fields)), rows.elsewhere) == (0, [0], [])
