"""Check: results that a criterion does not allow."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.engine.columns import as_number, as_text, blank, blanks, number
from onespec.engine.contract import Bundle, Name, PerSubject, Report, Selection, Table
from onespec.engine.registry import check
from onespec.sdtm.checks._subjects import of_subject
from onespec.sdtm.methods._iso import DAY, is_complete, last_day
from onespec.sdtm.methods._limits import bound, compared
from onespec.sdtm.methods._results import comparator, limit

_COMPARISONS = ("LT", "LE", "GT", "GE")
_REQUIREMENT = ["CRITERION", "REQUIREMENT"]


@dataclass(frozen=True)
class ResultColumns(Bundle):
    """The columns of results (SDTMIG 3.4, findings): test, result, date, and where there are, unit and upper limit."""

    test: Name
    value: Name
    date: Name
    unit: Name | None = None
    high: Name | None = None


@dataclass(frozen=True)
class Criteria(Bundle):
    """Eligibility criteria as limits of results.

    limits      table with CRITERION, REQUIREMENT (the query shows both), DATASET (rows of others are left aside), TEST,
                OF, UNIT, IS, ULN, LIMIT
    attribute   what OF looks at
    excused     the criterion that a subject is known not to meet
    """

    limits: Table
    attribute: PerSubject | None = None
    excused: PerSubject | None = None


@check(
    "Each subject's last filled {value} of each {test} of {source}, with a {date} on or before {until}, is one that "
    "the table {limits} allows: of the rows with the same CRITERION and REQUIREMENT at least one. A row looks at its "
    "TEST in its UNIT, of subjects whose {attribute} is its OF (a blank in the table stands for any); it allows a "
    "number that compares as IS (LT, LE, GT, GE) with ULN times {high} + LIMIT (blank: 0), or one of the texts LIMIT, "
    "separated by semicolons (IN). What a value such as <0.5, one that is no number, or a missing {high} leaves open "
    "is allowed, and so is what {excused} of the subject names as the criterion not met.",
    reports=("CHECK-LIMIT",),
)
def within_limits(
    source: Selection, result: ResultColumns, until: PerSubject, meaning: str, criteria: Criteria, report: Report
) -> None:
    """A query for each subject and requirement that no result meets, at the result of the table's first row.

    ``meaning`` says in the message what ``until`` is.  ``limits`` has the columns CRITERION, REQUIREMENT (the query
    shows both), DATASET (rows of others are left aside), TEST, OF, UNIT, IS, ULN, LIMIT.
    Subjects without ``until`` complete to the day, and requirements without a result, are not looked at.
    """
    rules = criteria.limits[criteria.limits["DATASET"] == source.name]
    if unknown := sorted({*rules["IS"]} - {*_COMPARISONS, "IN"}):
        raise ValueError(f"IS is {unknown[0]}, not one of {', '.join(_COMPARISONS)}, IN")
    given, end = _given(source, result, criteria), of_subject(source.subject, until)
    counts = (
        ~blank(given["value"])
        & (given["date"] != "")
        & is_complete(end)
        & (last_day(given["date"]).str[:DAY] <= end.str[:DAY])
    )
    last = given[counts].sort_values("date", kind="stable").drop_duplicates(["subject", "TEST"], keep="last")
    pairs = last.merge(rules.assign(rule=np.arange(len(rules))), on="TEST").sort_values(
        ["rule", "row"], ignore_index=True
    )
    pairs = pairs[
        ((pairs["OF"] == "") | (pairs["OF"] == pairs["of"]))
        & ((pairs["UNIT"] == "") | (pairs["UNIT"] == pairs["unit"]))
    ]
    allowed = pd.Series(False, pairs.index)
    for _, rows in pairs.groupby("rule"):
        allowed[rows.index] = _allowed(
            rows["value"].reset_index(drop=True),
            rows["high"].reset_index(drop=True),
            *rows.iloc[0][["IS", "ULN", "LIMIT"]],
        )
    met = allowed.groupby([pairs[name] for name in ("subject", *_REQUIREMENT)]).transform("any")
    asked = pairs[~met & (pairs["CRITERION"] != pairs["excused"])].drop_duplicates(["subject", *_REQUIREMENT])
    for (criterion, requirement), rows in asked.groupby(_REQUIREMENT, sort=False):
        report.query(
            "CHECK-LIMIT",
            f"The last result up to the {meaning} does not meet {criterion}: {requirement}.",
            "Ask the site whether the result is right; if it is, the subject deviates from the protocol.",
            rows["row"].to_numpy(),
            given["value"],
        )


def _given(source: Selection, result: ResultColumns, criteria: Criteria) -> pd.DataFrame:
    """The results with what is known of their subjects, one row a row of the source."""
    frame, subject, none = source.frame, source.subject, blanks(len(source.frame))
    return pd.DataFrame(
        {
            "subject": subject,
            "TEST": as_text(frame[result.test]),
            "date": frame[result.date],
            "value": as_text(frame[result.value]),
            "unit": as_text(frame[result.unit]) if result.unit else none,
            "high": as_number(frame[result.high]) if result.high else number(np.nan, len(frame)),
            "of": none if criteria.attribute is None else of_subject(subject, criteria.attribute),
            "excused": none if criteria.excused is None else of_subject(subject, criteria.excused),
            "row": np.arange(len(frame)),
        }
    )


def _allowed(value: pd.Series, high: pd.Series, is_: str, uln: str, constant: str) -> np.ndarray:
    if is_ == "IN":
        return value.isin([text.strip() for text in constant.split(";")]).to_numpy()
    x = limit(value)
    return compared(comparator(value), x, is_, bound("", uln, constant, high, high))[1] | x.isna().to_numpy()
