# pyright: standard
"""The study day of each laboratory record: whole columns beside a function called row by row."""

from __future__ import annotations

from datetime import date

import pandas as pd

from onespec.cli.bench.built import transport_file
from onespec.cli.bench.process import Clock, Place
from onespec.engine.series import column_of
from onespec.engine.xpt.reader import read_xpt
from onespec.sdtm.methods.study_day import study_day


def _dates(place: Place) -> pd.DataFrame:
    _, results = read_xpt(transport_file(place, "LB"))
    _, subjects = read_xpt(transport_file(place, "DM"))
    joined = results[["USUBJID", "LBDTC", "LBDY"]].merge(subjects[["USUBJID", "RFSTDTC"]], on="USUBJID", how="left")
    return joined.assign(RFSTDTC=joined["RFSTDTC"].fillna(""))


def columns(place: Place, clock: Clock) -> int:
    frame = _dates(place)
    dates, reference = column_of(frame["LBDTC"]), column_of(frame["RFSTDTC"])
    with clock:
        days = study_day(dates, reference)
    assert days.series().equals(frame["LBDY"]), "not what the build derived"
    return len(frame)


def rows(place: Place, clock: Clock) -> int:
    frame = _dates(place)
    with clock:
        days = frame.apply(lambda row: _study_day(row["LBDTC"], row["RFSTDTC"]), axis=1)
    assert days.astype(float).equals(frame["LBDY"]), "not what the build derived"
    return len(frame)


def _study_day(day: str, reference: str) -> float:
    if len(day) < 10 or len(reference) < 10:
        return float("nan")
    days = (date.fromisoformat(day[:10]) - date.fromisoformat(reference[:10])).days
    return days + (days >= 0)
