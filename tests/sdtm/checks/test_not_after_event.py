import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.not_after_event import Ends, not_after_event


def told(doses, events, days=0):
    """The rows of doses (subject, date) that are told, with the day of the event."""
    report = Report()
    frames = [
        Frame({n: text([row[i] for row in rows]) for i, n in enumerate(("SUBJECT", "D"))}, len(rows))
        for rows in (doses, events)
    ]
    source = Selection("EX", frames[0], np.arange(len(doses)))
    not_after_event(source, "D", Ends("RS", frames[1], np.arange(len(events)), date="D"), "progression", report, days)
    return [(int(e.rows[0]), e.rule, e.message[-11:-1]) for e in report.entries]


@pytest.mark.parametrize(
    ("dose", "event", "late"),
    [
        ("2026-05-04", "2026-05-03", True),
        ("2026-05-03T13:00", "2026-05-03T08:00", False),  # the day itself
        ("2026-05-02", "2026-05-03", False),
        ("2026-05", "2026-05-03", False),  # may be before
        ("2026-06", "2026-05-03", True),
        ("2026-05-31", "2026-05", False),
        ("2026-06-01", "2026-05", True),
        ("", "2026-05-03", False),
        ("2026-05-04", "", False),
    ],
)
def test_what_is_certainly_after(dose, event, late):
    assert bool(told([("01", dose)], [("01", event)])) is late


def test_the_first_event_and_the_first_record_after_it():
    doses = [("01", "2026-07-01"), ("01", "2026-06-01"), ("01", "2026-05-01"), ("02", "2026-07-01")]
    events = [("01", "2026-06-15"), ("01", "2026-05-20"), ("01", "")]
    assert told(doses, events) == [(1, "CHECK-AFTER", "2026-05-20")]


def test_so_many_days_are_left_aside():
    assert told([("01", "2026-05-10")], [("01", "2026-05-03")], days=7) == []
    assert told([("01", "2026-05-11")], [("01", "2026-05-03")], days=7) != []


def test_nothing_to_look_at():
    assert told([], [("01", "2026-05-03")]) == told([("01", "2026-05-03")], []) == told([], []) == []
