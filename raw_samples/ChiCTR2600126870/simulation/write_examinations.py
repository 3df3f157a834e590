"""The forms of the electrocardiogram, the pregnancy test and the virology, with draws of their own."""

from datetime import date

from . import answers, clean
from .clerk import Clerk
from .study import add_days

LIMIT = {"M": 450, "F": 470}  # ms: QTcF at screening (EXCL09)
USUAL_QTCF = {"M": 412, "F": 426}
NO_ECG = (("心电图机故障", "ECG machine out of order"), ("受试者拒绝", "Subject refused"))
HCG_DAYS = 7  # before the first dose (INCL12)
LOWEST_DNA, LOWEST_RNA = 20, 15  # IU/mL


def write_examinations(clerk: Clerk) -> None:
    """Electrocardiogram and virology at screening and at the end of treatment.

    From the first cycle on, the one at every third cycle, the other at every fourth.
    """
    qtcf = USUAL_QTCF[clerk.plan.person.sex] + clerk.draws.between(-14, 12)
    load = _usual_load(clerk)
    for visit, day in clerk.plan.visits:
        kind, cycle = visit.split()[0], int(visit.split()[1]) if visit.startswith("CYCLE") else 0
        edge = kind == "SCREENING" or kind == "END"
        if edge or cycle % 3 == 1:
            _electrocardiogram(clerk, visit, day, qtcf + 2 * min(cycle, 8))
        if edge or cycle % 4 == 1:
            _virology(clerk, visit, day, load)
    if clerk.plan.person.sex == "F":
        _pregnancy(clerk)


def _electrocardiogram(clerk: Clerk, visit: str, day: date, usual: int) -> None:
    draws, screening = clerk.draws, visit == "SCREENING"
    common = {
        "VISIT": clerk.visit(visit),
        "EGDAT": clerk.any_style(day),
        "ENTRYTS": clerk.stamp(day),
        "SDV": clerk.mark(),
    }
    if not screening and draws.chance(3):
        reason, english = draws.pick(NO_ECG)
        clerk.enter("ecg", **common | {"EGDAT": ""}, EGYN=clerk.yes(False), EGREAS=reason, EGREAS_EN=english)
        return
    qtcf = _measured(clerk, common, clerk.clock(7, 8), usual, screening)
    if qtcf > LIMIT[clerk.plan.person.sex]:  # repeated within the hour
        _measured(clerk, common, f"09:{draws.between(0, 59):02d}", usual, screening)


def _measured(clerk: Clerk, common: dict, time: str, usual: int, screening: bool) -> int:
    """One tracing; the QTcF that it shows in milliseconds.

    A subject is not treated with one over the limit at screening.
    """
    draws, limit = clerk.draws, LIMIT[clerk.plan.person.sex]
    rate, qtcf = draws.between(56, 102), round(draws.normal(usual, 11)) + (55 if draws.chance(4) else 0)
    if screening:
        qtcf = min(qtcf, limit)
    if clerk.plan.clean:
        qtcf = min(qtcf, clean.HIGHEST_QTCF)
    qt = round(qtcf * _cube_root(60 / rate))
    meaning = "NORMAL"
    if qtcf > limit:
        meaning = "ABNORMAL, CLINICALLY SIGNIFICANT" if qtcf > limit + 25 else "ABNORMAL, NOT CLINICALLY SIGNIFICANT"
    elif rate > 100 or rate < 60 or draws.chance(12):
        meaning = "ABNORMAL, NOT CLINICALLY SIGNIFICANT"
    clerk.enter(
        "ecg",
        **common,
        EGYN=clerk.yes(True),
        EGTIM=time,
        HR=str(rate),
        PR=str(draws.between(122, 196)),
        QRS=str(draws.between(78, 108)),
        QT=str(qt),
        QTCF="" if draws.chance(1) and not screening else str(qtcf),
        EGINTP=clerk.say(answers.INTERPRETATION, meaning),
    )
    return qtcf


def _cube_root(value: float) -> float:
    """By Newton's method, of the four operations only: the same on every machine."""
    root = 1.0
    for _ in range(20):
        root = (2 * root + value / (root * root)) / 3
    return root


def _pregnancy(clerk: Clerk) -> None:
    """At screening, and on the day of the first dose when screening lies further back than the test may."""
    plan, draws = clerk.plan, clerk.draws
    age = plan.consent.year - plan.person.birth.year
    reason = (
        "POSTMENOPAUSAL"
        if age > 54 or age > 46 and draws.chance(60)
        else "SURGICALLY STERILE"
        if draws.chance(12)
        else ""
    )
    if reason:
        clerk.enter(
            "pregnancy",
            VISIT=clerk.visit("SCREENING"),
            HCGYN=clerk.say(answers.TESTED, "NOT APPLICABLE"),
            HCGREAS=clerk.say(answers.CANNOT_BEAR, reason),
            ENTRYTS=clerk.stamp(plan.screening),
        )
        return
    tests = [("SCREENING", plan.screening)]
    if plan.treated and plan.screening < add_days(plan.first_dose, -HCG_DAYS):
        tests.append(("CYCLE 1 DAY 1", plan.first_dose))
    for visit, day in tests:
        clerk.enter(
            "pregnancy",
            VISIT=clerk.visit(visit),
            HCGYN=clerk.say(answers.TESTED, "TESTED"),
            LABNAM=clerk.say(answers.LABORATORY, False),
            HCGDAT=clerk.any_style(day),
            HCG=draws.pick(("阴性", "阴性", "ND", "NEGATIVE")),
            ENTRYTS=clerk.stamp(day),
        )


def _usual_load(clerk: Clerk) -> dict[str, int]:
    """IU/mL of hepatitis B DNA and hepatitis C RNA that the subject has under antivirals.

    0: none, or too little to measure.
    """
    person, draws = clerk.plan.person, clerk.draws
    return {
        "B": draws.between(30, 1900) if person.hepatitis_b and draws.chance(30) else 0,
        "C": draws.between(20, 9000) if person.hepatitis_c and draws.chance(40) else 0,
    }


def _virology(clerk: Clerk, visit: str, day: date, load: dict[str, int]) -> None:
    """Antigen and antibody at screening; DNA at screening and in hepatitis B.

    RNA where the antibody was found, and in hepatitis C.
    """
    person, cells = clerk.plan.person, {}
    screening = visit == "SCREENING"
    if screening:
        cells = {
            "乙肝表面抗原": clerk.say(answers.VIRUS, person.hepatitis_b),
            "丙肝抗体": clerk.say(answers.VIRUS, person.hepatitis_c),
        }
    if screening or person.hepatitis_b:
        cells["乙肝病毒DNA"] = _quantity(clerk, load["B"], LOWEST_DNA)
    if person.hepatitis_c:
        cells["丙肝病毒RNA"] = _quantity(clerk, load["C"], LOWEST_RNA)
    if cells:
        clerk.enter(
            "virology",
            访视=clerk.visit(visit),
            检验单位=clerk.say(answers.LABORATORY, False),
            采样日期=clerk.any_style(day),
            **cells,
            录入时间=clerk.stamp(day),
        )


def _quantity(clerk: Clerk, usual: int, lowest: int) -> str:
    """As the laboratory prints it: a number, below the lowest that it can measure, or not detected."""
    amount = round(usual * clerk.draws.normal(1, 0.5))
    if amount >= lowest:
        return str(amount)
    return f"<{lowest}" if usual or clerk.draws.chance(60) else clerk.draws.pick(("未检出", "ND"))
