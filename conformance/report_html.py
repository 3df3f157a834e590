"""The result of a validation as one HTML file to read and print.

It has the verdict, what ran, what is not explained, what is explained, and the records.
"""

from __future__ import annotations

from onespec.conformance.breach import STANDARDS
from onespec.conformance.validate import Group, Validation, counted, groups
from onespec.engine.html import escape, page, table, tag, value, verdict

_STYLE = "td:first-child { white-space: nowrap; } td:first-child .facts { white-space: normal; }"
_LONGEST = 200  # characters of a value; the whole one stands in the CSV


def report_html(validation: Validation, shown: int = 10) -> str:
    """The whole page; it loads nothing.  Of each group the first ``shown`` records stand in it."""
    word = "Conforms" if validation.good else "Does not conform"
    head = f"<h1>{escape(validation.title)}</h1>\n{verdict(validation.good, word, validation.verdict)}"
    notes = "".join(f'<p class="facts">{escape(n)}</p>' for n in validation.notes)
    open_ = validation.unexplained_by_standard
    explained = groups(j for j in validation.judged if j.explained >= 0)
    body = [
        head + notes,
        _engines(validation),
        *(_unexplained(standard, found) for standard, found in open_.items()),
        _register(validation),
        *(
            _records(validation, f"Records not explained, {STANDARDS[standard]}", found, shown, standard)
            for standard, found in open_.items()
        ),
        _records(validation, "Records explained", explained, shown, "e"),
    ]
    return page(validation.title, "\n".join(part for part in body if part), style=_STYLE)


def _engines(validation: Validation) -> str:
    rows = []
    for run in validation.runs:
        mine = [j for j in validation.judged if (j.breach.engine, j.breach.standard) == (run.engine, run.standard)]
        left = sum(j.explained < 0 for j in mine)
        numbers = [*run.rules.values(), len(run.breaches), left] if run.done else [""] * 5
        rows.append(
            [
                escape(run.engine),
                STANDARDS[run.standard],
                *(f"{n:,}" if n != "" else "" for n in numbers),
                escape(run.judges),
            ]
        )
    return "<h2>Engines</h2>" + table(
        ["Engine", "Of", "#Rules that ran", "#Not applicable", "#Failed", "#Breaches", "#Not explained", "What"],
        rows,
        wide=(7,),
    )


def _unexplained(standard: str, found: list[Group]) -> str:
    rows = [
        [
            f'<a href="#{standard}g{i}">{escape(g.first.dataset or "package")}</a>{_facts(g.first.rule)}',
            f"{len(g.judged):,}",
            escape(_message(g)) + _facts(*g.first.variables, *([f"made by {g.first.spec}"] if g.first.spec else [])),
        ]
        for i, g in enumerate(found)
    ]
    return f"<h2>Not explained, {STANDARDS[standard]}</h2>" + table(["Dataset, rule", "#Breaches", "What"], rows)


def _message(group: Group) -> str:
    more = f" ({group.messages} messages; this is the first)" if group.messages > 1 else ""
    return f"{group.first.message}{more}{f' Fix: {group.first.fix}' if group.first.fix else ''}"


def _register(validation: Validation) -> str:
    if not validation.explanations:
        return ""
    rows = []
    for e, n in validation.explanations:
        state = (
            tag("stale") if (e, n) in validation.stale else "" if validation.has_run(e) else tag("waits for its engine")
        )
        about = _facts(
            ", ".join(e.datasets) or "any dataset", *([e.variable] if e.variable else []), *(c.text() for c in e.where)
        )
        rows.append(
            [
                f"{escape(e.rule)}{about}",
                f"{n:,} of {e.count:,}",
                f"{state} {escape(e.reason)}{_facts(e.who, e.date, e.place)}",
            ]
        )
    return (
        "<h2>Explained</h2>"
        + table(["Rule, dataset", "#Explains", "Reason"], rows)
        + "<p>An entry that explains more or fewer breaches than it says is stale.</p>"
    )


def _records(validation: Validation, title: str, found: list[Group], shown: int, mark: str) -> str:
    if not found:
        return ""
    return f"<h2>{title}</h2>" + "\n".join(_group(validation, g, shown, f"{mark}g{i}") for i, g in enumerate(found))


def _group(validation: Validation, group: Group, shown: int, name: str) -> str:
    b, first = group.first, group.judged[:shown]
    about = f" {', '.join(b.variables)}" if b.variables else ""
    count = counted(len(group.judged), "breach") + (
        f", the first {len(first):,}" if len(first) < len(group.judged) else ""
    )
    entries = dict.fromkeys(validation.explanations[j.explained][0].place for j in group.judged if j.explained >= 0)
    facts = [
        f"{b.rule} ({b.engine})",
        count,
        *([f"made by {b.spec}"] if b.spec else []),
        *([f"explained by {', '.join(entries)}"] if entries else []),
    ]
    out = (
        f'<h3 id="{name}">{escape((b.dataset or "package") + about)}</h3><p>{escape(_message(group))}</p>'
        f'<p class="facts">{escape("; ".join(facts))}</p>'
    )
    if all(j.breach.row is None and not j.breach.values for j in first):
        return out
    rows = [
        [
            "" if j.breach.row is None else f"{j.breach.row:,}",
            escape(", ".join(j.keys)) or escape(j.breach.subject),
            *(_value(v) for v in j.breach.values),
        ]
        for j in first
    ]
    return out + table(["#Row", "Record", *b.variables], rows, wide=(1,))


def _facts(*texts: str) -> str:
    """What stands small below a cell's text."""
    return f'<div class="facts">{escape("; ".join(texts))}</div>' if texts else ""


def _value(text: str) -> str:
    return value(text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ...")
