"""What a check must see of a package to say the right thing.

A check that says nothing looks at everything: all records of its dataset and of every other one.  What says that it
reaches less is run on ranges of subjects one after the other, of which each has all records of its subjects in all
datasets, and the whole of a dataset that has no subjects.  It must then find the same as on everything:

    OF_SUBJECT         in a record it looks at nothing but that record, other records of the same subject, datasets
                       without subjects, and what `Data` says of whole datasets (`anywhere`, `most_frequent`)
    OfSubject(among)   so where USUBJID is among the names that one of these parameters has
    OfSubject(when)    so where a function of the dataset and the parameters says so
    Distinct(columns)  it looks at the values of a few variables that stand side by side, and at how many records have
                       them (`Data.count`): it is run on the different ones
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onespec.conformance.data import Data, Fault

SUBJECT = "USUBJID"

Given = Mapping[str, Any]
Judge = Callable[[Data], Iterator[Fault]]


@dataclass(frozen=True)
class OfSubject:
    """The reach of a check that looks at one subject at a time."""

    among: tuple[str, ...] = ()
    when: Callable[[Data, Given], bool] | None = None

    def holds(self, data: Data, given: Given) -> bool:
        if self.when:
            return self.when(data, given)
        named = [given[a] for a in self.among if a in given]
        return not self.among or any(SUBJECT in ([v] if isinstance(v, str) else v) for v in named)


OF_SUBJECT = OfSubject()


@dataclass(frozen=True)
class Distinct:
    """The reach of a check that looks at different values side by side.

    columns  the parameters whose variables stand side by side; or a function of the dataset and the parameters that
             gives lists of variables, each looked at by itself
    judge    what looks at one such list; the check itself, where it is left out
    """

    columns: tuple[str, ...] | Callable[[Data, Given], list[list[str]]]
    judge: Callable[[Data, Sequence[str]], Iterator[Fault]] | None = None

    def lists(self, data: Data, given: Given) -> list[list[str]]:
        """Lists of variables that the dataset has."""
        if callable(self.columns):
            return self.columns(data, given)
        named = [given[c] for c in self.columns if c in given]
        names = [n for v in named for n in ([v] if isinstance(v, str) else v) if n in data]
        return [list(dict.fromkeys(names))]
