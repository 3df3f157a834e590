"""What a verification says: as text, for programs, as a page."""

from __future__ import annotations

import json

from onespec.engine.findings import Finding
from onespec.engine.paper.blocks import Block, Cell, Heading, Line, Table, Verdict, blocks_page, facts
from onespec.engine.program import versions
from onespec.submission.verify.run import DEPTHS, Verification

SHOWN = 50  # findings of the text; the files hold all
_PROVED = {
    "integrity": "{files:,} files, {bytes:,} bytes: none changed, missing, added or renamed.",
    "consistency": "{defines} define.xml with {datasets} datasets, {verdicts} verdicts, {packages} packages, "
    "{inputs:,} inputs of builds, {facts} numbers of guides: each fits the others.",
    "reproduction": "{outputs:,} files of {editions} editions and {packaged} packages built again, "
    "{same:,} the same byte by byte.",
}


def verdict_of(found: Verification) -> str:
    """The verdict in one sentence."""
    count = len(found.findings.stops)
    if found.good:
        return f"Verified: {found.depth}."
    if not count:
        return f"Not verified: {found.depth} was not reached."
    return f"Not verified: {count:,} finding{'s' * (count != 1)}."


def said_of(found: Verification) -> list[str]:
    """What each depth that was reached has shown; of one with findings the numbers alone."""
    out = []
    for depth in DEPTHS:
        if depth in found.done:
            failed = any(f.rule in found.rules(depth) for f in found.findings.stops)
            said = _PROVED[depth].format(**found.done[depth])
            out.append(f"{depth}: {'not so: ' if failed else ''}{said}")
    return out


def report_text(found: Verification, shown: int = SHOWN) -> str:
    """The verdict, what was looked at, and the findings."""
    findings = found.ordered
    lines = [f.text() for f in findings[:shown]]
    if len(findings) > shown:
        lines.append(f"... and {len(findings) - shown:,} more.")
    digest = [f"SHA-256 {found.sha256}"] if found.sha256 else []
    return "\n".join([*lines, *said_of(found), *found.notes, *digest, verdict_of(found)])


def report_facts(found: Verification) -> dict:
    """One object; the same archive gives the same."""
    told = found.facts() | {"program": f"onespec {versions()['onespec']}", "verdict": verdict_of(found)}
    return told | {"findings": [_finding(f) for f in found.ordered]}


def report_json(found: Verification) -> str:
    return json.dumps(report_facts(found), indent=1, ensure_ascii=False) + "\n"


def report_html(found: Verification) -> str:
    """One page to read, print and sign; it loads nothing."""
    name = found.facts()["archive"]
    rows: list[list[Cell]] = [[f.file or "the archive", [f.message, facts(f.rule, f.fix)]] for f in found.ordered]
    body: list[Block] = [
        Heading(1, f"Verification of {name}"),
        Verdict("good" if found.good else "bad", "Verified" if found.good else "Not verified", verdict_of(found)),
        *(Line(line) for line in said_of(found)),
        *(Line(note, "facts") for note in found.notes),
        Line(f"SHA-256 {found.sha256}" if found.sha256 else "Of a folder.", "facts"),
    ]
    if rows:
        body += [Heading(2, "Findings"), Table(["File", "What is wrong"], rows, wide=(1,))]
    return blocks_page(f"Verification of {name}", body)


def _finding(finding: Finding) -> dict[str, object]:
    names = ("rule", "level", "file", "dataset", "column", "row", "value", "message", "fix")
    return {name: value for name in names if (value := getattr(finding, name)) not in ("", None)}
