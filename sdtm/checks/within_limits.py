"""Check: results that a criterion does not allow."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from onespec.engine.columns import Mask, Number, Text, as_number, as_text, blank, blanks, combinations, number
from onespec.engine.contract import Bundle, CellsOf, DateName, DatePerRecord, Name, PerSubject, Report, Selection, Table
from onespec.engine.frames import Frame
from onespec.engine.groups import last_of
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import DAY, is_complete, last_day
from onespec.sdtm.methods._limits import bound, compared
from onespec.sdtm.methods._results import comparator, limit

_COMPARISONS = ("LT", "LE", "GT", "GE")
_REQUIREMENT = ["CRITERION", "REQUIREMENT"]
_LOOKS_AT = ["TEST", "OF", "UNIT", "IS", "ULN", "LIMIT"]


@dataclass(frozen=True)
class ResultColumns(Bundle):
    """The columns of results (SDTMIG 3.4, findings): test, result, date, and where there are, unit and upper limit."""

    test: Name
    value: Name
    date: DateName
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

    limits: Annotated[Table, CellsOf((("TEST", "test"), ("UNIT", "unit"), ("OF", "attribute")), source="DATASET")]
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
    source: Selection, result: ResultColumns, until: DatePerRecord, meaning: str, criteria: Criteria, report: Report
) -> None:
    """A query for each subject and requirement that no result meets, at the result of the table's first row.

    ``meaning`` says in the message what ``until`` is.  ``limits`` has the columns CRITERION, REQUIREMENT (the query
    shows both), DATASET (rows of others are left aside), TEST, OF, UNIT, IS, ULN, LIMIT.
    Results without ``until`` (of the subject, or of their own record) complete to the day, and requirements without a
    result, are not looked at.

    Example::

        - within_limits:
            from: LB
            test: LBTESTCD
            value: LBORRES
            date: LBDTC
            high: LBORNRHI
            until: DM.RFSTDTC
            meaning: first dose
            limits: criteria

        criteria | CRITERION | REQUIREMENT                   | DATASET | TEST | OF | UNIT | IS | ULN | LIMIT
                 | CRIT_A    | ALT at most 3 times the limit | LB      | ALT  |    |      | LE | 3   |

        LB | LBTESTCD | LBORRES | LBDTC      | LBORNRHI | DM.RFSTDTC
           | ALT      | 120     | 2021-01-04 | 40       | 2021-01-05
           | ALT      | 121     | 2021-01-04 | 40       | 2021-01-05

        QUERY CHECK-LIMIT, subject 2, 121: The last result up to the first dose does not meet CRIT_A: ALT at most 3
          times the limit.
    """
    rules = criteria.limits.take(criteria.limits["DATASET"] == source.name)
    if unknown := sorted({*rules["IS"]} - {*_COMPARISONS, "IN"}):
        raise ValueError(f"IS is {unknown[0]}, not one of {', '.join(_COMPARISONS)}, IN")
    given, end = _given(source, result, criteria), until
    counts = ~blank(given["value"]) & ~blank(given["date"]) & is_complete(end)
    counts &= last_day(given["date"]).str[:DAY] <= end.str[:DAY]
    group, first = combinations([source.subject, given["TEST"]])
    last = np.sort(last_of(group, len(first), given["date"], keep=counts))
    row, rule, allowed = _looked_at(given, last[last >= 0], rules)
    requirement, written = combinations([rules[name] for name in _REQUIREMENT])
    pair, first = combinations([source.subject.take(row), requirement[rule]])
    asked = first[np.bincount(pair, allowed, len(first)) == 0]
    asked = asked[rules["CRITERION"].take(rule[asked]) != given["excused"].take(row[asked])]
    not_met = requirement[rule[asked]]
    for n in dict.fromkeys(not_met.tolist()):
        criterion, wanted = (rules[name][written[n]] for name in _REQUIREMENT)
        report.query(
            "CHECK-LIMIT",
            f"The last result up to the {meaning} does not meet {criterion}: {wanted}.",
            "Ask the site whether the result is right; if it is, the subject deviates from the protocol.",
            row[asked][not_met == n],
            given["value"],
        )


def _given(source: Selection, result: ResultColumns, criteria: Criteria) -> Frame:
    """The results with what is known of their subjects, one row a row of the source."""
    frame, subject, none = source.frame, source.subject, blanks(len(source.frame))
    columns = {
        "TEST": as_text(frame[result.test]),
        "date": frame[result.date],
        "value": as_text(frame[result.value]),
        "UNIT": as_text(frame[result.unit]) if result.unit else none,
        "high": as_number(frame[result.high]) if result.high else number(np.nan, len(frame)),
        "OF": none if criteria.attribute is None else as_text(criteria.attribute.of(subject)),
        "excused": none if criteria.excused is None else as_text(criteria.excused.of(subject)),
    }
    return Frame(columns)


def _looked_at(given: Frame, last: np.ndarray, rules: Frame) -> tuple[np.ndarray, np.ndarray, Mask]:
    """Of each result that a row of the table looks at: its row, the row of the table, and whether that allows it."""
    row, rule, allowed = [last[:0]], [last[:0]], [np.zeros(0, bool)]
    results = given.take(last)
    for n, (test, of, unit, is_, uln, constant) in enumerate(rules.only(_LOOKS_AT).rows()):
        fits = results["TEST"] == test
        for name, wanted in (("OF", of), ("UNIT", unit)):
            fits &= (results[name] == wanted) | (wanted == "")
        own = results.take(fits)
        row.append(last[fits])
        rule.append(np.full(len(own), n))
        allowed.append(_allowed(own["value"], own["high"], is_, uln, constant))
    return np.concatenate(row), np.concatenate(rule), np.concatenate(allowed)


def _allowed(value: Text, high: Number, is_: str, uln: str, constant: str) -> Mask:
    if is_ == "IN":
        return value.isin([text.strip() for text in constant.split(";")])
    x = limit(value)
    return compared(comparator(value), x, is_, bound("", uln, constant, high, high))[1] | x.isna()
