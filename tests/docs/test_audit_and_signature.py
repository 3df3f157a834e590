"""docs/audit-and-signature.md shows what `onespec audit` prints, and names what is noted."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest
from support import ROOT, SHIPPED, SHIPPED_RAW

from onespec.auditing import AUDITED
from onespec.cli import main as command_line
from onespec.cli.main import main

from .markdown import blocks

PAGE = ROOT / "docs" / "audit-and-signature.md"
SHOWN = {block.marked: block.text for block in blocks(PAGE)}


class Noon(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime(2027, 12, 1, 12, tzinfo=UTC)


@pytest.mark.slow
def test_what_the_page_shows(built, tmp_path, monkeypatch, capsys):
    out = tmp_path / "build" / SHIPPED.name
    shutil.copytree(built, out)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONESPEC_USER", "Jane Doe")
    monkeypatch.setattr(command_line, "datetime", Noon)
    places = ["--study", str(SHIPPED), "--raw", str(SHIPPED_RAW), "--out", f"build/{SHIPPED.name}"]
    assert main(["build", *places]) == 0
    assert main(["export", *places, "--formats", "dsjc"]) == 0
    capsys.readouterr()
    assert main(["audit", *places[:2], *places[4:]]) == 0
    assert capsys.readouterr().out.strip() == SHOWN["output: audit"].strip("\n").strip()


def test_every_command_that_is_noted_is_named():
    text = PAGE.read_text(encoding="utf-8").split("Commands that only look")[0]
    assert [name for name in AUDITED if f"`{name}`" not in text] == []
