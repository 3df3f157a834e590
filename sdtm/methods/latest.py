"""Latest of a subject's dates."""

import pandas as pd

from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method(
    "The latest {date} of the subject, with the precision collected. "
    "A partial date, or one without a time, counts as the start of the period that it may stand for, before every more "
    "precise one in that period; blanks do not count."
)
def latest(date: Many) -> PerGroup:
    """ISO 8601 text; so a complete date within the month of a partial one wins over it."""
    date = date[date != ""]
    frame = pd.DataFrame({"group": date.index, "date": date.to_numpy()})
    last = frame.sort_values(["group", "date"], kind="stable").drop_duplicates("group", keep="last")
    return last.set_index("group")["date"].astype(date.dtype)
