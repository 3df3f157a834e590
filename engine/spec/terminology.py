"""The controlled terminology that ships with the program: codelists by NCI code, of a standard and a date.

A package is one file of `specs/standards`, compressed text: blocks with a blank line between them, each a codelist; one
of test codes and that of their names are one block.  Its first line says what the codelist is, every other one is a
term: submission value, number of the NCI code, of a pair the test's name, and the preferred term where it is another.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import NamedTuple, TypeVar

_FILE = re.compile(r"(?P<standard>[a-z]+)-ct-(?P<date>\d{4}-\d\d-\d\d)\.txt\.gz")
Read = TypeVar("Read", covariant=True)
_CODE, _NAME = " Code", " Name"  # how the names of a codelist of test codes, and of one of test names, end


class PublishedTerm(NamedTuple):
    """A term: submission value, NCI code, NCI preferred term, synonyms (which the packages that ship do not have)."""

    value: str
    code: str
    preferred: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishedCodelist:
    """A codelist: NCI code, name (Laboratory Test Code), submission value (LBTESTCD), terms by submission value.

    names     of a codelist of test codes: the test's name for each of them, as the paired codelist has it
    decoded   False of a codelist of test names: they say themselves what they mean
    """

    code: str
    name: str
    value: str
    extensible: bool
    terms: Mapping[str, PublishedTerm] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    decoded: bool = True

    def decode(self, value: str) -> str:
        """What a term means: the name of a test, or the preferred term; "" where it says so itself."""
        term = self.terms.get(value)
        if not term or not self.decoded:
            return ""
        return self.names.get(value, term.preferred)


class Package:
    """The terminology of one standard and date; a codelist is read when it is asked for."""

    def __init__(self, standard: str, date: str, data: bytes):
        self.standard, self.date = standard, date
        self._blocks: dict[str, str] = {}
        for block in gzip.decompress(data).decode().split("\n\n"):
            code, pair, _ = block.split("\t", 2)
            self._blocks[code] = self._blocks[pair or code] = block
        self._read: dict[str, PublishedCodelist] = {}

    def __contains__(self, code: str) -> bool:
        return code in self._blocks

    def __iter__(self) -> Iterator[PublishedCodelist]:
        return (self[code] for code in self._blocks)

    def __getitem__(self, code: str) -> PublishedCodelist:
        if code not in self._read:
            self._read[code] = _read(self._blocks[code], code)
        return self._read[code]

    def heads(self) -> dict[str, Head]:
        """What every codelist is, by its NCI code, without reading their terms."""
        return {code: _heads(block)[code] for code, block in self._blocks.items()}


def shipped(standard: str, date: str) -> Package | None:
    """The package of a standard (sdtm, adam) and a date (YYYY-MM-DD); None when that one does not ship."""
    return _package(standard, date) if date in shipped_dates().get(standard, ()) else None


@lru_cache
def shipped_dates() -> dict[str, tuple[str, ...]]:
    """Which packages ship: standard -> dates."""
    out: dict[str, tuple[str, ...]] = {}
    for name in sorted(entry.name for entry in resources.files("onespec.standards").iterdir()):
        if match := _FILE.fullmatch(name):
            out[match["standard"]] = (*out.get(match["standard"], ()), match["date"])
    return out


@lru_cache
def _package(standard: str, date: str) -> Package:
    return Package(standard, date, (resources.files("onespec.standards") / f"{standard}-ct-{date}.txt.gz").read_bytes())


class Head(NamedTuple):
    """What a codelist is."""

    value: str
    name: str
    extensible: str


def _heads(block: str) -> dict[str, Head]:
    """What the codelists of a block are, by NCI code: one of test codes stands before that of their names."""
    code, pair, *said = block.partition("\n")[0].split("\t")
    out = {code: Head(*said[:3])}
    return out | {pair: Head(*said[3:])} if pair else out


def _read(block: str, code: str) -> PublishedCodelist:
    """One of the codelists of a block."""
    heads = _heads(block)
    head, named = heads[code], code != next(iter(heads))
    at = 2 if named else 0  # of a pair the name stands third, and last where the preferred term is the same
    lines = {line.split("\t", at + 1)[at]: line for line in block.split("\n")[1:]}
    terms = _Lines(
        lines, _term if len(heads) == 1 else lambda cells: PublishedTerm(cells[at], "C" + cells[1], cells[-1])
    )
    names = _Lines(lines, lambda cells: cells[2]) if len(heads) == 2 and not named else {}
    return PublishedCodelist(code, head.name, head.value, bool(head.extensible), terms, names, decoded=not named)


def _term(cells: list[str]) -> PublishedTerm:
    return PublishedTerm(cells[0], "C" + cells[1], cells[2] if cells[2:] else cells[0])


class _Lines(Mapping[str, Read]):
    """What the lines of a codelist say, by submission value; a line is read when it is asked for."""

    def __init__(self, lines: dict[str, str], read: Callable[[list[str]], Read]):
        self._lines, self._read = lines, read

    def __getitem__(self, value: str) -> Read:
        return self._read(self._lines[value].split("\t"))

    def __contains__(self, value: object) -> bool:
        return value in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def packed(codelists: Mapping[str, PublishedCodelist]) -> bytes:
    """The file of a package, from its codelists by NCI code.  The same codelists give the same bytes."""
    pairs = paired(codelists.values())
    ofpairs = set(pairs.values())
    blocks = (
        _block(codelist, codelists[pairs[code]] if code in pairs else None)
        for code, codelist in codelists.items()
        if code not in ofpairs
    )
    return gzip.compress("\n\n".join(blocks).encode(), 9, mtime=0)


def paired(codelists: Iterable[PublishedCodelist]) -> dict[str, str]:
    """Codelists of test codes with that of their names, by NCI code: Laboratory Test Name is the pair of ... Code.

    A pair has the same terms; what is called so, and has others, is none.
    """
    by_name = {c.name: c for c in codelists}
    out = {}
    for name, codelist in by_name.items():
        stem = name.removesuffix(_CODE)
        pair = by_name.get(stem + _NAME) or by_name.get(stem)
        if stem != name and pair and _meant(codelist) == _meant(pair):
            out[codelist.code] = pair.code
    return out


def _meant(codelist: PublishedCodelist) -> list[tuple[str, str]]:
    return sorted((t.code, t.preferred) for t in codelist.terms.values())


def _block(codelist: PublishedCodelist, pair: PublishedCodelist | None) -> str:
    names = {t.code: t.value for t in pair.terms.values()} if pair else {}
    listed = [codelist, pair] if pair else [codelist]
    heads = [text for c in listed for text in (c.value, c.name, "extensible" if c.extensible else "")]
    lines = [[codelist.code, pair.code if pair else "", *heads]]
    for term in codelist.terms.values():
        line = [term.value, term.code.removeprefix("C"), *([names[term.code]] if pair else [])]
        said = line[-1] if pair else term.value
        lines.append(line if term.preferred == said else [*line, term.preferred])
    return "\n".join("\t".join(line) for line in lines)
