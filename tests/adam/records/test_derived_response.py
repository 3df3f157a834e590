"""The time-point response derived from lesions, written as tests/lesions.py tells."""

import numpy as np
import pytest
from lesions import TERMS, first_doses, lesions_of

from onespec.adam.records._recist import Thresholds
from onespec.adam.records.derived_response import derived_response
from onespec.engine.contract import Report


def derive(*visits, subjects=("A",), report=None, shuffled=False, located=None, evaluator=None, **limits):
    """The records of visits such as ``"42: T1 30, N1 PRESENT"``: see tests/lesions.py."""
    source, columns = lesions_of(*visits, subjects=subjects, shuffled=shuffled, located=located, evaluator=evaluator)
    limits = {"increase_percent": 20, "increase_mm": 5, "decrease_percent": 30, "node_normal_mm": 10} | limits
    return derived_response(source, first_doses(subjects), columns, TERMS, Thresholds(**limits), report or Report())


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
    assert list(made["NADIR"]) == [50, 50]


@pytest.mark.parametrize("visit", ["T1 8, T2 ?", "T1 8", "T1 70, T2 ?", "T1 0, T2 ?"])
def test_a_visit_at_which_a_target_lesion_was_not_assessed_has_no_sum(visit):
    made = derive("-7: T1 30, T2 20", f"42: {visit}", "84: T1 30, T2 20").values
    np.testing.assert_array_equal(made["SUMDIAM"], [np.nan, 50])
    assert list(made["NADIR"]) == [50, 50]


@pytest.mark.parametrize(
    ("baseline", "complete", "visit", "response"),
    [
        ("T1 50", "T1 0", "T1 2", "PD"),  # a lesion back, whatever its size
        ("T1 50, T2 20", "T1 0, T2 0", "T1 2, T2 ?", "PD"),  # also when another one is not assessed
        ("T1 50, T2 20", "T1 0, T2 0", "T1 0, T2 ?", "NE"),
        ("L1 18", "L1 9", "L1 9.9", "CR"),  # a node is back at 10 mm
        ("L1 18", "L1 9", "L1 10", "PD"),
        ("L1 18, T1 30", "L1 8, T1 0", "L1 9, T1 3", "PD"),
        ("T1 50, N1 PRESENT", "T1 0, N1 ABSENT", "T1 0, N1 PRESENT", "PD"),  # a non-target lesion present again
        ("T1 50, N1 PRESENT", "T1 0, N1 ABSENT", "T1 0, N1 ?", "PR"),
        ("N1 PRESENT", "N1 ABSENT", "N1 PRESENT", "PD"),  # non-target disease only
        ("T1 50", "T1 0", "T1 0, N9 PRESENT", "PR"),  # N9 is recorded for the first time: not again
        ("T1 50, N1 PRESENT", "T1 0, N1 PRESENT", "T1 4, N1 PRESENT", "PR"),  # nadir 0 without an overall CR: 5 mm
        ("T1 50, N1 PRESENT", "T1 0, N1 PRESENT", "T1 5, N1 PRESENT", "PD"),
        ("T1 50", "T1 0, X1 UNEQUIVOCAL", "T1 2", "PR"),  # the new lesion: no overall CR
    ],
)
def test_after_a_complete_response(baseline, complete, visit, response):
    assert responses(f"-7: {baseline}", f"42: {complete}", f"84: {visit}")[1] == response


