"""The course of a subject: rows of marks over time, read from the records of SDTM and ADaM datasets by their roles.

The roles are those of the standards (SDTMIG 3.4: DM, SE, SV, EX, TR, RS, AE, LB, CM, PR, DS; ADaM: ADSL, BDS, TTE); a dataset or
variable that the study does not have gives no marks.  Times are days since 1960-01-01.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from onespec.engine.run.part import Part
from onespec.engine.trace.links import shown
from onespec.pages.words import Words

EPOCH = date(1960, 1, 1).toordinal()
SEVERITY = {"MILD": "1", "MODERATE": "2", "SEVERE": "3"}  # AESEV, drawn as the grade of the same depth
NUMBER_OF_SUM = "SUMDIAM"  # of an analysis dataset that derives responses from lesions
NADIR = "NADIR"


@dataclass
class Mark:
    """Something at a time.

    start, end   first and last day; ``partial`` when they are the first and last that a partial date may stand for
    text         what is written on it;  title: the whole story in one line
    kind         how it looks: ``grade3``, ``dose``, ``PD`` ...;  level: 0 to 1, of a dose
    anchor       dataset and row of the record behind it
    """

    start: float
    end: float
    text: str
    title: str
    kind: str
    anchor: tuple[str, int]
    partial: bool = False
    open_end: bool = False
    open_start: bool = False
    serious: bool = False
    level: float = 1.0


@dataclass
class Row:
    """Marks of one kind, side by side; ``chart``: points of a curve, whose text is the value."""

    label: str
    marks: list[Mark] = field(default_factory=list)
    chart: bool = False
    heading: bool = False


@dataclass
class Course:
    """panels: name of the heading -> rows;  first, last: ends of the time line;  zero: study day 1, NaN without;  guides: (day, word)"""

    subject: str
    facts: list[tuple[str, str]]
    panels: dict[str, list[Row]]
    first: float
    last: float
    zero: float
    guides: list[tuple[float, str]]


class Records:
    """The records of a dataset of one subject, as texts by variable."""

    def __init__(self, part: Part, dataset: str):
        self.part, self.name = part, dataset
        self.there = dataset in part.plan.study.datasets
        self.variables = part.plan.dataset(dataset).variables if self.there else {}

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        columns = [
            [shown(variable, value) for value in self.part.column(self.name, name).tolist()]
            for name, variable in self.variables.items()
        ]
        for row, values in enumerate(zip(*columns, strict=True)):
            yield row, dict(zip(self.variables, values, strict=True))


def possible(iso: str) -> tuple[float, float]:
    """First and last day that an ISO 8601 text may stand for; NaN without a year.

    >>> possible("1960-02"), possible("1960-01-02T08:30")
    ((31.0, 59.0), (1.0, 1.0))
    """
    parts = iso[:10].split("-")
    if not parts[0].isdigit() or (len(parts) > 1 and not parts[1].isdigit()):
        return np.nan, np.nan
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    day = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0
    low = date(year, month or 1, day or 1)
    high = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return float(low.toordinal() - EPOCH), float(high.toordinal() - EPOCH)


def when(day: float) -> str:
    return date.fromordinal(int(day) + EPOCH).isoformat()


class Reader:
    """Reads the course of the one subject in ``part``; ``verbatim`` is the same part in the language of the page, for texts."""

    def __init__(self, part: Part, words: Words, verbatim: Part | None = None):
        self.part, self.words, self.verbatim = part, words, verbatim or part
        self.dm = next((r for _, r in Records(part, "DM")), {})
        self.adsl = next((r for _, r in Records(part, "ADSL")), {})
        self.zero = possible(self.dm.get("RFSTDTC", ""))[0]

    def course(self) -> Course:
        treatment = [*self._epochs(), *self._visits(), *self._doses(), *self._milestones()]
        tumour, events = [*self._sums(), *self._responses()], [*self._events()]
        spans = [(m.start, m.end) for row in (*treatment, *tumour, *events) for m in row.marks]
        ends = [t for pair in spans for t in pair if not np.isnan(t)]
        first, last = (min(ends), max(ends)) if ends else (0.0, 1.0)
        margin = max((last - first) * 0.012, 1)
        panels = {
            "treatment": treatment,
            "tumour": tumour,
            "events": events,
            "laboratory": [*self._laboratory()],
            "therapy": [*self._therapy(first, last)],
        }
        for row in (r for rows in panels.values() for r in rows):
            for mark in row.marks:
                mark.open_start |= mark.start < first
                mark.end = last + margin if mark.open_end else mark.end
        return Course(
            self.dm.get("SUBJID") or self.dm.get("USUBJID", ""),
            self._facts(),
            panels,
            first - margin,
            last + margin,
            self.zero,
            self._guides(),
        )

    # Words --------------------------------------------------------------------------------

    def study_day(self, day: float) -> int:
        return int(day - self.zero + (day >= self.zero))

    def at(self, iso_or_day: str | float) -> str:
        """A date with its study day."""
        low = possible(iso_or_day)[0] if isinstance(iso_or_day, str) else iso_or_day
        text = iso_or_day if isinstance(iso_or_day, str) else when(low)
        whole = isinstance(iso_or_day, float) or len(text) >= 10
        return (
            f"{text[:16].replace('T', ' ')} ({self.words.day(self.study_day(low))})"
            if whole and not np.isnan(low + self.zero)
            else text
        )

    def _mark(
        self, dataset: str, row: int, start: str, end: str, text: str, title: str, kind: str, **more: object
    ) -> Mark | None:
        """A mark of a record; None without a date."""
        (low, late), (early, high) = possible(start), possible(end)
        if np.isnan(low) and np.isnan(high):
            return None
        unknown = np.isnan(low) or (bool(end) and np.isnan(high))
        low, high = (low if not np.isnan(low) else early), (high if not np.isnan(high) else late)
        span = self.at(start) + (f" – {self.at(end)}" if end and end[:10] != start[:10] else "")
        return Mark(
            low,
            max(low, high),
            text,
            f"{title}: {span}",
            kind,
            (dataset, row),
            partial=unknown or len(start) < 10 or (bool(end) and len(end) < 10),
            **more,
        )

    # Rows ---------------------------------------------------------------------------------

    def _epochs(self) -> Iterable[Row]:
        marks = [
            self._mark(
                "SE",
                i,
                r["SESTDTC"],
                r["SEENDTC"],
                self.words.term(r.get("EPOCH", "")),
                f"{self.words.term(r.get('EPOCH', ''))}, {r['ELEMENT']}",
                f"epoch{n % 2}",
                open_end=not r["SEENDTC"],
            )
            for n, (i, r) in enumerate(Records(self.part, "SE"))
        ]
        yield from self._row(self.words["epochs"], marks)

    def _visits(self) -> Iterable[Row]:
        marks = [
            self._mark(
                "SV",
                i,
                r["SVSTDTC"],
                r.get("SVENDTC", ""),
                "",
                r["VISIT"],
                "visit" if r.get("VISITDY") else "unscheduled",
            )
            for i, r in Records(self.part, "SV")
        ]
        yield from self._row(self.words["visits"], marks)

    def _doses(self) -> Iterable[Row]:
        drugs: dict[str, list[tuple[int, dict[str, str]]]] = {}
        for i, r in Records(self.part, "EX"):
            drugs.setdefault(r["EXTRT"], []).append((i, r))
        for drug, doses in drugs.items():
            unit, most, marks, before = (
                doses[0][1].get("EXDOSU", ""),
                max(float(r["EXDOSE"] or 0) for _, r in doses),
                [],
                None,
            )
            for i, r in sorted(doses, key=lambda d: d[1]["EXSTDTC"]):
                dose = r["EXDOSE"]
                level = float(dose or 0) / most if most else 0
                title = f"{drug} {dose} {r.get('EXDOSU', '')} {r.get('EXDOSFRQ', '')}".strip()
                marks.append(
                    self._mark(
                        "EX",
                        i,
                        r["EXSTDTC"],
                        r["EXENDTC"],
                        dose if dose != before else "",
                        title,
                        "dose" if level else "nodose",
                        level=level,
                    )
                )
                before = dose
            yield from self._row(f"{drug.capitalize()} ({unit})" if unit else drug.capitalize(), marks)

    def _milestones(self) -> Iterable[Row]:
        marks, seen = [], set()
        for i, r in Records(self.part, "DS"):
            said = self.words.term(r["DSDECOD"])
            more = r.get("DSSCAT", "").lower() if said != r["DSDECOD"] or r["DSDECOD"] != "DEATH" else ""
            if (r["DSSTDTC"], r["DSDECOD"]) not in seen:
                marks.append(
                    self._mark(
                        "DS",
                        i,
                        r["DSSTDTC"],
                        "",
                        said if self.words.language == "zh" else said.capitalize(),
                        f"{said}{f' ({more})' if more else ''}",
                        "milestone",
                    )
                )
            seen.add((r["DSSTDTC"], r["DSDECOD"]))
        if self.adsl.get("LSTALVDT") and not self.adsl.get("DTHDT"):
            alive = self.words["last_alive"][:1].upper() + self.words["last_alive"][1:]
            marks.append(self._mark("ADSL", 0, self.adsl["LSTALVDT"], "", alive, alive, "milestone"))
        if self.dm.get("DTHDTC") and not any(d == "DEATH" for _, d in seen):
            marks.append(
                self._mark("DM", 0, self.dm["DTHDTC"], "", self.words["death"], self.words["death"], "milestone")
            )
        yield from self._row(self.words["milestones"], marks)

    def _sums(self) -> Iterable[Row]:
        """The sums of diameters that analysis datasets derive, from the baseline on."""
        for dataset in (
            d for d in self.part.plan.study.datasets.values() if {NUMBER_OF_SUM, "ADT", "AVALC"} <= d.variables.keys()
        ):
            rows = sorted(
                (
                    (i, r)
                    for i, r in Records(self.part, dataset.name)
                    if r["ADT"] and (r[NUMBER_OF_SUM] or r.get(NADIR))
                ),
                key=lambda x: x[1]["ADT"],
            )
            marks = [
                self._mark(
                    dataset.name, i, r["ADT"], "", r[NUMBER_OF_SUM], f"{self.words['sum']} {r[NUMBER_OF_SUM]}", "sum"
                )
                for i, r in rows
                if r[NUMBER_OF_SUM]
            ]
            base = max((r["TRDTC"] for _, r in Records(self.part, "TR") if r.get("TRLOBXFL") == "Y"), default="")
            if rows and rows[0][1].get(NADIR) and base:
                marks.insert(
                    0,
                    self._mark(
                        dataset.name,
                        rows[0][0],
                        base,
                        "",
                        rows[0][1][NADIR],
                        f"{self.words['sum']} {rows[0][1][NADIR]}, {self.words['baseline']}",
                        "sum",
                    ),
                )
            for row in self._row(self.words["sum"], marks):
                row.chart = True
                yield row
            found = [
                self._mark(
                    dataset.name,
                    i,
                    r["ADT"],
                    "",
                    r["AVALC"],
                    f"{self.words['by_lesions']}: {r['AVALC']}",
                    _response(r["AVALC"]),
                )
                for i, r in Records(self.part, dataset.name)
                if r[NUMBER_OF_SUM] or r.get(NADIR) or r.get("TRGRESP") or r.get("NTRGRESP")
            ]
            yield from self._row(self.words["by_lesions"], found)

    def _responses(self) -> Iterable[Row]:
        marks = [
            self._mark(
                "RS",
                i,
                r["RSDTC"],
                "",
                r["RSSTRESC"],
                f"{self.words['by_investigator']}: {r['RSSTRESC']}",
                _response(r["RSSTRESC"]),
            )
            for i, r in Records(self.part, "RS")
            if r["RSTESTCD"] == "OVRLRESP"
        ]
        yield from self._row(self.words["by_investigator"], marks)

    def _events(self) -> Iterable[Row]:
        verbatim = dict(Records(self.verbatim, "AE")) if self.verbatim is not self.part else {}
        rows: dict[str, list[tuple[Mark | None, str]]] = {}
        for i, r in Records(self.part, "AE"):
            coded, grade, ends = (
                r.get("AEDECOD") or r["AETERM"],
                r.get("AETOXGR") or r.get("AESEV", ""),
                r.get("AEENDTC", ""),
            )
            name, serious = (verbatim[i]["AETERM"] if i in verbatim else coded), r.get("AESER") == "Y"
            title = ", ".join(
                t
                for t in (
                    name,
                    self.words.grade(grade) if grade else "",
                    self.words["serious"] if serious else "",
                    "" if ends else self.words["ongoing"],
                )
                if t
            )
            mark = self._mark(
                "AE",
                i,
                r["AESTDTC"],
                ends,
                grade,
                title,
                f"grade{SEVERITY.get(grade, grade)}",
                open_end=not ends,
                serious=serious,
            )
            rows.setdefault(coded, []).append((mark, name))
        for marks in sorted(rows.values(), key=lambda ms: min((m.start for m, _ in ms if m), default=np.inf)):
            yield from self._row(marks[0][1], [m for m, _ in marks])

    def _laboratory(self) -> Iterable[Row]:
        """Results of grade 1 and above, a row for each toxicity: by its term, or by the test and its direction."""
        rows: dict[str, list[Mark | None]] = {}
        arrows = {"LOW": " ↓", "HIGH": " ↑"}
        names = self._field_labels("LB") if self.words.language != "en" else {}
        for i, r in Records(self.part, "LB"):
            if r.get("LBTOXGR", "") not in ("", "0"):
                test = names.get(r["LBTESTCD"], r["LBTEST"]) + (
                    ""
                    if r.get("LBSPEC", "") in ("", "BLOOD", "SERUM", "PLASMA")
                    else f" ({self.words.term(r['LBSPEC']).lower()})"
                )
                name = r["LBTOX"] if r.get("LBTOX") and not names else test + arrows.get(r.get("LBNRIND", ""), "")
                title = (
                    f"{test} {r.get('LBSTRESC') or r['LBORRES']} {r.get('LBSTRESU', '')}, {self.words.grade(r['LBTOXGR'])}"
                    + (f" ({r['LBTOX']})" if r.get("LBTOX") else "")
                )
                rows.setdefault(name, []).append(
                    self._mark("LB", i, r["LBDTC"], "", r["LBTOXGR"], title, f"grade{r['LBTOXGR']}")
                )
        for name, marks in sorted(
            rows.items(), key=lambda x: (-max(int(m.text) for m in x[1] if m) if any(x[1]) else 0, x[0])
        ):
            yield from self._row(name, marks)

    def _field_labels(self, dataset: str) -> dict[str, str]:
        """Test code -> label of the CRF field that its first result was read from, in the language of the page."""
        out: dict[str, str] = {}
        if not Records(self.part, dataset).there:
            return out
        codes, start = self.part.column(dataset, f"{dataset}TESTCD"), 0
        for block in self.part.phase_blocks(dataset):
            for piece in block.pieces:
                for name in next(iter(piece.fields.values()), []) if piece.source in self.part.forms else ():
                    out.setdefault(
                        codes.iat[start],
                        self.part.forms[piece.source].form.fields[name].label.get(self.words.language, ""),
                    )
                    start += 1
                start = start if piece.fields else start + piece.stop - piece.start
        return {code: label for code, label in out.items() if label}

    def _therapy(self, first: float, last: float) -> Iterable[Row]:
        """Medication and procedures that reach into the time line, by category; those that ended before are left out."""
        for dataset, treatment in (("CM", "CMTRT"), ("PR", "PRTRT")):
            verbatim = dict(Records(self.verbatim, dataset)) if self.verbatim is not self.part else {}
            by: dict[str, dict[str, list[Mark]]] = {}
            for i, r in Records(self.part, dataset):
                ends, name = r.get(f"{dataset}ENDTC", ""), (verbatim[i] if i in verbatim else r)[treatment]
                going_on = not ends and r.get(f"{dataset}ENRTPT", r.get(f"{dataset}ENRF", "")) in ("ONGOING", "AFTER")
                mark = self._mark(
                    dataset,
                    i,
                    r[f"{dataset}STDTC"],
                    ends,
                    "",
                    name + (f", {r['CMDOSTXT']}" if r.get("CMDOSTXT") else ""),
                    "therapy",
                    open_end=going_on,
                )
                if mark and mark.start <= last and (going_on or mark.end >= first):
                    by.setdefault(r.get(f"{dataset}CAT", ""), {}).setdefault(name, []).append(mark)
            for category, rows in by.items():
                yield Row(self.words.term(category).capitalize(), heading=True)
                for name, marks in sorted(rows.items(), key=lambda x: x[1][0].start):
                    yield from self._row(name, marks)

    def _row(self, label: str, marks: Iterable[Mark | None]) -> Iterable[Row]:
        there = sorted((m for m in marks if m), key=lambda m: (m.start, m.end))
        if there:
            yield Row(label, there)

    # The head -----------------------------------------------------------------------------

    def _facts(self) -> list[tuple[str, str]]:
        dm, w = self.dm, self.words
        facts = [
            (w["sex"], w.term(dm.get("SEX", ""))),
            (w["age"], f"{dm.get('AGE', '')} {w.term(dm.get('AGEU', '')).lower()}".strip()),
            (w["arm"], dm.get("ACTARM") or dm.get("ARMNRS", "")),
            (w["consent"], self.at(dm.get("RFICDTC", ""))),
            (w["first_dose"], self.at(dm.get("RFXSTDTC", ""))),
            (w["last_dose"], self.at(dm.get("RFXENDTC", ""))),
            (w["last_alive"], self.at(self.adsl.get("LSTALVDT", ""))),
            (w["death"], self.at(dm.get("DTHDTC", ""))),
        ]
        return [(name, value) for name, value in facts if value]

    def _guides(self) -> list[tuple[float, str]]:
        found = [
            (possible(self.dm.get("RFXSTDTC", ""))[0], self.words["first_dose"]),
            (possible(self.dm.get("RFXENDTC", ""))[1], self.words["last_dose"]),
            (possible(self.dm.get("DTHDTC", ""))[1], self.words["death"]),
        ]
        return [(day, word) for day, word in found if not np.isnan(day)]


def _response(value: str) -> str:
    return value if value in ("CR", "PR", "SD", "PD", "NE") else "SD" if value.startswith("NON-CR") else "NE"
