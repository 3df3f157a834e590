"""Check: the source of a record."""

from collections.abc import Iterator

from onespec.conformance.copies import Origin, sources
from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check(
    "{domain} is a dataset, {variable} a variable of it, and {sequence} that of a record of the subject in it.",
    reach=OF_SUBJECT,
)
def source_there(data: Data, origin: Origin) -> Iterator[Fault]:
    """A qualifier of the dataset counts as a variable of it."""
    named = data.filled(origin.domain).to_numpy()
    for name, fault in ((origin.variable, "a variable of no dataset"), (origin.sequence, "a number of no dataset")):
        if name in data:
            yield Fault(~named & data.filled(name).to_numpy(), [origin.domain, name], detail=fault)
    for source in sources(data, origin):
        if source.fault:
            yield Fault(source.rows, [n for n in (origin.domain, origin.variable) if n in data], detail=source.fault)
        else:
            missing = source.rows[source.numbered & (source.at < 0)]
            yield Fault(missing, [origin.domain, origin.sequence], detail="there is no such record")
