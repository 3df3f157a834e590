"""Rows of medication and procedures.  Source: SDTMIG 3.4, domains CM and PR."""

from __future__ import annotations

from collections.abc import Iterator

from onespec.pages.course import Mark, Row
from onespec.pages.marker import Marker
from onespec.pages.records import Record

TREATMENTS = (("CM", "CMTRT"), ("PR", "PRTRT"))
GOING_ON = ("ONGOING", "AFTER")  # --ENRTPT, --ENRF


def therapy(marker: Marker, first: float, last: float) -> Iterator[Row]:
    """What reaches into the time line, by category; what ended before it is left out."""
    for dataset, treatment in TREATMENTS:
        verbatim = marker.translated(dataset)
        by: dict[str, dict[str, list[Mark]]] = {}
        for i, r in marker.records(dataset):
            name = (verbatim[i] if i in verbatim else r)[treatment]
            mark = _therapy(marker, dataset, i, r, name)
            if mark and mark.start <= last and (mark.open_end or mark.end >= first):
                by.setdefault(r.get(f"{dataset}CAT", ""), {}).setdefault(name, []).append(mark)
        for category, rows in by.items():
            yield Row(marker.words.term(category).capitalize(), heading=True)
            for name, marks in sorted(rows.items(), key=lambda x: x[1][0].start):
                yield from marker.row(name, marks)


def _therapy(marker: Marker, dataset: str, row: int, r: Record, name: str) -> Mark | None:
    ends = r.get(f"{dataset}ENDTC", "")
    going_on = not ends and r.get(f"{dataset}ENRTPT", r.get(f"{dataset}ENRF", "")) in GOING_ON
    title = name + (f", {r['CMDOSTXT']}" if r.get("CMDOSTXT") else "")
    return marker.mark((dataset, row), (r[f"{dataset}STDTC"], ends), title, "therapy", open_end=going_on)
