"""The raw store: each form by subject, so that a part is a slice of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from onespec.engine.disk import read_known, stamp, write_known
from onespec.engine.frames import Frame
from onespec.engine.raw.account import Accounts, accounts_read, accounts_said
from onespec.engine.raw.slices import Place, opened
from onespec.engine.spec.forms import Form


@dataclass
class StoredForm:
    """Where a form lies: its file, and for each part its slice and a digest of that."""

    path: Path
    places: list[Place]
    digests: list[str]
    rows: int
    found: tuple[tuple[str, int], ...]  # its files, and how many rows stand before each
    shared: list[str]  # fields of which cells may be accounted for elsewhere


@dataclass
class RawStore:
    parts: list[list[str]]  # subjects of each part, in key order
    forms: dict[str, StoredForm]
    refused: Accounts  # cells of rows that no subject owns
    rows: int


KEPT = "store.json"


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
        name: StoredForm(
            **(
                form
                | {"path": folder / form["path"], "found": tuple(map(tuple, form["found"]))}
                | {"places": [Place(*place) for place in form["places"]]}
            )
        )
        for name, form in said["forms"].items()
    }
    if any(stamp(form.path) != said["stamps"][name] for name, form in forms.items()):
        return None
    return RawStore(said["parts"], forms, accounts_read(said["refused"]), said["rows"])


def slice_form(
    form: Form, stored: StoredForm, part: int, only: Collection[str] | None = None
) -> tuple[Frame, np.ndarray]:
    """The cells of one part of a form as text, of all fields or of some, and their raw row numbers."""
    names = [name for name in form.fields if only is None or name in only]
    chosen = None if only is None else [number for number, name in enumerate(form.fields) if name in only]
    rows = opened(stored.path).rows(stored.places[part], chosen)
    return Frame(dict(zip(names, rows.fields, strict=True)), len(rows.numbers)), rows.numbers


def part_of_form(form: Form, stored: StoredForm, part: int) -> tuple[Frame, np.ndarray, dict[str, np.ndarray]]:
    """The same of all fields; and of those that forms of one file share where another form accounts for the cell."""
    rows = opened(stored.path).rows(stored.places[part])
    cells = Frame(dict(zip(form.fields, rows.fields, strict=True)), len(rows.numbers))
    return cells, rows.numbers, {n: each > 0 for n, each in zip(stored.shared, rows.elsewhere, strict=True)}


def raw_row_numbers(stored: StoredForm, part: int) -> np.ndarray:
    """The raw row numbers of one part of a form."""
    return opened(stored.path).numbers(stored.places[part])
