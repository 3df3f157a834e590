"""The forms about the subject: consent, eligibility, visits, history, end of treatment and study, survival."""

from datetime import date

from . import answers
from .clerk import Clerk, iso, slash
from .outcomes import ADVERSE, DIED, LOST, PHYSICIAN, PROGRESSED, WITHDREW
from .plan import Plan
from .study import DATA_CUT, add_days
from .treatment import DRUGS, WITHDRAWN

TKIS = (
    ("索拉非尼", "Sorafenib"),
    ("仑伐替尼", "Lenvatinib"),
    ("多纳非尼", "Donafenib"),
    ("瑞戈非尼", "Regorafenib"),
    ("阿帕替尼", "Apatinib"),
)
FAILED = (
    ("INCL10B", "血小板低于标准"),
    ("EXCL02", "门静脉癌栓Vp4"),
    ("INCL08", "Child-Pugh评分8分"),
    ("EXCL12", "既往脑转移"),
    ("INCL06", "无可测量病灶"),
    ("EXCL10", "血压控制不佳"),
)
NOT_VISITED = (("受试者在外地", "Subject away from the city"), ("受试者拒绝检查", "Subject refused the examination"))
LATER = (
    ("SYSTEMIC", "瑞戈非尼", "Regorafenib"),
    ("SYSTEMIC", "卡瑞利珠单抗联合阿帕替尼", "Camrelizumab with apatinib"),
    ("LOCAL", "经动脉化疗栓塞", "Transarterial chemoembolization"),
    ("RADIOTHERAPY", "骨转移灶放疗", "Radiotherapy of bone metastases"),
)
DEATHS = {
    "DISEASE PROGRESSION": ("肝癌进展, 肝功能衰竭", "Progression of hepatocellular carcinoma, liver failure"),
    "OTHER": ("家属告知在家中死亡, 原因不明", "Died at home according to the family, cause not known"),
    "bleeding": ("上消化道出血", "Upper gastrointestinal haemorrhage"),
    "pneumonia": ("重症肺炎", "Severe pneumonia"),
}
SPECIFIED = {
    PHYSICIAN: ("研究者判断不再获益", "No further benefit in the judgement of the investigator"),
    WITHDREW: ("受试者不愿继续", "Subject does not wish to continue"),
}


def write_subject(clerk: Clerk) -> None:
    _demography(clerk)
    _eligibility(clerk)
    _visits(clerk)
    _history(clerk)
    _earlier_tki(clerk)
    _performance(clerk)
    _ends(clerk)


def _demography(clerk: Clerk) -> None:
    plan, person = clerk.plan, clerk.plan.person
    age = (
        plan.consent.year
        - person.birth.year
        - ((plan.consent.month, plan.consent.day) < (person.birth.month, person.birth.day))
    )
    unknown_day = clerk.draws.chance(8)
    clerk.enter(
        "demography",
        SUBJINIT="".join(clerk.draws.pick("ABCDFGHLMSWXYZ") for _ in range(3)),
        ICFDAT=clerk.any_style(plan.consent),
        ICFTIM=clerk.clock(8, 17),
        ICFVER="V1.0" if plan.index % 3 else "V1.1",
        BRTHDAT=f"{person.birth.year}-{person.birth.month:02d}-UN" if unknown_day else clerk.any_style(person.birth),
        AGE=str(age),
        SEX=clerk.say(answers.SEX, person.sex),
        RACE=clerk.say(answers.RACE, "ASIAN"),
        NATION=person.nation[0],
        NATION_EN=person.nation[1],
        ENTRYTS=clerk.stamp(plan.consent),
        SDV=clerk.mark(),
    )


def _eligibility(clerk: Clerk) -> None:
    plan = clerk.plan
    code, comment = (
        ("", "") if plan.treated else FAILED[0 if plan.index % 2 else 1 + clerk.draws.below(len(FAILED) - 1)]
    )
    day = (
        add_days(plan.first_dose, -clerk.draws.between(1, 2))
        if plan.treated
        else add_days(plan.screening, clerk.draws.between(1, 6))
    )
    clerk.enter(
        "eligibility",
        IEDAT=iso(day),
        ELIGYN=clerk.yes(plan.treated),
        IECODE=code,
        IECOM=comment,
        ENRYN=clerk.yes(plan.treated),
        ENRDAT=iso(day) if plan.treated else "",
        SDV=clerk.mark(),
    )
    if not plan.treated:
        clerk.enter(
            "end_of_study",
            EOSDAT=iso(day),
            EOSREAS=clerk.say(answers.REASON, "SCREEN FAILURE"),
            EOSSP="",
            EOSSP_EN="",
            SDV=clerk.mark(),
        )


