"""What a verification says: as text, for programs, as a page."""

from __future__ import annotations

import json

from onespec.engine.findings import Finding
from onespec.engine.languages import ENGLISH
from onespec.engine.paper.blocks import Block, Cell, Heading, Line, Table, Verdict, blocks_page, facts
from onespec.engine.program import versions
from onespec.submission.verify.run import DEPTHS, Verification
from onespec.submission.verify.words import say, words

SHOWN = 50  # findings of the text; the files hold all


def verdict_of(found: Verification, language: str = ENGLISH) -> str:
    """The verdict in one sentence."""
    count, depth = len(found.findings.stops), words()["depths"][found.depth][language]
    if found.good:
        return say("verified", language, depth=depth)
    if not count:
        return say("not_reached", language, depth=depth)
    return say("findings_one" if count == 1 else "findings_many", language, count=f"{count:,}")


def said_of(found: Verification, language: str = ENGLISH) -> list[str]:
    """What each depth that was reached has shown; of one with findings the numbers alone."""
    out = []
    for depth in DEPTHS:
        if depth in found.done:
            failed = any(f.rule in found.rules(depth) for f in found.findings.stops)
            said = words()["proved"][depth][language].format(**found.done[depth])
            mark = ": " if language == ENGLISH else "："
            out.append(f"{words()['depths'][depth][language]}{mark}{say('not_so', language) if failed else ''}{said}")
    return out


def report_text(found: Verification, shown: int = SHOWN) -> str:
    """The verdict, what was looked at, and the findings."""
    findings = found.ordered
    lines = [f.text() for f in findings[:shown]]
    if len(findings) > shown:
        lines.append(f"... and {len(findings) - shown:,} more.")
    digest = [f"SHA-256 {found.sha256}"] if found.sha256 else []
    return "\n".join([*lines, *said_of(found), *(note.said() for note in found.notes), *digest, verdict_of(found)])


def report_facts(found: Verification) -> dict:
    """One object; the same archive gives the same."""
    told = found.facts() | {"program": f"onespec {versions()['onespec']}", "verdict": verdict_of(found)}
    return told | {"findings": [_finding(f) for f in found.ordered]}


def report_json(found: Verification) -> str:
    return json.dumps(report_facts(found), indent=1, ensure_ascii=False) + "\n"


def report_html(found: Verification, language: str = ENGLISH) -> str:
    """One page to read, print and sign, in a language; it loads nothing.  What is wrong is said in English in each."""
    name, judged = found.facts()["archive"], "good" if found.good else "bad"
    rows: list[list[Cell]] = [
        [f.file or say("archive", language), [f.message, facts(f.rule, f.fix)]] for f in found.ordered
    ]
    body: list[Block] = [
        Heading(1, say("title", language, name=name)),
        Verdict(judged, say(judged, language), verdict_of(found, language)),
        *(Line(line) for line in said_of(found, language)),
        *(Line(note.said(language), "facts") for note in found.notes),
        Line(f"SHA-256 {found.sha256}" if found.sha256 else say("folder", language), "facts"),
    ]
    if rows:
        body += [Heading(2, say("findings", language)), Table(words()["head"][language], rows, wide=(1,))]
    return blocks_page(say("title", language, name=name), body, language)


def _finding(finding: Finding) -> dict[str, object]:
    names = ("rule", "level", "file", "dataset", "column", "row", "value", "message", "fix")
    return {name: value for name in names if (value := getattr(finding, name)) not in ("", None)}
