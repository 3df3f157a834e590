"""The outputs' bytes are the same however the work was cut, and whoever did it."""

from __future__ import annotations

import pytest
from support import OTHER, contents, run_build


def test_three_parts_one_a_subject_by_two_workers(small_done, tmp_path):
    """Of the shipped study; test_reproducible.py builds all its subjects in two parts."""
    out = tmp_path / "single"
    assert run_build(small_done.spec, small_done.raw, out, "--part-rows", "1", "--workers", "2") == 0
    assert differing(contents(out), contents(small_done.out)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("size", "workers"), [(12, 1), (12, 2), (1, 1)])
def test_two_and_three_parts(built_other, tmp_path, size, workers):
    assert (
        run_build(OTHER / "spec", OTHER / "raw", tmp_path / "out", "--part-rows", str(size), "--workers", str(workers))
        == 0
    )
    assert differing(contents(tmp_path / "out"), contents(built_other)) == []


def test_subjects_whose_identifiers_sort_otherwise_than_their_numbers(other, tmp_path):
    """Site S9 sorts after S2, and its subject before theirs: records follow the subject's number, not USUBJID."""
    other.replace("raw/enrol.csv", "101,S1", "101,S9")
    assert other.build() == 0
    assert run_build(other.spec, other.raw, tmp_path / "single", "--part-rows", "1") == 0
    assert differing(contents(tmp_path / "single"), contents(other.out)) == []


def test_row_groups_of_the_lineage_do_not_follow_the_parts(other, tmp_path, monkeypatch):
    monkeypatch.setattr("onespec.engine.build.outputs._ROW_GROUP", 2)
    assert other.build() == 0
    assert run_build(other.spec, other.raw, tmp_path / "single", "--part-rows", "1") == 0
    assert differing(contents(tmp_path / "single"), contents(other.out)) == []


def test_files_that_are_read_in_many_blocks_in_any_order(other, tmp_path, monkeypatch):
    for path in other.raw.glob("*.csv"):
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join([header, *rows[1::2], *rows[::2]]), encoding="utf-8")
    assert other.build() == 0
    monkeypatch.setattr("onespec.engine.raw.csv_file.BLOCK", 64)
    assert run_build(other.spec, other.raw, tmp_path / "blocks", "--part-rows", "1") == 0
    assert differing(contents(tmp_path / "blocks"), contents(other.out)) == []


def differing(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))
