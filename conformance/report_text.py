"""The result of a validation for a terminal: what ran, what is not explained, what is, the verdict."""

from __future__ import annotations

import textwrap

from onespec.conformance.breach import STANDARDS
from onespec.conformance.validate import Group, Validation, counted
from onespec.engine.text_table import text_table

_WIDTH, _WIDEST = 118, 60


def report_text(validation: Validation) -> str:
    lines = [
        *text_table(
            ("engine", "of", "rules", "ran", "not applicable", "failed", "breaches", "what"),
            _engines(validation),
            right=(2, 3, 4, 5, 6),
            last=110,
        ),
        "",
    ]
    for note in validation.notes:
        lines += [*textwrap.wrap(note, _WIDTH), ""]
    for standard, groups in validation.unexplained_by_standard.items():
        lines += [f"{STANDARDS[standard]}:", *(line for group in groups for line in (*_group(group), ""))]
    lines += _explained(validation)
    for e, n in validation.stale:
        lines += textwrap.wrap(
            f"STALE  {e.place}: the entry says that it explains {counted(e.count, 'breach')} of {e.rule}; it "
            f"explains {n:,}. "
            "Fix: take it out, or find out why the number has changed.",
            _WIDTH,
            subsequent_indent="  ",
        )
    return "\n".join([*lines, validation.verdict])


def _engines(validation: Validation) -> list[tuple[str, ...]]:
    return [
        (
            run.engine,
            STANDARDS[run.standard],
            f"{sum(run.rules.values()):,}",
            *(f"{n:,}" for n in run.rules.values()),
            f"{run.count:,}",
            run.judges,
        )
        if run.done
        else (run.engine, STANDARDS[run.standard], "", "", "", "", "", run.judges)
        for run in validation.runs
    ]


def _explained(validation: Validation) -> list[str]:
    """The entries that explain something, their reasons in full."""
    met = [(e, n) for e, n in validation.explanations if n]
    if not met:
        return []
    head, *lines = text_table(
        ("explained", "dataset", "breaches", "reason"),
        [(e.rule, ", ".join(e.datasets) or "any", f"{n:,}", "") for e, n in met],
        right=(2,),
    )
    at = head.index("reason")
    return [
        head,
        *(
            line
            for first, (e, _) in zip(lines, met, strict=True)
            for line in textwrap.wrap(e.reason, _WIDTH, initial_indent=first.ljust(at), subsequent_indent=" " * at)
        ),
        "",
    ]


def _group(group: Group) -> list[str]:
    """What is wrong and how often, where it is made, the first record at fault, what to do."""
    b, first = group.first, group.judged[0]
    about = f" {', '.join(b.variables)}" if b.variables else ""
    more = f" ({group.messages} messages; this is the first)" if group.messages > 1 else ""
    head = f"{b.dataset or 'package'}{about}: {b.message}{more}"
    record = f"row {b.row:,}" + "".join(f", {k}" for k in first.keys) if b.row else ""
    values = ", ".join(
        f"{n} = {_short(v)}" for n, v in zip(b.variables, b.values, strict=False) if f"{n}={v}" not in first.keys
    )
    at = "; ".join(t for t in (f"{'The first: ' if group.count > 1 else ''}{record}" if record else "", values) if t)
    below = [
        f"{b.rule} ({b.engine}), {counted(group.count, 'breach')}{f', made by {b.spec}' if b.spec else ''}",
        at,
        f"Fix: {b.fix}" if b.fix else "",
    ]
    return [
        *textwrap.wrap(head, _WIDTH, subsequent_indent="  "),
        *(
            line
            for text in below
            if text
            for line in textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")
        ),
    ]


def _short(value: str) -> str:
    if not value:
        return "(blank)"
    return value if len(value) <= _WIDEST else f"{value[: _WIDEST - 3]}..."
