"""The audit trail: what an entry holds, and what happens to it."""

from __future__ import annotations

import json
import multiprocessing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from onespec.submission.archive.audit import FIRST, append, digest_of, head_of, read_head, sha, trail_of
from onespec.submission.archive.chain import check_chain

NOON = datetime(2027, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def trail(tmp_path) -> Path:
    return trail_of(tmp_path / "S-1")


def lines(trail: Path) -> list[bytes]:
    return trail.read_bytes().splitlines()


def test_two_entries_whole(trail):
    assert trail.name == "S-1.audit.jsonl" and head_of(trail).name == "S-1.audit.head"
    assert append(trail, {"command": "build"}, NOON) == ""
    assert append(trail, {"command": "qc", "person": "李"}, NOON.astimezone(timezone(timedelta(hours=8)))) == ""
    first, second = lines(trail)
    one, two = json.loads(first), json.loads(second)
    assert one == {
        "number": 1,
        "when": "2027-12-01T12:00:00Z",
        "command": "build",
        "previous": FIRST,
        "hash": digest_of(one),
    }
    assert (two["number"], two["when"], two["person"]) == (2, "2027-12-01T12:00:00Z", "李")
    assert two["previous"] == sha(first)
    assert read_head(trail) == {"number": 2, "hash": sha(second)}
    assert check_chain(trail) == []


def test_an_entry_may_be_left_out(trail):
    append(trail, {"command": "build"}, NOON)
    append(trail, {"command": "qc"}, NOON)
    asked = []
    append(
        trail, {"command": "build"}, NOON, unless=lambda entries: asked.extend(e["command"] for e in entries) or True
    )
    assert asked == ["qc", "build"] and len(lines(trail)) == 2


def test_a_line_that_was_cut_while_it_was_written_stays_and_is_told(trail):
    append(trail, {"command": "build"}, NOON)
    with trail.open("ab") as file:
        file.write(b'{"number":2,"when"')
    assert "its last line was not complete" in append(trail, {"command": "qc"}, NOON)
    assert json.loads(lines(trail)[2])["number"] == 3
    assert [fault.line for fault in check_chain(trail)] == [2]


def test_a_process_that_ended_between_line_and_head_is_no_fault_of_the_next(trail):
    append(trail, {"command": "build"}, NOON)
    head = head_of(trail).read_bytes()
    append(trail, {"command": "qc"}, NOON)
    head_of(trail).write_bytes(head)
    assert append(trail, {"command": "report"}, NOON) == ""
    assert check_chain(trail) == []


@pytest.mark.parametrize(
    ("kept", "says"), [(1, "found another end than entry 3"), (0, "found another end than entry 3")]
)
def test_an_end_that_was_cut_is_told_for_good(trail, kept, says):
    for command in ("build", "qc", "report"):
        append(trail, {"command": command}, NOON)
    trail.write_bytes(b"".join(line + b"\n" for line in lines(trail)[:kept]))
    assert "entries were cut or rewritten" in append(trail, {"command": "build"}, NOON)
    assert append(trail, {"command": "build"}, NOON) == ""
    assert says in " ".join(map(str, check_chain(trail)))


def test_a_head_that_is_gone_is_told(trail):
    append(trail, {"command": "build"}, NOON)
    head_of(trail).unlink()
    assert "is not there" in append(trail, {"command": "qc"}, NOON)
    (fault,) = check_chain(trail)
    assert "found no head" in fault.said


def test_a_link_is_not_followed(trail, tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"")
    trail.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        append(trail, {"command": "build"}, NOON)
    assert (tmp_path / "elsewhere").read_bytes() == b""


def test_arguments_that_are_no_text_are_kept(trail):
    append(trail, {"arguments": ["a\udc80b", 'quote " and \\ and \n']}, NOON)
    assert check_chain(trail) == []
    assert json.loads(lines(trail)[0])["arguments"] == ["a\udc80b", 'quote " and \\ and \n']


def _many(trail: Path) -> None:
    for _ in range(20):
        append(trail, {"command": "build"}, NOON)


@pytest.mark.slow
def test_processes_wait_for_one_another(trail):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_many, args=(trail,)) for _ in range(3)]
    for each in processes:
        each.start()
    for each in processes:
        each.join()
    assert [json.loads(line)["number"] for line in lines(trail)] == list(range(1, 61))
    assert check_chain(trail) == []


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device without an end")
def test_a_head_that_is_a_device_without_an_end_is_no_head(tmp_path):
    trail = tmp_path / "out.audit.jsonl"
    trail.write_bytes(b"")
    head_of(trail).symlink_to("/dev/zero")
    assert read_head(trail) is None
