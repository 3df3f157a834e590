"""Characters of a text, by their positions."""

from functools import partial

from onespec.engine.columns import as_text, on_unique
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("The characters of {value} from position {from}. Position {to} is the last of them.")
def substring(value: Column, from_: int, to: int | None = None) -> Column:
    """Character, without blanks around it; positions are counted from 1.  A shorter text has fewer characters.

    Example::

        SITEID: {derived: substring, with: {value: SUBJID, from: 1, to: 2}}

        DM | SUBJID | SITEID
           | 07001  | 07
           | 7      | 7
    """
    if from_ < 1 or (to is not None and to < from_):
        raise ValueError(f"there are no characters from {from_} to {to}; positions are counted from 1")
    return on_unique(partial(_characters, from_, to), as_text(value))


def _characters(first: int, last: int | None, value: str) -> str:
    return value[first - 1 : last].strip()
