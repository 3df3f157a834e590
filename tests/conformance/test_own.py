"""Our own checks on the built package of the other study, and on packages that lack what checks need."""

from __future__ import annotations

from collections import Counter

from checked import package

from onespec.conformance.own import own_breaches
from onespec.conformance.package import read_package


def test_the_same_package_gives_the_same_list(built_other):
    first, again = (own_breaches(read_package(built_other / "sdtm")) for _ in range(2))
    assert first == again != []


def test_a_package_without_a_specification_and_without_define(tmp_path):
    p = package(
        tmp_path,
        DM={"STUDYID": ["S"], "USUBJID": ["S-1"], "SUBJID": ["1"], "SEX": ["X"]},
        AE={"USUBJID": ["S-2"], "AETERM": ["Fever"]},
    )
    rules = Counter(b.rule for b in own_breaches(p))
    assert rules["OS0201"] == 1 and rules["OS0601"] == 1  # no define.xml; a subject who is not in DM
    assert rules["OS0301"] == 0  # codelists are those of a specification


def test_a_missing_subject_or_a_wrong_type_is_told_and_stops_no_check(tmp_path):
    """The checks that need the variable say nothing; that it is missing, or of another type, is a breach of its own."""
    p = package(
        tmp_path,
        DM={"STUDYID": ["S"], "USUBJID": ["S-1"], "RFSTDTC": ["2026-01-01"], "AGE": ["59"]},
        AE={"AESTDTC": ["2026-01-02"], "AESTDY": [9]},
        SE={"SESTDTC": ["2026-01-01"], "SEENDTC": [""]},
        SUPPAE={"RDOMAIN": ["AE"], "IDVAR": ["AESEQ"], "IDVARVAL": ["1"]},
        LB={"USUBJID": ["S-1"], "LBDTC": [2026]},
    )
    found = {(b.rule, b.dataset, b.variables) for b in own_breaches(p)}
    assert {
        ("OS0111", "AE", ("USUBJID",)),
        ("OS0111", "SE", ("USUBJID",)),
        ("OS0111", "SUPPAE", ("USUBJID",)),
        ("OS0109", "DM", ("AGE",)),
        ("OS0109", "LB", ("LBDTC",)),
    } <= found
    assert not {rule for rule, dataset, _ in found if dataset == "AE"} & {"OS0601", "OS0804"}


def test_no_dataset_at_all(tmp_path):
    assert {b.rule for b in own_breaches(package(tmp_path))} == {"OS0103", "OS0201"}
