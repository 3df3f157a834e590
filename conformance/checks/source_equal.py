"""Check: values and their sources."""

from collections.abc import Iterator

from onespec.conformance.copies import Origin, differs, sources
from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import is_number, take
from onespec.engine.registry import check


@check(
    "{value} is the value of the source ({domain}, {variable}, {sequence}), where its variable ends as one of "
    "{endings}, and {derived} is blank.",
    reach=OF_SUBJECT,
)
def source_equal(data: Data, value: Variable, origin: Origin, endings: Names, derived: str = "") -> Iterator[Fault]:
    """Source and value are of one type."""
    as_it_is = (data.text(derived) == "").to_numpy()
    for source in sources(data, origin):
        if source.fault or source.variable not in source.frame or not source.variable.endswith(tuple(endings)):
            continue
        found = take(source.frame[source.variable], source.at)
        if is_number(found) == is_number(data[value]):
            mine = data[value].iloc[source.rows].reset_index(drop=True)
            wrong = (source.at >= 0) & as_it_is[source.rows] & differs(mine, found)
            yield Fault(
                source.rows[wrong],
                [value, *(n for n in (origin.domain, origin.variable, origin.sequence) if n in data)],
                detail=f"{source.name}.{source.variable} has another value",
            )
