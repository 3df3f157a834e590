"""Texts joined into one."""

from functools import partial

from onespec.engine.columns import as_text, on_unique
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method('{parts} joined in this order with "{separator}" between them; blank when one of them is blank.')
def concatenate(parts: list[Column], separator: str = "-") -> Column:
    """Character; numbers are written in their shortest exact form.

    Example::

        USUBJID: {derived: concatenate, with: {parts: [STUDYID, SUBJID]}}

        DM | STUDYID | SUBJID | USUBJID
           | ABC-01  | 101    | ABC-01-101
           | ABC-01  |        |
    """
    return on_unique(partial(_joined, separator), *map(as_text, parts))


def _joined(separator: str, *parts: str) -> str:
    return separator.join(parts) if all(parts) else ""
