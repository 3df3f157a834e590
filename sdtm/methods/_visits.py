"""What the operations that number visits share."""

from dataclasses import dataclass

from onespec.engine.contract import Bundle, Many


@dataclass(frozen=True)
class Register(Bundle):
    """The register of visits that took place: each visit and its date."""

    visits: Many
    dates: Many
