"""Three hundred spoiled files; and the judge of them sees each kind of fault."""

from __future__ import annotations

import os

import pytest
from hostile import cases
from hostile.bases import Base, bases
from hostile.cases import FAULTS, came_of
from hostile.more_bases import more_bases
from hostile.run import table, tried

CASES = 300


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> list[Base]:
    folder = tmp_path_factory.mktemp("hostile")
    return [*bases(folder / "bases"), *more_bases(folder / "more")]


@pytest.mark.slow
def test_no_spoiled_file_gives_a_fault_of_the_program(made, tmp_path):
    came = list(tried(range(CASES), made, tmp_path, workers=1))
    assert len(came) == CASES
    faults = [c for c in came if c.outcome in FAULTS]
    assert not faults, "\n".join(f"{c.number} {c.base} {c.file} {c.how}: {c.outcome} {c.said}" for c in faults)


def test_the_same_number_gives_the_same_case(made, tmp_path):
    first, second = (came_of(made[0], 3, tmp_path / name) for name in ("a", "b"))
    assert first == second


def judged(made, tmp_path, monkeypatch, main, number: int = 3) -> str:
    monkeypatch.setattr(cases, "main", main)
    return came_of(made[0], number, tmp_path / "case").outcome


def test_a_traceback_is_seen(made, tmp_path, monkeypatch):
    def main(_):
        raise ValueError

    assert judged(made, tmp_path, monkeypatch, main) == "traceback"


def test_half_an_output_is_seen(made, tmp_path, monkeypatch):
    def main(_):
        (tmp_path / "case" / "out" / "sdtm" / "ae.xpt").write_bytes(b"half")
        return 1

    assert judged(made, tmp_path, monkeypatch, main) == "half output"


def test_what_is_executed_is_seen(made, tmp_path, monkeypatch):
    def main(_):
        (tmp_path / "case" / "executed").touch()
        return 2

    assert judged(made, tmp_path, monkeypatch, main) == "executed"


def test_a_value_that_is_lost_in_silence_is_seen(made, tmp_path, monkeypatch):
    """A program that builds what it has built before, whatever a cell says now."""
    monkeypatch.setattr(cases, "spoiled", one_cell)
    assert judged(made, tmp_path, monkeypatch, lambda _: 0) == "silent loss"


def one_cell(base: Base, number: int, here) -> tuple[str, str]:
    import shutil

    shutil.copytree(base.folder, here)
    file = here / "raw" / "events.csv"
    file.write_text(file.read_text().replace("hoarse voice", cases.MARK))
    return "raw/events.csv", cases.change_cell.__name__


@pytest.mark.slow
def test_a_case_that_hangs_or_dies_ends_nothing_but_itself(made, tmp_path, monkeypatch):
    from hostile import run

    def came(base, number, here):
        if number == 1:
            os._exit(9)
        if number == 3:
            import time

            time.sleep(30)
        return cases.Came(number, base.name, "", "", "built")

    monkeypatch.setattr(run, "came_of", came)
    monkeypatch.setattr(run, "SECONDS", 1)
    monkeypatch.setattr(run, "START", "fork")  # which has what is changed here
    outcomes = [c.outcome for c in tried(range(6), made, tmp_path, workers=1)]
    assert outcomes == ["built", "memory", "built", "hang", "built", "built"]
    assert "hang" in table([cases.Came(0, "x", "", "", "hang")])
