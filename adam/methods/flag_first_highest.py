"""The first of a subject's records with the highest value (OCCDS 1.1: AOCCIFL, AOCCPIFL; ADaMIG 1.3: ANLzzFL)."""

from __future__ import annotations

import numpy as np

from onespec.adam.methods._flags import Candidates
from onespec.engine.contract import Amount, Column, Subject
from onespec.engine.groups import Many
from onespec.engine.kinds import Number
from onespec.engine.registry import method


@method("""Y for the first record of the subject in ascending order of {order} among those with its highest {value},
blank otherwise. There is such a record for each value of {by}. Only records count where each of {among} is Y. A missing
value is below all others. In the order what is blank comes last; records equal in all of it keep the order of the
records.""")
def flag_first_highest(value: Amount, candidates: Candidates, subject: Subject) -> Column:
    """Y or blank: at most one Y for each subject and ``by``.

    A group all of whose values are missing has a first record, too: nobody leaves the count for want of a value.

    Example::

        AOCCPIFL:
          derived: flag_first_highest
          with: {value: ATOXGRN, order: [ASTDT, AESEQ], by: [AEDECOD], among: [TRTEMFL]}

        ADAE | USUBJID | AEDECOD | ATOXGRN | ASTDT      | AESEQ | TRTEMFL | AOCCPIFL
             | 1       | Nausea  | 3       | 2025-08-01 | 1     |         |
             | 1       | Nausea  | 1       | 2025-08-20 | 2     | Y       |
             | 1       | Nausea  | 2       | 2025-08-28 | 3     | Y       | Y
             | 1       | Nausea  | 2       | 2025-09-09 | 4     | Y       |
             | 1       | Rash    |         | 2025-08-11 | 5     | Y       | Y
    """
    counts = candidates.counts(len(subject))
    group, groups = candidates.groups(subject)
    level = value.fillna(-np.inf)
    highest = Many(level, group, groups).greatest(Number(np.where(counts, level.to_numpy(), np.nan)))
    return candidates.first(subject, counts & (level == highest[group]))
