"""The record of a window that lies nearest to its target (ADaMIG 1.3: ANLzzFL, AWTDIFF)."""

from __future__ import annotations

from onespec.adam.methods._flags import Candidates
from onespec.engine.contract import Amount, Column, Subject
from onespec.engine.groups import Many
from onespec.engine.registry import method


@method("""Y for the record of the subject with the least {distance}, of several the last in ascending order of
{order}; blank otherwise. There is such a record for each value of {by}. Only records count with a {distance}, and where
each of {among} is Y. In the order what is blank comes first; records equal in all of it keep the order of the
records.""")
def flag_nearest(distance: Amount, candidates: Candidates, subject: Subject) -> Column:
    """Y or blank: at most one Y for each subject and ``by``; ``distance`` has no sign.

    Example::

        ANL01FL: {derived: flag_nearest, with: {distance: AWTDIFF, order: [ADT, VSSEQ], by: [PARAMCD, AVISIT]}}

        ADVS | USUBJID | PARAMCD | AVISIT   | AWTDIFF | ADT        | VSSEQ | ANL01FL
             | 1       | PULSE   | Period 2 | 4       | 2025-08-21 | 1     |
             | 1       | PULSE   | Period 2 | 2       | 2025-08-23 | 2     |
             | 1       | PULSE   | Period 2 | 2       | 2025-08-27 | 3     |
             | 1       | PULSE   | Period 2 | 2       | 2025-08-27 | 4     | Y
             | 1       | PULSE   |          |         |            | 5     |
    """
    group, groups = candidates.groups(subject)
    counts = candidates.counts(len(subject)) & distance.notna()
    least = Many(distance, group, groups).least(distance.where(counts))
    return candidates.last(subject, counts & (distance == least[group]))
