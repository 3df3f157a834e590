# pyright: standard
"""Texts as YAML has them."""

from __future__ import annotations

import json
import re

_WORD = re.compile(r"[^\W\d][\w ./-]*[\w.]|[^\W\d]|[0-9]+(?:\.[0-9]+)?")


def yaml_text(text: str) -> str:
    """A scalar of YAML: plain where it cannot be anything else."""
    plain = _WORD.fullmatch(text) and text.casefold() not in {
        "yes",
        "no",
        "y",
        "n",
        "on",
        "off",
        "true",
        "false",
        "null",
    }
    return text if plain else json.dumps(text, ensure_ascii=False)
