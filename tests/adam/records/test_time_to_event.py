"""Days are days since the first dose, which is day 1000 of the calendar; the schedule is week 6, 12, 18, 24."""

from dataclasses import fields

import numpy as np
import pytest

from onespec.adam.records._time import Censor, Censoring, Event, ScheduleOfAssessments, TimeAtRisk
from onespec.adam.records.time_to_event import time_to_event
from onespec.engine.columns import number, text
from onespec.engine.contract import PerSubject, Report, Selection
from onespec.engine.frames import Frame, table_of

SCHEDULE = table_of([{"DAY": day, "WINDOW": "7"} for day in ("43", "85", "127", "169")])
CUT = "1965-06-23"  # day 2000 of the calendar, 1000 days after the first dose
GAP, THERAPY, LAST, START = (
    "Event after missed assessments",
    "New anticancer therapy",
    "Last adequate assessment",
    "First dose",
)


def survival(subjects, events=(), report=None, start_imputed="", **parts):
    """The records of `time_to_event`; ``parts`` are parameters by their names in YAML."""
    given = lambda cls: {f.name: parts.pop(f.name) for f in fields(cls) if f.name in parts}  # noqa: E731
    parts["otherwise"] = [c for c in np.atleast_1d(np.array(parts.get("otherwise"), object)) if c]
    at_risk = TimeAtRisk(**{"start": "TRTSDT", "until": CUT, "start_imputed": start_imputed} | given(TimeAtRisk))
    censoring = Censoring(**{"censors": []} | given(Censoring))
    return time_to_event(subjects, at_risk, events, censoring, ScheduleOfAssessments(**parts), report or Report())


@pytest.fixture
def pfs_rows(select):
    """Progression-free survival of one subject, as the record operation makes it."""

    def build(adequate=(), pd_=None, death=None, therapy=None, fewest=2, **replaced):
        day = lambda values: [("A", 1000 + v, i) for i, v in enumerate(values, 1) if v is not None]  # noqa: E731
        adequate = [*adequate, *([pd_] if pd_ is not None else [])]
        subjects = select(Selection, "ADSL", [("A", 1000)], ["TRTSDT"])
        parts = {
            "events": [
                select(
                    Event,
                    "ADRS",
                    day([pd_]),
                    ["ADT", "ASEQ"],
                    date="ADT",
                    sequence="ASEQ",
                    set={"EVNTDESC": "Disease progression"},
                ),
                select(Event, "ADSL", day([death]), ["DTHDT", "N"], date="DTHDT", set={"EVNTDESC": "Death"}),
            ],
            "stop_at": [
                select(
                    Censor,
                    "ADSL",
                    day([therapy]),
                    ["NEWTRTDT", "N"],
                    date="NEWTRTDT",
                    CNSR=2,
                    set={"EVNTDESC": THERAPY, "CNSDTDSC": LAST},
                )
            ],
            "censors": [
                select(
                    Censor,
                    "ADRS",
                    day(adequate),
                    ["ADT", "ASEQ"],
                    date="ADT",
                    sequence="ASEQ",
                    CNSR=1,
                    set={"EVNTDESC": "No event", "CNSDTDSC": LAST},
                )
            ],
            "assessed": select(Event, "ADRS", day(adequate), ["ADT", "ASEQ"], date="ADT"),
            "missed": select(
                Censor,
                "ADRS",
                day(adequate),
                ["ADT", "ASEQ"],
                date="ADT",
                sequence="ASEQ",
                CNSR=4,
                set={"EVNTDESC": GAP, "CNSDTDSC": LAST},
            ),
            "otherwise": select(
                Censor,
                "ADSL",
                [("A", 1000)],
                ["TRTSDT"],
                date="TRTSDT",
                CNSR=3,
                set={"EVNTDESC": "No assessment", "CNSDTDSC": START},
            ),
            "schedule": SCHEDULE,
            "day_1": PerSubject(text(["A"]), number([1000])),
            "fewest": fewest,
            **replaced,
        }
        return survival(subjects, **parts)

    return build


@pytest.fixture
def pfs(pfs_rows):
    """The one record, as days since the first dose, number and texts."""
    return lambda **given: pfs_rows(**given).values.row(0)


def shown(row):
    return int(row["ADT"]) - 1000, int(row["CNSR"]), row["EVNTDESC"], row["CNSDTDSC"]


def test_progression_is_the_event(pfs):
    row = pfs(adequate=[42], pd_=84)
    assert shown(row) == (84, 0, "Disease progression", "")
    assert (row["STARTDT"], row["SRCDOM"], row["SRCVAR"], row["SRCSEQ"]) == (1000, "ADRS", "ADT", 1)


