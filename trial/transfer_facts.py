"""A transfer for programs: what `json.dumps` takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from onespec.trial.endpoints import EndpointChange
from onespec.trial.records import DatasetChange
from onespec.trial.transfer import Transfer
from onespec.trial.transfer_text import changed_fields


def transfer_facts(transfer: Transfer) -> dict[str, Any]:
    """The counts by form, dataset and parameter, and what only one of the exports has."""
    change = transfer.change
    return {
        "study": transfer.study.id,
        "old": {"folder": transfer.old.folder, "sha256": transfer.old.digest},
        "new": {"folder": transfer.new.folder, "sha256": transfer.new.digest},
        "files": {"gone": change.files_gone, "new": change.files_new},
        "columns": {"gone": _columns(change.columns_gone), "new": _columns(change.columns_new)},
        "subjects": {"gone": change.subjects_gone, "new": change.subjects_new},
        "forms_not_compared": change.not_compared,
        "forms": {
            name: {
                "old": form.old,
                "new": form.new,
                "same": form.same,
                "changed": form.changed,
                "written_otherwise": form.otherwise,
                "added": len(form.added),
                "gone": len(form.gone),
                "cells_changed": changed_fields(form),
            }
            for name, form in change.forms.items()
        },
        "reach": transfer.unreached or "known",
        "datasets": {
            each.dataset.name: {
                "old": each.old,
                "new": each.new,
                "changed": each.changed,
                "number_alone": each.numbered,
                "added": len(each.added),
                "gone": len(each.gone),
                "values_changed": each.variables(),
            }
            for each in transfer.datasets
        },
        "endpoints": dict(sorted(Counter(each.kind for each in transfer.endpoints).items())),
    }


def dataset_facts(datasets: Iterable[DatasetChange]) -> list[dict[str, Any]]:
    """The counts of each dataset of two builds."""
    return [
        {"dataset": d.dataset.name, "before": d.old, "after": d.new, "gone": len(d.gone), "added": len(d.added)}
        | {"changed": d.changed, "variables": d.variables()}
        for d in datasets
    ]


def endpoint_facts(endpoints: Iterable[EndpointChange]) -> list[dict[str, Any]]:
    """Each endpoint that is not in both builds alike."""
    return [
        {"kind": e.kind, "dataset": e.dataset, "parameter": e.parameter, "subject": e.subject}
        | {"before": e.old, "after": e.new}
        for e in endpoints
    ]


def _columns(columns: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"file": file, "column": column} for file, column in columns]
