"""What is tried in the place of what study.yaml states, without changing it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

NO_CUT = "none"
NOTHING: Mapping[str, str] = MappingProxyType({})
FULL_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Tried(NamedTuple):
    """Another milestone, another data cut, another edition; blank: as the study states it.

    cut       a day (YYYY-MM-DD), or none
    language  of the edition: en or zh
    """

    milestone: str = ""
    cut: str = ""
    language: str = ""

    @property
    def named(self) -> dict[str, str]:
        """What is tried, by name."""
        return {name: value for name, value in self._asdict().items() if value}


AS_STATED = Tried()
