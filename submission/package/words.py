"""The words of a package in one language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


def words(language: str) -> dict[str, Any]:
    """The words by name: en or zh."""
    return _read()[language]


@cache
def _read() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
