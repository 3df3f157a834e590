"""The time-point response derived from lesions.

They are written ``T1 30`` (longest diameter, mm), ``L1 15`` (short axis of a node), ``N1 PRESENT``, ``X1 UNEQUIVOCAL``
for target, nodal target, non-target and new lesions; ``?`` is not assessed.  Day 0 is the day of the first dose.
"""

import re
from datetime import date, timedelta

import numpy as np
import pytest

from onespec.adam.records._lesions import LesionColumns
from onespec.adam.records._recist import Terms, Thresholds
from onespec.adam.records.derived_response import derived_response
from onespec.engine.columns import number, text
from onespec.engine.contract import PerSubject, Report, Selection
from onespec.engine.frames import Frame

KINDS = {"T": ("TARGET", "LDIAM"), "L": ("TARGET", "LPERP"), "N": ("NON-TARGET", "TUMSTATE"), "X": ("NEW", "TUMSTATE")}


def when(day):
    """ISO 8601 of a day since the first dose, 1962-09-27 (day 1000 of the calendar); a month (1962-09); or blank."""
    if day in ("unknown", ""):
        return ""
    return day if re.fullmatch(r"\d{4}-\d\d", day) else str(date(1962, 9, 27) + timedelta(days=int(day)))


COLUMNS = LesionColumns(
    visit="VISITNUM",
    date="TRDTC",
    sequence="TRSEQ",
    lesion="TRLNKID",
    group="TRGRPID",
    test="TRTESTCD",
    size="TRSTRESN",
    state="TRSTRESC",
)
TERMS = Terms(
    target="TARGET",
    non_target="NON-TARGET",
    new="NEW",
    node_test="LPERP",
    gone="ABSENT",
    progressed="UNEQUIVOCAL PROGRESSION",
    certain="UNEQUIVOCAL",
)


def derive(*visits, subjects=("A",), report=None, shuffled=False, **limits):
    """The records of visits such as ``"42: T1 30, N1 PRESENT"``, the same for each subject."""
    rows = []
    for subject in subjects:
        for i, line in enumerate(visits):
            day, _, seen = line.partition(":")
            for part in seen.split(","):
                lesion, value = part.split(maxsplit=1)
                kind, test = KINDS[lesion[0]]
                measured = lesion[0] in "TL"
                size = float(value) if measured and value != "?" else np.nan
                state = "" if value == "?" or measured else value
                rows.append((subject, float(i), when(day), float(len(rows) + 1), lesion, kind, test, size, state))
    columns = ["SUBJECT", "VISITNUM", "TRDTC", "TRSEQ", "TRLNKID", "TRGRPID", "TRTESTCD", "TRSTRESN", "TRSTRESC"]
    frame = Frame(
        {
            c: number(list(v)) if c in ("VISITNUM", "TRSEQ", "TRSTRESN") else text(list(v))
            for c, v in zip(columns, zip(*rows, strict=True), strict=True)
        }
    )
    if shuffled:
        frame = frame.take(np.arange(len(frame))[::-1])
    source = Selection("TR", frame, np.arange(len(frame)))
    limits = {"increase_percent": 20, "increase_mm": 5, "decrease_percent": 30, "node_normal_mm": 10} | limits
    start = PerSubject(text(subjects), number(1000, len(subjects)))
    return derived_response(source, start, COLUMNS, TERMS, Thresholds(**limits), report or Report())


def responses(*visits, **limits):
    return list(derive(*visits, **limits).values["AVALC"])


@pytest.mark.parametrize(
    ("baseline", "visit", "target"),
    [
        ("T1 50", "T1 35", "PR"),  # 30% below baseline
        ("T1 50", "T1 35.1", "SD"),
        ("T1 50", "T1 0", "CR"),
        ("T1 50", "T1 60", "PD"),  # 20% and 10 mm above
        ("T1 50", "T1 59.9", "SD"),
        ("T1 20", "T1 24.9", "SD"),  # above 20%, below 5 mm
        ("T1 20", "T1 25", "PD"),  # above 20%, 5 mm
        ("T1 10.1, T2 10.2", "T1 12.1, T2 13.2", "PD"),  # 5.0 mm above, although 25.3 - 20.3 is not 5.0 in binary
        ("T1 50.1", "T1 35.07", "PR"),  # 30% below, although not in binary
        ("T1 30, T2 20", "T1 20, T2 ?", "NE"),  # a missing lesion blocks PR
        ("T1 30, T2 20", "T1 0, T2 ?", "NE"),  # and CR
        ("T1 30, T2 20", "T1 60, T2 ?", "PD"),  # the rest already shows PD
        ("T1 30, T2 20", "T1 25", "NE"),  # a lesion without a row is missing
        ("L1 18, T1 30", "L1 9, T1 0", "CR"),  # a node below 10 mm is gone, its 9 mm stay in the sum
        ("L1 18, T1 30", "L1 10, T1 0", "PR"),
        ("L1 18", "L1 9.9", "CR"),
        ("T1 30, T2 ?", "T1 10, T2 10", "NE"),  # no sum at baseline
        ("T1 30, T2 ?", "T1 0, T2 0", "CR"),
    ],
)
def test_target_lesions(baseline, visit, target):
    assert responses(f"-7: {baseline}", f"42: {visit}") == [target]


