"""`derived_response` explained: the lesions of each visit, their sum, the nadir, and the rule of each response."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np

from onespec.adam.records._choose import day
from onespec.adam.records._recist import NonTargetResponse, Pairs, TargetResponse
from onespec.adam.records._rules import Rule
from onespec.adam.records._visit_response import VisitResponse
from onespec.engine.contract import Reason

Record = dict[str, Any]  # as `Lesions.record` gives it


class _Lesion(NamedTuple):
    """A lesion at a visit: the record that is told of, that of the baseline, and that of the visit."""

    told: Record
    base: Record | None
    now: Record | None


@dataclass(frozen=True)
class ResponseExplained:
    """For each visit its lesions, each with the record that it stands on, and why the response is what it is."""

    found: VisitResponse

    def reasons(self, record: int) -> list[Reason]:
        return [*self._targets(record), *self._others(record), *self._new(record), self._overall(record)]

    # Lesions of the baseline, and what the visit tells of them -------------------------------

    def _targets(self, visit: int) -> Iterator[Reason]:
        """Target lesions of the baseline and parts of them, their sums, and the rule that gave their response."""
        target, unmeasured = self.found.target, []
        units = target.measured
        for i in sorted(np.flatnonzero(units.key == visit).tolist(), key=self._name):
            base, now = (self._record(rows[i]) for rows in (units.base, units.now))
            told = now or base
            if told is None:  # a fragment that was there before, and has no record now
                unmeasured.append("a fragment")
                continue
            if now is None or np.isnan(now["size"]):
                unmeasured.append(told["lesion"])
            line = self._target(told, base, now, bool(units.node[i]))
            yield self._reason(told, line, self.found.columns.size, decides=True)
        if (units.key == visit).any():
            yield self._sums(visit)
            yield self._because("Target lesions", target, visit, unmeasured=", ".join(unmeasured))

    def _name(self, unit: int) -> str:
        units = self.found.target.measured
        row = max(units.now[unit], units.base[unit])
        return str(self.found.lesions.all["lesion"][int(row)]) if row >= 0 else ""

    def _record(self, row: int) -> Record | None:
        return self.found.lesions.record(row) if row >= 0 else None

    def _sums(self, visit: int) -> Reason:
        target = self.found.target
        seen, total, base, nadir = (float(s[visit]) for s in (target.total, target.sum, target.base, target.nadir))
        at_visit = _mm(total)
        if np.isnan(total) and not np.isnan(seen):
            at_visit = f"not complete, {_mm(seen)} without what was not measured,"
        return Reason(
            f"Sum of diameters: {at_visit} at the visit; {_mm(base)} at the baseline{_change(total, base)}; "
            f"nadir (lowest earlier complete sum) {_mm(nadir)}{_change(total, nadir)}."
        )

    def _target(self, told: Record, base: Record | None, now: Record | None, node: bool) -> str:
        kind = f" (short axis of a node; normal below {_mm(self.found.limits.node_normal_mm)})" if node else ""
        lesion = f"Target lesion {told['lesion']}{kind}"
        at_visit = "no record" if now is None else "not measured" if np.isnan(now["size"]) else _mm(now["size"])
        if base is None:
            return f"{lesion}: part of what is at the baseline, {at_visit} at the visit"
        at_base = f"{_mm(base['size'])} at the baseline"
        if now is None:
            return f"{lesion}: no record at the visit; {at_base}"
        return f"{lesion}: {at_base} ({day(base['date'])}), {at_visit} at the visit"

    def _others(self, visit: int) -> Iterator[Reason]:
        """Non-target lesions of the baseline, others that the visit tells of, and the rule of their response."""
        lesions = _lesions(self.found.non_target.pairs, visit)
        for told, base, now in lesions:
            seen = f"no record at the visit; {told['state']} at the baseline" if now is None else told["state"]
            new = " (not at the baseline)" if base is None else ""
            yield self._reason(told, f"Non-target lesion {told['lesion']}: {seen or 'not assessed'}{new}", decides=True)
        if lesions:
            yield self._because("Non-target lesions", self.found.non_target, visit)

    def _new(self, visit: int) -> Iterator[Reason]:
        found, certain = self.found, self.found.terms.certain
        for place in np.flatnonzero(found.new.seen & (found.lesions.key == visit)).tolist():
            row = found.lesions.record(place)
            counts = row["state"] == certain or found.new.early[visit] == place
            uncertain = "" if counts else f", not {certain}, so it does not count"
            yield self._reason(row, f"New lesion {row['lesion']}: {row['state']}{uncertain}")

    def _overall(self, visit: int) -> Reason:
        """The rule that gave the overall response; with the new lesion where one decides."""
        found = self.found
        rule = found.overall.of(visit)
        row = None if rule.on is None else found.lesions.record(rule.on[visit])
        because = self._filled(
            rule,
            target_response=found.target.response[visit],
            non_target_response=found.non_target.response[visit],
            new_lesion="" if row is None else row["lesion"],
        )
        text = f"Rule won: {found.values['AVALC'][visit]}, because {because}"
        return Reason(f"{text}.") if row is None else self._reason(row, text, decides=True)

    # Words ----------------------------------------------------------------------------------

    def _because(self, what: str, of: TargetResponse | NonTargetResponse, visit: int, **names: str) -> Reason:
        return Reason(f"{what}: {of.response[visit]}, because {self._filled(of.rules.of(visit), **names)}.")

    def _filled(self, rule: Rule, **names: str) -> str:
        return rule.because.format(**asdict(self.found.terms), **names)

    def _reason(self, row: Record, text: str, column: str = "", decides: bool = False) -> Reason:
        """A line about a record of a lesion."""
        source = self.found.source
        position = int(source.position[row["row"]])
        return Reason(f"{text}, {day(row['date'])}", source.name, position, column or self.found.columns.state, decides)


def _lesions(pairs: Pairs, visit: int) -> list[_Lesion]:
    """Each lesion that is due or seen at a visit, by name."""
    due, record, lesions = pairs.key == visit, pairs.lesions.record, []
    for base, now in zip(pairs.base[due], pairs.now[due], strict=True):
        seen = record(now) if now >= 0 else None
        lesions.append(_Lesion(seen or record(base), record(base), seen))
    for row in pairs.news[1][pairs.news[0] == visit]:
        lesions.append(_Lesion(record(row), None, record(row)))
    return sorted(lesions, key=lambda lesion: lesion.told["lesion"])


def _change(total: float, of: float) -> str:
    if np.isnan(total - of):
        return ""
    return f" (change {total - of:+g} mm" + (f", {(total - of) / of * 100:+.1f}%)" if of else ")")


def _mm(size: float) -> str:
    return "not known" if np.isnan(size) else f"{size:g} mm"
