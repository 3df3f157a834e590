"""Totals of study.yaml resolved: what each looks at, and that it is there."""

from __future__ import annotations

from onespec.engine.findings import Findings
from onespec.engine.plan.references import Chosen, Plan, TotalPlan
from onespec.engine.plan.resolve_steps import CheckResolver
from onespec.engine.spec.model import Dataset, Step
from onespec.engine.spec.totals import COUNT, HOW, Total

_FIX = "Name a form, or an SDTM dataset with records of subjects."


def resolve_totals(plan: Plan, findings: Findings) -> list[TotalPlan]:
    anchor = Dataset("totals", "", "sdtm", "", "", (), (), {}, file="study.yaml")
    resolver = _TotalResolver(plan, anchor, findings)
    found = [resolver.total(total) for total in plan.study.totals.values()]
    return [each for each in found if each is not None]


class _TotalResolver(CheckResolver):
    def total(self, total: Total) -> TotalPlan | None:
        if sum(bool(getattr(total, how)) for how in HOW) != 1:
            problem = f"Total {total.name} says not one thing that is found."
            self.stop("SPEC-MISSING", problem, f"Write one of {', '.join(HOW)}.", total.line)
            return None
        source, _, column = total.of.partition(".")
        chosen = self._source(Step("", source, total.where, {}, {}, line=total.line), None)
        if chosen is None:
            return None
        dataset = self.study.datasets.get(source)
        if dataset is not None and (dataset.standard != "sdtm" or dataset.study_level):
            problem = f"Total {total.name} stands on {source}, which is no dataset of SDTM with records of subjects."
            self.stop("SPEC-REFERENCE", problem, _FIX, total.line)
            return None
        if bool(column) == (total.how == COUNT):
            problem = f"Total {total.name}: '{total.how}' needs a {'form or dataset' if column else 'date'}."
            self.stop("SPEC-REFERENCE", problem, "Write {count: DM}, or {earliest: DM.RFICDTC}.", total.line)
            return None
        if column and not (self.exists(source, column, total.line, "") and self._is_date(total, source, column)):
            return None
        columns = chosen.columns if column in ("", *chosen.columns) else (*chosen.columns, column)
        return TotalPlan(total.name, total.how, Chosen(source, chosen.where, columns), column)

    def _is_date(self, total: Total, source: str, column: str) -> bool:
        known = (self.study.forms.get(source) or self.study.datasets[source]).column(column)
        if not known.is_date:
            problem = f"Total {total.name} needs a date, and {source}.{column} is none."
            self.stop("SPEC-TYPE", problem, "Name a date.", total.line)
        return known.is_date
