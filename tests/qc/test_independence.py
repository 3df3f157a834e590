"""The second programming is independent: it sees neither production code nor production analysis datasets."""

import ast
import re
import sys

import pytest
from support import ROOT

QC = sorted((ROOT / "qc").rglob("*.py"))
PROGRAMS = sorted((ROOT / "specs").glob("*/qc/**/*.sql"))


def imports(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", QC, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_qc_imports_no_production_code(path):
    """Which modules of the engine it may use stands in tests/test_architecture.py."""
    own = [name.split(".") for name in imports(path) if name.startswith("onespec")]
    assert {parts[1] for parts in own} <= {"engine", "qc"}
    assert not {"sdtm", "adam", "define", "cli"} & {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_program_reads_no_production_dataset_of_its_stage(path):
    """SDTM programs read the raw export; ADaM programs read SDTM.

    What one of them needs of its own stage it takes from another second program.
    """
    code = re.sub(r"--.*|'[^']*'", "", path.read_text(encoding="utf-8"))
    schemas = {name.lower() for name in re.findall(r"\b(raw|sdtm|adam|qc|spec)\s*\.\s*[\w\"]", code, re.IGNORECASE)}
    allowed = {"sdtm": {"raw", "qc", "spec"}, "adam": {"sdtm", "qc", "spec"}}.get(path.parent.name, {"spec"})
    assert schemas <= allowed
    assert not re.search(r"\b(read_\w+|parquet_scan|attach|copy|install|load)\b\s*\(?'?", code, re.IGNORECASE), (
        "a program opens no files"
    )


@pytest.mark.slow
def test_nothing_of_production_is_loaded():
    """Importing the whole of qc loads no production room."""
    import subprocess

    names = [".".join(["onespec", *p.relative_to(ROOT).with_suffix("").parts]).removesuffix(".__init__") for p in QC]
    code = (
        f"import importlib, sys\nfor n in {names!r}: importlib.import_module(n)\n"
        "print(sorted({n.split('.')[1] for n in sys.modules if n.startswith('onespec.')}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("['engine', 'qc']", "['engine', 'qc', 'standards']")
