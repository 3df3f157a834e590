"""A build that is killed leaves the old outputs whole, or the new ones; the next build works."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys

import pytest
from support import contents, makes_slow, run_build

from onespec.engine.build import stage
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
KILL = "os.kill(os.getpid(), signal.SIGKILL)"
BUILD, RELEASE, STAGE = (f"onespec.engine.build.{name}" for name in ("build", "release", "stage"))
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


CHANGE = "raw/events.csv", "oral thrush", "thrush of the mouth"


@pytest.fixture(scope="module")
def new(_other_done, tmp_path_factory) -> dict[str, bytes]:
    """The outputs that the change gives, where nothing was built before."""
    study, out = _other_done.copy(tmp_path_factory.mktemp("changed") / "study"), tmp_path_factory.mktemp("new") / "out"
    study.replace(*CHANGE)
    assert run_build(study.spec, study.raw, out) == 0
    return contents(out)


@pytest.fixture
@makes_slow
def changed(other_done, new):
    """The other study, built, then changed; its old outputs, and the outputs that the change gives."""
    old = contents(other_done.out)
    other_done.replace(*CHANGE)
    return other_done, old, new


BEFORE_THE_EXCHANGE = [
    ("onespec.engine.raw.fill", "append", 2, "while raw files are read"),
    ("onespec.engine.run.tasks", "finish", 1, "while a dataset is computed"),
    ("onespec.engine.run.finish", "keep", 1, "while a part is kept"),
    (RELEASE, "write_dataset", 1, "before the first dataset is written"),
    (RELEASE, "write_lineage", 1, "between two files of a dataset"),
    (RELEASE, "write_accounting", 1, "before the reports"),
    (RELEASE, "write_json", 1, "before the last file"),
    (STAGE, "_sync", 1, "before the bytes are on disk"),
    (BUILD, "write_state", -1, "when the state is written that will hold"),
    (STAGE, "swap", 1, "before the exchange"),
]
AFTER_THE_EXCHANGE = [
    (STAGE, "swap", -1, "before the old outputs go"),
    (BUILD, "_settle", 1, "before the build is remembered"),
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


@pytest.mark.slow
def test_the_first_build_killed(other):
    assert run_until(other, RELEASE, "write_json").returncode == -signal.SIGKILL
    assert not other.out.exists()
    assert other.build() == 0
    assert leftovers(other) == []


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (
            "raise OSError(28, 'No space left on device')",
            "onespec cannot run: No space left on device: {here}/.out.new",
        ),
        ("raise KeyboardInterrupt", "interrupted; the outputs stay as they were"),
    ],
)
def test_a_build_that_cannot_go_on(changed, end, said):
    study, old, new = changed
    done = run_until(study, RELEASE, "write_json", end=end)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, said.format(here=study.folder))
    assert contents(study.out) == old
    assert study.build() == 0
    assert contents(study.out) == new
    assert leftovers(study) == []


def test_a_folder_that_no_build_has_written_stays_as_it_is(other, capsys):
    other.out.mkdir()
    (other.out / "thesis.txt").write_text("five years")
    assert other.build() == 2
    assert (
        capsys.readouterr().err == f"onespec cannot run: {other.out} holds files that no build has written, "
        "and a build would remove them: thesis.txt. Move them elsewhere, or name another folder with --out.\n"
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
    with (Path(__file__).parents[1] / "workers").open("w") as told:
        print(os.getpid(), file=told, flush=True)
        time.sleep(600)
        print("outlived", file=told)
    return value
"""


@pytest.mark.slow
def test_workers_do_not_outlive_a_killed_build(other):
    """Workers and build hold a pipe open: it ends when the last of them does, and not by a clock."""
    other.append("spec/methods.py", SLOW)
    other.replace(
        "spec/sdtm/ae.yaml",
        "AELLT: {not_available: the coding house returned preferred terms only}",
        "AELLT: {derived: slowly, with: {value: AETERM}}",
    )
    pipe = other.folder / "workers"
    os.mkfifo(pipe)
    reader, writer = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), os.open(pipe, os.O_WRONLY)
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
        "--part-rows",
        "1",
    )
    build = subprocess.Popen([sys.executable, "-m", "onespec.cli.main", *map(str, places)], pass_fds=[writer])
    os.close(writer)
    os.set_blocking(reader, True)
    with open(reader) as told:
        assert all(told.readline().strip().isdecimal() for _ in range(2)), "the build ended before two workers began"
        build.kill()
        build.wait()
        assert told.read() == ""


ENDED = """
from onespec.engine.contract import Column
from onespec.engine.registry import method

@method("{value}, as it is.")
def as_it_is(value: Column) -> Column:
    import multiprocessing, os
    from pathlib import Path
    killed = Path(__file__).parents[1] / "killed"
    if multiprocessing.parent_process() and (ALWAYS or not killed.exists()):
        killed.touch()
        os.kill(os.getpid(), 9)
    return value
"""


