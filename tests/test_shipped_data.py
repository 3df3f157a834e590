"""What a reviewer looks for first in the shipped study's datasets."""

from __future__ import annotations

import csv
import io

import pytest
from support import values_of


def rows(built, dataset: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(values_of(built / f"{dataset}.xpt"))))


@pytest.mark.parametrize("dataset", ["adam/adae", "adam/adcm", "adam/adrs", "adam/adrsrec", "adam/adtr", "adam/adtte"])
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


def test_each_dose_stands_as_it_was_planned_and_as_it_was_given_or_not(built):
    """SDTMIG 3.4, 6.1.3.2; the page asks the plan per m2 or kg, and of the drug that was given its dose."""
    doses = rows(built, "sdtm/ec")
    planned, performed = ([r for r in doses if r["ECMOOD"] == mood] for mood in ("SCHEDULED", "PERFORMED"))
    assert {(r["ECTRT"], r["ECDOSE"], r["ECDOSU"], r["ECDOSFRQ"]) for r in planned} == {
        ("OXALIPLATIN", "130", "mg/m2", "ONCE"),
        ("CAPECITABINE", "1000", "mg/m2", "BID"),
        ("BEVACIZUMAB", "7.5", "mg/kg", "ONCE"),
    }
    nobody_says = ("ECPRESP", "ECOCCUR", "ECREASOC", "ECADJ", "ECSTDTC", "ECENDTC", "ECSTDY")
    assert {r[name] for r in planned for name in nobody_says} == {""}
    assert {r["EPOCH"] for r in planned} == {"TREATMENT"}

    def dose(r):
        return tuple(r[name] for name in ("USUBJID", "ECTRT", "VISITNUM", "ECSPID"))

    assert len(doses) == len(planned) + len(performed) == 1300
    assert sorted(map(dose, planned)) == sorted(map(dose, performed))
    assert {(r["ECOCCUR"], bool(r["ECDOSE"]), r["ECDOSU"]) for r in performed} == {("Y", True, "mg"), ("N", False, "")}
    given = [r for r in performed if r["ECOCCUR"] == "Y"]
    assert sorted((r["USUBJID"], r["EXTRT"], r["EXSTDTC"], r["EXDOSE"]) for r in rows(built, "sdtm/ex")) == sorted(
        (r["USUBJID"], r["ECTRT"], r["ECSTDTC"], r["ECDOSE"]) for r in given
    )
    assert {r["QNAM"] for r in rows(built, "sdtm/suppec")} == {"ADJFL", "CUTFL"}


def test_what_a_dose_is_worked_out_from_is_measured(built):
    """Body surface area and weight of the pages of the infusions, on their day; without an infusion there is no day."""
    signs, doses = rows(built, "sdtm/vs"), rows(built, "sdtm/ec")
    for drug, test, unit in (("OXALIPLATIN", "BSA", "m2"), ("BEVACIZUMAB", "WEIGHT", "kg")):
        found = [r for r in signs if r["VSSPID"] == drug]
        assert {(r["VSTESTCD"], r["VSSTRESU"], r["VSSTRESC"] == r["VSORRES"]) for r in found} == {(test, unit, True)}
        assert sorted((r["USUBJID"], r["VISIT"], r["VSDTC"]) for r in found) == sorted(
            (r["USUBJID"], r["VISIT"], r["ECSTDTC"][:10])
            for r in doses
            if r["ECTRT"] == drug and r["ECMOOD"] == "PERFORMED"
        )


