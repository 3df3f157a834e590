"""Where each element stands on the page: anchors that say what they lead to, the same in every edition of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PLAIN = re.compile(r"[^A-Za-z0-9_.-]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE = ("http:", "https:")


@dataclass
class Anchors:
    """Anchors given so far; no two elements have the same."""

    _given: set[str] = field(default_factory=set)

    def new(self, *pieces: str) -> str:
        """An anchor out of a kind and names: ``v.AE.AETERM``, with a number where that is taken."""
        wanted = ".".join(_PLAIN.sub("-", piece) for piece in pieces)
        out, number = wanted, 1
        while out in self._given:
            number += 1
            out = f"{wanted}~{number}"
        self._given.add(out)
        return out


def safe_link(href: str) -> str:
    """A link that may be followed: relative, http or https; "" for any other, which is shown as a text."""
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20\x7f]", "", href))
    return href if href and (scheme is None or scheme[0].lower() in _SAFE) else ""
