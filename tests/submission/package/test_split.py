"""A dataset in parts: where it is cut, and that the parts are the whole again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onespec.engine.disk import sha256
from onespec.engine.xpt.reader import read_xpt
from onespec.submission.package.held import read_held
from onespec.submission.package.split import (
    NotOneWhole,
    bytes_of,
    least,
    part_name,
    parts_of,
    rejoined,
    rejoined_sha256,
    write_part,
)

from .transports import write_lb

HEADER = 8 * 80 + 3 * 140 + 60 + 80  # of a file of three variables: 1,200 bytes


def cut(held, limit):
    return [(p.first, p.records, p.at_subject) for p in parts_of(held, limit)]


def written(held, limit, folder):
    parts = parts_of(held, limit)
    paths = [folder / part_name("LB", p.number, 8) for p in parts]
    for part, path in zip(parts, paths, strict=True):
        write_part(held, part, path)
    return paths


def test_a_file_has_its_header_and_whole_records_of_80_bytes(tmp_path):
    held = read_held(write_lb(tmp_path / "lb.xpt", ["01", "01", "02", "03", "03"]), "ascii")
    assert (held.start, held.size, held.records) == (HEADER, 20, 5)
    assert bytes_of(held, 5) == (tmp_path / "lb.xpt").stat().st_size == HEADER + 160
    assert least(held) == HEADER + 80


def test_cuts_are_at_subjects_and_each_part_is_within_the_limit(tmp_path):
    """Four records of 20 bytes go into 80: 01 01 01 | 02 02 | 03 03 03 03 | 04."""
    subjects = ["01"] * 3 + ["02"] * 2 + ["03"] * 4 + ["04"]
    held = read_held(write_lb(tmp_path / "lb.xpt", subjects), "ascii")
    assert cut(held, HEADER + 80) == [(0, 3, True), (3, 2, True), (5, 4, True), (9, 1, True)]
    assert cut(held, HEADER + 160) == [(0, 5, True), (5, 5, True)]
    assert cut(held, bytes_of(held, 10)) == []


def test_a_subject_with_more_than_a_part_holds_is_cut_between_records(tmp_path):
    held = read_held(write_lb(tmp_path / "lb.xpt", ["01"] * 6 + ["02"]), "ascii")
    assert cut(held, HEADER + 80) == [(0, 4, False), (4, 3, True)]


def test_the_parts_are_the_whole_again(tmp_path):
    whole = write_lb(tmp_path / "lb.xpt", ["01"] * 3 + ["02"] * 2 + ["03"] * 4)
    paths = written(read_held(whole, "ascii"), HEADER + 80, tmp_path)
    assert [p.name for p in paths] == ["lb1.xpt", "lb2.xpt", "lb3.xpt"]
    assert all(path.stat().st_size == HEADER + 80 for path in paths)
    header, rows = read_xpt(paths[1])
    assert header.name == "LB" and [v.length for v in header.variables] == [4, 8, 8]
    assert rows["USUBJID"].tolist() == ["02", "02"] and rows["LBSEQ"].tolist() == [4, 5]
    rejoined(paths, tmp_path / "again.xpt")
    assert (tmp_path / "again.xpt").read_bytes() == whole.read_bytes()
    assert rejoined_sha256(paths) == sha256(whole) != rejoined_sha256(paths[::-1])


@settings(max_examples=40)
@given(counts=st.lists(st.integers(1, 9), min_size=1, max_size=12), records=st.integers(1, 12))
def test_any_cut_is_the_whole_again(tmp_path_factory, counts, records):
    folder = tmp_path_factory.mktemp("split")
    subjects = [f"{n:02}" for n, count in enumerate(counts) for _ in range(count)]
    whole = write_lb(folder / "lb.xpt", subjects)
    held = read_held(whole, "ascii")
    limit = bytes_of(held, records)
    paths = written(held, limit, folder)
    assert all(path.stat().st_size <= limit for path in paths)
    parts = parts_of(held, limit)
    assert sum(p.records for p in parts) == (len(subjects) if parts else 0)
    for one, other in pairwise(parts):
        assert (subjects[other.first - 1] != subjects[other.first]) == one.at_subject
    assert not paths or rejoined_sha256(paths) == sha256(whole)


def test_what_are_no_parts_of_one_dataset(tmp_path):
    one = write_lb(tmp_path / "lb1.xpt", ["01"])
    other = tmp_path / "lb2.xpt"
    other.write_bytes(one.read_bytes().replace(b"Result", b"Values"))
    with pytest.raises(NotOneWhole, match="lb2.xpt has another header than lb1.xpt"):
        rejoined_sha256([one, other])
    with pytest.raises(NotOneWhole, match="no parts"):
        rejoined([], tmp_path / "lb.xpt")
