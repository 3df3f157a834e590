"""The courses of disease that the trial must contain: 29 scripts, one a treated subject.

The scans of a script are written one word a planned assessment:

    62      target lesions at 62% of their sum at baseline (0: gone; nodes below 10 mm)
    -       assessment missed
    u0:72   unscheduled, 0 days after the scan before it
    flags   c non-target lesions gone      n unequivocal progression of a non-target lesion
            w unequivocal new lesion       e equivocal new lesion
            ? one target lesion not assessed    ~ day of the assessment unknown
    @-6     six days before the planned day (otherwise a small shift is drawn)
    =SD     the investigator's overall response, where it is not what RECIST 1.1 says
    *       the same again at every planned assessment up to the data cut
"""

import re
from dataclasses import dataclass, replace

from .draws import Draws

WORD = re.compile(
    r"(?:u(?P<unscheduled>\d+):)?(?P<percent>\d+|-)(?P<flags>[cnwe?~]*)"
    r"(?:@(?P<shift>-?\d+))?(?:=(?P<investigator>[A-Z]+))?(?P<repeat>\*)?"
)

PROGRESSED, ADVERSE, WITHDREW = "PROGRESSIVE DISEASE", "ADVERSE EVENT", "WITHDRAWAL BY SUBJECT"
PHYSICIAN, DIED, LOST = "PHYSICIAN DECISION", "DEATH", "LOST TO FOLLOW-UP"


@dataclass(frozen=True)
class Outcome:
    """One course of disease. Days count from the first dose, which is day 1."""

    name: str
    scans: str
    ends: str = PROGRESSED  # why treatment ends; blank: still on treatment at the data cut
    end_day: int | None = None  # blank: a few days after the last scan
    later_after: int | None = None  # days from the end of treatment to new therapy
    later_at_last_scan: bool = False
    death_after: int | None = None  # days from the end of treatment to death
    lost_after: int | None = None  # days from the end of treatment to the last contact
    cause: str = "DISEASE PROGRESSION"
    targets: int | None = None
    nontargets: int | None = None
    node: bool = False  # the first target lesion is a lymph node
    baseline: bool = True
    after_cut: bool = False  # progression and death after the data cut


OUTCOMES = (
    Outcome("CR confirmed, PD by new lesion", "62 30 0c 0c 0c 0c 0cw", later_after=30, death_after=200),
    Outcome(
        "CR confirmed across NE, node in the sum, on treatment at cut",
        "70 45 0c 0c? 0c*",
        ends="",
        targets=3,
        nontargets=1,
        node=True,
    ),
    Outcome("CR not confirmed, PD by regrowth", "80 75 0c 30", later_after=20, death_after=150),
    Outcome("PR confirmed, PD by target lesions", "75 60 50 48 48 66", later_after=25, death_after=170),
    Outcome("PR confirmed across NE, lost to follow-up", "65@0 60? 58 55", ends=LOST, lost_after=30, targets=3),
    Outcome("PR not confirmed, falls to SD", "66@0 92", later_after=18, death_after=240),
    Outcome("PR not confirmed, too early for SD, PD", "64@-6 95", death_after=95),
    Outcome("PR not confirmed, too early for SD, NE", "64@-6 60?", ends=WITHDREW, targets=2),
    Outcome(
        "PR broken by SD of the same day, PR confirmed later, PD by non-target lesion",
        "80 68 69 u0:72 68 67 66 66n",
        later_after=40,
        death_after=260,
        targets=3,
        nontargets=2,
    ),
    Outcome(
        "CR not confirmed, investigator differs, PD", "80 0c 12=PR 40", later_after=15, death_after=110, nontargets=1
    ),
    Outcome("SD with an incomplete date, PD by target lesions", "92 88~ 90 95 118", later_after=28, death_after=140),
    Outcome(
        "SD, PD by non-target lesion after an equivocal new lesion",
        "90 85e 88n",
        later_after=22,
        death_after=130,
        nontargets=1,
    ),
    Outcome("SD, investigator differs, PD by new lesion", "95 69=SD 76w", later_after=35),
    Outcome("PD at first assessment by new lesion", "105w", death_after=75),
    Outcome("PD at first assessment by target lesions, treated beyond it", "128 66 62", ends=PHYSICIAN),
    Outcome(
        "NON-CR/NON-PD, PD by non-target lesion",
        "100 100 100 100n",
        later_after=30,
        death_after=160,
        targets=0,
        nontargets=2,
    ),
    Outcome("NE only", "90? 88?", ends=WITHDREW, targets=2),
    Outcome("SD too early, withdrawn", "96@-6", ends=WITHDREW),
    Outcome("PD after two missed assessments", "88 85 - - 120", later_after=21, death_after=90),
    Outcome("PD after one missed assessment", "88@1 - 125", death_after=120),
    Outcome(
        "Death after two missed assessments", "90 85 - -", ends=ADVERSE, end_day=120, death_after=110, cause="OTHER"
    ),
    Outcome("New therapy before progression", "85 80 78 65 100", ends=ADVERSE, end_day=140, later_after=25),
    Outcome("New therapy on the day of progression", "90 85 122@2", ends=ADVERSE, end_day=100, later_at_last_scan=True),
    Outcome("Death without progression", "78 66 64 62", ends=DIED, end_day=195, death_after=0, cause="ADVERSE EVENT"),
    Outcome("SD, on treatment at cut", "88 84 80 78 76*", ends=""),
    Outcome("Never assessed, early death", "", ends=DIED, end_day=31, death_after=0, cause="ADVERSE EVENT"),
    Outcome("Never assessed, lost to follow-up", "", ends=LOST, end_day=25, lost_after=3),
    Outcome("No baseline assessment, late death", "100=NE 100=SD 100=PD", death_after=80, baseline=False),
    Outcome("PD and death after the data cut", "90 86 84 82*", ends="", after_cut=True),
)


def read_scans(scans: str) -> list[dict]:
    """The words of a script as dictionaries; a word that the notation does not know is an error."""
    words = []
    for word in scans.split():
        match = WORD.fullmatch(word)
        if not match:
            raise ValueError(f"scan {word!r} is not of the notation")
        words.append(match.groupdict())
    return words


def vary(outcome: Outcome, draws: Draws) -> tuple[Outcome, list[dict]]:
    """Another subject with nearly the same course: sizes, missed scans, the time of later events differ."""
    words = read_scans(outcome.scans)
    for word in words:
        word["shift"] = None
        if word["repeat"]:
            continue
        if word["percent"] not in ("-", "0") and not word["investigator"]:
            word["percent"] = str(int(word["percent"]) * draws.between(90, 110) // 100)
        if draws.chance(7):
            word["percent"] = "-"
        elif draws.chance(5):
            word["flags"] += "?"
    if words and outcome.ends and draws.chance(15):
        del words[draws.below(len(words)) :]
    stretch = draws.between(60, 150)
    return replace(
        outcome,
        after_cut=False,
        later_after=_scale(outcome.later_after, stretch),
        death_after=_scale(outcome.death_after, stretch),
        end_day=_scale(outcome.end_day, draws.between(80, 125)),
    ), words


def _scale(days: int | None, percent: int) -> int | None:
    return None if days is None else days * percent // 100
