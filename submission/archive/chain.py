"""Whether an audit trail is whole: every line that was rewritten, removed, inserted or moved is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from onespec.engine.disk import bytes_of
from onespec.submission.archive.audit import FIRST, Entry, digest_of, read_entry, read_head, sha

REWRITTEN, REMOVED, INSERTED, MOVED, CUT = "rewritten", "removed", "inserted", "moved", "cut"
UNNAMED = "unnamed"
_HASHES = ("previous", "hash")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a trail.

    kind  rewritten, removed, inserted, moved, cut (its end), unnamed (an archive that no entry names)
    line  of the file, from 1; 0 where a line is not there any more
    """

    kind: str
    line: int
    said: str

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True)
class _Line:
    place: int
    entry: Entry
    sha: str

    @property
    def number(self) -> int:
        number = self.entry["number"]
        assert isinstance(number, int)
        return number

    def __str__(self) -> str:
        return (
            f"entry {self.number} (line {self.place}: {self.entry.get('command', '?')}, {self.entry.get('when', '?')})"
        )


def check_chain(trail: Path, archive: str = "") -> list[Fault]:
    """The faults of a trail, in the order of its lines; none when it is whole.

    archive  the SHA-256 of an archive that one of its entries must name; "" for none

    A copy without its head (as one beside an archive) is checked without the end.  Whoever may write trail and head can
    make both anew: against that helps only a copy, or a signature, that lies elsewhere.  Raises `OSError` where the
    trail is not there.
    """
    content = bytes_of(trail)
    read = [(place, line) for place, line in enumerate(content.split(b"\n"), 1) if line]
    faults, lines = [], []
    for place, line in read:
        entry = read_entry(line)
        if entry is None or any(not isinstance(entry.get(name), str) for name in _HASHES):
            faults.append(Fault(REWRITTEN, place, f"line {place} is no entry: it was rewritten, or cut."))
        else:
            lines.append(_Line(place, entry, sha(line)))
    spoilt = {each.line for each in faults}
    for each in lines:
        if digest_of(each.entry) != each.entry["hash"]:
            spoilt.add(each.place)
            faults.append(Fault(REWRITTEN, each.place, f"{each} was rewritten: its hash is of other content."))
    faults += _moved(lines)
    faults += _broken(lines, spoilt, read_head(trail) or {})
    faults += _of_end(trail, [line for _, line in read], spoilt)
    faults += [_gone(each) for each in lines if "lost" in each.entry]
    if archive and not any(archive in str(each.entry.get("outputs", "")) for each in lines):
        faults.append(Fault(UNNAMED, 0, f"no entry names the archive of SHA-256 {archive}."))
    return sorted(faults, key=lambda each: each.line)


def _moved(lines: list[_Line]) -> Iterator[Fault]:
    """Lines that stand after one of a higher number."""
    highest: _Line | None = None
    for each in lines:
        if highest and each.number < highest.number:
            yield Fault(MOVED, each.place, f"{each} stands after {highest}: lines were moved.")
        elif highest is None or each.number > highest.number:
            highest = each


def _broken(lines: list[_Line], spoilt: set[int], head: Mapping[str, object]) -> Iterator[Fault]:
    """By number: each entry must name the line of the number before."""
    by_number: dict[int, list[_Line]] = defaultdict(list)
    for each in lines:
        by_number[each.number].append(each)
    named = {head.get("hash"), *(each.entry["previous"] for each in lines)}
    last: _Line | None = None
    for number in sorted(by_number):
        same = by_number[number]
        # Of several with one number the true one is that which the next entry, or the head, names.
        true = next((each for each in same if each.sha in named), same[0])
        for each in same:
            if each is not true:
                yield Fault(INSERTED, each.place, f"{each} was inserted: {true} has its number, and its place.")
        yield from _link(last, true, spoilt)
        last = true


def _link(last: _Line | None, each: _Line, spoilt: set[int]) -> Iterator[Fault]:
    before = last.number if last else 0
    missing = each.number - before - 1
    if missing and not _spoilt_between(last, each, spoilt, missing):
        which = f"entry {before + 1}" if missing == 1 else f"entries {before + 1} to {each.number - 1}"
        yield Fault(REMOVED, 0, f"{which} {'was' if missing == 1 else 'were'} removed, before {each}.")
    elif missing or each.place in spoilt or last and last.place in spoilt:
        return
    elif each.entry["previous"] != (last.sha if last else FIRST):
        if last is None:
            yield Fault(INSERTED, each.place, f"{each} names a line before it; it was not the first.")
        else:
            said = f"{last} was rewritten, and its hash made anew: {each} names another line."
            yield Fault(REWRITTEN, last.place, said)


def _spoilt_between(last: _Line | None, each: _Line, spoilt: set[int], missing: int) -> bool:
    """Whether as many lines that cannot be read stand in between; each is told as such."""
    begin = last.place if last else 0
    return sum(begin < place < each.place for place in spoilt) >= missing or each.place in spoilt


def _of_end(trail: Path, lines: list[bytes], spoilt: set[int]) -> Iterator[Fault]:
    head = read_head(trail)
    if head is None:
        return
    entry = read_entry(lines[-1]) if lines else None
    number, named = (entry["number"] if entry else len(lines)), head["number"]
    if not lines or sha(lines[-1]) != head["hash"]:
        if any(sha(line) == head["hash"] for line in lines):
            yield Fault(
                INSERTED, len(lines), f"line {len(lines)} was inserted at the end: the head names entry {named}."
            )
        elif isinstance(number, int) and isinstance(named, int) and number < named:
            which = f"entry {named}" if named == number + 1 else f"entries {number + 1} to {named}"
            yield Fault(CUT, 0, f"the end was cut: the head names entry {named}, the last is {number}; {which} gone.")
        elif len(lines) not in spoilt:
            yield Fault(REWRITTEN, len(lines), f"line {len(lines)}, the last, is not the one that the head names.")


def _gone(each: _Line) -> Fault:
    lost = each.entry["lost"]
    number = lost.get("number") if isinstance(lost, dict) else "?"
    if number is None:
        return Fault(CUT, each.place, f"{each} found no head: an end that was cut before it would not have been seen.")
    return Fault(CUT, each.place, f"{each} found another end than entry {number}, which the head named then.")
