"""Check: a shift from baseline."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{shift} is {base} to {value} in words, where both are filled.", reach=OF_SUBJECT)
def shift_agrees(data: Data, shift: Variable, base: Variable, value: Variable) -> Iterator[Fault]:
    before, after = data.text(base), data.text(value)
    right = (before + " to " + after).where((before != "") & (after != ""), "")
    yield Fault(
        ((data[shift] != "") & (data[shift].str.upper() != right.str.upper())).to_numpy(),
        [shift, base, value],
        detail=right,
    )
