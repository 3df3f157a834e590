"""Check: USUBJID."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.series import on_unique
from onespec.engine.registry import check


@check("{unique} begins with {begins} and ends with {ends}.")
def subject_identifier(data: Data, unique: Variable, begins: Variable, ends: Variable) -> Iterator[Fault]:
    fits = (
        on_unique(lambda u, s, n: float(u.startswith(s) and u.endswith(n)), data[unique], data[begins], data[ends]) == 1
    )
    yield Fault(~fits, [unique, ends])
