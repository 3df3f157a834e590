"""Check: values that another dataset must have."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, References, Variables, known_in
from onespec.engine.registry import check


@check("{variables}, side by side, stand in {references}; a blank {variables} is not looked at.")
def exists_in(data: Data, variables: Variables, references: References) -> Iterator[Fault]:
    """``variables`` and ``references`` in the same order; a record with one of its values blank is not looked at,
    nor is a dataset without one of the variables."""
    if len(variables) == len(references):
        other = data.dataset(references[0].partition(".")[0])
        found = known_in([data[v] for v in variables], [other[r.partition(".")[2]] for r in references]) >= 0
        filled = data.filled(variables[0])
        for name in variables[1:]:
            filled &= data.filled(name)
        yield Fault(filled & ~found, variables)
