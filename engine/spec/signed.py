"""Registers of what is explained: YAML files of the study's folder that list entries.

Each entry says what it explains, why, who says so and since when, and the exact number that it explains.  An entry
that explains more, fewer or none is stale.  What the entries are about is said where they are used (waivers of
double programming, breaches of conformance).
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from onespec.engine.declared import Key, Permitted, keys
from onespec.engine.findings import Findings
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.yamltext import Map, load_yaml

SIGNED = ("reason", "who", "date")  # without these nothing is explained
REASON = Key("Why it is so.", required=True)
WHO = Key("Who says so.", required=True)
DATE = Key("Since when.", required=True, only=Permitted(like=re.compile(r"\d{4}-\d\d-\d\d")))


class SignedReader(EntryReader):
    """Reads one register, and says its faults with their lines.

    file    its name in the study's folder; ``key`` the list in it, ``entry`` the model of an entry
    rule    the code of its findings; ``what`` an entry in words ("a waiver")
    """

    def __init__(self, file: str, key: str, entry: type, rule: str, what: str, findings: Findings):
        super().__init__(file, findings)
        self.key, self.fields, self.rule, self.what = key, tuple(keys(entry)), rule, what

    def signed(self, study: Path) -> list[tuple[Map, int]]:
        """The entries and their lines; none when the study has no such register."""
        path = study / self.file
        if not path.exists():
            return []
        entry = load_yaml(path, self.file, self.findings)
        self.unknown_keys(entry, (self.key,), self.file)
        listed = entry.get(self.key) or []  # nothing behind the key is an empty list
        if not isinstance(listed, list):
            self.fault(f"'{self.key}' must be a list.", f"Write '- {self.fields[0]}: ...'.", entry.lines[self.key])
            return []
        out = []
        for item, line in zip(listed, getattr(listed, "lines", ()), strict=True):
            if isinstance(item, Map):
                out.append((item, line))
            else:
                self.fault(f"{_capital(self.what)} is a mapping.", f"Write {', '.join(self.fields)}.", line)
        return out

    def fault(self, message: str, fix: str, line: int) -> None:
        self.stop(self.rule, message, fix, line)

    def texts(self, item: Map, *names: str) -> dict[str, str]:
        """Entries of one text each, and those that sign, which must be there; no unknown ones."""
        self.unknown_keys(item, self.fields, self.what)
        what = self.what.split(maxsplit=1)[1]
        return {n: self.text(item, n, required=n in SIGNED, what=f"The {what}") for n in (*names, *SIGNED)}

    def number(self, key: str, text: str, explained: str, line: int) -> None:
        """``key`` must be the number of what is ``explained``."""
        if not text.isdigit() or int(text) == 0:
            self.fault(
                f"'{key}' is not the number of {explained} explained: '{text}'.", "Write a whole number from 1.", line
            )

    def date(self, text: str, line: int) -> None:
        if not _is_date(text):
            self.fault(f"'date' is not a date: '{text}'.", "Write YYYY-MM-DD.", line)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10