def test_a_complete_response_is_remembered_over_later_visits():
    """A lesion that was there for the first time and gone at the complete response is there again later."""
    visits = ["-7: T1 50", "42: T1 20, N9 PRESENT", "84: T1 0, N9 ABSENT", "126: T1 0, N9 ?", "168: T1 0, N9 PRESENT"]
    assert responses(*visits) == ["PR", "CR", "CR", "PD"]
    assert responses("-7: T1 50", "42: T1 0", "84: T1 ?", "126: T1 3") == ["CR", "NE", "PD"]


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        (("T1 50, X1 EQUIVOCAL", "T1 50, X1 UNEQUIVOCAL"), ["PD", "PD"]),  # dated back to its first scan
        (("T1 50, X1 EQUIVOCAL", "T1 50", "T1 50, X1 UNEQUIVOCAL"), ["PD", "SD", "PD"]),
        (("T1 50, X1 EQUIVOCAL", "T1 50, X2 UNEQUIVOCAL"), ["SD", "PD"]),  # another lesion
        (("T1 50, X1 EQUIVOCAL", "T1 50, X1 EQUIVOCAL"), ["SD", "SD"]),  # one that stays equivocal
        (("T1 50, X1 UNEQUIVOCAL", "T1 50, X1 EQUIVOCAL"), ["PD", "SD"]),
    ],
)
def test_an_equivocal_new_lesion_that_is_certain_later(course, expected):
    """RECIST 1.1, 4.3.5."""
    made = derive("-7: T1 50", *(f"{42 * i}: {seen}" for i, seen in enumerate(course, 1))).values
    assert list(made["AVALC"]) == expected
    assert list(made["NEWLFL"]) == ["Y" if response == "PD" else "N" for response in expected]


def test_an_equivocal_new_lesion_that_is_certain_after_the_last_date_that_counts():
    course = ("-7: T1 50", "42: T1 50, X1 EQUIVOCAL", "84: T1 50, X1 UNEQUIVOCAL")
    assert responses(*course, until="1962-12-19") == ["SD", "PD"]  # day 83
    assert responses(*course, until="1962-12-20") == ["PD", "PD"]


@pytest.mark.parametrize(
    ("visit", "response", "total"),
    [
        ("T1.1 20, T1.2 15, T2 20", "SD", 55),  # a lesion that split is the sum of its fragments
        ("T1-1 5, T1-2 4, T2 20", "PR", 29),
        ("T1a 40, T1b 30, T2 20", "PD", 90),
        ("T1 ?, T1.1 20, T1.2 15, T2 20", "SD", 55),
        ("T1.1 0, T1.2 0, T2 0", "CR", 0),
        ("T1.1 20, T1.2 ?, T2 20", "NE", None),  # a fragment that was not assessed
        ("T1/T2 60", "SD", 60),  # two that merged are the longest diameter of the one
        ("T1+T2 40", "PR", 40),
        ("T1/T2 ?", "NE", None),
        ("T10 20, T2 20", "NE", None),  # T10 is no fragment of T1
    ],
)
def test_lesions_that_split_or_merged(visit, response, total):
    """RECIST 1.1, 4.3.2."""
    made = derive("-7: T1 50, T2 20", f"42: {visit}").values
    assert list(made["AVALC"]) == [response]
    np.testing.assert_array_equal(made["SUMDIAM"], [np.nan if total is None else total])


def test_fragments_are_due_at_later_visits_and_a_nodal_one_is_gone_below_10_mm():
    visits = ["-7: T1 50, T2 20", "42: T1.1 20, T1.2 15, T2 20", "84: T1.1 20, T2 20", "126: T1 30, T2 20"]
    assert responses(*visits) == ["SD", "NE", "SD"]
    assert responses("-7: L1 18", "42: L1.1 9, L1.2 9") == ["CR"]
    assert responses("-7: L1 18", "42: L1.1 9, L1.2 10") == ["SD"]


def asked(*visits, **more):
    """The findings about visits: rule, lesion or value, and row."""
    report = Report()
    derive(*visits, report=report, **more)
    return [(e.rule, e.values[int(row)], int(row)) for e in report.entries for row in e.rows]


def test_a_lesion_that_is_measured_beside_its_fragments():
    visits = ("-7: T1 50, T2 20", "42: T1 35, T1.1 20, T1.2 15, T2 20")
    assert list(derive(*visits).values["SUMDIAM"]) == [55]
    assert asked(*visits) == [("ADAM-LESION-TWICE", 35.0, 2)]


