"""The forms about safety: vital signs, laboratory, adverse events, concomitant medication."""

from . import answers
from .clerk import Clerk, iso, slash
from .plan import Event, Sample
from .study import add_days
from .terms import IN_CHINESE, MEDICINES, TERMS, USUAL_MEDICINES

BLOOD_STRIP = {0: ("阴性", "阴性", "ND", "未检出"), 1: ("±", "1+")}

# Test -> decimals in the hospital; divisor and decimals in the outside laboratory; lowest and highest value
# that each can report, in its own unit.
TESTS = {
    "WBC": (2, 1, 2, None, None),
    "NEUT": (2, 1, 2, None, None),
    "LYM": (2, 1, 2, None, None),
    "HGB": (0, 10, 1, None, None),
    "PLAT": (0, 1, 0, None, None),
    "ALT": (0, 1, 0, None, None),
    "AST": (0, 1, 0, None, None),
    "ALP": (0, 1, 0, None, None),
    "GGT": (0, 1, 0, None, None),
    "BILI": (1, 17.104, 2, None, None),
    "BILDIR": (1, 17.104, 2, (3.0, 0.20), None),
    "ALB": (1, 10, 1, None, None),
    "CREAT": (0, 88.42, 2, None, None),
    "UREAN": (2, 0.357, 1, None, None),
    "GLUC": (2, 0.05551, 0, None, None),
    "K": (2, 1, 2, None, None),
    "SODIUM": (1, 1, 1, None, None),
    "PT": (1, 1, 1, None, None),
    "INR": (2, 1, 2, None, None),
    "APTT": (1, 1, 1, None, None),
    "PROTEXR": (2, 0.001, 0, (0.05, 50), None),
    "AFP": (2, 1.21, 1, (0.5, 0.5), (60500, 1000)),
}
HAEMATOLOGY = {"白细胞": "WBC", "中性粒细胞": "NEUT", "淋巴细胞": "LYM", "血红蛋白": "HGB", "血小板": "PLAT"}
CHEMISTRY = {
    "ALT": "ALT",
    "AST": "AST",
    "ALP": "ALP",
    "GGT": "GGT",
    "TBIL": "BILI",
    "DBIL": "BILDIR",
    "ALB": "ALB",
    "CREA": "CREAT",
    "BUN": "UREAN",
    "GLU": "GLUC",
    "K": "K",
    "NA": "SODIUM",
}
COAGULATION = {"PT": "PT", "INR": "INR", "APTT": "APTT"}
LONG = {
    "WBC": ("白细胞计数", "10^9/L"),
    "NEUT": ("中性粒细胞绝对值", "10^9/L"),
    "HGB": ("血红蛋白", "g/dL"),
    "PLAT": ("血小板计数", "10^9/L"),
    "ALT": ("谷丙转氨酶", "U/L"),
    "AST": ("谷草转氨酶", "U/L"),
    "BILI": ("总胆红素", "mg/dL"),
    "CREAT": ("肌酐", "mg/dL"),
}


def write_safety(clerk: Clerk) -> None:
    for visit, day, systolic, diastolic in clerk.plan.pressures:
        _vital_signs(clerk, visit, day, systolic, diastolic)
    for sample in clerk.plan.samples:
        if sample.visit:
            (_long_form if sample.long else _wide_forms)(clerk, sample)
    for event in sorted(clerk.plan.events, key=lambda event: event.start):
        _adverse_event(clerk, clerk.plan.event_number(event), event)
    _medicines(clerk)


def _vital_signs(clerk: Clerk, visit: str, day, systolic: int, diastolic: int) -> None:
    person, draws = clerk.plan.person, clerk.draws
    clerk.enter(
        "vital_signs",
        VISIT=clerk.visit(visit),
        VSDAT=iso(day),
        VSTIM=clerk.clock(7, 10),
        TEMP=f"36.{draws.between(1, 8)}",
        PULSE=str(draws.between(58, 98)),
        SYSBP=str(systolic),
        DIABP=str(diastolic),
        WEIGHT=f"{person.weight + draws.between(-15, 15) / 10:.1f}",
        HEIGHT=str(person.height) if visit == "SCREENING" else "",
    )


