"""The same inputs give the same bytes: another folder, time zone, locale and hash seed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support import ROOT, SHIPPED, SHIPPED_RAW, contents


@pytest.mark.slow
def test_every_output_is_the_same_elsewhere(built, tmp_path):
    for name, source in (("spec", SHIPPED), ("export", SHIPPED_RAW)):
        (tmp_path / name).symlink_to(source, target_is_directory=True)
    elsewhere = {
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),  # the same program
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "onespec.cli.main",
            "build",
            "--study",
            "spec",
            "--raw",
            "export",
            "--out",
            "result",
            "--workers",
            "2",
            "--part-rows",
            "18",
        ],
        cwd=tmp_path,
        env=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    here, there = contents(built), contents(tmp_path / "result")
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []


def test_no_output_names_a_place_of_this_machine(built):
    """Paths and clocks would differ elsewhere."""
    for name, data in contents(built).items():
        assert str(ROOT).encode() not in data, name
