"""Check: what another dataset says of the subject."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Reference
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{reference} of the subject is {value}.", reach=OF_SUBJECT)
def subject_has(data: Data, reference: Reference, value: str = "") -> Iterator[Fault]:
    """Without ``value`` it is filled."""
    found = data.of_subject(reference)
    yield Fault(found != value if value else found == "", ["USUBJID"], others={reference: found})
