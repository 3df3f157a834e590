"""The forms about the three drugs."""

from . import answers
from .clerk import Clerk, sas
from .plan import Dose
from .study import BEVACIZUMAB_MG_KG, CAPECITABINE_MG_M2, OXALIPLATIN_MG_M2

TABLET_MG = 500


def write_treatment(clerk: Clerk) -> None:
    person, doses = clerk.plan.person, clerk.plan.doses
    for dose in doses["oxaliplatin"]:
        clerk.enter(
            "oxaliplatin",
            **_infusion(clerk, "OX", dose, 120),
            OXPLAN=str(OXALIPLATIN_MG_M2),
            OXPLANU=clerk.say(answers.UNIT, "mg/m2"),
            OXBSA=f"{person.bsa:.2f}",
            ENTRYTS=clerk.stamp(dose.date),
        )
    for dose in doses["capecitabine"]:
        _tablets(clerk, dose)
    for dose in doses["bevacizumab"]:
        clerk.enter(
            "bevacizumab",
            **_infusion(clerk, "BEV", dose, 60),
            BEVPLAN=str(BEVACIZUMAB_MG_KG),
            BEVPLANU=clerk.say(answers.UNIT, "mg/kg"),
            BEVWT=f"{person.weight:.1f}",
        )


def _infusion(clerk: Clerk, prefix: str, dose: Dose, minutes: int) -> dict:
    """The fields that both infusions share; a cycle without the drug has no dose and no times."""
    given = dose.date is not None
    start, end = "", ""
    if given:
        begin = clerk.draws.between(9 * 60, 14 * 60)
        finish = begin + minutes + clerk.draws.between(-5, 25)
        start, end = (f"{clock // 60:02d}:{clock % 60:02d}" for clock in (begin, finish))
    cells = {
        "YN": clerk.yes(given),
        "DOSE": str(dose.amount) if given else "",
        "DOSU": clerk.say(answers.UNIT, "mg") if given else "",
        "STDAT": sas(dose.date),
        "STTIM": start,
        "ENDAT": sas(dose.date),
        "ENTIM": end,
        "ADJ": clerk.yes(dose.adjusted),
        "ADJRS": clerk.say(answers.ADJUSTED, dose.reason),
    }
    return {"VISIT": clerk.visit(dose.visit)} | {prefix + name: value for name, value in cells.items()}


def _tablets(clerk: Clerk, dose: Dose) -> None:
    days = (dose.end - dose.date).days + 1
    clerk.enter(
        "capecitabine",
        VISIT=clerk.visit(dose.visit),
        CAPSEQ=str(dose.period),
        CAPPLAN=str(CAPECITABINE_MG_M2),
        CAPPLANU=clerk.say(answers.UNIT, "mg/m2"),
        CAPDOSE=str(dose.amount),
        CAPDOSU=clerk.say(answers.UNIT, "mg"),
        CAPFREQ=clerk.say(answers.TWICE_A_DAY, "BID"),
        CAPSTDAT=clerk.any_style(dose.date),
        CAPENDAT=clerk.any_style(dose.end),
        CAPTAB=str(days * 2 * dose.amount // TABLET_MG),
        CAPADJ=clerk.yes(dose.adjusted),
        CAPADJRS=clerk.say(answers.ADJUSTED, dose.reason),
    )
