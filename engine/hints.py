"""What the annotation of an operation's parameter says: its kind, and what else it is marked with."""

from __future__ import annotations

import typing
from typing import Any

from onespec.engine.column import Column
from onespec.engine.contract import Bundle, Codelist, Many, PerSubject, Report, Selection

_CLASSES = {Column: "column", Many: "many", PerSubject: "per subject", Report: "report", Codelist: "codes"}


def said_of(hint: Any) -> tuple[list[str], tuple[object, ...]]:
    """What an annotation says beside the kind, itself, a list's values or the T of ``T | None``: words, and marks."""
    args = typing.get_args(hint)
    if typing.get_origin(hint) is list or type(None) in args:  # T | None
        return said_of(next(a for a in args if a is not type(None)))
    said = getattr(hint, "__metadata__", ())
    words = [s for s in said if isinstance(s, str)]
    return words[1:], tuple(s for s in said if not isinstance(s, str))


def is_literal(hint: object) -> bool:
    return typing.get_origin(hint) is typing.Literal


def is_bundle(hint: object) -> bool:
    return isinstance(hint, type) and issubclass(hint, Bundle)


def is_series(hint: object) -> bool:
    """Is it a Series of pandas?  pandas is not imported to know."""
    return getattr(hint, "__name__", "") == "Series" and getattr(hint, "__module__", "").startswith("pandas")


def kind_of(hint: Any) -> tuple[str, type | None]:
    """The kind of a type hint, and the selection class behind it."""
    if typing.get_origin(hint) is typing.Annotated:
        said = hint.__metadata__[0]
        return (said, None) if isinstance(said, str) else kind_of(typing.get_args(hint)[0])
    if is_literal(hint):
        return "str", None
    if is_series(hint):
        return "column", None
    known = next((kind for cls, kind in _CLASSES.items() if isinstance(hint, type) and issubclass(hint, cls)), None)
    if known:
        return known, None
    if isinstance(hint, type) and issubclass(hint, Selection):
        return "selection", hint
    if typing.get_origin(hint) is list:
        inner, selection = kind_of(typing.get_args(hint)[0])
        plural = {"column": "columns", "name": "names", "selection": "selections"}
        return plural.get(inner, f"list[{inner}]"), selection
    if typing.get_origin(hint) is not None and type(None) in typing.get_args(hint):  # T | None
        return kind_of(next(a for a in typing.get_args(hint) if a is not type(None)))
    return getattr(hint, "__name__", str(hint)), None
