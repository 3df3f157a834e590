"""What is copied from a record."""

from checked import found, package


def test_a_record_that_is_not_there_and_a_term_that_was_changed():
    ae = {"USUBJID": ["1", "1"], "AESEQ": [1, 2], "AEDECOD": ["Cough", "Fever"]}
    p = package(ADAE={"USUBJID": ["1", "1", "1"], "AESEQ": [1, 2, 3], "AEDECOD": ["Cough", "Pain", "Pain"]})
    assert found("copied_record", "ADAE", p, beside=package(AE=ae), sequence="AESEQ") == [
        (None, ("AEDECOD", "AEDECOD"), "the label of AEDECOD is not 'Dictionary-Derived Term'"),
        (2, ("Pain", "Fever"), "AEDECOD is not that of the record"),
        (3, ("3",), "there is no such record"),
    ]
    assert found("copied_record", "ADAE", p, sequence="AESEQ") == []
