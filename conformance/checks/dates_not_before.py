"""Check: dates that come too early."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Reference, Variables
from onespec.conformance.iso import after
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{dates} are not before {limit} of the subject.", reach=OF_SUBJECT)
def dates_not_before(data: Data, dates: Variables, limit: Reference) -> Iterator[Fault]:
    """Only what is before in every reading of a partial date is at fault."""
    limits = data.of_subject(limit)
    for name in dates:
        yield Fault(after(limits, data[name]), [name], others={limit: limits})
