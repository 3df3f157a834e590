"""What pip says, said in one sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from onespec.submission.installer import NoEnvironment, run, run_pip, why

MISMATCH = """ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package
versions, please update the hashes. Otherwise, examine the package contents carefully.
    tiny==1.0 from file:///wheels/tiny-1.0-py3-none-any.whl (from -r lock (line 1)):
        Expected sha256 1111
             Got        2222
"""


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            MISMATCH,
            "tiny==1.0: the file that was found (SHA-256 2222) is not one that the lock names. Nothing of it is",
        ),
        ("ERROR: No matching distribution found for tiny==1.0", "tiny==1.0: no file of it for Python 3."),
        (
            "WARNING: Retrying: NewConnectionError\nERROR: No matching distribution found for tiny==1.0",
            "the index was not reached.",
        ),
        (
            "ERROR: Package 'tiny' requires a different Python: 3.11.7 not in '>=3.13'",
            "the program needs Python >=3.13; this is 3.11.7.",
        ),
        (
            "ERROR: In --require-hashes mode, all requirements must ... These do not:\n    tiny from https://x",
            "tiny: the lock names no version or no hash of it.",
        ),
        ("/usr/bin/python3: No module named pip", "this Python has no pip and cannot bring one"),
        ("WARNING: old\na\nb\n", "pip failed: a / b"),
        ("", "pip failed: it said nothing"),
    ],
)
def test_why(said, sentence):
    assert sentence in why(said)


@pytest.mark.slow
def test_a_program_that_is_not_there():
    with pytest.raises(NoEnvironment, match="cannot be started: No such file or directory"):
        run([Path("/nowhere/python"), "-V"])


@pytest.mark.slow
def test_without_network_and_settings_where_wheels_are_given(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "not an address")
    monkeypatch.setenv("PIP_FIND_LINKS", "https://localhost:1/")
    with pytest.raises(NoEnvironment, match=r"no-such-library==1\.0: no file of it for Python .*: none was found"):
        run_pip(Path(sys.executable), ["download", "no-such-library==1.0", "--dest", tmp_path], tmp_path)
