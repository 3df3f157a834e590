"""A build that is killed leaves the old outputs whole, or the new ones; the next build works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from support import contents, run_build

from onespec.engine.build.freshness import cache_folder
from onespec.engine.build.stage import alone

KILLED = """
import os, signal, sys
import {module}

calls = 0
def die(*arguments, **named):
    global calls
    calls += 1
    if calls == {call}:
        {end}
    done = original(*arguments, **named)
    if -calls == {call}:
        {end}
    return done

original = {module}.{name}
{module}.{name} = die
{more}
from onespec.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
KILL, BUILD, STAGE = "os.kill(os.getpid(), signal.SIGKILL)", "onespec.engine.build.build", "onespec.engine.build.stage"
NO_EXCHANGE = "import onespec.engine.build.stage; onespec.engine.build.stage._exchange = lambda one, other: False"


def run_until(
    study, module: str, name: str, call: int = 1, end: str = KILL, more: str = ""
) -> subprocess.CompletedProcess:
    """Build in a process of its own, up to a call of one function (a negative ``call``: to its end)."""
    program = KILLED.format(module=module, name=name, call=call, end=end, more=more)
    places = "build", "--study", study.spec, "--raw", study.raw, "--out", study.out, "--workers", "1"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, places)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def changed(other_done, tmp_path):
    """The other study, built, then changed; its old outputs, and the outputs that the change gives."""
    old = contents(other_done.out)
    other_done.replace("raw/events.csv", "oral thrush", "thrush of the mouth")
    assert run_build(other_done.spec, other_done.raw, tmp_path / "new") == 0
    return other_done, old, contents(tmp_path / "new")


BEFORE_THE_EXCHANGE = [
    ("onespec.engine.raw.store", "_lay_down", 2, "while raw files are read"),
    ("onespec.engine.run.tasks", "finish", 1, "while a dataset is computed"),
    ("onespec.engine.run.tasks", "_keep", 1, "while a part is kept"),
    (BUILD, "write_dataset", 1, "before the first dataset is written"),
    (BUILD, "write_lineage", 1, "between two files of a dataset"),
    (BUILD, "write_findings", 1, "before the reports"),
    (BUILD, "write_json", 1, "before the last file"),
    (STAGE, "_sync", 1, "before the bytes are on disk"),
    (STAGE, "swap", 1, "before the exchange"),
]
AFTER_THE_EXCHANGE = [
    (STAGE, "swap", -1, "before the old outputs go"),
    (BUILD, "write_state", 1, "before the build is remembered"),
    (BUILD, "_forget", 1, "before unused parts go"),
]


def moments(listed):
    return pytest.mark.parametrize(("module", "name", "call"), [m[:3] for m in listed], ids=[m[3] for m in listed])


@moments(BEFORE_THE_EXCHANGE)
def test_killed_before_the_exchange(changed, module, name, call):
    study, old, new = changed
    assert run_until(study, module, name, call).returncode == -signal.SIGKILL
    assert contents(study.out) == old
    assert study.build() == 0
    assert contents(study.out) == new
    assert leftovers(study) == []


@moments(AFTER_THE_EXCHANGE)
def test_killed_after_the_exchange(changed, module, name, call):
    study, _, new = changed
    assert run_until(study, module, name, call).returncode == -signal.SIGKILL
    assert contents(study.out) == new
    assert study.build() == 0
    assert contents(study.out) == new
    assert leftovers(study) == []


def test_killed_where_folders_cannot_be_exchanged(changed):
    """Two renames instead of one: between them the old result has another name, and the next build knows it."""
    study, old, new = changed
    done = run_until(study, "pathlib", "Path.rename", 2, more=NO_EXCHANGE)
    assert done.returncode == -signal.SIGKILL
    assert contents(study.folder / ".out.old") == old
    assert study.build() == 0
    assert contents(study.out) == new
    assert leftovers(study) == []


def test_stopped_where_folders_cannot_be_exchanged(changed):
    """A stop after such a crash brings the old result back, too."""
    study, old, _ = changed
    run_until(study, "pathlib", "Path.rename", 2, more=NO_EXCHANGE)
    study.replace("raw/events.csv", ",yes,", ",perhaps,")
    assert study.build() == 1
    assert contents(study.out) == old


def test_the_first_build_killed(other):
    assert run_until(other, BUILD, "write_json").returncode == -signal.SIGKILL
    assert not other.out.exists()
    assert other.build() == 0
    assert leftovers(other) == []


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("raise OSError(28, 'No space left on device')", "onespec cannot run: No space left on device"),
        ("raise KeyboardInterrupt", "interrupted; the outputs stay as they were"),
    ],
)
def test_a_build_that_cannot_go_on(changed, end, said):
    study, old, new = changed
    done = run_until(study, BUILD, "write_json", end=end)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, said)
    assert contents(study.out) == old
    assert study.build() == 0
    assert contents(study.out) == new
    assert leftovers(study) == []


def test_a_folder_that_no_build_has_written_stays_as_it_is(other, capsys):
    other.out.mkdir()
    (other.out / "thesis.txt").write_text("five years")
    assert other.build() == 2
    assert (
        capsys.readouterr().err
        == f"onespec cannot run: {other.out} holds files that no build has written, and a build would remove them. Name another folder.\n"
    )
    assert contents(other.out) == {"thesis.txt": b"five years"}


def test_two_builds_at_once(other_done, capsys):
    before = contents(other_done.out)
    other_done.replace("raw/events.csv", "oral thrush", "thrush")
    with alone(other_done.out, cache_folder(other_done.out)):
        assert other_done.build() == 2
    assert capsys.readouterr().err == f"onespec cannot run: another build of {other_done.out} is running.\n"
    assert contents(other_done.out) == before
    assert other_done.build() == 0


def leftovers(study) -> list[str]:
    return sorted(p.name for p in study.folder.glob(".out.*") if p.name != ".out.cache")


SLOW = """
from onespec.engine.contract import Column
from onespec.engine.registry import method

@method("{value}, after a while.")
def slowly(value: Column) -> Column:
    import os, time
    from pathlib import Path
    (Path(__file__).parents[1] / f"worker.{os.getpid()}").touch()
    time.sleep(600)
    return value
"""


def test_workers_do_not_outlive_a_killed_build(other):
    other.append("spec/methods.py", SLOW)
    other.replace(
        "spec/sdtm/ae.yaml",
        "AELLT: {not_available: the coding house returned preferred terms only}",
        "AELLT: {derived: slowly, with: {value: AETERM}}",
    )
    places = (
        "build",
        "--study",
        other.spec,
        "--raw",
        other.raw,
        "--out",
        other.out,
        "--workers",
        "2",
        "--part-size",
        "1",
    )
    build = subprocess.Popen([sys.executable, "-m", "onespec.cli.main", *map(str, places)], stderr=subprocess.DEVNULL)
    workers = wait_for(lambda: [int(p.suffix[1:]) for p in other.folder.glob("worker.*")], 2)
    build.kill()
    build.wait()
    wait_for(lambda: [pid for pid in workers if not alive(pid)], 2)


def wait_for(seen, count: int) -> list[int]:
    """Until so many are seen; a minute at most."""
    for _ in range(600):
        found = seen()
        if len(found) >= count:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{len(seen())} of {count}")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0] != "Z"
