"""Check: records that their key does not tell apart."""

from collections.abc import Iterator

import pandas as pd

from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import SUBJECT, Given, OfSubject
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define


def _of_one_subject(data: Data, given: Given) -> bool:
    known = data.world.define
    return known is not None and SUBJECT in _keys(data, known)


def _keys(data: Data, define: Define) -> list[str]:
    group = define.groups.get(data.name)
    return [k for k in group.keys if k in data] if group else []


@check("No two records have the same values of the keys that define.xml names.", reach=OfSubject(when=_of_one_subject))
def natural_key(data: Data, define: Define) -> Iterator[Fault]:
    """Every record but the first of a key is at fault."""
    keys = _keys(data, define)
    if keys:
        yield Fault(pd.Series(data.groups(keys)).duplicated(), keys)
