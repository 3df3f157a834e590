"""The secret key of an edition: what it gives to subjects, sites and records in the place of their identifiers.

Everything is HMAC-SHA-256 (RFC 2104) of the original under the key, so that the same key gives the same edition, and
nobody without it can compute a new identifier from an old one.  New identifiers are of consonants alone: they hold no
number that could be one of the originals, and are no word.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onespec.engine.findings import STOP, Findings

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
SUBJECT_LETTERS, SITE_LETTERS, RECORD_LETTERS = 10, 6, 8
_BYTES = 32


class KeyRefused(OSError):
    """The key cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Key:
    """The key; ``file`` is where it lies, ``new`` whether this run has made it."""

    secret: bytes
    file: Path
    new: bool = False

    @property
    def mark(self) -> str:
        """What tells two keys apart, and nothing else of them."""
        return self._digest("mark", "").hex()[:16]

    def number(self, use: str, text: str) -> int:
        """A number of a text, for one use; any number below 2**256."""
        return int.from_bytes(self._digest(use, text), "big")

    def name(self, use: str, text: str, letters: int) -> str:
        """A new identifier of so many letters."""
        number, out = self.number(use, text), ""
        for _ in range(letters):
            number, rest = divmod(number, len(LETTERS))
            out += LETTERS[rest]
        return out

    def names(self, use: str, texts: Iterable[str], letters: int, findings: Findings) -> dict[str, str]:
        """New identifiers of several texts; two that get the same are a stop (SHARE-KEY)."""
        out = {text: self.name(use, text, letters) for text in sorted(set(texts))}
        if len(set(out.values())) < len(out):
            problem = f"This key gives two {use}s the same new identifier."
            findings.add("SHARE-KEY", STOP, problem, "Use another key: remove the file, and a new one is made.")
        return out

    def _digest(self, use: str, text: str) -> bytes:
        return hmac.digest(self.secret, f"{use}\0{text}".encode(), hashlib.sha256)


def read_key(file: Path, edition: Path) -> Key:
    """The key in a file, which is made where there is none; ``edition`` is the folder that will be shared.

    Raises `KeyRefused` for a file inside the edition, one that is no key, and one that others may read.
    """
    if file.resolve().is_relative_to(edition.resolve()):
        raise KeyRefused(f"the key {file} would lie inside the edition {edition}; name another place with --key.")
    if not file.exists() and not file.is_symlink():
        secret = os.urandom(_BYTES)
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as made:
            made.write(secret.hex() + "\n")
        return Key(secret, file, True)
    if not file.is_file():
        raise KeyRefused(f"the key {file} is no file; name a file with --key.")
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise KeyRefused(f"others may read the key {file}; withdraw that: chmod 600 {file}")
    try:
        secret = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) != _BYTES:
        raise KeyRefused(f"{file} is no key: {2 * _BYTES} hexadecimal digits. Name another file, or none to make one.")
    return Key(secret, file)
