"""The registry: named operations, their parameters and their one text.

An operation is a function with a decorator; its file's name is its name.  The text becomes
the MethodDef of define.xml, with each ``{parameter}`` replaced by what the specification names.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import inspect
import pkgutil
import sys
import typing
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from onespec.engine.contract import Bundle, Selection
from onespec.engine.findings import Findings
from onespec.engine.hints import is_bundle, is_literal, is_series, kind_of, said_of
from onespec.engine.sources import files_of
from onespec.engine.study_methods import load_source, read_source, report_file

METHOD, RECORDS, CHECK, ANALYSIS = "method", "record operation", "check", "analysis"
TABLE, FIGURE, LISTING = "table", "figure", "listing"  # what an analysis shows
INJECTED = ("group", "subject", "report")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name in YAML, its kind, and its default where it may be left out.

    kind is one of: column, columns, many, group, subject, report, table, codes, name, names,
    per subject, per record, selection, selections, str, int, float, list[str], list[float].
    """

    name: str
    kind: str
    required: bool
    argument: str  # the name in Python (``from_``)
    selection: type | None = None  # the class for kind selection(s)
    default: object = None
    permitted: tuple[str, ...] = ()  # the only values, where the hint is a Literal
    holds: str = ""  # what a column that is named must hold: number, text, date, or "" for any
    marks: tuple[object, ...] = ()  # what else its annotation says: `Carries`, `TermOf`

    @property
    def from_yaml(self) -> bool:
        return self.kind not in INJECTED


@dataclass(frozen=True)
class Declared:
    """What a decorator says of its function."""

    role: str  # METHOD, RECORDS, CHECK or ANALYSIS
    text: str
    produces: dict[str, str] = field(default_factory=dict)
    whole: bool = False
    explain: Callable | None = None
    reports: tuple[str, ...] | None = None  # None: it says nothing of rules
    stops: tuple[str, ...] = ()
    imputes: bool = False
    qualifiers: bool = False
    rows: dict[str, str] = field(default_factory=dict)
    shows: str = ""
    reach: object = None


@dataclass(frozen=True)
class Operation:
    """A registered operation."""

    name: str
    role: str  # METHOD, RECORDS, CHECK or ANALYSIS
    text: str
    function: Callable  # takes each parameter by its argument
    parameters: dict[str, Parameter]  # the required ones first
    produces: dict[str, str]  # record operations: produced column -> how it is made
    per_group: bool  # the result has one value a group
    whole: bool  # looks at all records of the dataset, whatever their phase
    file: str
    digest: str  # SHA-256 of the file and its helpers: a changed operation rebuilds what uses it
    explain: Callable | None = None  # of a method: takes the same parameters, and gives a sentence for each row
    reports: tuple[str, ...] | None = None  # the rules that it may report; None: a study's own that declares nothing
    stops: tuple[str, ...] = ()  # those of them that are stops
    imputes: bool = False  # it completes dates that are partial: define.xml calls the method an imputation
    qualifiers: bool = False  # it makes the records of supplemental qualifiers datasets
    of_check: bool = False  # a check as a record operation; a specification names the check
    rows: dict[str, str] = field(default_factory=dict)  # table parameter -> the words for a row written inline
    shows: str = ""  # of an analysis: TABLE, FIGURE or LISTING
    reach: object = None  # of a check of the built package: `onespec.conformance.reach`; None: it looks at everything

    @property
    def grouped(self) -> bool:
        """Does it look at groups of records?"""
        return self.per_group or any(p.kind == "group" for p in self.parameters.values())

    @property
    def yaml_parameters(self) -> dict[str, Parameter]:
        return {n: p for n, p in self.parameters.items() if p.from_yaml}


# parameters: what there is to say of a method, each named at the decorator
def method(
    text: str,
    whole: bool = False,
    explain: Callable | None = None,
    reports: tuple[str, ...] | None = None,
    imputes: bool = False,
    rows: dict[str, str] | None = None,
    stops: tuple[str, ...] = (),
) -> Callable:
    """Register a function that derives one variable.

    ``whole``: it looks at all records of the dataset, those too that later record steps add (a sequence number).
    ``explain`` takes the same parameters and gives a sentence for each row, "" for none: what of a table was used, say.
    It is called for one subject at a time, and only when somebody asks.
    ``reports`` are the rules of the findings that it may report.
    ``stops`` are those of them that are stops, about a value that it leaves blank: a study may lower them to a query.
    ``imputes``: it puts a value where a part of the collected one is missing (the day of a date).
    ``rows``: of a table that may be written inline, the words for a row: ``{COLUMN}``, and in [brackets] what is left
    out where the column is blank.
    """
    said = Declared(METHOD, _one_line(text), {}, whole, explain, _rules(reports), stops, imputes, rows=rows or {})
    return _declare(said)


