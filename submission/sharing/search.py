"""The search that proves an edition: nothing of the originals stands in any file of it.

Looked for, in every file that was written: subject identifiers, site identifiers where they tell a site, complete dates
of subjects, and original texts that are not shared.  Transport files are read back and looked at cell by cell, each
cell beside the one that it was made from; all files are looked at as bytes, in several encodings, without regard to
capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from onespec.engine.disk import entries
from onespec.engine.findings import STOP, Findings
from onespec.engine.xpt.reader import read_xpt
from onespec.submission.guides.pdf_words import pdf_text
from onespec.submission.sharing.actions import Context, is_number
from onespec.submission.sharing.dates import FULL, days_in
from onespec.submission.sharing.needles import Needles
from onespec.submission.sharing.rules import TEXT
from onespec.submission.sharing.survey import SITE, SUBJECT

SUBJECTS, DATES, SITES, TEXTS = "a subject identifier", "a date of the subject", "a site identifier", "a text"
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
READABLE = (
    ".xpt",
    ".xml",
    ".xsl",
    ".txt",
    ".html",
    ".md",
    ".json",
    ".csv",
    ".pdf",
)  # of text, or looked at by what they hold
_DATETIME = 25  # letters of the longest date with its time and zone; a longer text may hold several dates
_LONG_NUMBER = 5  # digits from which on an identifier that is a number is looked for in documents


class Leak(NamedTuple):
    """Something of the originals: the file, where in it, and what."""

    file: str
    dataset: str
    variable: str
    row: int | None
    what: str
    text: str


@dataclass
class Originals:
    """What must not stand in the edition.

    subjects  identifiers that are long enough to be looked for anywhere, and ``short`` ones, looked for as words
    sites     site identifiers
    days      complete dates of each subject, ISO 8601
    texts     an original text that is not shared -> the first variable that had it
    terms     a term of a list that is not shared, which must be no value of the edition -> the first variable
    allowed   texts that may stand there: terms of codelists and dictionaries, reviewed texts; in small letters
    public    complete dates that are those of no record: of standards, of the edition itself
    """

    subjects: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)
    days: dict[str, set[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    allowed: set[str] = field(default_factory=set)
    public: set[str] = field(default_factory=set)

    def settle(self, least: int) -> None:
        """Leave out what is too short to mean anything, and what is a controlled term as well."""
        self.texts, self.terms = (
            {t: at for t, at in found.items() if len(t) >= least and t.casefold() not in self.allowed}
            for found in (self.texts, self.terms)
        )


class Searching:
    """Looks through texts for everything of the originals at once."""

    def __init__(self, originals: Originals):
        self._originals = originals
        self._needles = {s.casefold(): SUBJECTS for s in originals.subjects if s}
        self._needles |= {t.casefold(): TEXTS for t in originals.texts if t}
        self._words = {s.casefold(): SUBJECTS for s in originals.short if s}
        self._whole, self._short = ({_bytes(n): n for n in of} for of in (self._needles, self._words))
        self._in_texts = Needles(self._whole), Needles(self._short)
        self._in_files: dict[tuple[str, ...], tuple[Needles, dict[bytes, str]]] = {}
        self._around: dict[str, list[str]] = {}

    def hits(self, texts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Of texts: the text, what stands in it, and what that is."""
        listed = [t for t in texts if t]
        folded = [t.casefold() for t in listed]
        content = [_bytes(t) for t in folded]
        starts = np.cumsum([0, *(len(each) + 1 for each in content)])
        together = b"\0".join(content)
        whole, short = (
            {(int(np.searchsorted(starts, at, "right")) - 1, needle) for at, needle in needles.found(together)}
            for needles in self._in_texts
        )
        order = {n: at for at, n in enumerate((*self._needles, *self._words))}
        found = [(at, self._whole[n], self._needles[self._whole[n]]) for at, n in whole]
        found += [(at, self._short[n], self._words[self._short[n]]) for at, n in short]
        for at, needle, what in sorted(found, key=lambda hit: (hit[0], hit[1] in self._words, order[hit[1]])):
            if needle in self._words:
                if re.search(rf"(?<![0-9a-z]){re.escape(needle)}(?![0-9a-z])", folded[at]):
                    yield listed[at], needle, what
            elif not self._inside_allowed(folded[at], needle, what):
                yield listed[at], needle, what

    def _inside_allowed(self, text: str, needle: str, what: str) -> bool:
        """Whether each place where an original text stands is within one that may stand there."""
        if what != TEXTS:
            return False
        if needle not in self._around:
            around = (a for a in self._originals.allowed if needle in a)
            self._around[needle] = sorted(around, key=lambda a: (-len(a), a))
        for term in self._around[needle]:
            text = text.replace(term, "")
        return needle not in text

    def in_bytes(self, content: bytes, encodings: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Of bytes: what stands in them, in any of the encodings, and what that is."""
        asked = tuple(encodings)
        if asked not in self._in_files:
            made = {n.encode(e, "ignore").lower(): n for e in asked for n in self._needles}
            made.pop(b"", None)
            self._in_files[asked] = Needles(made), made
        needles, made = self._in_files[asked]
        for hit in dict.fromkeys(needle for _, needle in needles.found(content.lower())):
            yield made[hit], self._needles[made[hit]]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# The search ---------------------------------------------------------------------------------------


def search(
    folder: Path, originals: Originals, context: Context, cells: Iterable[tuple[str, Path, np.ndarray]]
) -> list[Leak]:
    """Every leak of an edition.

    cells  name of a file in the edition, the built file, and the position there of each record of the edition
    """
    searching, out, seen = Searching(originals), list[Leak](), set[str]()
    for name, source, rows in cells:
        seen.add(name)
        out += _in_records(folder / name, source, rows, searching, originals, context)
    for name, path in entries(folder):
        if path.suffix not in READABLE:
            out.append(Leak(name, "", "", None, "a file that cannot be looked into", path.suffix))
        elif path.suffix == ".pdf":
            out += _in_pdf(name, path.read_bytes(), searching, originals)
        elif name in seen:
            out += [Leak(name, "", "", None, w, n) for n, w in searching.in_bytes(path.read_bytes(), ENCODINGS[2:])]
        else:
            out += _in_text(name, path, searching, originals)
    return out


def _in_text(name: str, path: Path, searching: Searching, originals: Originals) -> Iterator[Leak]:
    """A file of text: as UTF-8 line by line, its bytes in the other encodings."""
    content = path.read_bytes()
    yield from _in_lines(name, content.decode("utf-8", "replace").splitlines(), searching, originals)
    for needle, what in searching.in_bytes(content, ENCODINGS[1:]):
        if not needle.isascii() or what == SUBJECTS:
            yield Leak(name, "", "", None, what, needle)


def _in_pdf(name: str, content: bytes, searching: Searching, originals: Originals) -> Iterator[Leak]:
    """The words of a PDF: line by line, and all in one, as a sentence goes over lines; and its bytes, as they are."""
    text = pdf_text(content)
    yield from _in_lines(name, [*text.splitlines(), " ".join(text.split())], searching, originals)
    yield from (Leak(name, "", "", None, what, needle) for needle, what in searching.in_bytes(content, ENCODINGS))


def _in_lines(name: str, lines: list[str], searching: Searching, originals: Originals) -> Iterator[Leak]:
    number = {line: n for n, line in reversed(list(enumerate(lines, 1)))}
    for line, needle, what in searching.hits(number):
        if needle in originals.short and needle.isdigit() and len(needle) < _LONG_NUMBER:
            continue  # any number may be so short; cells of data are held against the built ones
        yield Leak(name, "", "", number[line], what, needle)
    days = set().union(*originals.days.values()) - originals.public if originals.days else set()
    for line in number:
        for day in days.intersection(FULL.findall(line)):
            yield Leak(name, "", "", number[line], DATES, day)


def _in_records(
    path: Path, source: Path, rows: np.ndarray, searching: Searching, originals: Originals, context: Context
) -> Iterator[Leak]:
    """A transport file, cell by cell, each beside the one that it was made from."""
    header, new = read_xpt(path, context.encoding)
    old = read_xpt(source, context.encoding)[1].take(rows).reset_index(drop=True)
    name = f"{path.parent.name}/{path.name}"
    subjects = old[SUBJECT] if SUBJECT in old else pd.Series("", old.index)
    terms = {term.casefold() for term in originals.terms}
    said = [header.label, *(v.label for v in header.variables)]
    for text, needle, what in searching.hits(said):
        yield Leak(name, header.name, "label", None, what, f"{needle} in {text}")
    for variable in new:
        place = name, header.name, str(variable)
        decision = context.decisions[header.name, str(variable)]
        if decision.known.type != TEXT:
            if decision.action == "shift":
                for at in np.flatnonzero((new[variable] == old[variable]).to_numpy()):
                    yield Leak(*place, int(at) + 1, DATES, f"{new[variable][at]:g}")
            continue
        column = new[variable]
        for text, needle, what in searching.hits(column.unique()):
            if needle in originals.short and is_number(text) and decision.action in ("reviewed", "related"):
                continue  # a result, say
            yield Leak(*place, _first(column, text), what, needle)
        for value in (v for v in column.unique() if v.casefold() in terms):
            yield Leak(*place, _first(column, value), TEXTS, value)
        if decision.action == "site" or variable == SITE:
            yield from (Leak(*place, _first(column, s), SITES, s) for s in originals.sites & set(column.unique()))
        yield from (
            Leak(*place, at, DATES, day)
            for at, day in _dates(column, old[variable], subjects, originals, decision.action)
        )


def _first(column: pd.Series, text: str) -> int:
    return int(np.flatnonzero((column == text).to_numpy())[0]) + 1


def _dates(
    column: pd.Series, old: pd.Series, subjects: pd.Series, originals: Originals, action: str
) -> Iterator[tuple[int, str]]:
    """Complete dates that are the subject's own: of what was moved, those that stand where they stood."""
    everybody = set().union(*originals.days.values()) if originals.days else set()
    cells = pd.DataFrame({"new": column, "old": old, "who": subjects}).reset_index(names="row")
    dated = cells["new"].str.contains(r"\d{4}-\d\d-\d\d", regex=True)
    if action == "shift":  # a moved date stands at the begin of both: the days are held together, column by column
        dated &= (cells["new"].str[:10] == cells["old"].str[:10]) | (cells["new"].str.len() > _DATETIME)
    cells = cells[dated].drop_duplicates(["new", "old", "who"])
    for row, text, was, who in cells.itertuples(index=False, name=None):
        if action in ("shift", "reviewed", "related"):
            pairs = zip(FULL.findall(text), FULL.findall(was), strict=False)
            same = {day for day, before in pairs if day == before}
        else:
            same = days_in([text]) & (originals.days.get(who, set()) if who else everybody - originals.public)
        yield from ((row + 1, day) for day in sorted(same))


def told(leaks: Iterable[Leak], findings: Findings) -> None:
    """Each leak as a stop; of one variable and kind the first, with their number."""
    first: dict[tuple[str, str, str], list[Leak]] = {}
    for leak in leaks:
        first.setdefault((leak.file, leak.variable, leak.what), []).append(leak)
    for (file, variable, what), found in first.items():
        leak = found[0]
        more = f" ({len(found)} places)" if len(found) > 1 else ""
        findings.add(
            "SHARE-LEAK",
            STOP,
            f"The edition holds {what} of the original data{more}; nothing is written.",
            "Say in sharing.yaml what is done with it, or add the text to 'reviewed:' if it identifies nobody.",
            file=file,
            dataset=leak.dataset,
            column=variable,
            row=leak.row,
            value=leak.text,
        )
