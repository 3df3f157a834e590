"""The files that an operation is made of: its own, and those that it imports."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

_IMPORTS = re.compile(rb"^[ \t]*(?:from +([\w.]+) +import +(\([^)]*\)|[^\n(]+)|import +([^\n]+))", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_][\w.]*")


def files_of(path: str, source: bytes | None, own: str) -> dict[str, bytes]:
    """A file and those that it imports of this program and of its ``own`` package.

    Except the engine's, which count as a whole elsewhere.
    ``source`` is what the file holds, where it is known.
    """
    found: dict[str, bytes] = {} if source is None else {path: source}
    waiting = [path] if source is None else [*_imported(source, own)]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = Path(file).read_bytes()
            waiting += _imported(found[file], own)
    return found


def _imported(source: bytes, own: str) -> list[str]:
    """The files of the modules that a source imports of this program and of the package ``own``."""
    roots, engine = (__name__.partition(".")[0] + ".", f"{own}."), __name__.rpartition(".")[0] + "."
    names = (n for n in _names_imported(source) if n.startswith(roots) and not n.startswith(engine))
    return [str(file) for file in map(_file_of, names) if file is not None]


def _file_of(name: str) -> Path | None:
    """The file of a module of a loaded package, whether the module is loaded or not.

    What a function imports when it is called counts from the beginning: a process that has called it, and one that
    has not, say the same of the operation.
    """
    root, _, inner = name.partition(".")
    init = getattr(sys.modules.get(root), "__file__", None)
    return None if init is None else _file_in(init, inner)


@cache
def _file_in(init: str, inner: str) -> Path | None:
    """The file of a module in the package whose ``__init__.py`` is ``init``."""
    if not inner:
        return Path(init)
    module = Path(init).parent.joinpath(*inner.split("."))
    files = (module.with_name(module.name + ".py"), module / "__init__.py")
    return next((file for file in files if file.is_file()), None)


@cache
def _names_imported(source: bytes) -> list[str]:
    """The modules that a source imports, and what it imports from them (which may be modules, too)."""
    names: list[str] = []
    for found in _IMPORTS.finditer(source):
        module, several, modules = (part.decode() for part in found.groups(b""))
        if module:
            names += [module, *(f"{module}.{name}" for name in _NAME.findall(several))]
        names += _NAME.findall(modules)
    return names
