"""What stands in a drawn figure: matplotlib notes each text beside its outline, as a comment."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

from onespec.results.figures.picture import Picture


def texts(picture: Picture) -> list[str]:
    svg = picture.svg().decode()
    ElementTree.fromstring(svg)  # it is well-formed
    return [unescape(text) for text in re.findall(r"<!-- (.*?) -->", svg, re.DOTALL)]


def count(picture: Picture, *words: str) -> int:
    """How many texts are one of these."""
    return sum(text in words for text in texts(picture))
