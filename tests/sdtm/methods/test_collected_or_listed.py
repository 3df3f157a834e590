import pandas as pd

from onespec.engine.columns import text
from onespec.sdtm.methods.collected_or_listed import collected_or_listed

RANGES = pd.DataFrame(
    [("A", "HGB", "M", "g/L"), ("B", "HGB", "", "g/dL"), ("A", "", "", "U/L")], columns=["LAB", "TESTCD", "SEX", "UNIT"])


def test_collected_wins_over_the_table():
    out = collected_or_listed(
        text(["g/dL", "", "", "", ""]), RANGES, "UNIT", ["LAB", "TESTCD", "SEX"],
        [text(["A", "A", "B", "A", "C"]), text(["HGB", "HGB", "HGB", "ALT", "HGB"]), text(["M", "M", "F", "F", "F"])])
    assert list(out) == ["g/dL", "g/L", "g/dL", "U/L", ""]
