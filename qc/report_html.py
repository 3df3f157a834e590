"""The report as one HTML file to read, print and sign: the verdict first, then by dataset, then details."""

from __future__ import annotations

from onespec.engine.html import escape, page, table, tag, verdict
from onespec.engine.html import value as value_as_it_is
from onespec.qc.report import Entry, Report, number, program, settings_of
from onespec.qc.result import Comparison, near_text
from onespec.qc.tables import Source
from onespec.qc.visible import visible

_COLUMNS = 3  # keys that have a column of their own
_STYLE = """
.sign td { height: 44px; vertical-align: bottom; }
.sign td:first-child { width: 28%; }
.files td:first-child { width: 22%; min-width: 110px; }
.files .facts { font-size: 12px; }
"""


def report_html(report: Report) -> str:
    """The whole page; it loads nothing."""
    body = [
        _verdict(report),
        _datasets(report),
        _waivers(report),
        _signatures(report),
        *[_details(e, report) for e in _to_detail(report)],
        _files(report),
    ]
    return page(report.title, "\n".join(part for part in body if part), style=_STYLE)


def _verdict(report: Report) -> str:
    word = "Accepted" if report.good else "Not accepted"
    if not report.signatures:
        word = "Identical" if report.good else "Differences found"
    made = f"; made {report.made}" if report.made else ""
    notes = "".join(f'<p class="facts">{escape(n)}</p>' for n in report.notes)
    return (
        f"<h1>{escape(report.title)}</h1>\n{verdict(report.good, word, report.verdict)}\n"
        f'<p class="facts">{escape(program() + made)}</p>{notes}'
    )


def _datasets(report: Report) -> str:
    listed, absent = report.listed, report.absent
    rows = [
        [
            _link(e, report),
            tag(e.verdict),
            escape(e.summary(report)),
            f"{e.comparison.base.rows:,}",
            *_counts(e),
            e.sysinfo,
        ]
        for e in listed
    ]
    if absent:
        names = escape(", ".join(e.comparison.name for e in absent))
        rows.append(
            [
                f"{len(absent)} datasets",
                tag("explained"),
                f"no second program: {names}",
                f"{sum(e.comparison.base.rows for e in absent):,}",
                "",
                "",
                "",
                "",
            ]
        )
    head = [
        "Dataset",
        "Verdict",
        "What",
        f"#Rows, {report.base}",
        f"#Rows, {report.compare}",
        "#Rows that meet",
        "#Values that differ",
        "#SYSINFO",
    ]
    return "<h2>By dataset</h2>" + table(head, rows, wide=(2,))


def _counts(entry: Entry) -> list[str]:
    c = entry.comparison
    return ["", "", ""] if entry.absent else [f"{n:,}" for n in (c.compare.rows, c.matched, c.differing_values)]


def _link(entry: Entry, report: Report) -> str:
    name = escape(entry.comparison.name)
    return f'<a href="#{name}">{name}</a>' if entry in _to_detail(report) else name


def _to_detail(report: Report) -> list[Entry]:
    """Datasets that have more to tell than the line in the table."""
    return [e for e in report.entries if e.verdict != "identical" and (e.facts or not e.absent)]


def _waivers(report: Report) -> str:
    if not report.waivers:
        return ""
    rows = [
        [
            tag("stale") if w.stale else "",
            escape(w.dataset),
            escape(w.kind),
            escape(w.variable),
            escape(w.where),
            escape(w.reason),
            escape(w.who),
            f'<span style="white-space:nowrap">{escape(w.date)}</span>',
            str(w.cells),
            str(w.explains),
        ]
        for w in report.waivers
    ]
    head = ["", "Dataset", "Kind", "Variable", "Where", "Reason", "Who", "Date", "#Says", "#Explains"]
    return (
        "<h2>Explained differences</h2>"
        + table(head, rows, wide=(5,))
        + "<p>A waiver that explains more or fewer differences than it says is stale.</p>"
    )


def _signatures(report: Report) -> str:
    if not report.signatures:
        return ""
    return "<h2>Signatures</h2>" + table(
        ["Role", "Name", "Date", "Signature"], [[escape(r), "", "", ""] for r in report.signatures], kind="sign"
    )


def _details(entry: Entry, report: Report) -> str:
    c = entry.comparison
    out = [
        f'<h2 id="{escape(c.name)}">{escape(c.name)} {tag(entry.verdict)}</h2><p>{escape(entry.summary(report))}</p>'
    ]
    if c.error:
        return "".join(out) + "".join(f"<p>{escape(f.text())}</p>" for f in c.error)
    out.append(table(["Compared by", ""], [[escape(what), escape(text)] for what, text in settings_of(c)]))
    if c.attributes or entry.facts:
        rows = [[escape(d.kind), escape(d.variable), value(d.base), value(d.compare)] for d in c.attributes]
        rows += [
            [escape(f"{d.kind} ({entry.described})"), escape(d.variable), value(d.base), value(d.compare)]
            for d in entry.facts
        ]
        out.append("<h4>Dataset and variables</h4>" + table(["Level", "Variable", report.base, report.compare], rows))
    return "\n".join([*out, _rows(c, report), _variables(c, report), _drivers(c), _cells(c, report)])


