"""docs/spec-import.md shows what the import of the other study's define.xml prints, and what its check lists."""

from __future__ import annotations

import pytest
from support import ROOT

from onespec.cli.main import main

from .markdown import blocks

SHOWN = {block.marked: block.text.strip() for block in blocks(ROOT / "docs" / "spec-import.md")}


@pytest.fixture
def study(built_other, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return str(built_other / "sdtm" / "define.xml")


def test_what_it_prints(study, capsys):
    assert main(["spec", "import", study, "--study", "my_study"]) == 0
    assert capsys.readouterr().out.strip() == SHOWN["output: import"]
    assert main(["check", "--study", "my_study"]) == 1
    told = capsys.readouterr().err.splitlines()
    shown = SHOWN["output: check"].splitlines()
    assert len(shown) == 2 and set(shown) <= set(told)
