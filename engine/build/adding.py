"""Documents that stand beside built outputs, and are made after the build: it does not wait for them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from onespec.engine.build.freshness import NEXT, RECORD, cache_folder, read_state, touched, write_state
from onespec.engine.build.outputs import write_json
from onespec.engine.build.ownership import DOCUMENTS, CannotBuild, left_as, named, record_of, settle
from onespec.engine.build.stage import alone, staged
from onespec.engine.disk import entries


def add_documents(out: Path, documents: Mapping[str, bytes]) -> None:
    """Put documents beside the outputs, in the place of those that were there; whole, or not at all.

    out        the folder of a build that stands as it was left
    documents  name within it, as ``sdtm/define.html`` -> content

    The next build that writes outputs leaves them out: they described those before.
    Raises `CannotBuild` where the outputs were changed since, a document has the name of an output, or its name leads
    out of the folder.
    """
    outside = sorted(name for name in documents if not _is_within(name))
    if outside:
        raise CannotBuild(f"{named(outside)} is no place within {out}: a document is written beside the outputs alone.")
    with alone(out, cache_folder(out)):
        state, record = read_state(out), dict(record_of(out))
        changed = touched(out, state)
        if changed or not state.get("outputs"):
            told = named(changed) if changed else RECORD
            raise CannotBuild(f"{out} is not as a build has left it ({told}). Build again.")
        before = record.pop(DOCUMENTS, {})
        kept = {name: left for name, left in state["outputs"].items() if name not in before and name != RECORD}
        taken = documents.keys() & kept.keys()
        if taken:
            raise CannotBuild(f"{named(sorted(taken))} of {out} is an output of the build, and no document.")
        with staged(out) as fresh:
            for name in kept:
                _linked(out / name, fresh / name)
            for name, content in documents.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(content)
            left = {name: left_as(path, kept.get(name)) for name, path in entries(fresh)}
            digests = {name: left[name][-1] for name in sorted(documents)}
            write_json(fresh / RECORD, record | ({DOCUMENTS: digests} if digests else {}))
            left[RECORD] = left_as(fresh / RECORD)
            write_state(out, state | {"outputs": left}, NEXT)
        settle(out)


def _is_within(name: str) -> bool:
    """Is it the plain name of a file below a folder?  A specification may be a stranger's."""
    path = PurePosixPath(name)
    return path.as_posix() == name and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _linked(path: Path, to: Path) -> None:
    """The same file in another folder; a copy where the system has no links."""
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)
