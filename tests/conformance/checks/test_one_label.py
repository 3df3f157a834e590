"""Labels in several datasets."""

from checked import dataset, found, package


def test_another_label():
    p = package(
        ADSL=dataset("ADSL", variables={"EFFFL": {"label": "Efficacy Flag"}}, EFFFL=["Y"]),
        ADTTE=dataset("ADTTE", variables={"EFFFL": {"label": "Evaluable Flag"}}, EFFFL=["Y"]),
    )
    assert found("one_label", "", p) == [
        (None, ("EFFFL",), "EFFFL is 'Evaluable Flag' (Char) in ADTTE, and 'Efficacy Flag' (Char) in ADSL")
    ]
