import pytest

from onespec.engine.columns import text
from onespec.sdtm.methods.lower_case import lower_case


@pytest.mark.parametrize(("value", "expected"), [("Chest PAIN", "chest pain"), ("", "")])
def test_lower_case(value, expected):
    assert lower_case(text([value])).tolist() == [expected]
