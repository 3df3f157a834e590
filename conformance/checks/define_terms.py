"""Check: values and the codelists of define.xml."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define


@check("Each value of a variable with a codelist in define.xml is one of its terms.", reach=OF_SUBJECT)
def define_terms(data: Data, define: Define) -> Iterator[Fault]:
    group = define.groups.get(data.name)
    for item in group.items.values() if group else ():
        if item.terms is not None and item.name in data:
            value = data.text(item.name)
            yield Fault((value != "") & ~value.isin(item.terms), [item.name])
