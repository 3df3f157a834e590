"""Check: subjects that a dataset must have."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Reference, Variable
from onespec.conformance.reach import SUBJECT, Given, OfSubject
from onespec.engine.registry import check


def _of_one_subject(data: Data, given: Given) -> bool:
    return given["variable"] == SUBJECT and given["reference"].endswith(f".{SUBJECT}")


@check("Each value of {reference} stands in {variable}.", reach=OfSubject(when=_of_one_subject))
def all_there(data: Data, variable: Variable, reference: Reference) -> Iterator[Fault]:
    name, _, other = reference.partition(".")
    there = set(data[variable])
    for value in dict.fromkeys(v for v in data.dataset(name)[other] if v not in there):
        yield Fault(None, [variable], detail=value, values=[value])
