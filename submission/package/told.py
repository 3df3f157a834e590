"""A package told for a terminal: the tree with counts and bytes, splits, what was shortened, verdicts, open places."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from onespec.engine.findings import finding_order
from onespec.engine.text_table import text_table
from onespec.submission.package.pack import Packed

_SHORTENED = 10  # that are listed; more are counted


def packed_text(packed: Packed) -> str:
    """What somebody must know who has made the package."""
    record = packed.record
    lines = [f"{packed.profile.key}: {packed.profile.title['en']} ({record['language']}, {record['encoding']})"]
    lines += text_table(("", "files", "bytes"), _folders(record), right=(1, 2))
    lines += [split["sentence"]["en"] for split in record["splits"]]
    shortened = record["shortened"]
    if shortened:
        lines.append(f"Shortened to fit: {len(shortened)}.")
        lines += [f"  {_one_line(each)}" for each in shortened[:_SHORTENED]]
    for judge, verdict in record["verdicts"].items():
        said = verdict and verdict["verdict"] + ("" if verdict["of_these_data"] else " It is of other data.")
        lines.append(f"{judge}: {said or 'not judged.'}")
    lines += [finding.text() for finding in sorted(packed.findings, key=finding_order)]
    places = record["places"]
    if places:
        lines.append(f"Places that people fill: {len(places)}.")
        lines += [f"  {_one_line(place)}" for place in places]
    lines += packed.notes
    if packed.left_out:
        lines.append(f"Left out, as the profile does not take such files: {', '.join(packed.left_out)}")
    return "\n".join([*lines, f"Package: {packed.folder}"])


def _folders(record: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The folders of a package with how many files they hold, those of deeper folders not counted."""
    found: dict[str, list[int]] = {}
    for name, entry in record["files"].items():
        found.setdefault(PurePosixPath(name).parent.as_posix(), []).append(entry["bytes"])
    rows = [(folder, f"{len(sizes):,}", f"{sum(sizes):,}") for folder, sizes in sorted(found.items())]
    total = [size for sizes in found.values() for size in sizes]
    return [*rows, ("in all", f"{len(total):,}", f"{sum(total):,}")]


def _one_line(entry: object) -> str:
    return " | ".join(map(str, entry.values())) if isinstance(entry, dict) else str(entry)
