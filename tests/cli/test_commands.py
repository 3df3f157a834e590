"""Commands parse and print: they call the public face, and neither the rooms nor one another."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from onespec.cli.main import COMMANDS

CLI = ROOT / "cli"
# `bench` measures the rooms themselves, each beside the plain way to do the same; its works are no commands.
SOURCES = sorted([*CLI.glob("*.py"), *(CLI / "commands").glob("*.py")])


def imported(path: Path) -> set[str]:
    """The modules that a file imports, wherever in the file, each as far as it is named."""
    out = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            out |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            out.add(node.module)
    return out


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(CLI).as_posix())
def test_a_command_imports_the_public_face_and_helpers_of_the_command_line(path):
    allowed = {*sys.stdlib_module_names, "onespec"}
    others = {n for n in imported(path) if n.partition(".")[0] not in allowed or n.startswith("onespec.")}
    assert all(n.startswith("onespec.cli.") and not n.startswith("onespec.cli.commands") for n in others), others


def test_every_command_has_a_file_of_its_name():
    files = {p.stem.replace("_", "-") for p in (CLI / "commands").glob("*.py")} - {"--init--"}
    assert files == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_of_itself(name):
    module = importlib.import_module(f"onespec.cli.commands.{name.replace('-', '_')}")
    assert module.EXAMPLE.split()[:2] == ["onespec", name]


@pytest.mark.slow
def test_the_help_of_every_command_costs_no_library_of_data():
    """Help and completion must come at once."""
    code = """
import contextlib, io, sys
from onespec.cli.main import COMMANDS, main
for name in [[], *([n] for n in COMMANDS)]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main([*name, "--help"])
print([m for m in ("pandas", "numpy", "pyarrow", "lxml", "duckdb", "pointblank") if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
