"""Records that others point to."""

from checked import dataset, found, package

AE = {"USUBJID": ["1", "1", "2"], "AESEQ": [1, 2, 1]}


def test_supplemental_qualifiers():
    supp = {
        "RDOMAIN": ["AE", "AE", "AE", "CM"],
        "USUBJID": ["1", "2", "1", "1"],
        "IDVAR": ["AESEQ", "AESEQ", "AESPID", "CMSEQ"],
        "IDVARVAL": ["2", "2", "1", "1"],
    }
    assert found(
        "record_there", "SUPPAE", package(AE=AE, SUPPAE=supp), domain="RDOMAIN", variable="IDVAR", value="IDVARVAL"
    ) == [
        (2, ("AE", "2", "AESEQ", "2"), "there is no such record"),
        (3, ("AE", "1", "AESPID", "1"), "the dataset has no such variable"),
        (4, ("CM", "1", "CMSEQ", "1"), "there is no such dataset"),
    ]


def test_without_a_variable_it_belongs_to_the_subject():
    supp = {"RDOMAIN": ["DM", "DM"], "USUBJID": ["1", "3"], "IDVAR": ["", ""], "IDVARVAL": ["", ""]}
    p = package(DM={"USUBJID": ["1", "2"]}, SUPPDM=supp)
    assert found("record_there", "SUPPDM", p, domain="RDOMAIN", variable="IDVAR", value="IDVARVAL") == [
        (2, ("DM", "3", "", ""), "there is no such record")
    ]


def test_a_relationship_of_datasets_points_to_no_record():
    related = {"RDOMAIN": ["AE"], "USUBJID": [""], "IDVAR": ["AESEQ"], "IDVARVAL": [""]}
    assert (
        found(
            "record_there",
            "RELREC",
            package(AE=AE, RELREC=related),
            domain="RDOMAIN",
            variable="IDVAR",
            value="IDVARVAL",
        )
        == []
    )


def test_a_right_aligned_number_and_a_split_domain_are_found():
    related = {
        "RDOMAIN": ["AE", "QS", "QS"],
        "USUBJID": ["1", "1", "1"],
        "IDVAR": ["AESEQ", "QSSEQ", "QSSEQ"],
        "IDVARVAL": ["   2", "7", "8"],
    }
    p = package(AE=AE, QSPH=dataset("QSPH", USUBJID=["1"], QSSEQ=[7]), RELREC=related)
    assert found("record_there", "RELREC", p, domain="RDOMAIN", variable="IDVAR", value="IDVARVAL") == [
        (3, ("QS", "1", "QSSEQ", "8"), "there is no such record")
    ]
