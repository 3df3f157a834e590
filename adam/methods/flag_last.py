"""The last record of a subject, or of what it has several of (ADaMIG 1.3: LVOTFL, ANLzzFL)."""

from __future__ import annotations

from onespec.adam.methods._flags import Candidates
from onespec.engine.contract import Column, Subject
from onespec.engine.registry import method


@method("""Y for the last record of the subject in ascending order of {order}, blank otherwise. There is such a record
for each value of {by}. Only records count where each of {among} is Y. In the order what is blank comes first; records
equal in all of it keep the order of the records.""")
def flag_last(candidates: Candidates, subject: Subject) -> Column:
    """Y or blank: at most one Y for each subject and ``by``.

    Example::

        LVOTFL: {derived: flag_last, with: {order: [ADT, LBSEQ], by: [PARAMCD], among: [ONTRTFL]}}

        ADLB | USUBJID | PARAMCD | ADT        | LBSEQ | ONTRTFL | LVOTFL
             | 1       | ALT     | 2025-08-25 | 1     | Y       |
             | 1       | ALT     | 2025-09-15 | 2     | Y       |
             | 1       | ALT     | 2025-09-15 | 3     | Y       | Y
             | 1       | ALT     | 2025-12-20 | 4     |         |
             | 1       | AST     |            | 5     | Y       | Y
    """
    return candidates.last(subject, candidates.counts(len(subject)))