def test_death_is_the_event(pfs):
    row = pfs(adequate=[42], death=60)
    assert shown(row) == (60, 0, "Death", "")
    assert (row["SRCDOM"], row["SRCVAR"]) == ("ADSL", "DTHDT") and np.isnan(row["SRCSEQ"])


def test_the_earliest_event_wins_and_of_two_on_a_day_the_first_listed(pfs):
    assert shown(pfs(adequate=[42], pd_=84, death=90))[:3] == (84, 0, "Disease progression")
    assert shown(pfs(adequate=[42], pd_=84, death=84))[:3] == (84, 0, "Disease progression")
    assert shown(pfs(adequate=[42], pd_=84, death=80))[:3] == (80, 0, "Death")


def test_no_event(pfs):
    row = pfs(adequate=[42, 84])
    assert shown(row) == (84, 1, "No event", LAST)
    assert (row["SRCDOM"], row["SRCVAR"], row["SRCSEQ"]) == ("ADRS", "ADT", 2)


def test_never_assessed(pfs):
    assert shown(pfs()) == (0, 3, "No assessment", START)


@pytest.mark.parametrize(
    ("therapy", "expected"),
    [
        (83, (42, 2, THERAPY, LAST)),  # the day before progression
        (84, (84, 0, "Disease progression", "")),  # on the day of progression
        (85, (84, 0, "Disease progression", "")),  # the day after
    ],
)
def test_new_therapy_around_progression(pfs, therapy, expected):
    assert shown(pfs(adequate=[42], pd_=84, therapy=therapy)) == expected


def test_new_therapy_and_no_event(pfs):
    assert shown(pfs(adequate=[42, 84], therapy=60)) == (42, 2, THERAPY, LAST)
    assert shown(pfs(adequate=[42, 84], therapy=84)) == (84, 2, THERAPY, LAST)
    assert shown(pfs(adequate=[42, 84], therapy=300)) == (84, 2, THERAPY, LAST)


def test_new_therapy_before_any_assessment(pfs):
    """PFS rule 2: the reason is the new therapy, at the first dose when nothing was assessed before it."""
    assert shown(pfs(adequate=[42], therapy=30)) == (0, 2, THERAPY, START)
    assert shown(pfs(death=60, therapy=30)) == (0, 2, THERAPY, START)  # died within two assessments: not rule 1
    row = pfs(adequate=[42], therapy=30)
    assert (row["SRCDOM"], row["SRCVAR"]) == ("ADSL", "TRTSDT")


def test_never_assessed_is_the_reason_before_new_therapy(pfs):
    """PFS rule 1 comes first."""
    assert shown(pfs(therapy=30)) == (0, 3, "No assessment", START)
    assert shown(pfs(therapy=30, death=92)) == (0, 3, "No assessment", START)


def test_what_was_missing_is_told_by_the_first_of_several_that_holds(pfs, select):
    """No baseline is a reason of its own, and both are dated at the first dose."""
    give = lambda subject, number, said: select(  # noqa: E731
        Censor, "ADSL", [(subject, 1000)], ["TRTSDT"], date="TRTSDT", CNSR=number, set={"EVNTDESC": said}
    )
    none = give("A", 3, "No assessment")
    assert shown(pfs(otherwise=[give("A", 5, "No baseline"), none]))[:3] == (0, 5, "No baseline")
    assert shown(pfs(otherwise=[give("B", 5, "No baseline"), none]))[:3] == (0, 3, "No assessment")


@pytest.mark.parametrize(
    ("day_of_stop", "therapy", "expected"),
    [
        ("counts", 84, (84, 0, "Disease progression", "")),
        ("does not count", 84, (42, 2, THERAPY, LAST)),
        ("does not count", 85, (84, 0, "Disease progression", "")),
        ("counts", 42, (42, 2, THERAPY, LAST)),
        ("does not count", 42, (0, 2, THERAPY, START)),
    ],
)
def test_the_day_of_new_therapy(pfs, day_of_stop, therapy, expected):
    assert shown(pfs(adequate=[42], pd_=84, therapy=therapy, day_of_stop=day_of_stop)) == expected


