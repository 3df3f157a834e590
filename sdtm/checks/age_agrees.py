"""Check: the age that was collected."""

from onespec.engine.columns import as_number
from onespec.engine.contract import DateName, Name, Report, Selection
from onespec.engine.registry import check
from onespec.sdtm.methods.age_at import age_at


@check("{age} of {source} is the completed years from {birth} to {date}, where both say it.", reports=("CHECK-AGE",))
def age_agrees(source: Selection, age: Name, birth: DateName, date: DateName, report: Report) -> None:
    """A query for each age that the dates contradict; what a partial date leaves open is not looked at.

    Example::

        - age_agrees: {from: enrolment, age: AGE, birth: BORN, date: CONSENT}

        enrolment | BORN       | CONSENT    | AGE
                  | 1980-05-17 | 2021-05-16 | 40
                  | 1980-05-17 | 2021-05-16 | 41

        QUERY CHECK-AGE, subject 2, 41: enrolment.AGE is not the age that BORN and CONSENT give.
    """
    computed = age_at(source.frame[birth], source.frame[date], Report())
    collected = as_number(source.frame[age])
    wrong = computed.notna() & collected.notna() & (computed != collected)
    report.query(
        "CHECK-AGE",
        f"{source.name}.{age} is not the age that {birth} and {date} give.",
        "Ask the site which is right.",
        wrong,
        source.frame[age],
        against=(birth, date),
    )
