"""What all datasets together know, gathered before any of them is changed, one dataset at a time.

Who the subjects are, how many of them have each value that may be too rare, and which day an analysis dataset has put
in the place of a partial date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from onespec.engine.findings import STOP, Findings
from onespec.engine.xpt.reader import read_xpt
from onespec.submission.sharing.dates import END, START, days_in, is_within, part_of, sas_date
from onespec.submission.sharing.key import SUBJECT_LETTERS, Key
from onespec.submission.sharing.register import RARE, Sharing
from onespec.submission.sharing.rules import Decision, defaults

SUBJECT, SHORT, SITE = "USUBJID", "SUBJID", "SITEID"
CONSENT, DEATH = "RFICDTC", "DTHDTC"  # of DM
COUNTED = (RARE, "below", "group")


@dataclass
class Survey:
    """What all datasets together know.

    names     subject -> its new short identifier; ``days`` -> by how many days its dates move (all earlier)
    short     SUBJID -> USUBJID
    sites     the original site identifiers
    having    variable -> value -> how many subjects have it
    anchors   of a variable: subject and partial date -> the day that stands for it
    limits    subject -> complete dates of informed consent and of death, "" without one
    study_days  the dates of the study that are masked, such as the data cut
    left_out  subjects whose records are not shared
    """

    names: dict[str, str] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)
    sites: set[str] = field(default_factory=set)
    having: dict[str, dict[str, int]] = field(default_factory=dict)
    anchors: dict[str, dict[tuple[str, str], date]] = field(default_factory=dict)
    limits: dict[str, tuple[str, str]] = field(default_factory=dict)
    study_days: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)

    def stand(self, name: str, subject: str, text: str) -> date | None:
        """The day that stands for a partial date: an imputed one, else a limit of the subject that lies in the period.

        What began in the month of informed consent is so not moved before it, and nothing after the month of death.
        """
        if found := self.anchors.get(name, {}).get((subject, text)):
            return found
        low, high = ((d if d.startswith(text) else "") for d in self.limits.get(subject, ("", "")))
        chosen = {START: low, END: high}.get(part_of(name), low or high)
        return date.fromisoformat(chosen) if chosen else None

    def rare(self, variable: str, value: str, least: int) -> bool:
        return self.having.get(variable, {}).get(value, 0) < least


def survey(
    files: Iterable[Path],
    decisions: dict[tuple[str, str], Decision],
    key: Key,
    sharing: Sharing,
    encoding: str,
    findings: Findings,
) -> Survey:
    """Look at every dataset, one after the other; ``encoding``: of the texts of its files."""
    most, masked = int(sharing.dates.days), {*defaults().parameters, *sharing.parameters}
    out, pairs = Survey(), dict[str, set[tuple[str, str]]]()
    for path in files:
        header, frame = read_xpt(path, encoding)
        if {"TSPARMCD", "TSVAL"} <= set(frame):
            out.study_days |= days_in(frame["TSVAL"][frame["TSPARMCD"].isin(masked)])
        if SUBJECT not in frame:
            continue
        subjects = frame[SUBJECT]
        out.names |= dict.fromkeys(s for s in subjects.unique() if s)
        if SHORT in frame:
            out.short |= dict(frame[[SHORT, SUBJECT]].drop_duplicates().itertuples(index=False))
        if SITE in frame:
            out.sites |= set(frame[SITE].unique()) - {""}
        for name in frame:
            decision = decisions.get((header.name, str(name)))
            if decision and decision.action in COUNTED and decision.known.type == "text":
                found = frame.loc[frame[name] != "", [SUBJECT, name]].drop_duplicates()
                pairs.setdefault(str(name), set()).update(found.itertuples(index=False, name=None))
        for level in {name for (dataset, _), d in decisions.items() if dataset == header.name for name in d.levels}:
            found = frame.loc[frame[level] != "", [SUBJECT, level]].drop_duplicates()
            pairs.setdefault(level, set()).update(found.itertuples(index=False, name=None))
        for domain, name in _qualifiers(frame):
            decision = decisions.get((domain, name))
            if decision and decision.action in COUNTED:
                found = frame.loc[(frame["QNAM"] == name) & (frame["QVAL"] != ""), [SUBJECT, "QVAL"]].drop_duplicates()
                pairs.setdefault(name, set()).update(found.itertuples(index=False, name=None))
        if {CONSENT, DEATH} & set(frame):
            texts = [frame[n] if n in frame else [""] * len(frame) for n in (CONSENT, DEATH)]
            for subject, *days in zip(subjects, *texts, strict=True):
                out.limits[subject] = tuple(next(iter(days_in([d])), "") for d in days)
        for variable, subject, text, day in _imputed(frame):
            out.anchors.setdefault(variable, {}).setdefault((subject, text), day)
    out.having = {name: _counts(found) for name, found in pairs.items()}
    out.names = key.names("subject", out.names, SUBJECT_LETTERS, findings)
    out.days = {subject: -1 - key.number("days", subject) % most for subject in out.names}
    if not out.names:
        findings.add("SHARE-VARIABLE", STOP, "No dataset has a subject (USUBJID).", "Build the study first.")
    return out


def _qualifiers(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Domain and name of the qualifiers of a SUPP-- dataset; none of any other."""
    if "QNAM" not in frame:
        return []
    return list(frame[["RDOMAIN", "QNAM"]].drop_duplicates().itertuples(index=False, name=None))


def _counts(pairs: set[tuple[str, str]]) -> dict[str, int]:
    out: dict[str, int] = {}
    for _, value in pairs:
        out[value] = out.get(value, 0) + 1
    return out


def _imputed(frame: pd.DataFrame) -> Iterator[tuple[str, str, str, date]]:
    """Variable, subject, partial date, and the day that was imputed for it: --DTC beside *DT with *DTF (ADaMIG 1.3)."""
    flags = [n for n in frame if str(n).endswith("DTF") and str(n)[:-1] in frame]
    texts = [n for n in frame if str(n).endswith("DTC")]
    for flag in flags:
        number = str(flag)[:-1]
        rows = frame[(frame[flag] != "") & frame[number].notna()]
        for name in (n for n in texts if part_of(str(n)) == part_of(number)):
            partial = rows[rows[name].str.len().isin((4, 7))]
            for subject, text, value in partial[[SUBJECT, name, number]].itertuples(index=False, name=None):
                day = sas_date(value)
                if is_within(day, text):
                    yield str(name), subject, text, day
