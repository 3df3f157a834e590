"""Lesions at baseline, and what a scan sees of them."""

from .draws import Draws
from .plan import Lesion, Plan, Scan
from .recist import TOO_SMALL, counted_size, nontarget_response, overall_response, target_response

CT, MRI = "CONTRAST ENHANCED CT SCAN", "CONTRAST ENHANCED MRI"

TARGET_SITES = (
    ("LIVER", "", False, ("移植肝S8段结节", "Nodule in segment 8 of the transplanted liver"), MRI),
    ("LUNG", "RIGHT", False, ("右肺下叶结节", "Nodule in the lower lobe of the right lung"), CT),
    ("LUNG", "LEFT", False, ("左肺上叶结节", "Nodule in the upper lobe of the left lung"), CT),
    ("ADRENAL GLAND", "LEFT", False, ("左肾上腺转移灶", "Metastasis of the left adrenal gland"), CT),
    ("LIVER", "", False, ("移植肝S4段肿块", "Mass in segment 4 of the transplanted liver"), CT),
    ("PERITONEUM", "", False, ("腹膜结节", "Peritoneal nodule"), CT),
)
NODE_SITES = (
    ("PORTAL LYMPH NODE", "", True, ("肝门部肿大淋巴结", "Enlarged lymph node at the hepatic hilum"), CT),
    ("RETROPERITONEAL LYMPH NODE", "", True, ("腹膜后肿大淋巴结", "Enlarged retroperitoneal lymph node"), CT),
)
NONTARGET_SITES = (
    ("LUNG", "BILATERAL", False, ("双肺多发微小结节", "Multiple tiny nodules in both lungs"), "CT SCAN"),
    ("BONE", "", False, ("腰椎骨转移", "Bone metastasis of the lumbar spine"), "SCINTIGRAPHY"),
    ("MEDIASTINAL LYMPH NODE", "", True, ("纵隔淋巴结", "Mediastinal lymph node"), CT),
)
NEW_SITES = (
    ("LIVER", "", False, ("移植肝新发病灶", "New lesion in the transplanted liver"), MRI),
    ("LUNG", "RIGHT", False, ("右肺新发结节", "New nodule in the right lung"), CT),
    ("BONE", "", False, ("胸椎新发骨破坏", "New bone destruction of the thoracic spine"), "MRI"),
)


def draw_lesions(plan: Plan, draws: Draws) -> None:
    """Target and non-target lesions with their size at baseline."""
    outcome = plan.outcome
    n = outcome.targets if outcome.targets is not None else draws.between(1, 4)
    sites = draws.pick_some(TARGET_SITES, max(n - 1, 0))
    if n:
        node = outcome.node or (n > 1 and draws.chance(35))
        sites.insert(
            0 if outcome.node else n - 1,
            draws.pick(NODE_SITES if node else [site for site in TARGET_SITES if site not in sites]),
        )
    plan.lesions = [Lesion(f"T{i}", *site) for i, site in enumerate(sites, 1)]
    for i, lesion in enumerate(plan.lesions):
        low, high = (16, 30) if lesion.node else (22, 58) if i < 2 else (12, 40)
        lesion.base = draws.between(low, high) * 10
    if n == 1:
        plan.lesions[0].base = draws.between(50, 80) * 10
    m = outcome.nontargets if outcome.nontargets is not None else draws.between(0, 2)
    sites = draws.pick_some(NONTARGET_SITES, m)
    plan.others = [Lesion(f"NT{i}", *site) for i, site in enumerate(sites, 1)]


def draw_sizes(lesions: list[Lesion], percent: int, step: int, draws: Draws) -> list:
    """(lesion, status, size) so that the sum is this percentage of the sum at baseline.

    step: 10 when the reader measures whole millimetres, 5 for halves.
    """
    if percent == 0:
        return [
            (lesion, "MEASURED", draws.between(6, 9) * 10) if lesion.node else (lesion, "ABSENT", None)
            for lesion in lesions
        ]
    goal = sum(lesion.base for lesion in lesions) * percent
    sizes = [lesion.base * percent * draws.between(94, 106) // (10_000 * step) * step for lesion in lesions]
    largest = max(range(len(sizes)), key=lambda i: sizes[i])
    sizes[largest] += (goal // 100 - sum(sizes) + step // 2) // step * step
    return [_seen(lesion, size) for lesion, size in zip(lesions, sizes, strict=True)]


def _seen(lesion: Lesion, size: int) -> tuple:
    if size < TOO_SMALL and not lesion.node:
        return lesion, "TOO SMALL TO MEASURE", None
    return lesion, "MEASURED", size


def baseline_scan(plan: Plan, day) -> Scan:
    return Scan(
        "SCREENING",
        day,
        measured=[(lesion, "MEASURED", lesion.base) for lesion in plan.lesions],
        states=[(lesion, "PRESENT") for lesion in plan.others],
    )


def look(plan: Plan, scan: Scan, word: dict, draws: Draws, known_new: list[Lesion]) -> None:
    """Fill a scan with what the word of the script says is seen."""
    flags = word["flags"]
    if plan.lesions and plan.outcome.baseline:
        step = 5 if plan.index % 5 == 3 else 10
        scan.measured = draw_sizes(plan.lesions, int(word["percent"]), step, draws)
        if "?" in flags:
            i = draws.below(len(scan.measured))
            scan.measured[i] = (scan.measured[i][0], "NOT ASSESSED", None)
    if plan.outcome.baseline:
        scan.states = [(lesion, _state(flags, i)) for i, lesion in enumerate(plan.others)]
        if "?" in flags and not plan.lesions and scan.states:
            scan.states[0] = (scan.states[0][0], "NOT ASSESSED")
    for flag, certainty in (("w", "UNEQUIVOCAL"), ("e", "EQUIVOCAL")):
        if flag in flags:
            lesion = Lesion(f"N{len(known_new) + 1}", *draws.pick(NEW_SITES))
            known_new.append(lesion)
            scan.new.append((lesion, certainty))


def _state(flags: str, i: int) -> str:
    if "n" in flags and i == 0:
        return "UNEQUIVOCAL PROGRESSION"
    return "ABSENT" if "c" in flags else "PRESENT"


def assess(plan: Plan, scan: Scan, nadir: int, investigator: str | None, earlier: list[Scan]) -> int:
    """Set the responses of a scan; the new nadir."""
    complete = any(other.recist == "CR" for other in earlier)
    baseline = sum(lesion.base for lesion in plan.lesions)
    measured = [(lesion.node, status, size) for lesion, status, size in scan.measured]
    scan.target = target_response(measured, baseline, nadir, complete)
    scan.nontarget = nontarget_response([status for _, status in scan.states], complete)
    new = any(certainty == "UNEQUIVOCAL" for _, certainty in scan.new)
    scan.recist = overall_response(scan.target, scan.nontarget, new)
    scan.overall = investigator or scan.recist
    if not measured or any(status == "NOT ASSESSED" for _, status, _ in measured):
        return nadir
    return min(nadir, sum(counted_size(status, size) for _, status, size in measured))
