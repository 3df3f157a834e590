"""Last value of a subject, by an order."""

from onespec.engine.columns import missing_last
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("{value} of the subject's last record in ascending order of {order}, among those where {value} is not blank.")
def last_value(value: Many, order: Many) -> PerGroup:
    """Character or number as ``value`` is; records equal in ``order`` keep the order of their dataset.

    Example::

        DTHDTC: {derived: last_value, with: {value: DS.DSSTDTC, order: DS.DSSEQ}}

        DS | USUBJID | DSSEQ | DSSTDTC
           | 1       | 1     | 2021-03-01
           | 1       | 2     | 2021-04-11
           | 1       | 3     |

        DM | USUBJID | DTHDTC
           | 1       | 2021-04-11
           | 2       |
    """
    return value.column.take(value.last(missing_last(order.column), keep=value.column.notna()))
