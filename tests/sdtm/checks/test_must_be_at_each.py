from onespec.engine.contract import Report
from onespec.sdtm.checks.must_be_at_each import Assessed, must_be_at_each

from .given import messages, rows, selection


def asked(lesions, results):
    source = selection({"SUBJECT": [s for s, _ in lesions], "NO": [n for _, n in lesions]}, name="TU")
    columns = {"SUBJECT": [r[0] for r in results], "LNK": [r[1] for r in results], "AT": [r[2] for r in results]}
    report = Report()
    must_be_at_each(source, ["NO"], selection(columns, Assessed, name="TR", at="AT", match=["LNK"]), report)
    return report


def test_a_record_for_each_lesion_and_assessment_without_a_result():
    report = asked(
        [("1", "T1"), ("1", "T2"), ("2", "T1")],
        [
            ("1", "T1", "WEEK 6"),
            ("1", "T2", "WEEK 6"),
            ("1", "T1", "WEEK 12"),
            ("1", "T1", "WEEK 18"),
            ("2", "T1", "W"),
        ],
    )
    assert messages(report) == ["T2 has no record in TR at WEEK 12.", "T2 has no record in TR at WEEK 18."]
    assert rows(report) == [1, 1]


def test_without_any_assessment_nothing_is_asked():
    assert rows(asked([("1", "T1")], [("2", "T1", "WEEK 6")])) == []
    assert rows(asked([("1", "T1")], [("1", "T2", "")])) == []
    assert rows(asked([("1", "")], [("1", "T1", "WEEK 6")])) == []
