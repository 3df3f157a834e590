"""Defects that an ADaM package may have, put into a built package by the standard's variable names alone.

As in ``defects.py``: a defect stands where the package has a place for it, and no id changes.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from onespec.conformance.power.defects import Defect
from onespec.conformance.power.draft import CannotSpoil, Draft
from onespec.conformance.power.spoil import FILLED, Spoil, another, by, change, complete, lose_one, repeat
from onespec.conformance.series import as_text


def drop_variables(*variables: str) -> Spoil:
    """These variables are lost."""

    def spoil(d: Draft, name: str) -> None:
        for variable in variables:
            d.drop_variable(name, variable)

    return spoil


def value_of_another(variable: str, by_: str) -> Spoil:
    """One record has the value of a variable of a record of another ``by_``."""

    def spoil(d: Draft, name: str) -> None:
        row = d.row(name, **{variable: FILLED, by_: FILLED})
        own, mine = as_text(d.frame(name)[by_]).iloc[row], as_text(d.frame(name)[variable]).iloc[row]
        other = d.row(name, **{variable: lambda c: ~c.isin(["", mine]), by_: lambda c: ~c.isin(["", own])})
        d.set(name, row, **{variable: d.value(name, other, variable)})

    return spoil


def term_not_described(variable: str) -> Spoil:
    """define.xml's codelist lacks a value that the data have."""

    def spoil(d: Draft, name: str) -> None:
        terms = d.described(name, variable).terms
        value = d.value(name, d.row(name, **{variable: FILLED}), variable)
        d.item(name, variable, terms=(terms or frozenset()) - {value})

    return spoil


def column(variable: str, label: str, like: str, make: Callable[[pd.Series], pd.Series]) -> Spoil:
    """A further variable, made of another one by a function."""

    def spoil(d: Draft, name: str) -> None:
        frame = d.frame(name)
        if like not in frame:
            raise CannotSpoil(f"{name} has no {like}")
        d.add_column(name, variable, label, make(frame[like]))

    return spoil


def after(variable: str, than: str, days: float) -> Spoil:
    """A date lies so many days after another of its record."""

    def spoil(d: Draft, name: str) -> None:
        row = d.row(name, **{variable: FILLED, than: FILLED})
        d.set(name, row, **{variable: d.value(name, row, than) + days})

    return spoil


def _more(number: float) -> object:
    return lambda value: value + number


def _times(number: float) -> object:
    return lambda value: value * number