def _rows(c: Comparison, report: Report) -> str:
    out = []
    for title, count, first in (
        (f"Rows only in {report.base}", c.only_base, c.only_base_first),
        (f"Rows only in {report.compare}", c.only_compare, c.only_compare_first),
        (f"Rows of {report.base} that repeat earlier keys", c.base.again, c.base.again_first),
        (f"Rows of {report.compare} that repeat earlier keys", c.compare.again, c.compare.again_first),
    ):
        if count:
            names, keys, same = _telling(c, [r.keys for r in first])
            out.append(
                f"<h4>{escape(title)}: {_shown(len(first), count)}</h4>{same}"
                + table(["#Row", *names], [[f"{r.row:,}", *k] for r, k in zip(first, keys, strict=True)])
            )
    return "".join(out) + (f"<p>{escape(near_text(c))}</p>" if c.near else "")


def _variables(c: Comparison, report: Report) -> str:
    worst = sorted((v for v in c.variables if v.differing), key=lambda v: -v.differing)
    rows = [
        [
            escape(v.name),
            v.type,
            escape(v.method),
            f"{v.differing:,}",
            f"{100 * v.differing / max(c.matched, 1):.3g}%",
            number(v.largest),
            f"{value(v.change[0])} &rarr; {value(v.change[1])}" if v.change else "",
        ]
        for v in worst
    ]
    head = ["Variable", "Type", "Method", "#Values that differ", "#Of rows", "#Largest difference", "Commonest change"]
    return "<h4>Variables with differing values</h4>" + table(head, rows) if rows else ""


def _drivers(c: Comparison) -> str:
    heavy = [(r, n) for r, n in c.heaviest if n > 1]
    out = [
        f"<p>{escape(d.variable)} {value(d.value)} holds {d.cells:,} of the {d.of:,} differing values, in "
        f"{d.rows:,} of {c.matched:,} rows.</p>"
        for d in c.drivers
    ]
    if heavy:
        names, keys, same = _telling(c, [r.keys for r, _ in heavy])
        out.append(
            f"<h4>Rows with the most differing values</h4>{same}"
            + table(
                ["#Row", *names, "#Values that differ"],
                [[f"{r.row:,}", *k, str(n)] for (r, n), k in zip(heavy, keys, strict=True)],
            )
        )
    return "".join(out)


def _cells(c: Comparison, report: Report) -> str:
    if not c.cells:
        return ""
    names, keys, same = _telling(c, [x.keys for x in c.cells])
    rows = [
        [
            f"{x.base_row:,}",
            f"{x.compare_row:,}",
            *k,
            escape(x.variable),
            value(x.base),
            value(x.compare),
            number(x.difference),
        ]
        for x, k in zip(c.cells, keys, strict=True)
    ]
    head = [
        f"#Row, {report.base}",
        f"#Row, {report.compare}",
        *names,
        "Variable",
        report.base,
        report.compare,
        "#Difference",
    ]
    return f"<h4>Differing rows: {_shown(len({x.base_row for x in c.cells}), c.differing_rows)}</h4>{same}" + table(
        head, rows
    )


def _telling(c: Comparison, rows: list[tuple[str, ...]]) -> tuple[list[str], list[list[str]], str]:
    """The keys that tell rows apart: columns and their cells, one column when there are many keys.

    The last is a sentence with the other keys.
    """
    at = [i for i in range(len(c.keys)) if len({k[i] for k in rows}) > 1]
    same = [f"{escape(c.keys[i])} {value(rows[0][i])}" for i in range(len(c.keys)) if rows and i not in at]
    sentence = f'<p class="facts">In all of them: {", ".join(same)}.</p>' if same else ""
    if len(at) <= _COLUMNS:
        return [c.keys[i] for i in at], [[value(k[i]) for i in at] for k in rows], sentence
    return ["Keys"], [[", ".join(f"{escape(c.keys[i])}&nbsp;{value(k[i])}" for i in at)] for k in rows], sentence


def _files(report: Report) -> str:
    rows = [
        [
            f'{escape(e.comparison.name)}<div class="facts">{escape(", ".join(e.comparison.keys))}</div>',
            _file(e.comparison.base.source),
            _file(e.comparison.compare.source),
        ]
        for e in report.entries
    ]
    rows += [["shared", "", _file(s)] for s in report.shared]
    return "<h2>Files</h2>" + table(["Dataset, keys", report.base, report.compare], rows, kind="files")


def _file(source: Source) -> str:
    """Name, size and SHA-256."""
    if not source.name:
        return ""
    proof = f"<br>{source.size:,} bytes<br>{source.sha256}" if source.sha256 else ""
    return f'<span class="hash">{escape(source.name)}{proof}</span>'


def _shown(first: int, count: int) -> str:
    return f"{count:,}" if first == count else f"the first {first:,} of {count:,}"


def value(text: str) -> str:
    """A value of a dataset; what cannot be seen can be."""
    return value_as_it_is(visible(text) if text.strip() else text)
