"""Marks of one subject: a record's dates become days, its study days words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from onespec.engine.run.part import Part
from onespec.pages.course import Mark, Row, possible, when
from onespec.pages.records import Record, Records
from onespec.pages.words import Words


class Marker:
    """Makes marks of the records of the one subject in ``part``.

    verbatim   the same part in the language of the page, for texts
    zero       study day 1, NaN without
    """

    def __init__(self, part: Part, words: Words, verbatim: Part | None = None):
        self.part, self.words, self.verbatim = part, words, verbatim or part
        self.dm, self.adsl = Records(part, "DM").first(), Records(part, "ADSL").first()
        self.zero = possible(self.dm.get("RFSTDTC", ""))[0]

    def records(self, dataset: str) -> Records:
        return Records(self.part, dataset)

    def translated(self, dataset: str) -> dict[int, Record]:
        """The records in the language of the page by their numbers; none where that is the language of the study."""
        return dict(Records(self.verbatim, dataset)) if self.verbatim is not self.part else {}

    def study_day(self, day: float) -> int:
        return int(day - self.zero + (day >= self.zero))

    def at(self, iso_or_day: str | float) -> str:
        """A date with its study day."""
        low = possible(iso_or_day)[0] if isinstance(iso_or_day, str) else iso_or_day
        text = iso_or_day if isinstance(iso_or_day, str) else when(low)
        whole = isinstance(iso_or_day, float) or len(text) >= 10
        if not whole or np.isnan(low + self.zero):
            return text
        return f"{text[:16].replace('T', ' ')} ({self.words.day(self.study_day(low))})"

    def mark(
        self,
        anchor: tuple[str, int],
        dates: tuple[str, str],
        title: str,
        kind: str,
        text: str = "",
        open_end: bool = False,
    ) -> Mark | None:
        """The mark of a record; None without a date.

        anchor   dataset and row of the record
        dates    its start and its end as ISO 8601; the end is "" for a moment
        """
        start, end = dates
        (low, late), (early, high) = possible(start), possible(end)
        if np.isnan(low) and np.isnan(high):
            return None
        unknown = np.isnan(low) or (bool(end) and np.isnan(high))
        low, high = (low if not np.isnan(low) else early), (high if not np.isnan(high) else late)
        span = self.at(start) + (f" – {self.at(end)}" if end and end[:10] != start[:10] else "")
        partial = unknown or len(start) < 10 or (bool(end) and len(end) < 10)
        return Mark(low, max(low, high), text, f"{title}: {span}", kind, anchor, partial, open_end)

    @staticmethod
    def row(label: str, marks: Iterable[Mark | None], chart: bool = False) -> Iterator[Row]:
        """One row of the marks that are there, in order of time; none without marks."""
        there = sorted((m for m in marks if m), key=lambda m: (m.start, m.end))
        if there:
            yield Row(label, there, chart)
