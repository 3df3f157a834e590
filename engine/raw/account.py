"""What becomes of raw cells: the states of one, and the account of a field's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# What became of a raw cell; the highest that any use of it gives counts.
USED, NOT_SUBMITTED, CARRIED, REFUSED, AFTER_CUT = 1, 2, 3, 4, 5
STATES = {CARRIED: "carried", USED: "used", NOT_SUBMITTED: "not_submitted", REFUSED: "refused", AFTER_CUT: "after_cut"}
THE_FORM = "the form itself"  # looks at its subject, its key, and what repeats the register of subjects
COUNTS = ("filled", *STATES.values())
DETAILS = ("carried_to", "used_by", "refused_by")
EXAMPLES = 3


@dataclass
class Account:
    """Non-blank cells of one field, by what became of them; ``lost`` holds (file, row, value) of the first unaccounted.

    carried_to  ``AE.AETERM`` -> carried cells that stand there; a cell may stand in several places
    used_by     ``ADSL.TRTSDT``, ``records of AE``, THE_FORM -> cells that are used only, and used there;
                maybe in several places
    refused_by  rule of the finding -> refused cells, each counted once
    """

    filled: int = 0
    carried: int = 0
    used: int = 0
    not_submitted: int = 0
    refused: int = 0
    after_cut: int = 0
    lost: list[tuple[str, int, str]] = field(default_factory=list)
    carried_to: dict[str, int] = field(default_factory=dict)
    used_by: dict[str, int] = field(default_factory=dict)
    refused_by: dict[str, int] = field(default_factory=dict)

    @property
    def balance(self) -> int:
        return self.filled - sum(getattr(self, state) for state in STATES.values())

    def merge(self, other: Account) -> None:
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in DETAILS:
            mine = getattr(self, name)
            for key, count in getattr(other, name).items():
                mine[key] = mine.get(key, 0) + count
        self.lost = (self.lost + other.lost)[:EXAMPLES]


def counts(cut: bool) -> tuple[str, ...]:
    """What a report counts; ``cut``: whether the study has a data cut."""
    return tuple(name for name in COUNTS if cut or name != STATES[AFTER_CUT])


Accounts = dict[tuple[str, str], Account]


def merge(into: Accounts, more: Accounts) -> None:
    for key, value in more.items():
        into.setdefault(key, Account()).merge(value)


def accounts_said(accounts: Accounts) -> list[list[Any]]:
    """Accounts as JSON holds them."""
    return [[*key, vars(account)] for key, account in accounts.items()]


def accounts_read(said: list[list[Any]]) -> Accounts:
    """What `accounts_said` gave."""
    return {
        (form, name): Account(**(account | {"lost": [(file, row, value) for file, row, value in account["lost"]]}))
        for form, name, account in said
    }