@pytest.mark.parametrize(
    ("visits", "found"),
    [
        (("-7: T1 50", "42: T1 50, N1 PRESENT", "84: T1 50, N1 PRESENT"), [("ADAM-LESION-BASELINE", "N1", 2)]),
        (("-7: T1 50", "42: T1 50, T2 9"), [("ADAM-LESION-BASELINE", "T2", 2)]),
        (("42: T1 50, N1 PRESENT", "84: T1 50"), [("ADAM-LESION-BASELINE", "T1", 0)]),  # no baseline at all: once
        (("-7: T1 50", "42: T1 50, X1 UNEQUIVOCAL"), []),
        (("-7: T1 50, T2 20", "42: T1.1 20, T1.2 15, T2 20"), []),
        (("-7: T1 50, T2 20", "42: T1/T2 20"), []),
    ],
)
def test_a_lesion_that_the_baseline_does_not_have(visits, found):
    assert asked(*visits) == found


BOTH = ("-7: T1 50, T1 30@LPERP", "42: T1 34, T1 31@LPERP")


@pytest.mark.parametrize(
    ("visits", "located", "response", "found"),
    [
        (BOTH, [("T1", "LUNG")], "PR", []),  # the longest diameter: 50, then 34
        (BOTH, [("T1", "PORTAL LYMPH NODE")], "SD", []),  # the short axis: 30, then 31
        (BOTH, [("T1", "LUNG"), ("T1", "")], "PR", []),
        # Nothing tells the kind: no size is used.
        (BOTH, [("T2", "LUNG")], "NE", [("LDIAM", 0), ("LPERP", 1), ("LDIAM", 2), ("LPERP", 3)]),
        (BOTH, None, "NE", [("LDIAM", 0), ("LPERP", 1), ("LDIAM", 2), ("LPERP", 3)]),
        (BOTH, [("T1", "LUNG"), ("T1", "LYMPH NODE")], "NE", [("LDIAM", 0), ("LPERP", 1), ("LDIAM", 2), ("LPERP", 3)]),
        # The axis of the first measurement where nothing tells the kind.
        (("-7: T1 50", "42: T1 34, T1 31@LPERP"), None, "PR", [("LPERP", 2)]),
        (("-7: T1 50", "42: T1 10@LPERP"), None, "NE", [("LPERP", 1)]),
        # A measurement on the other axis alone contradicts the kind.
        (("-7: T1 50", "42: T1 10"), [("T1", "LYMPH NODE")], "NE", [("LDIAM", 0), ("LDIAM", 1)]),
        (("-7: L1 18", "42: L1 9"), [("L1", "LYMPH NODE")], "CR", []),
        (("-7: T1 18@DIAMETER", "42: T1 9@DIAMETER"), [("T1", "LYMPH NODE")], "CR", []),  # a test that tells no axis
        (("-7: T1 18@DIAMETER", "42: T1 9@DIAMETER"), [("T1", "LUNG")], "PR", []),
    ],
)
def test_the_axis_is_that_of_the_kind_of_the_lesion(visits, located, response, found):
    assert list(derive(*visits, located=located).values["AVALC"]) == [response]
    assert asked(*visits, located=located) == [("ADAM-LESION-AXIS", *each) for each in found]


def test_several_sizes_of_a_lesion_on_a_day():
    assert asked("-7: T1 50", "42: T1 30, T1 34") == [("ADAM-LESION-TWICE", 30.0, 1)]
    assert asked("-7: T1 50", "42: T1 30, T1 30") == []
    assert asked("-7: T1 50", "42: T1 30", "42: T1 34") == []  # two visits
    assert list(derive("-7: T1 50", "42: T1 30, T1 34").values["SUMDIAM"]) == [34]


