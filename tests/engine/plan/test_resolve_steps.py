"""Record steps: what is wrong with their sources, parameters and selections, word for word."""

from __future__ import annotations

import pytest

AE = "spec/sdtm/ae.yaml"
READ = "  - read: {from: events}"
METHODS = """from dataclasses import dataclass

from onespec.engine.contract import Name, PerSubject, Rows, Selection
from onespec.engine.registry import records

@dataclass(kw_only=True)
class Event(Selection):
    date: Name
    rank: int = 0

@records("One record for each record of {source}.", produces={"AVALC": "What happened."})
def events_of(
    source: Selection, start: Name, events: list[Event], until: PerSubject, control: Event | None = None
) -> Rows:
    return Rows(source.subject, source=source.name)
"""
EVENTS = """dataset: ADEV
label: Events
class: BDS
structure: One record per subject
keys: [STUDYID, USUBJID]
records:
  - events_of:
      from: ADSL
      where: {SAFFL: "Y"}
      start: TRTSDT
      until: ADSL.TRTEDT
      events:
        - {from: AE, date: AESTDTC, rank: 1, set: {AVALC: Adverse event}}
      control: {from: EX, date: EXSTDTC}
      set: {PARAMCD: ANY, PARAM: Any Event}
variables:
  STUDYID: {predecessor: ADSL.STUDYID}
  USUBJID: {predecessor: ADSL.USUBJID}
"""


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (
            "  - reed: {from: events}",
            ["STOP  SPEC-METHOD  sdtm/ae.yaml:4: There is no record operation 'reed'. Fix: Did you mean 'read'?"],
        ),
        (
            "  - melt_down: {from: events}",
            [
                "STOP  SPEC-METHOD  sdtm/ae.yaml:4: There is no record operation 'melt_down'. "
                "Fix: onespec list records lists them."
            ],
        ),
        (
            "  - read: {from: event}",
            ["STOP  SPEC-REFERENCE  sdtm/ae.yaml:4: There is no form or dataset 'event'. Fix: Did you mean 'events'?"],
        ),
        (
            "  - read: {form: events}",
            [
                "STOP  SPEC-MISSING  sdtm/ae.yaml:4: read needs 'from:'. Fix: Name a form or dataset.",
                "STOP  SPEC-PARAMETER  sdtm/ae.yaml:4: read has no parameter 'form'. "
                "Fix: Its parameters: from, where, set.",
            ],
        ),
        (
            f"{READ}\n  - refuse: {{from: events, where: {{NO: 9}}}}",
            ["STOP  SPEC-MISSING  sdtm/ae.yaml:5: A refused selection has no reason. Fix: Add 'reason:'."],
        ),
        (
            "  - read: {from: events, where: {SERIOUS: yes}}",
            [
                "STOP  SPEC-CONSTANT  sdtm/ae.yaml:4: 'yes' is no term of codelist NY, which events.SERIOUS has. "
                "Fix: Did you mean 'Y'?"
            ],
        ),
        (
            "  - read: {from: events, where: {NO: {GT: one}}}",
            ["STOP  SPEC-CONSTANT  sdtm/ae.yaml:4: events.NO is a number and never 'one'. Fix: Write a number."],
        ),
        (
            "  - read: {from: events, set: {AESER: Q}}",
            [
                "STOP  SPEC-CONSTANT  sdtm/ae.yaml:4, AESER: 'Q' is no term of codelist NY, which AE.AESER has. "
                "Fix: Known: N, Y."
            ],
        ),
    ],
)
def test_a_fault_of_a_step(other, new, lines):
    other.replace(AE, READ, new)
    assert [line for line in other.faults() if "SPEC-UNUSED" not in line] == lines


