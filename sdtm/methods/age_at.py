"""Age."""

from onespec.engine.columns import as_number, on_unique
from onespec.engine.contract import Column, Date, Report
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import is_complete


@method(
    "Completed years from {birth} to {date}. Where {birth} is partial, the age is given when it is the same "
    "for every day that {birth} may stand for; otherwise blank. Blank when {date} is not complete to the day.",
    reports=("AGE-UNKNOWN",),
)
def age_at(birth: Date, date: Date, report: Report) -> Column:
    """Whole years.  An age that a partial or missing date leaves open is reported.

    Example::

        AGE: {derived: age_at, with: {birth: BRTHDTC, date: RFICDTC}}

        DM | BRTHDTC    | RFICDTC    | AGE
           | 1980-05-17 | 2021-05-16 | 40
           | 1980-05-17 | 2021-05-17 | 41
           | 1980       | 2021-12-31 | 41
           | 1980       | 2021-05-16 |

        QUERY AGE-UNKNOWN, subject 4, 1980: The dates do not say how many years of age the subject is.
    """
    age = _completed_years(birth, date, "01-01")
    known = (age == _completed_years(birth, date, "12-31")) & is_complete(date)
    report.query(
        "AGE-UNKNOWN",
        "The dates do not say how many years of age the subject is.",
        "Ask the site for the missing part of the date.",
        (birth != "") & ~known,
        birth,
    )
    return age.where(known)


def _completed_years(birth: Column, date: Column, birthday: str) -> Column:
    """Years, with the unknown parts of the birthday (MM-DD) taken from ``birthday``."""
    month_day = on_unique(lambda known: known + birthday[len(known) :], birth.str[5:10])
    return as_number(date.str[:4]) - as_number(birth.str[:4]) - (date.str[5:10] < month_day)
