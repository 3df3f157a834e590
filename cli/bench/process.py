# pyright: standard
"""One measurement in a process of its own, so that its peak memory is its own.

    python -m onespec.cli.bench.process MODULE.FUNCTION STUDY FOLDER

imports ``onespec.cli.bench.MODULE`` and calls ``FUNCTION(place, clock)``, which does what is timed in ``with clock:``
and returns the number of rows.  Work of less than a second is done up to 5 times, and the best time counts.
"""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

_RUNS, _ENOUGH = 5, 1.0  # runs at most; seconds after which no other is done
_UNIT = 1 << 20 if sys.platform == "darwin" else 1 << 10  # of ru_maxrss in a megabyte


@dataclass(frozen=True)
class Place:
    """study: folder with study.yaml; folder: holds the simulated ``export`` and the builds of one size."""

    study: Path
    folder: Path

    @property
    def raw(self) -> Path:
        return self.folder / "export"

    @property
    def out(self) -> Path:
        return self.folder / "out"


@dataclass
class Sample:
    """What one measurement gave: rows worked on, seconds by the clock and of CPU, peak MB of the largest process."""

    rows: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0


@dataclass
class Clock:
    """Adds up what is done in ``with clock:``, also by child processes that have ended."""

    seconds: float = 0.0
    cpu: float = 0.0
    begun: tuple[float, float] = (0.0, 0.0)

    def __enter__(self) -> Clock:
        self.begun = _now()
        return self

    def __exit__(self, *error: object) -> None:
        now = _now()
        self.seconds, self.cpu = self.seconds + now[0] - self.begun[0], self.cpu + now[1] - self.begun[1]


def _now() -> tuple[float, float]:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), time.process_time() + children.ru_utime + children.ru_stime


def command(clock: Clock, *arguments: str, good: tuple[int, ...] = (0,)) -> None:
    """Run a command of onespec in a process of its own, as a user does: the clock takes its imports, too.

    good  the exit codes of work that was done
    """
    with clock:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "onespec.cli.main", *arguments], capture_output=True, text=True
        )
    if done.returncode not in good:
        raise RuntimeError(f"onespec {arguments[0]} ended with {done.returncode}:\n{done.stderr}")


def unit(place: Place, clock: Clock) -> int:
    """Import pandas and pyarrow in a process of its own: what other machines are compared by."""
    with clock:
        subprocess.run([sys.executable, "-c", "import pandas, pyarrow"], check=True)
    return 1


@cache
def measured(function: str, place: Place) -> Sample:
    """The measurement of ``MODULE.FUNCTION``, made in a new process, and once for each place."""
    command = [sys.executable, "-P", "-m", "onespec.cli.bench.process", function, str(place.study), str(place.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"the measurement {function} ended with {done.returncode}:\n{done.stderr}")
    return Sample(**json.loads(done.stdout.splitlines()[-1]))


def _measure(function: str, place: Place) -> Sample:
    module, name = function.split(".")
    work = getattr(importlib.import_module(f"onespec.cli.bench.{module}"), name)
    best = Sample(seconds=float("inf"))
    begun = time.perf_counter()
    for _ in range(_RUNS):
        clock = Clock()
        rows = work(place, clock)
        if clock.seconds < best.seconds:
            best = Sample(rows, clock.seconds, clock.cpu)
        if time.perf_counter() - begun > _ENOUGH:
            break
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    best.peak = largest / _UNIT
    return best


if __name__ == "__main__":
    print(json.dumps(asdict(_measure(sys.argv[1], Place(Path(sys.argv[2]), Path(sys.argv[3]))))))
