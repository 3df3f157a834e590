"""docs/edit-checks.md: the library with what each check asks of the shipped export; `make golden` writes it anew."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from support import ROOT, SHIPPED

from onespec.cli.main import main
from onespec.engine.findings import Findings
from onespec.engine.plan.edit_checks import ON
from onespec.engine.registry import CHECK, discover
from onespec.engine.spec.edit_checks import FILE, library
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.library import with_library
from onespec.engine.spec.yamltext import load_yaml
from onespec.packages import operation_packages

from .markdown import blocks

PAGE = ROOT / "docs" / "edit-checks.md"
ONE = "EC-AE-07"


def read_report(out: Path) -> dict[str, dict[str, str]]:
    with (out / "reports" / "edit-checks.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["check"]: row for row in csv.DictReader(file)}


def listed(report: dict[str, dict[str, str]]) -> str:
    """A table a group."""
    out = []
    for group, title in library().groups.items():
        out += [f"### {group}: {title['en']} / {title['zh']}", ""]
        out += ["| check | looks for | 中文 | looks at | source | asked |", "|---|---|---|---|---|---|"]
        for id_ in library().of(group):
            check, row = library().checks[id_], report[id_]
            asked = f"{row['records']} of {row['subjects']}" if int(row["records"] or 0) else "-"
            told = asked if row["state"] == ON else f"{row['state']}: {row['why']}"
            at = ", ".join(check.datasets)
            out.append(f"| `{id_}` | {check.title['en']} | {check.title['zh']} | {at} | {check.source} | {told} |")
        out.append("")
    return "\n".join(out)


def between(page: str, mark: str, text: str) -> str:
    before, _, rest = page.partition(f"<!-- {mark} -->\n")
    _, _, after = rest.partition(f"<!-- end of {mark} -->")
    assert before and after, mark
    return f"{before}<!-- {mark} -->\n{text}<!-- end of {mark} -->{after}"


def test_golden_page_lists_every_check_and_what_it_asks_of_the_shipped_export(built, request, capsys):
    assert main(["list", "edit-checks", ONE]) == 0
    one = f"```\n$ onespec list edit-checks {ONE}\n{capsys.readouterr().out}```\n"
    told = PAGE.read_text(encoding="utf-8")
    made = between(between(told, "one check", one), "the library", "\n" + listed(read_report(built)))
    if request.config.getoption("--update-golden"):
        PAGE.write_text(made, encoding="utf-8")
        told = made
    assert told == made, "docs/edit-checks.md says otherwise; 'make golden' writes it"


def test_every_check_of_the_library_has_its_line(built):
    text = PAGE.read_text(encoding="utf-8")
    report = read_report(built)
    assert list(report) == list(library().checks)
    for id_ in library().checks:
        assert text.count(f"| `{id_}` |") == 1


@pytest.mark.parametrize("mark", ["taken by group and name", "taken but for, and with"])
def test_what_the_page_writes_may_be_written(mark, tmp_path):
    (text,) = [b.text for b in blocks(PAGE) if b.marked == mark]
    (tmp_path / "checks.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    entry = load_yaml(tmp_path / "checks.yaml", "checks.yaml", findings)
    registry = discover(operation_packages())
    known = {name: registry[CHECK, name] for name in registry.names(CHECK)}
    taken = with_library(EntryReader("checks.yaml", findings), entry, known)
    assert findings == [] and len(taken["checks"]) > 20


def test_the_file_that_the_page_names_is_the_library():
    assert (ROOT / "specs" / "standards" / FILE).exists()
    assert f"specs/standards/{FILE}" in PAGE.read_text(encoding="utf-8")


def test_the_shipped_study_says_why_it_leaves_checks_out(built):
    report = read_report(built)
    assert {row["state"] for row in report.values()} == {"on", "off"}
    assert all(row["why"] for row in report.values() if row["state"] == "off")
    assert (SHIPPED / "checks.yaml").read_text(encoding="utf-8").count("take: all") == 1
