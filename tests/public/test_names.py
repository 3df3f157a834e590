"""The public names: one list, told to editors, found when used, and cheap to import."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from importlib import metadata

import pytest
from support import ROOT

import onespec

SOURCE = ROOT / "onespec" / "__init__.py"


def told_to_editors() -> dict[str, str]:
    """Name -> module, of the imports that only type checkers follow."""
    block = next(n for n in ast.parse(SOURCE.read_text()).body if isinstance(n, ast.If))
    return {a.name: n.module for n in block.body if isinstance(n, ast.ImportFrom) for a in n.names}


def test_editors_and_programs_find_the_same_names():
    assert told_to_editors() == onespec._HOME
    assert set(onespec.__all__) == {*onespec._HOME, "__version__"}
    assert set(onespec.__all__) <= set(dir(onespec))


@pytest.mark.parametrize("name", sorted(onespec._HOME))
def test_a_name_is_what_its_module_holds_and_is_documented(name):
    value = getattr(onespec, name)
    assert value is getattr(importlib.import_module(onespec._HOME[name]), name)
    if callable(value) and value.__module__.startswith("onespec."):
        assert value.__doc__


def test_the_version_is_the_distributions():
    assert onespec.__version__ == metadata.version("onespec")


def test_a_name_that_does_not_exist():
    with pytest.raises(AttributeError, match="module 'onespec' has no attribute 'opne'"):
        onespec.opne  # noqa: B018


@pytest.mark.slow
@pytest.mark.parametrize(
    "program",
    [
        "import onespec; onespec.open; onespec.Study; onespec.NotThere; onespec.UpToDate",
        "from onespec.cli.main import main; main(['check', '--help'])",
        "from onespec.cli.main import main; main(['build', '--help'])",
        "from onespec.cli.main import main; main(['qc-power', '--help'])",
    ],
)
def test_looking_costs_no_library_of_data(program):
    code = f"import sys\ntry:\n    {program}\nexcept SystemExit:\n    pass\n"
    code += "print([m for m in ('pandas', 'numpy', 'pyarrow', 'lxml', 'duckdb') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_verbs_of_a_study_are_documented():
    classes = [cls for cls in onespec.Study.__mro__ if cls.__module__.startswith("onespec.")]
    verbs = [v for cls in classes for n, v in vars(cls).items() if not n.startswith("_") and callable(v)]
    assert len(verbs) > 15 and all(verb.__doc__ for verb in verbs)