def _visits(clerk: Clerk) -> None:
    """Visits that took place, and assessments that were missed, by date."""
    plan = clerk.plan
    done = [(day, name, True) for name, day in plan.visits]
    done += [(scan.date, scan.visit, not scan.missed) for scan in plan.scans if scan.visit.startswith("WEEK")]
    for day, name, happened in sorted(done):
        reason = ("", "") if happened else clerk.draws.pick(NOT_VISITED)
        clerk.enter(
            "visits",
            VISIT=clerk.visit(name),
            VISDONE=clerk.yes(happened),
            VISDAT=iso(day) if happened else "",
            VISREAS=reason[0],
            VISREAS_EN=reason[1],
            ENTRYTS=clerk.stamp(day),
        )


def _history(clerk: Clerk) -> None:
    plan, draws = clerk.plan, clerk.draws
    sites = {lesion.organ for lesion in [*plan.lesions, *plan.others]}
    if not plan.treated:
        sites = {draws.pick(("LIVER", "LUNG"))}
    recurred = add_days(plan.consent, -draws.between(200, 700))
    transplanted = add_days(recurred, -draws.between(120, 1500))
    diagnosed = add_days(transplanted, -draws.between(40, 900))
    clerk.enter(
        "history",
        肝癌诊断日期=_roughly(clerk, diagnosed, 40),
        病理类型="肝细胞癌",
        肝移植日期=_roughly(clerk, transplanted, 5),
        供体类型=clerk.say(answers.DONOR, "DECEASED DONOR" if draws.chance(85) else "LIVING DONOR"),
        符合米兰标准=clerk.yes(draws.chance(45)),
        首次复发日期=_roughly(clerk, recurred, 25),
        乙型肝炎=clerk.yes(plan.person.hepatitis_b),
        丙型肝炎=clerk.yes(plan.person.hepatitis_c),
        肝转移=clerk.yes("LIVER" in sites),
        肺转移=clerk.yes("LUNG" in sites),
        淋巴结转移=clerk.yes(any("NODE" in site for site in sites)),
        骨转移=clerk.yes("BONE" in sites),
        肾上腺转移=clerk.yes("ADRENAL GLAND" in sites),
        腹膜转移=clerk.yes("PERITONEUM" in sites),
        免疫抑制剂=draws.pick(("他克莫司", "西罗莫司", "他克莫司+西罗莫司")),
        监查核对=clerk.mark(),
    )


def _roughly(clerk: Clerk, day: date, percent: int) -> str:
    if not clerk.draws.chance(percent):
        return iso(day)
    return f"{day.year}-UN-UN" if clerk.draws.chance(30) else f"{day.year}-{day.month:02d}-UN"


def _earlier_tki(clerk: Clerk) -> None:
    plan, draws = clerk.plan, clerk.draws
    lines = 1 + draws.chance(35) + draws.chance(10)
    end = add_days(plan.consent, -draws.between(15, 40))
    drugs = draws.pick_some(TKIS, lines)
    for number in range(lines, 0, -1):
        start = add_days(end, -draws.between(45, 150))
        reason = "PROGRESSION" if draws.chance(80) else "INTOLERANCE"
        clerk.enter(
            "earlier_tki",
            TKISEQ=str(number),
            TKINAM=drugs[number - 1][0],
            TKINAM_EN=drugs[number - 1][1],
            TKISTDAT=_roughly(clerk, start, 30),
            TKIENDAT=_roughly(clerk, end, 15),
            TKIREAS=clerk.say(answers.TKI_STOPPED, reason),
        )
        end = add_days(start, -draws.between(5, 20))


def _performance(clerk: Clerk) -> None:
    """ECOG at screening, every second cycle and the end of treatment; Child-Pugh at screening, every fourth cycle."""
    plan, draws = clerk.plan, clerk.draws
    visits = [(name, day) for name, day in plan.visits if name.split()[0] in ("SCREENING", "CYCLE", "END")]
    for i, (name, day) in enumerate(visits):
        ending = name == "END OF TREATMENT"
        if i % 2 == 0 or ending:
            ecog = plan.person.ecog + (draws.below(2) if ending else draws.chance(10))
            clerk.enter("ecog", VISIT=clerk.visit(name), ECOGDAT=iso(day), ECOG=str(ecog))
        if i % 4 == 0 or ending:
            points = [1, 1 + draws.chance(8), 1 + draws.chance(6), 1 + draws.chance(15), 1]
            points[3] = 1 if sum(points) > 7 else points[3]
            clerk.enter(
                "child_pugh",
                VISIT=clerk.visit(name),
                CPDAT=iso(day),
                CPENCEPH="1",
                CPASCIT=str(points[1]),
                CPBILI=str(points[2]),
                CPALB=str(points[3]),
                CPPT="1",
                CPSCORE=str(sum(points)),
                CPCLASS=clerk.say(answers.CHILD_PUGH, "A" if sum(points) < 7 else "B"),
            )