def test_the_selections_that_the_next_tests_spoil(other):
    other.append("spec/methods.py", METHODS)
    other.append("spec/adam/adev.yaml", EVENTS)
    assert other.faults() == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "start: TRTSDT",
            "start: TRSDT",
            "STOP  SPEC-VARIABLE  adam/adev.yaml:7: There is no variable 'TRSDT' in ADSL. Fix: Did you mean 'TRTSDT'?",
        ),
        (
            "until: ADSL.TRTEDT",
            "until: EX.EXDOSE",
            "STOP  SPEC-JOIN  adam/adev.yaml:7: EX.EXDOSE has several rows a subject. "
            "Fix: Name a dataset with one record a subject.",
        ),
        (
            "{from: AE, date",
            "{from: AF, date",
            "STOP  SPEC-REFERENCE  adam/adev.yaml:7: There is no form or dataset 'AF'. Fix: Did you mean 'AE'?",
        ),
        (
            "AESTDTC",
            "AESTDT",
            "STOP  SPEC-VARIABLE  adam/adev.yaml:7: There is no variable 'AESTDT' in AE. Fix: Did you mean 'AESTDTC'?",
        ),
        ("date: AESTDTC, ", "", "STOP  SPEC-PARAMETER  adam/adev.yaml:7: 'events' needs 'date'. Fix: Add 'date:'."),
        (
            "rank: 1,",
            "rank: 1, wehre: {AESER: Y},",
            "STOP  SPEC-KEY  adam/adev.yaml:13: 'wehre' is not an entry of 'events'. Fix: Did you mean 'where'?",
        ),
        (
            "rank: 1,",
            "rank: 1, where: {AESER: Q},",
            "STOP  SPEC-CONSTANT  adam/adev.yaml:7: 'Q' is no term of codelist NY, which AE.AESER has. "
            "Fix: Known: N, Y.",
        ),
        (
            "{AVALC: Adverse event}",
            "{AVALCC: Adverse event}",
            "STOP  SPEC-VARIABLE  adam/adev.yaml:7: There is no variable 'AVALCC' in ADEV. Fix: Did you mean 'AVALC'?",
        ),
        (
            "rank: 1",
            "rank: first",
            "STOP  SPEC-PARAMETER  adam/adev.yaml:7: 'rank' of the selection must be a number, not 'first'. "
            "Fix: Write a number.",
        ),
        (
            "control: {from: EX, date: EXSTDTC}",
            "control: EX",
            "STOP  SPEC-PARAMETER  adam/adev.yaml:7: 'control' needs 'from:'. Fix: Write {from: DATASET, ...}.",
        ),
        (
            "      start: TRTSDT\n",
            "",
            "STOP  SPEC-PARAMETER  adam/adev.yaml:7: events_of needs the parameter 'start'. Fix: Add 'start:'.",
        ),
        (
            "events:\n        - {from: AE, date: AESTDTC, rank: 1, set: {AVALC: Adverse event}}",
            "events: AE",
            "STOP  SPEC-PARAMETER  adam/adev.yaml:7: 'events' needs 'from:'. Fix: Write {from: DATASET, ...}.",
        ),
    ],
)
def test_a_fault_of_a_selection(other, old, new, line):
    assert EVENTS.count(old) == 1
    other.append("spec/methods.py", METHODS)
    other.append("spec/adam/adev.yaml", EVENTS.replace(old, new))
    assert other.faults() == [line]


def test_one_selection_may_stand_by_itself_where_several_may(other):
    other.append("spec/methods.py", METHODS)
    other.append("spec/adam/adev.yaml", EVENTS.replace("        - {from: AE", "        {from: AE"))
    assert other.faults() == []


DEFAULTS = """import typing
from dataclasses import dataclass

from onespec.engine.contract import Name, NumberName, NumberPerSubject, Rows, Selection, TextName
from onespec.engine.registry import records

@dataclass(kw_only=True)
class Seen(Selection):
    term: TextName = "AETERM"

@records("One record for each record of {source}, {date}, {by}.", produces={"AVALC": "What happened."})
def seen_of(
    source: Selection, seen: Seen, until: NumberPerSubject, date: NumberName = "TRTSDT",
    by: list[Name] = ["USUBJID"], day: typing.Literal["first", "last"] = "first"
) -> Rows:
    assert [*source.frame.only([date, *by])] == ["TRTSDT", "USUBJID"] and len(seen.frame[seen.term]) >= 0
    return Rows(source.subject, source=source.name)
"""
SEEN = """dataset: ADEV
label: Events
class: BDS
structure: One record per subject
keys: [STUDYID, USUBJID]
records:
  - seen_of:
      from: ADSL
      until: ADSL.TRTEDT
      seen: {from: AE}
      set: {PARAMCD: ANY, PARAM: Any Event}
variables:
  STUDYID: {predecessor: ADSL.STUDYID}
  USUBJID: {predecessor: ADSL.USUBJID}
"""


def test_a_column_that_is_left_out_is_the_one_that_the_operation_names(other):
    other.append("spec/methods.py", DEFAULTS)
    other.append("spec/adam/adev.yaml", SEEN)
    assert other.faults() == []
    assert other.build() == 0


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "from: ADSL\n",
            "from: EX\n",
            "'date' is TRTSDT when it is left out, and EX has no TRTSDT. Fix: Name the column of EX: 'date: ...'.",
        ),
        (
            "seen: {from: AE}",
            "seen: {from: EX}",
            "'term' is AETERM when it is left out, and EX has no AETERM. Fix: Name the column of EX: 'term: ...'.",
        ),
        (
            "from: ADSL\n",
            "from: ADSL\n      date: USUBJID\n",
            "'date' needs a number (a date as a SAS date); ADSL.USUBJID is a text. "
            "Fix: Name a column of ADSL that holds a number (a date as a SAS date).",
        ),
        (
            "until: ADSL.TRTEDT",
            "until: ADSL.SEX",
            "'until' needs a number (a date as a SAS date); ADSL.SEX is a text. "
            "Fix: Name a column of ADSL that holds a number (a date as a SAS date).",
        ),
        (
            "{from: AE}",
            "{from: AE, term: AESEQ}",
            "'term' needs a text; AE.AESEQ is a number. Fix: Name a column of AE that holds a text.",
        ),
        (
            "from: ADSL\n",
            "from: ADSL\n      day: frist\n",
            "There is no value 'frist' in 'day' of seen_of. Fix: Did you mean 'first'?",
        ),
    ],
)
def test_a_fault_of_what_is_named_or_left_out(other, old, new, line):
    assert SEEN.count(old) == 1
    other.append("spec/methods.py", DEFAULTS)
    other.append("spec/adam/adev.yaml", SEEN.replace(old, new))
    assert other.faults() == [f"STOP  SPEC-PARAMETER  adam/adev.yaml:7: {line}"]
