"""Rows of the sums of diameters and of responses.

Source: SDTMIG 3.4, domains TR and RS; analysis datasets that derive responses from lesions.
"""

from __future__ import annotations

from collections.abc import Iterator

from onespec.pages.course import RESPONSES, Mark, Row
from onespec.pages.marker import Marker
from onespec.pages.records import Record

SUM = "SUMDIAM"  # of an analysis dataset that derives responses from lesions
NADIR = "NADIR"


def tumour(marker: Marker) -> Iterator[Row]:
    for dataset in marker.part.plan.study.datasets.values():
        if {SUM, "ADT", "AVALC"} <= dataset.variables.keys():
            yield from _sums(marker, dataset.name)
            yield from _by_lesions(marker, dataset.name)
    yield from _by_investigator(marker)


def _sums(marker: Marker, dataset: str) -> Iterator[Row]:
    """The sums of diameters, from the baseline on."""
    word = marker.words["sum"]
    rows = [(i, r) for i, r in marker.records(dataset) if r["ADT"] and (r[SUM] or r.get(NADIR))]
    rows.sort(key=lambda x: x[1]["ADT"])
    marks = [marker.mark((dataset, i), (r["ADT"], ""), f"{word} {r[SUM]}", "sum", r[SUM]) for i, r in rows if r[SUM]]
    if rows and (baseline := _baseline(marker, dataset, *rows[0])):
        marks.insert(0, baseline)
    yield from marker.row(word, marks, chart=True)


def _baseline(marker: Marker, dataset: str, row: int, record: Record) -> Mark | None:
    """The sum at baseline: the nadir of the first record after it."""
    day = max((r["TRDTC"] for _, r in marker.records("TR") if r.get("TRLOBXFL") == "Y"), default="")
    nadir = record.get(NADIR)
    if not nadir or not day:
        return None
    title = f"{marker.words['sum']} {nadir}, {marker.words['baseline']}"
    return marker.mark((dataset, row), (day, ""), title, "sum", nadir)


def _by_lesions(marker: Marker, dataset: str) -> Iterator[Row]:
    word = marker.words["by_lesions"]
    found = [
        marker.mark((dataset, i), (r["ADT"], ""), f"{word}: {r['AVALC']}", _response(r["AVALC"]), r["AVALC"])
        for i, r in marker.records(dataset)
        if r[SUM] or r.get(NADIR) or r.get("TRGRESP") or r.get("NTRGRESP")
    ]
    yield from marker.row(word, found)


def _by_investigator(marker: Marker) -> Iterator[Row]:
    word = marker.words["by_investigator"]
    marks = [
        marker.mark(("RS", i), (r["RSDTC"], ""), f"{word}: {r['RSSTRESC']}", _response(r["RSSTRESC"]), r["RSSTRESC"])
        for i, r in marker.records("RS")
        if r["RSTESTCD"] == "OVRLRESP"
    ]
    yield from marker.row(word, marks)


def _response(value: str) -> str:
    return value if value in RESPONSES else "SD" if value.startswith("NON-CR") else "NE"
