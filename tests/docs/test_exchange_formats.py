"""docs/exchange-formats.md shows what the export of the shipped study prints; its commands find no difference."""

from __future__ import annotations

import pytest
from support import ROOT, SHIPPED, SHIPPED_RAW

from onespec.cli.main import main

from .markdown import blocks

SHOWN = {block.marked: block.text.strip() for block in blocks(ROOT / "docs" / "exchange-formats.md")}


@pytest.mark.slow
def test_what_the_page_shows(built, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    places = ["--study", str(SHIPPED), "--raw", str(SHIPPED_RAW), "--out", str(built)]
    capsys.readouterr()
    assert main(["export", *places, "--output", "all"]) == 0
    assert (
        capsys.readouterr().out.replace("In all", f"In build/{SHIPPED.name}.exchange").strip()
        == SHOWN["output: export"]
    )
    assert main(["export", *places, "--formats", "dsjc", "--output", "dsjc"]) == 0
    assert main(["compare", str(built / "adam"), "dsjc/adam"]) == 0
    assert "11 datasets: 11 identical." in capsys.readouterr().out
