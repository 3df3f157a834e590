import pytest

from onespec.engine.columns import text
from onespec.sdtm.methods.sentence_case import sentence_case


@pytest.mark.parametrize(("value", "expected"), [("CHEST PAIN", "Chest pain"), ("x", "X"), ("", "")])
def test_sentence_case(value, expected):
    assert sentence_case(text([value])).tolist() == [expected]
