"""The raw store: each form read once, sorted by subject, so that a part is a slice of it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import array_of, numpy_of, texts_of
from onespec.engine.columns import combinations
from onespec.engine.disk import read_known, stamp, whole, write_known
from onespec.engine.distinct import distinct_of_codes
from onespec.engine.findings import STOP, Findings
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.raw.account import Account, Accounts, accounts_read, accounts_said, merge
from onespec.engine.raw.fields import raw_subject_of
from onespec.engine.raw.files import Export, RawRows, refuse_unknown_subjects, skipped_subjects, undeclared_files
from onespec.engine.raw.odm_content import forget_contents
from onespec.engine.raw.sheets import unread_sheets
from onespec.engine.raw.translations import hold_translations
from onespec.engine.spec.forms import Form
from onespec.engine.spec.model import Study


@dataclass
class StoredForm:
    """Where a form lies: its file, and for each part the first and last row of its slice."""

    path: Path
    bounds: list[tuple[int, int]]
    digests: list[str]
    rows: int
    found: tuple[tuple[str, int], ...]  # its files, and how many rows stand before each
    shared: list[str]  # fields of which cells may be accounted for elsewhere


@dataclass(frozen=True)
class Laid:
    """A form written in the order of subjects: its file, its subjects, and where each begins and the last ends."""

    path: Path
    subjects: np.ndarray
    begins: np.ndarray
    found: tuple[tuple[str, int], ...]
    shared: list[str]


@dataclass
class RawStore:
    parts: list[list[str]]  # subjects of each part, in key order
    forms: dict[str, StoredForm]
    refused: Accounts  # cells of rows that no subject owns
    rows: int


KEPT = "store.json"
PART_ROWS = 1 << 16  # of a part: it takes some 300 MB, and a study of 1,000 subjects has work for two workers


def keep_store(store: RawStore, folder: Path, made_of: str) -> None:
    """Say beside the forms how they lie, so that they can be looked into without reading the export again.

    made_of  tells the export and all else that decides what the forms hold
    """
    forms = {name: asdict(form) | {"path": form.path.name} for name, form in store.forms.items()}
    stamps = {name: stamp(form.path) for name, form in store.forms.items()}
    said = {"parts": store.parts, "forms": forms, "refused": accounts_said(store.refused), "rows": store.rows}
    write_known(folder / KEPT, said | {"made_of": made_of, "stamps": stamps})


def kept_store(folder: Path, made_of: str) -> RawStore | None:
    """What `keep_store` said; None where it is of something else, or where a file is not as it was left."""
    said = read_known(folder / KEPT)
    if not isinstance(said, dict) or said.get("made_of") != made_of:
        return None
    forms = {
        name: StoredForm(**(form | {"path": folder / form["path"], "found": tuple(map(tuple, form["found"]))}))
        for name, form in said["forms"].items()
    }
    if any(stamp(form.path) != said["stamps"][name] for name, form in forms.items()):
        return None
    return RawStore(said["parts"], forms, accounts_read(said["refused"]), said["rows"])


def fill_store(study: Study, raw: Path, folder: Path, part_rows: int, findings: Findings, progress) -> RawStore | None:
    """Read and verify all forms, cut the subjects into parts, and lay the forms down as Arrow files.

    None when a form could not be read or the register of subjects is unusable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEPT).unlink(missing_ok=True)
    extra = undeclared_files(study.forms, raw, findings, study.ignored)
    unread_sheets(study.forms.values(), raw, findings)
    order = sorted(study.forms, key=lambda n: n != study.subjects)
    known: set[str] = set()
    refused: Accounts = {}
    export = Export(study.forms.values(), raw, extra)
    stored: dict[str, Laid] = {}
    for name in order:
        progress(f"reading {study.forms[name].file}")
        rows = export.read(study.forms[name], findings)
        if rows is None:
            continue
        form = study.forms[name].of(rows.found)
        subject = raw_subject_of(form, rows.cells)
        if name == study.subjects:
            known = set(subject) - {""}
        skipped_subjects(form, rows, known, findings)
        good = refuse_unknown_subjects(form, rows, subject, known, findings) if known else np.ones(len(rows), bool)
        if study.language == "en":
            hold_translations(form, rows.cells, rows.numbers, subject, findings)
        bad = rows.cells.take(~good)
        for field in form.fields:
            gone = bad[field].str.strip().notna() if len(bad) else np.zeros(0, bool)
            if field in rows.elsewhere:
                gone = gone & ~rows.elsewhere[field][~good]
            count = int(gone.sum())
            refused[name, field] = Account(
                filled=count, refused=count, refused_by={"RAW-SUBJECT": count} if count else {}
            )
        stored[name] = _lay_down(form, rows, subject, np.flatnonzero(good), folder, len(stored))
    forget_contents()
    if len(stored) == len(study.forms):
        merge(refused, export.left(findings))
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
    size = _subjects_a_part(len(subjects), sum(int(laid.begins[-1]) for laid in stored.values()), part_rows)
    parts = [subjects[i : i + size] for i in range(0, len(subjects), size)]
    pa.default_memory_pool().release_unused()  # this process may go on to work on parts
    forms = {n: _cut(laid, parts) for n, laid in stored.items()}
    return RawStore(parts, forms, refused, sum(f.rows for f in forms.values()))


