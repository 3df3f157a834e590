"""The form of protocol deviations, with draws of its own: what the site noticed and wrote down.

It notices most cycles that were late, an examination of which its forms hold nothing, and a performance status that
the protocol does not allow; what no other form tells is drawn.
"""

from datetime import date
from typing import NamedTuple

from . import answers
from .clerk import Clerk, visit_names
from .study import CYCLE_DAYS, add_days

LATEST = CYCLE_DAYS + 3 + 7  # days: a cycle later than that is out of its window, and of the time it may be put off
MINOR, MAJOR = "MINOR", "MAJOR"
UNSEEN = (  # kind, words, severity, whether it led to exclusion: what no other form tells
    ("DOSE DEVIATION", ("漏服卡培他滨2次", "Two intakes of capecitabine were missed"), MINOR, False),
    ("DOSE DEVIATION", ("卡培他滨未按时服用", "Capecitabine was taken at other times than planned"), MINOR, False),
    ("PROHIBITED MEDICATION", ("自行服用抗肿瘤中成药", "The subject took an antitumour herbal medicine"), MAJOR, True),
    ("OTHER", ("血样未按要求温度运输", "A blood sample was transported at the wrong temperature"), MINOR, False),
    ("OTHER", ("受试者日记卡遗失", "The subject's diary was lost"), MINOR, False),
)


class Noticed(NamedTuple):
    """A deviation: its day, visit, kind, words in Chinese and English, severity, exclusion."""

    day: date
    visit: str
    kind: str
    words: tuple[str, str]
    severity: str
    excluded: bool = False


def write_deviations(clerk: Clerk, filled: dict[str, list[dict]]) -> None:
    """The subject's rows in the order of their days; `filled` are the other forms as the site has them."""
    if not clerk.plan.treated:
        return
    noticed = [*_eligibility(clerk, filled), *_late_cycles(clerk), *_not_examined(clerk, filled), *_unseen(clerk)]
    for number, each in enumerate(sorted(noticed), start=1):
        _enter(clerk, number, each)


def _eligibility(clerk: Clerk, filled: dict[str, list[dict]]) -> list[Noticed]:
    visit = "SCREENING"
    scores = {row["ECOG"].strip() for row in filled["ecog"] if row["VISIT"].strip() in visit_names(visit)}
    words = ("筛选期ECOG评分为2分", "ECOG performance status 2 at screening")
    noticed = "2" in scores and clerk.draws.chance(60)
    return [Noticed(clerk.plan.screening, visit, "ELIGIBILITY CRITERION NOT MET", words, MAJOR)] * noticed


def _cycles(clerk: Clerk) -> list[tuple[str, date]]:
    return [(visit, day) for visit, day in clerk.plan.visits if visit.startswith("CYCLE")]


def _late_cycles(clerk: Clerk) -> list[Noticed]:
    cycles, out = _cycles(clerk), []
    for (_, before), (visit, day) in zip(cycles, cycles[1:], strict=False):
        late = (day - before).days - LATEST
        if late > 0 and clerk.draws.chance(75):
            words = (f"周期延迟{late}天, 受试者出差", f"The cycle was {late} days late as the subject was travelling")
            severity = MAJOR if clerk.draws.chance(25) else MINOR
            day = add_days(day, 1) if clerk.draws.chance(25) else day  # the day on which it was noticed
            out.append(Noticed(day, visit, "VISIT OUT OF WINDOW", words, severity))
    return out


def _not_examined(clerk: Clerk, filled: dict[str, list[dict]]) -> list[Noticed]:
    sampled = {row["访视"].strip() for row in filled["haematology"]}
    words = ("血常规未查", "Haematology was not done")
    return [
        Noticed(day, visit, "ASSESSMENT NOT DONE", words, MINOR)
        for visit, day in _cycles(clerk)
        if not sampled & set(visit_names(visit))
    ]


def _unseen(clerk: Clerk) -> list[Noticed]:
    if not clerk.draws.chance(20):
        return []
    kind, words, severity, excluded = clerk.draws.pick(UNSEEN)
    visit, day = clerk.draws.pick(_cycles(clerk))
    return [Noticed(day, visit if clerk.draws.chance(70) else "", kind, words, severity, excluded)]


def _enter(clerk: Clerk, number: int, noticed: Noticed) -> None:
    undated = noticed.kind == "ASSESSMENT NOT DONE"  # what did not happen has a visit and no day
    clerk.enter(
        "deviations",
        DVNO=str(number),
        DVDAT="" if undated else clerk.uncertain(noticed.day, 15),
        VISIT=clerk.visit(noticed.visit) if noticed.visit else "",
        DVCAT=clerk.say(answers.DEVIATION, noticed.kind),
        DVDESC=noticed.words[0],
        DVDESC_EN=noticed.words[1],
        DVSEV=clerk.say(answers.SEVERITY, noticed.severity),
        DVEXCL=clerk.yes(noticed.excluded),
        ENTRYTS=clerk.stamp(noticed.day),
    )
