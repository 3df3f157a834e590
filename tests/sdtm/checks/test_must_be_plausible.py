import csv

import numpy as np
import pytest
from support import SHIPPED

from onespec.engine.columns import number, text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame, table_of
from onespec.sdtm.checks.must_be_plausible import must_be_plausible

LIMITS = table_of(
    [
        {"TEST": "K", "UNIT": "mmol/L", "LOW": "1.5", "HIGH": "9"},
        {"TEST": "WBC", "UNIT": "10^9/L", "LOW": "", "HIGH": "200"},
    ]
)


def queries(*records):
    """Row and message of each query about records (test, number, unit)."""
    tests, values, units = zip(*records, strict=True)
    frame = Frame(
        {
            "SUBJECT": text(["01"] * len(tests)),
            "TEST": text(list(tests)),
            "N": number(list(values)),
            "U": text(list(units)),
        }
    )
    report = Report()
    must_be_plausible(Selection("LB", frame, np.arange(len(frame))), "TEST", "N", "U", LIMITS, report)
    return [(int(row), entry.message) for entry in report.entries for row in entry.rows]


K = "The result is not plausible: K in mmol/L has the limits 1.5 and 9."


@pytest.mark.parametrize(
    ("record", "query"),
    [
        (("K", 41, "mmol/L"), K),
        (("K", 1.4, "mmol/L"), K),
        (("K", 1.5, "mmol/L"), ""),
        (("K", 9, "mmol/L"), ""),
        (("K", np.nan, "mmol/L"), ""),
        (("K", 41, "mg/dL"), ""),
        (("NA", 41, "mmol/L"), ""),
        (("WBC", 0, "10^9/L"), ""),
        (("WBC", 201, "10^9/L"), "The result is not plausible: WBC in 10^9/L has the limits 200."),
    ],
)
def test_one_result(record, query):
    assert queries(record) == ([(0, query)] if query else [])


def test_each_result_of_several():
    assert queries(("K", 41, "mmol/L"), ("K", 4.1, "mmol/L"), ("K", 0.4, "mmol/L")) == [(0, K), (2, K)]


def test_the_shipped_limits_are_of_each_numeric_test_in_its_standard_unit():
    """A row about a test or unit that does not exist would look at nothing, unseen."""

    def rows(name):
        with open(SHIPPED / "tables" / f"{name}.csv", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    tests = {(row["LBTESTCD"], row["STDU"]) for row in rows("lb_tests") if row["STDU"]}
    assert {(row["TEST"], row["UNIT"]) for row in rows("lb_plausible")} == tests
    assert all(float(row["LOW"]) < float(row["HIGH"]) for row in rows("lb_plausible"))
