"""The house.

Who imports whom, by name or by a name in a string; how long files are and how much a function is given.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from imports import (
    FLOOR,
    STANDARDS,
    TOP,
    arrows,
    files,
    imported,
    modules,
    needed,
    picture,
    room_of,
    short,
    texts,
    top,
    tree,
    upwards,
)
from support import OTHER, ROOT, run_build

from onespec.engine.raw.dates import parse_date
from onespec.engine.registry import discover

PAGE = ROOT / "docs" / "architecture.md"
ENGINE = "onespec.engine."


# -- imports ---------------------------------------------------------------------------------------

# Of the engine, qc reads transport files and the specification's keys, and says findings; it must not build by the
# engine's means.
QC_MAY_USE = {
    "csv_text",
    "visible",
    "arrow",
    "compute",
    "columns",
    "contract",
    "declared",
    "findings",
    "paper.blocks",
    "series",
    "sheets",
    "text_table",
    "workbook",
    "spec.conditions",
    "spec.extends",
    "spec.define_reader",
    "spec.entries",
    "spec.model",
    "spec.signed",
    "spec.yamltext",
    "xpt.decode",
    "xpt.formats",
    "xpt.ibm",
    "xpt.layout",
    "xpt.reader",
    "xpt.stream",
    "xpt.writer",
    "spec.terminology",
}
# Below submission, but none of its business: it takes the data as they are built, and the verdicts on them.
NOT_OF_SUBMISSION = {"sdtm", "adam", "results", "pages"}


def test_every_room_has_a_floor():
    """Folders with code at the top, and in the engine."""
    places = {"/".join(path.relative_to(ROOT).parts[:1]) for path in ROOT.glob("*/__init__.py")}
    places |= {short(path.parent) for path in (ROOT / "engine").glob("*/__init__.py")}
    assert places == {room for room in FLOOR if (ROOT / room).is_dir()}


@pytest.mark.parametrize("room", list(arrows()))
def test_a_room_imports_lower_floors_only(room):
    assert upwards(room) == set()


def test_no_module_stands_in_a_circle():
    """Inside a room, too, and by imports inside functions; those that only a type checker follows are none."""
    needs = {name: needed(path, run=True).keys() for name, path in modules().items()}
    TopologicalSorter(needs).prepare()  # raises CycleError


def test_every_module_that_is_imported_exists():
    for path in modules().values():
        own = {name for name in imported(path) if name.partition(".")[0] == "onespec"}
        assert own <= modules().keys() | {"onespec"}, short(path)


def test_commands_do_not_import_one_another():
    commands = "onespec.cli.commands."
    found = {
        (short(path), other)
        for name, path in modules().items()
        if name.startswith(commands)
        for other in needed(path)
        if other.startswith(commands)
    }
    assert found == set()


def test_what_is_written_behind_a_verb_or_step_is_read_by_the_plan_alone():
    """define.xml, words, differences, impact and explanations read the plan, where every reference is resolved once."""
    readers = {
        room_of(path)
        for path in modules().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "as_written"
    }
    assert readers == {"engine/spec", "engine/plan"}


def test_qc_builds_nothing_by_the_means_of_the_engine():
    used = {name.removeprefix(ENGINE) for path in files("qc") for name in imported(path) if name.startswith(ENGINE)}
    assert used <= QC_MAY_USE


@pytest.mark.skipif("submission" not in TOP, reason="there is no submission/ yet")
def test_submission_takes_data_and_verdicts():
    assert not NOT_OF_SUBMISSION & arrows()["submission"]


def test_libraries_are_those_of_pyproject():
    """A build's are its dependencies; an extra is what measurements compare with, an outside engine of rules, a
    cluster, or what documents for people are made with: the report, define.pdf, the annotated CRF."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = libraries(project["dependencies"])
    extra = libraries(name for listed in project["optional-dependencies"].values() for name in listed)
    own = set(sys.stdlib_module_names) | {"onespec"}
    used = {path: {name.partition(".")[0] for name in imported(path)} - own for path in modules().values()}
    apart = {path for path in used if path.is_relative_to(ROOT / "cli" / "bench")} | {
        ROOT / "conformance" / f"{engine}.py" for engine in ("pointblank", "pointblank_rounds", "core")
    }
    apart.add(ROOT / "onespec" / "clusters.py")
    documents = ("results", "engine/paper", "submission/guides")
    documents += tuple(f"define/{room}" for room in ("html", "print", "acrf", "check"))
    reports = {path for path in used if any(path.is_relative_to(ROOT / room) for room in documents)}
    reports -= {ROOT / "engine" / "paper" / "templates.py"}  # every page of HTML stands on it
    reported = set().union(*(used[path] for path in reports))
    extras = [name for of in ("report", "define") for name in project["optional-dependencies"][of]]
    assert reported <= needs | libraries(extras)
    assert set().union(*(used[path] for path in used.keys() - apart - reports)) == needs
    assert set().union(*(used.get(path, set()) for path in apart)) <= needs | extra


