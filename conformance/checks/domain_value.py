"""Check: DOMAIN."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.package import split_domain
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check(
    "{variable} is the name of the dataset, of the domain that it is a part of, or of the dataset that it adds to.",
    reach=OF_SUBJECT,
)
def domain_value(data: Data, variable: Variable) -> Iterator[Fault]:
    yield Fault(data[variable] != (split_domain(data.parent) or data.parent or data.domain), [variable])
