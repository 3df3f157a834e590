"""A test for each operation, and no word of a study in the program."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from imports import TOP, files
from support import ROOT, SHIPPED

import onespec
from onespec.engine.registry import discover

# -- operations ------------------------------------------------------------------------------------


def operations():
    return [
        operation
        for rooms in (("onespec.sdtm", "onespec.adam"), ("onespec.conformance.checks",))
        for operation in discover(rooms).values()
    ]


@pytest.mark.parametrize("operation", operations(), ids=lambda o: o.name)
def test_an_operation_has_a_file_and_a_test_of_its_name(operation):
    path = Path(operation.file).resolve().relative_to(ROOT)
    assert path.stem == operation.name
    assert (ROOT / "tests" / path.parent / f"test_{operation.name}.py").exists()


def test_a_name_means_one_operation():
    """Whatever its role: a check of a package is not named like a method or like a check of a study."""
    names = [operation.name for operation in operations()]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_a_file_among_operations_that_is_none_is_marked_as_a_helper():
    """Its name begins with an underscore; an operation's never does."""
    files = {Path(o.file).resolve() for o in operations()}
    beside = {path for file in files for path in file.parent.glob("*.py")}
    assert sorted(beside - files) == sorted(path for path in beside if path.name.startswith("_"))


def test_an_operation_imports_of_another_the_operation_only():
    """What two operations share stands in a helper's file."""
    names = {
        f"onespec.{'.'.join(Path(o.file).resolve().relative_to(ROOT).with_suffix('').parts)}" for o in operations()
    }
    for operation in operations():
        for node in ast.walk(ast.parse(Path(operation.file).read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module in names:
                shared = [a.name for a in node.names if a.name != node.module.rpartition(".")[2]]
                assert not shared, f"{operation.name} imports {', '.join(shared)} of {node.module}"


@pytest.mark.parametrize("operation", operations(), ids=lambda o: o.name)
def test_the_text_of_an_operation_names_its_parameters(operation):
    named = set(re.findall(r"\{(\w+)\}", operation.text)) - {"source"}
    assert named <= set(operation.parameters) | {"source"}, "braces of the text that are no parameter"


# -- words of a study ------------------------------------------------------------------------------

# What the study's files say and what is general all the same, in any case: English, and the vocabulary of trials.
GENERAL = set(
    """
absent|baseline|days|broad|complete|completed|continue|event|length|many|measured|method|missing|narrow|negative|none|normal|number|once|one|other|outcome|present|random|related|result
second|side|status|unknown|yes|years
adverse event|consent|death|eligibility|enrolment|frequency|height|history|investigator|laboratory|new lesions
non-target lesions|unequivocal progression
overall response|progression
not applicable|qrs|recist 1.1|response|screening|serious|sponsor|survival|target|target lesions|treatment|unscheduled 4
test|visit|visits|weight
differ|parts not stated|several parts
above nadir|all gone|back after cr|below baseline|no baseline|no other rule|not assessed
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
NO_WORD = re.compile(r"[\d.\-+%/:]*|[A-Z]{2,8}\.[A-Z]{2,8}")  # numbers, dates; variables of the standards
FREE_OF_STUDIES = ("engine", "sdtm", "adam", "define", "conformance", "pages", "qc", "submission", "cli")
LABELS = "labels_zh"  # a table of what labels are in another language: no words of a study
ITSELF_AN_EXAMPLE = {"cli": {SHIPPED.name, "PFS"}}  # the help of a command shows it at work on the study that ships


def entries(path: Path) -> dict:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def words_of_the_study() -> set[str]:
    """Identifiers, forms, fields, labels, answers, sponsor's terms and long tables of the shipped study.

    No term of the standards is among them.
    """
    head = entries(SHIPPED / "study.yaml")
    words = {head["study"], head["name"], head["protocol"], *head["values"].values()}
    for name, form in entries(SHIPPED / "crf.yaml")["forms"].items():
        words |= {name, form["file"], *form["fields"]}
        words |= {label for entry in (form, *form["fields"].values()) for label in scalars(entry.get("label", ""))}
    lists = onespec.open(SHIPPED).plan().study.codelists.values()
    terms = [term for codelist in lists for term in codelist.terms.values()]
    standard = {text for term in terms if term.nci for text in (term.value, term.decode)}
    for term in terms:
        words |= {term.value, term.decode, *term.raw}
    for path in (each for each in SHIPPED.glob("tables/*.csv") if each.stem != LABELS):
        words |= {cell for row in table(path)[1:] for cell in row}
    for path in (ROOT / "specs" / "standards").glob("*.csv"):
        standard |= {cell for row in table(path) for cell in row}
    words |= {
        variant
        for word in words - standard
        if re.fullmatch("[A-Za-z]{6,}", word)
        for variant in (word.lower(), word.title())
    }
    return {w for w in words - standard if len(w) > 2 and w.lower() not in GENERAL and not NO_WORD.fullmatch(w)}


def scalars(entry: object) -> set[str]:
    """The texts of an entry, without its keys."""
    if isinstance(entry, dict):
        return {text for value in entry.values() for text in scalars(value)}
    if isinstance(entry, list):
        return {text for value in entry for text in scalars(value)}
    return {entry}


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("room", [r for r in FREE_OF_STUDIES if r in TOP])
def test_no_word_of_a_study_stands_in_the_program(room):
    words = words_of_the_study() - ITSELF_AN_EXAMPLE.get(room, set())
    assert len(words) > 1000
    found = {}
    for path in files(room):
        text = path.read_text(encoding="utf-8")
        for word in sorted(w for w in words if w in text):
            if re.search(rf"(?<![A-Za-z0-9_]){re.escape(word)}(?![A-Za-z0-9_])", text):
                found.setdefault(word, []).append(path.relative_to(ROOT).as_posix())
    assert found == {}
