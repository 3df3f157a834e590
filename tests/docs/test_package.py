"""docs/package.md: its command prints what is shown, but for counts of bytes."""

from __future__ import annotations

import json
import re
import shutil

import pytest
import yaml
from support import ROOT, SHIPPED, contents

from onespec.cli.main import main
from onespec.engine.build.freshness import cache_folder

from .markdown import block, blocks, rewrite

PAGE = ROOT / "docs" / "package.md"
MARK = "output: package"


@pytest.mark.slow
def test_the_package_shown_is_that_of_the_command_golden(built, tmp_path, monkeypatch, capsys, request):
    """And a second run gives the same bytes, and the verdicts are of these data."""
    for folder in ("specs", "raw_samples"):
        (tmp_path / folder).symlink_to(ROOT / folder, target_is_directory=True)
    shutil.copytree(built, tmp_path / "build" / built.name)
    shutil.copytree(cache_folder(built), cache_folder(tmp_path / "build" / built.name))
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    asked = ["package", "--study", "specs/ChiCTR2600126870", "--profile", "fda"]
    assert main([*asked, "--build"]) == 0
    said = capsys.readouterr().out
    if request.config.getoption("--update-golden"):
        rewrite(PAGE, {MARK: said})
    (shown,) = [b.text for b in blocks(PAGE) if b.marked == MARK]
    assert _without_counts(said) == _without_counts(shown)
    first = contents(tmp_path / "build" / f"{built.name}.package" / "fda")
    assert main(asked) == 0
    assert contents(tmp_path / "build" / f"{built.name}.package" / "fda") == first
    record = json.loads(first["package.json"])
    assert all(v["of_these_data"] and v["good"] for v in record["verdicts"].values())
    assert all(content.isascii() for name, content in first.items() if name.endswith(".txt"))


def test_the_guides_are_declared_as_the_page_shows():
    shown = yaml.safe_load(block("package.md", "documents:"))["documents"]
    declared = yaml.safe_load((SHIPPED / "study.yaml").read_text(encoding="utf-8"))["documents"]
    assert shown == {name: declared[name] for name in ("csdrg", "adrg")}


def _without_counts(text: str) -> str:
    return re.sub(" *[0-9,]{3,}", " N", re.sub("  +", " ", text))
