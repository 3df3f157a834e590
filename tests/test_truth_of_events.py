"""The adverse events of the shipped study against the days on which they truly began: the plans of its simulator."""

from __future__ import annotations

import sys

import pandas as pd
import pytest
from support import ROOT

from onespec.adam.methods._dates import earliest_possible
from onespec.engine.days import sas_date
from onespec.engine.xpt.reader import read_xpt

sys.path.insert(0, str(ROOT / "raw_samples" / "ChiCTR2600126870"))

from simulate import plans

SUBJECTS, SEED, DAYS = 35, 2600126870, 30


@pytest.fixture(scope="module")
def events(built) -> pd.DataFrame:
    """ADAE with the true start of each event (TRUEST); those whose start the simulator has spoiled are left out."""
    _, adae = read_xpt(built / "adam" / "adae.xpt")
    true = [
        (plan.number, str(plan.event_number(event)), float(sas_date(event.start)), str(event.start))
        for plan in plans(SUBJECTS, SEED)
        for event in plan.events
    ]
    found = adae.merge(pd.DataFrame(true, columns=["SUBJID", "AESPID", "TRUEST", "TRUEDTC"]), on=["SUBJID", "AESPID"])
    assert len(found) == len(adae) == 252
    told = [day.startswith(said[:10]) for day, said in zip(found["TRUEDTC"], found["AESTDTC"], strict=True)]
    assert len(found) - sum(told) == 1
    return found[told]


def test_a_complete_date_is_the_true_one(events):
    complete = events[events["ASTDTF"] == ""]
    assert (complete["ASTDT"] == complete["TRUEST"]).all()


def test_a_truly_treatment_emergent_event_is_never_missed(events):
    emergent = (events["TRUEST"] >= events["TRTSDT"]) & (events["TRUEST"] <= events["TRTEDT"] + DAYS)
    assert set(events[emergent]["TRTEMFL"]) == {"Y"}
    others = events[~emergent]
    assert set(others[others["ASTDTF"] == ""]["TRTEMFL"]) == {""}
    assert len(others[others["TRTEMFL"] == "Y"]) == 1  # the day is not known, and it may have begun with treatment


def test_the_first_day_that_a_date_may_be_would_miss_three(events):
    naive = pd.Series([earliest_possible(said) for said in events["AESTDTC"]], events.index)
    missed = events[(naive < events["TRTSDT"]) & (events["TRUEST"] >= events["TRTSDT"])]
    assert (len(missed), set(missed["TRTEMFL"])) == (3, {"Y"})


def test_what_the_collected_parts_leave_open_is_treatment_emergent_and_nothing_else_differs(events):
    told = set(zip(events["AETRTEM"], events["TRTEMFL"], strict=True))
    assert told == {("Y", "Y"), ("U", "Y"), ("N", "")}