def test_of_two_weights_of_one_day_one_is_the_baseline(built):
    """The last before the first dose: a time of day comes after a day alone, which stands for before the first dose.

    Of subject 01001 the vital signs are of 08:24, the first infusion is of 09:40; of 01015 they came after it.
    """
    weights = [r for r in rows(built, "sdtm/vs") if r["VSTESTCD"] == "WEIGHT" and r["VSLOBXFL"]]
    assert len({r["USUBJID"] for r in weights}) == len(weights)
    chosen = {r["USUBJID"][-5:]: (r["VSSPID"], r["VSORRES"], r["VSDTC"], r["EPOCH"]) for r in weights}
    assert chosen["01001"] == ("VITAL SIGNS", "54.7", "2025-08-06T08:24", "SCREENING")
    assert chosen["01015"] == ("BEVACIZUMAB", "57.6", "2026-04-02", "SCREENING")
    surfaces = [r for r in rows(built, "sdtm/vs") if r["VSTESTCD"] == "BSA" and r["VSLOBXFL"]]
    assert {r["VSDY"] for r in surfaces} == {"1"}


def test_a_death_stands_in_ds_once_as_an_event_and_once_for_what_it_ended(built):
    """The form of death gives an event of its own; the ends of treatment and of participation name it where it is why.

    ADSL reads the ends by DSSCAT, which the event does not have.
    """
    died = {r["USUBJID"]: r["DTHDTC"] for r in rows(built, "sdtm/dm") if r["DTHFL"]}
    deaths = [r for r in rows(built, "sdtm/ds") if r["DSDECOD"] == "DEATH"]
    once = [(r["USUBJID"], r["DSCAT"], r["DSSCAT"]) for r in deaths]
    assert len(set(once)) == len(once)
    assert all(r["DSTERM"] == "DEATH" and r["DSSTDTC"] == died[r["USUBJID"]] for r in deaths)
    events = {r["USUBJID"] for r in deaths if (r["DSCAT"], r["DSSCAT"]) == ("OTHER EVENT", "")}
    assert events == {*died} and len(events) == 17  # and one after the data cut
    ends = {(r["USUBJID"], r["DSSCAT"]) for r in deaths if r["DSCAT"] == "DISPOSITION EVENT"}
    assert len(ends) == len(deaths) - len(events) == 19
    for r in rows(built, "adam/adsl"):
        for reason, part in (("DCTREAS", "STUDY TREATMENT"), ("DCSREAS", "STUDY PARTICIPATION")):
            assert (r[reason] == "DEATH") == ((r["USUBJID"], part) in ends)


def qualified(built) -> list[dict[str, str]]:
    """The records of DV with their qualifiers."""
    beside: dict[tuple[str, str], dict[str, str]] = {}
    for r in rows(built, "sdtm/suppdv"):
        beside.setdefault((r["USUBJID"], r["IDVARVAL"]), {})[r["QNAM"]] = r["QVAL"]
    return [r | beside[r["USUBJID"], r["DVSEQ"]] for r in rows(built, "sdtm/dv")]


def test_what_a_rule_finds_and_the_form_tells_of_is_one_deviation(built):
    found = qualified(built)
    told = {
        r["USUBJID"][-5:]: (r["DVTERM"], r["VISIT"], r["DVSTDTC"], r["DVCLASS"])
        for r in found
        if r["DVSRC"] == "CRF AND RULE"
    }
    late = "The cycle was 4 days late as the subject was travelling"
    assert told == {
        "01014": ("Haematology was not done", "CYCLE 4 DAY 1", "2026-05-20T13:06", "MINOR"),  # the rule's day
        "01021": ("ECOG performance status 2 at screening", "SCREENING", "2026-07", "MAJOR"),
        "01022": (late, "CYCLE 9 DAY 1", "2027-02-27", "MAJOR"),  # the rule says MINOR
        "01028": (late, "CYCLE 7 DAY 1", "2027-04", "MINOR"),
        "01029": (late, "CYCLE 7 DAY 1", "2027-05-07", "MINOR"),  # the visit was the day before
    }
    assert all(
        (r["DVSPID"] != "") == ("CRF" in r["DVSRC"]) and ("DVRULE" in r) == ("RULE" in r["DVSRC"]) for r in found
    )
    assert sum(r["DVSPID"] != "" for r in found) == 10
    by_rule = [r["USUBJID"][-5:] for r in found if r["DVDECOD"] == "VISIT OUT OF WINDOW" and r["DVSRC"] == "RULE"]
    assert by_rule == ["01005"]


