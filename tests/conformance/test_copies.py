"""Records from which others were made."""

from __future__ import annotations

import pandas as pd
from checked import package

from onespec.conformance.copies import Origin, differs, sources
from onespec.conformance.data import Data, World
from onespec.conformance.guides import ADAM


def test_a_number_that_differs_in_its_last_digit_is_the_same():
    one, other = pd.Series([0.3, 1.0, None]), pd.Series([0.1 + 0.2, 2.0, None])
    assert differs(one, other).tolist() == [False, True, False]
    assert differs(pd.Series(["a", ""]), pd.Series(["a", "b"])).tolist() == [False, True]


def test_records_by_number_and_by_subject():
    p = package(
        ADSL={"USUBJID": ["1", "2"], "DTHDT": [5, 6]},
        ADRS={"USUBJID": ["1", "1"], "ASEQ": [1, 2], "ADT": [3, 4]},
        ADTTE={
            "USUBJID": ["1", "2", "1", "1"],
            "SRCDOM": ["ADRS", "ADSL", "", "RS"],
            "SRCVAR": ["ADT", "DTHDT", "", "RSX"],
            "SRCSEQ": [2, None, None, 1],
        },
    )
    found = list(sources(Data(World(p, guide=ADAM), p.tables["ADTTE"]), Origin("SRCDOM", "SRCVAR", "SRCSEQ")))
    assert [(s.name, s.variable, s.rows.tolist(), s.numbered.tolist(), s.at.tolist(), s.fault) for s in found] == [
        ("ADRS", "ADT", [0], [True], [1], ""),
        ("ADSL", "DTHDT", [1], [False], [1], ""),
        ("RS", "RSX", [3], [False], [-1], "there is no such dataset"),
    ]
