"""Builds that are disturbed at a random moment, and what they leave: the old outputs or the new ones, whole.

    python tests/hostile/interrupted.py 500 [--first 0] [--workers 1 2] [--only killed]

Each try copies a study that was built, changes its export, begins a build and disturbs it.  The next build must end
well and give the bytes of an undisturbed one.  The number of a try gives what is done and when, as a share of the time
that an undisturbed build takes; where the build stands at that moment is the machine's.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from support import OTHER, contents

from onespec.cli.main import main as onespec

CHANGE = "raw/events.csv", "hoarse voice", "loss of voice"
SECONDS = 120  # a build that takes longer hangs
_CONTEXT = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Prepared:
    """A study that was built and whose export was changed since; its outputs before and after, and a build's time."""

    folder: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    seconds: dict[int, float]


@dataclass(frozen=True)
class Tried:
    """What a disturbed build left (old, new, gone, half), how it ended, and what is wrong; blank where nothing is."""

    number: int
    how: str
    workers: int
    left: str
    ended: str
    wrong: str = ""


def prepared(folder: Path, workers: Iterable[int]) -> Prepared:
    shutil.copytree(OTHER, folder / "study")
    assert _built(folder / "study", 1) == 0
    old = contents(folder / "study" / "out")
    file, before, after = CHANGE
    path = folder / "study" / file
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    seconds, new = {}, {}
    for number in workers:
        here = folder / f"undisturbed{number}"
        shutil.copytree(folder / "study", here)
        begun = time.monotonic()
        assert _built(here, number) == 0
        seconds[number] = time.monotonic() - begun
        new = contents(here / "out")
    assert new != old
    return Prepared(folder / "study", old, new, seconds)


def _arguments(here: Path, workers: int) -> list[str]:
    places = "--study", here / "spec", "--raw", here / "raw", "--out", here / "out"
    return ["build", *map(str, places), "--workers", str(workers), "--part-rows", "1", "--quiet"]


def _begun(here: Path, workers: int, before: Callable[[], None] = lambda: None) -> ForkProcess:
    """A build in a process of its own; what it says stands in a file beside the study."""

    def run() -> None:
        with (here / "said").open("a") as said, contextlib.redirect_stdout(io.StringIO()):
            with contextlib.redirect_stderr(said):
                before()
                code = onespec(_arguments(here, workers))
        os._exit(code)

    process = _CONTEXT.Process(target=run)
    process.start()
    return process


def _built(here: Path, workers: int) -> int | None:
    process = _begun(here, workers)
    process.join(SECONDS)
    if process.exitcode is None:
        process.kill()
    return process.exitcode


# -- what is done to a build -------------------------------------------------------------------------


def killed(build: ForkProcess, here: Path) -> None:
    build.kill()


def terminated(build: ForkProcess, here: Path) -> None:
    build.terminate()


def interrupted(build: ForkProcess, here: Path) -> None:
    if build.pid and build.is_alive():
        os.kill(build.pid, signal.SIGINT)


def outputs_removed(build: ForkProcess, here: Path) -> None:
    shutil.rmtree(here / "out", ignore_errors=True)


def cache_removed(build: ForkProcess, here: Path) -> None:
    shutil.rmtree(here / ".out.cache", ignore_errors=True)


def export_removed(build: ForkProcess, here: Path) -> None:
    (here / "raw").rename(here / "gone")


def second_build(build: ForkProcess, here: Path) -> None:
    other = _begun(here, 1)
    other.join(SECONDS)


MOMENTS: dict[str, Callable[[ForkProcess, Path], None]] = {
    each.__name__: each
    for each in (killed, terminated, interrupted, outputs_removed, cache_removed, export_removed, second_build)
}
DISK_FULL = "disk_full"  # no file can grow beyond a size
HOW = (*MOMENTS, DISK_FULL)


