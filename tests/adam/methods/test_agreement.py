from onespec.adam.methods.agreement import Words, agreement
from onespec.engine.columns import text

WORDS = Words(agree="SAME", differ="OTHER", only_value="ONLY A", only_other="ONLY B")


def test_each_case():
    made = agreement(text(["PR", "SD", "SD", "", ""]), text(["PR", "PR", "", "PR", ""]), WORDS)
    assert list(made) == ["SAME", "OTHER", "ONLY A", "ONLY B", ""]
