"""What stands at the head of a guide and on each of its pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cover:
    """title of the guide, the study's name, lines below the title, what stands at the foot of each page."""

    language: str
    title: str
    study: str
    about: tuple[str, ...]
    foot: str