def records(
    text: str,
    produces: dict[str, str] | None = None,
    reports: tuple[str, ...] | None = None,
    qualifiers: bool = False,
    stops: tuple[str, ...] = (),
) -> Callable:
    """Register a function that makes records; ``produces`` tells each column it fills, and how.

    Why a record is what it is, the `Rows` themselves tell: their ``decision``.
    ``reports`` are the rules of the findings that it may report, ``stops`` those of them that are stops.
    ``qualifiers``: it makes the records of every supplemental qualifiers dataset, from the parent (``source``) and a
    table ``qualifiers`` with QNAM, QLABEL, QORIG, QEVAL and IDVAR.  There is one such operation.
    """
    made = produces or {}
    return _declare(
        Declared(RECORDS, _one_line(text), made, reports=_rules(reports), stops=stops, qualifiers=qualifiers)
    )


def check(text: str, reports: tuple[str, ...] | None = None, reach: object = None) -> Callable:
    """Register a function that reports records at odds with one another; it returns nothing.

    ``reports`` are the rules of the findings that it may report.
    ``reach``: of a check of the built package, what it must see to say the right thing (`onespec.conformance.reach`).
    """
    return _declare(Declared(CHECK, _one_line(text), reports=_rules(reports), reach=reach))


def analysis(text: str, shows: str = TABLE) -> Callable:
    """Register a function that computes the numbers of a display from the records of a built dataset.

    ``shows``: TABLE, FIGURE or LISTING.  The text documents the result in define.xml and in the report.
    """
    assert shows in (TABLE, FIGURE, LISTING), shows
    return _declare(Declared(ANALYSIS, _one_line(text), reports=(), shows=shows))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _rules(reports: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if isinstance(reports, str):
        raise TypeError(f"reports of an operation is a tuple: reports=({reports!r},)")
    return reports if reports is None else tuple(reports)


def _declare(declared: Declared) -> Callable:
    def decorate(function: Callable) -> Callable:
        vars(function)["__operation__"] = declared
        return function

    return decorate


class Registry(dict):
    """Operations by (role, name); ``methods`` is the study's own ``methods.py`` as it was read."""

    methods: bytes | None = None

    def names(self, role: str) -> list[str]:
        return sorted(n for (r, n), operation in self.items() if r == role and not operation.of_check)

    @property
    def rules(self) -> set[str]:
        """The rules that operations declare."""
        return {rule for operation in self.values() for rule in operation.reports or ()}

    @property
    def qualifiers(self) -> str:
        """The name of the record operation that makes supplemental qualifiers; "" when there is none."""
        return next((o.name for o in self.values() if o.qualifiers), "")

    def add_module(self, module: ModuleType, reports: tuple[str, ...] | None = ()) -> None:
        """Add the operations of a module; ``reports``: what those may report that declare nothing (None: anything)."""
        for name, function in vars(module).items():
            if (
                inspect.isfunction(function)
                and hasattr(function, "__operation__")
                and function.__module__ == module.__name__
            ):
                self._add(_operation(name, function, reports))

    def add_of_check(self, operation: Operation) -> str:
        """Add a check as a record operation; the name under which it is found."""
        self[operation.role, operation.name] = operation
        return operation.name

    def _add(self, operation: Operation) -> None:
        known = self.get((operation.role, operation.name))
        if known and known.file != operation.file:
            raise ValueError(f"there is a {operation.role} '{operation.name}' already, in {Path(known.file).name}")
        if operation.qualifiers and self.qualifiers not in ("", operation.name):
            raise ValueError(f"'{self.qualifiers}' makes supplemental qualifiers already, so '{operation.name}' cannot")
        self[operation.role, operation.name] = operation


def discover(
    packages: Iterable[str],
    study_methods: Path | None = None,
    findings: Findings | None = None,
    source: bytes | None = None,
) -> Registry:
    """All operations in the modules of ``packages``, and in a study's own ``methods.py``.

    A fault of the study's file is a finding (or raised, without ``findings``).
    ``source`` is what the file held when it was read; the file is not read again, and need not be there.
    """
    registry = Registry()
    if source is None and study_methods:
        source = read_source(study_methods, findings)
    registry.methods = source
    for package_name in packages:
        package = importlib.import_module(package_name)
        for info in pkgutil.walk_packages(package.__path__, package_name + "."):
            registry.add_module(importlib.import_module(info.name))
    if study_methods and source is not None:
        try:
            registry.add_module(load_source(study_methods, source), reports=None)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever the study's own file does wrong while it is loaded, sys.exit too
            if findings is None:
                raise
            report_file(study_methods, error, findings)
    return registry


def _operation(name: str, function: Callable, reports: tuple[str, ...] | None) -> Operation:
    declared: Declared = vars(function)["__operation__"]
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = _parameters(name, function, hints)
    path = function.__globals__["__file__"]
    files = files_of(path, function.__globals__.get("__source__"), function.__module__.partition(".")[0])
    digest = hashlib.sha256(b"\0".join(data for _, data in sorted(files.items()))).hexdigest()
    return Operation(
        name,
        declared.role,
        declared.text,
        _by_argument(function, hints),
        parameters,
        declared.produces,
        kind_of(hints.get("return"))[0] == "per group",
        declared.whole,
        path,
        digest,
        declared.explain and _by_argument(declared.explain, typing.get_type_hints(declared.explain)),
        reports if declared.reports is None else declared.reports,
        declared.stops,
        declared.imputes,
        declared.qualifiers,
        rows=declared.rows,
        shows=declared.shows,
        reach=declared.reach,
    )


def _parameters(name: str, function: Callable, hints: dict[str, typing.Any]) -> dict[str, Parameter]:
    """The parameters of an operation, those of its bundles among them; the required ones first."""
    found: list[Parameter] = []
    for argument, p in inspect.signature(function).parameters.items():
        if argument not in hints:
            raise TypeError(f"parameter '{argument}' of {name} has no type")
        if is_bundle(hints[argument]):
            found += _fields(hints[argument], Bundle)
        else:
            found.append(_parameter(argument, hints[argument], MISSING if p.default is p.empty else p.default))
    parameters = {p.name: p for p in sorted(found, key=lambda p: not p.required)}
    if len(parameters) < len(found):
        twice = next(p.name for p in found if sum(p.name == other.name for other in found) > 1)
        raise TypeError(f"{name} has the parameter '{twice}' twice")
    return parameters


def _parameter(argument: str, hint: object, default: object) -> Parameter:
    kind, selection = kind_of(hint)
    required = default is MISSING
    default = None if required else default
    name, only = argument.removesuffix("_"), typing.get_args(hint) if is_literal(hint) else ()
    words, marks = said_of(hint)
    return Parameter(name, kind, required, argument, selection, default, only, next(iter(words), ""), marks)


def _fields(cls: type, base: type) -> list[Parameter]:
    """The fields of a dataclass, without those of its base, as parameters."""
    if not is_dataclass(cls):
        raise TypeError(f"{cls.__name__} is no dataclass")
    hints = typing.get_type_hints(cls, include_extras=True)
    known = {f.name for f in fields(base)} if is_dataclass(base) else set()
    return [_parameter(f.name, hints[f.name], _default(f)) for f in fields(cls) if f.name not in known]


def _default(field: Field) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _by_argument(function: Callable, hints: dict[str, typing.Any]) -> Callable:
    """The function, called with each parameter by itself.

    What belongs together in a bundle is put together here, and a column is a Series where one is asked for.
    """
    bundles = {n: h for n, h in hints.items() if n != "return" and is_bundle(h)}
    series = _series(function) if "pandas" in sys.modules else ()
    return _Bundling(function, bundles, series) if bundles or series else function


def _series(function: Callable) -> tuple[str, ...]:
    """The arguments that are a Series, or a list of them."""
    hints = {n: h for n, h in typing.get_type_hints(function).items() if n != "return"}
    return tuple(n for n, h in hints.items() if any(map(is_series, (h, *typing.get_args(h)))))


@dataclass(frozen=True)
class _Bundling:
    """A function that takes bundles, called with their fields; or Series, called with columns."""

    function: Callable
    bundles: dict[str, type]  # by the argument that takes them
    series: tuple[str, ...]

    def __call__(self, **given: Any) -> object:
        for argument in self.series:
            value = given.get(argument)
            if value is not None:
                given[argument] = [c.series() for c in value] if isinstance(value, list) else value.series()
        for argument, bundle in self.bundles.items():
            names = [f.name for f in fields(bundle) if f.name in given]  # the others have a default
            given[argument] = bundle(**{n: given.pop(n) for n in names})
        return self.function(**given)


@cache
def selection_fields(selection: type | None) -> dict[str, Parameter]:
    """The extra keys of a Selection class, each as a parameter."""
    assert selection is not None, "only a parameter of the kind selection has fields"
    return {p.argument: p for p in _fields(selection, Selection)}
