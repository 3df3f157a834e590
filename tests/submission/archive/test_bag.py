"""The bag's manifests, written and read; RFC 8493."""

from __future__ import annotations

import hashlib

import pytest

from onespec.submission.archive.bag import Digests, manifest, read_manifest, tag_files

A, B = "a" * 64, "b" * 64


def test_a_manifest_by_hand():
    data = manifest({"data/b": B, "data/a%\n": A})
    assert data == f"{A}  data/a%25%0A\n{B}  data/b\n".encode()
    assert read_manifest(data, "sha256", tags=False) == read_manifest(data, "sha256", tags=False)
    assert read_manifest(data, "sha256", tags=False).digests == {"data/a%\n": A, "data/b": B}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"{A} data/a", "no SHA256 digest"),
        (f"{A}  ", "no SHA256 digest"),
        (f"{A[:-1]}  data/a", "no SHA256 digest"),
        (f"{A.upper()}  data/a", "no SHA256 digest"),
        ("", "no SHA256 digest"),
        (f"{A}  data/x", "again"),
        (f"{A}  bagit.txt", "none of its files"),
        (f"{A}  ../data/a", "none of its files"),
        (f"{A}  data/\udcff", "not UTF-8"),
    ],
)
def test_lines_that_are_not_taken(line, why):
    data = f"{B}  data/x\n{line}\n".encode("utf-8", "surrogateescape")
    found = read_manifest(data, "sha256", tags=False)
    ((number, said),) = found.faults
    assert (found.digests, number) == ({"data/x": B}, 2) and why in said


def test_the_tag_files_by_hand():
    digests = Digests(3, 0, hashlib.sha256(b"abc").hexdigest(), hashlib.sha512(b"abc").hexdigest())
    found = tag_files({"External-Identifier": "S1"}, {"data/a": digests})
    assert found["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert found["bag-info.txt"] == b"External-Identifier: S1\nPayload-Oxum: 3.1\n"
    assert found["manifest-sha256.txt"].startswith(b"ba7816bf") and found["manifest-sha256.txt"].endswith(b"  data/a\n")
    listed = [line.split(b"  ")[1] for line in found["tagmanifest-sha256.txt"].splitlines()]
    assert listed == [b"bag-info.txt", b"bagit.txt", b"manifest-sha256.txt", b"manifest-sha512.txt"]
