"""Doses against the regimen."""

from checked import found, package

HOW = {
    "dose": "ECDOSE",
    "unit": "ECDOSU",
    "match": ["USUBJID", "ECTRT", "VISITNUM"],
    "mood": "ECMOOD",
    "scheduled": "SCHEDULED",
    "weight": "WEIGHT",
    "surface": "BSA",
    "tolerance": 10,
}


def doses(*rows):
    """Of a subject: mood, drug, visit, dose, unit."""
    mood, drug, visit, dose, unit = map(list, zip(*rows, strict=True))
    n = len(rows)
    own = {"ECMOOD": mood, "ECTRT": drug, "ECDOSE": dose, "ECDOSU": unit, "VISITNUM": visit}
    return {"USUBJID": ["1"] * n, "ECSEQ": [*range(1, n + 1)], **own}


def measured(*rows):
    """Of a subject: test, visit, result."""
    test, visit, result = map(list, zip(*rows, strict=True))
    return {"USUBJID": ["1"] * len(rows), "VSTESTCD": test, "VSSTRESN": result, "VISITNUM": visit}


def test_per_kg_per_m2_and_itself():
    ec = doses(
        ("PERFORMED", "A", 1, 375, "mg"),
        ("PERFORMED", "A", 2, 450, "mg"),
        ("PERFORMED", "B", 1, 260, "mg"),
        ("PERFORMED", "C", 1, 150, "mg"),
        ("PERFORMED", "C", 2, 500, "g"),
        ("PERFORMED", "C", 3, 500, "mg"),
        ("SCHEDULED", "A", 1, 7.5, "mg/kg"),
        ("SCHEDULED", "A", 2, 7.5, "mg/kg"),
        ("SCHEDULED", "B", 1, 130, "mg/m2"),
        ("SCHEDULED", "C", 1, 100, "mg"),
        ("SCHEDULED", "C", 2, 1, "mg"),
    )
    vs = measured(("WEIGHT", 1, 50), ("WEIGHT", 1, 49.5), ("WEIGHT", 2, 50), ("WEIGHT", 3, 90), ("BSA", 1, 1.7))
    # 7.5 * 50 = 375; 130 * 1.7 = 221; 100 as it stands; then a unit that is not that of the plan, and no plan
    assert found("dose_as_planned", "EC", package(EC=ec, VS=vs), **HOW) == [
        (2, ("450", "mg"), "375"),
        (3, ("260", "mg"), "221"),
        (4, ("150", "mg"), "100"),
    ]


def test_a_surface_of_another_visit_of_the_subject():
    ec = doses(
        ("PERFORMED", "C", 1, 2500, "mg"),
        ("PERFORMED", "C", 2, 1700, "mg"),
        ("SCHEDULED", "C", 1, 1000, "mg/m2"),
        ("SCHEDULED", "C", 2, 1000, "mg/m2"),
    )
    vs = measured(("BSA", 3, 1.7), ("BSA", 4, 1.6))
    assert found("dose_as_planned", "EC", package(EC=ec, VS=vs), **HOW) == [(1, ("2500", "mg"), "1700")]


def test_without_a_weight_or_a_mood_nothing_is_said():
    ec = doses(("PERFORMED", "A", 1, 375, "mg"), ("SCHEDULED", "A", 1, 7.5, "mg/kg"))
    assert found("dose_as_planned", "EC", package(EC=ec), **HOW) == []
    given = {name: values[:1] for name, values in ec.items() if name != "ECMOOD"}
    assert found("dose_as_planned", "EC", package(EC=given), **HOW) == []
