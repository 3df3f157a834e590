"""Names of members: those that every system can hold, and that lead nowhere else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

LONGEST = 400  # bytes of a whole name
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{device}{number}" for device in ("COM", "LPT") for number in "123456789¹²³"
}
_FORBIDDEN = '<>:"|?*\\'  # of a name in Windows
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control characters, marks of direction, half characters, line ends


def fault(name: str) -> str:
    """Why no member may be called so; "" for a name that may be.

    A name is relative, its parts divided by ``/``: no way up, no drive, no device, nothing that Windows would read as
    another name (Microsoft, Naming Files, Paths, and Namespaces).
    """
    if not name or len(name.encode("utf-8", "surrogatepass")) > LONGEST:
        return f"the name is longer than {LONGEST} bytes" if name else "the name is empty"
    if "\\" in name:
        return "the name holds a backslash, which Windows reads as a folder"
    if name.startswith("/"):
        return "the name is absolute"
    if name[1:2] == ":":
        return "the name begins with a drive letter"
    if any(unicodedata.category(c) in _HIDDEN for c in name):
        return "the name holds a character that nobody sees"
    return next(filter(None, map(_part_fault, name.split("/"))), "")


def _part_fault(part: str) -> str:
    if part in ("", ".", ".."):
        return "the name leads out of its folder" if part == ".." else "a part of the name is empty"
    if found := sorted(set(part) & set(_FORBIDDEN)):
        return f"the name holds {' '.join(found)}, which Windows does not permit"
    if part[-1] in ". ":
        return "a part of the name ends with a dot or blank, which Windows leaves out"
    if part.partition(".")[0].rstrip().upper() in _RESERVED:
        return f"'{part}' is the name of a device in Windows"
    return ""


def clashes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that are one file where capitals or the form of a letter do not count, or a file and a folder."""
    known: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        key = _key(name)
        if key in known:
            yield name, known[key]
        known.setdefault(key, name)
        parts, spelled = key.split("/"), name.split("/")
        for end in range(1, len(parts)):
            folder, written = "/".join(parts[:end]), "/".join(spelled[:end])
            if folders.setdefault(folder, written) != written:
                yield name, folders[folder]
    for folder, written in folders.items():
        if folder in known:
            yield known[folder], written


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
