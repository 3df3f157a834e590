import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.contract import Selection
from onespec.engine.frames import Frame, table_of
from onespec.sdtm.records.supplemental import supplemental

QUALIFIERS = table_of(
    [
        {"QNAM": "AERELOX", "QLABEL": "Causality to A", "QORIG": "CRF", "QEVAL": "INVESTIGATOR", "IDVAR": "AESEQ"},
        {"QNAM": "AEDUR1", "QLABEL": "Days", "QORIG": "Derived", "QEVAL": "", "IDVAR": "AESEQ"},
    ]
)


def test_one_record_for_each_filled_qualifier():
    frame = Frame(
        {
            "SUBJECT": text(["01", "01", "02"]),
            "AESEQ": number([1, 2, 1]),
            "AERELOX": text(["RELATED", "", "NOT RELATED"]),
            "AEDUR1": number([3, np.nan, np.nan]),
        }
    )
    made = supplemental(Selection("AE", frame, np.arange(3)), QUALIFIERS)
    assert list(made.values) == ["IDVAR", "IDVARVAL", "QNAM", "QLABEL", "QVAL", "QORIG", "QEVAL"]
    assert list(
        zip(made.subject, *(made.values[c] for c in ["IDVAR", "IDVARVAL", "QNAM", "QVAL", "QEVAL"]), strict=True)
    ) == [
        ("01", "AESEQ", "1", "AERELOX", "RELATED", "INVESTIGATOR"),
        ("01", "AESEQ", "1", "AEDUR1", "3", ""),
        ("02", "AESEQ", "1", "AERELOX", "NOT RELATED", "INVESTIGATOR"),
    ]
    assert list(made.position) == [0, 0, 2]
    assert list(made.fields["QVAL"]) == ["AERELOX", "AEDUR1", "AERELOX"]


def test_a_parent_with_one_record_a_subject_needs_no_identifier():
    frame = Frame({"SUBJECT": text(["01"]), "RACEOTH": text(["Han"])})
    one = table_of([{**QUALIFIERS.row(0), "QNAM": "RACEOTH", "IDVAR": ""}])
    made = supplemental(Selection("DM", frame, np.arange(1)), one)
    assert (made.values["IDVAR"][0], made.values["IDVARVAL"][0], made.values["QVAL"][0]) == ("", "", "Han")


def test_no_parents_give_no_records():
    frame = Frame({"SUBJECT": text([]), "AESEQ": number([]), "AERELOX": text([]), "AEDUR1": number([])})
    assert len(supplemental(Selection("AE", frame, np.arange(0)), QUALIFIERS)) == 0
