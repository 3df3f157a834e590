import pytest

from onespec.engine.columns import text
from onespec.sdtm.methods.upper_case import upper_case


@pytest.mark.parametrize(("value", "expected"), [("Chest pain", "CHEST PAIN"), ("straße", "STRASSE"), ("", "")])
def test_upper_case(value, expected):
    assert upper_case(text([value])).tolist() == [expected]
