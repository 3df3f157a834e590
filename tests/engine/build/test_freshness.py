"""Is there anything to do?  From hashes alone, in no time."""

from __future__ import annotations

import os
import subprocess
import sys

from support import ROOT

from onespec.conformance import explained
from onespec.engine.build.freshness import (
    REGISTERS,
    code_files,
    digests,
    input_files,
    read_state,
    sha256,
    stamp,
    stamps,
    touched,
    up_to_date,
    versions,
    write_state,
)
from onespec.qc import waivers


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


def test_registers_of_what_is_explained_are_no_inputs(other):
    known = input_files(other.spec, other.raw, {})
    for name in REGISTERS:
        other.append(f"spec/{name}", "")
    assert {waivers.FILE, explained.FILE} == set(REGISTERS) and input_files(other.spec, other.raw, {}) == known


def test_the_programs_own_files_are_inputs_and_so_are_the_standards():
    files = code_files(ROOT)
    assert {
        "engine/build/build.py",
        "sdtm/methods/study_day.py",
        "define/build.py",
        "cli/main.py",
        "standards/sdtmig-3.4-variables.csv",
    } <= set(files)


def test_a_file_of_known_size_and_time_is_not_read_again(tmp_path):
    path = tmp_path / "a"
    path.write_text("one")
    known = stamps([({"a": path}, {"a": "its digest"})])
    assert digests({"a": path}, known) == {"a": "its digest"}
    os.utime(path, ns=(1, 1))
    assert digests({"a": path}, known) == {"a": sha256(path)}


def test_outputs_that_are_not_as_they_were_left(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    state = {"outputs": {name: stamp(tmp_path / name) for name in ("a", "b", "c")}}
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
        "outputs": {"a": stamp(tmp_path / "a")},
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


def test_the_answer_needs_none_of_the_heavy_libraries():
    program = (
        "import sys, onespec.engine.build.freshness; "
        "print([m for m in ('pandas', 'numpy', 'pyarrow', 'lxml', 'yaml') if m in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
        == "[]"
    )
