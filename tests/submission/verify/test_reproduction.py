"""Reproduction: the archive's own program builds the archive's own data again."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest
from bags import members, packed

import onespec
from onespec.submission.archive.bag import tag_files
from onespec.submission.archive.write import digested
from onespec.submission.verify.run import REPRODUCTION, verify


def archived(copy) -> Path:
    return onespec.open(copy.spec, copy.raw, copy.out).archive().path


@pytest.mark.slow
def test_the_data_come_out_again(other_done):
    """With the libraries that run the tests; the program is that of the archive."""
    found = verify(archived(other_done), REPRODUCTION, "here")
    assert [f.text() for f in found.findings] == [] and found.good
    said = found.done[REPRODUCTION]
    assert said["editions"] == 1 and said["outputs"] == said["same"] > 15


@pytest.mark.slow
def test_data_that_do_not_come_out_again_are_named(other_done, tmp_path):
    """Whoever changes an output and everything that tells of it cannot change what the program makes."""
    payload = {n.partition("/")[2]: d for n, d in members(archived(other_done)).items() if "/data/" in n}
    name, run = "data/outputs/en/reports/queries.csv", "data/outputs/en/run.json"
    payload[name] += b"forged\n"
    record = json.loads(payload[run])
    record["outputs"]["reports/queries.csv"] = hashlib.sha256(payload[name]).hexdigest()
    payload[run] = (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
    known = {each: digested(data) for each, data in payload.items()}
    files = tag_files({}, known) | dict(sorted(payload.items()))
    path = tmp_path / "forged.zip"
    path.write_bytes(packed({f"S1/{each}": data for each, data in files.items()}))
    found = verify(path, REPRODUCTION, "here")
    assert sorted(f.file for f in found.findings) == [name, run]
    assert {f.rule for f in found.findings} == {"VERIFY-REBUILT"}


def test_only_reproduction_starts_anything(other_done, monkeypatch):
    """A program of a stranger runs at no other depth; tests that are not slow may start no process."""
    before = set(sys.modules)
    assert onespec.verify(archived(other_done), "consistency").good
    assert not [m for m in set(sys.modules) - before if "methods" in m and "study" in m]
