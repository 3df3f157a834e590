"""docs/results.md, what if: its command prints what is shown."""

from __future__ import annotations

import shlex

import pytest
from support import ROOT

from onespec.cli.main import main

from .markdown import blocks, rewrite

PAGE = ROOT / "docs" / "results.md"


@pytest.mark.slow
def test_the_change_shown_is_that_of_the_command_golden(tmp_path, monkeypatch, capsys, request):
    for folder in ("specs", "raw_samples"):
        (tmp_path / folder).symlink_to(ROOT / folder, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    shown = {b.marked: b.text for b in blocks(PAGE)}
    assert main(shlex.split(shown["what if: command"].replace("\\\n", ""))[1:]) == 0
    given = {"what if: output": capsys.readouterr().out}
    if request.config.getoption("--update-golden"):
        rewrite(PAGE, given)
    assert {b.marked: b.text for b in blocks(PAGE) if b.marked in given} == given
