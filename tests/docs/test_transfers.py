"""docs/living-trial.md, transfers: the commands in their order, on the study that ships."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest
from support import ROOT

from onespec.cli.main import main

from .markdown import blocks, rewrite

PAGE = ROOT / "docs" / "living-trial.md"
(TYPED,) = [b.text.splitlines() for b in blocks(PAGE) if "onespec transfer" in b.text]


@pytest.mark.slow
def test_the_transfer_shown_is_the_one_given_golden(tmp_path, monkeypatch, capsys, request):
    for folder in ("specs", "raw_samples"):
        (tmp_path / folder).symlink_to(ROOT / folder, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    *simulations, transfer = TYPED
    for line in simulations:
        subprocess.run([sys.executable, *shlex.split(line)[1:]], check=True, cwd=tmp_path)
    build = ["build", "--workers", "1", "--raw"]
    assert main([*build, "build/transfers/1/export"]) == 0
    capsys.readouterr()
    assert main([*build, "build/transfers/2/export"]) == 0
    given = {"output: export changed": changed(capsys.readouterr().out)}
    assert main(shlex.split(transfer)[1:]) == 0
    given["output: transfer"] = capsys.readouterr().out
    if request.config.getoption("--update-golden"):
        rewrite(PAGE, given)
    assert {b.marked: b.text for b in blocks(PAGE) if b.marked in given} == given
    assert re.match(b"<!DOCTYPE html>", (tmp_path / "build" / "transfer.html").read_bytes())
    assert (tmp_path / "build" / "transfer.csv").read_text(encoding="utf-8-sig").startswith("kind,form,dataset,")


def changed(out: str) -> str:
    return next(f"{line}\n" for line in out.splitlines() if line.startswith("The export changed"))
