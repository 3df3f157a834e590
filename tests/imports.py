"""The rooms and their floors, and what every file imports of the others.

Read from the syntax trees; imports inside functions count, too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from support import ROOT

# A room imports rooms of lower floors only; rooms of one floor never import one another.
FLOORS = (
    ("engine",),
    ("engine/xpt", "engine/metadata", "engine/paper"),
    ("engine/spec",),
    ("engine/plan", "engine/raw"),
    ("engine/run",),
    ("engine/build",),
    ("engine/trace",),
    ("sdtm", "adam", "define", "conformance", "qc", "results", "pages", "trial"),
    ("submission",),
    ("onespec",),
    ("cli",),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS, 1) for room in rooms}
STANDARDS = "standards"  # the facts of the standards: data, which every room may read


def top(room: str) -> str:
    return room.partition("/")[0]


def files(room: str) -> list[Path]:
    """The Python files of a room at the top; of onespec/ its own, not those behind its links."""
    if room != "onespec":
        return sorted((ROOT / room).rglob("*.py"))
    linked = {path for path in (ROOT / room).iterdir() if path.is_symlink()}
    return sorted(path for path in (ROOT / room).rglob("*.py") if not linked & {path, *path.parents})


TOP = [room for room in dict.fromkeys(map(top, FLOOR)) if (ROOT / room).is_dir() and files(room)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes(), str(path))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The room that a file stands in; of the engine the inner one, where there is one."""
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[:2]) if parts[0] == "engine" and len(parts) > 2 else parts[0]


@cache
def modules() -> dict[str, Path]:
    """Every module of the program by its name."""
    out = {}
    for path in (path for room in TOP for path in files(room)):
        parts = [part for part in path.relative_to(ROOT).with_suffix("").parts if part != "__init__"]
        out[".".join(parts if parts[0] == "onespec" else ["onespec", *parts])] = path
    return out


@cache
def imported(path: Path, run: bool = False) -> frozenset[str]:
    """The names of the modules that a file imports, anywhere in it; ``run``: without those for type checkers only."""
    out = set()
    for node in _nodes(tree(path), run):
        if isinstance(node, ast.Import):
            out |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{short(path)}:{node.lineno}: an import relative to its place"
            names = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            out |= {full if full in modules() else node.module for full in names.values()}
    return frozenset(out)


def _nodes(node: ast.AST, run: bool) -> Iterator[ast.AST]:
    yield node
    types_only = run and isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
    for child in node.orelse if types_only else ast.iter_child_nodes(node):
        yield from _nodes(child, run)


def needed(path: Path, run: bool = False) -> dict[str, Path]:
    """The files of the program that a file imports, by module."""
    return {name: modules()[name] for name in imported(path, run) if name in modules()}


def arrows() -> dict[str, set[str]]:
    """The rooms that each room imports, itself left out; from the highest floor down."""
    out = {room: set() for room in sorted(FLOOR, key=FLOOR.get, reverse=True) if top(room) in TOP}
    for path in modules().values():
        out[room_of(path)] |= {room_of(other) for other in needed(path).values()} - {room_of(path)}
    return out


def upwards(room: str) -> set[tuple[str, str]]:
    """What the files of a room import of a room that is not on a lower floor: (file, module)."""
    return {
        (short(path), name)
        for path in modules().values()
        if room_of(path) == room
        for name, other in needed(path).items()
        if room_of(other) != room and FLOOR[room_of(other)] >= FLOOR[room]
    }


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a file with their lines, pieces of f-strings too; docstrings are left out."""
    nodes = list(ast.walk(tree(path)))
    spoken = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.lineno, node.value


# -- the picture -----------------------------------------------------------------------------------


def picture() -> str:
    """A table of the rooms by floor with what they import, and a drawing of the arrows that no others imply."""
    drawn = arrows()
    lines = ["| floor | room | imports |", "|---|---|---|"]
    for room, others in drawn.items():
        listed = " ".join(f"`{other}`" for other in drawn if other in others)
        lines.append(f"| {FLOOR[room]} | `{room}` | {listed or '-'} |")
    lines += ["", "```mermaid", "flowchart TB"]
    lines += [f'  {_node(room)}["{room}"]' for room in drawn if top(room) != "engine"]
    lines += [
        '  subgraph rooms_of_the_engine ["the engine"]',
        *(f'    {_node(room)}["{room}"]' for room in drawn if top(room) == "engine"),
        "  end",
    ]
    lines += [f"  {_node(room)} --> {_node(other)}" for room in drawn for other in _direct(room, drawn)]
    return "\n".join([*lines, "```", ""])


def _node(room: str) -> str:
    return room.replace("/", "_")


def _direct(room: str, drawn: dict[str, set[str]]) -> list[str]:
    """The rooms that a room imports and does not reach by way of another one below it."""
    by_way = set().union(*(_below(other, drawn) - {other} for other in drawn[room] if FLOOR[other] < FLOOR[room]))
    return [other for other in drawn if other in drawn[room] - by_way]


def _below(room: str, drawn: dict[str, set[str]]) -> set[str]:
    """A room, and what it reaches downwards."""
    return {room}.union(*(_below(other, drawn) for other in drawn[room] if FLOOR[other] < FLOOR[room]))
