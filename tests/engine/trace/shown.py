"""What tests compare of an explanation."""

from __future__ import annotations

import re


def shortened(text: str) -> str:
    """The texts of methods left out: they stand beside their code, and the README shows one explanation as it is."""
    out, margin = [], None
    for line in text.splitlines(keepends=True):
        indent, words = len(line) - len(line.lstrip()), line.strip()
        if margin is not None and indent == margin and not words.startswith(("- ", "Finding ")):
            continue
        named = re.match(r"Derived by \w+:", words)
        margin = indent if named else None
        out.append(f"{' ' * indent}{named[0]} ...\n" if named else line)
    return "".join(out)
