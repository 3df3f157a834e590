"""Defects that a package may have, each put into a built package by the standard's variable names alone.

A defect stands where the package has a place for it: it takes the middle one of the records that fit, so that the same
package gives the same defect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from onespec.conformance.power.draft import CannotSpoil, Draft
from onespec.engine.columns import as_number, as_text


@dataclass(frozen=True)
class Defect:
    """id: D001 and so on; rule: the own check that must catch it, others may do so, too."""

    id: str
    text: str
    dataset: str
    rule: str
    spoil: Callable[[Draft], None]


DEFECTS: list[Defect] = []


def defect(text: str, dataset: str, rule: str) -> Callable:
    """Add a defect to the list; its number is its place there."""

    def keep(spoil: Callable[[Draft], None]) -> Callable[[Draft], None]:
        DEFECTS.append(Defect(f"D{len(DEFECTS) + 1:03}", text, dataset, rule, spoil))
        return spoil

    return keep


def shifted(iso: str, days: int) -> str:
    """A date some days later, to the day."""
    return (date.fromisoformat(iso[:10]) + timedelta(days)).isoformat()


def complete(column: pd.Series) -> pd.Series:
    """Dates complete to the day."""
    return column.str.len() >= 10


def numeric(column: pd.Series) -> pd.Series:
    return as_number(column).notna()


def subjects(draft: Draft, **wanted: object) -> list[str]:
    """The subjects of DM with these values."""
    return draft.frame("DM")["USUBJID"].iloc[draft.rows("DM", **wanted)].tolist()


# -- controlled terminology ----------------------------------------------------------------------


@defect("A code that is none: SEX is X", "DM", "OS0301")
def _(d):
    d.set("DM", d.row("DM"), SEX="X")


@defect("A term that is none: AEOUT is TERRIBLE", "AE", "OS0301")
def _(d):
    d.set("AE", d.row("AE"), AEOUT="TERRIBLE")


@defect("A term in lower case: AEOUT", "AE", "OS0301")
def _(d):
    d.set("AE", d.row("AE", AEOUT="*"), AEOUT=str.lower)


@defect("A toxicity grade of 7", "AE", "OS0301")
def _(d):
    d.set("AE", d.row("AE"), AETOXGR="7")


@defect("A unit that is none: LBSTRESU is mg%", "LB", "OS0301")
def _(d):
    d.set("LB", d.row("LB", LBSTRESU="*"), LBSTRESU="mg%")


@defect("LBTEST is that of another LBTESTCD", "LB", "OS0306")
def _(d):
    row = d.row("LB")
    other = d.row("LB", LBTESTCD=lambda c: c != d.value("LB", row, "LBTESTCD"))
    d.set("LB", row, LBTEST=d.value("LB", other, "LBTEST"))


@defect("A value of TS outside its own codelist: the trial phase", "TS", "OS0302")
def _(d):
    d.set("TS", d.row("TS", TSPARMCD="TPHASE"), TSVAL="PHASE 2")


@defect("A disposition that is none for its category", "DS", "OS0302")
def _(d):
    d.set("DS", d.row("DS", DSCAT="DISPOSITION EVENT"), DSDECOD="WENT HOME")


@defect("A flag is N instead of blank", "LB", "OS0313")
def _(d):
    d.set("LB", d.row("LB", LBLOBXFL=""), LBLOBXFL="N")


# -- ISO 8601 --------------------------------------------------------------------------------------


@defect("A day that the calendar has not: AESTDTC is 2026-02-30", "AE", "OS0401")
def _(d):
    d.set("AE", d.row("AE"), AESTDTC="2026-02-30")


@defect("A date as the CRF writes it: CMSTDTC is 03AUG2025", "CM", "OS0401")
def _(d):
    d.set("CM", d.row("CM"), CMSTDTC="03AUG2025")


@defect("A time that the day has not: LBDTC ends in T25:00", "LB", "OS0401")
def _(d):
    d.set("LB", d.row("LB", LBDTC=complete), LBDTC=lambda v: v[:10] + "T25:00")


@defect("A duration in words: the length of the trial", "TS", "OS0404")
def _(d):
    d.set("TS", d.row("TS", TSPARMCD="LENGTH"), TSVAL="27 months")


# -- datasets and variables ------------------------------------------------------------------------


@defect("The label of a dataset is not the standard's", "AE", "OS0102")
def _(d):
    d.label("AE", "Side Effects")


@defect("The label of a variable is not the standard's", "AE", "OS0108")
def _(d):
    d.variable("AE", "AEDECOD", label="Preferred Term of the Dictionary")


@defect("A required variable is missing: AEDECOD", "AE", "OS0111")
def _(d):
    d.drop_variable("AE", "AEDECOD")


@defect("An expected variable is missing: AEACN", "AE", "OS0112")
def _(d):
    d.drop_variable("AE", "AEACN")


@defect("A required value is blank: AETERM", "AE", "OS0113")
def _(d):
    d.set("AE", d.row("AE"), AETERM="")


@defect("A number is text: AGE", "DM", "OS0109")
def _(d):
    d.variable("DM", "AGE", as_text, type="Char")


@defect("Two variables stand in each other's place", "AE", "OS0110")
def _(d):
    d.exchange("AE", "AETERM", "AEDECOD")


@defect("A text of 201 characters", "MH", "OS0114")
def _(d):
    d.variable("MH", "MHTERM", length=201)
    d.set("MH", d.row("MH"), MHTERM="A" * 201)


@defect("A number of 4 bytes", "VS", "OS0114")
def _(d):
    d.variable("VS", "VSSEQ", length=4)


@defect("A variable that the standard's class has not", "AE", "OS0107")
def _(d):
    d.add_variable("AE", "AEWEATHR", "Weather at Onset", "SUNNY")


@defect("A variable without a label", "CM", "OS0106")
def _(d):
    d.variable("CM", "CMTRT", label="")


@defect("A dataset is missing: SV", "SV", "OS0103")
def _(d):
    d.drop_dataset("SV")


@defect("A dataset without records: CO", "CO", "OS0104")
def _(d):
    d.drop("CO", d.rows("CO"))


# -- define.xml ------------------------------------------------------------------------------------


@defect("A variable is not in define.xml", "VS", "OS0203")
def _(d):
    d.drop_item("VS", "VSSTRESU")


@defect("A variable of define.xml is not in the data", "VS", "OS0203")
def _(d):
    d.add_item("VS", "VSLOC", "VSTEST")


@defect("A dataset is not in define.xml", "MH", "OS0202")
def _(d):
    d.drop_group("MH")


@defect("The label of a variable is another one in define.xml", "AE", "OS0204")
def _(d):
    d.item("AE", "AETERM", label="Verbatim Term")


@defect("The length of a variable is another one in define.xml", "AE", "OS0205")
def _(d):
    d.item("AE", "AETERM", length=7)


@defect("A number is text in define.xml", "AE", "OS0206")
def _(d):
    d.item("AE", "AESEQ", type="text")


@defect("A value is missing from its codelist in define.xml", "AE", "OS0207")
def _(d):
    d.item("AE", "AEOUT", terms=d.groups["AE"].items["AEOUT"].terms - {d.value("AE", d.row("AE"), "AEOUT")})


@defect("A result is longer than its value level in define.xml", "TS", "OS0208")
def _(d):
    d.set("TS", d.row("TS", TSPARMCD="TITLE"), TSVAL=lambda v: v + " and more of it")


# -- identifiers, keys, sequence -------------------------------------------------------------------


@defect("A sequence number stands twice", "AE", "OS0502")
def _(d):
    row = d.row("AE", AESEQ=lambda c: c.astype(float) > 1)
    d.set("AE", row, AESEQ=lambda v: v - 1)


@defect("A sequence number is not whole", "AE", "OS0504")
def _(d):
    d.set("AE", d.row("AE"), AESEQ=lambda v: v + 0.5)


@defect("A record stands twice under the same key", "LB", "OS0501")
def _(d):
    d.add("LB", d.row("LB"), LBSEQ=9999.0)


@defect("A subject stands twice in DM", "DM", "OS0505")
def _(d):
    d.add("DM", d.row("DM"))


@defect("A record of another study", "VS", "OS0506")
def _(d):
    d.set("VS", d.row("VS"), STUDYID="OTHER")


@defect("DOMAIN is not the dataset's", "VS", "OS0507")
def _(d):
    d.set("VS", d.row("VS"), DOMAIN="EG")


@defect("USUBJID is not made of SUBJID", "DM", "OS0509")
def _(d):
    d.set("DM", d.row("DM"), SUBJID="99999")


# -- references ------------------------------------------------------------------------------------


@defect("A subject who is not in DM", "LB", "OS0601")
def _(d):
    d.set("LB", d.row("LB"), USUBJID=lambda v: v + "9")


@defect("A supplemental qualifier points nowhere", "SUPPAE", "OS0602")
def _(d):
    d.set("SUPPAE", d.row("SUPPAE"), IDVARVAL="9999")


@defect("A supplemental qualifier stands twice", "SUPPAE", "OS0605")
def _(d):
    d.add("SUPPAE", d.row("SUPPAE"))


@defect("A supplemental qualifier without a value", "SUPPAE", "OS0113")
def _(d):
    d.set("SUPPAE", d.row("SUPPAE"), QVAL="")


@defect("QNAM has 9 characters", "SUPPAE", "OS0606")
def _(d):
    d.set("SUPPAE", d.row("SUPPAE"), QNAM="ABCDEFGHI")


@defect("IDVAR of a relationship is no variable of the dataset", "RELREC", "OS0603")
def _(d):
    d.set("RELREC", d.row("RELREC"), IDVAR="XXLNKID")


@defect("A relationship has one side only", "RELREC", "OS0607")
def _(d):
    d.drop("RELREC", d.row("RELREC", USUBJID=""))


@defect("A comment points nowhere", "CO", "OS0602")
def _(d):
    d.set("CO", d.row("CO", IDVAR="*"), IDVARVAL="NOWHERE")


@defect("VISIT is that of another VISITNUM", "LB", "OS0611")
def _(d):
    row = d.row("LB", VISITNUM=lambda c: c.isin(as_text(d.frame("TV")["VISITNUM"])))
    other = d.row(
        "LB",
        VISITNUM=lambda c: c.isin(as_text(d.frame("TV")["VISITNUM"])) & (c != as_text(d.frame("LB")["VISITNUM"])[row]),
    )
    d.set("LB", row, VISIT=d.value("LB", other, "VISIT"))


@defect("A visit that neither TV nor SV has", "VS", "OS0612")
def _(d):
    d.set("VS", d.row("VS"), VISIT="VISIT BY TELEPHONE", VISITNUM=999.0)


@defect("An epoch that TA has not", "AE", "OS0613")
def _(d):
    d.set("AE", d.row("AE"), EPOCH="WASHOUT")


@defect("An element that TE has not", "SE", "OS0614")
def _(d):
    d.set("SE", d.row("SE"), ETCD="RUNIN", ELEMENT="Run-in")


@defect("An arm that TA has not", "DM", "OS0615")
def _(d):
    d.set("DM", d.row("DM", ARMCD="*"), ARMCD="ARMX", ARM="Arm X")


@defect("A criterion that TI has not", "IE", "OS0617")
def _(d):
    d.set("IE", d.row("IE"), IETESTCD="INCL99")


@defect("A treated subject without an actual arm", "DM", "OS0619")
def _(d):
    d.set("DM", d.row("DM", RFXSTDTC="*"), ACTARMCD="", ACTARM="")


# -- trial design ----------------------------------------------------------------------------------


@defect("A parameter of the trial is missing: the phase", "TS", "OS0701")
def _(d):
    d.drop("TS", d.rows("TS", TSPARMCD="TPHASE"))


@defect("A parameter with one value has two: the title", "TS", "OS0702")
def _(d):
    d.add("TS", d.row("TS", TSPARMCD="TITLE"), TSSEQ=2.0, TSVAL="Another title")


@defect("A value and a null flavor at once", "TS", "OS0703")
def _(d):
    d.set("TS", d.row("TS", TSVAL="*"), TSVALNF="UNK")


@defect("A code without the name of its terminology", "TS", "OS0704")
def _(d):
    d.set("TS", d.row("TS", TSVALCD="*"), TSVCDREF="")


@defect("The text of a criterion has 210 characters", "TI", "OS0114")
def _(d):
    d.variable("TI", "IETEST", length=210)
    d.set("TI", d.row("TI"), IETEST="B" * 210)


# -- dates across datasets -------------------------------------------------------------------------


@defect("An adverse event ends before it starts", "AE", "OS0801")
def _(d):
    row = d.row("AE", AESTDTC=complete, AEENDTC=complete)
    d.set("AE", row, AEENDTC=shifted(d.value("AE", row, "AESTDTC"), -1))


@defect("Study day 0", "LB", "OS0802")
def _(d):
    d.set("LB", d.row("LB", LBDY="1"), LBDY=0.0)


@defect("A study day is one too high", "VS", "OS0803")
def _(d):
    d.set("VS", d.row("VS", VSDY="*"), VSDY=lambda v: v + 1)


@defect("A laboratory sample before informed consent", "LB", "OS0806")
def _(d):
    row = d.row("LB", LBDTC=complete)
    consent = d.value("DM", d.row("DM", USUBJID=d.value("LB", row, "USUBJID")), "RFICDTC")
    d.set("LB", row, LBDTC=shifted(consent, -10))


@defect("An adverse event after death", "AE", "OS0807")
def _(d):
    row = d.row("AE", USUBJID=lambda c: c.isin(subjects(d, DTHDTC=complete)))
    death = d.value("DM", d.row("DM", USUBJID=d.value("AE", row, "USUBJID")), "DTHDTC")
    d.set("AE", row, AESTDTC=shifted(death, 3), AEENDTC="")


@defect("Alive after death", "SS", "OS0808")
def _(d):
    row = d.row("SS", USUBJID=lambda c: c.isin(subjects(d, DTHDTC=complete)), SSSTRESC="ALIVE")
    death = d.value("DM", d.row("DM", USUBJID=d.value("SS", row, "USUBJID")), "DTHDTC")
    d.set("SS", row, SSDTC=shifted(death, 30))


@defect("An adverse event starts after the subject's last element", "AE", "OS0809")
def _(d):
    ends = d.frame("SE").groupby("USUBJID")["SEENDTC"].max()
    row = d.row("AE", USUBJID=lambda c: c.isin(ends.index[ends.str.len() >= 10]))
    d.set("AE", row, AESTDTC=shifted(ends[d.value("AE", row, "USUBJID")], 40), AEENDTC="")


@defect("EPOCH is not that of the day", "LB", "OS0810")
def _(d):
    row = d.row("LB", EPOCH="*", LBDTC=complete, LBDY=lambda c: as_number(c) > 5)
    epoch = d.value("LB", row, "EPOCH")
    d.set("LB", row, EPOCH=next(e for e in d.frame("TA")["EPOCH"] if e != epoch))


@defect("A gap between two elements", "SE", "OS0812")
def _(d):
    row = d.row("SE", SESEQ="2", SESTDTC=complete)
    d.set("SE", row, SESTDTC=lambda v: shifted(v, 5))


@defect("The reference period ends before it starts", "DM", "OS0813")
def _(d):
    row = d.row("DM", RFSTDTC=complete)
    d.set("DM", row, RFENDTC=shifted(d.value("DM", row, "RFSTDTC"), -1))


@defect("A dose after the last exposure of DM", "DM", "OS0819")
def _(d):
    row = d.row("DM", RFXSTDTC=complete)
    d.set("DM", row, RFXENDTC=d.value("DM", row, "RFXSTDTC")[:10])


@defect("DTHFL without a date of death", "DM", "OS0820")
def _(d):
    d.set("DM", d.row("DM", DTHFL="Y"), DTHDTC="")


@defect("A fatal event of a living subject", "AE", "OS0821")
def _(d):
    d.set("AE", d.row("AE", USUBJID=lambda c: c.isin(subjects(d, DTHFL=""))), AEOUT="FATAL", AESER="Y", AESDTH="Y")


@defect("Death in DS of a living subject", "DS", "OS0822")
def _(d):
    d.set(
        "DS",
        d.row("DS", USUBJID=lambda c: c.isin(subjects(d, DTHFL="")), DSCAT="DISPOSITION EVENT"),
        DSDECOD="DEATH",
        DSTERM="DEATH",
    )


@defect("A serious event without a criterion", "AE", "OS0825")
def _(d):
    d.set(
        "AE",
        d.row("AE", AESER="Y"),
        **dict.fromkeys(("AESDTH", "AESLIFE", "AESHOSP", "AESDISAB", "AESCONG", "AESMIE"), "N"),
    )


@defect("A criterion of seriousness, and the event is not serious", "AE", "OS0826")
def _(d):
    d.set("AE", d.row("AE", AESER="N"), AESHOSP="Y")


@defect("A negative age", "DM", "OS0828")
def _(d):
    d.set("DM", d.row("DM"), AGE=-4.0)


@defect("Consent before birth", "DM", "OS0816")
def _(d):
    d.set("DM", d.row("DM"), BRTHDTC="2099-01-01")


# -- findings --------------------------------------------------------------------------------------


@defect("LBSTRESN is not the number of LBSTRESC", "LB", "OS0901")
def _(d):
    d.set("LB", d.row("LB", LBSTRESN="*"), LBSTRESN=lambda v: v + 1)


@defect("A blank result that does not say NOT DONE", "LB", "OS0902")
def _(d):
    d.set("LB", d.row("LB", LBSTRESN="*"), LBORRES="")


@defect("A result where none was made", "TR", "OS0903")
def _(d):
    d.set("TR", d.row("TR", TRSTRESN="*"), TRSTAT="NOT DONE")


@defect("A reason for no result, and a result", "TR", "OS0904")
def _(d):
    d.set("TR", d.row("TR", TRSTRESN="*"), TRREASND="PATIENT REFUSED")


@defect("A numeric result without a unit", "LB", "OS0905")
def _(d):
    d.set("LB", d.row("LB", LBSTRESU="*", LBSTRESN="*"), LBSTRESU="")


@defect("A test in two standard units", "LB", "OS0907")
def _(d):
    row = d.row("LB", LBSTRESU="*", LBSTRESN="*")
    other = d.row("LB", LBSTRESU=lambda c: ~c.isin(["", d.value("LB", row, "LBSTRESU")]))
    d.set("LB", row, LBSTRESU=d.value("LB", other, "LBSTRESU"))


@defect("Two last observations before exposure", "LB", "OS0909")
def _(d):
    flagged = d.rows("LB", LBLOBXFL="Y")
    key = ["USUBJID", "LBTESTCD", "LBSPEC", "LBMETHOD"]
    frame = d.frame("LB")
    known = frame.iloc[flagged][key].agg("|".join, axis=1)
    d.set(
        "LB",
        d.row(
            "LB",
            LBLOBXFL="",
            LBDY=lambda c: c.str.startswith("-"),
            USUBJID=lambda c: frame[key].agg("|".join, axis=1).isin(known),
        ),
        LBLOBXFL="Y",
    )


@defect("The last observation before exposure is after the first dose", "VS", "OS0910")
def _(d):
    d.set("VS", d.row("VS", VSLOBXFL="", VSDY=lambda c: as_number(c) > 10), VSLOBXFL="Y")


@defect("The last observation before exposure is not flagged", "LB", "OS0912")
def _(d):
    d.set("LB", d.row("LB", LBLOBXFL="Y", LBDY=lambda c: c.str.startswith("-")), LBLOBXFL="")


@defect("A result above its range is NORMAL", "LB", "OS0913")
def _(d):
    d.set("LB", d.row("LB", LBNRIND="HIGH", LBSTRESN="*", LBSTNRHI="*"), LBNRIND="NORMAL")


@defect("A potassium that no living person has", "LB", "OS0914")
def _(d):
    row = (
        d.row("LB", LBTESTCD="K", LBSTRESN="*", LBNRIND="HIGH")
        if (d.frame("LB")["LBNRIND"][d.frame("LB")["LBTESTCD"] == "K"] == "HIGH").any()
        else d.row("LB", LBTESTCD="K", LBSTRESN="*")
    )
    d.set("LB", row, LBORRES="42", LBSTRESC="42", LBSTRESN=42.0, LBNRIND="HIGH")


@defect("A weight in the wrong unit: kg ten times", "VS", "OS0914")
def _(d):
    d.set("VS", d.row("VS", VSTESTCD="WEIGHT", VSSTRESN="*"), VSORRES="6500", VSSTRESC="6500", VSSTRESN=6500.0)


# -- tumours ---------------------------------------------------------------------------------------


def _target(d: Draft, **more: object) -> int:
    return d.row("TU", TUSTRESC="TARGET", **more)


@defect("Six target lesions", "TU", "OS1001")
def _(d):
    row = _target(d)
    for number in range(6):
        d.add("TU", row, TULNKID=f"X{number}", TUSEQ=900.0 + number, TULOC=f"ORGAN {number}")


@defect("Three target lesions in one organ", "TU", "OS1002")
def _(d):
    row = _target(d)
    for number in range(2):
        d.add("TU", row, TULNKID=f"X{number}", TUSEQ=900.0 + number)


@defect("A target lesion of 7 mm at baseline", "TR", "OS1003")
def _(d):
    d.set("TR", d.row("TR", TRTESTCD="LDIAM", TRLOBXFL="Y"), TRORRES="7", TRSTRESC="7", TRSTRESN=7.0)


@defect("A target lymph node of 12 mm at baseline", "TR", "OS1004")
def _(d):
    d.set("TR", d.row("TR", TRTESTCD="LPERP", TRLOBXFL="Y"), TRORRES="12", TRSTRESC="12", TRSTRESN=12.0)


@defect("A lymph node by its longest diameter", "TR", "OS1011")
def _(d):
    d.set("TR", d.row("TR", TRTESTCD="LPERP"), TRTESTCD="LDIAM", TRTEST="Longest Diameter")


@defect("A lesion measured and not identified", "TR", "OS1005")
def _(d):
    d.set("TR", d.row("TR"), TRLNKID="X99")


@defect("A target lesion identified and never measured at baseline", "TU", "OS1006")
def _(d):
    row = _target(d)
    subject, link = d.value("TU", row, "USUBJID"), d.value("TU", row, "TULNKID")
    d.drop("TR", d.rows("TR", USUBJID=subject, TRLNKID=link))


@defect("A response without an assessment of lesions", "TR", "OS1007")
def _(d):
    row = d.row("RS", RSTESTCD="OVRLRESP", RSSTRESC=lambda c: c != "NE")
    d.drop("TR", d.rows("TR", USUBJID=d.value("RS", row, "USUBJID"), TRLNKGRP=d.value("RS", row, "RSLNKGRP")))


@defect("An assessment of lesions without a response", "RS", "OS1008")
def _(d):
    row = d.row("TR", TRDY=lambda c: pd.to_numeric(c.where(c != "", None)) > 20)
    d.drop("RS", d.rows("RS", USUBJID=d.value("TR", row, "USUBJID"), RSLNKGRP=d.value("TR", row, "TRLNKGRP")))


@defect("An overall response that the responses do not give", "RS", "OS1012")
def _(d):
    d.set("RS", d.row("RS", RSTESTCD="OVRLRESP", RSSTRESC="PD"), RSORRES="SD", RSSTRESC="SD")


# -- doses -----------------------------------------------------------------------------------------


@defect("A negative dose", "EX", "OS1101")
def _(d):
    d.set("EX", d.row("EX"), EXDOSE=lambda v: -v)


@defect("A dose of 0 in EX", "EX", "OS1101")
def _(d):
    d.set("EX", d.row("EX"), EXDOSE=0.0)


@defect("A dose without a unit", "EX", "OS1103")
def _(d):
    d.set("EX", d.row("EX", EXDOSE="*"), EXDOSU="")


@defect("Twice the planned dose", "EC", "OS1105")
def _(d):
    d.set("EC", d.row("EC", ECDOSE="*"), ECDOSE=lambda v: v * 2)


@defect("Two periods of the same treatment overlap", "EX", "OS1104")
def _(d):
    frame = d.frame("EX").sort_values(["USUBJID", "EXTRT", "EXSTDTC"], kind="stable")
    following = frame.groupby(["USUBJID", "EXTRT"])["EXSTDTC"].shift(-1)
    have = following.index[(following.fillna("").str.len() >= 10)]
    if not len(have):
        raise CannotSpoil("no subject has two doses of a treatment")
    row = have[len(have) // 2]
    d.set("EX", row, EXENDTC=shifted(following[row], 2))


@defect("An exposure that EC does not have", "EX", "OS1106")
def _(d):
    d.set("EX", d.row("EX"), EXTRT="PLACEBO")
