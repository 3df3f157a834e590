"""Defects that look at other records or at other datasets before they change one; each function is a `Spoil`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.conformance.power.draft import CannotSpoil, Draft, Wanted
from onespec.conformance.power.spoil import FILLED, Spoil, before, complete, shifted
from onespec.conformance.series import as_number, as_text


def _subjects(d: Draft, **wanted: Wanted) -> list[str]:
    """The subjects of DM with these values."""
    return d.frame("DM")["USUBJID"].iloc[d.rows("DM", **wanted)].tolist()


def _of_subject(d: Draft, name: str, row: int, variable: str) -> object:
    """A value of DM of a record's subject."""
    return d.value("DM", d.row("DM", USUBJID=d.value(name, row, "USUBJID")), variable)


# Terms and identifiers ----------------------------------------------------------------------------


def name_of_another_test(d: Draft, name: str) -> None:
    row = d.row(name)
    other = d.row(name, LBTESTCD=lambda c: c != d.value(name, row, "LBTESTCD"))
    d.set(name, row, LBTEST=d.value(name, other, "LBTEST"))


def term_not_described(d: Draft, name: str) -> None:
    """define.xml's codelist lacks a value that the data have."""
    terms, value = d.group(name).items["AEOUT"].terms, d.value(name, d.row(name), "AEOUT")
    d.item(name, "AEOUT", terms=(terms or frozenset()) - {value})


def visit_of_another_number(d: Draft, name: str) -> None:
    def planned(numbers: pd.Series) -> pd.Series:
        return numbers.isin(as_text(d.frame("TV")["VISITNUM"]))

    row = d.row(name, VISITNUM=planned)
    own = as_text(d.frame(name)["VISITNUM"])[row]
    other = d.row(name, VISITNUM=lambda c: planned(c) & (c != own))
    d.set(name, row, VISIT=d.value(name, other, "VISIT"))


# Dates --------------------------------------------------------------------------------------------


def event_ends_before_start(d: Draft, name: str) -> None:
    row = d.row(name, AESTDTC=complete, AEENDTC=complete)
    d.set(name, row, AEENDTC=shifted(d.value(name, row, "AESTDTC"), -1))


def sample_before_consent(d: Draft, name: str) -> None:
    row = d.row(name, LBDTC=complete)
    d.set(name, row, LBDTC=shifted(_of_subject(d, name, row, "RFICDTC"), -10))


def event_after_death(d: Draft, name: str) -> None:
    row = d.row(name, USUBJID=lambda c: c.isin(_subjects(d, DTHDTC=complete)))
    d.set(name, row, AESTDTC=shifted(_of_subject(d, name, row, "DTHDTC"), 3), AEENDTC="")


def alive_after_death(d: Draft, name: str) -> None:
    row = d.row(name, USUBJID=lambda c: c.isin(_subjects(d, DTHDTC=complete)), SSSTRESC="ALIVE")
    d.set(name, row, SSDTC=shifted(_of_subject(d, name, row, "DTHDTC"), 30))


def event_after_last_element(d: Draft, name: str) -> None:
    ends = d.frame("SE").groupby("USUBJID")["SEENDTC"].max()
    row = d.row(name, USUBJID=lambda c: c.isin(ends.index[ends.str.len() >= 10]))
    d.set(name, row, AESTDTC=shifted(ends[d.value(name, row, "USUBJID")], 40), AEENDTC="")


def epoch_of_another_day(d: Draft, name: str) -> None:
    row = d.row(name, EPOCH=FILLED, LBDTC=complete, LBDY=lambda c: as_number(c) > 5)
    epoch = d.value(name, row, "EPOCH")
    d.set(name, row, EPOCH=next(e for e in d.frame("TA")["EPOCH"] if e != epoch))


def reference_ends_before_start(d: Draft, name: str) -> None:
    row = d.row(name, RFSTDTC=complete)
    d.set(name, row, RFENDTC=shifted(d.value(name, row, "RFSTDTC"), -1))


def last_exposure_is_the_first(d: Draft, name: str) -> None:
    row = d.row(name, RFXSTDTC=complete)
    d.set(name, row, RFXENDTC=str(d.value(name, row, "RFXSTDTC"))[:10])