@pytest.mark.parametrize(
    ("states", "response"),
    [
        ("N1 ABSENT, N2 ABSENT", "CR"),
        ("N1 ABSENT, N2 PRESENT", "NON-CR/NON-PD"),
        ("N1 ABSENT, N2 ?", "NE"),
        ("N1 PRESENT", "NE"),  # the other one has no row
        ("N1 UNEQUIVOCAL PROGRESSION, N2 ?", "PD"),
    ],
)
def test_non_target_disease_only(states, response):
    made = derive("-7: N1 PRESENT, N2 PRESENT", f"42: {states}").values
    assert (list(made["AVALC"]), list(made["NTRGRESP"]), list(made["TRGRESP"])) == ([response], [response], [""])


@pytest.mark.parametrize(
    ("visit", "response"),
    [
        ("T1 0, N1 ABSENT", "CR"),
        ("T1 0, N1 PRESENT", "PR"),
        ("T1 0, N1 ?", "PR"),
        ("T1 30, N1 ABSENT", "PR"),
        ("T1 30, N1 ?", "PR"),
        ("T1 50, N1 ABSENT", "SD"),
        ("T1 50, N1 ?", "SD"),
        ("T1 ?, N1 ABSENT", "NE"),
        ("T1 ?, N1 UNEQUIVOCAL PROGRESSION", "PD"),
        ("T1 0, N1 UNEQUIVOCAL PROGRESSION", "PD"),
        ("T1 70, N1 ABSENT", "PD"),
        ("T1 0, N1 ABSENT, X1 UNEQUIVOCAL", "PD"),
        ("T1 0, N1 ABSENT, X1 EQUIVOCAL", "CR"),
    ],
)
def test_overall_response(visit, response):
    assert responses("-7: T1 50, N1 PRESENT", f"42: {visit}") == [response]


def test_the_nadir_is_the_lowest_earlier_sum_with_the_baseline():
    made = derive("-7: T1 50", "42: T1 30", "84: T1 40", "126: T1 34").values
    assert list(made["AVALC"]) == ["PR", "PD", "PR"]
    assert list(made["NADIR"]) == [50, 30, 30] and list(made["SUMDIAM"]) == [30, 40, 34]


def test_a_sum_with_a_missing_lesion_is_no_nadir():
    made = derive("-7: T1 30, T2 20", "42: T1 10, T2 ?", "84: T1 30, T2 20").values
    assert list(made["AVALC"]) == ["NE", "SD"]
    assert list(made["NADIR"]) == [50, 50] and list(made["SUMDIAM"]) == [10, 50]


def test_any_regrowth_from_nadir_0_is_progression():
    assert responses("-7: T1 50", "42: T1 0", "84: T1 2") == ["CR", "PD"]


def test_without_a_baseline_only_a_new_lesion_says_anything():
    assert responses("42: T1 30", "84: T1 90", "126: T1 90, X1 UNEQUIVOCAL") == ["NE", "NE", "PD"]


def test_a_scan_on_the_day_of_the_first_dose_is_baseline():
    assert responses("0: T1 50", "42: T1 30") == ["PR"]


def test_thresholds_are_parameters():
    assert responses("-7: T1 50", "42: T1 57", increase_percent=14) == ["PD"]
    assert responses("-7: T1 20", "42: T1 24", increase_mm=4) == ["PD"]
    assert responses("-7: T1 50", "42: T1 40", decrease_percent=20) == ["PR"]
    assert responses("-7: L1 18", "42: L1 10", node_normal_mm=10.5) == ["CR"]


def test_a_lesion_without_size_at_baseline_does_not_hide_progression():
    """RECIST 1.1, 4.3.1: the nadir is the lowest sum on study; a missing baseline leaves the sums of the visits."""
    made = derive("-7: T1 30, T2 ?", "42: T1 30, T2 15", "84: T1 30, T2 24", "126: T1 10, T2 10").values
    assert list(made["AVALC"]) == ["NE", "PD", "NE"]
    np.testing.assert_array_equal(made["NADIR"], [np.nan, 45, 45])


@pytest.mark.parametrize(
    ("states", "response"),
    [
        ("N1 ABSENT, N2 PRESENT", "NON-CR/NON-PD"),  # N2 has no baseline record
        ("N1 ABSENT, N2 UNEQUIVOCAL PROGRESSION", "PD"),
        ("N1 ABSENT, N2 ABSENT", "CR"),
        ("N1 ABSENT, N2 ?", "CR"),
        ("N2 PRESENT", "NE"),  # N1 was not assessed
    ],
)
def test_a_non_target_lesion_without_a_baseline_record_counts(states, response):
    assert responses("-7: N1 PRESENT", f"42: {states}") == [response]


def test_non_target_lesions_without_any_baseline():
    assert responses("42: N1 PRESENT", "84: N1 ?") == ["NON-CR/NON-PD", "NE"]


