"""Mistakes of sites in earlier exports: each is asked about while it stands, and gone from the last export."""

import csv
import sys
from datetime import date
from pathlib import Path

import pytest
from support import makes_slow, read_findings

import onespec

ROOT = Path(__file__).parents[1]
STUDY = "ChiCTR2600126870"
RAW = ROOT / "raw_samples" / STUDY
sys.path.insert(0, str(RAW))

from simulate import simulate  # noqa: E402
from simulation.corrections import MISTAKES, TRANSFERS  # noqa: E402


def standing(folder: Path) -> list[dict[str, str]]:
    with open(folder / "truth" / "corrections.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
@makes_slow
def transfers(tmp_path_factory) -> list[Path]:
    """The three exports of the README, each with its truth, and their builds."""
    folders = []
    for day in TRANSFERS:
        folder = tmp_path_factory.mktemp(str(day))
        simulate(folder / "export", folder / "truth", 35, 2600126870, day)
        onespec.open(ROOT / "specs" / STUDY, folder / "export", folder / "build").build()
        folders.append(folder)
    return folders


def test_each_mistake_stands_in_the_transfers_of_its_time(transfers):
    names = [[each["MISTAKE"] for each in standing(folder)] for folder in transfers]
    for mistake in MISTAKES:
        stood = [any(since <= day < until for since, until in mistake.during) for day in TRANSFERS]
        assert [mistake.name in each for each in names] == stood and any(stood)
    assert [len(each) for each in names] == [9, 4, 3]
    assert sum("a pulse in words" in each for each in (names[0], names[2])) == 2  # it comes back


def test_each_mistake_is_asked_about_by_its_finding(transfers):
    """Other checks may ask about the row, too; where no finding is named, nothing does."""
    for folder in transfers:
        asked = read_findings(folder / "build" / "reports" / "queries.csv")
        for each in standing(folder):
            found = [f for f in asked if (f.file, str(f.row)) == (each["FILE"], each["ROW"])]
            told = " ".join(f"{f.rule} {f.reached}" for f in found)
            assert each["FINDING"] in told if each["FINDING"] else not found, each


def test_after_the_last_mending_the_export_is_the_whole_one(tmp_path):
    day = max(until for mistake in MISTAKES for _, until in mistake.during)
    simulate(tmp_path / "mended" / "export", tmp_path / "mended" / "truth", 35, 2600126870, date(2027, 12, 31))
    assert day < date(2027, 12, 31) and not standing(tmp_path / "mended")
    for path in (RAW / "export").iterdir():
        assert (tmp_path / "mended" / "export" / path.name).read_bytes() == path.read_bytes()


def test_but_for_the_mistakes_an_export_is_that_of_its_day(transfers, tmp_path, monkeypatch):
    """Nothing is drawn for them: no other row changes."""
    monkeypatch.setattr("simulation.corrections.MISTAKES", ())
    for day, folder in zip(TRANSFERS, transfers, strict=True):
        right = tmp_path / str(day)
        simulate(right / "export", right / "truth", 35, 2600126870, day)
        wrong: dict[str, dict[int, bool]] = {}
        for each in standing(folder):
            wrong.setdefault(each["FILE"], {})[int(each["ROW"])] = bool(each["RIGHT"])
        for path in sorted((folder / "export").glob("*.csv")):
            there, meant = (lines(each) for each in (path, right / "export" / path.name))
            typed = wrong.get(path.name, {})
            kept = [line for number, line in enumerate(there) if number not in typed]
            instead = [line for line in meant if line not in there]
            assert kept == [line for line in meant if line in there]
            assert len(instead) == sum(typed.values())


def lines(path: Path) -> list[str]:
    data = path.read_bytes()
    return data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "gb18030").splitlines()
