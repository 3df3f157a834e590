"""The constants of the trial: dates, schedule, dose levels. What is assumed is assumed here."""

from datetime import date, timedelta

SITE = "01"
DATA_CUT = date(2027, 10, 31)
FIRST_CONSENT = date(2025, 7, 25)
ACCRUAL_DAYS = 600
CYCLE_DAYS = 21
LAST_CYCLE = 40

TREATED_PER_BLOCK, SUBJECTS_PER_BLOCK = 29, 35

WEEKS = (6, 12, 18, 24, *range(33, 160, 9))  # planned tumour assessments
WINDOW = 7  # days around a planned assessment
SCHEDULE = tuple((f"WEEK {week}", week * 7 + 1, WINDOW) for week in WEEKS)

OXALIPLATIN_MG_M2, CAPECITABINE_MG_M2, BEVACIZUMAB_MG_KG = 130, 1000, 7.5
LEVELS = (100, 75, 50)  # percent of the full dose
FOLLOW_UP_DAYS = 84


def add_days(day: date, days: int) -> date:
    return day + timedelta(days=days)


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def is_screen_failure(index: int) -> bool:
    """Six of every 35 subjects, spread evenly."""
    failures = SUBJECTS_PER_BLOCK - TREATED_PER_BLOCK
    return (index + 1) * failures // SUBJECTS_PER_BLOCK > index * failures // SUBJECTS_PER_BLOCK
