"""Object identifiers: readable, stable, unique, and made in this one place.

``IT.LB.LBORRES`` is a variable, ``IT.LB.LBORRES.ALT`` its value-level definition; the first part
tells the kind: IG dataset, IT item, VL value list, WC where clause, CL codelist, MT method,
COM comment, LF document or file, STD standard.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Content = TypeVar("Content", bound=Hashable)


def oid(kind: str, *parts: str) -> str:
    """
    >>> oid("IT", "LB", "LBORRES", "1,25-Vitamin D")
    'IT.LB.LBORRES.1_25_Vitamin_D'
    >>> oid("WC", "LB", "LBTESTCD", "")
    'WC.LB.LBTESTCD.BLANK'
    """
    return ".".join([kind, *(re.sub(r"[^A-Za-z0-9_]+", "_", part) or "BLANK" for part in parts)])


@dataclass
class Once(Generic[Content]):
    """One identifier for each distinct content; contents that ask for the same get ``.2``, ``.3`` ...

    A content keeps the identifier that it was first given.
    """

    known: dict[Content, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def of(self, content: Content, wanted: str) -> str:
        if content not in self.known:
            name, number = wanted, 1
            while name in self.taken:
                number += 1
                name = f"{wanted}.{number}"
            self.taken.add(name)
            self.known[content] = name
        return self.known[content]
