"""The report for a terminal."""

from __future__ import annotations

from onespec.engine.text_table import text_table as table
from onespec.qc.report import Entry, Report, number
from onespec.qc.result import Comparison, counted, near_text
from onespec.qc.visible import visible

_WIDEST = 40


def report_text(report: Report, details: bool = True) -> str:
    """The datasets in a table, then what differs, then the verdict."""
    lines = []
    if len(report.entries) > 1:
        rows = [
            (
                e.comparison.name,
                e.verdict,
                f"{e.comparison.base.rows:,}",
                f"{e.comparison.compare.rows:,}",
                e.sysinfo,
                e.summary(report),
            )
            for e in report.listed
        ]
        lines += table(
            ("dataset", "verdict", report.base, report.compare, "SYSINFO", "what"), rows, right=(2, 3, 4), last=90
        )
        absent = [e.comparison.name for e in report.absent]
        lines += [f"explained, without a second program: {', '.join(absent)}", ""] if absent else [""]
    if details:
        for entry in report.entries:
            if entry.verdict != "identical" and not entry.absent:
                lines += [*dataset_text(entry, report), ""]
    lines += [_stale(w) for w in report.stale]
    return "\n".join([*lines, report.verdict])


def _stale(waiver) -> str:
    return (
        f"STALE  {waiver.place}: the waiver says that it explains {waiver.cells} differences of {waiver.dataset}; it "
        f"explains {waiver.explains}. "
        f"Fix: take it out, or find out why the number has changed."
    )


def dataset_text(entry: Entry, report: Report) -> list[str]:
    """One dataset: attributes, rows, variables, values."""
    c = entry.comparison
    lines = [f"{c.name} {entry.verdict}: {entry.summary(report)}"]
    if c.error:
        return [f"{c.name} {entry.verdict}", *(f"  {f.text()}" for f in c.error)]
    lines.append(
        f"  keys: {', '.join(c.keys) or 'none, rows compared by position'}{f' ({c.keys_from})' if c.keys else ''}; "
        f"SYSINFO {int(c.sysinfo)}; {c.matched:,} pairs of rows"
    )
    for side, name in ((c.base, report.base), (c.compare, report.compare)):
        if side.again:
            lines.append(
                f"  {counted(side.again, 'row')} of {name} with the keys of an earlier row; rows of equal keys "
                "are compared in order"
            )
    if c.attributes or entry.facts:
        rows = [(d.kind, d.variable, visible(d.base), visible(d.compare)) for d in c.attributes] + [
            (f"{d.kind} ({entry.described})", d.variable, visible(d.base), visible(d.compare)) for d in entry.facts
        ]
        lines += _indented(table(("level", "variable", report.base, report.compare), rows))
    return lines + _rows(c, report) + _values(c, report)


def _rows(c: Comparison, report: Report) -> list[str]:
    lines = []
    for name, count, first in (
        (report.base, c.only_base, c.only_base_first),
        (report.compare, c.only_compare, c.only_compare_first),
    ):
        if count:
            lines.append(f"  {counted(count, 'row')} only in {name}{'; the first' if count > 10 else ''}:")
            lines += _indented(table(("row", *c.keys), [(str(r.row), *map(visible, r.keys)) for r in first[:10]]), 4)
    return lines + [f"  {text}" for text in [near_text(c)] if text]


def _values(c: Comparison, report: Report) -> list[str]:
    worst = sorted((v for v in c.variables if v.differing), key=lambda v: -v.differing)
    if not worst:
        return []
    rows = [
        (
            v.name,
            v.type,
            v.method,
            f"{v.differing:,}",
            number(v.largest),
            f"{_short(v.change[0])} -> {_short(v.change[1])} ({v.change[2]:,})" if v.change else "",
        )
        for v in worst
    ]
    lines = _indented(table(("variable", "type", "method", "differing", "largest", "commonest"), rows, right=(3, 4)))
    lines += [
        f"  {d.variable} {visible(d.value)}: {d.cells:,} of {d.of:,} differing values, "
        f"in {d.rows:,} of {c.matched:,} rows"
        for d in c.drivers
    ]
    keys = [
        k
        for k in c.keys
        if len({cell.keys[c.keys.index(k)] for cell in c.cells}) > 1 or len(c.cells) == 1 and k in c.keys
    ]
    at = [c.keys.index(k) for k in keys]
    cells = [
        (
            str(x.base_row),
            str(x.compare_row),
            *(visible(x.keys[i]) for i in at),
            x.variable,
            _short(x.base),
            _short(x.compare),
            number(x.difference),
        )
        for x in c.cells
    ]
    shown = len({x.base_row for x in c.cells})
    lines.append(
        f"  the first {shown:,} of {c.differing_rows:,} differing rows:"
        if shown < c.differing_rows
        else "  the differing rows:"
    )
    return lines + _indented(
        table(("row", "meets row", *keys, "variable", report.base, report.compare, "difference"), cells, right=(0, 1)),
        4,
    )


def _short(value: str) -> str:
    if not value:
        return "(blank)"
    value = visible(value)
    return value if len(value) <= _WIDEST else f"{value[: _WIDEST - 3]}..."


def _indented(lines: list[str], by: int = 2) -> list[str]:
    return [" " * by + line for line in lines]
