"""Hostile input in numbers: N cases with fixed seeds, and a table of what came of them.

    python tests/hostile/run.py 10000 [--first 0] [--workers 2] [--only csv]

Each case spoils one file of a copy of a base and runs what a user would.  The exit code is 0 where no case is a fault
of the program (`hostile.cases.FAULTS`).
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from hostile.bases import Base, bases
from hostile.cases import FAULTS, GOOD, Came, came_of, peak_memory
from hostile.more_bases import more_bases

SECONDS = 60  # a case that takes longer hangs: one that is built takes a fifth of a second
MEGABYTES = 1500  # a case that needs more has no bound
START = "spawn"  # of processes: a fork would wait for locks of threads that it does not have
_SHOWN = 40  # faults that are shown in full


def tried(numbers: range, made: list[Base], folder: Path, workers: int = 2) -> Iterator[Came]:
    """What came of each case, in the order of the numbers."""
    with ThreadPoolExecutor(workers) as pool:
        shares = [pool.submit(_tried, numbers[n::workers], made, folder / f"worker{n}") for n in range(workers)]
        yield from sorted((came for share in shares for came in share.result()), key=lambda came: came.number)


def _tried(numbers: range, made: list[Base], folder: Path) -> list[Came]:
    """In processes of their own, so that a case that hangs or dies ends nothing but itself."""
    out: list[Came] = []
    while len(out) < len(numbers):
        came = _until_it_dies(numbers[len(out) :], made, folder)
        for each in (c for c in came if c.outcome in FAULTS):
            print(f"{each.number} {each.base} {each.file} {each.how}: {each.outcome}", file=sys.stderr, flush=True)
        out += came
    return out


def _until_it_dies(numbers: range, made: list[Base], folder: Path) -> list[Came]:
    context = multiprocessing.get_context(START)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, numbers, made, folder), daemon=True)
    process.start()
    theirs.close()
    out: list[Came] = []
    while len(out) < len(numbers):
        number = numbers[len(out)]
        base = _base_of(number, made)
        try:
            if not ours.poll(SECONDS):
                out.append(Came(number, base.name, "", "", "hang", f"no answer in {SECONDS} s"))
                break
            came = ours.recv()
        except EOFError:
            process.join()
            out.append(Came(number, base.name, "", "", "memory", f"the process died ({process.exitcode})"))
            break
        out.append(came)
        if came.outcome == "memory":
            break
    process.kill()
    process.join()
    return out


def _base_of(number: int, made: list[Base]) -> Base:
    """Every second case is of the first base, whose specification and CSV files most users have."""
    return made[0] if number % 2 == 0 else made[number // 2 % len(made)]


def _work(told: Connection, numbers: range, made: list[Base], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    before = peak_memory()
    for number in numbers:
        base = _base_of(number, made)
        try:
            came = came_of(base, number, folder / "case")
        except Exception:  # of the case itself: the program's own are among what came of it
            came = Came(number, base.name, "", "", "traceback", traceback.format_exc())
        now = peak_memory()
        if now - before > MEGABYTES and came.outcome not in FAULTS:
            came = Came(number, came.base, came.file, came.how, "memory", f"{now:,.0f} MB")
        told.send(came)


def table(all_came: list[Came]) -> str:
    """Cases by base and outcome."""
    outcomes = (*GOOD, *FAULTS)
    rows = [["", *outcomes, "cases"]]
    for name in dict.fromkeys(c.base for c in all_came):
        rows.append(_row(name, [c for c in all_came if c.base == name], outcomes))
    rows.append(_row("all", all_came, outcomes))
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if not n else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _row(name: str, came: list[Came], outcomes: tuple[str, ...]) -> list[str]:
    count = Counter(c.outcome for c in came)
    return [name, *(f"{count[o]:,}" for o in outcomes), f"{len(came):,}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="bases whose name begins so")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.chdir(folder):
            every = [*bases(Path(folder) / "bases"), *more_bases(Path(folder) / "more")]
            made = [b for b in every if b.name.startswith(asked.only)]
        numbers = range(asked.first, asked.first + asked.cases)
        all_came = list(tried(numbers, made, Path(folder) / "tried", asked.workers))
    print(table(all_came))
    faults = [c for c in all_came if c.outcome in FAULTS]
    for came in faults[:_SHOWN]:
        print(f"\n{came.number} {came.base} {came.file} {came.how}: {came.outcome}\n{came.said}")
    print(f"\n{len(faults)} of {len(all_came):,} cases are faults of the program.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
