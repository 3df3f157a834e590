from onespec.engine.columns import text
from onespec.engine.frames import table_of
from onespec.sdtm.methods.collected_or_listed import collected_or_listed, explain_row

RANGES = table_of(
    [
        {"LAB": "A", "TESTCD": "HGB", "SEX": "M", "UNIT": "g/L"},
        {"LAB": "B", "TESTCD": "HGB", "SEX": "", "UNIT": "g/dL"},
        {"LAB": "A", "TESTCD": "", "SEX": "", "UNIT": "U/L"},
    ]
)


def test_collected_wins_over_the_table():
    out = collected_or_listed(
        text(["g/dL", "", "", "", ""]),
        RANGES,
        "UNIT",
        ["LAB", "TESTCD", "SEX"],
        [text(["A", "A", "B", "A", "C"]), text(["HGB", "HGB", "HGB", "ALT", "HGB"]), text(["M", "M", "F", "F", "F"])],
    )
    assert list(out) == ["g/dL", "g/L", "g/dL", "U/L", ""]


def test_the_explanation_names_the_row_of_the_table():
    table = table_of([{"LAB": "A", "SEX": "", "UNIT": "g"}, {"LAB": "B", "SEX": "F", "UNIT": "mg"}], "ranges")
    assert explain_row(
        text(["kg", "", "", ""]),
        table,
        "UNIT",
        ["LAB", "SEX"],
        [text(["A", "A", "B", "B"]), text(["F", "F", "F", "M"])],
    ) == [
        "It was collected.",
        "Nothing was collected; table ranges, row 1 (LAB=A, SEX=any), column UNIT.",
        "Nothing was collected; table ranges, row 2 (LAB=B, SEX=F), column UNIT.",
        "Nothing was collected; table ranges, no row fits.",
    ]
