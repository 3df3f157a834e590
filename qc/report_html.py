"""The report as one HTML file to read, print and sign: the verdict first, then by dataset, then details."""

from __future__ import annotations

from onespec.engine.paper import blocks
from onespec.engine.paper.blocks import NEXT, Block, Cell, Heading, Line, Piece, Table, Verdict, blocks_page, tag
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
        *_verdict(report),
        *_datasets(report),
        *_waivers(report),
        *_signatures(report),
        *(block for e in _to_detail(report) for block in _details(e, report)),
        *_files(report),
    ]
    return blocks_page(report.title, body, style=_STYLE)


def _verdict(report: Report) -> list[Block]:
    word = "Accepted" if report.good else "Not accepted"
    if not report.signatures:
        word = "Identical" if report.good else "Differences found"
    made = f"; made {report.made}" if report.made else ""
    return [
        Heading(1, report.title),
        Verdict("good" if report.good else "bad", word, report.verdict),
        Line(program() + made, "facts"),
        *(Line(note, "facts") for note in report.notes),
    ]


def _datasets(report: Report) -> list[Block]:
    listed, absent = report.listed, report.absent
    rows: list[list[Cell]] = [
        [_link(e, report), tag(e.verdict), e.summary(report), f"{e.comparison.base.rows:,}", *_counts(e), e.sysinfo]
        for e in listed
    ]
    if absent:
        names = ", ".join(e.comparison.name for e in absent)
        count = f"{sum(e.comparison.base.rows for e in absent):,}"
        told = f"no second program: {names}"
        rows.append([f"{len(absent)} datasets", tag("explained"), told, count, "", "", "", ""])
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
    return [Heading(2, "By dataset"), Table(head, rows, wide=(2,))]


def _counts(entry: Entry) -> list[str]:
    c = entry.comparison
    return ["", "", ""] if entry.absent else [f"{n:,}" for n in (c.compare.rows, c.matched, c.differing_values)]


def _link(entry: Entry, report: Report) -> Cell:
    name = entry.comparison.name
    return Piece(name, "link", f"#{name}") if entry in _to_detail(report) else name


def _to_detail(report: Report) -> list[Entry]:
    """Datasets that have more to tell than the line in the table."""
    return [e for e in report.entries if e.verdict != "identical" and (e.facts or not e.absent)]


def _waivers(report: Report) -> list[Block]:
    if not report.waivers:
        return []
    rows = [
        [
            tag("stale") if w.stale else "",
            w.dataset,
            w.kind,
            w.variable,
            w.where,
            w.reason,
            w.who,
            Piece(w.date, "date"),
            str(w.cells),
            str(w.explains),
        ]
        for w in report.waivers
    ]
    head = ["", "Dataset", "Kind", "Variable", "Where", "Reason", "Who", "Date", "#Says", "#Explains"]
    said = "A waiver that explains more or fewer differences than it says is stale."
    return [Heading(2, "Explained differences"), Table(head, rows, wide=(5,)), Line(said)]


def _signatures(report: Report) -> list[Block]:
    if not report.signatures:
        return []
    rows = [[role, "", "", ""] for role in report.signatures]
    return [Heading(2, "Signatures"), Table(["Role", "Name", "Date", "Signature"], rows, kind="sign")]


def _details(entry: Entry, report: Report) -> list[Block]:
    c = entry.comparison
    out: list[Block] = [Heading(2, [c.name, " ", tag(entry.verdict)], c.name), Line(entry.summary(report))]
    if c.error:
        return [*out, *(Line(f.text()) for f in c.error)]
    out.append(Table(["Compared by", ""], [[what, text] for what, text in settings_of(c)]))
    if c.attributes or entry.facts:
        rows = [[d.kind, d.variable, value(d.base), value(d.compare)] for d in c.attributes]
        rows += [[f"{d.kind} ({entry.described})", d.variable, value(d.base), value(d.compare)] for d in entry.facts]
        out += [Heading(4, "Dataset and variables"), Table(["Level", "Variable", report.base, report.compare], rows)]
    return [*out, *_rows(c, report), *_variables(c), *_drivers(c), *_cells(c, report)]


