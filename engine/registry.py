"""The registry: named operations, their parameters and their one text.

An operation is a function with a decorator; its file's name is its name.  The text becomes
the MethodDef of define.xml, with each ``{parameter}`` replaced by what the specification names.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import inspect
import pkgutil
import sys
import traceback
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path

from onespec.engine.contract import Report, Selection
from onespec.engine.findings import STOP, Findings

METHOD, RECORDS, CHECK = "method", "record operation", "check"
INJECTED = ("group", "subject", "report")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name in YAML, its kind and whether it may be left out.

    kind is one of: column, columns, many, group, subject, report, table, codes, name, names,
    per subject, selection, selections, str, int, float, list[str], list[float].
    """

    name: str
    kind: str
    required: bool
    argument: str  # the name in Python (``from_``)
    selection: type | None = None  # the class for kind selection(s)

    @property
    def from_yaml(self) -> bool:
        return self.kind not in INJECTED


@dataclass(frozen=True)
class Operation:
    """A registered operation."""

    name: str
    role: str  # METHOD, RECORDS or CHECK
    text: str
    function: Callable
    parameters: dict[str, Parameter]
    produces: dict[str, str]  # record operations: produced column -> how it is made
    per_group: bool  # the result has one value a group
    whole: bool  # looks at all records of the dataset, whatever their phase
    file: str
    digest: str  # SHA-256 of the file and its helpers: a changed operation rebuilds what uses it
    explain: Callable | None = (
        None  # what it considered for each record: takes the same parameters, of record operations after the records made
    )

    @property
    def yaml_parameters(self) -> dict[str, Parameter]:
        return {n: p for n, p in self.parameters.items() if p.from_yaml}


def method(text: str, whole: bool = False, explain: Callable | None = None) -> Callable:
    """Register a function that derives one variable.

    ``whole``: it looks at all records of the dataset, those too that later record steps add (a sequence number).
    ``explain`` takes the same parameters and gives a sentence for each row, "" for none: what of a table was used, say.
    It is called for one subject at a time, and only when somebody asks.
    """
    return _mark(METHOD, text, {}, whole, explain)


def records(text: str, produces: dict[str, str] | None = None, explain: Callable | None = None) -> Callable:
    """Register a function that makes records; ``produces`` tells each column it fills, and how.

    ``explain`` takes the records made (`Rows`) and the same parameters, and gives a list of `Reason` for each record:
    what was considered, and which rule won.  It is called for one subject at a time, and only when somebody asks.
    """
    return _mark(RECORDS, text, produces or {}, explain=explain)


def check(text: str) -> Callable:
    """Register a function that reports records at odds with one another; it returns nothing."""
    return _mark(CHECK, text, {})


def _mark(
    role: str, text: str, produces: dict[str, str], whole: bool = False, explain: Callable | None = None
) -> Callable:
    def decorate(function: Callable) -> Callable:
        function.__operation__ = (role, " ".join(text.split()), produces, whole, explain)
        return function

    return decorate


class Registry(dict):
    """Operations by (role, name)."""

    def names(self, role: str) -> list[str]:
        return sorted(n for r, n in self if r == role)

    def add_module(self, module: object) -> None:
        for name, function in vars(module).items():
            if (
                inspect.isfunction(function)
                and hasattr(function, "__operation__")
                and function.__module__ == module.__name__
            ):
                operation = _operation(name, function)
                known = self.get((operation.role, name))
                if known and known.file != operation.file:
                    raise ValueError(f"there is a {operation.role} '{name}' already, in {Path(known.file).name}")
                self[operation.role, name] = operation


def discover(packages: Iterable[str], study_methods: Path | None = None, findings: Findings | None = None) -> Registry:
    """All operations in the modules of ``packages``, and in a study's own ``methods.py``.

    A fault of the study's file is a finding (or raised, without ``findings``).
    """
    registry = Registry()
    for package_name in packages:
        package = importlib.import_module(package_name)
        for info in pkgutil.walk_packages(package.__path__, package_name + "."):
            registry.add_module(importlib.import_module(info.name))
    if study_methods and study_methods.exists():
        try:
            registry.add_module(_load_file(study_methods))
        except Exception as error:  # whatever the study's own file does wrong while it is loaded
            if findings is None:
                raise
            _report_file(study_methods, error, findings)
    return registry


