from onespec.engine.columns import text
from onespec.engine.contract import Report
from onespec.sdtm.methods.unique_subject_id import unique_subject_id


def test_identifier():
    report = Report()
    made = unique_subject_id(text(["ABC", "ABC"]), text(["01", "01"]), text(["001", "002"]), report)
    assert list(made) == ["ABC-01-001", "ABC-01-002"] and report.entries == []


def test_a_subject_without_a_site_stops():
    report = Report()
    unique_subject_id(text(["ABC"]), text([""]), text(["001"]), report)
    assert [(e[0], e[1], list(e[4])) for e in report.entries] == [("stop", "SUBJECT-ID", [0])]
