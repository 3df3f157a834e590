"""A trail of five entries, harmed in one way each: the line is named."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onespec.submission.archive.audit import append, digest_of, head_of, sha, trail_of, written
from onespec.submission.archive.chain import CUT, INSERTED, MOVED, REMOVED, REWRITTEN, UNNAMED, check_chain

NOON = datetime(2027, 12, 1, 12, tzinfo=UTC)
COMMANDS = ("build", "qc", "report", "package", "archive")


@pytest.fixture
def trail(tmp_path) -> Path:
    trail = trail_of(tmp_path / "S-1")
    for command in COMMANDS:
        append(trail, {"command": command, "outputs": {"a.zip": "ab" * 32} if command == "archive" else {}}, NOON)
    return trail


def lines(trail: Path) -> list[bytes]:
    return trail.read_bytes().splitlines()


def write(trail: Path, new: list[bytes]) -> None:
    trail.write_bytes(b"".join(line + b"\n" for line in new))


def forged(line: bytes, **other) -> bytes:
    """An entry that says something else, with a hash made for it."""
    entry = json.loads(line) | other
    return written(entry | {"hash": digest_of(entry)})


def kinds(trail: Path) -> list[tuple[str, int]]:
    return [(fault.kind, fault.line) for fault in check_chain(trail)]


def test_a_whole_trail_has_no_fault(trail):
    assert check_chain(trail) == []


@pytest.mark.parametrize("place", range(5))
def test_a_rewritten_line(trail, place):
    write(trail, [line.replace(b"12:00", b"13:00") if i == place else line for i, line in enumerate(lines(trail))])
    assert kinds(trail) == [(REWRITTEN, place + 1)]
    (fault,) = check_chain(trail)
    assert f"entry {place + 1} (line {place + 1}: {COMMANDS[place]}, 2027-12-01T13:00:00Z) was rewritten" in fault.said


@pytest.mark.parametrize("place", range(5))
def test_a_rewritten_line_with_a_hash_made_for_it(trail, place):
    write(trail, [forged(line, user="other") if i == place else line for i, line in enumerate(lines(trail))])
    assert kinds(trail) == [(REWRITTEN, place + 1)]


@pytest.mark.parametrize("place", range(4))
def test_a_removed_line(trail, place):
    write(trail, [line for i, line in enumerate(lines(trail)) if i != place])
    (fault,) = check_chain(trail)
    assert fault.kind == REMOVED and f"entry {place + 1} was removed" in fault.said


def test_several_removed_lines(trail):
    write(trail, [line for i, line in enumerate(lines(trail)) if i not in (1, 2)])
    (fault,) = check_chain(trail)
    assert "entries 2 to 3 were removed, before entry 4 (line 2: package" in fault.said


@pytest.mark.parametrize(
    ("kept", "gone"), [(4, "entry 5 gone"), (2, "entries 3 to 5 gone"), (0, "entries 1 to 5 gone")]
)
def test_a_cut_end(trail, kept, gone):
    write(trail, lines(trail)[:kept])
    (fault,) = check_chain(trail)
    assert fault.kind == CUT and gone in fault.said


@pytest.mark.parametrize("place", range(4))
def test_swapped_lines(trail, place):
    new = lines(trail)
    new[place], new[place + 1] = new[place + 1], new[place]
    write(trail, new)
    faults = check_chain(trail)
    assert (MOVED, place + 2) in [(fault.kind, fault.line) for fault in faults]
    assert f"entry {place + 1} (line {place + 2}: {COMMANDS[place]}" in faults[0].said + faults[-1].said


@pytest.mark.parametrize("place", range(1, 5))
def test_an_inserted_line(trail, place):
    """With the number and the hashes that would fit its place."""
    new = lines(trail)
    new.insert(place, forged(new[place], command="forged", previous=sha(new[place - 1])))
    write(trail, new)
    (fault,) = check_chain(trail)
    assert fault.kind == INSERTED and fault.line == place + 1 and "forged" in fault.said


def test_a_line_that_was_copied(trail):
    new = lines(trail)
    write(trail, [*new[:3], new[1], *new[3:]])
    assert (INSERTED, 4) in kinds(trail)


def test_a_line_inserted_at_the_end(trail):
    new = lines(trail)
    write(trail, [*new, forged(new[-1], number=6, previous=sha(new[-1]))])
    assert kinds(trail) == [(INSERTED, 6)]


def test_every_change_of_a_byte_is_told_and_at_its_line(trail):
    content, chosen = trail.read_bytes(), random.Random(1)
    for _ in range(500):
        place = chosen.randrange(len(content) - 1)
        other = chosen.choice([byte for byte in range(256) if byte != content[place]])
        trail.write_bytes(content[:place] + bytes([other]) + content[place + 1 :])
        line = content[:place].count(b"\n") + 1
        told = [fault.line for fault in check_chain(trail)]
        assert line in told, (place, other, told)


def test_a_copy_without_its_head_is_checked_without_the_end(trail):
    head_of(trail).unlink()
    write(trail, lines(trail)[:4])
    assert check_chain(trail) == []


def test_an_archive_that_no_entry_names(trail):
    assert check_chain(trail, "ab" * 32) == []
    (fault,) = check_chain(trail, "cd" * 32)
    assert fault.kind == UNNAMED and "cd" * 32 in fault.said
