"""The one form of the file: read by others, the same for the same, large files, and what is not of this form."""

from __future__ import annotations

import io
import zipfile

import pytest
from bags import NAME, PAYLOAD, archive, members, packed

from onespec.submission.archive import container as c
from onespec.submission.archive.reader import read_structure


def faults(data: bytes) -> list[tuple[str, str, str]]:
    return [(f.kind, f.member, f.message) for f in read_structure(io.BytesIO(data)).faults]


def test_another_program_reads_it(tmp_path):
    found = members(archive(tmp_path))
    assert list(found) == [
        f"{NAME}/{n}"
        for n in (
            "bagit.txt",
            "bag-info.txt",
            "manifest-sha256.txt",
            "manifest-sha512.txt",
            "tagmanifest-sha256.txt",
            "tagmanifest-sha512.txt",
            *sorted(PAYLOAD),
        )
    ]
    assert {n.removeprefix(f"{NAME}/"): d for n, d in found.items() if "/data/" in n} == PAYLOAD
    with zipfile.ZipFile(archive(tmp_path)) as file:
        assert file.testzip() is None
        assert {(i.date_time, i.compress_type, i.external_attr >> 16) for i in file.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 0o100644)
        }


def test_what_it_writes_has_no_fault(tmp_path):
    data = archive(tmp_path).read_bytes()
    found = read_structure(io.BytesIO(data))
    assert (found.faults, found.readable, found.base) == ([], True, NAME)
    assert packed(members(archive(tmp_path))) == data


@pytest.mark.parametrize("size", [0xFFFF_FFFE, 0xFFFF_FFFF, 5 << 30])
def test_a_large_member_as_another_program_understands_it(size):
    """Only the headers: the member's bytes are a hole in the file."""

    class Holed(io.RawIOBase):
        """Bytes at both ends of a file, zeros between."""

        def __init__(self, head: bytes, tail: bytes):
            self.head, self.tail, self.size, self.at = head, tail, len(head) + size + len(tail), 0

        def readable(self):
            return True

        def seekable(self):
            return True

        def seek(self, offset, whence=0):
            self.at = offset + (0, self.at, self.size)[whence]
            return self.at

        def tell(self):
            return self.at

        def read(self, count=-1):
            count = self.size - self.at if count < 0 else min(count, self.size - self.at)
            assert count < 1 << 20
            out = bytes(self._byte(p) for p in range(self.at, self.at + count))
            self.at += count
            return out

        def _byte(self, position):
            if position < len(self.head):
                return self.head[position]
            behind = position - len(self.head) - size
            return self.tail[behind] if behind >= 0 else 0

    one, two = c.Member(b"S1/a", size, 7), c.Member(b"S1/b", 0, 0)
    start = c.offsets([one, two])
    records = c.directory([one, two])
    tail = c.local_header(two) + b"".join(records) + c.end_record(2, start[-1], sum(map(len, records)))
    file = Holed(c.local_header(one), tail)
    found = read_structure(file)
    assert (found.faults, [m.size for m in found.members]) == ([], [size, 0])
    with zipfile.ZipFile(file) as other:
        assert [(i.filename, i.file_size, i.header_offset) for i in other.infolist()] == [
            ("S1/a", size, 0),
            ("S1/b", 0, start[1]),
        ]


def test_more_members_than_the_first_format_counts():
    data = packed([(f"S1/{n}", b"") for n in range(70_000)])
    assert faults(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert len(other.namelist()) == 70_000


def test_a_file_that_is_none():
    assert (
        faults(b"")
        == faults(b"%PDF-1.7 and so on")
        == [("STRUCTURE", "", "the file is no archive of this program: it is no ZIP file")]
    )


def test_a_cut_file_names_the_last_member():
    data = packed({"S1/a": b"x" * 100, "S1/b": b"y" * 100})
    (found,) = faults(data[:150])
    assert found[:2] == ("STRUCTURE", "S1/a") and "cut or damaged after 'S1/a'" in found[2]


def test_bytes_around_it_are_told():
    data = packed({"S1/a": b"x"})
    assert any("behind the end" in f[2] for f in faults(data + b"more"))
    assert faults(b"more" + data)


def test_a_member_of_another_form_is_named():
    for settings, why in (({"compression": zipfile.ZIP_DEFLATED}, "compressed"), ({}, "as the program writes it")):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", **settings) as other:
            other.writestr("S1/a", "x" * 100)
        (first, *_) = faults(file.getvalue())
        assert first[1] == "S1/a" and why in first[2]
