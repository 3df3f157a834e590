"""What is kept between builds may be damaged in any way: each command gives what it gives without."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import contents

from onespec.cli.main import main
from onespec.engine.build.freshness import cache_folder

DAMAGE = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "one byte": lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :],
    "another file": lambda data: b"[1, 2]",
    "a pickle": lambda data: b"cos\nsystem\n(S'touch executed'\ntR.",
}
ASKED = {
    "explain": ["AE", "--where", "AEDECOD=Dysphonia"],
    "impact": ["raw:events.BEGAN"],
    "subject": ["101", "--output", "page.html"],
}


def said(study, capsys, command: str) -> str:
    capsys.readouterr()
    places = ["--study", str(study.spec), "--out", str(study.out)]
    places += [] if command == "impact" else ["--raw", str(study.raw)]
    assert main([command, *ASKED[command], *places]) == 0
    page = Path("page.html")
    return capsys.readouterr().out + (page.read_text() if page.exists() else "")


def damage(study, how: str, pattern: str = "**/*") -> int:
    found = [p for p in cache_folder(study.out).glob(pattern) if p.is_file() and p.name != "lock"]
    for path in found:
        path.write_bytes(DAMAGE[how](path.read_bytes()))
    return len(found)


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("command", ASKED)
def test_a_question_is_answered_as_before(other_done, capsys, monkeypatch, command, how):
    monkeypatch.chdir(other_done.folder)
    before = said(other_done, capsys, command)
    assert damage(other_done, how) > 5
    assert said(other_done, capsys, command) == before
    assert not Path("executed").exists()


@pytest.mark.parametrize("how", DAMAGE)
def test_the_next_build_gives_the_same(other_done, capsys, how):
    before = contents(other_done.out)
    damage(other_done, how)
    (other_done.out / "sdtm" / "ae.xpt").unlink()
    assert other_done.build() == 0
    assert contents(other_done.out) == before


@pytest.mark.parametrize("how", DAMAGE)
def test_a_kept_part_that_nothing_computes_again(other_done, how):
    """The summaries of all parts are whole, so the damaged records are first looked at when they are written."""
    before = contents(other_done.out)
    entries = [p for p in cache_folder(other_done.out).glob("*.part") if b'"order"' in p.read_bytes()]
    assert entries, "a kept dataset tells its order"
    for path in entries:
        path.write_bytes(DAMAGE[how](path.read_bytes()))
    for file in [*other_done.out.rglob("*.xpt"), *other_done.out.rglob("*.parquet")]:
        file.unlink()
    assert other_done.build() == 0
    assert contents(other_done.out) == before


def test_a_changed_number_does_not_come_into_the_outputs(other_done):
    """A kept part in which a subject's text was replaced by another of the same length."""
    before = contents(other_done.out)
    changed = 0
    for path in cache_folder(other_done.out).glob("*.part"):
        data = path.read_bytes()
        changed += b"HOARSE VOICE" in data or b"hoarse voice" in data
        path.write_bytes(data.replace(b"hoarse voice", b"hoarse noise").replace(b"HOARSE VOICE", b"HOARSE NOISE"))
    assert changed
    (other_done.out / "sdtm" / "ae.xpt").unlink()
    assert other_done.build() == 0
    assert contents(other_done.out) == before


def test_a_changed_raw_store_does_not_come_into_an_explanation(other_done, capsys, monkeypatch):
    monkeypatch.chdir(other_done.folder)
    before, changed = said(other_done, capsys, "explain"), 0
    for path in (cache_folder(other_done.out) / "raw").glob("*.arrow"):
        data = path.read_bytes()
        changed += b"hoarse voice" in data
        path.write_bytes(data.replace(b"hoarse voice", b"hoarse noise"))
    assert changed and "hoarse voice" in before
    assert said(other_done, capsys, "explain") == before
