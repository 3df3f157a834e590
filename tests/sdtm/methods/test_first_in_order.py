from onespec.engine.columns import text
from onespec.engine.contract import Report
from onespec.sdtm.methods.first_in_order import first_in_order

ORDER = ["RELATED", "POSSIBLY RELATED", "NOT RELATED"]


def test_most_important_value():
    report = Report()
    a, b = text(["NOT RELATED", "RELATED", "", ""]), text(["POSSIBLY RELATED", "NOT RELATED", "NOT RELATED", ""])
    assert list(first_in_order([a, b], ORDER, report)) == ["POSSIBLY RELATED", "RELATED", "NOT RELATED", ""]
    assert report.entries == []


def test_a_value_outside_the_order_stops():
    report = Report()
    first_in_order([text(["RELATED", "MAYBE"])], ORDER, report)
    assert [(e[0], e[1], list(e[4])) for e in report.entries] == [("stop", "ORDER-UNKNOWN", [1])]
