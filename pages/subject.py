"""The page of a subject: the course on one time line, endpoints and responses, and the chain behind every mark."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from onespec.engine.html import escape, page, table
from onespec.engine.milestones import standing
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
STYLE = Path(__file__).parent / "subject.css"
OPEN = (
    "<script>addEventListener('hashchange',o);o();function o()"
    "{var d=document.getElementById(location.hash.slice(1));"
    "if(d&&d.tagName==='DETAILS'){d.open=true;d.scrollIntoView()}}</script>"
)


def subject_page(part: Part, wording: Wording, language: str, verbatim: Part | None = None) -> str:
    """HTML that loads nothing, of the one subject in ``part``.

    language  ``en`` or ``zh``; ``verbatim`` is the part read in that language, for the texts on the marks
    """
    words = Words(language)
    course, chains = read_course(part, words, verbatim), Chains(part, wording)
    milestone = part.plan.study.milestone
    stands = milestone if standing(milestone) else ""
    body = [
        f"<h1>{escape(words['title'].format(subject=course.subject))} · {escape(part.plan.study.name)}</h1>",
        *([f'<p class="facts">{escape(words[stands])}</p>'] if stands else []),
        f'<p class="facts">{escape(words["lead"])} {escape(words["values"])}</p>',
        '<div class="about">'
        + "".join(f"<div><span>{escape(n[:1].upper() + n[1:])}</span> {escape(v)}</div>" for n, v in course.facts)
        + "</div>",
    ]
    for name, rows in course.panels.items():
        body += [f"<h2>{escape(words[name])}</h2>", *_panel(course, rows, words, name)]
    body += [
        f"<h2>{escape(words['endpoints'])}</h2>",
        _endpoints(part, words, chains),
        f"<h2>{escape(words['responses'])}</h2>",
        _results(part, words, chains),
    ]
    body += [
        '<div class="chains">',
        f"<h2>{escape(words['chains'])}</h2>",
        f'<p class="facts">{escape(words["chain_lead"])}</p>',
        *_chains(course, part, words, chains),
        "</div>",
        OPEN,
    ]
    return page(
        words["title"].format(subject=course.subject), "\n".join(body), language, STYLE.read_text(encoding="utf-8")
    )


def _panel(course: Course, rows: list[Row], words: Words, name: str) -> Iterable[str]:
    if not rows:
        yield f"<p>{escape(words['none'])}</p>"
        return
    yield "<section>"
    for style, (width, gutter) in (("wider", WIDE), ("narrow", NARROW)):
        yield f'<div class="panel {style}">{panel(course, rows, width, gutter, words[name])}</div>'
    yield f'<p class="legend">{_legend(course, words, name, rows)}</p></section>'


def _legend(course: Course, words: Words, name: str, rows: list[Row]) -> str:
    """What the marks of a panel mean; only what stands in it."""
    marks = [m for row in rows for m in row.marks]
    guides = ", ".join(word for _, word in course.guides)
    out = [escape(words["axis"]), *([escape(words["legend_guides"].format(names=guides))] if guides else [])]
    grades = sorted({m.text for m in marks if m.kind.startswith("grade") and m.text.isdigit()})
    if grades:
        out.append(
            escape(words["legend_grade"])
            + "".join(
                f'<svg width="16" height="15"><rect class="mark grade{g}" x="1" y="1" width="14" height="13"/>'
                f'<text class="on grade{g}" x="8" y="12">{g}</text></svg>'
                for g in grades
            )
        )
    said = {
        "legend_serious": any(m.serious for m in marks),
        "legend_open": any(m.open_end or m.open_start for m in marks),
        "legend_partial": any(m.partial for m in marks),
        "legend_dose": any(m.kind in ("dose", "nodose") for m in marks),
        "legend_visit": any(m.kind == "unscheduled" for m in marks),
        "legend_lab": name == "laboratory",
        "legend_sum": any(m.kind == "sum" for m in marks),
    }
    return " · ".join(out + [escape(words[n]) for n, is_said in said.items() if is_said])


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


def _endpoints(part: Part, words: Words, chains: Chains) -> str:
    """Every record of the time-to-event datasets."""
    cells = []
    for dataset in of_class(part, "TTE"):
        for row, r in sorted(Records(part, dataset), key=lambda x: float(x[1].get("PARAMN") or 0)):
            event = words["event"] if r["CNSR"] == "0" else words["censored"].format(n=r["CNSR"])
            described = " · ".join(t for t in (r.get("EVNTDESC", ""), r.get("CNSDTDSC", "")) if t)
            cells.append(
                [
                    escape(r["PARAM"]),
                    f'<span class="date">{escape(words["days"].format(n=r["AVAL"]))}</span>',
                    f"<strong>{escape(event)}</strong><br>{escape(described)}",
                    f'<span class="date">{escape(r.get("STARTDT", ""))}<br>{escape(r["ADT"])}</span>',
                    _why(chains, words, dataset, row),
                ]
            )
    head = [words["parameter"], words["result"], words["event"], words["from_to"], words["rule"]]
    return table(head, cells) if cells else f"<p>{escape(words['none'])}</p>"


def _results(part: Part, words: Words, chains: Chains) -> str:
    """The records of BDS datasets that tell of the subject as a whole: those of no visit."""
    cells = []
    for dataset in of_class(part, "BDS"):
        for row, r in sorted(Records(part, dataset), key=lambda x: float(x[1].get("PARAMN") or 0)):
            if not r.get("AVISIT") and r.get("AVALC") and r.get("PARAM"):
                cells.append(
                    [
                        escape(r["PARAM"]),
                        f"<strong>{escape(r['AVALC'])}</strong>",
                        f'<span class="date">{escape(r.get("ADT", ""))}</span>',
                        _why(chains, words, dataset, row),
                    ]
                )
    return (
        table([words["parameter"], words["result"], "ADT", words["rule"]], cells)
        if cells
        else f"<p>{escape(words['none'])}</p>"
    )


def _why(chains: Chains, words: Words, dataset: str, row: int) -> str:
    return (
        f'<div class="decided">{escape(chains.decided(dataset, row))} '
        f'<a href="#{anchor(dataset, row)}">{escape(words["chain"])}</a></div>'
    )


# Chains -------------------------------------------------------------------------------------


def _chains(course: Course, part: Part, words: Words, chains: Chains) -> Iterable[str]:
    """A line that opens for each record with a mark or a row of a table, by dataset."""
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
            yield f"<h3>{escape(dataset.name)}: {escape(dataset.label)}</h3>"
        for (name, row), title in mine:
            yield (
                f'<details id="{anchor(name, row)}"><summary>{escape(title)}</summary>'
                f'<pre class="chain">{escape(chains.text(name, row))}</pre></details>'
            )
