from onespec.engine.columns import number, text
from onespec.engine.frames import table_of
from onespec.sdtm.methods.toxicity_grade import LabResult
from onespec.sdtm.methods.toxicity_term import toxicity_term

COLUMNS = ["TEST", "UNIT", "TERM", "GRADE", "IS", "LLN", "ULN", "LIMIT"]
GRADES = table_of(
    [
        dict(zip(COLUMNS, row, strict=True))
        for row in (
            ("POT", "mmol/L", "Low potassium", "1", "LT", "1", "", ""),
            ("POT", "mmol/L", "Very low potassium", "3", "LT", "", "", "3"),
            ("POT", "mmol/L", "High potassium", "1", "GT", "", "1", ""),
            ("DIP", "", "", "0", "EQ", "", "", "NEGATIVE"),
        )
    ]
)


def test_the_term_is_that_of_the_row_that_gives_the_grade():
    value = ["3.4", "2", "5.4", "4", "<5", "", "NEGATIVE", "1"]
    test = ["POT"] * 6 + ["DIP", "OTHER"]
    results = LabResult(text(value), number([3.5] * 8), number([5.3] * 8), text(["mmol/L"] * 8))
    out = toxicity_term(results, ["TEST"], [text(test)], GRADES)
    assert list(out) == ["Low potassium", "Very low potassium", "High potassium", "", "", "", "", ""]
