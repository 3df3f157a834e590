"""Explanations of the shipped study that were read and judged clear, word for word (`make golden` rewrites them)."""

from __future__ import annotations

import pytest
from support import SHIPPED

CASES = {
    "pfs-event": ("ADTTE", "PARAMCD=PFS,CNSR=0,EVNTDESC=Disease progression", "AVAL,CNSR"),
    "pfs-event-death": ("ADTTE", "PARAMCD=PFS,CNSR=0,EVNTDESC=Death", "AVAL,CNSR"),
    "pfs-censored-1-no-event": ("ADTTE", "PARAMCD=PFS,CNSR=1", "ADT,CNSR"),
    "pfs-censored-2-new-therapy": ("ADTTE", "PARAMCD=PFS,CNSR=2", "ADT,CNSR"),
    "pfs-censored-3-never-assessed": ("ADTTE", "PARAMCD=PFS,CNSR=3", "ADT,CNSR"),
    "pfs-censored-4-missed": ("ADTTE", "PARAMCD=PFS,CNSR=4", "ADT,CNSR"),
    "response-from-lesions-pd": ("ADRS", "PARAMCD=OVRDER,TRGRESP=PD", "AVALC"),
    "response-from-lesions-new": ("ADRS", "PARAMCD=OVRDER,NEWLFL=Y", "AVALC"),
    "response-from-lesions-ne": ("ADRS", "PARAMCD=OVRDER,TRGRESP=NE", "AVALC"),
    "best-response": ("ADRS", "PARAMCD=CBOR,AVALC=PR", "AVALC"),
    "lbstresn-converted": ("LB", "LBTESTCD=CREAT,LBORRESU=mg/dL", "LBSTRESN"),
    "aedecod": ("AE", "AEDECOD=Epistaxis", "AEDECOD"),
    "adsl-flag": ("ADSL", "SUBJID=01001", "FASFL"),
}


@pytest.mark.parametrize("case", CASES)
def test_explanation_golden(case, golden, explain_shipped):
    golden(f"{SHIPPED.name}/explain/{case}.txt", explain_shipped(*CASES[case]))
