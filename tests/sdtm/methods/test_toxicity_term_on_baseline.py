from onespec.engine.columns import number, text
from onespec.engine.frames import table_of
from onespec.sdtm.methods._grades import Baseline, LabResult, Rules
from onespec.sdtm.methods.toxicity_term_on_baseline import toxicity_term_on_baseline

COLUMNS = ["TEST", "UNIT", "TERM", "BASELINE", "GRADE", "IS", "LLN", "ULN", "BASE", "LIMIT"]
ROWS = [
    ("X", "", "High", "NOT HIGH", "1", "GT", "", "1", "", ""),
    ("X", "", "Higher", "HIGH", "1", "GT", "", "", "2", ""),
]


def test_the_term_is_that_of_the_rule_for_the_baseline():
    grades = table_of([dict(zip(COLUMNS, row, strict=True)) for row in ROWS], "grades")
    result = LabResult(text(["41", "99", "79", ""]), number([1] * 4), number([40] * 4), text(["U"] * 4))
    baseline = Baseline(number([10, 45, 45, 45]), text(["NORMAL", "HIGH", "HIGH", "HIGH"]))
    rules = Rules(["TEST"], [text(["X"] * 4)], grades, 8)
    assert toxicity_term_on_baseline(result, baseline, rules).tolist() == ["High", "Higher", "", ""]
