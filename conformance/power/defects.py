"""Defects that a package may have, each put into a built package by the standard's variable names alone.

A defect stands where the package has a place for it: it takes the middle one of the records that fit, so that the same
package gives the same defect.  A new defect gets the next free id, wherever in the table it stands; no id changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from onespec.conformance.power import across
from onespec.conformance.power.draft import Draft
from onespec.conformance.power.spoil import (
    FILLED,
    Spoil,
    before,
    by,
    change,
    complete,
    lose,
    lose_one,
    repeat,
    shifted,
    too_long,
)
from onespec.conformance.series import as_number, as_text


@dataclass(frozen=True)
class Defect:
    """One defect.

    id     D001 and so on; it stays when others are added
    rule   the own check that must catch it; others may do so, too
    spoil  puts it into the dataset
    """

    id: str
    text: str
    dataset: str
    rule: str
    spoil: Spoil

    def seed(self, draft: Draft) -> None:
        """Raises `CannotSpoil` where the package has no place for it."""
        self.spoil(draft, self.dataset)


SERIOUS = ("AESDTH", "AESLIFE", "AESHOSP", "AESDISAB", "AESCONG", "AESMIE")  # the criteria of a serious event

DEFECTS: tuple[Defect, ...] = (
    # Controlled terminology
    Defect("D001", "A code that is none: SEX is X", "DM", "OS0301", change(SEX="X")),
    Defect("D002", "A term that is none: AEOUT is TERRIBLE", "AE", "OS0301", change(AEOUT="TERRIBLE")),
    Defect("D003", "A term in lower case: AEOUT", "AE", "OS0301", change({"AEOUT": FILLED}, AEOUT=str.lower)),
    Defect("D004", "A toxicity grade of 7", "AE", "OS0301", change(AETOXGR="7")),
    Defect(
        "D005", "A unit that is none: LBSTRESU is mg%", "LB", "OS0301", change({"LBSTRESU": FILLED}, LBSTRESU="mg%")
    ),
    Defect("D006", "LBTEST is that of another LBTESTCD", "LB", "OS0306", across.name_of_another_test),
    Defect(
        "D007",
        "A value of TS outside its own codelist: the trial phase",
        "TS",
        "OS0302",
        change({"TSPARMCD": "TPHASE"}, TSVAL="PHASE 2"),
    ),
    Defect(
        "D008",
        "A disposition that is none for its category",
        "DS",
        "OS0302",
        change({"DSCAT": "DISPOSITION EVENT"}, DSDECOD="WENT HOME"),
    ),
    Defect("D009", "A flag is N instead of blank", "LB", "OS0313", change({"LBLOBXFL": ""}, LBLOBXFL="N")),
    # ISO 8601
    Defect(
        "D010", "A day that the calendar has not: AESTDTC is 2026-02-30", "AE", "OS0401", change(AESTDTC="2026-02-30")
    ),
    Defect("D011", "A date as the CRF writes it: CMSTDTC is 03AUG2025", "CM", "OS0401", change(CMSTDTC="03AUG2025")),
    Defect(
        "D012",
        "A time that the day has not: LBDTC ends in T25:00",
        "LB",
        "OS0401",
        change({"LBDTC": complete}, LBDTC=lambda v: v[:10] + "T25:00"),
    ),
    Defect(
        "D013",
        "A duration in words: the length of the trial",
        "TS",
        "OS0404",
        change({"TSPARMCD": "LENGTH"}, TSVAL="27 months"),
    ),
    # Datasets and variables
    Defect("D014", "The label of a dataset is not the standard's", "AE", "OS0102", by(Draft.label, "Side Effects")),
    Defect(
        "D015",
        "The label of a variable is not the standard's",
        "AE",
        "OS0108",
        by(Draft.variable, "AEDECOD", label="Preferred Term of the Dictionary"),
    ),
    Defect("D016", "A required variable is missing: AEDECOD", "AE", "OS0111", by(Draft.drop_variable, "AEDECOD")),
    Defect("D017", "An expected variable is missing: AEACN", "AE", "OS0112", by(Draft.drop_variable, "AEACN")),
    Defect("D018", "A required value is blank: AETERM", "AE", "OS0113", change(AETERM="")),
    Defect("D019", "A number is text: AGE", "DM", "OS0109", by(Draft.variable, "AGE", as_text, type="Char")),
    Defect(
        "D020", "Two variables stand in each other's place", "AE", "OS0110", by(Draft.exchange, "AETERM", "AEDECOD")
    ),
    Defect("D021", "A text of 201 characters", "MH", "OS0114", too_long("MHTERM", 201)),
    Defect("D022", "A number of 4 bytes", "VS", "OS0114", by(Draft.variable, "VSSEQ", length=4)),
    Defect(
        "D023",
        "A variable that the standard's class has not",
        "AE",
        "OS0107",
        by(Draft.add_variable, "AEWEATHR", "Weather at Onset", "SUNNY"),
    ),
    Defect("D024", "A variable without a label", "CM", "OS0106", by(Draft.variable, "CMTRT", label="")),
    Defect("D025", "A dataset is missing: SV", "SV", "OS0103", by(Draft.drop_dataset)),
    Defect("D026", "A dataset without records: CO", "CO", "OS0104", lose()),
    # define.xml
    Defect("D027", "A variable is not in define.xml", "VS", "OS0203", by(Draft.drop_item, "VSSTRESU")),
    Defect(
        "D028", "A variable of define.xml is not in the data", "VS", "OS0203", by(Draft.add_item, "VSLOC", "VSTEST")
    ),
    Defect("D029", "A dataset is not in define.xml", "MH", "OS0202", by(Draft.drop_group)),
    Defect(
        "D030",
        "The label of a variable is another one in define.xml",
        "AE",
        "OS0204",
        by(Draft.item, "AETERM", label="Verbatim Term"),
    ),
    Defect(
        "D031",
        "The length of a variable is another one in define.xml",
        "AE",
        "OS0205",
        by(Draft.item, "AETERM", length=7),
    ),
    Defect("D032", "A number is text in define.xml", "AE", "OS0206", by(Draft.item, "AESEQ", type="text")),
    Defect("D033", "A value is missing from its codelist in define.xml", "AE", "OS0207", across.term_not_described),
    Defect(
        "D034",
        "A result is longer than its value level in define.xml",
        "TS",
        "OS0208",
        change({"TSPARMCD": "TITLE"}, TSVAL=lambda v: v + " and more of it"),
    ),
    # Identifiers, keys, sequence
    Defect(
        "D035",
        "A sequence number stands twice",
        "AE",
        "OS0502",
        change({"AESEQ": lambda c: c.astype(float) > 1}, AESEQ=lambda v: v - 1),
    ),
    Defect("D036", "A sequence number is not whole", "AE", "OS0504", change(AESEQ=lambda v: v + 0.5)),
    Defect("D037", "A record stands twice under the same key", "LB", "OS0501", repeat(LBSEQ=9999.0)),
    Defect("D038", "A subject stands twice in DM", "DM", "OS0505", repeat()),
    Defect("D039", "A record of another study", "VS", "OS0506", change(STUDYID="OTHER")),
    Defect("D040", "DOMAIN is not the dataset's", "VS", "OS0507", change(DOMAIN="EG")),
    Defect("D041", "USUBJID is not made of SUBJID", "DM", "OS0509", change(SUBJID="99999")),
    # References
    Defect("D042", "A subject who is not in DM", "LB", "OS0601", change(USUBJID=lambda v: v + "9")),
    Defect("D043", "A supplemental qualifier points nowhere", "SUPPAE", "OS0602", change(IDVARVAL="9999")),
    Defect("D044", "A supplemental qualifier stands twice", "SUPPAE", "OS0605", repeat()),
    Defect("D045", "A supplemental qualifier without a value", "SUPPAE", "OS0113", change(QVAL="")),
    Defect("D046", "QNAM has 9 characters", "SUPPAE", "OS0606", change(QNAM="ABCDEFGHI")),
    Defect(
        "D047", "IDVAR of a relationship is no variable of the dataset", "RELREC", "OS0603", change(IDVAR="XXLNKID")
    ),
    Defect("D048", "A relationship has one side only", "RELREC", "OS0607", lose_one({"USUBJID": ""})),
    Defect("D049", "A comment points nowhere", "CO", "OS0602", change({"IDVAR": FILLED}, IDVARVAL="NOWHERE")),
    Defect("D050", "VISIT is that of another VISITNUM", "LB", "OS0611", across.visit_of_another_number),
    Defect(
        "D051", "A visit that neither TV nor SV has", "VS", "OS0612", change(VISIT="VISIT BY TELEPHONE", VISITNUM=999.0)
    ),
    Defect("D052", "An epoch that TA has not", "AE", "OS0613", change(EPOCH="WASHOUT")),
    Defect("D053", "An element that TE has not", "SE", "OS0614", change(ETCD="RUNIN", ELEMENT="Run-in")),
    Defect("D054", "An arm that TA has not", "DM", "OS0615", change({"ARMCD": FILLED}, ARMCD="ARMX", ARM="Arm X")),
    Defect("D055", "A criterion that TI has not", "IE", "OS0617", change(IETESTCD="INCL99")),
    Defect(
        "D056",
        "A treated subject without an actual arm",
        "DM",
        "OS0619",
        change({"RFXSTDTC": FILLED}, ACTARMCD="", ACTARM=""),
    ),
    # Trial design
    Defect("D057", "A parameter of the trial is missing: the phase", "TS", "OS0701", lose({"TSPARMCD": "TPHASE"})),
    Defect(
        "D058",
        "A parameter with one value has two: the title",
        "TS",
        "OS0702",
        repeat({"TSPARMCD": "TITLE"}, TSSEQ=2.0, TSVAL="Another title"),
    ),
    Defect("D059", "A value and a null flavor at once", "TS", "OS0703", change({"TSVAL": FILLED}, TSVALNF="UNK")),
    Defect(
        "D060", "A code without the name of its terminology", "TS", "OS0704", change({"TSVALCD": FILLED}, TSVCDREF="")
    ),
    Defect("D061", "The text of a criterion has 210 characters", "TI", "OS0114", too_long("IETEST", 210)),
    # Dates across datasets
    Defect("D062", "An adverse event ends before it starts", "AE", "OS0801", across.event_ends_before_start),
    Defect("D063", "Study day 0", "LB", "OS0802", change({"LBDY": "1"}, LBDY=0.0)),
    Defect("D064", "A study day is one too high", "VS", "OS0803", change({"VSDY": FILLED}, VSDY=lambda v: v + 1)),
    Defect("D065", "A laboratory sample before informed consent", "LB", "OS0806", across.sample_before_consent),
    Defect("D066", "An adverse event after death", "AE", "OS0807", across.event_after_death),
    Defect("D067", "Alive after death", "SS", "OS0808", across.alive_after_death),
    Defect(
        "D068",
        "An adverse event starts after the subject's last element",
        "AE",
        "OS0809",
        across.event_after_last_element,
    ),
    Defect("D069", "EPOCH is not that of the day", "LB", "OS0810", across.epoch_of_another_day),
    Defect(
        "D070",
        "A gap between two elements",
        "SE",
        "OS0812",
        change({"SESEQ": "2", "SESTDTC": complete}, SESTDTC=lambda v: shifted(v, 5)),
    ),
    Defect("D071", "The reference period ends before it starts", "DM", "OS0813", across.reference_ends_before_start),
    Defect("D072", "A dose after the last exposure of DM", "DM", "OS0819", across.last_exposure_is_the_first),
    Defect("D073", "DTHFL without a date of death", "DM", "OS0820", change({"DTHFL": "Y"}, DTHDTC="")),
    Defect("D074", "A fatal event of a living subject", "AE", "OS0821", across.fatal_event_of_the_living),
    Defect("D075", "Death in DS of a living subject", "DS", "OS0822", across.death_of_the_living),
    Defect(
        "D076",
        "A serious event without a criterion",
        "AE",
        "OS0825",
        change({"AESER": "Y"}, **dict.fromkeys(SERIOUS, "N")),
    ),
    Defect(
        "D077",
        "A criterion of seriousness, and the event is not serious",
        "AE",
        "OS0826",
        change({"AESER": "N"}, AESHOSP="Y"),
    ),
    Defect("D078", "A negative age", "DM", "OS0828", change(AGE=-4.0)),
    Defect("D079", "Consent before birth", "DM", "OS0816", change(BRTHDTC="2099-01-01")),
    # Findings
    Defect(
        "D080",
        "LBSTRESN is not the number of LBSTRESC",
        "LB",
        "OS0901",
        change({"LBSTRESN": FILLED}, LBSTRESN=lambda v: v + 1),
    ),
    Defect(
        "D081", "A blank result that does not say NOT DONE", "LB", "OS0902", change({"LBSTRESN": FILLED}, LBORRES="")
    ),
    Defect("D082", "A result where none was made", "TR", "OS0903", change({"TRSTRESN": FILLED}, TRSTAT="NOT DONE")),
    Defect(
        "D083",
        "A reason for no result, and a result",
        "TR",
        "OS0904",
        change({"TRSTRESN": FILLED}, TRREASND="PATIENT REFUSED"),
    ),
    Defect(
        "D084",
        "A numeric result without a unit",
        "LB",
        "OS0905",
        change({"LBSTRESU": FILLED, "LBSTRESN": FILLED}, LBSTRESU=""),
    ),
    Defect("D085", "A test in two standard units", "LB", "OS0907", across.test_in_two_units),
    Defect("D086", "Two last observations before exposure", "LB", "OS0909", across.two_last_before_exposure),
    Defect(
        "D087",
        "The last observation before exposure is after the first dose",
        "VS",
        "OS0910",
        change({"VSLOBXFL": "", "VSDY": lambda c: as_number(c) > 10}, VSLOBXFL="Y"),
    ),
    Defect(
        "D088",
        "The last observation before exposure is not flagged",
        "LB",
        "OS0912",
        change({"LBLOBXFL": "Y", "LBDY": before}, LBLOBXFL=""),
    ),
    Defect(
        "D089",
        "A result above its range is NORMAL",
        "LB",
        "OS0913",
        change({"LBNRIND": "HIGH", "LBSTRESN": FILLED, "LBSTNRHI": FILLED}, LBNRIND="NORMAL"),
    ),
    Defect("D090", "A potassium that no living person has", "LB", "OS0914", across.impossible_potassium),
    Defect(
        "D091",
        "A weight in the wrong unit: kg ten times",
        "VS",
        "OS0914",
        change({"VSTESTCD": "WEIGHT", "VSSTRESN": FILLED}, VSORRES="6500", VSSTRESC="6500", VSSTRESN=6500.0),
    ),
    # Tumours
    Defect("D092", "Six target lesions", "TU", "OS1001", across.more_targets(6, "ORGAN")),
    Defect("D093", "Three target lesions in one organ", "TU", "OS1002", across.more_targets(2)),
    Defect(
        "D094",
        "A target lesion of 7 mm at baseline",
        "TR",
        "OS1003",
        change({"TRTESTCD": "LDIAM", "TRLOBXFL": "Y"}, TRORRES="7", TRSTRESC="7", TRSTRESN=7.0),
    ),
    Defect(
        "D095",
        "A target lymph node of 12 mm at baseline",
        "TR",
        "OS1004",
        change({"TRTESTCD": "LPERP", "TRLOBXFL": "Y"}, TRORRES="12", TRSTRESC="12", TRSTRESN=12.0),
    ),
    Defect(
        "D096",
        "A lymph node by its longest diameter",
        "TR",
        "OS1011",
        change({"TRTESTCD": "LPERP"}, TRTESTCD="LDIAM", TRTEST="Longest Diameter"),
    ),
    Defect("D097", "A lesion measured and not identified", "TR", "OS1005", change(TRLNKID="X99")),
    Defect(
        "D098",
        "A target lesion identified and never measured at baseline",
        "TU",
        "OS1006",
        across.target_never_measured,
    ),
    Defect("D099", "A response without an assessment of lesions", "TR", "OS1007", across.response_without_lesions),
    Defect("D100", "An assessment of lesions without a response", "RS", "OS1008", across.lesions_without_response),
    Defect(
        "D101",
        "An overall response that the responses do not give",
        "RS",
        "OS1012",
        change({"RSTESTCD": "OVRLRESP", "RSSTRESC": "PD"}, RSORRES="SD", RSSTRESC="SD"),
    ),
    # Doses
    Defect("D102", "A negative dose", "EX", "OS1101", change(EXDOSE=lambda v: -v)),
    Defect("D103", "A dose of 0 in EX", "EX", "OS1101", change(EXDOSE=0.0)),
    Defect("D104", "A dose without a unit", "EX", "OS1103", change({"EXDOSE": FILLED}, EXDOSU="")),
    Defect(
        "D105",
        "Twice the planned dose",
        "EC",
        "OS1105",
        change({"ECMOOD": "PERFORMED", "ECDOSE": FILLED}, ECDOSE=lambda v: v * 2),
    ),
    Defect("D106", "Two periods of the same treatment overlap", "EX", "OS1104", across.overlapping_doses),
    Defect("D107", "An exposure that EC does not have", "EX", "OS1106", change(EXTRT="PLACEBO")),
)
