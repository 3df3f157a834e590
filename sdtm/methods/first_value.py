"""First value of a subject, by an order."""

from onespec.engine.columns import missing_last
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("{value} of the subject's first record in ascending order of {order}, among those where {value} is not blank.")
def first_value(value: Many, order: Many) -> PerGroup:
    """Character or number as ``value`` is; records equal in ``order`` keep the order of their dataset.

    Example::

        ARMCD: {derived: first_value, with: {value: EX.EXTRT, order: EX.EXSTDTC}}

        EX | USUBJID | EXTRT | EXSTDTC
           | 1       | B     | 2021-02-02
           | 1       | A     | 2021-01-05

        DM | USUBJID | ARMCD
           | 1       | A
           | 2       |
    """
    return value.column.take(value.first(missing_last(order.column), keep=value.column.notna()))
