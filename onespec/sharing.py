# pyright: standard
"""The edition for sharing: the built data without anybody's identity, proved before it gets its name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.findings import Findings, Stopped
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.judging import Judging

KEY = "share-key"  # of the file beside the outputs


@dataclass(frozen=True)
class Shared(Told):
    """An edition that was written.

    key       the file of the secret key; ``new``: this run has made it
    records   dataset -> how many records it has
    kinds     direct, quasi, kept -> how many variables
    searched  how many files hold nothing of the originals
    """

    folder: Path
    key: Path
    new: bool
    subjects: int
    records: dict[str, int]
    kinds: dict[str, int]
    searched: int
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        kinds = f"{self.kinds['direct']} direct and {self.kinds['quasi']} quasi-identifiers, {self.kinds['kept']} kept"
        many = f"{self.subjects:,} subjects, {len(self.records)} datasets, {sum(self.records.values()):,} records"
        made = "new; without it nobody makes this edition again" if self.new else "as it was"
        return "\n".join(
            [
                f"{many}; variables: {kinds}.",
                f"Searched {self.searched} files for identifiers, dates, sites and texts of the originals: none found.",
                *self.notes,
                f"Key ({made}): {self.key}. Keep it apart from what is shared.",
                f"Edition: {self.folder}",
            ]
        )

    def facts(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "key": str(self.key),
            "new_key": self.new,
            "subjects": self.subjects,
            "records": self.records,
            "variables": self.kinds,
            "searched": self.searched,
            "notes": list(self.notes),
        }


def share(study: Judging, places: tuple[Path, Path], notes: tuple[str, ...] = ()) -> Shared:
    """Write the edition of a study's built outputs.

    places  the folder of the edition, and the file of the key

    Raises `Stopped` with what is undecided, or with each leak: the edition that was there stays then.
    """
    from onespec.engine.build.stage import staged_reports
    from onespec.submission.sharing.key import read_key
    from onespec.submission.sharing.register import read_sharing
    from onespec.submission.sharing.share import decided, make, prove, read_source

    folder, file = places
    findings = Findings()
    sharing = read_sharing(study.folder, findings)
    model = study.plan().study
    source = read_source(study.out, model.language, model.created)
    decided(source, sharing, findings)
    if findings.stops:
        raise Stopped(findings)
    key = read_key(file, folder)
    with staged_reports(folder) as fresh:
        made = make(source, sharing, key, fresh)
        searched = prove(source, made, fresh)
    records = {name: m.records for name, m in made.measured.items() if m.records}
    kinds = Counter(d.as_ for d in made.context.decisions.values())
    many = len(made.context.survey.names)
    said = {kind: kinds[kind] for kind in ("direct", "quasi", "kept")}
    return Shared(folder, file, key.new, many, records, said, searched, notes)