def _load_file(path: Path) -> object:
    """The module in a file; compiled here, so that nothing is written beside the study's files."""
    spec = importlib.util.spec_from_file_location(
        f"study_methods_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}", path
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    exec(compile(path.read_bytes(), str(path), "exec"), vars(module))
    return module


def _report_file(path: Path, error: Exception, findings: Findings) -> None:
    """The fault of a study's methods.py as a finding with its line."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    if isinstance(error, SyntaxError):
        lines, problem = [error.lineno], f"This is not Python: {error.msg}."
    else:
        problem = f"The file cannot be loaded: {type(error).__name__}: {error}."
    findings.add("SPEC-PYTHON", STOP, problem, "Correct the file.", file=path.name, line=lines[-1] if lines else None)


def _operation(name: str, function: Callable) -> Operation:
    role, text, produces, whole, explain = function.__operation__
    hints = typing.get_type_hints(function, include_extras=True)
    signature = inspect.signature(function)
    parameters = {}
    for argument, p in signature.parameters.items():
        if argument not in hints:
            raise TypeError(f"parameter '{argument}' of {name} has no type")
        kind, selection = _kind(hints[argument])
        yaml_name = argument.removesuffix("_")
        parameters[yaml_name] = Parameter(yaml_name, kind, p.default is p.empty, argument, selection)
    path = inspect.getsourcefile(function)
    digest = hashlib.sha256(b"\0".join(data for _, data in sorted(_files(path).items()))).hexdigest()
    return Operation(
        name,
        role,
        text,
        function,
        parameters,
        produces,
        _kind(hints.get("return"))[0] == "per group",
        whole,
        path,
        digest,
        explain,
    )


def _files(path: str) -> dict[str, bytes]:
    """A file and those that it imports, except the engine's, which count as a whole elsewhere."""
    found, waiting = {}, [path]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = Path(file).read_bytes()
            waiting += _imported(found[file])
    return found


@cache
def _imported(source: bytes) -> list[str]:
    root, engine = __name__.partition(".")[0] + ".", __package__ + "."
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        elif isinstance(node, ast.Import):
            names += [a.name for a in node.names]
    modules = [sys.modules.get(n) for n in names if n.startswith(root) and not n.startswith(engine)]
    return [m.__file__ for m in modules if getattr(m, "__file__", None)]


def _kind(hint: object) -> tuple[str, type | None]:
    """The kind of a type hint, and the selection class behind it."""
    if typing.get_origin(hint) is typing.Annotated:
        return hint.__metadata__[0], None
    if hint is Report:
        return "report", None
    if isinstance(hint, type) and issubclass(hint, Selection):
        return "selection", hint
    if typing.get_origin(hint) is list:
        inner, selection = _kind(typing.get_args(hint)[0])
        plural = {"column": "columns", "name": "names", "selection": "selections"}
        return plural.get(inner, f"list[{inner}]"), selection
    if isinstance(hint, type) and hint.__name__ == "Codelist":
        return "codes", None
    if typing.get_origin(hint) is not None and type(None) in typing.get_args(hint):  # T | None
        return _kind(next(a for a in typing.get_args(hint) if a is not type(None)))
    return getattr(hint, "__name__", str(hint)), None


def selection_fields(selection: type | None) -> dict[str, tuple[str, bool]]:
    """The extra keys of a Selection class: name -> (kind, required)."""
    assert selection is not None and is_dataclass(selection), "only a parameter of the kind selection has fields"
    base = {f.name for f in fields(Selection)}
    hints = typing.get_type_hints(selection, include_extras=True)
    out = {}
    for f in fields(selection):
        if f.name not in base:
            from dataclasses import MISSING

            required = f.default is MISSING and f.default_factory is MISSING
            out[f.name] = (_kind(hints[f.name])[0], required)
    return out
