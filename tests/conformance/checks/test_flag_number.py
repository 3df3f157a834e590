"""Numbers of flags."""

from checked import found, package


def test_one_zero_and_blank():
    p = package(ADSL={"SAFFL": ["Y", "N", "", "N"], "SAFFN": [1, 0, None, 1], "FASFN": [1, 1, 1, 1]})
    assert found("flag_number", "ADSL", p, numbers=["SAFFN", "FASFN"]) == [
        (None, ("FASFN",), "there is no FASFL"),
        (4, ("N", "1"), "SAFFL says otherwise"),
    ]
