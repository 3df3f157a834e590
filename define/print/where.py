"""Where clauses in words: "SEX is F (Female)"."""

from __future__ import annotations

from collections.abc import Sequence

from onespec.define.print.places import Places
from onespec.define.print.setting import Cell, Line
from onespec.engine.metadata.model import Check
from onespec.engine.spec.conditions import COMPARATORS


def conditions(places: Places, wheres: Sequence[str], dataset: str) -> Cell:
    """A line a where clause, any of which holds, and a line more for the comment of one; ``dataset``: where one is."""
    setting, out = places.setting, []
    for number, oid in enumerate(wheres):
        line: Line = [f"{setting['any_of']} "] * bool(number)
        clause = places.wheres.get(oid)
        if clause is None:
            out.append([*line, f"{oid} ({setting['absent']})"])
            continue
        for n, check in enumerate(clause.checks):
            line += [f" {setting['all_of']} "] * bool(n) + _condition(places, check, dataset)
        out.append(line)
        if clause.comment:
            said = places.comments.get(clause.comment)
            text = places.said(said.said) if said else ""
            out.append([places.to("comment", clause.comment, setting["comment"]), f": {text}" if text else ""])
    return out


def _condition(places: Places, check: Check, dataset: str) -> Line:
    setting = places.setting
    shown = check.variable if check.dataset == dataset else f"{check.dataset}.{check.variable}"
    known = bool(check.variable)
    subject = places.variable(check.dataset, check.variable, shown) if known else f"{check.item} ({setting['absent']})"
    codelist = places.held(check.dataset, check.variable)
    decoded = {term.value: places.said(term.decode) for term in codelist.terms} if codelist else {}
    values = [_value(places, value, decoded.get(value, "")) for value in check.values] or [setting["blank"]]
    compared = setting[check.comparator] if check.comparator in COMPARATORS else check.comparator
    after = "" if compared.endswith("\uff1a") else " "  # a Chinese colon is as wide as a letter
    return [subject, f" {compared}{after}", ", ".join(values)]


def _value(places: Places, value: str, decode: str) -> str:
    shown = value or places.setting["blank"]
    return f"{shown} ({decode})" if decode and decode != value else shown
