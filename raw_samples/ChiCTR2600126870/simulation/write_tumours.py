"""The forms about the tumour: target, non-target and new lesions, and the investigator's response."""

from . import answers
from .clerk import Clerk, iso
from .plan import Lesion, Scan
from .study import add_days

COMMENTS = (("图像与基线可比", "Images comparable with baseline"), ("建议缩短复查间隔", "Shorter interval advised"))


def write_tumours(clerk: Clerk) -> None:
    plan = clerk.plan
    for scan in [plan.baseline_scan, *plan.scans] if plan.treated else []:
        if scan and not scan.missed:
            _lesions(clerk, scan)
            if scan is not plan.baseline_scan:
                _response(clerk, scan)


def _lesions(clerk: Clerk, scan: Scan) -> None:
    for lesion, status, size in scan.measured:
        lost = status == "NOT ASSESSED"
        clerk.enter(
            "target_lesions",
            **_place(clerk, scan, lesion, "TL"),
            TLNODE=clerk.yes(lesion.node),
            TLDAT=iso(scan.date),
            TLSTAT=clerk.say(answers.TARGET_STATUS, status),
            TLDIAM=_millimetres(size) if status == "MEASURED" else "",
            TLREAS=clerk.say(answers.NOT_ASSESSED, clerk.draws.pick(list(answers.NOT_ASSESSED))) if lost else "",
        )
    for lesion, status in scan.states:
        lost = status == "NOT ASSESSED"
        early = lesion.method == "SCINTIGRAPHY" and scan.visit == "SCREENING"
        clerk.enter(
            "nontarget_lesions",
            **_place(clerk, scan, lesion, "NTL"),
            NTLNODE=clerk.yes(lesion.node) if scan.visit == "SCREENING" else "",
            NTLDAT=iso(add_days(scan.date, -1 if early else 0)),
            NTLSTAT=clerk.say(answers.NONTARGET_STATUS, status),
            NTLREAS=clerk.say(answers.NOT_ASSESSED, "REGION NOT SCANNED") if lost else "",
        )
    for lesion, certainty in scan.new:
        clerk.enter(
            "new_lesions",
            **_place(clerk, scan, lesion, "NL"),
            NLDAT=iso(scan.date),
            NLSTAT=clerk.say(answers.CERTAINTY, certainty),
        )


def _place(clerk: Clerk, scan: Scan, lesion: Lesion, prefix: str) -> dict:
    """Number and method; where the lesion is, is asked once, when it is first seen."""
    cells = {
        "VISIT": clerk.visit(scan.visit),
        f"{prefix}NO": lesion.number,
        f"{prefix}METH": clerk.say(answers.METHOD, lesion.method),
    }
    if scan.visit == "SCREENING" or prefix == "NL":
        cells |= {
            f"{prefix}ORGAN": clerk.say(answers.ORGAN, lesion.organ),
            f"{prefix}LAT": clerk.say(answers.SIDE, lesion.side),
            f"{prefix}DESC": lesion.words[0],
            f"{prefix}DESC_EN": lesion.words[1],
        }
    return cells


def _millimetres(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def _response(clerk: Clerk, scan: Scan) -> None:
    """The investigator who differs from RECIST 1.1 differs about the target lesions, and sees no other one progress."""
    differs = scan.overall != scan.recist
    target = scan.overall if differs and scan.measured else scan.target or ("" if scan.states else "NE")
    nontarget = "NON-CR/NON-PD" if differs and scan.nontarget == "PD" != scan.overall else scan.nontarget
    comment = clerk.draws.pick(COMMENTS) if clerk.draws.chance(8) else ("", "")
    clerk.enter(
        "response",
        VISIT=clerk.visit(scan.visit),
        RSDAT=f"{scan.date.year}-{scan.date.month:02d}-UN" if scan.day_unknown else clerk.any_style(scan.date),
        RSTRG=clerk.say(answers.RESPONSE, target) if target else "",
        RSNTRG=clerk.say(answers.RESPONSE, nontarget) if nontarget else "",
        RSNEW=clerk.yes(any(certainty == "UNEQUIVOCAL" for _, certainty in scan.new)),
        RSOVRL=clerk.say(answers.RESPONSE, scan.overall),
        RSCOM=comment[0],
        RSCOM_EN=comment[1],
        SDV=clerk.mark(),
    )
