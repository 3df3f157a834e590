"""`onespec bench`: a table with each work, and beside some of them the plain way to do the same."""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path

import pytest
from support import OTHER, ROOT, SHIPPED

from onespec.cli.bench import after_build, explanations, whole_build
from onespec.cli.bench.process import Clock, Place, Sample
from onespec.cli.bench.samples import simulated
from onespec.cli.bench.table import line
from onespec.cli.commands.bench import AFTER as works_after_a_build
from onespec.cli.commands.bench import WORKS
from onespec.cli.main import main
from onespec.engine.build.freshness import cache_folder

FUNCTIONS = dict.fromkeys(function for _, ours, _, plain in WORKS for function in (ours, plain) if function)
PAGE = "explanations.page"
AFTER = [function for _, function, _, _ in works_after_a_build]
FRESH = {"whole_build.one_worker": 1, "whole_build.two_workers": 2}  # fresh builds by so many workers


@pytest.mark.slow
def test_every_work_counts_its_rows_and_agrees_with_the_plain_way(tmp_path, monkeypatch):
    """All but the page, and the fresh builds, of which the share of lineage and accounting makes one."""
    monkeypatch.chdir(ROOT)
    place = simulated(SHIPPED, 3, tmp_path)
    rows = {function: done(function, place) for function in FUNCTIONS if function not in (PAGE, *FRESH)}
    assert rows["whole_build.after_change"] == rows["lineage.share"] + 1
    assert rows["build_datasets.laboratory"] > 0 and rows["build_datasets.response_and_time"] > 0
    laboratory = [n for name, n in rows.items() if name.split(".")[0] in ("study_day", "write_xpt", "read_xpt")]
    assert laboratory == [rows["build_datasets.laboratory"]] * 6


@pytest.mark.parametrize("function", FRESH)
def test_a_fresh_build_is_done_by_so_many_workers(tmp_path, monkeypatch, function):
    """Nothing of the last build is there when the command is run."""
    place, asked = Place(SHIPPED, tmp_path), []

    def build(clock: Clock, *arguments: str) -> None:
        asked.append(arguments[arguments.index("--workers") + 1])
        assert not place.out.exists() and not cache_folder(place.out).exists()
        place.out.mkdir()
        with clock:
            (place.out / "run.json").write_text('{"raw_rows": {"dm": 3, "ae": 4}}')

    for folder in (place.out, cache_folder(place.out)):
        folder.mkdir()
    monkeypatch.setattr(whole_build, "command", build)
    assert done(function, place) == 7
    assert asked == [str(FRESH[function])]


def test_the_chains_of_a_page_are_counted(built_other, tmp_path, monkeypatch):
    """The page is that of the first subject; the command itself is tested with the pages."""
    place, asked = Place(OTHER / "spec", tmp_path), []
    place.out.symlink_to(built_other)

    def subject(clock: Clock, *arguments: str) -> None:
        asked.append(arguments[:2])
        out = Path(arguments[arguments.index("--output") + 1])
        with clock:
            out.write_text("<details id=1></details><details id=2></details>")

    monkeypatch.setattr(explanations, "command", subject)
    assert (done(PAGE, place), asked) == (2, [("subject", "101")])


def test_what_follows_a_build_is_asked_for_in_its_order(built_other, tmp_path, monkeypatch):
    """Each command once; what a package, an archive and a verification stand on is made where it is missing."""
    place, asked = Place(OTHER / "spec", tmp_path), []
    shutil.copytree(built_other, place.out)
    beside = {"validate": "out.conformance", "qc": "out.qc", "package": "out.package", "archive": "out.archive"}

    def work(clock: Clock, *arguments: str, good: tuple[int, ...]) -> None:
        asked.append(arguments[0])
        with clock:
            (tmp_path / beside.get(arguments[0], "other")).mkdir(exist_ok=True)

    monkeypatch.setattr(after_build, "command", work)
    rows = {function: done(function, place) for function in reversed(AFTER)}
    needed = ["document", "validate", "qc", "package", "archive"]
    assert asked == ["share", *needed, "verify", "archive", "document", "package", "report", "qc", "validate"]
    assert rows["after_build.validated"] > rows["after_build.reported"] > 0


def done(function: str, place: Place) -> int:
    """What a measurement does, in this process; it takes some time."""
    module, name = function.split(".")
    clock = Clock()
    rows = getattr(import_module(f"onespec.cli.bench.{module}"), name)(place, clock)
    assert clock.seconds > 0
    return rows


@pytest.mark.slow
def test_an_export_is_simulated_once(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    place = simulated(SHIPPED, 3, tmp_path / "3")
    (place.raw / "kept").touch()
    simulated(SHIPPED, 3, tmp_path / "3")
    assert (place.raw / "kept").exists()


@pytest.mark.slow
def test_the_command_prints_a_line_a_work_and_size(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main(["bench", "--study", str(SHIPPED), "--sizes", "3", "--only", "raw CSV", "--folder", str(tmp_path)]) == 0
    *_, last = capsys.readouterr().out.splitlines()
    assert last.startswith("read raw CSV") and "pandas.read_csv" in last


def test_an_unknown_work_lists_the_known_ones(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main(["bench", "--study", str(SHIPPED), "--only", "sorting"]) == 2
    assert "XPT write LB" in capsys.readouterr().err


def test_the_ratio_is_how_many_times_longer_the_plain_way_takes():
    shown = line(
        "read",
        35,
        Sample(rows=1000, seconds=0.5, cpu=0.25, peak=100.4),
        ("by hand", Sample(rows=1000, seconds=2.0, peak=50)),
        unit=0.5,
        before=Sample(rows=100, seconds=0.1, cpu=0.0025),
    )
    ours = ["read", "35", "1,000", "0.500", "0.25", "0.5", "2.00", "2,000", "100"]
    assert shown.split() == [*ours, "by", "hand", "2.000", "50", "4.0"]


def test_a_clock_adds_up_what_it_is_given():
    clock = Clock()
    with clock:
        pass
    once = clock.seconds
    with clock:
        pass
    assert clock.seconds > once > 0


def test_a_place_names_its_folders(tmp_path):
    assert Place(SHIPPED, tmp_path).raw == tmp_path / "export"
