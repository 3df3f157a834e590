"""What a reviewer looks for first in the shipped study's datasets."""

from __future__ import annotations

import csv
import io

import pytest
from support import values_of


def rows(built, dataset: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(values_of(built / f"{dataset}.xpt"))))


@pytest.mark.parametrize("dataset", ["adam/adrs", "adam/adtte"])
def test_aseq_counts_the_records_of_a_subject_as_they_stand_in_the_file(built, dataset):
    found = [(r["USUBJID"], int(r["ASEQ"])) for r in rows(built, dataset)]
    counts: dict[str, int] = {}
    for subject, number in found:
        counts[subject] = counts.get(subject, 0) + 1
        assert number == counts[subject]
    assert max(counts.values()) > 1


def test_each_adverse_event_says_once_whether_it_is_treatment_emergent(built):
    events = sorted((r["USUBJID"], r["AESEQ"]) for r in rows(built, "sdtm/ae"))
    told = [r for r in rows(built, "sdtm/suppae") if r["QNAM"] == "AETRTEM"]
    assert sorted((r["USUBJID"], r["IDVARVAL"]) for r in told) == events
    assert {r["QVAL"] for r in told} == {"Y", "N", "U"}


def test_a_number_has_limits_and_a_word_has_words(built):
    for r in rows(built, "sdtm/lb"):
        assert not (r["LBSTRESN"] and r["LBSTNRC"])
        assert not (r["LBSTNRC"] and (r["LBSTNRLO"] or r["LBSTNRHI"]))


def test_each_anticancer_drug_is_coded(built):
    drugs = [r for r in rows(built, "sdtm/cm") if "ANTICANCER" in r["CMCAT"]]
    assert {(r["CMTRT"], r["CMDECOD"]) for r in drugs} >= {
        ("Lenvatinib", "LENVATINIB"),
        ("Camrelizumab with apatinib", "APATINIB;CAMRELIZUMAB"),
    }
    assert all(r["CMDECOD"] for r in drugs)


def test_the_trial_summary_gives_a_value_or_a_null_flavor_and_a_code_beside_its_reference(built):
    summary = rows(built, "sdtm/ts")
    for r in summary:
        assert bool(r["TSVAL"]) != bool(r["TSVALNF"]), r["TSPARMCD"]
        assert bool(r["TSVALCD"]) == bool(r["TSVCDREF"]), r["TSPARMCD"]
    told = {r["TSPARMCD"]: r for r in summary}
    asked = ("ONGOSIND", "RDIND", "PDPSTIND", "PIPIND")
    assert [told[name]["TSVAL"] for name in asked] == ["Y", "N", "N", "N"]
    assert (told["COMPTRT"]["TSVALNF"], told["SENDTC"]["TSVALNF"]) == ("NA", "NAV")
    assert told["DCUTDTC"]["TSGRPID"] == told["DCUTDESC"]["TSGRPID"] != ""
