"""First value of a subject, by an order."""

import pandas as pd

from onespec.engine.columns import blank
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("{value} of the subject's first record in ascending order of {order}, among those where {value} is not blank.")
def first_value(value: Many, order: Many) -> PerGroup:
    """Character or number as ``value`` is; records equal in ``order`` keep the order of their dataset."""
    frame = pd.DataFrame({"group": value.index, "value": value.to_numpy(), "order": order.to_numpy()})
    frame = frame[~blank(value).to_numpy()].sort_values(["group", "order"], kind="stable")
    return frame.drop_duplicates("group").set_index("group")["value"].astype(value.dtype)
