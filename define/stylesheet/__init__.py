"""The stylesheet that stands beside a define.xml, for programs that know XSLT 1.0; nothing of it is others' work."""

from __future__ import annotations

from functools import cache
from importlib import resources

NAME = "define2-1.xsl"


@cache
def stylesheet() -> bytes:
    """The file."""
    return (resources.files(__package__ or "") / NAME).read_bytes()
