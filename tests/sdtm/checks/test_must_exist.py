import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.must_exist import Counterpart, must_exist


def frame(subject, **columns):
    return Frame({"SUBJECT": text(subject), **{n: text(v) for n, v in columns.items()}})


def test_records_without_a_counterpart_once_each():
    source = Selection(
        "RS", frame(["01", "01", "01", "02"], GRP=["WEEK 6", "WEEK 12", "WEEK 12", "WEEK 6"]), np.arange(4)
    )
    other = Counterpart("TR", frame(["01", "01"], LNK=["WEEK 6", "WEEK 18"]), np.arange(2), match=["LNK"])
    report = Report()
    must_exist(source, ["GRP"], other, report)
    [(level, rule, message, _, rows, values)] = report.entries
    assert (level, rule, list(rows)) == ("query", "CHECK-EXIST", [1, 3])
    assert message == "RS has a record without its counterpart in TR (same subject and GRP)."


def test_the_study_may_say_it_in_its_own_words():
    source = Selection("RS", frame(["01"], GRP=["WEEK 6"]), np.arange(1))
    report = Report()
    must_exist(
        source,
        ["GRP"],
        Counterpart("TR", frame([], LNK=[]), np.arange(0), match=["LNK"]),
        report,
        "No lesion was recorded.",
        "Ask for it.",
    )
    [(_, _, message, fix, rows, _)] = report.entries
    assert (message, fix, list(rows)) == ("No lesion was recorded.", "Ask for it.", [0])