def _result(clerk: Clerk, sample: Sample, test: str) -> str:
    """A value as the laboratory prints it, in its own unit; now and then the result is missing."""
    if test not in sample.values or clerk.draws.chance(1) and not clerk.plan.clean:
        return ""
    decimals, divisor, outside_decimals, lowest, highest = TESTS[test]
    value = sample.values[test] / divisor if sample.outside else sample.values[test]
    if lowest and value < lowest[sample.outside]:
        return "ND" if test == "PROTEXR" and clerk.draws.chance(30) else f"<{lowest[sample.outside]:g}"
    if highest and value > highest[sample.outside]:
        return f">{highest[sample.outside]}"
    return f"{value:.{outside_decimals if sample.outside else decimals}f}"


def _wide_forms(clerk: Clerk, sample: Sample) -> None:
    visit, time = clerk.visit(sample.visit), clerk.clock(6, 9)
    lab = clerk.say(answers.LABORATORY, sample.outside)
    common = {"VISIT": visit, "LABNAM": lab, "LBTIM": time}
    if "WBC" in sample.values:
        clerk.enter(
            "haematology",
            访视=visit,
            检验单位=lab,
            采样日期=clerk.any_style(sample.date),
            采样时间=time,
            **{field: _result(clerk, sample, test) for field, test in HAEMATOLOGY.items()},
            录入时间=clerk.stamp(sample.date),
        )
    if "ALT" in sample.values:
        significant = sample.values["ALT"] > 150 or sample.values["BILI"] > 33
        clerk.enter(
            "chemistry",
            **common,
            LBDAT=clerk.any_style(sample.date),
            CLSIG=clerk.yes(significant),
            ENTRYTS=clerk.stamp(sample.date),
            **{field: _result(clerk, sample, test) for field, test in CHEMISTRY.items()},
        )
    if "PT" in sample.values:
        clerk.enter(
            "coagulation",
            **common,
            LBDAT=slash(sample.date),
            **{field: _result(clerk, sample, test) for field, test in COAGULATION.items()},
        )
    if "PROT" in sample.values:
        clerk.enter(
            "urinalysis",
            **common,
            LBDAT=iso(sample.date),
            UPRO=clerk.say(answers.STRIP, sample.values["PROT"]),
            UBLD=clerk.say(BLOOD_STRIP, sample.values["OCCBLD"]),
            UPRO24=_result(clerk, sample, "PROTEXR"),
        )
    if "AFP" in sample.values:
        clerk.enter("afp", VISIT=visit, LABNAM=lab, LBDAT=iso(sample.date), AFP=_result(clerk, sample, "AFP"))


def _long_form(clerk: Clerk, sample: Sample) -> None:
    visit, day = clerk.visit(sample.visit), clerk.any_style(sample.date)
    lab = clerk.say(answers.LABORATORY, True)
    for test, (name, unit) in LONG.items():
        result = _result(clerk, sample, test)
        if result:
            clerk.enter(
                "local_lab",
                访视=visit,
                采样日期=day,
                检验单位=lab,
                项目=name,
                结果=result,
                单位=clerk.say(answers.UNIT, unit),
            )


