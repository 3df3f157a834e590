"""Check: values that another dataset must have."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, References, Variables, known_in
from onespec.conformance.reach import SUBJECT, Given, OfSubject
from onespec.engine.registry import check


def _of_one_subject(data: Data, given: Given) -> bool:
    """Subject by subject, or in a dataset that is whole."""
    pairs = zip(given["variables"], given["references"], strict=False)
    by_subject = any(v == SUBJECT and r.endswith(f".{SUBJECT}") for v, r in pairs)
    return by_subject or not any(data.in_parts(r.partition(".")[0]) for r in given["references"])


@check(
    "{variables}, side by side, stand in {references}; a blank {variables} is not looked at.",
    reach=OfSubject(when=_of_one_subject),
)
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
