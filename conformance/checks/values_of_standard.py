"""Check: values that the guide lists."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{variables} have the values that the guide lists for them, or are blank.", reach=OF_SUBJECT)
def values_of_standard(data: Data, variables: Variables) -> Iterator[Fault]:
    for name in variables:
        fact = data.facts.get(name)
        allowed = fact.values.split() if fact else []
        if allowed:
            value = data.text(name)
            yield Fault((value != "") & ~value.isin(allowed), [name], detail=" or ".join(allowed))
