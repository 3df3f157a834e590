# pyright: standard
"""Guesses of a drafted specification that nobody has confirmed, in words."""

from __future__ import annotations

from onespec.engine.spec.guessed import MARK, Guess


def guesses_text(found: list[Guess]) -> str:
    """A line a guess, and how many there are."""
    lines = [f"GUESS  {g.file}:{g.line}: {g.said}  ({g.evidence})" for g in found]
    if not found:
        return "No guess is left to confirm."
    return "\n".join([*lines, f"{len(found)} guesses to confirm: correct the line, or remove its '{MARK.strip()}'."])
