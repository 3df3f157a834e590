# pyright: standard
"""Texts as YAML has them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from onespec.engine.spec.guessed import MARK

Written = str | Sequence["Written"] | Mapping[str, "Written"]  # what stands in a file of a specification
# What json leaves as it is, and YAML does not take, or a reader of lines does: controls, halves of characters, ends of
# lines, marks of byte order.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
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
    if plain:
        return text
    quoted = _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
    return quoted.replace("#", "\\u0023") if MARK in text else quoted  # a text is no guess of this program


def yaml_flow(value: Written) -> str:
    """A scalar, list or mapping of YAML on one line.

    >>> yaml_flow({"by": ["PARAMCD"], "label": "a: b"})
    '{by: [PARAMCD], label: "a: b"}'
    """
    if isinstance(value, str):
        return yaml_text(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{yaml_text(key)}: {yaml_flow(each)}' for key, each in value.items())}}}"
    return f"[{', '.join(map(yaml_flow, value))}]"
