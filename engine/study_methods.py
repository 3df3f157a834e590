"""A study's own methods.py: read, loaded, and its faults told."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import traceback
from pathlib import Path
from types import ModuleType

from onespec.engine.disk import bytes_of
from onespec.engine.findings import STOP, Findings


def read_source(path: Path, findings: Findings | None) -> bytes | None:
    """What a study's methods.py holds; None when there is none, or it cannot be read (a finding, or raised)."""
    try:
        return bytes_of(path) if os.path.lexists(path) else None
    except OSError as error:
        if findings is None:
            raise
        problem = f"The file cannot be read: {error.strerror}."
        findings.add("SPEC-FILE", STOP, problem, "Correct or remove the file, or permit reading it.", file=path.name)
        return None


def load_source(path: Path, source: bytes) -> ModuleType:
    """The module that a file holds, or held; compiled here, so that nothing is written beside the study's files."""
    name = f"study_methods_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None  # it is for any file that ends in .py
    module = importlib.util.module_from_spec(spec)
    module.__file__ = str(path)
    vars(module)["__source__"] = source  # what its operations' digests are made from
    sys.modules[name] = module
    exec(compile(source, str(path), "exec"), vars(module))
    return module


def report_file(path: Path, error: BaseException, findings: Findings) -> None:
    """The fault of a study's methods.py as a finding with its line."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    if isinstance(error, SyntaxError):
        lines, problem = [error.lineno], f"This is not Python: {error.msg}."
    else:
        problem = f"The file cannot be loaded: {type(error).__name__}: {error}."
    findings.add("SPEC-PYTHON", STOP, problem, "Correct the file.", file=path.name, line=lines[-1] if lines else None)
