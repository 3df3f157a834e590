"""Check: names that end as the guide reserves it."""

import re
from collections.abc import Iterator

from onespec.conformance.data import Data, Facts, Fault
from onespec.engine.registry import check


@check(
    "A variable that the guide does not list, whose name ends as in {fragments}, has the type that is said there, and "
    "its label the word."
)
def fragments(data: Data, fragments: Facts) -> Iterator[Fault]:
    """``WORD`` is a regular expression, looked for in the label.  Of several endings the longest counts."""
    copied = set(data.facts) | set(data.world.lent(data.name))
    for v in data.header.variables:
        ends = [
            f for f in fragments.itertuples() if v.name.endswith(str(f.SUFFIX)) and len(v.name) > len(str(f.SUFFIX))
        ]
        if v.name in copied or not ends:
            continue
        longest = max(ends, key=lambda f: len(str(f.SUFFIX)))
        if v.type != longest.TYPE:
            yield Fault(None, [v.name], detail=f"{v.name} ends in {longest.SUFFIX} and is {v.type}", values=[v.type])
        if not re.search(str(longest.WORD), data.english(v.name, v.label)):
            yield Fault(
                None, [v.name], detail=f"the label of {v.name} says nothing of '{longest.WORD}'", values=[v.label]
            )
