"""The first record of a subject, or of what it has several of (ADaMIG 1.3 and OCCDS 1.1: AOCCFL, AOCCPFL, ANLzzFL)."""

from __future__ import annotations

from onespec.adam.methods._flags import Candidates
from onespec.engine.contract import Column, Subject
from onespec.engine.registry import method


@method("""Y for the first record of the subject in ascending order of {order}, blank otherwise. There is such a record
for each value of {by}. Only records count where each of {among} is Y. In the order what is blank comes last; records
equal in all of it keep the order of the records.""")
def flag_first(candidates: Candidates, subject: Subject) -> Column:
    """Y or blank: at most one Y for each subject and ``by``.

    A blank is a value of ``by`` like any other: what is not coded yet has its first record, too, and leaves no count.

    Example::

        AOCCPFL: {derived: flag_first, with: {order: [ASTDT, AESEQ], by: [AEDECOD], among: [TRTEMFL]}}

        ADAE | USUBJID | AEDECOD | ASTDT      | AESEQ | TRTEMFL | AOCCPFL
             | 1       | Nausea  | 2025-08-01 | 1     |         |
             | 1       | Nausea  | 2025-08-20 | 3     | Y       | Y
             | 1       | Nausea  | 2025-08-20 | 4     | Y       |
             | 1       | Rash    |            | 5     | Y       |
             | 1       | Rash    | 2025-09-02 | 6     | Y       | Y
             | 2       | Nausea  | 2025-08-09 | 1     | Y       | Y
    """
    return candidates.first(subject, candidates.counts(len(subject)))
