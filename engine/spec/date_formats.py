"""Date formats as crf.yaml declares them: YYYY, YY, MM, M, DD, D, MON and MONTH, and any signs between them."""

from __future__ import annotations

import re

PIECES = re.compile("(YYYY|YY|MONTH|MON|MM|M|DD|D)")


SAS, EXCEL = "SAS", "EXCEL"  # formats: a number of days


def format_fault(format_: str) -> str:
    """What is wrong with a declared date format; blank when nothing is.

    >>> format_fault("dd/mm/yyyy"), format_fault("DD/DD/YYYY"), format_fault("YYYY年M月D日")
    ("'dd' stands for nothing", 'the day stands twice', '')
    """
    if format_ in (SAS, EXCEL):
        return ""
    pieces = PIECES.split(format_)
    stray = re.search("[A-Za-z]+", " ".join(pieces[::2]))
    if stray:
        return f"'{stray[0]}' stands for nothing"
    parts = [p[0] for p in pieces[1::2]]  # Y, M, D: the first letter of each token
    twice = [name for letter, name in (("Y", "year"), ("M", "month"), ("D", "day")) if parts.count(letter) > 1]
    if twice:
        return f"the {twice[0]} stands twice"
    return "" if "Y" in parts else "it has no year"
