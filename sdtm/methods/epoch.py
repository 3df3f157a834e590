"""Epoch of a date."""

import pandas as pd

from onespec.engine.columns import Column, Group, Many, blanks, by_combination, text
from onespec.engine.registry import method
from onespec.sdtm.methods.iso import is_before


@method(
    "SCREENING from {consent} until {first_dose}; TREATMENT from {first_dose} to the day of {treatment_end} or of {last_dose}, "
    "whichever is later, or without end while {treatment_end} is blank; FOLLOW-UP after it. "
    "Times of day count where {date} and {first_dose} both have one. "
    "A subject without {first_dose} stays in SCREENING. Blank before {consent}, and where {date} is partial and "
    "its possible days lie in more than one epoch."
)
def epoch(
    date: Column, consent: Column, first_dose: Column, last_dose: Column, treatment_end: Many, group: Group,
) -> Column:
    """Character: SCREENING, TREATMENT, FOLLOW-UP.

    ``treatment_end`` has at most one date a subject: when treatment was ended.
    """
    ended = treatment_end[treatment_end != ""]
    end = text(ended[~ended.index.duplicated()].reindex(group.to_numpy()).to_numpy())
    return by_combination(_of_dates, date, consent, first_dose, last_dose, end)


def _of_dates(date: pd.Series, consent: pd.Series, first_dose: pd.Series, last_dose: pd.Series, end: pd.Series) -> pd.Series:
    end = end.where((end == "") | (end >= last_dose), last_dose)
    first = _epoch(_filled(date, "-01-01"), consent, first_dose, end)
    last = _epoch(_filled(date, "-12-31"), consent, first_dose, end)
    return first.where(first == last, "")


def _filled(date: pd.Series, month_day: str) -> pd.Series:
    """Partial dates with a month and day; ``-31`` in any month, as the text is only compared."""
    missing = date.str.len().map({4: month_day, 7: month_day[3:]}).fillna("").astype(date.dtype)
    return date + missing


def _epoch(date: pd.Series, consent: pd.Series, first_dose: pd.Series, end: pd.Series) -> pd.Series:
    dosed = (first_dose != "") & ~is_before(date, first_dose)
    ended = dosed & (end != "") & (date.str[:10] > end.str[:10])
    known = (date != "") & (consent != "") & ~is_before(date.str[:10], consent)
    return blanks(len(date)).mask(known, "SCREENING").mask(known & dosed, "TREATMENT").mask(known & ended, "FOLLOW-UP")
