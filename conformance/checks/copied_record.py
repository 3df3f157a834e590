"""Check: what is copied from a record of a domain."""

from collections.abc import Iterator

from onespec.conformance.copies import differs
from onespec.conformance.data import Data, Fault, Variable, known_in
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import take
from onespec.engine.registry import check


@check(
    "{sequence} is that of a record of the subject in its domain; a variable of a name of the domain has its label and "
    "value.",
    reach=OF_SUBJECT,
)
def copied_record(data: Data, sequence: Variable) -> Iterator[Fault]:
    """The domain is that of the prefix: AESEQ is of AE."""
    source = data.table_of(sequence.removesuffix("SEQ"))
    if source is None or not {"USUBJID", sequence} <= set(source.frame):
        return
    at = known_in([data["USUBJID"], data[sequence]], [source.frame["USUBJID"], source.frame[sequence]])
    yield Fault(data.filled(sequence).to_numpy() & (at < 0), [sequence], detail="there is no such record")
    labels = {v.name: v.label for v in source.header.variables}
    for v in data.header.variables:
        if v.name in labels and v.name not in ("USUBJID", sequence):
            if v.label != labels[v.name]:
                yield Fault(None, [v.name], detail=f"the label of {v.name} is not '{labels[v.name]}'", values=[v.label])
            value = take(source.frame[v.name], at)
            wrong = (at >= 0) & differs(data[v.name], value)
            yield Fault(
                wrong, [v.name], detail=f"{v.name} is not that of the record", others={f"{source.name}.{v.name}": value}
            )
