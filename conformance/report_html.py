"""The result of a validation as one HTML file to read and print.

It has the verdict, what ran, what is not explained, what is explained, and the records.
"""

from __future__ import annotations

from onespec.conformance.breach import STANDARDS
from onespec.conformance.validate import Group, Validation, counted, groups
from onespec.engine.paper.blocks import (
    Block,
    Cell,
    Heading,
    Line,
    Piece,
    Table,
    Verdict,
    blocks_page,
    facts,
    tag,
    value,
)

_STYLE = "td:first-child { white-space: nowrap; } td:first-child .facts { white-space: normal; }"
_LONGEST = 200  # characters of a value; the whole one stands in the CSV


def report_html(validation: Validation, shown: int = 10) -> str:
    """The whole page; it loads nothing.  Of each group the first ``shown`` records stand in it."""
    good = validation.good
    open_ = validation.unexplained_by_standard
    explained = groups(j for j in validation.judged if j.explained >= 0)
    body: list[Block] = [
        Heading(1, validation.title),
        Verdict("good" if good else "bad", "Conforms" if good else "Does not conform", validation.verdict),
        *(Line(note, "facts") for note in validation.notes),
        *_engines(validation),
        *(block for standard, found in open_.items() for block in _unexplained(standard, found)),
        *_register(validation),
    ]
    for standard, found in open_.items():
        body += _records(validation, f"Records not explained, {STANDARDS[standard]}", found, shown, standard)
    body += _records(validation, "Records explained", explained, shown, "e")
    return blocks_page(validation.title, body, style=_STYLE)


def _engines(validation: Validation) -> list[Block]:
    rows = []
    for run in validation.runs:
        left = validation.count(run.engine, run.standard, unexplained=True)
        numbers = [*run.rules.values(), run.count, left] if run.done else [""] * 5
        told = (f"{n:,}" if n != "" else "" for n in numbers)
        rows.append([run.engine, STANDARDS[run.standard], *told, run.judges])
    head = ["Engine", "Of", "#Rules that ran", "#Not applicable", "#Failed", "#Breaches", "#Not explained", "What"]
    return [Heading(2, "Engines"), Table(head, rows, wide=(7,))]


def _unexplained(standard: str, found: list[Group]) -> list[Block]:
    rows = []
    for i, g in enumerate(found):
        made = [f"made by {g.first.spec}"] if g.first.spec else []
        place = Piece(g.first.dataset or "package", "link", f"#{standard}g{i}")
        what = [_message(g), facts(*g.first.variables, *made)]
        rows.append([[place, facts(g.first.rule)], f"{g.count:,}", what])
    head = ["Dataset, rule", "#Breaches", "What"]
    return [Heading(2, f"Not explained, {STANDARDS[standard]}"), Table(head, rows)]


def _message(group: Group) -> str:
    more = f" ({group.messages} messages; this is the first)" if group.messages > 1 else ""
    return f"{group.first.message}{more}{f' Fix: {group.first.fix}' if group.first.fix else ''}"


def _register(validation: Validation) -> list[Block]:
    if not validation.explanations:
        return []
    rows = []
    for e, n in validation.explanations:
        stale = (e, n) in validation.stale
        state: Cell = tag("stale") if stale else "" if validation.has_run(e) else tag("waits for its engine")
        named = [e.variable] if e.variable else []
        about = facts(", ".join(e.datasets) or "any dataset", *named, *(c.text() for c in e.where))
        reason = [state, " ", e.reason, facts(e.who, e.date, e.place)]
        rows.append([[e.rule, about], f"{n:,} of {e.count:,}", reason])
    return [
        Heading(2, "Explained"),
        Table(["Rule, dataset", "#Explains", "Reason"], rows),
        Line("An entry that explains more or fewer breaches than it says is stale."),
    ]


def _records(validation: Validation, title: str, found: list[Group], shown: int, mark: str) -> list[Block]:
    if not found:
        return []
    told = (block for i, g in enumerate(found) for block in _group(validation, g, shown, f"{mark}g{i}"))
    return [Heading(2, title), *told]


def _group(validation: Validation, group: Group, shown: int, name: str) -> list[Block]:
    b, first = group.first, group.judged[:shown]
    about = f" {', '.join(b.variables)}" if b.variables else ""
    count = counted(group.count, "breach") + (f", the first {len(first):,}" if len(first) < group.count else "")
    entries = dict.fromkeys(validation.explanations[j.explained][0].place for j in group.judged if j.explained >= 0)
    told = [
        f"{b.rule} ({b.engine})",
        count,
        *([f"made by {b.spec}"] if b.spec else []),
        *([f"explained by {', '.join(entries)}"] if entries else []),
    ]
    out = [Heading(3, (b.dataset or "package") + about, name), Line(_message(group)), Line("; ".join(told), "facts")]
    if all(j.breach.row is None and not j.breach.values for j in first):
        return out
    rows = [
        [
            "" if j.breach.row is None else f"{j.breach.row:,}",
            ", ".join(j.keys) or j.breach.subject,
            *(_value(v) for v in j.breach.values),
        ]
        for j in first
    ]
    return [*out, Table(["#Row", "Record", *b.variables], rows, wide=(1,))]


def _value(text: str) -> Piece:
    return value(text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ...")