def _rows(c: Comparison, report: Report) -> list[Block]:
    out: list[Block] = []
    for title, count, first in (
        (f"Rows only in {report.base}", c.only_base, c.only_base_first),
        (f"Rows only in {report.compare}", c.only_compare, c.only_compare_first),
        (f"Rows of {report.base} that repeat earlier keys", c.base.again, c.base.again_first),
        (f"Rows of {report.compare} that repeat earlier keys", c.compare.again, c.compare.again_first),
    ):
        if count:
            names, keys, same = _telling(c, [r.keys for r in first])
            rows = [[f"{r.row:,}", *k] for r, k in zip(first, keys, strict=True)]
            out += [Heading(4, f"{title}: {_shown(len(first), count)}"), *same, Table(["#Row", *names], rows)]
    return [*out, Line(near_text(c))] if c.near else out


def _variables(c: Comparison) -> list[Block]:
    worst = sorted((v for v in c.variables if v.differing), key=lambda v: -v.differing)
    rows: list[list[Cell]] = [
        [
            v.name,
            v.type,
            v.method,
            f"{v.differing:,}",
            f"{100 * v.differing / max(c.matched, 1):.3g}%",
            number(v.largest),
            [value(v.change[0]), " → ", value(v.change[1])] if v.change else "",
        ]
        for v in worst
    ]
    head = ["Variable", "Type", "Method", "#Values that differ", "#Of rows", "#Largest difference", "Commonest change"]
    return [Heading(4, "Variables with differing values"), Table(head, rows)] if rows else []


def _drivers(c: Comparison) -> list[Block]:
    heavy = [(r, n) for r, n in c.heaviest if n > 1]
    out: list[Block] = [
        Line(
            [
                d.variable,
                " ",
                value(d.value),
                f" holds {d.cells:,} of the {d.of:,} differing values, in {d.rows:,} of {c.matched:,} rows.",
            ]
        )
        for d in c.drivers
    ]
    if heavy:
        names, keys, same = _telling(c, [r.keys for r, _ in heavy])
        rows = [[f"{r.row:,}", *k, str(n)] for (r, n), k in zip(heavy, keys, strict=True)]
        table = Table(["#Row", *names, "#Values that differ"], rows)
        out += [Heading(4, "Rows with the most differing values"), *same, table]
    return out


def _cells(c: Comparison, report: Report) -> list[Block]:
    if not c.cells:
        return []
    names, keys, same = _telling(c, [x.keys for x in c.cells])
    rows = [
        [f"{x.base_row:,}", f"{x.compare_row:,}", *k, x.variable, value(x.base), value(x.compare), number(x.difference)]
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
    shown = _shown(len({x.base_row for x in c.cells}), c.differing_rows)
    return [Heading(4, f"Differing rows: {shown}"), *same, Table(head, rows)]


def _telling(c: Comparison, rows: list[tuple[str, ...]]) -> tuple[list[str], list[list[Cell]], list[Line]]:
    """The keys that tell rows apart: columns and their cells, one column when there are many keys.

    The last is a sentence with the other keys, where there are some.
    """
    at = [i for i in range(len(c.keys)) if len({k[i] for k in rows}) > 1]
    same = [_key(c.keys[i], rows[0][i]) for i in range(len(c.keys)) if rows and i not in at]
    sentence = [Line(["In all of them: ", _listed(same), "."], "facts")] if same else []
    if len(at) <= _COLUMNS:
        return [c.keys[i] for i in at], [[value(k[i]) for i in at] for k in rows], sentence
    return ["Keys"], [[_listed([_key(c.keys[i], k[i]) for i in at])] for k in rows], sentence


def _key(name: str, said: str) -> Cell:
    return [f"{name}\N{NO-BREAK SPACE}", value(said)]


def _listed(cells: list[Cell]) -> Cell:
    return [part for n, each in enumerate(cells) for part in ([", ", each] if n else [each])]


def _files(report: Report) -> list[Block]:
    rows: list[list[Cell]] = [
        [
            [e.comparison.name, Piece(", ".join(e.comparison.keys), "facts")],
            _file(e.comparison.base.source),
            _file(e.comparison.compare.source),
        ]
        for e in report.entries
    ]
    rows += [["shared", "", _file(s)] for s in report.shared]
    return [Heading(2, "Files"), Table(["Dataset, keys", report.base, report.compare], rows, kind="files")]


def _file(source: Source) -> Cell:
    """Name, size and SHA-256."""
    if not source.name:
        return ""
    proof = [f"{source.size:,} bytes", source.sha256] if source.sha256 else []
    return [Piece(source.name, "hash"), *(part for line in proof for part in (NEXT, Piece(line, "hash")))]


def _shown(first: int, count: int) -> str:
    return f"{count:,}" if first == count else f"the first {first:,} of {count:,}"


def value(text: str) -> Piece:
    """A value of a dataset; what cannot be seen can be."""
    return blocks.value(visible(text) if text.strip() else text)
