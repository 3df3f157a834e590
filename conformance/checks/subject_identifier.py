"""Check: USUBJID."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.engine.columns import on_unique
from onespec.engine.registry import check


@check("{unique} begins with {study} and ends with {subject}.")
def subject_identifier(data: Data, unique: Variable, study: Variable, subject: Variable) -> Iterator[Fault]:
    fits = on_unique(lambda u, s, n: float(u.startswith(s) and u.endswith(n)), data[unique], data[study], data[subject]) == 1
    yield Fault(~fits, [unique, subject])
