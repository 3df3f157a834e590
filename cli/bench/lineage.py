# pyright: standard
"""What lineage and accounting cost: the seconds of a build that go into them, and no others.

A build by one worker runs in this process, with clocks around the functions that keep them: marks on raw cells,
accounts, identities of rows on disk.  Beside it stands the whole of such a build; a ratio of 3 or more is a third
of it or less.
"""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

from onespec.cli.bench.process import Clock, Place
from onespec.cli.bench.whole_build import fresh, raw_rows
from onespec.cli.main import main
from onespec.engine.build import release, totals
from onespec.engine.run import tasks
from onespec.engine.run.work import Work


def share(place: Place, clock: Clock) -> int:
    kept = (
        (Work, "mark"),
        (Work, "mark_read"),
        (tasks, "account"),
        (totals, "merge"),
        (totals, "report_lost"),
        (release, "write_accounting"),
        (release, "write_lineage"),
    )
    inside: list[Callable] = []

    def clocked(function: Callable) -> Callable:
        def run(*given, **named):
            if inside:  # one of them calls another: its time is counted already
                return function(*given, **named)
            inside.append(function)
            try:
                with clock:
                    return function(*given, **named)
            finally:
                inside.pop()

        return run

    patches = [patch.object(owner, name, clocked(getattr(owner, name))) for owner, name in kept]
    for each in patches:
        each.start()
    try:
        fresh(place)
        places = "--study", str(place.study), "--raw", str(place.raw), "--out", str(place.out)
        if main(["build", *places, "--workers", "1", "--quiet"]):
            raise RuntimeError("the build was stopped")
        return raw_rows(place)
    finally:
        for each in patches:
            each.stop()
