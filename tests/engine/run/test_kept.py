"""What is kept of a part comes back as it was, and a damaged file is noticed."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import contents

from onespec.engine.build.freshness import cache_folder
from onespec.engine.columns import number, text
from onespec.engine.findings import QUERY, Findings
from onespec.engine.frames import Frame
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.finish import Entry, PieceKept
from onespec.engine.run.kept import Damaged, keep, kept
from onespec.engine.run.measure import DatasetMeasure, Measure


def entry(texts: list[str], numbers: list[float]) -> Entry:
    findings = Findings()
    findings.add("RAW-DATE", QUERY, "'x' is no date.", row=3, value="x")
    marks = {("ae", "AETERM", ""): np.array([0, 3], np.uint8), ("dm", "SEX", "SEX"): np.empty(0, np.uint8)}
    measure = DatasetMeasure(2, {"A": Measure(3, 1, values={"x"}, steps={0})}, {"A": {("k", "l"): Measure(1)}})
    fields = Frame({"C": text(["AETERM"])})
    pieces = [
        PieceKept(0, 0, 0, 1, "ae", np.array([4]), ("B", "C"), fields),
        PieceKept(1, 0, 1, 2, "", None, (), Frame()),
    ]
    frame = Frame({"A": text(texts), "B": number(numbers), "C": text(texts[::-1])}, len(texts))
    return Entry(frame, pieces, np.arange(len(texts))[::-1], Ledger(findings, marks), measure)


@given(
    st.lists(st.tuples(st.sampled_from(["", "x", "头痛", "a\nb"]), st.sampled_from([np.nan, 0.0, -1.5])), max_size=5)
)
def test_an_entry_comes_back_as_it_was(tmp_path_factory, rows):
    before = entry([r[0] for r in rows], [r[1] for r in rows])
    path = tmp_path_factory.mktemp("kept") / "a.part"
    before.keep(path)
    after = Entry.kept(path)
    assert [c.tolist() for n, c in after.frame.items() if n != "B"] == [
        before.frame["A"].tolist(),
        before.frame["C"].tolist(),
    ]
    assert np.array_equal(after.frame["B"], before.frame["B"], equal_nan=True)
    assert [p[:5] for p in after.pieces] == [p[:5] for p in before.pieces]
    assert after.pieces[0][5].tolist() == [4] and after.pieces[1][5] is None
    assert [p.produced for p in after.pieces] == [("B", "C"), ()]
    assert [{n: c.tolist() for n, c in p.fields.items()} for p in after.pieces] == [{"C": ["AETERM"]}, {}]
    assert after.order.tolist() == before.order.tolist()
    assert {k: m.tolist() for k, m in after.ledger.marks.items()} == {
        k: m.tolist() for k, m in before.ledger.marks.items()
    }
    assert (after.ledger.findings, after.measure) == (before.ledger.findings, before.measure)
    bare = Entry.kept(path, texts=False)
    assert len(bare.frame) == 2  # as its measure says
    assert [p.fields.columns for p in bare.pieces] == [[], []]


@pytest.mark.parametrize("byte", [0, 60, 127, 128, -1])
def test_one_other_byte_is_noticed(tmp_path, byte):
    path = tmp_path / "a.part"
    keep(path, {"said": "头痛"}, {"numbers": np.array([1.0, 2.0])})
    assert kept(path)[0] == {"said": "头痛"}
    data = bytearray(path.read_bytes())
    data[byte] ^= 1
    path.write_bytes(data)
    with pytest.raises(Damaged, match="a.part of the folder .* is damaged"):
        kept(path)


def test_a_file_that_was_whole_is_looked_through_again_when_it_was_changed(tmp_path):
    path = tmp_path / "a.part"
    keep(path, {"said": "x"}, {"numbers": np.array([1.0, 2.0])})
    time.sleep(0.1)
    assert kept(path) == kept(path)
    left, data = path.stat(), bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(left.st_atime_ns, left.st_mtime_ns))  # as a tool does that keeps times
    with pytest.raises(Damaged):
        kept(path)


@pytest.mark.parametrize("size", [0, 5, 128, 200])
def test_a_file_that_was_cut_is_noticed(tmp_path, size):
    path = tmp_path / "a.part"
    keep(path, {}, {"numbers": np.array([1.0, 2.0])})
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(Damaged):
        kept(path)


def test_what_a_damaged_file_held_is_computed_again(other):
    """Every second kept file is damaged; the next build that needs them gives the outputs of before."""
    assert other.build() == 0
    before = contents(other.out)
    for path in sorted(cache_folder(other.out).glob("*.part"))[::2]:
        path.write_bytes(path.read_bytes()[:-1])
    other.replace("raw/events.csv", "oral thrush", "thrush of the mouth")
    assert other.build() == 0
    other.replace("raw/events.csv", "thrush of the mouth", "oral thrush")
    assert other.build() == 0
    assert contents(other.out) == before
