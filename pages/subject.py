"""The page of a subject: the course on one time line, endpoints and responses, and the chain behind every mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onespec.engine.milestones import standing
from onespec.engine.paper.blocks import NEXT, Cell, Piece, Table
from onespec.engine.paper.templates import rendered
from onespec.engine.run.part import Part
from onespec.engine.trace.explain import Explainer, Wording
from onespec.engine.trace.explain_text import explanation_text
from onespec.engine.trace.links import Link
from onespec.pages.course import Course, Mark, Row
from onespec.pages.read_course import read_course
from onespec.pages.records import Records, of_class
from onespec.pages.timeline import anchor, panel
from onespec.pages.words import Words

WIDE, NARROW = (1072, 218), (360, 10)  # pixels of a drawing, and of the labels beside its rows
DEPTH, ROWS = 5, 6  # how deep a chain is told, and how many of many rows
TOLD = {  # the values of a record that its chain explains
    "SE": ("SESTDTC", "SEENDTC"),
    "SV": ("VISIT", "SVSTDTC"),
    "EX": ("EXTRT", "EXDOSE", "EXSTDTC", "EXENDTC"),
    "DS": ("DSDECOD", "DSSTDTC"),
    "DM": ("DTHDTC",),
    "ADSL": ("LSTALVDT",),
    "RS": ("RSSTRESC", "RSDTC"),
    "AE": ("AETERM", "AEDECOD", "AETOXGR", "AESER", "AESTDTC", "AEENDTC"),
    "LB": ("LBORRES", "LBTOXGR", "LBDTC"),
    "CM": ("CMTRT", "CMSTDTC", "CMENDTC"),
    "PR": ("PRTRT", "PRSTDTC", "PRENDTC"),
}
RESULTS = ("AVALC", "AVAL", "ADT", "CNSR", "SUMDIAM")


@dataclass(frozen=True)
class Meaning:
    """What a mark means; ``grades`` are shown as they are drawn."""

    text: str
    grades: tuple[str, ...] = ()


def subject_page(part: Part, wording: Wording, language: str, verbatim: Part | None = None) -> str:
    """HTML that loads nothing, of the one subject in ``part``.

    language  ``en`` or ``zh``; ``verbatim`` is the part read in that language, for the texts on the marks
    """
    words = Words(language)
    course, chains = read_course(part, words, verbatim), Chains(part, wording)
    milestone = part.plan.study.milestone
    stands = milestone if standing(milestone) else ""
    return rendered(
        __package__ or "",
        "subject.html",
        title=words["title"].format(subject=course.subject),
        study=part.plan.study.name,
        language=language,
        stands=words[stands] if stands else "",
        say=words,
        facts=course.facts,
        panels=[(words[name], *_panel(course, rows, words, name)) for name, rows in course.panels.items()],
        tables=[
            (words["endpoints"], _endpoints(part, words, chains)),
            (words["responses"], _results(part, words, chains)),
        ],
        chains=list(_chains(course, part, chains)),
    )


def _panel(course: Course, rows: list[Row], words: Words, name: str) -> tuple[list[tuple[str, str]], list[Meaning]]:
    """The drawings of a panel, and what its marks mean."""
    if not rows:
        return [], []
    sizes = (("wider", WIDE), ("narrow", NARROW))
    drawings = [(look, panel(course, rows, width, gutter, words[name])) for look, (width, gutter) in sizes]
    return drawings, _legend(course, words, name, rows)


def _legend(course: Course, words: Words, name: str, rows: list[Row]) -> list[Meaning]:
    """What the marks of a panel mean; only what stands in it."""
    marks = [m for row in rows for m in row.marks]
    guides = ", ".join(word for _, word in course.guides)
    out = [Meaning(words["axis"]), *([Meaning(words["legend_guides"].format(names=guides))] if guides else [])]
    grades = sorted({m.text for m in marks if m.kind.startswith("grade") and m.text.isdigit()})
    if grades:
        out.append(Meaning(words["legend_grade"], tuple(grades)))
    said = {
        "legend_serious": any(m.serious for m in marks),
        "legend_open": any(m.open_end or m.open_start for m in marks),
        "legend_partial": any(m.partial for m in marks),
        "legend_dose": any(m.kind in ("dose", "nodose") for m in marks),
        "legend_visit": any(m.kind == "unscheduled" for m in marks),
        "legend_lab": name == "laboratory",
        "legend_sum": any(m.kind == "sum" for m in marks),
    }
    return out + [Meaning(words[n]) for n, is_said in said.items() if is_said]


# Endpoints ----------------------------------------------------------------------------------


class Chains:
    """Explanations of records, each made once: the facts, and their text."""

    def __init__(self, part: Part, wording: Wording):
        self.part, self._first = part, Explainer(part, wording, DEPTH, ROWS)
        self._made: dict[tuple[str, int], list[Link]] = {}

    def facts(self, dataset: str, row: int) -> list[Link]:
        if (dataset, row) not in self._made:
            there = self.part.plan.dataset(dataset).variables
            explainer = self._first.anew()
            told = [n for n in TOLD.get(dataset, RESULTS) if n in there]
            self._made[dataset, row] = [
                explainer.record(dataset, row, every_key=True),
                *(explainer.value(dataset, n, row) for n in told),
            ]
        return self._made[dataset, row]

    def text(self, dataset: str, row: int) -> str:
        return explanation_text(self.facts(dataset, row))

    def decided(self, dataset: str, row: int) -> str:
        """The line of a record's account that decided, without the record's name in brackets."""
        lines = [f.name for f in self.facts(dataset, row)[0].behind]
        found = [t for t in lines if t.startswith(("Rule won: ", "Considered: no record")) or "it decides" in t]
        said = found[0].removeprefix("Rule won: ") if found else ""
        said = said.rpartition(" (")[0] if said.endswith(")") else said
        return said[:1].upper() + said[1:]


def _endpoints(part: Part, words: Words, chains: Chains) -> Table:
    """Every record of the time-to-event datasets."""
    cells: list[list[Cell]] = []
    for dataset in of_class(part, "TTE"):
        for row, r in sorted(Records(part, dataset), key=lambda x: float(x[1].get("PARAMN") or 0)):
            event = words["event"] if r["CNSR"] == "0" else words["censored"].format(n=r["CNSR"])
            described = " · ".join(t for t in (r.get("EVNTDESC", ""), r.get("CNSDTDSC", "")) if t)
            cells.append(
                [
                    r["PARAM"],
                    Piece(words["days"].format(n=r["AVAL"]), "date"),
                    [Piece(event, "strong"), NEXT, described],
                    [Piece(r.get("STARTDT", ""), "date"), NEXT, Piece(r["ADT"], "date")],
                    _why(chains, words, dataset, row),
                ]
            )
    head = [words["parameter"], words["result"], words["event"], words["from_to"], words["rule"]]
    return Table(head, cells)


def _results(part: Part, words: Words, chains: Chains) -> Table:
    """The records of BDS datasets that tell of the subject as a whole: those of no visit."""
    cells: list[list[Cell]] = []
    for dataset in of_class(part, "BDS"):
        for row, r in sorted(Records(part, dataset), key=lambda x: float(x[1].get("PARAMN") or 0)):
            if not r.get("AVISIT") and r.get("AVALC") and r.get("PARAM"):
                why = _why(chains, words, dataset, row)
                cells.append([r["PARAM"], Piece(r["AVALC"], "strong"), Piece(r.get("ADT", ""), "date"), why])
    return Table([words["parameter"], words["result"], "ADT", words["rule"]], cells)


def _why(chains: Chains, words: Words, dataset: str, row: int) -> Cell:
    chain = Piece(words["chain"], "link", f"#{anchor(dataset, row)}")
    return [Piece(f"{chains.decided(dataset, row)} ", "decided"), chain]


# Chains -------------------------------------------------------------------------------------


def _chains(course: Course, part: Part, chains: Chains) -> Iterable[tuple[str, str, list[tuple[str, str, str]]]]:
    """By dataset its name, its label, and of each record with a mark or a row of a table: anchor, summary, chain."""
    titles: dict[tuple[str, int], str] = {}
    marks: list[Mark] = [m for rows in course.panels.values() for row in rows for m in row.marks]
    for mark in marks:
        titles.setdefault(mark.anchor, mark.title)
    for dataset in (*of_class(part, "TTE"), *of_class(part, "BDS")):
        for row, r in Records(part, dataset):
            if dataset in of_class(part, "TTE") or (not r.get("AVISIT") and r.get("AVALC")):
                titles.setdefault((dataset, row), f"{r['PARAM']}: {r.get('AVALC') or r['AVAL']}")
    for dataset in part.plan.study.datasets.values():
        mine = [(key, title) for key, title in titles.items() if key[0] == dataset.name]
        if mine:
            told = [(anchor(name, row), title, chains.text(name, row)) for (name, row), title in mine]
            yield dataset.name, dataset.label, told
