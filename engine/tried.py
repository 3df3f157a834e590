"""What is tried in the place of what study.yaml states, without changing it."""

from __future__ import annotations

from typing import NamedTuple


class Tried(NamedTuple):
    """Another milestone, another data cut; blank: as the study states it.

    cut  a day (YYYY-MM-DD), or none
    """

    milestone: str = ""
    cut: str = ""

    @property
    def named(self) -> dict[str, str]:
        """What is tried, by name."""
        return {name: value for name, value in self._asdict().items() if value}


AS_STATED = Tried()
