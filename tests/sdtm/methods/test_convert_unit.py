import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.contract import Report
from onespec.engine.frames import table_of
from onespec.sdtm.methods.convert_unit import convert_unit

FACTORS = table_of(
    [
        {"LBTESTCD": "CREAT", "FROM": "mg/dL", "TO": "umol/L", "FACTOR": "88.4", "DECIMALS": "1"},
        {"LBTESTCD": "", "FROM": "g/dL", "TO": "g/L", "FACTOR": "10", "DECIMALS": ""},
    ]
)


def convert(value, from_, to, test):
    return convert_unit(value, text([from_]), text([to]), text([test]), FACTORS, Report())[0]


def test_numbers_are_converted_exactly():
    assert convert(text(["0.1"]), "mg/dL", "umol/L", "CREAT") == 8.8
    assert convert(text(["1.13"]), "g/dL", "g/L", "ALB") == 11.3
    assert convert(number([1.13]), "g/dL", "g/L", "ALB") == 11.3
    assert convert(text(["44"]), "umol/L", "umol/L", "CREAT") == 44


def test_what_is_no_plain_number_is_missing():
    for value in ["<0.5", "NEGATIVE", ""]:
        assert np.isnan(convert(text([value]), "umol/L", "umol/L", "CREAT"))


def test_limits_take_the_offset_too():
    factors = table_of(
        [{"VSTESTCD": "TEMP", "FROM": "F", "TO": "C", "FACTOR": "5/9", "OFFSET": "-160/9", "DECIMALS": "1"}]
    )
    low, high = number([96.8]), text(["99.5"])
    given = text(["F"]), text(["C"]), text(["TEMP"]), factors, Report()
    assert (convert_unit(low, *given)[0], convert_unit(high, *given)[0]) == (36, 37.5)
