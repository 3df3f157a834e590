"""Age."""

from collections.abc import Callable

from onespec.engine.columns import Number, as_number
from onespec.engine.contract import Column, Report
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import is_complete


@method(
    "Completed years from {birth} to {date}. Where {birth} is partial, the age is given when it is the same "
    "for every day that {birth} may stand for; otherwise blank. Blank when {date} is not complete to the day.",
    reports=("AGE-UNKNOWN",),
)
def age_at(birth: Column, date: Column, report: Report) -> Column:
    """Whole years.  An age that a partial or missing date leaves open is reported."""
    age = _completed_years(birth, date, _first_birthday)
    known = (age == _completed_years(birth, date, _last_birthday)) & is_complete(date)
    report.query(
        "AGE-UNKNOWN",
        "The dates do not say how many years of age the subject is.",
        "Ask the site for the missing part of the date.",
        (birth != "") & ~known,
        birth,
    )
    return age.where(known)


def _completed_years(birth: Column, date: Column, birthday: Callable[[str], str]) -> Number:
    """Years, with the unknown parts of the birthday (MM-DD) as ``birthday`` gives them."""
    return as_number(date.str[:4]) - as_number(birth.str[:4]) - (date.str[5:10] < birth.each(birthday))


def _first_birthday(birth: str) -> str:
    """The first day of the year that the birthday may be."""
    return birth[5:10] + "01-01"[len(birth[5:10]) :]


def _last_birthday(birth: str) -> str:
    """The last day of the year that it may be; the 31st of a shorter month is after all its days, too."""
    return birth[5:10] + "12-31"[len(birth[5:10]) :]
