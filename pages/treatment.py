"""Rows of epochs, visits, doses and milestones.  Source: SDTMIG 3.4, domains SE, SV, EX, DS and DM; ADSL."""

from __future__ import annotations

from collections.abc import Iterator

from onespec.pages.course import Mark, Row
from onespec.pages.marker import Marker
from onespec.pages.records import Record

DEATH = "DEATH"  # DSDECOD


def treatment(marker: Marker) -> Iterator[Row]:
    yield from _epochs(marker)
    yield from _visits(marker)
    yield from _doses(marker)
    yield from _milestones(marker)


def _epochs(marker: Marker) -> Iterator[Row]:
    marks = []
    for i, r in marker.records("SE"):
        epoch, dates = marker.words.term(r.get("EPOCH", "")), (r["SESTDTC"], r["SEENDTC"])
        title, kind = f"{epoch}, {r['ELEMENT']}", f"epoch{len(marks) % 2}"
        marks.append(marker.mark(("SE", i), dates, title, kind, epoch, open_end=not r["SEENDTC"]))
    yield from marker.row(marker.words["epochs"], marks)


def _visits(marker: Marker) -> Iterator[Row]:
    marks = [
        marker.mark(
            ("SV", i), (r["SVSTDTC"], r.get("SVENDTC", "")), r["VISIT"], "visit" if r.get("VISITDY") else "unscheduled"
        )
        for i, r in marker.records("SV")
    ]
    yield from marker.row(marker.words["visits"], marks)


def _doses(marker: Marker) -> Iterator[Row]:
    drugs: dict[str, list[tuple[int, Record]]] = {}
    for i, r in marker.records("EX"):
        drugs.setdefault(r["EXTRT"], []).append((i, r))
    for drug, doses in drugs.items():
        unit = doses[0][1].get("EXDOSU", "")
        yield from marker.row(f"{drug.capitalize()} ({unit})" if unit else drug.capitalize(), _of_drug(marker, doses))


def _of_drug(marker: Marker, doses: list[tuple[int, Record]]) -> list[Mark | None]:
    """Doses as high as they are; a dose is written where it is another one than before."""
    most, marks, before = max(float(r["EXDOSE"] or 0) for _, r in doses), [], None
    for i, r in sorted(doses, key=lambda d: d[1]["EXSTDTC"]):
        dose = r["EXDOSE"]
        level = float(dose or 0) / most if most else 0
        title = f"{r['EXTRT']} {dose} {r.get('EXDOSU', '')} {r.get('EXDOSFRQ', '')}".strip()
        mark = marker.mark(
            ("EX", i),
            (r["EXSTDTC"], r["EXENDTC"]),
            title,
            "dose" if level else "nodose",
            dose if dose != before else "",
        )
        if mark:
            mark.level = level
        marks.append(mark)
        before = dose
    return marks


def _milestones(marker: Marker) -> Iterator[Row]:
    words, seen = marker.words, set()
    marks: list[Mark | None] = []
    for i, r in marker.records("DS"):
        said = words.term(r["DSDECOD"])
        more = r.get("DSSCAT", "").lower() if said != r["DSDECOD"] or r["DSDECOD"] != DEATH else ""
        if (r["DSSTDTC"], r["DSDECOD"]) not in seen:
            title = f"{said} ({more})" if more else said
            text = said if words.language == "zh" else said.capitalize()
            marks.append(marker.mark(("DS", i), (r["DSSTDTC"], ""), title, "milestone", text))
        seen.add((r["DSSTDTC"], r["DSDECOD"]))
    if marker.adsl.get("LSTALVDT") and not marker.adsl.get("DTHDT"):
        alive = words["last_alive"][:1].upper() + words["last_alive"][1:]
        marks.append(marker.mark(("ADSL", 0), (marker.adsl["LSTALVDT"], ""), alive, "milestone", alive))
    if marker.dm.get("DTHDTC") and not any(d == DEATH for _, d in seen):
        marks.append(marker.mark(("DM", 0), (marker.dm["DTHDTC"], ""), words["death"], "milestone", words["death"]))
    yield from marker.row(words["milestones"], marks)
