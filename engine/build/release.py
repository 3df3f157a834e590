# pyright: standard
"""The outputs of a run: written into a fresh folder, which then takes the place of the old one."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from onespec.engine.build.asking import Asked, write_queries, write_queries_facts
from onespec.engine.build.cut_report import cut_taken, write_cut
from onespec.engine.build.edit_checks_report import write_edit_checks
from onespec.engine.build.fingerprint import sha
from onespec.engine.build.freshness import RECORD, versions
from onespec.engine.build.outputs import (
    SourceRecords,
    lengths,
    write_accounting,
    write_dataset,
    write_documents,
    write_findings,
    write_json,
    write_lineage,
    written,
    xpt_variables,
)
from onespec.engine.build.ownership import TOTALS, check_outputs, left_as
from onespec.engine.build.production import Production
from onespec.engine.build.progress import Progress
from onespec.engine.build.shortened import shortened, write_shortened
from onespec.engine.build.stage import staged
from onespec.engine.build.totals import Totals
from onespec.engine.disk import entries
from onespec.engine.milestones import standing
from onespec.engine.plan.references import Plan
from onespec.engine.raw.account import counts
from onespec.engine.run.measure import DatasetMeasure
from onespec.engine.spec.model import Dataset, Study
from onespec.engine.xpt.writer import XptVariable

# define.xml of a standard, and what it needs beside it: name -> content
Document = Callable[[Plan, str, dict[str, DatasetMeasure]], dict[str, bytes]]


@dataclass(frozen=True)
class Release:
    """What was written.

    outputs    each file, and how it was left
    made_from  what each dataset was made from; the next run copies one that would be made from the same
    seconds    that the writing of each dataset took
    """

    outputs: dict[str, list]
    made_from: dict[str, str]
    seconds: dict[str, float]


def write_release(
    production: Production, totals: Totals, document: Document, progress: Progress, remember: Callable[[Release], None]
) -> Release:
    """Write everything; the old outputs stay until all is written.

    remember  is told what was written, before it takes the place of the old outputs
    """
    out, study = production.options.out, production.plan.study
    made_from, seconds, known = {}, {}, {}
    longest = lengths(study, totals.measures)
    with staged(out) as fresh:
        for name in totals.measures:
            dataset, begun = study.datasets[name], time.perf_counter()
            progress.step(f"writing {name}")
            held = written(study, dataset, totals.measures[name])
            variables = xpt_variables(held, longest[name])
            made_from[name] = _made_from(production, dataset, variables)
            if _copied(production, dataset, made_from[name], fresh):
                known |= {file: production.last["outputs"][file] for file in _files(dataset)}
            else:
                _write(production, dataset, variables, fresh)
                seconds[name] = time.perf_counter() - begun
        for standard in {study.datasets[n].standard: None for n in totals.measures}:
            progress.step(f"writing define.xml of {standard}")
            for name, content in document(production.plan, standard, totals.measures).items():
                (fresh / standard / name).write_bytes(content)
            write_documents(fresh / standard, study, standard)
        (fresh / "reports").mkdir()
        _write_queries(fresh / "reports", Asked.of(totals.findings), production.inputs.export)
        write_edit_checks(fresh / "reports", production.plan, totals.findings)
        write_accounting(fresh / "reports", study, totals.accounts)
        write_shortened(fresh / "reports", shortened(study, totals.measures))
        if totals.cut is not None:
            write_cut(fresh / "reports" / "cut.csv", study, totals.cut)
        outputs = {name: left_as(path, known.get(name)) for name, path in entries(fresh)}
        write_json(fresh / RECORD, _record(production, totals, {n: left[-1] for n, left in outputs.items()}))
        release = Release(outputs | {RECORD: left_as(fresh / RECORD)}, made_from, seconds)
        production.check_program()
        check_outputs(out)
        remember(release)
    return release


def _write_queries(folder: Path, asked: Asked, export: str) -> None:
    write_queries(folder / "queries.csv", asked.to_ask)
    write_queries_facts(folder / "queries.json", asked, export)
    if asked.for_coder:
        write_findings(folder / "coding.csv", asked.for_coder)
    if asked.left_open:
        write_findings(folder / "open.csv", asked.left_open)


def _files(dataset: Dataset) -> tuple[str, str]:
    """The transport file of a dataset, and its lineage."""
    name = dataset.name.lower()
    return f"{dataset.standard}/{name}.xpt", f"lineage/{name}.parquet"


def _made_from(production: Production, dataset: Dataset, variables: list[XptVariable]) -> str:
    keys, study = production.keys, production.plan.study
    sources = [k for s in sorted(dataset.sources & keys.keys()) for k in keys[s]]  # whose records the lineage numbers
    head = (repr(variables), dataset.written, str(study.created), study.encoded)
    return sha(*head, *keys[dataset.name], *sources)


def _copied(production: Production, dataset: Dataset, made_from: str, fresh: Path) -> bool:
    """True when the last run's files are what would be written, and were taken."""
    last, files = production.last, set(_files(dataset))
    if last.get("made_from", {}).get(dataset.name) != made_from or not last["outputs"].keys() >= files:
        return False
    if files & set(production.spoiled):
        return False
    for file in files:
        _folder(fresh, file)
        shutil.copy2(production.options.out / file, fresh / file)
    return True


def _write(production: Production, dataset: Dataset, variables: list[XptVariable], fresh: Path) -> None:
    transport, lineage = _files(dataset)
    keys, cache = production.keys, production.cache
    path = _folder(fresh, transport)
    write_dataset(path, production.plan.study, dataset, variables, cache, keys[dataset.name])
    records = SourceRecords(production.store, cache, keys)
    write_lineage(_folder(fresh, lineage), dataset, cache, keys, records)


def _folder(fresh: Path, file: str) -> Path:
    path = fresh / file
    path.parent.mkdir(exist_ok=True)
    return path


def _record(production: Production, totals: Totals, outputs: dict[str, str]) -> Mapping[str, object]:
    """run.json: what the outputs were made from and with, and the SHA-256 of each.

    It holds no clock and no path, so the same inputs give the same bytes.
    """
    study = production.plan.study
    stands: dict[str, object] = {"milestone": study.milestone} if standing(study.milestone) else {}
    taken, balance = cut_taken(study, totals.cut), (*counts(bool(study.cut.date)), "balance")
    stands |= {"cut": taken._asdict()} if taken else {}
    if study.totals:
        stands[TOTALS] = dict(study.values.totals)
    if totals.coding.text():
        stands["coding"] = totals.coding.facts()
    return stands | {
        "study": study.id,
        "language": study.language,
        "encoding": study.encoded,
        "inputs": production.inputs.digests,
        "export": production.inputs.export,
        "outputs": outputs,
        "findings": Counter(f.rule for f in totals.findings),
        "versions": versions(),
        "raw_rows": totals.raw_rows,
        "datasets": {n: _told(totals, study, study.datasets[n], m) for n, m in totals.measures.items()},
        "accounting": {s: sum(getattr(a, s) for a in totals.accounts.values()) for s in balance},
    }


def _told(totals: Totals, study: Study, dataset: Dataset, measure: DatasetMeasure) -> dict[str, object]:
    """Of a dataset the rows, and the variables that its file does not hold."""
    held = {v.name for v in written(study, dataset, measure)}
    left_out = [v.name for v in dataset.columns if v.name not in held]
    rows: dict[str, object] = {"rows_in": totals.rows_in(dataset), "rows_out": measure.rows}
    return rows | ({"left_out": left_out} if left_out else {})
