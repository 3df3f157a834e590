"""What recomputes which operation."""

from __future__ import annotations

from collections.abc import Callable

from . import counts, numbers, rows, survival
from .voice import Shown, Values, Voice
from .written import WrittenDisplay, WrittenStep

RECOMPUTED: dict[str, Callable[[Voice, WrittenStep, Shown], Values]] = {
    "by_visit": numbers.by_visit,
    "counts": counts.counts,
    "forest": numbers.forest,
    "kaplan_meier_curves": survival.kaplan_meier_curves,
    "means_over_time": numbers.means_over_time,
    "median_forest": survival.median_forest,
    "nested_counts": counts.nested_counts,
    "nested_counts_by_grade": counts.nested_counts_by_grade,
    "occurrences": counts.occurrences,
    "proportion": numbers.proportion,
    "shift": counts.shift,
    "summary": numbers.summary,
    "survival_summary": survival.survival_summary,
    "with_record": counts.with_record,
    "worst_grade": counts.worst_grade,
}
ROWS: dict[str, Callable[[Voice, WrittenStep, WrittenDisplay], list[tuple]]] = {
    "listing": rows.listing,
    "spider": rows.spider,
    "swimmer": rows.swimmer,
    "waterfall": rows.waterfall,
}