def libraries(requirements: Iterable[str]) -> set[str]:
    names = {re.match("[A-Za-z0-9-]+", requirement)[0].lower().replace("-", "_") for requirement in requirements}
    return {{"pyyaml": "yaml", "fonttools": "fontTools", "python_docx": "docx"}.get(name, name) for name in names}


def test_golden_picture_of_the_rooms(request):
    """docs/architecture.md draws the rooms from their imports; `make golden` draws them anew."""
    page = PAGE.read_text(encoding="utf-8")
    begin, end = "<!-- picture of the rooms -->\n", "<!-- end of the picture -->\n"
    before, _, rest = page.partition(begin)
    drawn, _, after = rest.partition(end)
    if request.config.getoption("--update-golden"):
        PAGE.write_text(f"{before}{begin}{picture()}{end}{after}", encoding="utf-8", newline="\n")
    else:
        assert drawn == picture(), "docs/architecture.md draws other imports; 'make golden' draws it anew"


# -- names in strings ------------------------------------------------------------------------------

# Two rooms have the names of standards, one has that of the program.
ALSO_WORDS = {"sdtm", "adam", "onespec"}
# Words that are the name of an operation, too.
COMMON_WORDS = {"epoch", "rows", "sequence", "total"}
# A word that means something else in this file.
OTHER_MEANING = {
    ("engine/spec/variables.py", "supplemental"),  # a key of a dataset's file
    ("engine/spec/date_fields.py", "earliest"),  # keys of a field
    ("engine/spec/date_fields.py", "latest"),
    ("engine/spec/totals.py", "earliest"),  # keys of a total
    ("engine/spec/totals.py", "latest"),
    ("conformance/checks/number_companion.py", "within"),  # parameters of checks
    ("conformance/checks/ranges_apart.py", "category"),
}
LOOKS = {"startswith", "removeprefix"}


def may_know(room: str) -> set[str]:
    """The rooms at the top that a file may name: its own, and those below."""
    return {top(room), STANDARDS} | {top(other) for other in FLOOR if FLOOR[other] < FLOOR[room]}


def rooms_named(path: Path) -> set[tuple[str, str]]:
    """Rooms that a file may not know and names in a string: ``onespec.room...``, or as the whole text."""
    hidden = set(TOP) - may_know(room_of(path))
    out = set()
    for _, said in texts(path):
        out |= {(short(path), said) for piece in said.split("onespec.")[1:] if re.match(r"\w*", piece)[0] in hidden}
        if said in hidden - ALSO_WORDS:
            out.add((short(path), said))
    return out


@cache
def operations_hidden_from(room: str) -> tuple[set[str], set[str]]:
    """Names of operations of rooms that a room may not know, and their first and last words (``impute_``)."""
    packages = [f"onespec.{name}" for name in ("sdtm", "adam", "conformance") if name not in may_know(room)]
    names = {name for package in packages for _, name in discover((package,))}
    return names, {piece for name in names for piece in affixes(name)}


def operations_named(path: Path) -> set[tuple[str, str]]:
    """Operations that a file may not know and names in a string, whole or by their first or last words."""
    names, pieces = operations_hidden_from(room_of(path))
    names = names - COMMON_WORDS
    begins = {piece.rstrip("_") for piece in pieces if piece.endswith("_")}
    return {(short(path), said) for _, said in texts(path) if said in names | pieces} | {
        (short(path), said) for said in looked_for(path) if said in begins
    }


def looked_for(path: Path) -> set[str]:
    """The texts for which a file looks at the begin of others."""
    calls = [
        node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    looks = [argument for call in calls if call.func.attr in LOOKS for argument in call.args]
    constants = [node.value for argument in looks for node in ast.walk(argument) if isinstance(node, ast.Constant)]
    return {value for value in constants if isinstance(value, str)}


def affixes(name: str) -> set[str]:
    """``date_flag``: ``date_`` and ``_flag``."""
    at = [i for i, letter in enumerate(name) if letter == "_"]
    return {name[: i + 1] for i in at} | {name[i:] for i in at}


def test_no_room_is_known_by_a_string_that_may_not_be_by_an_import():
    found = set().union(*(rooms_named(path) | operations_named(path) for path in modules().values()))
    assert found == set() | OTHER_MEANING


def test_modules_are_imported_by_a_computed_name_from_above_only():
    """What `import_module` is given begins with a room that the file may know; the registry is told its packages."""
    for path in modules().values():
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            if ast.unparse(call.func).rpartition(".")[2] in ("import_module", "__import__"):
                known = [f"onespec.{room}." for room in may_know(room_of(path))]
                begins = next((n.value for n in ast.walk(call.args[0]) if isinstance(n, ast.Constant)), "")
                told = short(path) == "engine/registry.py" or top(room_of(path)) in ("onespec", "cli")
                assert told or begins.startswith(tuple(known)), f"{short(path)}:{call.lineno}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('X = "supplemental"', {"supplemental"}),
        ('def f(m): return m.startswith(("impute", "x"))', {"impute"}),
        ('IMPUTATION = "impute_"', {"impute_"}),
        ('ROOMS = {"define": 1, "sdtm": 2}', {"define"}),
        ('NAME = f"onespec.adam.methods.{1}"', {"onespec.adam.methods."}),
        ('"""supplemental, onespec.adam, define"""', set()),
        ('X = "the define of supplemental records"', set()),
    ],
)
def test_a_name_in_a_string_is_found(source, found, monkeypatch):
    path = ROOT / "engine" / "spec" / "made_up.py"
    parsed = ast.parse(source)
    monkeypatch.setattr("imports.tree", lambda _: parsed)
    monkeypatch.setitem(globals(), "tree", lambda _: parsed)
    assert {word for _, word in rooms_named(path) | operations_named(path)} == found