# Deaths -------------------------------------------------------------------------------------------


def fatal_event_of_the_living(d: Draft, name: str) -> None:
    row = d.row(name, USUBJID=lambda c: c.isin(_subjects(d, DTHFL="")))
    d.set(name, row, AEOUT="FATAL", AESER="Y", AESDTH="Y")


def death_of_the_living(d: Draft, name: str) -> None:
    row = d.row(name, USUBJID=lambda c: c.isin(_subjects(d, DTHFL="")), DSCAT="DISPOSITION EVENT")
    d.set(name, row, DSDECOD="DEATH", DSTERM="DEATH")


# Findings -----------------------------------------------------------------------------------------


def test_in_two_units(d: Draft, name: str) -> None:
    row = d.row(name, LBSTRESU=FILLED, LBSTRESN=FILLED)
    other = d.row(name, LBSTRESU=lambda c: ~c.isin(["", d.value(name, row, "LBSTRESU")]))
    d.set(name, row, LBSTRESU=d.value(name, other, "LBSTRESU"))


def two_last_before_exposure(d: Draft, name: str) -> None:
    frame = d.frame(name)
    tests = frame[["USUBJID", "LBTESTCD", "LBSPEC", "LBMETHOD"]].agg("|".join, axis=1)
    flagged = tests.iloc[d.rows(name, LBLOBXFL="Y")]
    d.set(name, d.row(name, LBLOBXFL="", LBDY=before, USUBJID=lambda c: tests.isin(flagged)), LBLOBXFL="Y")


def impossible_potassium(d: Draft, name: str) -> None:
    """A high one where there is one, so that its indicator stays right."""
    frame = d.frame(name)
    high = (frame["LBNRIND"][frame["LBTESTCD"] == "K"] == "HIGH").any()
    row = d.row(name, LBTESTCD="K", LBSTRESN=FILLED, **({"LBNRIND": "HIGH"} if high else {}))
    d.set(name, row, LBORRES="42", LBSTRESC="42", LBSTRESN=42.0, LBNRIND="HIGH")


# Tumours ------------------------------------------------------------------------------------------


def more_targets(number: int, organ: str = "") -> Spoil:
    """So many more target lesions like one of them, each in an ``organ`` of its own, or all in the same one."""

    def spoil(d: Draft, name: str) -> None:
        row = d.row(name, TUSTRESC="TARGET")
        for n in range(number):
            place = {"TULOC": f"{organ} {n}"} if organ else {}
            d.add(name, row, TULNKID=f"X{n}", TUSEQ=900.0 + n, **place)

    return spoil


def target_never_measured(d: Draft, name: str) -> None:
    row = d.row(name, TUSTRESC="TARGET")
    subject, link = d.value(name, row, "USUBJID"), d.value(name, row, "TULNKID")
    d.drop("TR", d.rows("TR", USUBJID=subject, TRLNKID=link))


def response_without_lesions(d: Draft, name: str) -> None:
    row = d.row("RS", RSTESTCD="OVRLRESP", RSSTRESC=lambda c: c != "NE")
    subject, link = d.value("RS", row, "USUBJID"), d.value("RS", row, "RSLNKGRP")
    d.drop(name, d.rows(name, USUBJID=subject, TRLNKGRP=link))


def lesions_without_response(d: Draft, name: str) -> None:
    row = d.row("TR", TRDY=lambda c: pd.to_numeric(c.where(c != "", None)) > 20)
    subject, link = d.value("TR", row, "USUBJID"), d.value("TR", row, "TRLNKGRP")
    d.drop(name, d.rows(name, USUBJID=subject, RSLNKGRP=link))


# Doses --------------------------------------------------------------------------------------------


def overlapping_doses(d: Draft, name: str) -> None:
    frame = d.frame(name).sort_values(["USUBJID", "EXTRT", "EXSTDTC"], kind="stable")
    following = frame.groupby(["USUBJID", "EXTRT"])["EXSTDTC"].shift(-1).fillna("")
    have = np.asarray(following.index[complete(following)])
    if not len(have):
        raise CannotSpoil("no subject has two doses of a treatment")
    row = int(have[len(have) // 2])
    d.set(name, row, EXENDTC=shifted(following[row], 2))
