from onespec.engine.columns import number, text
from onespec.engine.frames import Frame
from onespec.sdtm.methods.visit_name import visit_name

SCHEDULE = Frame({"VISIT": text(["SCREENING", "DAY 1", "UNSCHEDULED 1"]), "VISITNUM": text(["1", "2", ""])})


def test_name_of_each_number():
    visit = [text(["SCREENING", "DAY 1", "", "", ""]), text(["", "", "UNSCHEDULED 1", "UNSCHEDULED 2", ""])]
    assert list(visit_name(number([1, 2, 2.01, 2.1, float("nan")]), SCHEDULE, visit)) == [
        "SCREENING",
        "DAY 1",
        "UNSCHEDULED 2.01",
        "UNSCHEDULED 2.1",
        "",
    ]


def test_the_collected_name_stays_without_a_number():
    assert list(visit_name(number([float("nan")]), SCHEDULE, [text(["UNSCHEDULED 3"])])) == ["UNSCHEDULED 3"]
