"""The datasets of the edition, one after the other: looked at once for their lengths, and once more to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.engine.metadata.model import Dataset, Metadata, Where, by_oid
from onespec.engine.xpt.reader import read_xpt
from onespec.engine.xpt.writer import write_xpt
from onespec.submission.sharing.actions import REMOVED, Context
from onespec.submission.sharing.originals import look
from onespec.submission.sharing.search import Originals
from onespec.submission.sharing.transform import REMOVE, changed

STANDARDS = ("sdtm", "adam")


@dataclass
class Measured:
    """What a dataset of the edition holds.

    records  how many; ``was``: how many were built
    lengths  of each text variable, and of each of its definitions at value level by OID, in bytes; 0 when all are blank
    values   of each text variable with a codelist the values in use
    altered  of each variable the number of values that are others than they were; of a qualifier, by QNAM
    removed  of each variable (of a qualifier, by QNAM) that lost words: values that became REMOVED, of how many texts
    """

    standard: str
    records: int
    was: int
    lengths: dict[str, int] = field(default_factory=dict)
    values: dict[str, set[str]] = field(default_factory=dict)
    altered: dict[str, int] = field(default_factory=dict)
    removed: dict[str, tuple[int, int]] = field(default_factory=dict)


def dataset_files(out: Path) -> Iterator[tuple[str, Path]]:
    """Standard and file of each built dataset, SDTM first."""
    for standard in STANDARDS:
        for path in sorted((out / standard).glob("*.xpt")):
            yield standard, path


def measure(
    out: Path, context: Context, described: Mapping[str, Metadata], originals: Originals
) -> dict[str, Measured]:
    """What each dataset of the edition will hold, by name; ``originals`` takes what must not stand in it."""
    found: dict[str, Measured] = {}
    for standard, path in dataset_files(out):
        header, old = read_xpt(path, context.encoding)
        made = changed(header.name, old, context)
        look(header.name, old, made, context, originals)
        own = Measured(standard, len(made.frame), len(old))
        metadata = described.get(standard, Metadata())
        dataset = next((d for d in metadata.datasets if d.name == header.name), None)
        texts = [str(n) for n in made.frame if not _is_number(made.frame[n])]
        own.lengths = {n: _longest(made.frame[n], context.encoding) for n in texts}
        own.values = {n: set(made.frame[n].unique()) - {""} for n in texts if _is_coded(dataset, n)}
        own.lengths |= _value_level(dataset, made.frame, by_oid(metadata.wheres), context.encoding)
        own.altered = _altered(old.take(made.rows), made.frame)
        own.removed = _removed(old.take(made.rows), made.frame)
        found[header.name] = own
    return found


def write(
    out: Path, folder: Path, context: Context, measured: dict[str, Measured], created: datetime
) -> dict[str, np.ndarray]:
    """The transport files of the edition; a dataset without a record that stays has none.

    Returns of each file the position of its records in the built dataset.
    """
    rows: dict[str, np.ndarray] = {}
    for standard, path in dataset_files(out):
        header, old = read_xpt(path, context.encoding)
        if not measured[header.name].records:
            continue
        made = changed(header.name, old, context)
        lengths = lengths_of(header.name, measured)
        kept = [v for v in header.variables if context.decisions[header.name, v.name].action != REMOVE]
        variables = [v if v.type == "Num" else replace(v, length=lengths[v.name]) for v in kept]
        (folder / standard).mkdir(exist_ok=True)
        write_xpt(
            folder / standard / path.name,
            header.name,
            header.label,
            variables,
            [made.frame],
            created=created,
            encoding=context.encoding,
        )
        rows[f"{standard}/{path.name}"] = made.rows
    return rows


def lengths_of(dataset: str, measured: dict[str, Measured]) -> dict[str, int]:
    """The bytes of each text variable: the longest value in any dataset that has it (SUPP--, RELREC: their own).

    Analysis datasets also look at SDTM, never the reverse, as in the build.
    """
    own = measured[dataset]
    if _alone(dataset):
        return {n: max(1, length) for n, length in own.lengths.items()}
    others = [
        m for name, m in measured.items() if not _alone(name) and m.standard in ("sdtm", own.standard) and m.records
    ]
    return {n: max(1, *(m.lengths.get(n, 0) for m in others), length) for n, length in own.lengths.items()}


def _alone(dataset: str) -> bool:
    return dataset.startswith("SUPP") or dataset == "RELREC"


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column)


def _longest(column: pd.Series, encoding: str) -> int:
    return max((len(text.encode(encoding)) for text in column.unique()), default=0)


def _is_coded(dataset: Dataset | None, name: str) -> bool:
    found = next((v for v in dataset.variables if v.name == name), None) if dataset else None
    return bool(found and (found.codelist or any(v.codelist for v in found.values)))


def _value_level(
    dataset: Dataset | None, frame: pd.DataFrame, wheres: Mapping[str, Where], encoding: str
) -> dict[str, int]:
    """Bytes of the longest value of each definition at value level, by its OID, where its conditions can be told."""
    out: dict[str, int] = {}
    for variable in dataset.variables if dataset else ():
        if variable.name not in frame or _is_number(frame[variable.name]):
            continue
        for definition in variable.values:
            rows = _meeting(frame, [wheres[oid] for oid in definition.wheres if oid in wheres])
            if rows is not None:
                out[definition.oid] = _longest(frame[variable.name][rows], encoding)
    return out


def _meeting(frame: pd.DataFrame, wheres: list[Where]) -> pd.Series | None:
    """The records that meet any of the where clauses; None where one compares otherwise than by equality of texts."""
    out = pd.Series(False, frame.index)
    for where in wheres:
        rows = pd.Series(True, frame.index)
        for check in where.checks:
            if check.variable not in frame or check.comparator not in ("EQ", "IN", "NE", "NOTIN"):
                return None
            if _is_number(frame[check.variable]):
                return None
            met = frame[check.variable].isin(check.values)
            rows &= met if check.comparator in ("EQ", "IN") else ~met
        out |= rows
    return out


def _altered(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, int]:
    """How many values of each variable are others than they were; a blank is one, too."""
    out = {}
    for name in new:
        before, after = old[name].to_numpy(), new[name].to_numpy()
        same = before == after
        if _is_number(new[name]):
            same |= np.isnan(before) & np.isnan(after)
        out[str(name)] = int(np.count_nonzero(~same))
    if "QNAM" in new and "QVAL" in new:
        differs = old["QVAL"].to_numpy() != new["QVAL"].to_numpy()
        for qnam, rows in new.groupby("QNAM").indices.items():
            out[f"QVAL {qnam}"] = int(np.count_nonzero(differs[rows]))
    return out


def _removed(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Of each variable that lost words: how many values became REMOVED, and of how many different texts."""
    out = {}
    for name in new:
        if _is_number(new[name]):
            continue
        lost = (new[name].to_numpy() == REMOVED) & (old[name].to_numpy() != REMOVED)
        if not lost.any():
            continue
        if "QNAM" in new and name == "QVAL":
            for qnam, rows in new.groupby("QNAM").indices.items():
                if at := rows[lost[rows]].tolist():
                    out[f"QVAL {qnam}"] = (len(at), old[name].iloc[at].nunique())
        else:
            out[str(name)] = (int(lost.sum()), old[name][lost].nunique())
    return out
