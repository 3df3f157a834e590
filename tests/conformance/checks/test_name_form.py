"""Values that are names."""

from checked import found, package


def test_digits_first_and_too_long():
    p = package(ADTTE={"PARAMCD": ["OS", "1YEAR", "LONGERTHAN8", "", "a"]})
    assert [f[0] for f in found("name_form", "ADTTE", p, variable="PARAMCD")] == [2, 3, 5]
