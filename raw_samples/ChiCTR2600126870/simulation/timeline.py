"""From an outcome to a dated plan: person, scans, end of treatment, later therapy, death, contacts."""

import math
from datetime import date

from . import study
from .clean import COURSES, end_at_progression, made_eligible
from .draws import Draws
from .lesions import assess, baseline_scan, draw_lesions, look
from .outcomes import LOST, OUTCOMES, WITHDREW, Outcome, read_scans, vary
from .plan import Person, Plan, Scan
from .study import DATA_CUT, add_days

NATIONS = (("汉族", "Han"),) * 9 + (("满族", "Manchu"), ("回族", "Hui"), ("蒙古族", "Mongol"))
AFTER_CUT_PROGRESSION, AFTER_CUT_DEATH = date(2027, 11, 2), date(2027, 11, 20)


def make_plan(index: int, subjects: int, treated_before: int, draws: Draws, clean: bool = False) -> Plan:
    """The plan of the subject at this place of the register of so many subjects; ``clean``: see `clean`."""
    number = f"{study.SITE}{index + 1:0{max(3, len(str(subjects)))}d}"
    consent = add_days(study.FIRST_CONSENT, index * study.ACCRUAL_DAYS // subjects)
    plan = Plan(index, number, _person(consent, draws), consent, add_days(consent, max(1, draws.between(0, 2))))
    plan.clean = clean
    if study.is_screen_failure(index):
        return plan
    plan.outcome, words = _course(treated_before, draws, COURSES if clean else OUTCOMES)
    plan.first_dose = add_days(consent, draws.between(9, 16))
    if clean:
        made_eligible(plan)
    draw_lesions(plan, draws)
    if plan.outcome.baseline:
        plan.baseline_scan = baseline_scan(plan, add_days(plan.first_dose, -draws.between(3, 8)))
    plan.scans = _scans(plan, words, draws)
    if clean:
        end_at_progression(plan)
    _ends(plan, draws)
    return plan


def _course(treated_before: int, draws: Draws, courses: tuple[Outcome, ...]):
    """The first treated subjects follow the scripts to the letter, the others vary them."""
    outcome = courses[treated_before % len(courses)]
    if treated_before < len(courses):
        return outcome, read_scans(outcome.scans)
    return vary(outcome, draws)


def _person(consent: date, draws: Draws) -> Person:
    sex = "M" if draws.chance(80) else "F"
    height = round(draws.normal(171 if sex == "M" else 160, 5))
    weight = round(draws.normal(68 if sex == "M" else 57, 7), 1)
    birth = add_days(consent, -draws.between(34 * 365, 72 * 365))
    return Person(
        sex=sex,
        birth=birth,
        height=height,
        weight=weight,
        bsa=round(math.sqrt(height * weight / 3600), 2),
        nation=draws.pick(NATIONS),
        hepatitis_b=draws.chance(85),
        hepatitis_c=draws.chance(6),
        ecog=draws.below(2),
        afp=draws.pick((2.4, 4.8, 12.5, 86.0, 240.0, 615.0, 1830.0, 9400.0, 52000.0)) * draws.between(80, 120) / 100,
        outside=draws.pick((0, 0, 10, 30, 60)),
    )


def _scans(plan: Plan, words: list[dict], draws: Draws) -> list[Scan]:
    """The scans of the script up to the data cut, each with its responses."""
    scans, weeks, new = [], iter(study.SCHEDULE), []
    nadir = sum(lesion.base for lesion in plan.lesions)
    for word in _endless(words):
        scan = _appointment(plan, word, weeks, scans, draws)
        if scan is None or scan.date > DATA_CUT:
            break
        scan.missed = word["percent"] == "-"
        scan.day_unknown = "~" in word["flags"]
        if not scan.missed:
            look(plan, scan, word, draws, new)
            nadir = assess(plan, scan, nadir, word["investigator"], scans)
        scans.append(scan)
    if plan.outcome.after_cut:
        scan = Scan("", AFTER_CUT_PROGRESSION)
        look(plan, scan, {"percent": "125", "flags": ""}, draws, new)
        assess(plan, scan, nadir, None, scans)
        scans.append(scan)
    return scans


def _endless(words: list[dict]):
    for word in words:
        yield word
        while word["repeat"]:
            yield word


def _appointment(plan: Plan, word: dict, weeks, scans: list[Scan], draws: Draws) -> Scan | None:
    if word["unscheduled"] is not None:
        return Scan("", add_days(scans[-1].date, int(word["unscheduled"]))) if scans else None
    visit, day, window = next(weeks, (None, None, None))
    if visit is None:
        return None
    shift = draws.between(-3, 4) if word["shift"] is None else int(word["shift"])
    shift = 0 if word["percent"] == "-" else max(-window, min(window, shift))
    return Scan(visit, add_days(plan.first_dose, day - 1 + shift))


def _ends(plan: Plan, draws: Draws) -> None:
    """When treatment, contact and life end; what would come after the data cut has not happened."""
    outcome, seen = plan.outcome, [scan for scan in plan.scans if not scan.missed]
    if outcome.after_cut:
        plan.end_of_treatment, plan.death = add_days(AFTER_CUT_PROGRESSION, 1), AFTER_CUT_DEATH
    elif outcome.ends:
        last = seen[-1].date if seen else add_days(plan.first_dose, 30)
        plan.end_of_treatment = _at(plan, outcome.end_day) or add_days(last, draws.between(2, 6))
        _later_events(plan, seen, draws)
        _forget_after_cut(plan)
    _follow_up(plan, draws)


def _at(plan: Plan, day: int | None) -> date | None:
    return None if day is None else add_days(plan.first_dose, day - 1)


def _later_events(plan: Plan, seen: list[Scan], draws: Draws) -> None:
    outcome, end = plan.outcome, plan.end_of_treatment
    if outcome.death_after is not None:
        plan.death = add_days(end, outcome.death_after)
    if outcome.later_at_last_scan and seen:
        plan.later = max(seen[-1].date, add_days(end, 1))
    elif outcome.later_after is not None:
        plan.later = add_days(end, outcome.later_after)
    if outcome.ends == LOST:
        plan.last_contact = add_days(end, outcome.lost_after)
    elif outcome.ends == WITHDREW:
        plan.last_contact = end
    if plan.death and plan.later and plan.later >= plan.death:
        plan.later = None
    limit = plan.death or plan.last_contact
    if limit:
        plan.scans = [scan for scan in plan.scans if scan.date < limit]


def _forget_after_cut(plan: Plan) -> None:
    if plan.last_contact and plan.last_contact > DATA_CUT:
        plan.end_of_treatment = None  # nobody has missed the subject yet
    for name in ("end_of_treatment", "later", "death", "last_contact"):
        if getattr(plan, name) and getattr(plan, name) > DATA_CUT:
            setattr(plan, name, None)


def _follow_up(plan: Plan, draws: Draws) -> None:
    """Calls every 12 weeks after the end of treatment, and one of all living subjects before the data cut."""
    end = plan.end_of_treatment
    if end is None or plan.outcome.after_cut or plan.outcome.ends == WITHDREW:
        return
    until = min(day for day in (DATA_CUT, plan.death, plan.last_contact) if day)
    day = add_days(end, study.FOLLOW_UP_DAYS + draws.between(-7, 7))
    while day < until:
        plan.contacts.append(day)
        day = add_days(day, study.FOLLOW_UP_DAYS + draws.between(-7, 7))
    if plan.last_contact == until:
        plan.contacts.append(until)
    elif until == DATA_CUT:
        sweep = add_days(DATA_CUT, -draws.between(2, 16))
        if sweep > (plan.contacts or [end])[-1]:
            plan.contacts.append(sweep)
