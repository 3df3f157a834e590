"""What is kept of a dataset serves the checks of a later build as if it had just been computed."""

from __future__ import annotations

import shutil

import pytest
from support import SHIPPED, SHIPPED_RAW, contents, run_build


@pytest.mark.slow
def test_a_build_that_takes_datasets_as_they_were_asks_the_same_queries_as_a_fresh_one(tmp_path):
    """Of a few datasets a value is another one; checks look at the others, whose records were read from cells."""
    spec = tmp_path / "spec"
    shutil.copytree(SHIPPED, spec)
    assert run_build(spec, SHIPPED_RAW, tmp_path / "again") == 0
    study = spec / "study.yaml"
    text = study.read_text(encoding="utf-8")
    assert "TEAE_DAYS: 30" in text
    study.write_text(text.replace("TEAE_DAYS: 30", "TEAE_DAYS: 31"), encoding="utf-8")
    assert run_build(spec, SHIPPED_RAW, tmp_path / "again") == 0
    assert run_build(spec, SHIPPED_RAW, tmp_path / "fresh") == 0
    again, fresh = contents(tmp_path / "again"), contents(tmp_path / "fresh")
    assert [name for name in fresh if again[name] != fresh[name] and name != "run.json"] == []
