"""SECURITY.md: what is executed, written and removed, and that nothing goes to the network."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from imports import imported, modules, room_of, short, tree
from support import OTHER, ROOT, contents

from onespec.qc.base import SETTINGS

# -- every command, watched ------------------------------------------------------------------------

METHODS = """
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("The text of {value}, as it is.")
def as_it_is(value: Column) -> Column:
    return value
"""
COMMANDS = {
    "check": "--study spec",
    "build": "--study spec --raw raw --out out --workers 1 --quiet",
    "explain": "AE --where AEDECOD=Dysphonia --study spec --raw raw --out out",
    "impact": "raw:inhaler.FIRST --study spec",
    "diff": "spec spec",
    "subject": "101 --study spec --raw raw --out out",
    "validate": "--study spec --raw raw --out out",
    "qc": "--study spec --raw raw --out out",
    "compare": "out/sdtm out/sdtm",
    "schema": "--study spec --out out/schema",
    "clean": "--study spec --out out",
}
RUN_METHODS = {"check", "build", "explain", "impact", "diff", "subject", "validate", "schema"}
BESIDE = ("", ".cache", ".new", ".old", ".pages", ".qc", ".conformance", ".qc.new", ".conformance.new")
TRAIL = {"out.audit.jsonl", "out.audit.head"}
# What the head of the trail is written as; where second programs put away what they read.
PARTS = (".out.audit.head.", ".out.qc-", ".out.qc.new-")
OWN = {f"{dot}out{ending}" for dot in ("", ".") for ending in BESIDE} | TRAIL


@pytest.fixture(scope="module")
def watched(tmp_path_factory) -> tuple[Path, dict[str, list[tuple[str, str]]]]:
    """Each command's events, run on the other study with a methods.py and with programs that nobody may run."""
    folder = tmp_path_factory.mktemp("watched")
    shutil.copytree(OTHER, folder, dirs_exist_ok=True)
    (folder / "spec" / "methods.py").write_text(METHODS, encoding="utf-8")
    for place in ("spec/study.py", "spec/sdtm/methods.py"):
        (folder / place).write_text("raise SystemExit('executed')\n", encoding="utf-8")
    with (folder / "spec" / "adam" / "adsl.yaml").open("a", encoding="utf-8") as file:
        file.write("  AGAIN: {label: Again, type: text, derived: as_it_is, with: {value: USUBJID}}\n")
    (folder / "temporary").mkdir()
    before = contents(folder)
    commands = [[name, *words.split()] for name, words in COMMANDS.items()]
    done = subprocess.run(
        [sys.executable, "-B", ROOT / "tests" / "watch.py", "log.json", json.dumps(commands)],
        cwd=folder,
        env=os.environ | {"TMPDIR": str(folder / "temporary"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    log = json.loads((folder / "log.json").read_text(encoding="utf-8"))
    codes = dict(zip(COMMANDS, (code for code, _ in log), strict=True))
    assert {name for name, code in codes.items() if code} <= {"validate", "qc"}, done.stderr  # these judge
    (folder / "log.json").unlink()
    after = contents(folder)
    assert after.keys() >= TRAIL
    after = {name: content for name, content in after.items() if name not in TRAIL}
    assert after == before, "all that was written is what clean removes, but the audit trail"
    return folder, dict(zip(COMMANDS, (events for _, events in log), strict=True))


def what(events: list[tuple[str, str]], *kinds: str) -> set[str]:
    return {said for kind, said in events if kind in kinds}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_opens_no_connection_and_starts_no_process(command, watched):
    assert what(watched[1][command], "network", "process") == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_writes_and_removes_what_is_its_own(command, watched):
    folder, events = watched
    places = {
        (folder / said).resolve().relative_to(folder).parts[0] for said in what(events[command], "write", "remove")
    }
    parts = {name for name in places if name.startswith(PARTS)}
    assert places - parts <= OWN | {"temporary"}


@pytest.mark.parametrize("command", COMMANDS)
def test_of_a_study_methods_py_alone_is_executed(command, watched):
    folder, events = watched
    executed = {(folder / said).resolve() for said in what(events[command], "execute")}
    of_study = {
        path.relative_to(folder).as_posix() for path in executed if path.is_relative_to(folder) and path.is_file()
    }
    assert of_study == ({"spec/methods.py"} if command in RUN_METHODS else set())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_reads_no_pickle(command, watched):
    assert what(watched[1][command], "unpickle") == set()


# -- the sources -----------------------------------------------------------------------------------

NETWORK = {"aiohttp", "asyncio", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib", "urllib3"}
NO_NETWORK = {"urllib.parse"}  # takes addresses apart, and goes to none
PROCESS = {"subprocess", "multiprocessing", "pty"}
PICKLE = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}


def rooms_with(found: Callable[[Path], bool]) -> set[str]:
    return {room_of(path) for path in modules().values() if found(path)}


def imports_of(libraries: set[str]) -> Callable[[Path], bool]:
    return lambda path: bool({name.partition(".")[0] for name in imported(path) - NO_NETWORK} & libraries)


def calls_of(*names: str) -> Callable[[Path], bool]:
    nodes = lambda path: (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))  # noqa: E731
    return lambda path: any(ast.unparse(node.func) in names for node in nodes(path))


def test_no_room_imports_a_library_of_the_network():
    """But for the cluster that a user names."""
    assert rooms_with(imports_of(NETWORK)) == set()
    assert [short(p) for p in modules().values() if imports_of({"distributed", "dask"})(p)] == ["onespec/clusters.py"]


def test_processes_are_started_by_the_build_and_by_commands():
    # engine/build takes an executor that somebody else has made; qc/power waits for builds by threads; submission
    # runs pip, the program of an archive, and programs that sign.
    assert rooms_with(imports_of(PROCESS)) <= {"engine/run", "engine/build", "onespec", "cli", "qc", "submission"}
    started = calls_of("os.system", "os.popen", "os.execv", "os.spawnv", "os.posix_spawn", "os.fork")
    assert rooms_with(started) == set()
    assert rooms_with(calls_of("ProcessPoolExecutor", "futures.ProcessPoolExecutor")) == {"engine/run"}


def test_no_process_is_started_by_way_of_a_shell():
    words = (node for path in modules().values() for node in ast.walk(tree(path)) if isinstance(node, ast.keyword))
    assert not [node for node in words if node.arg == "shell"]


def test_pickles_travel_to_workers_only():
    assert rooms_with(imports_of(PICKLE)) == {"engine/run"}


def test_texts_are_executed_by_the_registry_alone():
    assert rooms_with(calls_of("exec", "eval", "compile", "builtins.exec", "builtins.eval")) == {"engine"}


def test_yaml_is_read_as_texts():
    """`compose` makes nodes, `BaseLoader` texts; a tag makes no object."""
    for path in modules().values():
        for node in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            if ast.unparse(node.func) in ("yaml.load", "yaml.unsafe_load", "yaml.full_load", "yaml.load_all"):
                loaders = [ast.unparse(word.value) for word in node.keywords if word.arg == "Loader"]
                assert loaders == ["yaml.BaseLoader"], f"{path}:{node.lineno}"


# -- second programs -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{here}')",
        "SELECT * FROM read_text('{here}')",
        "SELECT * FROM glob('/*')",
        "COPY (SELECT 1) TO '{here}.out'",
        "ATTACH '{here}.db'",
        "EXPORT DATABASE '{here}.folder'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET python_enable_replacements = true; SELECT * FROM statement",
    ],
)
def test_sql_reaches_nothing_outside(statement):
    with duckdb.connect(config=SETTINGS) as base, pytest.raises(duckdb.Error):
        base.execute(statement.format(here=__file__)).fetchall()
    assert not list(Path(__file__).parent.glob(f"{Path(__file__).name}.*"))