def _limited(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def tried(given: Prepared, number: int, how: str, workers: int, here: Path) -> Tried:
    """One build, disturbed; and the next one."""
    rng = Random(number)
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(given.folder, here)
    build = _begun(here, workers, _limited(rng.randrange(40_000)) if how == DISK_FULL else lambda: None)
    if how in MOMENTS:
        time.sleep(rng.random() * given.seconds[workers] * 1.1)
        MOMENTS[how](build, here)
    build.join(SECONDS)
    ended = str(build.exitcode)
    if build.exitcode is None:
        build.kill()
        return Tried(number, how, workers, "half", "hang", f"no end in {SECONDS} s")
    left = _left(given, here / "out")
    if (here / "gone").exists():
        (here / "gone").rename(here / "raw")
    said = (here / "said").read_text("utf-8", "replace")
    wrong = said[-800:] if "Traceback" in said or "a fault of onespec" in said else ""
    if left == "half" and how != outputs_removed.__name__:  # what somebody removes is gone
        wrong = "half an output"
    return Tried(number, how, workers, left, ended, wrong or _next(given, here))


def _left(given: Prepared, out: Path) -> str:
    if not out.exists():
        return "gone"
    now = contents(out)
    return "old" if now == given.old else "new" if now == given.new else "half"


def _next(given: Prepared, here: Path) -> str:
    """What is wrong with the next build; blank where nothing is."""
    if _left(given, here / "out") == "half":
        shutil.rmtree(here / "out", ignore_errors=True)
    (here / "said").unlink()
    code = _built(here, 1)
    said = (here / "said").read_text("utf-8", "replace")
    if code != 0:
        return f"the next build ended with {code}: {said[-800:]}"
    if _left(given, here / "out") != "new":
        return "the next build gives other bytes than an undisturbed one"
    strange = {p.name for p in here.iterdir()} - {p.name for p in given.folder.iterdir()} - {"said"}
    return f"left beside the outputs: {sorted(strange)}" if strange else ""


def all_tried(
    given: Prepared, numbers: range, hows: tuple[str, ...], workers: list[int], here: Path
) -> Iterator[Tried]:
    """Every second try is a kill; of the others each way in its turn."""
    others = [h for h in hows if h != killed.__name__] or list(hows)
    for n, number in enumerate(numbers):
        how = killed.__name__ if n % 2 == 0 and killed.__name__ in hows else others[n // 2 % len(others)]
        yield tried(given, number, how, workers[n // 2 % len(workers)], here)


def table(done: list[Tried]) -> str:
    head = ("", "workers", "tries", "old", "new", "gone", "half", "wrong")
    rows = [head]
    for how, workers in sorted({(t.how, t.workers) for t in done}, key=lambda key: (HOW.index(key[0]), key[1])):
        mine = [t for t in done if (t.how, t.workers) == (how, workers)]
        count = Counter(t.left for t in mine)
        wrong = sum(bool(t.wrong) for t in mine)
        states = (str(count[s]) for s in ("old", "new", "gone", "half"))
        rows.append((how.replace("_", " "), str(workers), str(len(mine)), *states, str(wrong)))
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    return "\n".join(
        "  ".join(c.rjust(w) if n else c.ljust(w) for n, (c, w) in enumerate(zip(r, widths, strict=True))) for r in rows
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tries", type=int, nargs="?", default=500)
    parser.add_argument("--first", type=int, default=0, help="the number of the first try")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--only", choices=HOW, nargs="+", default=list(HOW))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        given = prepared(Path(folder), asked.workers)
        numbers = range(asked.first, asked.first + asked.tries)
        done = list(all_tried(given, numbers, tuple(asked.only), asked.workers, Path(folder) / "try"))
    print(table(done))
    wrong = [t for t in done if t.wrong]
    for each in wrong[:20]:
        print(f"\n{each.number} {each.how}, {each.workers} workers, left {each.left}: {each.wrong}")
    print(f"\n{len(wrong)} of {len(done)} builds left something wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
