"""Last observation before exposure (SDTMIG 3.4, --LOBXFL)."""

from onespec.engine.columns import blank, blanks, combinations, missing_last
from onespec.engine.contract import Column, Date, Subject
from onespec.engine.groups import last_of
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import is_before, is_complete, last_day, on_the_day_of


@method(
    '"Y" for the last record before {exposure}, within the subject and {by}, whose {result} is filled; otherwise '
    "blank. Times of day count where {date} and {exposure} both have one; else a record on the day of {exposure} "
    "counts as before it. A partial {date} counts when all days that it may stand for are before the day of "
    "{exposure}. Without {exposure} complete to the day there is no such record. The last one is that with the latest "
    "{date}, one without a time before those with one on its day, a partial one before the more precise ones of its "
    "period; of records at the same {date}, the one with the highest {sequence}."
)
def last_before_exposure(
    result: Column, date: Date, exposure: Date, by: list[Column], sequence: Column, subject: Subject
) -> Column:
    """Character, Y or blank: at most one Y for each subject and ``by``.

    Example::

        VSLOBXFL:
          derived: last_before_exposure
          with: {result: VSORRES, date: VSDTC, exposure: DM.RFXSTDTC, by: [VSTESTCD], sequence: VSSEQ}

        VS | USUBJID | VSSEQ | VSTESTCD | VSORRES | VSDTC      | DM.RFXSTDTC | VSLOBXFL
           | 1       | 1     | PULSE    | 70      | 2021-01-03 | 2021-01-05  |
           | 1       | 2     | PULSE    | 72      | 2021-01-05 | 2021-01-05  | Y
           | 1       | 3     | PULSE    | 75      | 2021-01-06 | 2021-01-05  |
           | 1       | 4     | WEIGHT   | 61      | 2021-01-03 | 2021-01-05  | Y
           | 1       | 5     | WEIGHT   |         | 2021-01-04 | 2021-01-05  |
    """
    known = ~blank(result) & (date != "") & is_complete(exposure)
    counts = known & (is_before(last_day(date), exposure) | on_the_day_of(date, exposure))
    group, first = combinations([subject, *by])
    last = last_of(group, len(first), date, missing_last(sequence), keep=counts)
    return blanks(len(date)).put(last[last >= 0], "Y")