@pytest.mark.parametrize(("what", "ends"), [("stands", (997, "")), ("moves to the start", (1000, "D"))])
def test_an_end_before_the_start_is_a_query(select, what, ends):
    """A death that is dated before the response (duration of response)."""
    subjects = select(Selection, "ADRS", [("A", 1000, "D"), ("B", 1000, "")], ["TRTSDT", "ADTF"])
    rows = [("A", 997), ("B", 1000)]
    death = select(Event, "ADSL", rows, ["DTHDT"], date="DTHDT", set={"EVNTDESC": "Death"})
    report = Report()
    made = survival(subjects, [death], report, start_imputed="ADTF", date_before_start=what).values
    assert (made["ADT"][0], made["ADTF"][0]) == ends and made["ADT"][1] == 1000
    [told] = report.entries
    assert (told.level, told.rule, list(told.rows), report.columns) == ("query", "ADAM-TIME", [0], ["ADT"])
    assert told.values[0] == "Death 1962-09-24; TRTSDT 1962-09-27"


def test_no_record_for_a_subject_without_any_date(select):
    subjects = select(Selection, "ADSL", [("A", 1000), ("B", 1000), ("C", 1000)], ["TRTSDT"])
    death = select(Event, "ADSL", [("B", 1010)], ["DTHDT"], date="DTHDT", set={"EVNTDESC": "Death"})
    report = Report()
    made = survival(subjects, [death], report, without_date="has no record")
    assert (list(made.subject), list(made.position), list(made.values["ADT"])) == (["B"], [1], [1010])
    assert report.entries == []
    assert made.decision.reasons(0)[-1].text == "Rule won: the earliest event counts, CNSR 0, at 1962-10-07."


# Windows, as days since the first dose: week 6 is 35-49, week 12 is 77-91, week 18 is 119-133, week 24 is 161-175.
@pytest.mark.parametrize(
    ("adequate", "event", "expected"),
    [
        ([42], 92, (92, 0, "Disease progression", "")),  # one missed: week 12
        ([42], 133, (133, 0, "Disease progression", "")),  # week 18 not over yet: one missed
        ([42], 134, (42, 4, GAP, LAST)),  # week 12 and week 18 missed
        ([42, 84], 134, (134, 0, "Disease progression", "")),
        ([42, 84], 176, (84, 4, GAP, LAST)),  # week 18 and 24 missed
        ([77], 134, (134, 0, "Disease progression", "")),  # assessed on the first day of the window of week 12
        ([76], 134, (76, 4, GAP, LAST)),  # assessed the day before it: week 12 and week 18 missed
        ([], 84, (84, 0, "Disease progression", "")),  # none before: one missed since the start
        ([], 91, (91, 0, "Disease progression", "")),
        ([], 92, (0, 3, "No assessment", START)),  # none before, week 6 and week 12 missed
    ],
)
def test_progression_after_missed_assessments(pfs, adequate, event, expected):
    assert shown(pfs(adequate=adequate, pd_=event)) == expected


def test_death_after_missed_assessments(pfs):
    assert shown(pfs(adequate=[42], death=133)) == (133, 0, "Death", "")
    assert shown(pfs(adequate=[42], death=134)) == (42, 4, GAP, LAST)
    assert shown(pfs(death=91)) == (91, 0, "Death", "")
    assert shown(pfs(death=92)) == (0, 3, "No assessment", START)


def test_new_therapy_goes_before_a_gap(pfs):
    assert shown(pfs(adequate=[42], pd_=200, therapy=150)) == (42, 2, THERAPY, LAST)


def test_the_number_of_missed_assessments_is_a_parameter(pfs):
    assert shown(pfs(adequate=[42], pd_=92, fewest=1)) == (42, 4, GAP, LAST)


def test_nothing_after_the_cut_counts(pfs):
    assert shown(pfs(adequate=[42], pd_=1001, fewest=99)) == (42, 1, "No event", LAST)
    assert shown(pfs(adequate=[42], pd_=1000, fewest=99)) == (1000, 0, "Disease progression", "")
    assert shown(pfs(adequate=[42, 1001])) == (42, 1, "No event", LAST)
    assert shown(pfs(adequate=[42], therapy=1001)) == (42, 1, "No event", LAST)


def test_gaps_and_therapy_may_be_left_out(pfs):
    row = pfs(adequate=[42], pd_=200, therapy=150, stop_at=[], missed=None)
    assert shown(row) == (200, 0, "Disease progression", "")


def test_who_was_never_assessed_is_censored_also_where_gaps_may_be_left_out(pfs):
    assert shown(pfs(death=200, missed=None)) == (0, 3, "No assessment", START)
    assert shown(pfs(death=91, missed=None)) == (91, 0, "Death", "")  # one missed since the start
    assert shown(pfs(adequate=[42], death=300, missed=None)) == (300, 0, "Death", "")
    assert shown(pfs(adequate=[], pd_=300, missed=None)) == (300, 0, "Disease progression", "")
    assert shown(pfs(death=200, missed=None, assessed=None)) == (200, 0, "Death", "")


