"""`derived_response` explained: the lesions of each visit, their sum, the nadir, and the rule that gave each response."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.adam.records._choose import day
from onespec.adam.records._lesions import Lesions, read_lesions
from onespec.adam.records._recist import DECIMALS, last_rows
from onespec.adam.records._response import CR, NE, NON_CR_PD, PD, PR
from onespec.engine.contract import Reason, Rows, Selection


def explain_response(
    made: Rows,
    source: Selection,
    start: pd.Series,
    visit: str,
    date: str,
    sequence: str,
    lesion: str,
    group: str,
    test: str,
    size: str,
    state: str,
    target: str,
    non_target: str,
    new: str,
    node_test: str,
    gone: str,
    progressed: str,
    certain: str,
    increase_percent: float,
    increase_mm: float,
    decrease_percent: float,
    node_normal_mm: float,
    report: object,
) -> list[list[Reason]]:
    """For each record made: its lesions, each with the record that it stands on, and why the response is what it is."""
    lesions = read_lesions(
        source, start, date, group, visit=visit, sequence=sequence, lesion=lesion, test=test, size=size, state=state
    )
    out = []
    for i, key in enumerate(lesions.visits.itertuples(index=False)):
        mine = {name: made.values[name].iat[i] for name in made.values}
        found = lesions.later(new)
        found = found[(found["subject"] == key.subject) & (found["visit"] == key.visit)]
        told = _Visit(source, lesions, key.subject, key.visit, size, state, date)
        lines = [*told.targets(target, node_test, node_normal_mm)]
        if lines:
            lines += [
                Reason(_sums(mine, told.base)),
                Reason(_target_rule(mine, told, increase_percent, increase_mm, decrease_percent)),
            ]
        others = [*told.others(non_target)]
        if others:
            lines += [*others, Reason(_non_target_rule(mine, told.states, gone, progressed))]
        lines += [
            told.reason(
                row,
                f"New lesion {row.lesion}: {row.state}{'' if row.state == certain else f', not {certain}, so it does not count'}",
            )
            for row in found.itertuples(index=False)
        ]
        deciding = found[found["state"] == certain]
        lines.append(_overall(mine, deciding, told, certain))
        out.append(lines)
    return out


class _Visit:
    """The lesions of one subject at one visit."""

    def __init__(
        self, source: Selection, lesions: Lesions, subject: int, visit: object, size: str, state: str, date: str
    ):
        self.source, self.lesions, self.subject, self.visit = source, lesions, subject, visit
        self.size, self.state, self.date = size, state, date
        self.base, self.states, self.seen = np.nan, [], {}

    def reason(self, row: object, text: str, column: str = "", decides: bool = False) -> Reason:
        return Reason(
            f"{text}, {day(row.date)}",
            self.source.name,
            int(self.source.position[row.row]),
            column or self.state,
            decides,
        )

    def _pairs(self, kind: str) -> Iterator[tuple[str, object | None, object | None]]:
        """Each lesion with its record of the baseline and that of the visit (the latest, of the same date the larger)."""
        base, later = self.lesions.baseline(kind), self.lesions.later(kind)
        base = base[base["subject"] == self.subject]
        base = {r.lesion: r for r in base.iloc[last_rows(base)].itertuples(index=False)}
        now = later[(later["subject"] == self.subject) & (later["visit"] == self.visit)].sort_values(
            ["date", "size"], kind="stable", na_position="first"
        )
        now = {r.lesion: r for r in now.drop_duplicates("lesion", keep="last").itertuples(index=False)}
        for name in sorted(base.keys() | now.keys()):
            yield name, base.get(name), now.get(name)

    def targets(self, kind: str, node_test: str, normal: float) -> Iterator[Reason]:
        """Target lesions of the baseline; sums are over these."""
        pairs = [(n, b, v) for n, b, v in self._pairs(kind) if b is not None]
        self.base = round(sum(b.size for _, b, _ in pairs), DECIMALS)
        self.seen = {name: now.size if now is not None else np.nan for name, _, now in pairs}
        for name, base, now in pairs:
            node = f" (short axis of a node; normal below {_mm(normal)})" if base.test == node_test else ""
            at = f"{_mm(now.size)}" if now is not None and not np.isnan(now.size) else "not measured"
            yield self.reason(
                now or base,
                f"Target lesion {name}{node}: {_mm(base.size)} at the baseline ({day(base.date)}), {at} at the visit"
                if now is not None
                else f"Target lesion {name}{node}: no record at the visit; {_mm(base.size)} at the baseline",
                self.size,
                decides=True,
            )

    def others(self, kind: str) -> Iterator[Reason]:
        """Non-target lesions of the baseline, and others that the visit tells of."""
        for name, base, now in self._pairs(kind):
            said = now.state if now is not None else ""
            if base is None and not said:
                continue
            self.states.append(said)
            at = (
                (said or "not assessed") if now is not None else f"no record at the visit; {base.state} at the baseline"
            )
            yield self.reason(
                now or base,
                f"Non-target lesion {name}: {at}{'' if base is not None else ' (not at the baseline)'}",
                decides=True,
            )


def _sums(mine: dict, base: float) -> str:
    total, nadir = mine["SUMDIAM"], mine["NADIR"]
    change = lambda of: (
        ""
        if np.isnan(total - of)
        else f" (change {total - of:+g} mm" + (f", {(total - of) / of * 100:+.1f}%)" if of else ")")
    )  # noqa: E731
    return f"Sum of diameters: {_mm(total)} at the visit; {_mm(base)} at the baseline{change(base)}; nadir (lowest earlier complete sum) {_mm(nadir)}{change(nadir)}."


def _target_rule(mine: dict, told: _Visit, percent: float, mm: float, decrease: float) -> str:
    response, total, nadir = mine["TRGRESP"], mine["SUMDIAM"], mine["NADIR"]
    missing = [name for name, size in told.seen.items() if np.isnan(size)]
    if response == CR:
        why = "every target lesion is gone"
    elif response == PD:
        why = (
            f"the sum is at least {percent:g}% and at least {mm:g} mm above the nadir"
            if nadir
            else "the nadir is 0, and there is a lesion again"
        )
    elif response == NE:
        why = (
            f"not every target lesion was measured ({', '.join(missing)})"
            if missing
            else "a target lesion has no size at the baseline"
        )
    elif response == PR:
        why = f"the sum is at least {decrease:g}% below the baseline"
    else:
        why = f"the sum is neither {decrease:g}% below the baseline nor {percent:g}% and {mm:g} mm above the nadir"
    return f"Target lesions: {response}, because {why}."


def _non_target_rule(mine: dict, states: list[str], gone: str, progressed: str) -> str:
    why = {
        PD: f"one is {progressed}",
        NE: "not every one of the baseline was assessed",
        CR: f"every one is {gone}",
        NON_CR_PD: f"none is {progressed} and not every one is {gone}",
    }[mine["NTRGRESP"]]
    return f"Non-target lesions: {mine['NTRGRESP']}, because {why}."


def _overall(mine: dict, new: pd.DataFrame, told: _Visit, certain: str) -> Reason:
    """The rule of RECIST 1.1, tables 1 and 2, that gave the overall response."""
    overall, target, other = mine["AVALC"], mine["TRGRESP"], mine["NTRGRESP"]
    if len(new):
        row = next(new.itertuples(index=False))
        return told.reason(
            row, f"Rule won: {overall}, because new lesion {row.lesion} is {certain}", told.state, decides=True
        )
    if PD in (target, other):
        why = f"the {'target' if target == PD else 'non-target'} lesions are {PD}"
    elif not target:
        why = (
            "there are no target lesions, and the non-target lesions decide"
            if other
            else "there are neither target nor non-target lesions"
        )
    elif target == CR and overall == PR:
        why = f"the target lesions are {CR}, but the non-target lesions are {other}"
    else:
        why = f"the target lesions are {target}, and no other lesion changes that"
    return Reason(f"Rule won: {overall}, because {why}.")


def _mm(size: float) -> str:
    return "not known" if np.isnan(size) else f"{size:g} mm"
