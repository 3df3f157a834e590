"""Rows of adverse events and of graded laboratory results.  Source: SDTMIG 3.4, domains AE and LB."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from onespec.pages.course import Mark, Row
from onespec.pages.marker import Marker
from onespec.pages.records import Record

SEVERITY = {"MILD": "1", "MODERATE": "2", "SEVERE": "3"}  # AESEV, drawn as the grade of the same depth
ARROWS = {"LOW": " ↓", "HIGH": " ↑"}  # LBNRIND
NO_WORD = ("", "BLOOD", "SERUM", "PLASMA")  # specimens that are not named


def adverse_events(marker: Marker) -> Iterator[Row]:
    """A row for each term, in the order of its first event."""
    verbatim = marker.translated("AE")
    rows: dict[str, list[tuple[Mark | None, str]]] = {}
    for i, r in marker.records("AE"):
        coded = r.get("AEDECOD") or r["AETERM"]
        name = verbatim[i]["AETERM"] if i in verbatim else coded
        rows.setdefault(coded, []).append((_event(marker, i, r, name), name))
    for marks in sorted(rows.values(), key=lambda ms: min((m.start for m, _ in ms if m), default=np.inf)):
        yield from marker.row(marks[0][1], [m for m, _ in marks])


def _event(marker: Marker, row: int, r: Record, name: str) -> Mark | None:
    words, grade = marker.words, r.get("AETOXGR") or r.get("AESEV", "")
    ends, serious = r.get("AEENDTC", ""), r.get("AESER") == "Y"
    said = (
        name,
        words.grade(grade) if grade else "",
        words["serious"] if serious else "",
        "" if ends else words["ongoing"],
    )
    kind, dates = f"grade{SEVERITY.get(grade, grade)}", (r["AESTDTC"], ends)
    mark = marker.mark(("AE", row), dates, ", ".join(filter(None, said)), kind, grade, open_end=not ends)
    if mark:
        mark.serious = serious
    return mark


def laboratory(marker: Marker) -> Iterator[Row]:
    """Results of grade 1 and above, a row for each toxicity: by its term, or by the test and its direction."""
    rows: dict[str, list[Mark | None]] = {}
    names = _field_labels(marker, "LB") if marker.words.language != "en" else {}
    for i, r in marker.records("LB"):
        if r.get("LBTOXGR", "") not in ("", "0"):
            test = names.get(r["LBTESTCD"], r["LBTEST"]) + _specimen(marker, r)
            name = r["LBTOX"] if r.get("LBTOX") and not names else test + ARROWS.get(r.get("LBNRIND", ""), "")
            rows.setdefault(name, []).append(_result(marker, i, r, test))
    for name, marks in sorted(rows.items(), key=lambda x: (-_worst(x[1]), x[0])):
        yield from marker.row(name, marks)


def _worst(marks: list[Mark | None]) -> int:
    """The highest grade; 0 where no mark has a date."""
    return max((int(m.text) for m in marks if m), default=0)


def _specimen(marker: Marker, r: Record) -> str:
    specimen = r.get("LBSPEC", "")
    return "" if specimen in NO_WORD else f" ({marker.words.term(specimen).lower()})"


def _result(marker: Marker, row: int, r: Record, test: str) -> Mark | None:
    grade = r["LBTOXGR"]
    title = f"{test} {r.get('LBSTRESC') or r['LBORRES']} {r.get('LBSTRESU', '')}, {marker.words.grade(grade)}"
    toxicity = f" ({r['LBTOX']})" if r.get("LBTOX") else ""
    return marker.mark(("LB", row), (r["LBDTC"], ""), title + toxicity, f"grade{grade}", grade)


def _field_labels(marker: Marker, dataset: str) -> dict[str, str]:
    """Test code -> label of the CRF field that its first result was read from, in the language of the page."""
    out: dict[str, str] = {}
    part, language = marker.part, marker.words.language
    if not marker.records(dataset).there:
        return out
    codes, start = part.column(dataset, f"{dataset}TESTCD").tolist(), 0
    for block in part.phase_blocks(dataset):
        for piece in block.pieces:
            fields = next(iter(piece.fields.values()), []) if piece.source in part.forms else []
            for row, name in enumerate(fields, start):
                out.setdefault(codes[row], part.forms[piece.source].form.fields[name].label.get(language, ""))
            start += len(fields) if piece.fields else piece.stop - piece.start
    return {code: label for code, label in out.items() if label}