def _subjects_a_part(subjects: int, rows: int, part_rows: int) -> int:
    """So many subjects have about ``part_rows`` rows: the power of two that is nearest.

    While a study grows, the parts stay as they are, and what was kept of them serves.
    """
    return 2 ** round(math.log2(max(1, part_rows * subjects / max(rows, 1))))


def _lay_down(form: Form, raw: RawRows, subject: Text, rows: np.ndarray, folder: Path, number: int) -> Laid:
    """Write ``rows`` of a form in the order of subjects."""
    rank = subject.order()[rows]
    order = rows[np.argsort(rank, kind="stable")]
    _, first, lengths = np.unique(rank, return_index=True, return_counts=True)
    columns = [raw.cells[n].take(order) for n in form.fields]
    arrays = [
        pa.DictionaryArray.from_arrays(array_of(c.codes), texts_of(c.distinct.texts, pa.string())) for c in columns
    ]
    names = [*(f"c{i}" for i in range(len(form.fields))), "row", *(f"e{i}" for i in range(len(raw.elsewhere)))]
    masks = [array_of(mask[order].astype(np.int8)) for mask in raw.elsewhere.values()]
    batch = pa.record_batch([*arrays, array_of(raw.numbers[order].astype(np.int32)), *masks], names=names)
    path = folder / f"{number}.arrow"  # a form's name need not be one of a file
    with whole(path) as fresh, fresh.open("xb") as file:  # somebody may be looking into the old one
        with pa.PythonFile(file, "w") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
            writer.write_batch(batch)
    return Laid(path, subject.take(rows[first]).to_numpy(), np.cumsum([0, *lengths]), raw.found, list(raw.elsewhere))


def _cut(laid: Laid, parts: list[list[str]]) -> StoredForm:
    """Bounds of each part in the sorted form, and a digest of what stands in it and where that comes from."""
    subjects, begins = laid.subjects, laid.begins
    first = np.searchsorted(subjects, [part[0] for part in parts], "left")
    stop = np.searchsorted(subjects, [part[-1] for part in parts], "right")
    bounds = [(int(begins[a]), int(begins[b])) for a, b in zip(first, stop, strict=True)]
    opened = _open(laid.path)
    files = "" if len(laid.found) == 1 else repr(laid.found)
    digests = [_digest(opened, *each, files) for each in bounds]
    return StoredForm(laid.path, bounds, digests, int(begins[-1]), laid.found, laid.shared)


def _digest(opened: Opened, low: int, high: int, files: str) -> str:
    """Of the values alone: a code says only where a text came first among the rows of all parts."""
    digest = hashlib.sha256(files.encode())
    for column in opened.columns(low, high):
        codes, first = combinations([column])
        texts = [text.encode() for text in column.take(first)]
        digest.update(codes.astype(np.int32).tobytes())
        digest.update(np.array([len(text) for text in texts], np.int32).tobytes() + b"".join(texts))
    for each in (opened.rows, *opened.elsewhere):
        digest.update(each[low:high].tobytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Opened:
    """A form as it lies in its file: of each field the codes, and the texts of all parts; the raw row numbers.

    elsewhere  of each shared field 1 where another form accounts for the cell
    """

    fields: list[tuple[np.ndarray, pa.Array]]
    rows: np.ndarray
    elsewhere: list[np.ndarray]

    def columns(self, low: int, high: int, fields: Iterable[int] | None = None) -> list[Text]:
        """The fields (some of them, by their numbers) of some rows, with their texts only: all parts may have many."""
        chosen = self.fields if fields is None else [self.fields[number] for number in fields]
        return [Text(*distinct_of_codes(codes[low:high], texts)) for codes, texts in chosen]


def open_form(stored: StoredForm) -> Opened:
    """A form as it lies now, mapped into memory: it stays so when another file takes the place of its own."""
    return _open(stored.path)


def _open(path: Path) -> Opened:
    return _opened(path, *stamp(path))


@lru_cache(maxsize=64)
def _opened(path: Path, *left: int) -> Opened:
    """A form mapped into memory, once while the file is the same."""
    batch = pa.ipc.open_file(pa.memory_map(str(path))).get_batch(0)
    at = batch.schema.get_field_index("row")
    coded, masks = batch.columns[:at], batch.columns[at + 1 :]
    fields = [(numpy_of(each.indices), each.dictionary) for each in coded]
    return Opened(fields, numpy_of(batch["row"]), [numpy_of(each) for each in masks])


def slice_form(
    form: Form, stored: StoredForm, part: int, only: Collection[str] | None = None
) -> tuple[Frame, np.ndarray]:
    """The cells of one part of a form as text, of all fields or of some, and their raw row numbers."""
    (low, high), opened = stored.bounds[part], _open(stored.path)
    names = [name for name in form.fields if only is None or name in only]
    chosen = None if only is None else [number for number, name in enumerate(form.fields) if name in only]
    return Frame(dict(zip(names, opened.columns(low, high, chosen), strict=True)), high - low), opened.rows[low:high]


def accounted_elsewhere(stored: StoredForm, part: int) -> dict[str, np.ndarray]:
    """Of the fields of one part that forms of one file share: True where another form accounts for the cell."""
    (low, high), opened = stored.bounds[part], _open(stored.path)
    return {n: each[low:high] > 0 for n, each in zip(stored.shared, opened.elsewhere, strict=True)}


def raw_row_numbers(stored: StoredForm, part: int) -> np.ndarray:
    """The raw row numbers of one part of a form."""
    low, high = stored.bounds[part]
    return _open(stored.path).rows[low:high]
