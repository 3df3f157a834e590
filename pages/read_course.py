"""The course of a subject, read from the records of SDTM and ADaM datasets by their roles.

The roles are those of the standards (SDTMIG 3.4: DM, SE, SV, EX, TR, RS, AE, LB, CM, PR, DS; ADaM: ADSL, BDS, TTE).
A dataset or variable that the study does not have gives no marks.
"""

from __future__ import annotations

import numpy as np

from onespec.engine.run.part import Part
from onespec.pages.course import Course, possible
from onespec.pages.events import adverse_events, laboratory
from onespec.pages.marker import Marker
from onespec.pages.therapy import therapy
from onespec.pages.treatment import treatment
from onespec.pages.tumour import tumour
from onespec.pages.words import Words


def read_course(part: Part, words: Words, verbatim: Part | None = None) -> Course:
    """The course of the one subject in ``part``.

    ``verbatim`` is the same part in the language of the page, for texts.
    """
    marker = Marker(part, words, verbatim)
    panels = {"treatment": [*treatment(marker)], "tumour": [*tumour(marker)], "events": [*adverse_events(marker)]}
    marks = [m for rows in panels.values() for row in rows for m in row.marks]
    ends = [t for m in marks for t in (m.start, m.end) if not np.isnan(t)]
    first, last = (min(ends), max(ends)) if ends else (0.0, 1.0)
    margin = max((last - first) * 0.012, 1)
    panels |= {"laboratory": [*laboratory(marker)], "therapy": [*therapy(marker, first, last)]}
    for mark in (m for rows in panels.values() for row in rows for m in row.marks):
        mark.open_start |= mark.start < first
        mark.end = last + margin if mark.open_end else mark.end
    subject = marker.dm.get("SUBJID") or marker.dm.get("USUBJID", "")
    return Course(subject, _facts(marker), panels, first - margin, last + margin, marker.zero, _guides(marker))


def _facts(marker: Marker) -> list[tuple[str, str]]:
    """What stands at the head of the page."""
    dm, w = marker.dm, marker.words
    facts = [
        (w["sex"], w.term(dm.get("SEX", ""))),
        (w["age"], f"{dm.get('AGE', '')} {w.term(dm.get('AGEU', '')).lower()}".strip()),
        (w["arm"], dm.get("ACTARM") or dm.get("ARMNRS", "")),
        (w["consent"], marker.at(dm.get("RFICDTC", ""))),
        (w["first_dose"], marker.at(dm.get("RFXSTDTC", ""))),
        (w["last_dose"], marker.at(dm.get("RFXENDTC", ""))),
        (w["last_alive"], marker.at(marker.adsl.get("LSTALVDT", ""))),
        (w["death"], marker.at(dm.get("DTHDTC", ""))),
    ]
    return [(name, value) for name, value in facts if value]


def _guides(marker: Marker) -> list[tuple[float, str]]:
    """Lines through all rows: first dose, last dose, death."""
    found = [
        (possible(marker.dm.get("RFXSTDTC", ""))[0], marker.words["first_dose"]),
        (possible(marker.dm.get("RFXENDTC", ""))[1], marker.words["last_dose"]),
        (possible(marker.dm.get("DTHDTC", ""))[1], marker.words["death"]),
    ]
    return [(day, word) for day, word in found if not np.isnan(day)]
