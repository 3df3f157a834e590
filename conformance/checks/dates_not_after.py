"""Check: dates that come too late."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Reference, Variables
from onespec.conformance.iso import after
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{dates} are not after {limit} of the subject.", reach=OF_SUBJECT)
def dates_not_after(data: Data, dates: Variables, limit: Reference) -> Iterator[Fault]:
    """Only what is after in every reading of a partial date is at fault."""
    limits = data.of_subject(limit)
    for name in dates:
        yield Fault(after(data[name], limits), [name], others={limit: limits})