def _ends(clerk: Clerk) -> None:
    plan = clerk.plan
    if plan.later:
        kind, words, english = clerk.draws.pick(LATER)
        end = add_days(plan.later, clerk.draws.between(20, 90))
        known = end <= min(day for day in (DATA_CUT, plan.death, plan.last_contact) if day)
        clerk.enter(
            "later_therapy",
            LTSEQ=1,
            LTTYPE=clerk.say(answers.LATER_TYPE, kind),
            LTNAM=words,
            LTNAM_EN=english,
            LTSTDAT=iso(plan.later),
            LTENDAT=iso(end) if known else "",
        )
    if plan.end_of_treatment:
        reason = end_reason(plan)
        words = SPECIFIED.get(reason, ("", ""))
        clerk.enter(
            "end_of_treatment",
            EOTDAT=iso(plan.end_of_treatment),
            EOTREAS=clerk.say(answers.REASON, reason),
            EOTSP=words[0],
            EOTSP_EN=words[1],
        )
        clerk.link("end_of_treatment", EOTAENO=_stopping_number(plan) if reason == ADVERSE else "")
    _survival(clerk)
    _end_of_study(clerk)


def _stopping_number(plan: Plan) -> str:
    """Number of the adverse event for which all drugs were withdrawn."""
    return next(
        str(plan.event_number(event)) for event in plan.events if event.actions == dict.fromkeys(DRUGS, WITHDRAWN)
    )


def end_reason(plan: Plan) -> str:
    """Why treatment ended; a course without a progression to show for it ended by the physician."""
    if plan.outcome.ends in (PROGRESSED, "") and not any(
        scan.overall == "PD" and scan.date <= plan.end_of_treatment for scan in plan.scans
    ):
        return PHYSICIAN
    return plan.outcome.ends or PROGRESSED


def _survival(clerk: Clerk) -> None:
    plan, contacts = clerk.plan, [(day, "ALIVE") for day in clerk.plan.contacts]
    learnt = plan.death and add_days(plan.death, clerk.draws.between(2, 20))
    if learnt and learnt <= DATA_CUT:
        contacts.append((learnt, "DEAD"))
    elif plan.last_contact and plan.outcome.ends == LOST and add_days(plan.last_contact, 84) <= DATA_CUT:
        contacts.append((add_days(plan.last_contact, 84), "UNKNOWN"))
    for number, (day, status) in enumerate(contacts, 1):
        clerk.enter(
            "survival",
            FUSEQ=str(number),
            FUDAT=slash(day),
            FUSTAT=clerk.say(answers.ALIVE, status),
            FUMETH=clerk.draws.pick(("电话", "门诊")),
            FUNEWTRT=clerk.yes(bool(plan.later and plan.later <= day)),
        )


def _end_of_study(clerk: Clerk) -> None:
    plan = clerk.plan
    if plan.death:
        fatal = next((event.term for event in plan.events if event.fatal), "")
        words = DEATHS[fatal or plan.outcome.cause]
        clerk.enter(
            "death",
            DTHDAT=iso(plan.death),
            DTHCAT=clerk.say(answers.CAUSE, plan.outcome.cause),
            DTHCAUS=words[0],
            DTHCAUS_EN=words[1],
            DTHAUT=clerk.yes(False),
        )
        day, reason = plan.death, DIED
    elif plan.last_contact:
        day, reason = plan.last_contact, plan.outcome.ends
        day = min(add_days(day, 84), DATA_CUT) if reason == LOST else day
    else:
        return
    words = SPECIFIED.get(reason, ("", ""))
    clerk.enter(
        "end_of_study",
        EOSDAT=iso(day),
        EOSREAS=clerk.say(answers.REASON, reason),
        EOSSP=words[0],
        EOSSP_EN=words[1],
        SDV=clerk.mark(),
    )
