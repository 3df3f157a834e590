from onespec.engine.contract import Report
from onespec.sdtm.checks.not_more_than import not_more_than

from .given import messages, rows, selection

LESIONS = selection(
    {"SUBJECT": ["1", "1", "1", "2", "1"], "LOC": ["LIVER", "LUNG", "LIVER", "LIVER", "LIVER"], "NO": list("12314")}
)


def asked(most, by=None):
    report = Report()
    not_more_than(LESIONS, most, "NO", "Too many.", report, by)
    return report


def test_the_first_record_that_is_too_many():
    assert rows(asked(2)) == [2]
    assert rows(asked(4)) == []
    assert messages(asked(0)) == ["Too many.", "Too many."]  # one a subject


def test_counted_for_each():
    assert rows(asked(2, ["LOC"])) == [4]
    assert rows(asked(3, ["LOC"])) == []
