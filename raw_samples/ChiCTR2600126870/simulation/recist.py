"""RECIST 1.1 time-point response, from lesions measured in tenths of a millimetre.

Integers throughout, so that 20%, 30%, 5 mm and 10 mm are exact.
"""

NODE_NORMAL = 100  # short axis below 10 mm
TOO_SMALL = 50  # "too small to measure" counts as 5 mm


def counted_size(status: str, size: int | None) -> int:
    if status == "MEASURED":
        return size
    return TOO_SMALL if status == "TOO SMALL TO MEASURE" else 0


def is_gone(node: bool, status: str, size: int | None) -> bool:
    return status == "ABSENT" or (node and status == "MEASURED" and size < NODE_NORMAL)


def target_response(measured: list, baseline: int, nadir: int, complete: bool) -> str:
    """measured: (node, status, size) of every target lesion; baseline, nadir: sums. Blank without lesions.

    complete: there was an overall complete response before, after which any lesion is progression.
    """
    if not measured:
        return ""
    if all(is_gone(*lesion) for lesion in measured):
        return "CR"
    total = sum(counted_size(status, size) for _, status, size in measured)
    back = any(status != "NOT ASSESSED" and not is_gone(node, status, size) for node, status, size in measured)
    if complete and back or total * 10 >= nadir * 12 and total - nadir >= 50:
        return "PD"
    if any(status == "NOT ASSESSED" for _, status, _ in measured):
        return "NE"
    return "PR" if total * 10 <= baseline * 7 else "SD"


def nontarget_response(states: list[str], complete: bool) -> str:
    """states: of every non-target lesion; complete: as for target lesions. Blank without lesions."""
    if not states:
        return ""
    if "UNEQUIVOCAL PROGRESSION" in states or complete and "PRESENT" in states:
        return "PD"
    if "NOT ASSESSED" in states:
        return "NE"
    return "CR" if all(state == "ABSENT" for state in states) else "NON-CR/NON-PD"


def overall_response(target: str, nontarget: str, new_lesion: bool) -> str:
    if new_lesion or "PD" in (target, nontarget):
        return "PD"
    if not target:
        return nontarget or "NE"
    if target == "CR" and nontarget in ("NON-CR/NON-PD", "NE"):
        return "PR"
    return target
