"""Two readers (investigator, independent assessor) and two sets of criteria (RECIST 1.1, mRECIST) of the same scans.

The investigator's lesions shrink in their enhancing part only, from 70 to 10 mm, and grow there to 13: by 3 mm.
That is progression by mRECIST (30% above the nadir), and would be none with the 5 mm of RECIST 1.1.
The independent assessor sees the lesion shrink and still enhance, then a new lesion, and not the one of the baseline.
"""

from __future__ import annotations

import pytest
from support import ROOT, run_build

from onespec.engine.xpt.reader import read_xpt

READERS = ROOT / "tests" / "studies" / "readers"

RESPONSES = """\
PARAMCD  AVISITN  AVALC  TRGRESP  NTRGRESP       NEWLFL  SUMDIAM  NADIR  TRGRULE         TRGLSN  NEWLSN
MOVRIND  2        SD     SD       -              N       44       44     NO_OTHER_RULE   -       -
MOVRIND  3        PD     NE       -              Y       -        44     NOT_ASSESSED    A       B
MOVRINV  2        PR     PR       NON-CR/NON-PD  N       10       70     BELOW_BASELINE  -       -
MOVRINV  3        PD     PD       NON-CR/NON-PD  N       13       10     ABOVE_NADIR     -       -
OVRIND   2        PR     PR       -              N       30       52     BELOW_BASELINE  -       -
OVRIND   3        PD     NE       -              Y       -        30     NOT_ASSESSED    A       B
OVRINV   2        SD     SD       NON-CR/NON-PD  N       76       80     NO_OTHER_RULE   -       -
OVRINV   3        SD     SD       NON-CR/NON-PD  N       78       76     NO_OTHER_RULE   -       -
"""
SUMS = """\
PARAMCD   AVISITN  TREVAL                PARCAT2     AVAL  ABLFL  BASE  PCHG   NADIR
SDIAMIND  1        INDEPENDENT_ASSESSOR  RECIST_1.1  52    Y      52    0      -
SDIAMIND  2        INDEPENDENT_ASSESSOR  RECIST_1.1  30    -      52    -42.3  52
SDIAMIND  3        INDEPENDENT_ASSESSOR  RECIST_1.1  -     -      52    -      30
SDIAMINV  1        INVESTIGATOR          RECIST_1.1  80    Y      80    0      -
SDIAMINV  2        INVESTIGATOR          RECIST_1.1  76    -      80    -5     80
SDIAMINV  3        INVESTIGATOR          RECIST_1.1  78    -      80    -2.5   76
SENHIND   1        INDEPENDENT_ASSESSOR  MRECIST     44    Y      44    0      -
SENHIND   2        INDEPENDENT_ASSESSOR  MRECIST     44    -      44    0      44
SENHIND   3        INDEPENDENT_ASSESSOR  MRECIST     -     -      44    -      44
SENHINV   1        INVESTIGATOR          MRECIST     70    Y      70    0      -
SENHINV   2        INVESTIGATOR          MRECIST     10    -      70    -85.7  70
SENHINV   3        INVESTIGATOR          MRECIST     13    -      70    -81.4  10
"""


@pytest.mark.parametrize(("dataset", "expected"), [("adrs", RESPONSES), ("adtr", SUMS)])
def test_each_reader_and_each_set_of_criteria(tmp_path, dataset, expected):
    assert run_build(READERS / "spec", READERS / "raw", tmp_path / "out") == 0
    _, found = read_xpt(tmp_path / "out" / "adam" / f"{dataset}.xpt")
    names, *records = [line.split() for line in expected.splitlines()]
    shown = [[_shown(value) for value in record] for record in found[names].itertuples(index=False)]
    assert shown == records


def _shown(value: str | float) -> str:
    """As the tables above have it: ``-`` for a blank, ``_`` for a space."""
    if isinstance(value, str):
        return value.replace(" ", "_") or "-"
    return "-" if value != value else f"{value:g}"