def test_sums_are_rounded():
    made = derive("-7: T1 60.32, T2 51.64", "42: T1 60.32, T2 51.64, T3 9").values
    assert (list(made["SUMDIAM"]), list(made["NADIR"])) == ([111.96], [111.96])  # 111.96000000000001 otherwise


def test_a_date_without_a_day():
    """At the baseline it is read as the first day of its month, after it as the last."""
    made = derive("1962-09: T1 50", "1962-11: T1 30", "84: T1 60", "1962-12: T1 32").values
    assert list(made["AVALC"]) == ["PR", "PD", "PR"]
    assert list(made["ADT"]) == [1064, 1084, 1095] and list(made["ADTF"]) == ["D", "", "D"]


def test_a_complete_date_on_the_last_day_of_the_month_is_not_imputed():
    made = derive("-7: T1 50, N1 PRESENT", "1962-11: T1 30", "64: N1 PRESENT").values
    assert list(made["ADT"]) == [1064, 1064] and list(made["ADTF"]) == ["D", ""]


def test_the_lowest_sequence_of_the_visit_is_the_source():
    made = derive("-7: T1 50, N1 PRESENT", "42: T1 30, N1 PRESENT", shuffled=True)
    assert (list(made.values["SRCSEQ"]), list(made.position)) == ([3], [1])


def test_subjects_visits_and_where_the_records_stand():
    made = derive("-7: T1 50, N1 PRESENT", "84: T1 50, N1 PRESENT", "42: T1 30, N1 PRESENT", subjects=("B", "A"))
    assert list(made.subject) == ["B", "B", "A", "A"]
    assert list(made.values["ADT"]) == [1042, 1084, 1042, 1084] and list(made.values["AVALC"]) == [
        "PR",
        "PD",
        "PR",
        "PD",
    ]
    assert (made.source, list(made.position)) == ("TR", [4, 2, 10, 8])


def test_a_lesion_without_a_date_is_asked_for():
    report = Report()
    assert len(derive("-7: T1 50", "unknown: T1 30", report=report)) == 0
    assert [(e[0], e[1], list(e[4])) for e in report.entries] == [("query", "ADAM-LESION-DATE", [1])]


# The explanation ----------------------------------------------------------------------------


def explained(*visits):
    """What is said of the last visit, without the records that it names."""
    made = derive(*visits)
    return [(r.text, r.decides) for r in made.decision.reasons(len(made) - 1)]


def test_the_explanation_tells_lesions_sums_and_the_rule():
    assert explained("-7: T1 50, L1 15, N1 PRESENT", "42: T1 30, L1 12, N1 PRESENT", "84: T1 42, L1 9, N1 PRESENT") == [
        (
            "Target lesion L1 (short axis of a node; normal below 10 mm): 15 mm at the baseline (1962-09-20), "
            "9 mm at the visit, 1962-12-20",
            True,
        ),
        ("Target lesion T1: 50 mm at the baseline (1962-09-20), 42 mm at the visit, 1962-12-20", True),
        (
            "Sum of diameters: 51 mm at the visit; 65 mm at the baseline (change -14 mm, -21.5%); "
            "nadir (lowest earlier complete sum) 42 mm (change +9 mm, +21.4%).",
            False,
        ),
        ("Target lesions: PD, because the sum is at least 20% and at least 5 mm above the nadir.", False),
        ("Non-target lesion N1: PRESENT, 1962-12-20", True),
        (
            "Non-target lesions: NON-CR/NON-PD, because none is UNEQUIVOCAL PROGRESSION and not every one is ABSENT.",
            False,
        ),
        ("Rule won: PD, because the target lesions are PD.", False),
    ]


@pytest.mark.parametrize(
    ("baseline", "visit", "rule"),
    [
        ("T1 50", "T1 35, X1 UNEQUIVOCAL", "Rule won: PD, because new lesion X1 is UNEQUIVOCAL, 1962-11-08"),
        (
            "T1 50, N1 PRESENT",
            "T1 50, N1 UNEQUIVOCAL PROGRESSION",
            "Rule won: PD, because the non-target lesions are PD.",
        ),
        (
            "T1 50, N1 PRESENT",
            "T1 0, N1 PRESENT",
            "Rule won: PR, because the target lesions are CR, but the non-target lesions are NON-CR/NON-PD.",
        ),
        (
            "N1 PRESENT",
            "N1 ABSENT",
            "Rule won: CR, because there are no target lesions, and the non-target lesions decide.",
        ),
        ("T1 50, T2 20", "T1 50, T2 ?", "Target lesions: NE, because not every target lesion was measured (T2)."),
        ("T1 50, T2 20", "T1 50", "Target lesion T2: no record at the visit; 20 mm at the baseline, 1962-09-20"),
        ("T1 50", "T1 49, X1 EQUIVOCAL", "New lesion X1: EQUIVOCAL, not UNEQUIVOCAL, so it does not count, 1962-11-08"),
    ],
)
def test_the_explanation_names_what_decided(baseline, visit, rule):
    assert rule in [text for text, _ in explained(f"-7: {baseline}", f"42: {visit}")]
