"""make hands its variables to the program as they are."""

from __future__ import annotations

import os
import subprocess

import pytest
from support import ROOT

TOLD = """#!/bin/sh
for each in "$@"; do printf '%s\\n' "$each" >> "$TOLD"; done
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["`touch executed`", "$(touch executed)", "$(shell touch executed)", "a b; touch executed", '"']
)
def test_a_name_is_text(tmp_path, name):
    """The program is a script that writes down what it is given."""
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    for program in ("onespec", "python"):
        (tmp_path / "venv" / "bin" / program).write_text(TOLD)
        (tmp_path / "venv" / "bin" / program).chmod(0o755)
    for file in ("pyproject.toml", "requirements-main.lock", "venv/.installed"):
        (tmp_path / file).touch()
    given = [f"VENV={tmp_path / 'venv'}", *(f"{v}={name}" for v in ("STUDY", "RAW", "OUT"))]
    done = subprocess.run(
        ["make", "-f", str(ROOT / "Makefile"), "sdtm", *given],
        cwd=tmp_path,
        env=os.environ | {"TOLD": str(tmp_path / "told")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "executed").exists()
    said = (tmp_path / "told").read_text()
    assert said == f"build\n--study\n{name}\n--out\n{name}\n--raw\n{name}\n--only\nsdtm\n"
