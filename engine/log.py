"""What the program says to somebody who looks for a fault of code: steps, and the exception behind a finding.

All of it goes through the standard `logging`, to the loggers below "onespec", at level DEBUG.  A program that uses
onespec shows it by its own `logging`; the command line shows it on the error stream with --debug or ONESPEC_DEBUG=1.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

VARIABLE = "ONESPEC_DEBUG"  # of the environment: processes that this one starts have it, too
FORMAT = "%(asctime)s %(processName)s %(name)s: %(message)s"
_ROOT = logging.getLogger("onespec")


def asked() -> bool:
    """Whether the environment asks for the log: ONESPEC_DEBUG is there, and neither empty nor 0."""
    return os.environ.get(VARIABLE, "") not in ("", "0")


def enabled() -> bool:
    """Whether anybody reads the log of this process."""
    return _ROOT.isEnabledFor(logging.DEBUG)


def debugging(wanted: bool = True) -> AbstractContextManager[None]:
    """The log on the error stream while the block runs, where it is wanted or the environment asks for it."""
    return shown() if wanted or asked() else nullcontext()


@contextmanager
def shown() -> Iterator[None]:
    """Show the log on the error stream, of this process and of those that it starts; afterwards all is as it was."""
    level, variable = _ROOT.level, os.environ.get(VARIABLE)
    os.environ[VARIABLE] = "1"
    handler = show()
    try:
        yield
    finally:
        _ROOT.removeHandler(handler)
        _ROOT.setLevel(level)
        os.environ.pop(VARIABLE)
        if variable is not None:
            os.environ[VARIABLE] = variable


def show() -> logging.Handler:
    """Show the log of this process on the error stream from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    _ROOT.addHandler(handler)
    _ROOT.setLevel(logging.DEBUG)
    return handler
