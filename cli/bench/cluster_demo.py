# pyright: standard
"""A cluster on this machine: the parts of a build on two workers, one of which is killed, and the bytes compared.

    python -m onespec.cli.bench.cluster_demo --study NAME --folder FOLDER [--subjects 10000]

It starts a scheduler and two workers of dask.distributed on loopback, builds alone and on the cluster, kills a worker
once a third of the parts are done, and compares every file of the outputs.  The exit code is 0 where all are equal.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from filecmp import cmp
from pathlib import Path

import onespec
from onespec.cli.bench.samples import simulated

WORKERS = 2
_ANSWERS = 60  # seconds


class _Log:
    """What happens when, on the standard output."""

    def __init__(self) -> None:
        self.begun = time.perf_counter()

    def __call__(self, text: str) -> None:
        print(f"{time.perf_counter() - self.begun:7.1f} s  {text}", flush=True)


@contextlib.contextmanager
def _cluster(folder: Path, log: _Log) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """The address of a scheduler, and its workers; all of them end with the block."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    environment = os.environ | {"DASK_TEMPORARY_DIRECTORY": str(folder)}
    started: list[subprocess.Popen] = []

    def start(*words: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
        quiet = subprocess.DEVNULL
        started.append(subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet))
        return started[-1]

    loopback = ("--host", "127.0.0.1", "--no-dashboard")
    try:
        start("dask_scheduler", *loopback, "--port", "0", "--scheduler-file", str(file))
        address = _written(file)
        log(f"scheduler at {address}")
        alone = ("--nthreads", "1", "--nworkers", "1", "--no-nanny", "--local-directory", str(folder))
        workers = [start("dask_worker", address, *loopback, *alone, "--name", f"w{n}") for n in range(1, WORKERS + 1)]
        log(f"{WORKERS} workers: processes {', '.join(str(w.pid) for w in workers)}")
        yield address, workers
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _written(file: Path) -> str:
    """The address that a scheduler has written into a file, once it has."""
    until = time.monotonic() + _ANSWERS
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError, KeyError):
            return json.loads(file.read_text(encoding="utf-8"))["address"]
        time.sleep(0.1)
    raise onespec.NoCluster(f"no scheduler has written {file} in {_ANSWERS} s.")


def _kill_in_the_middle(worker: subprocess.Popen, cache: Path, done: int, log: _Log) -> threading.Thread:
    """Kill a worker once so many files are kept."""

    def watch() -> None:
        while worker.poll() is None:
            if len(list(cache.glob("*.part"))) >= done:
                worker.send_signal(signal.SIGKILL)
                log(f"killed worker {worker.pid}: {done} results of parts are kept")
                return
            time.sleep(0.05)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


def _differing(one: Path, other: Path) -> tuple[int, list[str]]:
    """How many files two folders have, and which of them are not the same."""
    files = [{p.relative_to(f).as_posix(): p for p in f.rglob("*") if p.is_file()} for f in (one, other)]
    names = sorted({*files[0], *files[1]})
    same = [n for n in names if n in files[0] and n in files[1] and cmp(files[0][n], files[1][n], shallow=False)]
    return len(names), sorted(set(names) - set(same))


def _built(study: onespec.Study, log: _Log, said: str, **how: object) -> None:
    begun = time.perf_counter()
    built = study.build(**how)  # type: ignore[arg-type]
    parts = built.result.parts if isinstance(built, onespec.Built) else (0, 0)
    log(f"{said}: {parts[0]} of {parts[1]} parts computed, {time.perf_counter() - begun:.1f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description="A build on two workers of a cluster on this machine.")
    parser.add_argument("--study", default=None)
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    parser.add_argument("--subjects", type=int, default=10_000)
    asked, log = parser.parse_args(), _Log()
    folder = asked.folder.resolve()
    place = simulated(onespec.open(asked.study).folder, asked.subjects, folder / str(asked.subjects))
    log(f"{asked.subjects:,} subjects simulated in {place.raw}")
    outs = [place.folder / name for name in ("alone", "cluster")]
    studies = [onespec.open(asked.study, place.raw, out) for out in outs]
    for study in studies:
        study.clean()
    _built(studies[0], log, "alone")
    parts = len(list(studies[0].findings_file.parent.glob("*.part")))
    with _cluster(place.folder, log) as (address, workers), onespec.cluster(address, outs[1]) as executor:
        _kill_in_the_middle(workers[0], studies[1].findings_file.parent, parts // 3, log)
        _built(studies[1], log, f"on the cluster, by {WORKERS} workers and then {WORKERS - 1}", executor=executor)
        log(f"worker {workers[0].pid} ended with {workers[0].wait(_ANSWERS)}, worker {workers[1].pid} works")
    count, differing = _differing(*outs)
    log(f"{count - len(differing)} of {count} files are the same, byte by byte")
    for name in differing[:10]:
        print(f"another: {name}")
    for out in outs:
        shutil.rmtree(out)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
