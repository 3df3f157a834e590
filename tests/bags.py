"""A small archive, as the program writes it, for tests to spoil."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from onespec.submission.archive.container import Member, central_record, directory, end_record, local_header, offsets
from onespec.submission.archive.write import digested, write_archive

NAME = "S1"
PAYLOAD = {
    "data/archive.json": b"{}\n",
    "data/raw/ae.csv": b"SUBJECT,TERM\n01,Headache\n",
    "data/raw/dm.csv": b"SUBJECT,SEX\n01,F\n",
    "data/raw/empty.csv": b"",
    "data/raw/不良事件.csv": "受试者\n01\n".encode(),
}


def archive(folder: Path, payload: Mapping[str, bytes] = PAYLOAD) -> Path:
    known = {name: digested(content) for name, content in payload.items()}
    return write_archive(folder, NAME, {"External-Identifier": "S1"}, dict(payload), known).path


def members(path: Path) -> dict[str, bytes]:
    """The members of an archive by their whole names, read by another program."""
    import zipfile

    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(files: Mapping[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    """An archive in the one form, of whatever files."""
    pairs = list(files.items()) if isinstance(files, Mapping) else files
    listed = [(Member(n.encode("utf-8", "surrogateescape"), len(d), digested(d).crc), d) for n, d in pairs]
    only = [member for member, _ in listed]
    body = b"".join(local_header(member) + data for member, data in listed)
    records = directory(only)
    return body + b"".join(records) + end_record(len(only), offsets(only)[-1], sum(map(len, records)))


__all__ = ["Member", "NAME", "PAYLOAD", "archive", "central_record", "local_header", "members", "packed"]
