"""Builds disturbed in each way once; `interrupted.py` does it 500 times."""

from __future__ import annotations

import pytest
from hostile.interrupted import HOW, Prepared, Tried, killed, prepared, table, tried
from support import makes_slow


@pytest.fixture(scope="module")
@makes_slow
def given(tmp_path_factory) -> Prepared:
    return prepared(tmp_path_factory.mktemp("interrupted"), [1, 2])


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("how", HOW)
def test_a_disturbed_build_leaves_old_or_new_outputs_and_the_next_one_is_as_ever(given, tmp_path, how, workers):
    found = tried(given, HOW.index(how), how, workers, tmp_path / "try")
    assert not found.wrong, found


def test_half_an_output_is_seen(given, tmp_path, monkeypatch):
    def spoiled(build, here):
        killed(build, here)
        build.join()
        (here / "out" / "sdtm" / "ae.xpt").write_bytes(b"half")

    monkeypatch.setitem(tried.__globals__["MOMENTS"], "killed", spoiled)
    found = tried(given, 0, "killed", 1, tmp_path / "try")
    assert (found.left, found.wrong) == ("half", "half an output")
    assert "half" in table([found]) and isinstance(found, Tried)
