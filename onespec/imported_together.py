# pyright: standard
"""Several define.xml of one study as one model: its SDTM and its ADaM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from onespec.engine.metadata.model import Metadata

# What elements are referred to by; what others refer to themselves stands before them.
_REFERS = (
    ("leaves", ("leaf", "archive")),
    ("standards", ("standard",)),
    ("comments", ("comment",)),
    ("codelists", ("codelist", "role_codelist")),
    ("methods", ("method",)),
    ("wheres", ("wheres",)),
    ("displays", ()),
)
_ALL = ("annotated", "supplemental", "datasets", "unplaced", *(kind for kind, _ in _REFERS))


def together(models: Sequence[Metadata]) -> tuple[Metadata, list[Metadata]]:
    """One model of all, and each with the OIDs that it has there.

    What is the same in two files stands once; of two definitions of one OID the later one gets another OID.  Names of
    the study are those of the first.
    """
    whole, *others = models
    renamed = [whole]
    for other in others:
        own = _beside(whole, other)
        renamed.append(own)
        whole = replace(whole, **{kind: _joined(getattr(whole, kind), getattr(own, kind)) for kind in _ALL})
    return whole, renamed


def _joined(known: tuple, more: tuple) -> tuple:
    return (*known, *(each for each in more if each not in known))


def _beside(whole: Metadata, other: Metadata) -> Metadata:
    """A model whose OIDs mean nothing else in the whole."""
    for kind, names in _REFERS:
        there = {each.oid: each for each in getattr(whole, kind)}
        taken = there.keys() | {each.oid for each in getattr(other, kind)}
        own = {each.oid for each in getattr(other, kind)}
        new = {oid: f"{oid} (of another file)" for oid in there if oid not in own}  # it leads nowhere in its own file
        for each in getattr(other, kind):
            if each.oid in there and there[each.oid] != each:
                new[each.oid] = next(
                    name for n in range(2, len(taken) + 3) if (name := f"{each.oid}.{n}") not in {*taken, *new.values()}
                )
        if new:
            listed = tuple(replace(each, oid=new.get(each.oid, each.oid)) for each in getattr(other, kind))
            other = _pointed(replace(other, **{kind: listed}), names, new)
    return other


def _pointed(value: Any, names: Sequence[str], new: Mapping[str, str]) -> Any:
    """A model, or a part of it, whose references of these names lead to the new OIDs."""
    if isinstance(value, tuple):
        return tuple(_pointed(each, names, new) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for field in fields(value):
        old = getattr(value, field.name)
        made = _named(old, new) if field.name in names else old
        changed |= {field.name: found} if (found := _pointed(made, names, new)) != old else {}
    return replace(value, **changed) if changed else value


def _named(old: Any, new: Mapping[str, str]) -> Any:
    if isinstance(old, str):
        return new.get(old, old)
    return tuple(new.get(each, each) if isinstance(each, str) else each for each in old)
