"""The first of a subject's records with the lowest value (ADaMIG 1.3: ANLzzFL): the best change from baseline, say."""

from __future__ import annotations

from onespec.adam.methods._flags import Candidates
from onespec.engine.contract import Amount, Column, Subject
from onespec.engine.groups import Many
from onespec.engine.registry import method


@method("""Y for the first record of the subject in ascending order of {order} among those with its lowest {value},
blank otherwise. There is such a record for each value of {by}. Only records count with a {value}, and where each of
{among} is Y. In the order what is blank comes last; records equal in all of it keep the order of the records.""")
def flag_first_lowest(value: Amount, candidates: Candidates, subject: Subject) -> Column:
    """Y or blank: at most one Y for each subject and ``by``; none where all values are missing.

    Example::

        ANL02FL: {derived: flag_first_lowest, with: {value: PCHG, order: [ADT], by: [PARAMCD], among: [ANL01FL]}}

        ADTR | USUBJID | PARAMCD | PCHG | ADT        | ANL01FL | ANL02FL
             | 1       | SUM     | 0    | 2025-08-01 |         |
             | 1       | SUM     | -30  | 2025-09-15 | Y       |
             | 1       | SUM     | -40  | 2025-10-27 | Y       | Y
             | 1       | SUM     | -40  | 2025-12-08 | Y       |
             | 1       | SUM     |      | 2026-01-20 | Y       |
             | 1       | SUM     | -50  | 2026-03-03 |         |
    """
    group, groups = candidates.groups(subject)
    counts = candidates.counts(len(subject)) & value.notna()
    lowest = Many(value, group, groups).least(value.where(counts))
    return candidates.first(subject, counts & (value == lowest[group]))