def test_who_was_never_assessed_has_no_event_after_new_therapy(pfs, select):
    later = [select(Event, "ADSL", [("A", 1150)], ["NEWTRTDT"], date="NEWTRTDT", set={"EVNTDESC": THERAPY})]
    assert shown(pfs(events=later)) == (0, 3, "No assessment", START)
    soon = [select(Event, "ADSL", [("A", 1080)], ["NEWTRTDT"], date="NEWTRTDT", set={"EVNTDESC": THERAPY})]
    assert shown(pfs(events=soon)) == (80, 0, THERAPY, "")


def test_missed_assessments_need_a_schedule(pfs):
    with pytest.raises(ValueError, match="'missed' needs 'schedule' and 'day_1'"):
        pfs(schedule=None, assessed=None)
    with pytest.raises(ValueError, match="'assessed' needs 'schedule' and 'day_1', and otherwise"):
        pfs(otherwise=None)


def test_the_start_and_the_first_dose_hand_on_their_imputation(pfs, select, rows_of):
    subjects = select(Selection, "ADSL", [("A", 1000, "D"), ("B", 1000, "")], ["TRTSDT", "TRTSDTF"])
    first_dose = select(
        Censor,
        "ADSL",
        [("A", 1000, "D"), ("B", 1000, "")],
        ["TRTSDT", "TRTSDTF"],
        date="TRTSDT",
        imputed="TRTSDTF",
        CNSR=3,
        set={},
    )
    made = survival(subjects, start_imputed="TRTSDTF", otherwise=first_dose)
    assert rows_of(made, "STARTDT", "STARTDTF", "ADT", "ADTF", "CNSR") == [
        [1000, "D", 1000, "D", 3],
        [1000, "", 1000, "", 3],
    ]
    assert pfs(adequate=[42])["STARTDTF"] == ""


def test_the_latest_censoring_date_wins_and_each_subject_has_a_record(select, rows_of):
    subjects = select(Selection, "ADSL", [("B", 1000), ("A", 1005), ("C", 1000)], ["TRTSDT"])
    death = select(
        Event,
        "ADSL",
        [("A", 1100, "D")],
        ["DTHDT", "DTHDTF"],
        date="DTHDT",
        imputed="DTHDTF",
        set={"EVNTDESC": "Death"},
    )
    visit = select(
        Censor,
        "SV",
        [("B", 1050), ("A", 1090)],
        ["DT"],
        date="DT",
        CNSR=1,
        set={"EVNTDESC": "Alive", "CNSDTDSC": "Visit"},
    )
    contact = select(
        Censor, "SS", [("B", 1060)], ["DT"], date="DT", CNSR=5, set={"EVNTDESC": "Alive", "CNSDTDSC": "Contact"}
    )
    report = Report()
    made = survival(subjects, [death], report, censors=[visit, contact])
    assert list(made.subject) == ["B", "A", "C"] and (made.source, list(made.position)) == ("ADSL", [0, 1, 2])
    assert rows_of(made, "STARTDT", "ADT", "ADTF", "CNSR", "CNSDTDSC") == [
        [1000, 1060, "", 5, "Contact"],
        [1005, 1100, "D", 0, ""],
        [1000, None, "", None, ""],
    ]
    [(level, rule, *_, rows, _)] = report.entries
    assert (level, rule, list(rows)) == ("query", "ADAM-NO-TIME", [2])


def test_a_first_assessment_after_a_gap_is_censored_at_the_start_for_the_gap(pfs, select):
    """endpoints.md, PFS rule 3: there is an assessment after the first dose, so rule 1 does not hold."""
    start = select(
        Censor, "ADSL", [("A", 1000)], ["TRTSDT"], date="TRTSDT", CNSR=4, set={"EVNTDESC": GAP, "CNSDTDSC": START}
    )
    assert shown(pfs(pd_=140, missed_from_start=start)) == (0, 4, GAP, START)
    assert shown(pfs(death=140, missed_from_start=start)) == (0, 3, "No assessment", START)
    assert shown(pfs(adequate=[42], pd_=180, missed_from_start=start)) == (42, 4, GAP, LAST)


def test_an_assessment_within_a_longer_window_is_missed_by_itself(pfs):
    """The window of day 1 is open before the start and after the event; that of day 43 lies between them."""
    schedule = table_of([{"DAY": "1", "WINDOW": "100"}, {"DAY": "43", "WINDOW": "7"}])
    assert shown(pfs(adequate=[], pd_=84, schedule=schedule, fewest=1)) == (0, 3, "No assessment", START)
    assert shown(pfs(adequate=[], pd_=84, schedule=schedule, fewest=2)) == (84, 0, "Disease progression", "")