DEFECTS: tuple[Defect, ...] = (
    # Datasets and variables
    Defect("A001", "There is no ADSL", "ADSL", "OA0102", by(Draft.drop_dataset)),
    Defect(
        "A002",
        "The label of a variable is not the guide's",
        "ADSL",
        "OA0106",
        by(Draft.variable, "TRTSDT", label="Start"),
    ),
    Defect("A003", "A required variable is missing: SITEID", "ADSL", "OA0108", by(Draft.drop_variable, "SITEID")),
    Defect("A004", "A date is text", "ADTTE", "OA0107", by(Draft.variable, "ADT", as_text, type="Char")),
    Defect(
        "A005",
        "A flag of the sponsor is not called one",
        "ADSL",
        "OA0110",
        by(Draft.variable, "EFFFL", label="Efficacy"),
    ),
    Defect(
        "A006",
        "A variable has another label in another dataset",
        "ADTTE",
        "OA0111",
        by(Draft.variable, "EFFFL", label="Efficacy Flag"),
    ),
    Defect("A007", "A parameter without a text", "ADRS", "OA0113", change(PARAM="")),
    Defect("A008", "No variable of treatment", "ADTTE", "OA0114", drop_variables("TRTP", "TRTA")),
    Defect("A009", "A dataset without a label", "ADTTE", "OA0105", by(Draft.label, "")),
    # define.xml
    Defect("A010", "A variable is not in define.xml", "ADRS", "OA0203", by(Draft.drop_item, "AVALC")),
    Defect(
        "A011",
        "The label of a variable is another one in define.xml",
        "ADSL",
        "OA0204",
        by(Draft.item, "AGEGR1", label="Group of Age"),
    ),
    Defect(
        "A012",
        "The length of a variable is another one in define.xml",
        "ADRS",
        "OA0205",
        by(Draft.item, "PARAM", length=3),
    ),
    Defect(
        "A013", "A value is missing from its codelist in define.xml", "ADSL", "OA0207", term_not_described("AGEGR1")
    ),
    Defect(
        "A014", "A value outside the codelist of its parameter", "ADRS", "OA0302", change({"AVALC": "Y"}, AVALC="CR")
    ),
    # Terms and flags
    Defect("A015", "A status that is none", "ADSL", "OA0301", change({"EOSSTT": FILLED}, EOSSTT="GONE")),
    Defect("A016", "A flag is U", "ADSL", "OA0304", change({"SAFFL": FILLED}, SAFFL="U")),
    Defect("A017", "A flag of records is N instead of blank", "ADRS", "OA0305", change({"ANL01FL": ""}, ANL01FL="N")),
    Defect("A018", "A population flag is blank", "ADSL", "OA0306", change({"FASFL": "N"}, FASFL="")),
    Defect(
        "A019",
        "The number of a flag is 1 for all",
        "ADSL",
        "OA0307",
        column("SAFFN", "Safety Population Flag (N)", "AGE", lambda c: c * 0 + 1),
    ),
    Defect("A020", "AVISITN is that of another AVISIT", "ADRS", "OA0308", value_of_another("AVISITN", "AVISIT")),
    Defect("A021", "A flag of imputation that is none", "ADSL", "OA0309", change({"RECURDTF": FILLED}, RECURDTF="X")),
    # Dates and days
    Defect("A022", "A date with a time of day", "ADTTE", "OA0401", change({"ADT": FILLED}, ADT=_more(0.5))),
    Defect(
        "A023",
        "A datetime of the day after its date",
        "ADTTE",
        "OA0402",
        column("ADTM", "Analysis Date/Time", "ADT", lambda c: (c + 1) * 86_400),
    ),
    Defect("A024", "A flag of imputation without a date", "ADSL", "OA0403", change({"DIAGDT": ""}, DIAGDTF="D")),
    Defect("A025", "Treatment ends before it starts", "ADSL", "OA0406", after("TRTEDT", "TRTSDT", -1)),
    Defect("A026", "Treatment starts before consent", "ADSL", "OA0408", after("TRTSDT", "RFICDT", -3)),
    Defect("A027", "Alive after death", "ADSL", "OA0410", after("LSTALVDT", "DTHDT", 2)),
    Defect("A028", "An analysis day is one too high", "ADRS", "OA0413", change({"ADY": FILLED}, ADY=_more(1))),
    Defect("A029", "Analysis day 0", "ADRS", "OA0412", change({"ADY": FILLED}, ADY=0.0)),
    Defect(
        "A030", "The first dose is not the day of DM", "ADSL", "OA0419", change({"TRTSDT": FILLED}, TRTSDT=_more(1))
    ),
    Defect("A031", "The date of death is not that of DM", "ADSL", "OA0421", change({"DTHDT": FILLED}, DTHDT=_more(7))),
    # Identifiers and keys
    Defect("A032", "A record stands twice under the same key", "ADTTE", "OA0501", repeat(ASEQ=999.0)),
    Defect("A033", "A sequence number stands twice", "ADRS", "OA0502", change({"ASEQ": "2"}, ASEQ=1.0)),
    Defect("A034", "A subject stands twice in ADSL", "ADSL", "OA0504", repeat()),
    Defect("A035", "A record of another study", "ADRS", "OA0505", change(STUDYID="OTHER")),
    Defect("A036", "A subject who is not in ADSL", "ADTTE", "OA0506", change(USUBJID=lambda v: v + "9")),
    Defect("A037", "A subject who is not in DM", "ADSL", "OA0507", change(USUBJID=lambda v: v + "9")),
    Defect("A038", "A subject of DM is lost", "ADSL", "OA0508", lose_one()),
    # Copies and sources
    Defect("A039", "An age that is not that of DM", "ADSL", "OA0601", change(AGE=_more(1))),
    Defect("A040", "An age that is not that of ADSL", "ADTTE", "OA0602", change(AGE=_more(1))),
    Defect("A041", "A source record that is not there", "ADRS", "OA0604", change({"SRCSEQ": FILLED}, SRCSEQ=9999.0)),
    Defect("A042", "A source variable that is not there", "ADTTE", "OA0604", change({"SRCVAR": FILLED}, SRCVAR="ADTX")),
    Defect("A043", "A date that is not that of its source", "ADTTE", "OA0606", change({"SRCVAR": "ADT"}, ADT=_more(1))),
    Defect("A044", "A treatment that the subject has not", "ADTTE", "OA0608", change({"TRTA": FILLED}, TRTA="PLACEBO")),
    # Parameters and values
    Defect("A045", "A code that begins with a digit", "ADTTE", "OA0701", change(PARAMCD="1YEAR")),
    Defect("A046", "PARAM is that of another PARAMCD", "ADTTE", "OA0702", value_of_another("PARAM", "PARAMCD")),
    Defect("A047", "PARAMN is that of another PARAMCD", "ADTTE", "OA0703", value_of_another("PARAMN", "PARAMCD")),
    Defect("A048", "A parameter in two categories", "ADRS", "OA0704", change(PARCAT1="Other")),
    Defect(
        "A049", "AVAL is that of another AVALC", "ADRS", "OA0705", change({"AVALC": "PD", "AVAL": FILLED}, AVAL=1.0)
    ),
    Defect("A050", "A record without a value", "ADTTE", "OA0707", change(AVAL=float("nan"))),
    # Time to event
    Defect("A051", "A negative reason of censoring", "ADTTE", "OA0802", change(CNSR=-1.0)),
    Defect("A052", "A reason of censoring that is not whole", "ADTTE", "OA0803", change(CNSR=1.5)),
    Defect("A053", "An event that is not described", "ADTTE", "OA0804", change(EVNTDESC="")),
    Defect(
        "A054",
        "A censored record without its date's meaning",
        "ADTTE",
        "OA0805",
        change({"CNSDTDSC": FILLED}, CNSDTDSC=""),
    ),
    Defect("A055", "An event before the start", "ADTTE", "OA0806", after("ADT", "STARTDT", -5)),
    Defect("A056", "A time of 0 days", "ADTTE", "OA0807", change(AVAL=0.0)),
    Defect("A057", "A time that is one day short", "ADTTE", "OA0808", change(AVAL=_more(-1))),
    # Subjects
    Defect("A058", "Safety population without a dose", "ADSL", "OA0901", change({"SAFFL": "Y"}, TRTSDT=float("nan"))),
    Defect(
        "A059",
        "A duration of treatment that is one day short",
        "ADSL",
        "OA0904",
        change({"TRTDURD": FILLED}, TRTDURD=_more(-1)),
    ),
    Defect("A060", "Discontinued without a reason", "ADSL", "OA0905", change({"EOSSTT": "DISCONTINUED"}, DCSREAS="")),
    Defect("A061", "A date of death, and no flag", "ADSL", "OA0907", change({"DTHDT": FILLED}, DTHFL="")),
    Defect("A062", "An age in the group of others", "ADSL", "OA0908", value_of_another("AGEGR1", "AGE")),
    # Baselines and changes
    Defect("A063", "A second baseline", "ADTR", "OA0708", change({"ABLFL": ""}, ABLFL="Y")),
    Defect("A064", "A baseline after the first dose", "ADTR", "OA0709", change({"ABLFL": "Y"}, ADT=_more(60))),
    Defect("A065", "A baseline value of another record", "ADTR", "OA0710", change({"BASE": FILLED}, BASE=_more(5))),
    Defect("A066", "A change that is one too large", "ADTR", "OA0715", change({"CHG": FILLED}, CHG=_more(1))),
    Defect(
        "A067",
        "A percent change that is a fraction",
        "ADTR",
        "OA0716",
        change({"CHG": FILLED, "PCHG": another("0")}, PCHG=_times(0.01)),
    ),
    Defect("A068", "A result of no criterion", "ADTR", "OA0718", change({"CRIT1FL": FILLED}, CRIT1="")),
    Defect("A069", "A criterion in other words", "ADTR", "OA0719", change({"CRIT1": FILLED}, CRIT1="Larger")),
    Defect(
        "A070",
        "A value that is not that of its source",
        "ADTR",
        "OA0605",
        change({"SRCVAR": "TRSTRESN", "AVAL": FILLED}, AVAL=_more(1)),
    ),
    # Occurrences
    Defect(
        "A071",
        "A treatment-emergent event before the first dose",
        "ADAE",
        "OA1001",
        change({"TRTEMFL": "Y", "ASTDT": FILLED}, ASTDT=_more(-2000)),
    ),
    Defect(
        "A072",
        "A second first event of a subject",
        "ADAE",
        "OA1002",
        change({"TRTEMFL": "Y", "AOCCFL": ""}, AOCCFL="Y"),
    ),
    Defect(
        "A073",
        "A second first event of a preferred term",
        "ADAE",
        "OA1003",
        change({"TRTEMFL": "Y", "AOCCPFL": ""}, AOCCPFL="Y"),
    ),
    Defect(
        "A074",
        "A second first event of a system organ class",
        "ADAE",
        "OA1004",
        change({"TRTEMFL": "Y", "AOCCSFL": ""}, AOCCSFL="Y"),
    ),
    Defect(
        "A075",
        "A complete date is another one",
        "ADAE",
        "OA0416",
        change({"AESTDTC": complete, "ASTDT": FILLED}, ASTDT=_more(1)),
    ),
    Defect("A076", "A record that AE has not", "ADAE", "OA0603", change(AESEQ=999.0)),
    Defect("A077", "A term that is not that of AE", "ADAE", "OA0603", change({"AEDECOD": FILLED}, AEDECOD=str.upper)),
    Defect("A078", "An event ends before it starts", "ADAE", "OA0404", after("AENDT", "ASTDT", -3)),
    Defect("A079", "A duration without a unit", "ADAE", "OA1005", change({"ADURN": FILLED}, ADURU="")),
    Defect("A080", "A duration that is one day short", "ADAE", "OA1006", change({"ADURN": FILLED}, ADURN=_more(-1))),
    Defect("A081", "A day of start that is one too high", "ADAE", "OA0414", change({"ASTDY": FILLED}, ASTDY=_more(1))),
    Defect(
        "A082", "A required variable of events is missing: AELLT", "ADAE", "OA0108", by(Draft.drop_variable, "AELLT")
    ),
    Defect(
        "A083", "A parameter of exposure without its source", "ADEX", "OA0604", change({"SRCDOM": FILLED}, SRCDOM="")
    ),
)