def test_the_per_protocol_set_is_the_full_set_without_major_deviations(built):
    major = {}
    for r in sorted(qualified(built), key=lambda r: int(r["DVSEQ"])):  # in the order of time
        if r["DVCLASS"] == "MAJOR":
            major.setdefault(r["USUBJID"], r["DVDECOD"])
    for r in rows(built, "adam/adsl"):
        reason = major.get(r["USUBJID"], "") if r["FASFL"] == "Y" else ""
        assert r["PPROTFL"] == ("Y" if r["FASFL"] == "Y" and not reason else "N")
        assert (r["MAJDVFL"], r["PPEXCRS"]) == ("Y" if r["USUBJID"] in major else "N", reason)
    assert len(major) == 7


def test_the_sums_are_those_of_the_derived_response(built):
    """The same sums, nadirs and dates, and the criteria say the same of them."""
    sums = {(r["USUBJID"], r["AVISITN"]): r for r in rows(built, "adam/adtr") if r["PARAMCD"] == "SDIAM"}
    derived = [r for r in rows(built, "adam/adrs") if r["PARAMCD"] == "OVRDER" and r["TRGRESP"]]
    assert len(derived) == sum(r["ABLFL"] == "" for r in sums.values()) > 50
    for response in derived:
        found = sums[response["USUBJID"], response["AVISITN"]]
        assert [found[n] for n in ("AVAL", "NADIR", "ADT")] == [response[n] for n in ("SUMDIAM", "NADIR", "ADT")]
        assert found["CRIT2FL"] == "Y" or response["TRGRULE"] != "ABOVE NADIR"
        assert found["CRIT1FL"] == "Y" or response["TRGRESP"] != "PR"


def test_no_incomplete_sum_is_a_nadir_and_no_nadir_is_later(built):
    sums = [r for r in rows(built, "adam/adtr") if r["PARAMCD"] == "SDIAM"]
    for record in sums:
        earlier = [
            float(r["AVAL"])
            for r in sums
            if r["USUBJID"] == record["USUBJID"] and float(r["ADT"]) < float(record["ADT"]) and r["AVAL"]
        ]
        assert record["NADIR"] == (f"{min(earlier):g}" if earlier else "")
    assert any(not r["AVAL"] for r in sums)


def test_a_subject_has_one_best_change(built):
    best = [r for r in rows(built, "adam/adtr") if r["ANL02FL"] == "Y"]
    assert len({r["USUBJID"] for r in best}) == len(best) > 15
    assert {r["ANL01FL"] for r in best} == {"Y"}


def test_each_response_is_reconciled_and_each_difference_has_a_reason(built):
    found = {(r["SUBJID"], r["AVISITN"]): r for r in rows(built, "adam/adrsrec")}
    told = {}
    for response in rows(built, "adam/adrs"):
        if response["PARAMCD"] in ("OVR", "OVRDER"):
            told.setdefault((response["SUBJID"], response["AVISITN"]), set()).add(response["AVALC"])
    assert found.keys() == told.keys()
    for key, record in found.items():
        assert {record["INVRESP"], record["DERRESP"]} - {""} == told[key]
        assert bool(record["DIFFRSN"]) == (record["AVALC"] != "AGREE") == bool(record["PFSDFL"])
        assert bool(record["DIFFPART"]) == (record["AVALC"] == "DIFFER")


def test_a_difference_names_part_rule_lesion_and_effect(built):
    names = ("INVRESP", "DERRESP", "DIFFPART", "DIFFRULE", "DIFFLSN", "BORDFL", "ORRDFL", "PFSDFL")
    differ = [tuple(r[n] for n in names) for r in rows(built, "adam/adrsrec") if r["AVALC"] == "DIFFER"]
    assert differ == [
        ("PR", "PD", "SEVERAL PARTS", "BACK AFTER CR", "T1", "N", "N", "Y"),
        ("SD", "PR", "TARGET LESIONS", "BELOW BASELINE", "", "Y", "N", "N"),
    ]
