"""Check: results that a criterion asks for in a set time."""

from dataclasses import dataclass

import numpy as np

from onespec.engine.columns import Column, Mask, Text, as_text, blank, blanks, combinations, position_in
from onespec.engine.contract import Bundle, DatePerRecord, Name, PerSubject, Report, Selection, Table
from onespec.engine.frames import Frame
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import day_number, first_day, is_complete, last_day

_REQUIREMENT = ["CRITERION", "REQUIREMENT"]


@dataclass
class Results(Selection):
    """Where results are looked for (SDTMIG 3.4, findings): the columns of test, result and date, and of the unit."""

    test: Name = ""
    value: Name = ""
    date: Name = ""
    unit: Name = ""


@dataclass(frozen=True)
class Asked(Bundle):
    """What is asked for, and of whom.

    shown       the column of the source that the query shows
    limits      table with CRITERION, REQUIREMENT, DATASET (rows of others are left aside), TEST, OF, UNIT, DAYS
    attribute   what OF looks at
    excused     the criterion that a subject is known not to meet
    """

    shown: Name
    limits: Table
    attribute: PerSubject | None = None
    excused: PerSubject | None = None


@check(
    "Each subject of {source} has, for each CRITERION and REQUIREMENT of the table {limits} with DAYS, a filled result "
    "in {results} that is dated DAYS days before {until} or later, and not after it, of at least one of its rows: of "
    "their TEST in their UNIT, of subjects whose {attribute} is their OF (a blank in the table stands for any). A "
    "partial date that may lie in that time counts, and what {excused} of the subject names as the criterion not met "
    "is not asked for.",
    reports=("CHECK-MEASURED",),
)
def must_be_measured(
    source: Selection, until: DatePerRecord, meaning: str, results: Results, asked: Asked, report: Report
) -> None:
    """A query for each subject and number of days, at the subject's first record, naming the criteria without results.

    ``meaning`` says in the message what ``until`` is.  Subjects without ``until`` complete to the day are not looked
    at, and neither are requirements without DAYS, nor those of which no row is for the subject.

    Example::

        - must_be_measured:
            from: DM
            shown: RFSTDTC
            until: DM.RFSTDTC
            meaning: first dose
            limits: criteria
            results: {from: LB, test: LBTESTCD, value: LBORRES, date: LBDTC}

        criteria | CRITERION | REQUIREMENT       | DATASET | TEST | OF | UNIT | DAYS
                 | CRIT_A    | ALT is measured   | LB      | ALT  |    |      | 7

        DM | USUBJID | RFSTDTC
           | 1       | 2021-01-08
           | 2       | 2021-01-08

        LB | USUBJID | LBTESTCD | LBORRES | LBDTC
           | 1       | ALT      | 30      | 2021-01-01
           | 2       | ALT      | 30      | 2020-12-31

        QUERY CHECK-MEASURED, subject 2, 2021-01-08: No result within the 7 days up to the first dose for CRIT_A.
    """
    rules = asked.limits.take((asked.limits["DATASET"] == results.name) & ~blank(asked.limits["DAYS"]))
    subject, end = source.subject, until
    of = blanks(len(subject)) if asked.attribute is None else asked.attribute.of(subject)
    excused = blanks(len(subject)) if asked.excused is None else asked.excused.of(subject)
    once = np.zeros(len(subject), bool)
    once[combinations([subject])[1]] = True
    group, first = combinations([rules[name] for name in _REQUIREMENT])
    lacking: dict[tuple[int, str], list[str]] = {}
    for n, row in enumerate(first):
        days, criterion = rules["DAYS"][row], rules["CRITERION"][row]
        wanted, there = np.zeros(len(subject), bool), np.zeros(len(subject), bool)
        for rule in np.flatnonzero(group == n):
            fits = (of == rules["OF"][rule]) | (rules["OF"][rule] == "")
            wanted |= fits
            there |= fits & _has(results, rules, rule, subject, day_number(end) - float(days), day_number(end))
        for at in np.flatnonzero(once & is_complete(end) & wanted & ~there & (excused != criterion)):
            lacking.setdefault((int(at), days), []).append(criterion)
    for (at, days), criteria in lacking.items():
        report.query(
            "CHECK-MEASURED",
            f"No result within the {days} days up to the {meaning} for {', '.join(dict.fromkeys(criteria))}.",
            "Ask the site for the results; without them the subject deviates from the protocol.",
            [at],
            source.frame[asked.shown],
        )


def _has(results: Results, rules: Frame, rule: np.intp, subject: Text, low: Column, high: Column) -> Mask:
    """Of each subject's first record: is there a result of the rule's test that may be dated from low to high?"""
    frame = results.frame
    fits = (as_text(frame[results.test]) == rules["TEST"][rule]) & ~blank(as_text(frame[results.value]))
    if results.unit and rules["UNIT"][rule]:
        fits &= as_text(frame[results.unit]) == rules["UNIT"][rule]
    own, dates = position_in(results.subject, subject), frame[results.date]
    fits &= (own >= 0) & ~blank(dates)
    in_time = (day_number(last_day(dates)) >= low.take(own)) & (day_number(first_day(dates)) <= high.take(own))
    there = np.zeros(len(subject), bool)
    there[own[fits & in_time]] = True
    return there
