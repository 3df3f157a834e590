"""Check: values that a variable may have."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Names, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{variables} are blank or one of {values}.", reach=OF_SUBJECT)
def values_allowed(data: Data, variables: Variables, values: Names) -> Iterator[Fault]:
    for name in variables:
        value = data.text(name)
        yield Fault((value != "") & ~value.isin(values), [name])
