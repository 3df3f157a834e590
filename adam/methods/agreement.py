"""Do two answers to one question agree?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from onespec.engine.columns import blanks
from onespec.engine.contract import Bundle, Column, TermOf
from onespec.engine.registry import method


@dataclass(frozen=True)
class Words(Bundle):
    """What stands for each case."""

    agree: Annotated[str, TermOf("")]
    differ: Annotated[str, TermOf("")]
    only_value: Annotated[str, TermOf("")]
    only_other: Annotated[str, TermOf("")]


@method(
    '"{agree}" when {value} and {other} are the same, "{differ}" when they are not; "{only_value}" when {other} is '
    'blank, "{only_other}" when {value} is; blank when both are.'
)
def agreement(value: Column, other: Column, words: Words) -> Column:
    """Character.

    Example::

        AVALC:
          derived: agreement
          with: {value: STATED, other: COMPUTED, agree: SAME, differ: OTHER, only_value: STATED, only_other: COMPUTED}

        ADXX | STATED | COMPUTED | AVALC
             | PR     | PR       | SAME
             | SD     | PR       | OTHER
             | SD     |          | STATED
             |        | PR       | COMPUTED
             |        |          |
    """
    out = blanks(len(value)).mask(value.notna() & other.notna(), words.differ).mask(value == other, words.agree)
    out = out.mask(value.notna() & other.isna(), words.only_value).mask(value.isna() & other.notna(), words.only_other)
    return out.mask(value.isna() & other.isna())