@pytest.mark.slow
@pytest.mark.parametrize(("always", "code"), [(False, 0), (True, 2)])
def test_a_worker_that_is_killed_costs_its_part_alone(other, capsys, always, code):
    """It is tried once more; killed again, the build says so, and leaves nothing."""
    other.append("spec/methods.py", ENDED.replace("ALWAYS", str(always)))
    old, new = "{collected: events.NO}", "{derived: as_it_is, with: {value: AETERM}}"
    other.replace("spec/sdtm/ae.yaml", old, new)
    other.replace(
        "spec/crf.yaml",
        "label: {en: Number}, type: number",
        "label: {en: Number}, type: number, not_submitted: it is a number",
    )
    assert other.build("--workers", "2", "--part-rows", "1") == code
    said = capsys.readouterr().err
    assert (other.folder / "killed").exists() and "Traceback" not in said
    if code:
        assert said.startswith("onespec cannot run: a worker process was ended before its part was done")
        assert not other.out.exists()
    else:
        assert (other.out / "sdtm" / "ae.xpt").exists()


# -- where the system cannot exchange folders --------------------------------------------------------


def folders(place, **texts: str) -> None:
    """Folders of one file each."""
    for name, text in texts.items():
        (place / name).mkdir()
        (place / name / "file").write_text(text)


def state(place) -> dict[str, str]:
    """What lies in a place: folder -> the text of its file."""
    return {path.name: (path / "file").read_text() for path in sorted(place.iterdir())}


@pytest.fixture(params=["exchange", "renames"])
def both_ways(request, monkeypatch):
    """As the system can; and where it has no renameat2."""
    if request.param == "renames":
        monkeypatch.setattr(stage.ctypes, "CDLL", lambda *arguments, **named: object())


def test_folders_change_places(both_ways, tmp_path):
    folders(tmp_path, out="old", fresh="new")
    stage.swap(tmp_path / "fresh", tmp_path / "out")
    assert state(tmp_path) == {"fresh": "old", "out": "new"}


def test_the_first_result_takes_its_place(both_ways, tmp_path):
    folders(tmp_path, fresh="new")
    stage.swap(tmp_path / "fresh", tmp_path / "out")
    assert state(tmp_path) == {"out": "new"}


def test_a_new_result_replaces_the_old_one_when_it_is_whole(both_ways, tmp_path):
    folders(tmp_path, out="old")
    with stage.staged(tmp_path / "out") as fresh:
        (fresh / "file").write_text("new")
        assert (tmp_path / "out" / "file").read_text() == "old"
    assert state(tmp_path) == {"out": "new"}


def test_a_new_result_that_is_not_whole_goes(both_ways, tmp_path):
    folders(tmp_path, out="old")
    with pytest.raises(KeyError), stage.staged(tmp_path / "out") as fresh:
        (fresh / "file").write_text("half of it")
        raise KeyError
    assert state(tmp_path) == {"out": "old"}


@pytest.mark.parametrize("renames", [1, 2, 3])
def test_a_crash_between_the_renames(tmp_path, monkeypatch, renames):
    """Before the first the old result is there, after the second the new one.

    Between them the next build finds the old one.
    """
    folders(tmp_path, out="old", fresh="new")
    monkeypatch.setattr(stage, "_exchange", lambda one, other: False)
    done, rename = [], stage.Path.rename

    def crash(self, target):
        done.append(target)
        if len(done) == renames:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(stage.Path, "rename", crash)
    with pytest.raises(KeyboardInterrupt):
        stage.swap(tmp_path / "fresh", tmp_path / "out")
    monkeypatch.undo()
    stage.recover(tmp_path / "out")
    assert state(tmp_path) == ({"out": "new"} if renames == 3 else {"fresh": "new", "out": "old"})


@pytest.mark.parametrize(("code", "can"), [(errno.ENOSYS, False), (errno.EINVAL, False), (errno.ENOSPC, None)])
def test_a_file_system_that_cannot_exchange_is_told_from_a_fault(tmp_path, monkeypatch, code, can):
    """EINVAL and the like mean that the two renames must do; what is wrong with the disk is not passed over."""

    class Library:
        renameat2 = staticmethod(lambda *arguments: -1)

    monkeypatch.setattr(stage.ctypes, "CDLL", lambda *arguments, **named: Library)
    monkeypatch.setattr(stage.ctypes, "get_errno", lambda: code)
    folders(tmp_path, out="old", fresh="new")
    if can is None:
        with pytest.raises(OSError, match="No space left"):
            stage.swap(tmp_path / "fresh", tmp_path / "out")
        assert state(tmp_path) == {"fresh": "new", "out": "old"}
    else:
        stage.swap(tmp_path / "fresh", tmp_path / "out")
        assert state(tmp_path) == {"fresh": "old", "out": "new"}
