"""Every block of a page is executed by a test, or is a picture; whatever is YAML is read as the specification is."""

from __future__ import annotations

import ast

import pytest
from support import ROOT

from onespec.cli.bench.table import HEAD
from onespec.cli.commands.bench import FIXED, WORKS

from .fragments import files_in, holders, looks_like_yaml, read
from .markdown import PAGES, block, blocks

# Blocks that no comment marks, by how they start, and where they are tested; commands are tested in test_commands.py.
UNMARKED = {
    "raw CRF exports": "a picture",
    "BMIBL: ": "test_readme.py",
    "waivers:": "test_double_programming.py",
    "explained:": "test_conformance.py",
    "places:": "test_guides.py",
    "OS0801:": "test_conformance.py",
    "levels:": "below",
    "documents:": "test_package.py",
}
OWN_TESTS = ("BMIBL: ", "OS0801:")  # of them, YAML that names a method of the page, or is no specification's
PROGRAMS = ("make", "onespec", ".venv/bin/", "python3", "git", "cd")
# Pages of a folder in docs are made from the code, or tell of what was; their blocks are read and not executed.
SHOWN = [page for page in PAGES if page.parent in (ROOT, ROOT / "docs") and page.name != "spec-language.md"]


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.name)
def test_every_block_is_known(page):
    for each in blocks(page):
        commands = all(line.startswith((*PROGRAMS, " ")) for line in each.text.splitlines())
        known = each.marked or each.language == "mermaid" or commands or each.text.startswith(tuple(UNMARKED))
        assert known, f"{page.name}: no test executes the block\n{each.text}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_yaml_is_read_and_is_of_a_file_of_the_specification(page, tmp_path):
    """Each file's schema takes what a block holds of it, or that of the part of a file: variables, steps, checks."""
    for each in blocks(page):
        yaml = each.language == "yaml" or page.name == "spec-language.md" and looks_like_yaml(each.text)
        if yaml and not each.text.startswith(OWN_TESTS):
            for text in files_in(each.text):
                written, findings = read(text, tmp_path)
                assert findings == [] and holders(written), f"{page.name}: no file of a specification may say\n{text}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_is_python(page):
    for each in blocks(page):
        if each.language == "python":
            ast.parse(each.text)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("AESTDY: {derived: study_day, with: {date: AESTDTC, reference: DM.RFSTDTC}}", ["variables"]),
        ("AESTDY: {derived: study_day, with: {date: AESTDTC, refrence: DM.RFSTDTC}}", []),
        ("- gather: {from: vitals, tests: vs_tests}", ["records"]),
        ("- gather: {form: vitals, tests: vs_tests}", []),
        ("- month_known: {from: AE, date: AESTDTC, meaning: start}", ["checks"]),
        ("SEX: {nci: C66731, terms: {M: male}}", ["codelists"]),
        ("study: ABC-01", ["study"]),
        ("studdy: ABC-01", []),
    ],
)
def test_yaml_with_a_mistake_is_of_no_file(text, where, tmp_path):
    written, findings = read(text, tmp_path)
    assert (findings, holders(written)) == ([], where)


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