# -- sizes -----------------------------------------------------------------------------------------

LINES, PARAMETERS = 400, 6
REASON = "# parameters: "  # on the line of def, or above it: why there are more
OPERATIONS = {"method", "records", "check"}  # each parameter is an entry of the specification


def test_no_file_is_longer_than_400_lines():
    assert {short(p) for p in modules().values() if len(p.read_bytes().splitlines()) > LINES} == set()


def test_no_function_has_more_than_six_parameters_without_a_reason():
    assert {f"{short(path)}:{name}" for path in modules().values() for name in wide(path)} == set()


def wide(path: Path) -> Iterator[str]:
    """Functions with too many parameters and no reason for it; ``self`` and ``cls`` do not count."""
    for name, function in functions(tree(path)):
        decorators = {ast.unparse(d.func if isinstance(d, ast.Call) else d) for d in function.decorator_list}
        if len(parameters(function)) > PARAMETERS and not decorators & OPERATIONS:
            if not reasons(path) & {function.lineno, function.lineno - 1}:
                yield name


def functions(node: ast.AST, within: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions of a tree with their names, ``Class.method`` and ``function.inner``."""
    for child in ast.iter_child_nodes(node):
        name = f"{within}{getattr(child, 'name', '')}"
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield name, child
        named = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        yield from functions(child, f"{name}." if named else within)


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Names of all parameters, ``*args`` and ``**more`` too."""
    given = function.args
    listed = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg]
    names = [argument.arg for argument in listed if argument]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


@cache
def reasons(path: Path) -> set[int]:
    """Lines with a reason."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return {
        t.start[0] for t in tokens if t.type == tokenize.COMMENT and t.string.startswith(REASON) and t.string != REASON
    }


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(a, b, c, d, e, f): ...", []),
        ("def f(a, b, c, d, e, f, g): ...", ["f"]),
        ("def f(a, b, /, c, *d, e, f, **g): ...", ["f"]),
        ("class A:\n    def f(self, a, b, c, d, e, f): ...", []),
        ("class A:\n    def f(self, a, b, c, d, e, f, g): ...", ["A.f"]),
        ("def f():\n    if True:\n        def inner(a, b, c, d, e, f, g): ...", ["f.inner"]),
        ("@method('{a}')\ndef f(a, b, c, d, e, f, g): ...", []),
        ("@cache\ndef f(a, b, c, d, e, f, g): ...", ["f"]),
        ("# parameters: those of a row\ndef f(a, b, c, d, e, f, g): ...", []),
        ("def f(  # parameters: those of a row\n    a, b, c, d, e, f, g): ...", []),
        ("# parameters: \ndef f(a, b, c, d, e, f, g): ...", ["f"]),
        ("# parameters: of another one\n\ndef f(a, b, c, d, e, f, g): ...", ["f"]),
    ],
)
def test_parameters_are_counted(source, found, tmp_path):
    path = tmp_path / "made_up.py"
    path.write_text(source, encoding="utf-8")
    assert list(wide(path)) == found


# -- the page --------------------------------------------------------------------------------------

MEASURED = ("engine/raw", "engine/run", "engine/xpt")


def test_the_page_names_files_that_exist():
    named = set(re.findall(r"`([\w/]+\.py)`", PAGE.read_text(encoding="utf-8")))
    assert named and {name for name in named if not (ROOT / name).is_file()} == set()


def test_the_page_names_every_room():
    lines = PAGE.read_text(encoding="utf-8").partition("| room | what it holds |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([\w/]+)`", lines)) == set(arrows()) - {"onespec"}


def test_the_way_of_one_value_is_that_of_a_build(built_other, tmp_path):
    """Every file of the rooms that a raw cell passes is named, and no other; ``built_other`` has imported them all."""
    way = PAGE.read_text(encoding="utf-8").partition("<!-- the way of one value -->")[2].partition("<!-- end")[0]
    ran = set()
    parse_date.cache_clear()  # what an earlier build has read is not read again
    sys.setprofile(lambda frame, event, _: ran.add(frame.f_code.co_filename) if event == "call" else None)
    try:
        assert run_build(OTHER / "spec", OTHER / "raw", tmp_path / "out") == 0
    finally:
        sys.setprofile(None)
    passed = {short(Path(file).resolve()) for file in ran if Path(file).resolve().is_relative_to(ROOT)}
    named = set(re.findall(r"`([\w/]+\.py)`", way))
    assert named - passed == set()
    assert {file for file in passed if room_of(ROOT / file) in MEASURED} - named == set()
