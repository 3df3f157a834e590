"""docs/living-trial.md, the data cut: its command prints what is shown."""

from __future__ import annotations

from support import ROOT

from onespec.cli.main import main

from .markdown import blocks


def test_the_effect_shown_is_that_of_the_command(capsys, monkeypatch, tmp_path):
    (tmp_path / "tests").symlink_to(ROOT / "tests", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    shown = {b.marked: b.text for b in blocks(ROOT / "docs" / "living-trial.md")}
    assert main(shown["cut: command"].split()[1:]) == 0
    assert capsys.readouterr().out == shown["cut: output"]
