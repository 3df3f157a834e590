"""What a check of a define.xml found: for a terminal, as JSON, and as CSV."""

from __future__ import annotations

import json
import re
import textwrap

from onespec.define.check.mend import Mended
from onespec.define.check.rules import NOTE, SEVERITIES, rules
from onespec.define.check.run import SCHEMA, Checked, Finding
from onespec.engine.csv_text import csv_text
from onespec.engine.program import versions

COLUMNS = ("severity", "rule", "element", "oid", "name", "line", "message", "value", "fix", "source")
_WIDTH = 118
_QUOTED = re.compile(r"'[^']*'|\(.*\)|\{.*\}")


def report_json(checked: Checked) -> str:
    """Every finding, and what was not asked."""
    return json.dumps(facts(checked), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def facts(checked: Checked) -> dict[str, object]:
    """The same as `json.dumps` takes it."""
    return {
        "program": f"onespec {versions()['onespec']}",
        "file": checked.file,
        "define": checked.version,
        "good": checked.good,
        "rules": checked.asked,
        "count": checked.count,
        "schema": checked.schema,
        "notes": list(checked.notes),
        "findings": [_record(f) for f in checked.findings],
    }


def report_csv(checked: Checked) -> str:
    """One row a finding."""
    return csv_text(COLUMNS, (_record(f).values() for f in checked.findings))


def _record(finding: Finding) -> dict[str, object]:
    return {column: getattr(finding, column) for column in COLUMNS}


def report_text(checked: Checked, shown: int = 5, notes: bool = False) -> str:
    """The findings by rule: how many, the first so many of them, and what to do; notes are only counted, or listed."""
    lines = [line for note in checked.notes for line in textwrap.wrap(f"Note: {note}", _WIDTH, subsequent_indent="  ")]
    lines += [""] * bool(lines)
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(checked.findings, key=lambda f: SEVERITIES.index(f.severity)):
        if notes or finding.severity != NOTE:
            groups.setdefault(_kind(finding), []).append(finding)
    for (name, _), found in groups.items():
        lines += [*_group(name, found, shown), ""]
    if checked.schema:
        better = checked.schema - sum(f.rule == SCHEMA for f in checked.findings)
        said = f"; {better:,} of them are told above by rules that say more" if better else ""
        lines.append(f"The schema finds {checked.schema:,} fault{'s' if checked.schema > 1 else ''}{said}.")
    if checked.count[NOTE] and not notes:
        lines.append("Notes are worth a look, and no faults; --notes lists them.")
    return "\n".join([*lines, verdict(checked)])


def _kind(finding: Finding) -> tuple[str, str]:
    """What is listed together: findings of a rule; of the schema those of one kind, whatever the element and value."""
    return finding.rule, _QUOTED.sub("", finding.message) if finding.rule == SCHEMA else ""


def _group(name: str, found: list[Finding], shown: int) -> list[str]:
    rule = rules()[name]
    many = f", {len(found):,} findings" if len(found) > 1 else ""
    out = [f"{rule.severity.upper()} {name} ({rule.source}){many}"]
    for finding in found[:shown]:
        said = f"{_place(finding)}: {finding.message}"
        out += textwrap.wrap(said, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    if len(found) > shown:
        out.append(f"  and {len(found) - shown:,} more")
    return [*out, *textwrap.wrap(f"Fix: {rule.fix}", _WIDTH, initial_indent="  ", subsequent_indent="    ")]


def _place(finding: Finding) -> str:
    """Line and element, and what a reader calls it where its OID does not say so."""
    place = f"line {finding.line}, {finding.element} {finding.oid}".rstrip()
    told = not finding.name or f".{finding.name}".endswith(finding.oid[finding.oid.find(".") :] or "?")
    return place if told else f"{place}, {finding.name}"


def mended_text(mended: Mended, shown: int = 5) -> str:
    """What was mended, by rule, and what is left."""
    by_rule: dict[str, list[tuple[Finding, str]]] = {}
    for finding, written in mended.done:
        by_rule.setdefault(finding.rule, []).append((finding, written))
    lines = []
    for name, done in by_rule.items():
        lines.append(f"MENDED {name}: {len(done):,}")
        for finding, written in done[:shown]:
            said = f"{_place(finding)}: {finding.message} Now: {written}."
            lines += textwrap.wrap(said, _WIDTH, initial_indent="  ", subsequent_indent="    ")
        lines += [f"  and {len(done) - shown:,} more"] * (len(done) > shown)
    head = [*lines, ""] if lines else []
    return "\n".join([*head, "Left for people:", "", report_text(mended.left, shown)])


def verdict(checked: Checked) -> str:
    """One line: how many findings there are."""
    head = f"{checked.file}: Define-XML {checked.version}, {checked.asked} rules asked"
    if not checked.findings:
        return f"{head}; nothing found."
    said = [f"{n:,} {severity}{'s' if n != 1 else ''}" for severity, n in checked.count.items() if n]
    return f"{head}; {', '.join(said)}."