def _adverse_event(clerk: Clerk, number: int, event: Event) -> None:
    words, english, llt, code, soc, soc_code = TERMS[event.term]
    serious = event.fatal or event.grade == 4 or (event.grade == 3 and clerk.draws.chance(30))
    percent = 4 if event.grade == 1 else 0
    clerk.enter(
        "ae",
        AESPID=str(number),
        AETERM=words,
        AETERM_EN=english,
        AELLT=llt,
        AELLTCD=str(code),
        AEDECOD=llt,
        AEPTCD=str(code),
        AESOC=soc,
        AESOCCD=str(soc_code),
        AESTDAT=clerk.uncertain(event.start, percent),
        AESTTIM=_onset(clerk, event),
        AEENDAT=clerk.uncertain(event.end, 3) if event.end and not event.fatal else iso(event.end) if event.end else "",
        AEONGO=clerk.yes(event.end is None),
        AETOXGR=clerk.say(answers.GRADE, event.grade),
        AESER=clerk.yes(serious),
        **_seriousness(clerk, event, serious),
        **_drugs(clerk, event),
        AECONTRT=clerk.yes(event.term in MEDICINES),
        AEOUT=_outcome(clerk, event),
        ENTRYTS=clerk.stamp(event.start),
        SDV=clerk.mark(),
    )
    clerk.link("ae", AELLT_ZH=IN_CHINESE[llt], AEDECOD_ZH=IN_CHINESE[llt], AESOC_ZH=IN_CHINESE[soc])


def _onset(clerk: Clerk, event: Event) -> str:
    return clerk.clock(9, 16) if event.term in ("infusion", "bleeding") else ""


def _seriousness(clerk: Clerk, event: Event, serious: bool) -> dict:
    yes = {"AESDTH": event.fatal, "AESLIFE": event.grade == 4, "AESHOSP": serious and event.grade == 3}
    return {
        name: clerk.yes(yes.get(name, False))
        for name in ("AESDTH", "AESLIFE", "AESHOSP", "AESDISAB", "AESCONG", "AESMIE")
    }


def _outcome(clerk: Clerk, event: Event) -> str:
    if event.fatal:
        return clerk.say(answers.OUTCOME, "FATAL")
    if event.end:
        return clerk.say(answers.OUTCOME, "RECOVERED/RESOLVED")
    return clerk.say(
        answers.OUTCOME, "RECOVERING/RESOLVING" if clerk.draws.chance(25) else "NOT RECOVERED/NOT RESOLVED"
    )


def _drugs(clerk: Clerk, event: Event) -> dict:
    """Relation to each drug and action taken with it; no action where the drug was not being given."""
    cells = {}
    for drug, suffix in (("oxaliplatin", "OXA"), ("capecitabine", "CAP"), ("bevacizumab", "BEV")):
        given = [dose for dose in clerk.plan.doses[drug] if dose.date]
        on_drug = bool(given) and given[0].date <= event.start <= add_days(given[-1].end, 21)
        cells[f"AEREL{suffix}"] = clerk.say(answers.RELATED, drug in event.drugs and on_drug)
        usual = "DOSE NOT CHANGED" if on_drug else "NOT APPLICABLE"
        cells[f"AEACN{suffix}"] = clerk.say(answers.ACTION, event.actions.get(drug, usual))
    return cells


def _medicines(clerk: Clerk) -> None:
    plan, rows = clerk.plan, []
    for who, medicine in USUAL_MEDICINES:
        if who == "all" or (who == "hepatitis B" and plan.person.hepatitis_b):
            rows.append((medicine, add_days(plan.consent, -clerk.draws.between(200, 1500)), None, ""))
    for event in plan.events:
        if event.term in MEDICINES:
            rows.append((MEDICINES[event.term], event.start, event.end, str(plan.event_number(event))))
    for number, ((words, english, dose, reason, reason_english), start, end, event_number) in enumerate(rows, 1):
        clerk.enter(
            "conmeds",
            CMSPID=str(number),
            CMTRT=words,
            CMTRT_EN=english,
            CMDECOD=english.upper(),
            CMINDC=reason,
            CMINDC_EN=reason_english,
            CMDOSTXT=dose,
            CMSTDAT=clerk.uncertain(start, 15 if start < plan.consent else 2),
            CMENDAT=clerk.any_style(end),
            CMONGO=clerk.yes(end is None),
        )
        clerk.link("conmeds", CMAENO=event_number, CMDECOD_ZH=words)
