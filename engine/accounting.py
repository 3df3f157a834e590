"""Accounting: what became of every non-blank raw cell, by form and field.  The balance must be zero."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from onespec.engine.blocks import Ledger
from onespec.engine.fields import CARRIED, NOT_SUBMITTED, REFUSED, USED, TypedForm
from onespec.engine.findings import STOP, Findings

STATES = {CARRIED: "carried", USED: "used", NOT_SUBMITTED: "not_submitted", REFUSED: "refused"}
LOST = "RAW-UNACCOUNTED"
_EXAMPLES = 3


@dataclass
class Account:
    """Non-blank cells of one field, by what became of them; ``lost`` holds (row, value) of the first unaccounted."""

    filled: int = 0
    carried: int = 0
    used: int = 0
    not_submitted: int = 0
    refused: int = 0
    lost: list[tuple[int, str]] = field(default_factory=list)

    @property
    def balance(self) -> int:
        return self.filled - self.carried - self.used - self.not_submitted - self.refused

    def merge(self, other: Account) -> None:
        for name in ("filled", "carried", "used", "not_submitted", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.lost = (self.lost + other.lost)[:_EXAMPLES]


Accounts = dict[tuple[str, str], Account]


def account(forms: dict[str, TypedForm], ledgers: list[Ledger]) -> Accounts:
    """The accounts of one part."""
    out: Accounts = {}
    for form in forms.values():
        for name, filled in form.filled.items():
            status = form.status[name].copy()
            for ledger in ledgers:
                marks = ledger.marks.get((form.form.name, name))
                if marks is not None:
                    status = np.maximum(status, marks)
            counts = np.bincount(status[filled], minlength=5)
            lost = np.flatnonzero(filled & (status == 0))[:_EXAMPLES]
            out[form.form.name, name] = Account(
                int(filled.sum()), *(int(counts[s]) for s in STATES),
                [(int(form.rows[i]), form.verbatim[name].iat[i]) for i in lost])
    return out


def merge(into: Accounts, more: Accounts) -> None:
    for key, value in more.items():
        into.setdefault(key, Account()).merge(value)


def report_lost(accounts: Accounts, files: dict[str, str], findings: Findings) -> None:
    """A stop for each field with cells that are neither carried, used, declared nor refused."""
    for (form, name), a in accounts.items():
        if a.balance:
            row, value = a.lost[0] if a.lost else (None, "")
            findings.add(LOST, STOP, f"{a.balance} of {a.filled} filled cells of {form}.{name} reach no dataset; the first is '{value}'.",
                         "Map these rows, add a 'refuse' step with the reason, or declare the field 'not_submitted'.",
                         file=files[form], row=row, column=name, value=value)
