"""Check: criteria and their results."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("Each of {results} has its criterion, which is filled where the result is.", reach=OF_SUBJECT)
def criterion_there(data: Data, results: Variables) -> Iterator[Fault]:
    """CRITyFL and MCRITyML say whether CRITy, MCRITy hold."""
    for name in results:
        criterion = name[:-2]
        if criterion not in data:
            yield Fault(None, [name], detail=f"there is no {criterion}")
        else:
            yield Fault(data.filled(name) & ~data.filled(criterion), [criterion, name], detail=f"{criterion} is blank")
