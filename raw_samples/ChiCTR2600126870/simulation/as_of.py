"""The export as it was on a day: rows typed in by then, and what was not over yet still open.

A form with the time of data entry is known from that day on, any other from its date on; history and earlier treatment
are taken down at screening.  A subject is in the export from informed consent on.
"""

from datetime import date

from . import answers
from .clerk import MONTHS
from .plan import Plan

ENTERED = ("ENTRYTS", "录入时间")
DATED = {  # forms without a time of data entry: their date
    "eligibility": "IEDAT",
    "ecog": "ECOGDAT",
    "child_pugh": "CPDAT",
    "vital_signs": "VSDAT",
    "coagulation": "LBDAT",
    "urinalysis": "LBDAT",
    "afp": "LBDAT",
    "local_lab": "采样日期",
    "capecitabine": "CAPSTDAT",
    "bevacizumab": "BEVSTDAT",
    "target_lesions": "TLDAT",
    "nontarget_lesions": "NTLDAT",
    "new_lesions": "NLDAT",
    "response": "RSDAT",
    "conmeds": "CMSTDAT",
    "later_therapy": "LTSTDAT",
    "end_of_treatment": "EOTDAT",
    "end_of_study": "EOSDAT",
    "death": "DTHDAT",
    "survival": "FUDAT",
}
ENDS = {"ae": "AEENDAT", "conmeds": "CMENDAT", "capecitabine": "CAPENDAT", "later_therapy": "LTENDAT"}
YES, NO, OPEN = answers.NY["Y"][0], answers.NY["N"][0], answers.OUTCOME["NOT RECOVERED/NOT RESOLVED"][0]
STILL = {  # what the form says while it is not over
    "ae": {"AEONGO": YES, "AEOUT": OPEN},
    "conmeds": {"CMONGO": YES},
    "capecitabine": {"CAPTAB": ""},
}
NOT_DEAD_YET = {"AETOXGR": "4", "AESDTH": NO, "AESLIFE": YES}
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def known_rows(plan: Plan, form: str, rows: list[dict], day: date | None) -> list[dict]:
    """The rows of a subject's form as the export had them on a day; all of them without a day.

    A row that was known whole is the same object as before.
    """
    if day is None:
        return rows
    if plan.consent > day:
        return []
    return [_as_known(form, row, day) for row in rows if _known_from(plan, form, row) <= day]


def _known_from(plan: Plan, form: str, row: dict) -> date:
    entered = next((row[name] for name in ENTERED if row.get(name)), "")
    written = entered.split(" ")[0] if entered else row.get(DATED.get(form, ""), "")
    return max(first_day(written) or plan.screening, plan.consent)


def _as_known(form: str, row: dict, day: date) -> dict:
    end = first_day(row.get(ENDS.get(form, ""), ""))
    if end is None or end <= day:
        return row
    dead = NOT_DEAD_YET if form == "ae" and row["AETOXGR"].strip() == "5" else {}
    return row | {ENDS[form]: ""} | STILL.get(form, {}) | dead


def first_day(text: str) -> date | None:
    """The first day that a written date may stand for; none where it is blank or no date."""
    text = text.strip().translate(NARROW)
    if len(text) == 9 and text[2:5] in (*MONTHS, "UNK"):
        year, month, day = text[5:], str(MONTHS.index(text[2:5]) + 1) if text[2:5] in MONTHS else "1", text[:2]
    else:
        year, month, day = (*text.replace("/", "-").split("-"), "", "")[:3]
    parts = [int(part) if part.isdigit() else 1 for part in (month, day)]
    try:
        return date(int(year), *parts)
    except ValueError:
        return None
