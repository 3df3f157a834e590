"""Results that no living person has."""

import pandas as pd
from checked import found, package

LIMITS = pd.DataFrame(
    {
        "TESTCD": ["K", "PROT", "WEIGHT"],
        "SPECIMEN": ["SERUM", "SERUM", ""],
        "UNIT": ["mmol/L", "g/L", "kg"],
        "LOW": ["1", "15", "0.3"],
        "HIGH": ["12", "200", "650"],
    },
    dtype="str",
)


def test_by_specimen_and_unit():
    p = package(
        LB={
            "LBTESTCD": ["K", "K", "K", "PROT", "XX"],
            "LBSPEC": ["SERUM", "SERUM", "SERUM", "URINE", "SERUM"],
            "LBSTRESN": [4, 42, 42, 0.1, -5],
            "LBSTRESU": ["mmol/L", "mmol/L", "mg/dL", "g/L", "g/L"],
        }
    )
    assert found(
        "plausible", "LB", p, test="LBTESTCD", result="LBSTRESN", unit="LBSTRESU", specimen="LBSPEC", limits=LIMITS
    ) == [(2, ("K", "42", "mmol/L"), "1 to 12")]


def test_without_a_specimen():
    p = package(VS={"VSTESTCD": ["WEIGHT", "WEIGHT"], "VSSTRESN": [70, 0.07], "VSSTRESU": ["kg", "kg"]})
    assert found(
        "plausible", "VS", p, test="VSTESTCD", result="VSSTRESN", unit="VSSTRESU", specimen="VSSPEC", limits=LIMITS
    ) == [(2, ("WEIGHT", "0.07", "kg"), "0.3 to 650")]