def test_each_evaluator_by_itself():
    """The nadir, and the complete response, are those of the same evaluator."""
    visits = ["-7: T1 50", "-6: T1 60", "42: T1 0", "43: T1 30", "84: T1 3", "85: T1 36"]
    made = derive(*visits, evaluator=["SITE", "READER"] * 3).values
    assert sorted(zip(made["ADT"], made["AVALC"], made["NADIR"], strict=True)) == [
        (1042, "CR", 50),
        (1043, "PR", 60),
        (1084, "PD", 0),
        (1085, "PD", 30),
    ]


def test_a_state_that_says_nothing():
    assert responses("-7: N1 PRESENT", "42: N1 NOT EVALUABLE") == ["NE"]


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


@pytest.mark.parametrize(
    ("visits", "told"),
    [
        (["-7: T1 50", "42: T1 0"], ("ALL GONE", "")),
        (["-7: T1 50", "42: T1 35"], ("BELOW BASELINE", "")),
        (["-7: T1 50", "42: T1 60"], ("ABOVE NADIR", "")),
        (["-7: T1 50", "42: T1 45"], ("NO OTHER RULE", "")),
        (["-7: T1 50, T3 30, T2 20", "42: T1 50, T3 ?, T2 ?"], ("NOT ASSESSED", "T2")),  # the first by name
        (["-7: T1 50, T2 ?", "42: T1 50, T2 20"], ("NO BASELINE", "T2")),
        (["-7: T1 50, T2 20", "42: T1 0, T2 0", "84: T1 0, T2 4"], ("BACK AFTER CR", "T2")),
    ],
)
def test_which_rule_and_lesion_gave_the_response_of_the_target_lesions(visits, told):
    made = derive(*visits).values
    assert (made["TRGRULE"][len(made) - 1], made["TRGLSN"][len(made) - 1]) == told


@pytest.mark.parametrize(
    ("visits", "told"),
    [
        (["-7: N1 PRESENT", "42: N1 ABSENT"], ("ALL GONE", "")),
        (["-7: N1 PRESENT", "42: N1 PRESENT"], ("NO OTHER RULE", "")),
        (["-7: N1 PRESENT, N2 PRESENT", "42: N1 PRESENT, N2 UNEQUIVOCAL PROGRESSION"], ("PROGRESSION", "N2")),
        (["-7: N1 PRESENT, N2 PRESENT", "42: N1 PRESENT"], ("NOT ASSESSED", "N2")),
        (["-7: N1 PRESENT", "42: N1 ABSENT", "84: N1 PRESENT"], ("BACK AFTER CR", "N1")),
    ],
)
def test_which_rule_and_lesion_gave_the_response_of_the_other_lesions(visits, told):
    made = derive(*visits).values
    assert (made["NTRGRULE"][len(made) - 1], made["NTRGLSN"][len(made) - 1]) == told


def test_which_new_lesion_counts():
    made = derive(
        "-7: T1 50", "42: T1 50, X1 EQUIVOCAL, X2 EQUIVOCAL", "84: T1 50, X1 EQUIVOCAL, X2 UNEQUIVOCAL"
    ).values
    assert list(made["NEWLSN"]) == ["X2", "X2"]
    assert list(derive("-7: T1 50", "42: T1 50, X1 EQUIVOCAL").values["NEWLSN"]) == [""]


def test_a_progression_without_a_minimum_in_mm():
    """Other criteria ask for a share only; what is not measured above a nadir of 0 is no progression all the same."""
    visits = ["-7: T1 40, N1 PRESENT", "42: T1 10, N1 PRESENT", "84: T1 12, N1 PRESENT"]
    assert responses(*visits) == ["PR", "PR"] and responses(*visits, increase_mm=0) == ["PR", "PD"]
    gone = ["-7: T1 40, N1 PRESENT", "42: T1 0, N1 PRESENT", "84: T1 ?, N1 PRESENT"]
    assert list(derive(*gone, increase_mm=0).values["TRGRESP"]) == ["CR", "NE"]
