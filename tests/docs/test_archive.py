"""docs/archive.md: what it says of an archive without this program."""

from __future__ import annotations

import shutil
import subprocess
import zipfile

import pytest
from bags import NAME, archive
from support import ROOT

from .markdown import blocks


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="a tool of Linux")
def test_the_tools_of_the_system_verify_it(tmp_path):
    (shown,) = [b.text for b in blocks(ROOT / "docs" / "archive.md") if b.marked == "archive: by hand"]
    with zipfile.ZipFile(archive(tmp_path)) as file:
        file.extractall(tmp_path)

    def verified() -> list[int]:
        return [
            subprocess.run(line.split(), cwd=tmp_path / NAME, capture_output=True, check=False).returncode
            for line in shown.splitlines()
        ]

    assert verified() == [0, 0, 0]
    (tmp_path / NAME / "data" / "raw" / "ae.csv").write_bytes(b"x")
    assert verified() == [1, 1, 0]
