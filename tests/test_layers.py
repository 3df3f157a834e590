"""The rooms: who may import whom, a test for each operation, and no word of a study in the program."""

from __future__ import annotations

import ast
import csv
import re
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import yaml
from support import ROOT, SHIPPED

from onespec.engine.registry import discover

# What each room may import of the others (docs/decisions, README): engine on the ground; sdtm, adam, define,
# conformance and qc side by side on it; submission above them; cli above all.
MAY_IMPORT = {
    "engine": set(),
    "sdtm": {"engine"},
    "adam": {"engine"},
    "define": {"engine"},
    "pages": {"engine"},
    "conformance": {"engine"},
    "qc": {"engine"},
    "submission": {"engine", "define", "conformance", "qc"},
    "cli": {"engine", "sdtm", "adam", "define", "pages", "conformance", "qc", "submission", "standards"},
}
ROOMS = [room for room in MAY_IMPORT if (ROOT / room).is_dir()]
# Of the engine, qc reads transport files and the specification's keys, and says findings; it must not build by the engine's means.
QC_MAY_USE = {
    "columns",
    "contract",
    "declared",
    "findings",
    "html",
    "text_table",
    "spec.conditions",
    "spec.entries",
    "spec.model",
    "spec.signed",
    "spec.yamltext",
    "xpt.ibm",
    "xpt.layout",
    "xpt.reader",
    "xpt.stream",
    "xpt.writer",
}


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The modules that a file imports, wherever in the file."""
    out = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            out |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: an import relative to its place"
            out.add(node.module)
    return out


def rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imported(path) if name.startswith("onespec.")}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room):
    for path in sources(room):
        forbidden = rooms_imported(path) - MAY_IMPORT[room] - {room}
        assert not forbidden, f"{path.relative_to(ROOT)} imports {', '.join(sorted(forbidden))}"


def test_qc_builds_nothing_by_the_means_of_the_engine():
    used = {
        name.removeprefix("onespec.engine.")
        for path in sources("qc")
        for name in imported(path)
        if name.startswith("onespec.engine.")
    }
    assert used <= QC_MAY_USE


def test_every_room_is_named_here():
    with_code = {path.relative_to(ROOT).parts[0] for path in ROOT.glob("*/**/*.py")}
    assert with_code - {"tests", "specs", "raw_samples", "build", "onespec"} - {p.name for p in ROOT.glob(".*")} <= set(
        MAY_IMPORT
    )


def test_no_module_stands_in_a_circle():
    """Inside a room, too: imports at the top of a file run one way."""
    modules = {
        f"onespec.{'.'.join(p.relative_to(ROOT).with_suffix('').parts)}": p for room in ROOMS for p in sources(room)
    }
    needs = {}
    for name, path in modules.items():
        top = [n for n in ast.parse(path.read_bytes()).body if isinstance(n, (ast.Import, ast.ImportFrom))]
        needs[name] = {
            m
            for n in top
            for m in (
                [n.module, *(f"{n.module}.{a.name}" for a in n.names)]
                if isinstance(n, ast.ImportFrom)
                else [a.name for a in n.names]
            )
            if m in modules
        }
    TopologicalSorter(needs).prepare()  # raises CycleError


def test_libraries_are_those_of_pyproject():
    """Those of a build are its dependencies; what only the measurements compare with, or an outside engine of rules, is an extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed, extra = (
        modules_of(project["dependencies"]),
        modules_of(d for listed in project["optional-dependencies"].values() for d in listed),
    )
    own = set(sys.stdlib_module_names) | {"onespec"}
    used = {path: {name.split(".")[0] for name in imported(path)} - own for room in ROOMS for path in sources(room)}
    apart = {path for path in used if path.is_relative_to(ROOT / "cli" / "bench")} | {
        ROOT / "conformance" / f"{engine}.py" for engine in ("pointblank", "core")
    }
    assert set().union(*(used[path] for path in used.keys() - apart)) == needed
    assert set().union(*(used.get(path, set()) for path in apart)) <= needed | extra


def modules_of(requirements) -> set[str]:
    names = {re.match("[A-Za-z0-9-]+", requirement)[0].lower().replace("-", "_") for requirement in requirements}
    return {{"pyyaml": "yaml"}.get(name, name) for name in names}


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


@pytest.mark.parametrize("operation", operations(), ids=lambda o: o.name)
def test_the_text_of_an_operation_names_its_parameters(operation):
    named = set(re.findall(r"\{(\w+)\}", operation.text)) - {"source"}
    assert named <= set(operation.parameters) | {"source"}, "braces of the text that are no parameter"


# -- words of a study ------------------------------------------------------------------------------

# What the study's files say and what is general all the same, in any case: English, and the vocabulary of trials.
GENERAL = set(
    """
absent|complete|completed|continue|event|length|many|measured|method|missing|negative|none|normal|number|once|one|other|outcome|present|random|result
second|side|status|unknown|yes|years
adverse event|consent|death|eligibility|enrolment|frequency|height|history|investigator|laboratory|non-target lesions|overall response|progression
not applicable|qrs|recist 1.1|response|screening|serious|sponsor|survival|target|target lesions|treatment|unscheduled 4|test|visit|visits|weight
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
NO_WORD = re.compile(r"[\d.\-+%/:]*|[A-Z]{2,8}\.[A-Z]{2,8}")  # numbers, dates; variables of the standards
FREE_OF_STUDIES = ("engine", "sdtm", "adam", "define", "conformance", "pages", "qc", "submission", "cli")
ITSELF_AN_EXAMPLE = {"cli": {SHIPPED.name, "PFS"}}  # the help of a command shows it at work on the study that ships


def entries(path: Path) -> dict:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def words_of_the_study() -> set[str]:
    """Identifiers, forms, fields, labels, answers, sponsor's terms and long tables of the shipped study; no term of the standards."""
    head = entries(SHIPPED / "study.yaml")
    words = {head["study"], head["name"], head["protocol"], *head["values"].values()}
    for name, form in entries(SHIPPED / "crf.yaml")["forms"].items():
        words |= {name, form["file"], *form["fields"]}
        words |= {label for entry in (form, *form["fields"].values()) for label in scalars(entry.get("label", ""))}
    lists = entries(SHIPPED / "codelists.yaml")
    for path in SHIPPED.glob("*/*.yaml"):
        lists |= entries(path).get("codelists", {})
    standard = {
        text
        for codelist in lists.values()
        for value, term in codelist["terms"].items()
        if "nci" in term
        for text in (value, term.get("decode", ""))
    }
    for codelist in lists.values():
        for value, term in codelist["terms"].items():
            words |= {value, term.get("decode", ""), *scalars(term.get("raw", ""))} if term else {value}
    for path in SHIPPED.glob("tables/*.csv"):
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


@pytest.mark.parametrize("room", [r for r in FREE_OF_STUDIES if r in ROOMS])
def test_no_word_of_a_study_stands_in_the_program(room):
    words = words_of_the_study() - ITSELF_AN_EXAMPLE.get(room, set())
    assert len(words) > 1000
    found = {}
    for path in sources(room):
        text = path.read_text(encoding="utf-8")
        for word in sorted(w for w in words if w in text):
            if re.search(rf"(?<![A-Za-z0-9_]){re.escape(word)}(?![A-Za-z0-9_])", text):
                found.setdefault(word, []).append(path.relative_to(ROOT).as_posix())
    assert found == {}
