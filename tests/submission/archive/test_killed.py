"""An archive whose writing is killed at any moment: never half of one under its final name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from support import ROOT

import onespec
from onespec.submission.verify.run import INTEGRITY, verify

MOMENTS = 50


@pytest.mark.slow
def test_fifty_kills_leave_a_whole_archive_or_none(other_done):
    study = onespec.open(other_done.spec, other_done.raw, other_done.out)
    whole = study.archive()
    kept = whole.path.read_bytes()
    places = "--study", str(other_done.spec), "--raw", str(other_done.raw), "--out", str(other_done.out)
    command = [sys.executable, "-m", "onespec.cli.main", "archive", *places]
    begun = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    length, killed, seen = time.monotonic() - begun, 0, 0
    for moment in range(MOMENTS):
        for path in study.archives.iterdir():
            path.unlink()
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Half of the moments anywhere, half of them once the writing has begun.
        if moment % 2:
            time.sleep(length * moment / MOMENTS)
        else:
            while process.poll() is None and not any(study.archives.iterdir()):
                time.sleep(0.0005)
            time.sleep(0.0015 * moment)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        seen += any(path.suffix == ".tmp" for path in study.archives.iterdir())
        final = [path for path in study.archives.iterdir() if path.suffix == ".zip"]
        assert [path.read_bytes() for path in final] in ([], [kept])
    assert killed > MOMENTS // 2 and seen
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # which takes up what a killed one has left
    assert {p.name for p in study.archives.iterdir()} == {whole.path.name, f"{whole.path.name}.audit.jsonl"}
    assert whole.path.read_bytes() == kept
    assert verify(whole.path, INTEGRITY).good
