"""The rules of a check of define.xml: data that name a function (`rules.yaml`), and the functions by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from lxml import etree

    from onespec.define.check.world import World

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
FILE = Path(__file__).parent / "rules.yaml"


@dataclass(frozen=True)
class Rule:
    """One rule; the head of rules.yaml says what its parts are.

    kind   the function that asks it; "data" of those that `onespec.define.check.data` asks together
    given  the parameters of the function
    """

    id: str
    severity: str
    kind: str
    message: str
    fix: str
    source: str
    at: str = ""
    only: str = ""
    version: str = ""
    data: bool = False
    schema: bool = False
    mend: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What a function finds: the element, what stands there, and what the message adds."""

    node: etree._Element
    value: str = ""
    detail: str = ""


Kind = Callable[["World", Rule], Iterator[Fault]]
KINDS: dict[str, Kind] = {}


def kind(function: Kind) -> Kind:
    """Register the function by its name, by which rules.yaml calls it."""
    assert function.__name__ not in KINDS, function.__name__
    KINDS[function.__name__] = function
    return function


@lru_cache
def rules() -> dict[str, Rule]:
    """All rules by their ids, in the order of the file."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: Rule(id=name, given=entry.pop("with", {}), **entry) for name, entry in read.items()}
