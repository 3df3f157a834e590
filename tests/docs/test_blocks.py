"""Every block of a page is executed by a test, or is a picture."""

from __future__ import annotations

import pytest
from support import ROOT

from onespec.cli.bench.table import HEAD
from onespec.cli.commands.bench import FIXED, WORKS

from .markdown import PAGES, block, blocks

# Blocks that no comment marks, by how they start, and where they are tested; commands are tested in test_commands.py.
UNMARKED = {
    "raw CRF exports": "a picture",
    "BMIBL: ": "test_readme.py",
    "waivers:": "test_double_programming.py",
    "explained:": "test_conformance.py",
    "OS0801:": "test_conformance.py",
    "levels:": "below",
}
PROGRAMS = ("make", "onespec", ".venv/bin/", "python3", "git", "cd")
SHOWN = [page for page in PAGES if page.name != "spec-language.md"]  # whose examples have tests of their own


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.name)
def test_every_block_is_known(page):
    for each in blocks(page):
        commands = all(line.startswith((*PROGRAMS, " ")) for line in each.text.splitlines())
        known = each.marked or each.language == "mermaid" or commands or each.text.startswith(tuple(UNMARKED))
        assert known, f"{page.name}: no test executes the block\n{each.text}"


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.name)
def test_every_mark_is_that_of_a_test(page):
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for each in blocks(page):
        kind, _, name = each.marked.partition(": ")
        said = (f'"{name}"', f'"{each.marked}"', f"{each.marked} -->")
        assert not name or kind == "file" or any(text in tests for text in said), each.marked


def test_the_level_of_a_query(other):
    """docs/findings.md raises RAW-DATE to a stop."""
    other.replace("raw/events.csv", "10/01/2021", "30/02/2021")
    assert other.build() == 0
    other.append("spec/study.yaml", block("findings.md", "levels:"))
    assert other.build() == 1
    assert [f.rule for f in other.findings if f.level == "stop"] == ["RAW-DATE"]


def test_the_measurements_shown_are_of_the_works_that_there_are():
    """The numbers are of one run; the works, their sizes and what stands beside them are those of the bench."""
    (shown,) = [b.text for b in blocks(ROOT / "README.md") if b.marked == "output: make bench"]
    head = HEAD.splitlines()
    assert shown.splitlines()[: len(head)] == head
    rows = shown.splitlines()[len(head) :]
    expected = [(name, 0, plain) for name, _, plain, _ in FIXED]
    expected += [(name, size, plain) for size in (35, 1000, 10000) for name, _, plain, _ in WORKS]
    assert len(rows) == len(expected)
    for row, (name, size, plain) in zip(rows, expected, strict=True):
        assert row.startswith(f"{name} ") and row[len(name) :].split()[0] == f"{size:,}" and plain in row, row
