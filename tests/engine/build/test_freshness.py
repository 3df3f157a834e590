"""Is there anything to do?  From hashes alone, in no time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import SHIPPED

from onespec.engine.build.freshness import (
    NoPackage,
    code_files,
    digests,
    input_files,
    read_state,
    sha256,
    stamp,
    touched,
    up_to_date,
    versions,
    write_state,
)
from onespec.engine.build.ownership import left_as
from onespec.engine.findings import Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import discover


def test_inputs_are_named_without_the_machines_paths(other):
    files = input_files(other.spec, other.raw, {})
    assert sorted(files["specification"]) == [
        "adam/adsl.yaml",
        "codelists.yaml",
        "crf.yaml",
        "sdtm/ae.yaml",
        "sdtm/dm.yaml",
        "sdtm/ex.yaml",
        "study.yaml",
        "tables/arms.csv",
    ]
    assert sorted(files["raw"]) == ["enrol.csv", "events.csv", "inhaler.csv", "peak_flow.csv"]


def test_what_stands_with_the_specification_and_is_none_is_no_input(other):
    known = input_files(other.spec, other.raw, {})
    for name in (
        "waivers.yaml",
        "conformance.yaml",
        "qc/sdtm/ae.sql",
        "qc/tables/arms.csv",
        "notes.csv",
        "build/sdtm/x.csv",
    ):
        (other.spec / name).parent.mkdir(parents=True, exist_ok=True)
        other.append(f"spec/{name}", "")
    assert input_files(other.spec, other.raw, {}) == known


def test_every_file_that_a_specification_is_read_from_is_an_input(monkeypatch):
    read, text, data = set(), Path.read_text, Path.read_bytes
    monkeypatch.setattr(Path, "read_text", lambda p, *a, **k: (read.add(p), text(p, *a, **k))[1])
    monkeypatch.setattr(Path, "read_bytes", lambda p: (read.add(p), data(p))[1])
    make_plan(SHIPPED, discover(("onespec.sdtm", "onespec.adam"), SHIPPED / "methods.py"), Findings())
    files = set(input_files(SHIPPED, SHIPPED, {})["specification"].values())
    assert {p for p in read if p.is_relative_to(SHIPPED)} == files


def test_the_files_of_packages_are_inputs_and_so_are_the_standards():
    files = code_files(("onespec.engine", "onespec.sdtm", "onespec.standards"))
    assert {"engine/build/build.py", "sdtm/methods/study_day.py", "standards/sdtmig-3.4-variables.csv"} <= set(files)
    assert {name.partition("/")[0] for name in files} == {"engine", "sdtm", "standards"}


@pytest.mark.parametrize("name", ["onespec.nothing", "nobody.nothing", "json.decoder"])
def test_a_package_that_is_not_there(name):
    with pytest.raises(NoPackage, match=f"there is no package '{name}'"):
        code_files((name,))


def test_a_file_of_known_size_and_time_is_not_read_again(tmp_path):
    path = tmp_path / "a"
    path.write_text("one")
    known = {str(path): [*stamp(path), "its digest"]}
    assert digests({"a": path}, known, {"a": stamp(path)}) == {"a": "its digest"}
    os.utime(path, ns=(1, 1))
    assert digests({"a": path}, known, {"a": stamp(path)}) == {"a": sha256(path)}


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path):
    """A file written over with its old time has another time of change; one that replaces it, another number."""
    path = tmp_path / "a"
    path.write_text("one")
    os.utime(path, ns=(1, 1))
    before = stamp(path)
    path.write_text("two")
    os.utime(path, ns=(1, 1))
    assert stamp(path)[:2] == before[:2] and stamp(path) != before
    (tmp_path / "b").write_text("six")
    os.utime(tmp_path / "b", ns=(1, 1))
    (tmp_path / "b").replace(path)
    assert digests({"a": path}, {str(path): [*before, "old"]}, {"a": stamp(path)}) == {"a": sha256(path)}


def test_outputs_that_are_not_as_they_were_left(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    state = {"outputs": {name: left_as(tmp_path / name) for name in ("a", "b", "c")}}
    (tmp_path / "a").unlink()
    (tmp_path / "b").write_text("changed")
    assert touched(tmp_path, state) == ["a", "b"]


def test_up_to_date_needs_the_same_inputs_standards_and_libraries(tmp_path):
    (tmp_path / "a").write_text("a")
    inputs = {"raw": {"x.csv": "1"}}
    state = {
        "inputs": inputs,
        "standards": ["sdtm", "adam"],
        "versions": versions(),
        "outputs": {"a": left_as(tmp_path / "a")},
    }
    assert up_to_date(tmp_path, inputs, ("sdtm",), state)
    assert not up_to_date(tmp_path, {"raw": {"x.csv": "2"}}, ("sdtm",), state)
    assert not up_to_date(tmp_path, inputs, ("sdtm",), state | {"standards": ["adam"]})
    assert not up_to_date(tmp_path, inputs, ("sdtm",), state | {"versions": {}})
    assert not up_to_date(tmp_path, inputs, ("sdtm",), state | {"outputs": {}})
    assert not up_to_date(tmp_path, inputs, ("sdtm",), {})


def test_the_state_is_kept_beside_the_outputs(tmp_path):
    (tmp_path / ".out.cache").mkdir()
    write_state(tmp_path / "out", {"a": 1})
    assert read_state(tmp_path / "out") == {"a": 1}
    (tmp_path / ".out.cache" / "state.json").write_text("{")
    assert read_state(tmp_path / "out") == {}


@pytest.mark.slow
def test_the_answer_needs_none_of_the_heavy_libraries():
    program = (
        "import sys, onespec.engine.build.freshness; "
        "print([m for m in ('pandas', 'numpy', 'pyarrow', 'lxml', 'yaml') if m in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
        == "[]"
    )
