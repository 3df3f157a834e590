"""A display with its numbers, written down as a literal."""

from __future__ import annotations

from onespec.engine.plan.references import AnalysisPlan, Chosen, Constant, DisplayPlan, StepPlan
from onespec.engine.registry import ANALYSIS, discover
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.displays import Analysis, Display, Footnote
from onespec.engine.spec.model import Step
from onespec.packages import operation_packages
from onespec.results.contract import Result, Standing, Words
from onespec.results.run import Computed

COUNTS = discover(operation_packages())[ANALYSIS, "counts"]
TREATED = (Condition("TRTEMFL", "EQ", ("Y",)),)


def analysis_plan(number: int = 0) -> AnalysisPlan:
    """``counts: {from: ADAE, where: {TRTEMFL: Y}, variable: AESEV}``."""
    step = Step("counts", "ADAE", TREATED, {}, {"variable": "AESEV"})
    arguments = {"variable": Constant("AESEV", "AESEV")}
    plan = StepPlan("displays", number, step, COUNTS, Chosen("ADAE", TREATED, ("AESEV",)), arguments)
    return AnalysisPlan(Analysis(step, {"en": "Severity"}), plan)


def computed(*results: Result) -> Computed:
    """A display of two groups and their total, with an analysis for each result."""
    made = tuple((analysis_plan(n), result) for n, result in enumerate(results))
    display = Display(
        "events",
        "14.3.1",
        {"en": "Adverse Events", "zh": "不良事件"},
        None,
        population="SAFFL",
        group="ARM",
        total=True,
        reason="SPECIFIED IN SAP",
        purpose="PRIMARY OUTCOME MEASURE",
        footnotes=(Footnote("Simulated data.", "模拟数据。"),),
        section={"en": "Safety", "zh": "安全性"},
        made=tuple(plan.analysis for plan, _ in made),
    )
    members = Standing("ADSL", (1, 2)), Standing("ADSL", (4,)), Standing("ADSL", (1, 2, 4))
    columns = Words("Arm A"), Words("Arm B"), Words("Total", "合计")
    plan = DisplayPlan(display, tuple(plan for plan, _ in made), "ADSL")
    return Computed(plan, made, columns, ("A", "B", ""), members, Words("Safety"))
