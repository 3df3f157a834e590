"""What a person sees of long work: a bar on a terminal, lines in a log, nothing when it must be quiet."""

from __future__ import annotations

import io
from contextlib import redirect_stderr

import pytest

from onespec.cli.progress import Progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, parts: int, quiet: bool = False) -> str:
    with redirect_stderr(stream):
        progress = Progress(quiet)
        progress.step("reading")
        for done in range(1, parts + 1):
            progress.parts(done, parts)
        progress.end()
    return stream.getvalue()


def test_a_bar_on_a_terminal():
    """Each takes the place of the one before, and the last one goes."""
    assert shown(Screen(), 2).split("\r\x1b[K") == [
        "",
        "reading ...",
        f"[{'#' * 15}{' ' * 15}] part 1 of 2",
        f"[{'#' * 30}] part 2 of 2",
        "",
    ]


@pytest.mark.parametrize(("parts", "told"), [(40, range(4, 41, 4)), (5, range(1, 6)), (4, [])])
def test_lines_in_a_log(parts, told):
    """One a tenth; few parts are soon done, and not told."""
    assert shown(io.StringIO(), parts).splitlines() == [f"part {n} of {parts}" for n in told]


@pytest.mark.parametrize("stream", [Screen, io.StringIO])
def test_nothing_when_quiet(stream):
    assert shown(stream(), 40, quiet=True) == ""
