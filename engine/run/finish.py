"""Finishing one part of a dataset: order of records, checks of what stands in it, measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from onespec.engine.columns import is_number, number_text, side_by_side, text
from onespec.engine.contract import Codelist
from onespec.engine.findings import QUERY, STOP
from onespec.engine.limits import MAX_TEXT
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.measure import DatasetMeasure, Values, measure
from onespec.engine.run.part import Part
from onespec.engine.spec.model import Dataset, Study, Variable


@dataclass
class Entry:
    """One part of a dataset as it is kept: records in the order they arose, and how to sort them.

    frame     every variable, also supplemental ones, and SUBJECT
    pieces    (step number, phase, start, stop, source, row of the source or None)
    order     positions of the records in the order of subjects, and of the dataset's keys within a subject
    """

    frame: pd.DataFrame
    pieces: list[tuple[int, int, int, int, str, np.ndarray | None]]
    order: np.ndarray
    ledger: Ledger
    measure: DatasetMeasure

    def sorted(self, columns: list[str]) -> pd.DataFrame:
        """The records of the part as the dataset holds them."""
        return self.frame[columns].take(self.order).reset_index(drop=True)


def finish(part: Part, dataset: Dataset) -> Entry:
    """Sort, check and measure a dataset that is computed."""
    part.current = dataset.name
    frame = side_by_side(
        {"SUBJECT": part.subjects(dataset.name), **{v: part.column(dataset.name, v) for v in dataset.variables}}
    )
    pieces, start, steps = [], 0, []
    for phase in range(dataset.phases):
        block = part.blocks[dataset.name, phase]
        pieces += [(p.step.number, phase, start + p.start, start + p.stop, p.source, p.position) for p in block.pieces]
        start += len(block)
        steps.append(block.step)
    levels = sort_levels(
        [frame[k] for k in ("SUBJECT", *dataset.keys)]
    )  # by subject first: parts are ranges of subjects
    order = np.lexsort(levels[::-1])  # equal records keep their order
    values = {v: Values(frame[v]) for v in dataset.variables}
    _check(part, dataset, frame, values)
    _check_keys(part, dataset, frame, levels, order)
    step = np.concatenate(steps) if steps else np.empty(0, np.int32)
    return Entry(
        frame, pieces, order, part.ledgers.setdefault(dataset.name, Ledger()), measure(dataset, frame, step, values)
    )


def sort_levels(keys: list[pd.Series]) -> list[np.ndarray]:
    """Of each key, numbers that sort as its values do, blanks first."""
    return [key.fillna(-np.inf).to_numpy() if is_number(key) else _rank(key) for key in keys]


def _rank(column: pd.Series) -> np.ndarray:
    codes, values = pd.factorize(column)
    rank = np.empty(len(values), np.int64)
    rank[pc.array_sort_indices(pa.array(values, pa.large_string())).to_numpy()] = np.arange(
        len(values)
    )  # by code point
    return rank[codes]


def _check(part: Part, dataset: Dataset, frame: pd.DataFrame, looked_at: dict[str, Values]) -> None:
    study = part.plan.study
    for variable in dataset.variables.values():
        column, values = frame[variable.name], looked_at[variable.name]
        if variable.codelist:
            _check_codes(part, dataset, variable, column, values, study.codelists[variable.codelist])
        for value, codelist in dataset.value_codelists.get(variable.name, {}).items():
            mine = frame[dataset.value_level[variable.name][0]] == value
            _check_codes(part, dataset, variable, column, values, study.codelists[codelist], mine.to_numpy())
        if variable.core == "Req" and dataset.standard == "sdtm" and variable.verb != "not_available":
            _stop(
                part,
                dataset,
                variable,
                ~values.filled[values.codes],
                "VALUE-REQUIRED",
                f"{variable.name} is required and blank.",
                "Correct the source, or what derives it.",
                column,
            )
        if not is_number(column):
            _check_text(part, dataset, variable, column, values, study)


def _check_codes(
    part: Part,
    dataset: Dataset,
    variable: Variable,
    column: pd.Series,
    values: Values,
    codelist: Codelist,
    mine: object = True,
) -> None:
    """Values without a term, of the records ``mine``."""
    terms = {number_text(float(t)) for t in codelist.terms} if values.is_number else codelist.terms
    unknown = values.filled & ~pc.is_in(values.texts, value_set=pa.array(list(terms), pa.large_string())).to_numpy(
        zero_copy_only=False
    )
    _stop(
        part,
        dataset,
        variable,
        unknown[values.codes] & mine,
        "VALUE-CODE",
        f"The value is no term of codelist {codelist.name}.",
        f"Correct the value; if it is right and the codelist is {'extensible' if codelist.extensible else 'complete in the terminology'}, add the term to codelists.yaml.",
        column,
    )


def _check_text(
    part: Part, dataset: Dataset, variable: Variable, column: pd.Series, values: Values, study: Study
) -> None:
    _stop(
        part,
        dataset,
        variable,
        (values.size > MAX_TEXT)[values.codes],
        "VALUE-LENGTH",
        f"The text is longer than {MAX_TEXT} bytes, the most that a transport file holds.",
        "Shorten the translation, or split the text between two variables.",
        column,
    )
    if study.language == "en":
        other = pc.invert(pc.string_is_ascii(values.texts)).to_numpy(zero_copy_only=False)
        _stop(
            part,
            dataset,
            variable,
            other[values.codes],
            "VALUE-ASCII",
            "The English edition holds plain ASCII only.",
            "Have the text translated, or map the answer in codelists.yaml.",
            column,
        )


def _check_keys(part: Part, dataset: Dataset, frame: pd.DataFrame, levels: list[np.ndarray], order: np.ndarray) -> None:
    twice = np.zeros(len(frame), bool)  # in order, records of equal keys stand together
    twice[order[1:]] = np.logical_and.reduce([level[order[1:]] == level[order[:-1]] for level in levels])
    if twice.any():
        shown = text(
            [" / ".join(map(str, row)) for row in frame.loc[twice, list(dataset.keys)].itertuples(index=False)]
        )
        report_records(
            part,
            dataset,
            dataset.keys[-1],
            np.flatnonzero(twice),
            QUERY,
            "KEY-DUPLICATE",
            f"A second record of {dataset.name} has the same keys; both are carried.",
            "Ask the site which record is right, or complete the keys in the specification.",
            shown,
        )


def _stop(
    part: Part,
    dataset: Dataset,
    variable: Variable,
    mask: np.ndarray,
    rule: str,
    message: str,
    fix: str,
    values: pd.Series,
) -> None:
    if mask.any():
        report_records(part, dataset, variable.name, np.flatnonzero(mask), STOP, rule, message, fix, values[mask])


def report_records(
    part: Part,
    dataset: Dataset,
    column: str,
    rows: np.ndarray,
    level: str,
    rule: str,
    message: str,
    fix: str,
    values: pd.Series,
) -> None:
    """A finding for each of the records ``rows`` (ascending), with its value; records stand in the order in which they arose."""
    start = 0
    for phase in range(dataset.phases):
        block = part.blocks[dataset.name, phase]
        here = slice(*np.searchsorted(rows, [start, start + len(block)]))
        part.rows_findings(dataset, block, column, rows[here] - start, level, rule, message, fix, values.iloc[here])
        start += len(block)
