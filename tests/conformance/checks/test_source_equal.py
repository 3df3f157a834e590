"""Values and their sources."""

from checked import found, package


def test_a_number_that_is_not_that_of_the_source():
    p = package(
        ADVS={
            "USUBJID": ["1", "1", "1", "1"],
            "AVAL": [5, 6, 6, 6],
            "DTYPE": ["", "", "AVERAGE", ""],
            "SRCDOM": ["VS"] * 4,
            "SRCVAR": ["VSSTRESN", "VSSTRESN", "VSSTRESN", "VSDY"],
            "SRCSEQ": [1, 1, 1, 1],
        }
    )
    beside = package(VS={"USUBJID": ["1"], "VSSEQ": [1], "VSSTRESN": [5], "VSDY": [9]})
    given = {"domain": "SRCDOM", "variable": "SRCVAR", "sequence": "SRCSEQ"}
    assert found(
        "source_equal", "ADVS", p, beside=beside, value="AVAL", **given, endings=["STRESN"], derived="DTYPE"
    ) == [(2, ("6", "VS", "VSSTRESN", "1"), "VS.VSSTRESN has another value")]
