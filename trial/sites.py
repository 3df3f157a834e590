"""The site of each subject: what SITEID of DM says of it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from onespec.engine.columns import as_text
from onespec.engine.plan.graph import node
from onespec.engine.plan.references import Plan
from onespec.engine.trace.one_subject import open_subjects

DATASET, VARIABLE = "DM", "SITEID"


def sites_of(plan: Plan, raw: Path, out: Path, subjects: Collection[str]) -> dict[str, str]:
    """Subject -> site, of those of some subjects that have one; none where the study has no such variable."""
    dataset = plan.study.datasets.get(DATASET)
    if dataset is None or VARIABLE not in dataset.variables or not subjects:
        return {}
    wanted, found = set(subjects), {}
    nodes = [node(plan, DATASET, phase, VARIABLE) for phase in range(dataset.phases)]
    with open_subjects(plan, raw, out) as opened:
        for stored in opened.store.parts:
            mine = [subject for subject in stored if subject in wanted]
            if mine:
                part = opened.part(mine, nodes)
                sites = as_text(part.column(DATASET, VARIABLE)).tolist()
                found |= dict(zip(part.subjects(DATASET).tolist(), sites, strict=True))
    return {subject: site for subject, site in found.items() if site}
