"""Doses against the regimen."""

from checked import found, package

HOW = {
    "dose": "ECDOSE",
    "unit": "ECDOSU",
    "sequence": "ECSEQ",
    "planned": "PLDOSE",
    "planned_unit": "PLDOSEU",
    "weight": "WEIGHT",
    "surface": "BSA",
    "tolerance": 10,
}


def supp(*rows):
    return {
        "USUBJID": ["1"] * len(rows),
        "IDVARVAL": [r[0] for r in rows],
        "QNAM": [r[1] for r in rows],
        "QVAL": [r[2] for r in rows],
    }


def test_per_kg_per_m2_and_itself():
    ec = {
        "USUBJID": ["1"] * 5,
        "ECSEQ": [1, 2, 3, 4, 5],
        "ECDOSE": [375, 450, 260, 150, 500],
        "ECDOSU": ["mg", "mg", "mg", "mg", "g"],
    }
    plan = supp(
        *((s, "PLDOSE", d) for s, d in (("1", "7.5"), ("2", "7.5"), ("3", "130"), ("4", "100"), ("5", "1"))),
        *((s, "PLDOSEU", u) for s, u in (("1", "mg/kg"), ("2", "mg/kg"), ("3", "mg/m2"), ("4", "mg"), ("5", "mg"))),
        ("1", "WEIGHT", "50"),
        ("2", "WEIGHT", "50"),
        ("3", "BSA", "1.7"),
    )
    # 7.5 * 50 = 375; 130 * 1.7 = 221; 100 as it stands; the unit of the last is not that of its plan
    assert found("dose_as_planned", "EC", package(EC=ec, SUPPEC=plan), **HOW) == [
        (2, ("450", "mg"), "375"),
        (3, ("260", "mg"), "221"),
        (4, ("150", "mg"), "100"),
    ]


def test_a_surface_of_another_record_of_the_subject():
    ec = {"USUBJID": ["1", "1"], "ECSEQ": [1, 2], "ECDOSE": [221, 2500], "ECDOSU": ["mg", "mg"]}
    plan = supp(
        ("1", "PLDOSE", "130"),
        ("1", "PLDOSEU", "mg/m2"),
        ("1", "BSA", "1.7"),
        ("2", "PLDOSE", "1000"),
        ("2", "PLDOSEU", "mg/m2"),
    )
    assert found("dose_as_planned", "EC", package(EC=ec, SUPPEC=plan), **HOW) == [(2, ("2500", "mg"), "1700")]