# The explanation ----------------------------------------------------------------------------


@pytest.fixture
def told(pfs_rows):
    """What is said of the one record."""
    return lambda **given: [r.text for r in pfs_rows(**given).decision.reasons(0)]


def test_the_explanation_tells_every_candidate_what_was_missed_and_the_rule(told):
    assert told(adequate=[42], pd_=84, therapy=100, death=1001) == [
        "The time starts at TRTSDT, 1962-09-27. Dates after 1965-06-23 do not count.",
        "Event candidate: Disease progression, ADT 1962-12-20",
        "Event candidate: Death, DTHDT 1965-06-24; after the last date that counts",
        "Stop candidate: New anticancer therapy, NEWTRTDT 1963-01-05",
        "Censoring candidate: Last adequate assessment, ADT 1962-11-08",
        "Censoring candidate: Last adequate assessment, ADT 1962-12-20",
        "Between the last adequate assessment before the event, 1962-11-08, and the event, 1962-12-20, "
        "no scheduled assessments were missed with the whole window; 2 or more censor.",
        "Rule won: the earliest event counts, CNSR 0, at 1962-12-20.",
    ]


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (
            {"death": 92},
            "no assessment of the subject counts, and there is no event or too many were missed before it, "
            'so the subject is censored as "No assessment", CNSR 3, at 1962-09-27.',
        ),
        (
            {"adequate": [42, 84], "therapy": 60},
            "a stop on 1962-11-26 comes before any event, so the subject is censored at the latest date of censoring "
            "on or before it, CNSR 2, at 1962-11-08.",
        ),
        (
            {"adequate": [42], "therapy": 30},
            "a stop on 1962-10-27 comes before any event and any date of censoring, "
            'so the subject is censored as "New anticancer therapy", CNSR 2, at 1962-09-27.',
        ),
        (
            {"adequate": [42], "pd_": 134},
            "2 or more assessments were missed before the event, so it is censored at the last adequate one, "
            "CNSR 4, at 1962-11-08.",
        ),
        (
            {"pd_": 140},
            "too many assessments were missed between the start and the event, "
            'so the subject is censored as "No assessment", CNSR 3, at 1962-09-27.',
        ),
        (
            {"adequate": [42, 84]},
            "there is no event, so the subject is censored at the latest date of censoring, CNSR 1, at 1962-12-20.",
        ),
    ],
)
def test_the_explanation_names_the_rule_that_won(told, given, rule):
    assert told(**given)[-1] == f"Rule won: {rule}"


def test_the_explanation_names_what_was_missed(told):
    named = Frame({**dict(SCHEDULE.items()), "VISIT": text(["WEEK 6", "WEEK 12", "WEEK 18", "WEEK 24"])})
    missed = "2 scheduled assessments were missed with the whole window"
    assert told(adequate=[42], death=134, schedule=named)[-2] == (
        "Between the last adequate assessment before the event, 1962-11-08, and the event, 1963-02-08, "
        f"{missed} (WEEK 12, 1962-12-13 to 1962-12-27; WEEK 18, 1963-01-24 to 1963-02-07); 2 or more censor."
    )
    assert told(death=92)[-3:-1] == [
        "No adequate assessment: no record of ADRS counts as one.",
        "Between TRTSDT, 1962-09-27, and the event, 1962-12-28, "
        f"{missed} (day 43, 1962-11-01 to 1962-11-15; day 85, 1962-12-13 to 1962-12-27); 2 or more censor.",
    ]


def test_the_explanation_names_the_date_that_was_taken_when_the_start_has_none(pfs_rows, select):
    """A first assessment after a gap; the date that ``missed_from_start`` names is after the cut."""
    late = select(Censor, "ADSL", [("A", 2001)], ["DT"], date="DT", CNSR=4, set={"EVNTDESC": GAP})
    made = pfs_rows(pd_=140, missed_from_start=late)
    won = made.decision.reasons(0)[-1]
    assert shown(made.values.row(0)) == (0, 3, "No assessment", START)
    assert won.text.endswith('so the subject is censored as "No assessment", CNSR 3, at 1962-09-27.')
    assert (won.source, won.position, won.column, won.decides) == ("ADSL", 0, "TRTSDT", True)


def test_no_rule_finds_a_date(told):
    assert told(otherwise=None, assessed=None)[-1] == "No rule finds a date."
