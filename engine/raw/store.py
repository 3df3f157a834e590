"""The raw store: each form read once, sorted by subject, so that a part is a slice of it."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from onespec.engine.findings import STOP, Findings
from onespec.engine.raw.account import Account, Accounts
from onespec.engine.raw.fields import narrow
from onespec.engine.raw.files import read_form, refuse_unknown_subjects, undeclared_files
from onespec.engine.series import TEXT
from onespec.engine.spec.model import Form, Study

_BATCH = 1 << 17  # rows of a form written at a time


@dataclass
class StoredForm:
    """Where a form lies: its file, and for each part the first and last row of its slice."""

    path: Path
    bounds: list[tuple[int, int]]
    digests: list[str]
    rows: int


@dataclass
class RawStore:
    parts: list[list[str]]  # subjects of each part, in key order
    forms: dict[str, StoredForm]
    refused: Accounts  # cells of rows that no subject owns
    rows: int


KEPT = "store.pickle"


def keep_store(store: RawStore, folder: Path) -> None:
    """Say beside the forms how they lie, so that they can be looked into without reading the export again."""
    with (folder / KEPT).open("wb") as file:
        pickle.dump(store, file, protocol=5)


def kept_store(folder: Path) -> RawStore | None:
    """What `keep_store` said; None when a build has not come to its end there."""
    if not (folder / KEPT).exists():
        return None
    with (folder / KEPT).open("rb") as file:
        store: RawStore = pickle.load(file)
    store.forms = {n: replace(f, path=folder / f.path.name) for n, f in store.forms.items()}
    return store


def fill_store(study: Study, raw: Path, folder: Path, part_size: int, findings: Findings, progress) -> RawStore | None:
    """Read and verify all forms, cut the subjects into parts, and lay the forms down as Arrow files.

    None when a form could not be read or the register of subjects is unusable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEPT).unlink(missing_ok=True)
    extra = undeclared_files(study.forms, raw, findings)
    order = sorted(study.forms, key=lambda n: n != study.subjects)
    known: set[str] = set()
    refused: Accounts = {}
    stored: dict[str, tuple[Path, np.ndarray, np.ndarray]] = {}
    for name in order:
        form = study.forms[name]
        progress(f"reading {form.file}")
        frame = read_form(form, raw, findings, extra)
        if frame is None:
            continue
        subject = narrow(frame[form.subject].str.strip())
        if name == study.subjects:
            known = set(subject) - {""}
        good = refuse_unknown_subjects(form, frame, subject, known, findings) if known else np.ones(len(frame), bool)
        bad = frame[~good]
        for field in form.fields:
            count = int((bad[field].str.strip() != "").sum()) if len(bad) else 0
            refused[name, field] = Account(
                filled=count, refused=count, refused_by={"RAW-SUBJECT": count} if count else {}
            )
        stored[name] = _lay_down(form, frame, subject, np.flatnonzero(good), folder)
    if not known and study.subjects in stored:
        findings.add(
            "RAW-REGISTER",
            STOP,
            "The register of subjects is empty.",
            "Export it again.",
            file=study.forms[study.subjects].file,
        )
    if len(stored) < len(study.forms) or not known:
        return None
    subjects = sorted(known)
    parts = [subjects[i : i + part_size] for i in range(0, len(subjects), part_size)]
    pa.default_memory_pool().release_unused()  # this process may go on to work on parts
    forms = {n: _cut(*s, parts) for n, s in stored.items()}
    return RawStore(parts, forms, refused, sum(f.rows for f in forms.values()))


def _lay_down(
    form: Form, frame: pd.DataFrame, subject: pd.Series, rows: np.ndarray, folder: Path
) -> tuple[Path, np.ndarray, np.ndarray]:
    """Write ``rows`` of a form in the order of subjects.

    Returns the file, its subjects, and where each begins and the last ends.
    """
    codes, values = pd.factorize(subject.take(rows))
    values = np.asarray(values, dtype=object)
    by_subject = np.argsort(values, kind="stable")
    rank = np.empty(len(values), np.intp)
    rank[by_subject] = np.arange(len(values))
    order = rows[np.argsort(rank[codes], kind="stable")]
    path, raw_row = folder / f"{form.name}.arrow", frame.index.to_numpy()
    schema = pa.schema([*((f"c{i}", pa.string()) for i in range(len(form.fields))), ("row", pa.int32())])
    fresh = path.with_suffix(".new")  # somebody may be looking into the old one
    with pa.OSFile(str(fresh), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for start in range(0, len(order), _BATCH):
            some = order[start : start + _BATCH]
            columns = [pa.array(frame[n].take(some), pa.string()) for n in form.fields]
            writer.write_table(pa.table([*columns, pa.array(raw_row[some], pa.int32())], schema=schema))
    fresh.replace(path)
    return path, values[by_subject], np.cumsum([0, *np.bincount(rank[codes], minlength=len(values))])


def _cut(path: Path, subjects: np.ndarray, begins: np.ndarray, parts: list[list[str]]) -> StoredForm:
    """Bounds of each part in the sorted form, and a digest of what stands in it."""
    first = np.searchsorted(subjects, [part[0] for part in parts], "left")
    stop = np.searchsorted(subjects, [part[-1] for part in parts], "right")
    bounds = [(int(begins[a]), int(begins[b])) for a, b in zip(first, stop, strict=True)]
    table = _open(path)
    return StoredForm(path, bounds, [_digest(table.slice(low, high - low)) for low, high in bounds], int(begins[-1]))


def _digest(table: pa.Table) -> str:
    """Of the values alone: an Arrow buffer may also hold, behind its end, bytes of other rows."""
    digest = hashlib.sha256()
    for column in table.columns:
        array = column.combine_chunks()
        if pa.types.is_string(array.type):
            ends = (
                np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
                if len(array)
                else np.zeros(1, np.int32)
            )
            digest.update((ends - ends[0]).tobytes())
            digest.update(array.buffers()[2][int(ends[0]) : int(ends[-1])] if ends[-1] > ends[0] else b"")
        else:
            digest.update(array.to_numpy().tobytes())
    return digest.hexdigest()


def _open(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def slice_form(form: Form, stored: StoredForm, part: int) -> tuple[pd.DataFrame, np.ndarray]:
    """The cells of one part of a form as text, and their raw row numbers."""
    low, high = stored.bounds[part]
    table = _open(stored.path).slice(low, high - low)
    frame = pd.DataFrame({n: table[f"c{i}"].to_pandas(types_mapper=lambda _: TEXT) for i, n in enumerate(form.fields)})
    return frame, table["row"].to_numpy()


def raw_row_numbers(stored: StoredForm, part: int) -> np.ndarray:
    """The raw row numbers of one part of a form."""
    low, high = stored.bounds[part]
    return _open(stored.path)["row"].slice(low, high - low).to_numpy()
