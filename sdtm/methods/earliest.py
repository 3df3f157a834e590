"""Earliest of a subject's dates."""

import pandas as pd

from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import last_moment


@method(
    "The earliest {date} of the subject, with the precision collected. "
    "A partial date, or one without a time, counts as the end of the period that it may stand for, after every more "
    "precise one in that period; blanks do not count."
)
def earliest(date: Many) -> PerGroup:
    """ISO 8601 text; so a complete date within the month of a partial one wins over it."""
    date = date[date != ""]
    frame = pd.DataFrame({"group": date.index, "key": last_moment(date).to_numpy(), "date": date.to_numpy()})
    first = frame.sort_values(["group", "key"], kind="stable").drop_duplicates("group")
    return first.set_index("group")["date"].astype(date.dtype)
